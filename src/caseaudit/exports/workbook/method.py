"""The sheet that says how the figures are made, and what the workbook does with texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseaudit.domain.method import METHOD
from caseaudit.domain.report import Report
from caseaudit.exports.spreadsheet import LONGEST
from caseaudit.exports.workbook.page import Column, Page

WIDTHS = (160,)
_OF_THE_WORKBOOK = (
    "Every text is text: a spreadsheet takes none of them for a formula, a number or a link, so `0012` stays as it is.",
    "Characters that nobody sees, or that turn the order of letters round, are spelt out, as <U+202E>.",
    f"A cell holds {LONGEST:,} characters. A longer text is cut, ends with a note that says so and where all of it "
    "stands, and is counted on the sheet Contents.",
    "Dates are dates of the spreadsheet. Times are UTC, as text.",
    "Colours repeat what words and numbers say; nothing is told by colour alone.",
    "The sheets Answers have the columns of `caseaudit export csv`. Sections that do not apply to a case have no rows, "
    "so counted_state and counted_grade count up to what the sheet Summary counts: they hold what was agreed "
    "in moderation, and else what the auditor gave, which stands in state and grade.",
    "An action is overdue if it is open and its due date lies before the day on which the workbook was made.",
)


def _parts(report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    if report.disclosure:
        yield "What was done to share these figures", report.disclosure.statement
    yield "How figures are made", METHOD
    yield "What the workbook does", _OF_THE_WORKBOOK


def rows(report: Report) -> int:
    """Return how many sentences the sheet has."""
    return sum(len(sentences) for _, sentences in _parts(report))


def draw(page: Page, report: Report) -> None:
    """Write the sheet."""
    page.title("Method")
    for part, sentences in _parts(report):
        page.table("", (Column(part),), [(sentence,) for sentence in sentences])
