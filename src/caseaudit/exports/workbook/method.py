"""The sheet that says how the figures are made, and what the workbook does with texts."""

from __future__ import annotations

from caseaudit.domain.method import METHOD
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
    "so the rows count up to what the sheet Summary counts.",
    "An action is overdue if it is open and its due date lies before the day on which the workbook was made.",
)
ROWS = len(METHOD) + len(_OF_THE_WORKBOOK)
"""How many sentences the sheet has."""


def draw(page: Page) -> None:
    """Write the sheet."""
    page.title("Method")
    for part, sentences in (("How figures are made", METHOD), ("What the workbook does", _OF_THE_WORKBOOK)):
        page.table("", (Column(part),), [(sentence,) for sentence in sentences])
