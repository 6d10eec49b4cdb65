"""Which audits are wanted, in which order, and how SQL says that. Quick to load."""

from __future__ import annotations

from typing import NamedTuple

SORTS = {
    "date": "date DESC, id DESC",
    "case": "case_reference, date DESC, id DESC",
    "team": "team, date DESC, id DESC",
    "worker": "worker, date DESC, id DESC",
    "auditor": "auditor, date DESC, id DESC",
    "checklist": "title, date DESC, id DESC",
    "state": "state, date DESC, id DESC",
}
FILTERS = ("case", "team", "worker", "auditor", "checklist", "cohort", "state", "role", "purpose")
COLUMN = {"case": "case_reference"}


class Wanted(NamedTuple):
    """Which audits, in which order. `text` matches anywhere in what the list shows."""

    text: str = ""
    sort: str = "date"
    equal: tuple[tuple[str, str], ...] = ()
    """Pairs of a filter and its value: `(("team", "North"), ("state", "signed-off"))`."""
    since: str = ""
    until: str = ""
    urgent: bool = False
    """Only those with a critical criterion at the foot of its scale: a child who may not be safe."""
    practice_only: bool = False
    """Leave out training, and second grades: each is compared with the audit that it grades, not counted beside it."""


def conditions(wanted: Wanted) -> tuple[str, list[str]]:
    """Return what follows WHERE for the audits that are wanted, and its values."""
    clauses, values = ["copy = 0"], list[str]()
    for name, value in wanted.equal:
        clauses.append(f"{COLUMN.get(name, name)} = ?" if name in FILTERS else "? = ''")
        values.append(value)
    for bound, comparison in ((wanted.since, ">="), (wanted.until, "<=")):
        if bound:
            clauses.append(f"date {comparison} ?")
            values.append(bound)
    if wanted.urgent:
        clauses.append("urgent > 0")
    if wanted.practice_only:
        clauses.append("role NOT IN ('training', 'second-grade')")
    for word in wanted.text.casefold().split():
        clauses.append("instr(words, ?) > 0")
        values.append(word)
    return " AND ".join(clauses), values
