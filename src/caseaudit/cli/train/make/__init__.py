"""`caseaudit train make`: turn one of our own audits into an exemplar that names nobody."""
