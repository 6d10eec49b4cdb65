"""The whole workbook, written to a stream: sheets for people first, then every action and every answer.

What is held in memory are the counts of the report and one row; answers go to disk as they come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from caseaudit.exports.spreadsheet import new_paper
from caseaudit.exports.workbook import contents, criteria, method, months, summary, teams
from caseaudit.exports.workbook.cases import Cases
from caseaudit.exports.workbook.contents import Listed
from caseaudit.exports.workbook.gate import Gate
from caseaudit.exports.workbook.looks import styles
from caseaudit.exports.workbook.model import MOST_ROWS, Content, Written
from caseaudit.exports.workbook.page import Page
from caseaudit.plaintext import one_line

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_LONGEST_HEAD = 80


def write(content: Content, stream: BinaryIO, folder: str, limit: int = MOST_ROWS) -> Written:
    """Write the workbook, and return what it holds. The same content is always the same bytes.

    `folder` is a private one that holds the parts while they are made; `limit`: how many rows a sheet can have.
    Raises `OSError` if the disk refuses, `ModuleNotFoundError` where the library that writes it is not installed.
    """
    with _book(stream, folder) as book:
        created = datetime.fromisoformat(content.made.day)
        book.set_properties({"title": "Practice audits", "author": _head(content), "created": created})
        return _Making(book, content, limit).everything()


@contextmanager
def _book(stream: BinaryIO, folder: str) -> Iterator[Workbook]:
    """Give a workbook that goes to the stream in the end, unless something goes wrong before."""
    from xlsxwriter.exceptions import FileCreateError
    from xlsxwriter.workbook import Workbook

    book = Workbook(stream, {"tmpdir": folder, "use_zip64": True})
    try:
        yield book
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None
    finally:
        for paper in book.worksheets():
            if paper.row_data_fh:
                paper.row_data_fh.close()


def _head(content: Content) -> str:
    return one_line(content.made.workspace)[:_LONGEST_HEAD]


class _Making:
    """One workbook that is being made."""

    def __init__(self, book: Workbook, content: Content, limit: int) -> None:
        self._book, self._content, self._limit = book, content, limit
        self._styles, self._gate = styles(book), Gate()

    def everything(self) -> Written:
        """Write every sheet; the first one last, because it says what the others hold."""
        front = self._page("Contents", contents.WIDTHS)
        listed = self._figures()
        written, cases = self._cases()
        contents.draw(front, self._content, written._replace(cut=self._gate.cut), [*listed, *cases])
        return written._replace(cut=self._gate.cut)

    def _page(self, name: str, widths: Sequence[int]) -> Page:
        return Page(new_paper(self._book, name, _head(self._content)), self._styles, self._gate, widths)

    def _figures(self) -> list[Listed]:
        """Write the sheets of counts."""
        report, by_team = self._content.report, self._content.teams
        summary.draw(self._book, self._page("Summary", summary.widths(report)), report)
        criteria.draw(self._page("Criteria", criteria.widths(report)), report)
        teams.draw(self._book, self._page("Teams", teams.widths(by_team)), report, by_team)
        months.draw(self._book, self._page("Months", months.WIDTHS), report)
        method.draw(self._page("Method", method.WIDTHS), report)
        return [
            Listed("Summary", "charts, judgements, every criterion, what stands out, actions", len(report.rows)),
            Listed("Criteria", "every figure of every criterion, with filters", len(report.rows)),
            Listed("Teams", "each team, and criterion by team", len(by_team)),
            Listed("Months", "month by month, with what is chance and what is a signal", _months(self._content)),
            Listed("Method", "how the figures are made", method.rows(report)),
        ]

    def _cases(self) -> tuple[Written, list[Listed]]:
        """Write every answer and every action, unless no single case may leave."""
        if self._content.audits is None:
            return Written(0, 0, 0, 0, 0), []
        today, head = self._content.report.actions.today, _head(self._content)
        cases = Cases(self._book, self._styles, self._gate, head, today, self._limit)
        for audit in self._content.audits:
            cases.add(audit)
        written = cases.finish(self._gate)
        return written, [*_listed(cases.actions.filled, "action"), *_listed(cases.answers.filled, "answer")]


def _months(content: Content) -> int:
    return sum(len(each.points) for each in content.report.months)


def _listed(filled: Sequence[tuple[str, int]], what: str) -> list[Listed]:
    """Return the sheets of a run; a run of several says which part each one holds."""
    whole = sum(rows for _, rows in filled)
    found, before = list[Listed](), 0
    for name, rows in filled:
        part = (
            ""
            if len(filled) == 1
            else f"; rows {before + 1:,} to {before + rows:,} of {whole:,}, more than a sheet holds"
        )
        found.append(Listed(name, f"one row an {what}, as a table with filters{part}", rows))
        before += rows
    return found
