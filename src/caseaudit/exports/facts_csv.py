"""Facts of the cases as CSV: one row a fact that somebody noted. UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from typing import BinaryIO

from caseaudit.domain.audit import Audit
from caseaudit.domain.facts import Fact
from caseaudit.plaintext import cell

COLUMNS: dict[str, Callable[[Audit, Fact], str]] = {
    "audit": lambda audit, _: audit.id,
    "case": lambda audit, _: audit.case,
    "team": lambda audit, _: audit.team,
    "cohort": lambda audit, _: audit.cohort,
    "date": lambda audit, _: audit.date,
    "checklist": lambda audit, _: audit.checklist.id,
    "fact": lambda _, fact: fact.id,
    "label": lambda _, fact: fact.label,
    "theme": lambda _, fact: fact.theme,
    "kind": lambda _, fact: fact.kind,
    "value": lambda _, fact: fact.value,
    "system": lambda _, fact: fact.system,
    "differs": lambda _, fact: "" if fact.differs is None else "yes" if fact.differs else "no",
}
"""Every column, in order, and what it holds."""


def write(audits: Iterable[Audit], stream: BinaryIO) -> None:
    """Write what is noted in some audits. A text that a spreadsheet would take for a formula is guarded by a `'`."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    for audit in audits:
        noted = [fact for fact in audit.facts if fact.value or fact.system]
        sheet.writerows([_fit(value(audit, fact)) for value in COLUMNS.values()] for fact in noted)
    text.detach()


def _fit(value: str) -> str | int:
    """Return a whole number as one, so that a spreadsheet can add it up."""
    return int(value) if value.isascii() and value.isdecimal() and str(int(value[:9])) == value else cell(value)
