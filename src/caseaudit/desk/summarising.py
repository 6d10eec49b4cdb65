"""What the signed-off audits say together."""

from __future__ import annotations

from typing import NamedTuple

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.summary import Cell, Row, Summary, rows
from caseaudit.problems import Problem
from caseaudit.store.index import Wanted

EVERYTHING = Wanted()


class Report(NamedTuple):
    """A summary, with what could not be counted."""

    summary: Summary
    unreadable: list[Problem]
    copies: list[Problem]


def summarise(workspace: Workspace, wanted: Wanted = EVERYTHING) -> Report:
    """Return the counts of every criterion over the signed-off audits that are wanted."""
    index = workspace.index
    index.refresh()
    wanted = wanted._replace(practice_only=True)
    good = frozenset(g.id for scale in workspace.library.scales.values() for g in scale.grades if g.good)
    signed = index.count(_signed_off(wanted))
    found = rows((Cell(*row) for row in index.cells(wanted)), good)
    return Report(Summary(signed, index.count(wanted) - signed, found), index.unreadable(), index.copies())


def by_checklist(summary: Summary) -> dict[str, list[Row]]:
    """Return the rows of a summary, gathered by checklist."""
    gathered: dict[str, list[Row]] = {}
    for row in summary.rows:
        gathered.setdefault(row.checklist, []).append(row)
    return gathered


def _signed_off(wanted: Wanted) -> Wanted:
    return wanted._replace(equal=(*wanted.equal, ("state", "signed-off")))
