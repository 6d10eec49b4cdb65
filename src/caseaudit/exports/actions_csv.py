"""Actions as CSV: one row an action, for the list that a team keeps. UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from caseaudit.domain.actions import Action, Listed
from caseaudit.plaintext import cell

ABOUT = ("audit", "case", "team", "worker", "checklist")
COLUMNS = (
    *ABOUT,
    *(name if name != "id" else "action" for name in Action.__struct_fields__),
    "age_days",
    "overdue_days",
)
"""Every column, in order."""


def write(actions: Iterable[Listed]) -> bytes:
    """Return the file. A text that a spreadsheet would take for a formula is guarded by a leading `'`."""
    text = StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    sheet.writerows(_row(each) for each in actions)
    return text.getvalue().encode("utf-8-sig")


def _row(each: Listed) -> list[str | int]:
    about = [cell(getattr(each, name)) for name in ABOUT]
    fields = [cell(getattr(each.action, name)) for name in Action.__struct_fields__]
    return [*about, *fields, each.age, each.overdue]
