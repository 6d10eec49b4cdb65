"""What a workbook is made from: the report, and the audits behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from caseaudit.domain.audit import Audit
from caseaudit.domain.report import Report, Row
from caseaudit.exports.made import Made
from caseaudit.problems import Problem

MOST_ROWS = 1_048_576
"""How many rows a sheet can have."""


class Content(NamedTuple):
    """All that a workbook says.

    `report` and `teams` are counts; a summary that leaves the service hands them over with small numbers already
    suppressed, and without any audit: then the workbook has no sheets of actions and answers, and says so.
    """

    made: Made
    report: Report
    teams: Mapping[str, Sequence[Row]]
    """The rows of the report for each team, by its name."""
    audits: Iterable[Audit] | None
    """The signed-off audits, oldest first, each looked at once; None where no single case may leave."""
    unread: Sequence[Problem] = ()
    """The audits that turn out unreadable on the way; looked at when all of them have been written."""


class Written(NamedTuple):
    """What a workbook holds in the end."""

    audits: int
    answers: int
    actions: int
    changed: int
    """How many audits are no longer what was signed."""
    cut: int
    """How many texts were cut, because a cell holds no more."""
