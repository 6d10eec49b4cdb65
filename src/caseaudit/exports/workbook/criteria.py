"""The sheet of criteria: every figure of every criterion, one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from caseaudit.domain.intervals import Interval
from caseaudit.domain.report import Report, Row
from caseaudit.exports.workbook.page import Column, Page, Value, base
from caseaudit.exports.workbook.summary import headings, most_often

COLUMNS: Mapping[str, tuple[int, Callable[[Row], Value]]] = {
    "Checklist": (20, lambda row: row.checklist),
    "Criterion": (12, lambda row: row.criterion),
    "What is asked": (50, lambda row: row.question),
    "Section": (22, lambda row: row.section),
    "Versions": (10, lambda row: ", ".join(row.versions)),
    "Focus": (12, lambda row: row.focus),
    "Kind": (10, lambda row: row.kind),
    "Critical": (9, lambda row: row.critical),
    "Weight": (8, lambda row: row.weight),
    "Asked": (8, lambda row: row.asked),
    "Numbers": (9, lambda row: row.numbers),
    "Not applicable": (10, lambda row: row.not_applicable),
    "Insufficient evidence": (12, lambda row: row.insufficient_evidence),
    "Not assessed": (10, lambda row: row.not_assessed),
}
"""The columns before the intervals, how wide they are, and what they hold."""
INTERVALS: Mapping[str, Callable[[Row], Interval]] = {
    "Answers good or better": lambda row: row.good_or_better,
    "Not applicable rate": lambda row: row.not_applicable_rate,
    "Insufficient evidence rate": lambda row: row.insufficient_evidence_rate,
    "Capped": lambda row: row.capped,
}
"""Four columns each: how many, of how many, and from where to where the share lies."""
_NUMBER = 9


def widths(report: Report) -> list[int]:
    """Return the widths of the columns."""
    return [*(width for width, _ in COLUMNS.values()), 25, *(_NUMBER,) * (len(report.grades) + 5 * len(INTERVALS))]


def draw(page: Page, report: Report) -> None:
    """Write the sheet; the headings in its first row stay in view and are printed on every page."""
    columns = [Column(heading) for heading in COLUMNS]
    grades = [grade.id for grade in report.grades]
    columns += [Column("Most often"), *headings(report, grades)]
    columns += [Column(f"{name}: {part}") for name in INTERVALS for part in ("n", "of", "share", "low", "high")]
    area = page.table("", columns, [_row(row, report, grades) for row in report.rows])
    page.paper.autofilter(0, 0, area.last, len(columns) - 1)
    page.paper.freeze_panes(1, 2)
    page.paper.repeat_rows(0)
    page.paper.repeat_columns(0, 1)


def _row(row: Row, report: Report, grades: list[str]) -> list[Value]:
    values: list[Value] = [read(row) for _, read in COLUMNS.values()]
    values += [most_often(row.grades, report), *(row.grades.get(grade, 0) for grade in grades)]
    for read in INTERVALS.values():
        values += _interval(read(row))
    return values


def _interval(interval: Interval) -> list[Value]:
    if interval.share is None:
        return [interval.symbol or interval.n, base(interval), None, None, None]
    return [interval.n, interval.of, float(interval.share), float(interval.low), float(interval.high)]
