"""`caseaudit plan`: who audits which sampled case by when."""
