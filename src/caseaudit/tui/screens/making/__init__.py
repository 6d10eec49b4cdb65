"""Making an exemplar of one of our own audits."""
