"""The summary: what the signed-off audits say together, in four views."""
