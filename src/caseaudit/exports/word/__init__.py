"""Reports in Word: the board's, and the one of a single case to share with its worker."""
