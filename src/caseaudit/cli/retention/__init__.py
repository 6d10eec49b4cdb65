"""`caseaudit retention`: keep audits no longer than the workspace's rule says."""
