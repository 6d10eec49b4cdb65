"""Audit children's social care practice: checklists, case audits, summaries."""

__version__ = "0.1.0"
