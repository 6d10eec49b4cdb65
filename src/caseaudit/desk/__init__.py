"""What a person can do. Both front doors, the command line and the app, call only this."""
