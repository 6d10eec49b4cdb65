"""The sheet of months: how the share of good or better changes, of all checklists together and of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.domain.breakdown import Months
from caseaudit.domain.report import Report
from caseaudit.domain.trend import ENOUGH, Chart, Mark
from caseaudit.domain.trend_words import cause_said, described, sentence
from caseaudit.exports.workbook import charts
from caseaudit.exports.workbook.page import Column, Page, Value

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

WIDTHS = (24, 12, 12, 10, 10, 10, 12, 12, 10, 14, 60)
_CHART_ROWS = 22


def draw(book: Workbook, page: Page, report: Report) -> None:
    """Write the sheet."""
    page.title("Months")
    if not report.months:
        page.note("No month has an audit that counts.")
        return
    together = report.trend(report.months[0])
    page.note(sentence(together))
    limits = f"Mean and limits are those of an XmR chart, from {ENOUGH} months with audits on; inside them is chance."
    page.note(f"{limits} A month without any audit is a gap, not a zero.")
    top = page.row
    page.row += _CHART_ROWS
    columns = (
        *(Column("Checklist"), Column("Month"), Column("Answers good or better"), Column("of"), Column("Share")),
        *(Column("Mean"), Column("Lower limit"), Column("Upper limit"), Column("Target")),
        *(Column("What it shows"), Column("Signals")),
    )
    area = page.table("All checklists together", columns, _rows(report.months[0], together))
    charts.months(book, page, top, area, targeted=report.target is not None)
    rest = [row for each in report.months[1:] for row in _rows(each, report.trend(each))]
    page.new_page()
    page.table("Each checklist", columns, rest)


def _rows(months: Months, found: Chart) -> list[list[Value]]:
    return [_row(months.checklist or "all", mark, found) for mark in found.marks]


def _row(name: str, mark: Mark, found: Chart) -> list[Value]:
    low, high = found.limits or (None, None)
    drawn = (found.mean, low, high, found.target)
    lines = [None if percent is None else max(0.0, min(1.0, percent / 100)) for percent in drawn]
    value = None if mark.value is None else mark.value / 100
    signals = "; ".join(described(signal) for signal in mark.signals)
    return [name, mark.month, mark.n, mark.of, value, *lines, cause_said(mark.cause), signals]
