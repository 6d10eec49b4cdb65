"""What was counted for a summary, and how it is counted on a thread of its own."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

from caseaudit.desk import behind
from caseaudit.desk.summarising import rows_by, summarise
from caseaudit.desk.watching import Errand
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.report import Report, Row
from caseaudit.tui.screens.summary.filters import Filters


class Counted(NamedTuple):
    """What was counted, and what there is to narrow it to."""

    filters: Filters
    report: Report
    titles: dict[str, str]
    """The titles of the checklists, by id."""
    by_team: dict[str, tuple[Row, ...]]
    teams: tuple[str, ...]
    cohorts: tuple[str, ...]


def count(desk: Workspace, filters: Filters, errand: Errand) -> Counted:
    """Return what is counted for some filters; the workspace is opened once more for it.

    Raises `CaseauditError`, and `Stopped` when the errand is.
    """
    again, wanted = desk.once_more(errand.watch), filters.wanted
    with closing(again.index) as index:
        report = summarise(again, wanted)
        titles = behind.titles(again, filters._replace(checklist="").wanted)
        by_team = rows_by(again, "team", wanted)
        teams, cohorts = (tuple(sorted(index.distinct(name))) for name in ("team", "cohort"))
    return Counted(filters, report, titles, by_team, teams, cohorts)
