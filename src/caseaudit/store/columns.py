"""What the index holds of an audit and of an action, column by column. No free text. Quick to load.

A column that comes straight out of the record is one line: in `AUDIT` or `ACTION`, its name and the field of the
record. A column that is worked out is one line in `MADE` and one in `indexed`. Every index is then made anew by itself.
"""

from __future__ import annotations

AUDIT = {
    "id": "id",
    "case_reference": "case",
    "cohort": "cohort",
    "team": "team",
    "worker": "worker",
    "auditor": "auditor",
    "date": "date",
    "checklist": "checklist.id",
    "version": "checklist.version",
    "title": "checklist.title",
    "role": "role",
    "purpose": "purpose",
}
"""Texts of the record, by column."""
MADE = {
    "state": "TEXT",
    "judgement": "TEXT",
    "judged_good": "INTEGER",
    "answered": "INTEGER",
    "asked": "INTEGER",
    "open_actions": "INTEGER",
    "next_due": "TEXT",
    "revision": "INTEGER",
    "compliance": "INTEGER",
    "quality": "INTEGER",
    "urgent": "INTEGER",
    "words": "TEXT",
    "codes": "BLOB",
}
"""Worked out, by column, with their types; `codes` are the answers as `packed` has them."""
COLUMNS = (*AUDIT, *MADE)
"""Every column of an audit, in order."""
PLACE = {column: place for place, column in enumerate(COLUMNS)}
ACTION = {"action": "id", "status": "status", "due": "due"}
"""Texts of an action, by column; `effect` comes after them."""
CODE = {
    "checklist": "TEXT",
    "version": "TEXT",
    "criterion": "TEXT",
    "section": "TEXT",
    "focus": "TEXT",
    "kind": "TEXT",
    "critical": "TEXT",
    "weight": "INTEGER",
    "answer": "TEXT",
    "grade": "TEXT",
    "good": "INTEGER",
    "graded": "INTEGER",
    "limiting": "INTEGER",
}
"""What an answer is, apart from whose it is."""
NOT_PRACTICE = ("training", "second-grade")
"""The roles that count nowhere."""
