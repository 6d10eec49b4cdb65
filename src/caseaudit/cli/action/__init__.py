"""`caseaudit action`: what was agreed, across audits."""
