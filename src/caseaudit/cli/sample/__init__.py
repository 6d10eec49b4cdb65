"""`caseaudit sample`: draw cases from a list, and defend the draw."""
