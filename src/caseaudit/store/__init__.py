"""How audits and checklists rest on disk."""
