"""What an audit is: no files, no clock, no terminal."""
