"""`caseaudit moderate`: a second grade, side by side with the first, and what both agree on."""
