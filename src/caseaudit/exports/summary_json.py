"""A summary as JSON: the counts, criterion by criterion, and what could not be counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caseaudit.domain.summary import Row, Summary
from caseaudit.plaintext import one_line
from caseaudit.problems import Problem


def document(summary: Summary, unreadable: Iterable[Problem], copies: Iterable[Problem]) -> dict[str, Any]:
    """Return the summary as plain tables; each file that was not counted is one line of text."""
    return {
        "audits": summary.audits,
        "in_progress": summary.in_progress,
        "unreadable": [one_line(str(problem)) for problem in unreadable],
        "copies": [one_line(str(problem)) for problem in copies],
        "rows": [_row(row) for row in summary.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {**row._asdict(), "good_or_better": row.good_or_better._asdict()}
