"""A sheet that people read: lines and tables one below the other, each cell of the kind that its value is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from caseaudit.domain.intervals import Difference, Interval
from caseaudit.domain.withheld import Withheld
from caseaudit.exports.spreadsheet import put
from caseaudit.exports.workbook.gate import Gate
from caseaudit.exports.workbook.looks import Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | None
"""A text, a count, or a share from 0 to 1; None leaves the cell empty."""

_PAGE = 940
"""How wide the printed part of a page is at full size, in pixels of the screen."""
_LETTER, _PADDING = 7, 5
"""How wide a letter is, and what a column has beside its letters, in pixels."""
_ACROSS, _SCALE = 48, 60
"""Below which scale, in percent, a sheet goes on to the next page instead, and at which scale it then is."""
_TIGHT = 1.12
"""How many letters of ordinary text go into the width of one."""
_NOTE = 150
"""How wide a note is at the most, in letters."""
_LINE, _TALLEST = 15, 409
"""The height of one line of text and of the tallest row, in points."""
_ENOUGH = 9_000
"""So many letters fill the tallest row."""


class Column(NamedTuple):
    """One column of a table."""

    heading: str
    style: str = ""
    """The style of its cells; by their values, if left out."""


class Area(NamedTuple):
    """Where the rows of a table stand, counted from 0, without the headings."""

    sheet: str
    first: int
    last: int
    columns: tuple[str, ...]

    def column(self, heading: str) -> tuple[int, int, int, int]:
        """Return the cells of a column."""
        at = self.columns.index(heading)
        return self.first, at, self.last, at

    def of_chart(self, heading: str, most: int = 0) -> list[str | int]:
        """Return the cells of a column as a chart takes them, at most so many of them."""
        first, at, last, _ = self.column(heading)
        return [self.sheet, first, at, min(last, first + most - 1) if most else last, at]


class Page:
    """A sheet, and the row that is written next."""

    def __init__(self, paper: Worksheet, styles: Styles, gate: Gate, widths: Sequence[int]) -> None:
        self.paper, self.styles, self.gate, self.widths = paper, styles, gate, widths
        self.row = 0
        self._breaks: list[int] = []
        for at, width in enumerate(widths):
            paper.set_column(at, at, width)
        self._fit_to_paper()

    def _fit_to_paper(self) -> None:
        scale = min(100, 100 * _PAGE // sum(width * _LETTER + _PADDING for width in self.widths))
        self.paper.set_print_scale(scale if scale >= _ACROSS else _SCALE)
        self.paper.print_across()

    def put(self, row: int, column: int, value: Value, style: str = "") -> None:
        """Write a value in the style that fits its kind, unless another one is named."""
        if isinstance(value, Withheld):
            value = str(value)
        if value is None or isinstance(value, str):
            text = self.gate.fit(value or "", "the records and the checklists")
            put(self.paper, row, column, text, self.styles[style or "text"])
        elif self.paper.write_number(row, column, value, self.styles[style or _style_of(value)]):
            raise ValueError("a number does not fit into its cell")

    def line(self, text: str, style: str = "note", tall: int = _LINE) -> None:
        """Write a short text that goes on over the cells beside it."""
        self.put(self.row, 0, text, style)
        self.paper.set_row(self.row, tall)
        self.row += 1

    def title(self, text: str) -> None:
        """Write the title of the sheet."""
        self.line(text, "title", 2 * _LINE)

    def note(self, text: str) -> None:
        """Write a text across the sheet, in as many lines as it takes."""
        across = min(sum(self.widths), _NOTE)
        last = next((at for at in range(len(self.widths)) if sum(self.widths[: at + 1]) >= across), 0)
        self.paper.set_row(self.row, height([text], [across]))
        if last:
            self.paper.merge_range(self.row, 0, self.row, last, "", self.styles["note"])
        self.put(self.row, 0, text, "note")
        self.row += 1

    def new_page(self) -> None:
        """Let what follows be printed on a page of its own."""
        self._breaks.append(self.row)
        self.paper.set_h_pagebreaks(self._breaks)

    def table(self, part: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Area:
        """Write a table under the name of the part, and an empty row below it."""
        if part:
            self.line(part, "part", 24)
        headings = [column.heading for column in columns]
        for at, heading in enumerate(headings):
            self.put(self.row, at, heading, "heading")
        self.paper.set_row(self.row, height(headings, self.widths))
        first = self.row + 1
        for values in rows:
            self.row += 1
            self._write_row(columns, values)
        area = Area(self.paper.get_name(), first, self.row, tuple(headings))
        self.row += 2
        return area

    def _write_row(self, columns: Sequence[Column], values: Sequence[Value]) -> None:
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            self.put(self.row, at, value, column.style)
        texts = [value if isinstance(value, str) else "" for value in values]
        self.paper.set_row(self.row, height(texts, self.widths))


def height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Return how tall a row has to be for its texts, in points."""
    lines = [_lines(text, width) for text, width in zip(texts, widths, strict=False) if text]
    return min(_TALLEST, _LINE * max(lines, default=1))


def points(difference: Difference) -> tuple[Value, ...]:
    """Return a difference of two shares and its range in points of a percentage, as numbers."""
    return tuple(round(100 * value, 10) for value in difference)


def _style_of(value: float) -> str:
    return "share" if isinstance(value, float) else "number"


def _lines(text: str, width: int) -> int:
    if len(text) < width and "\n" not in text:
        return 1
    return sum(len(wrap(line, max(4, int(width * _TIGHT)))) or 1 for line in text[:_ENOUGH].split("\n"))


SHARE = (Column("Answers good or better (95 %)"), Column("Share"), Column("Low"), Column("High"))
"""The columns of `share`; what it is a share of stands over the first."""


def base(interval: Interval) -> Value:
    """Return of how many a share is, or the symbol that stands in its place."""
    return interval.symbol or interval.of


def share(interval: Interval, said: str) -> tuple[Value, ...]:
    """Return a share in words and as numbers; no number where it is of nothing."""
    if interval.share is None:
        return said, None, None, None
    return said, float(interval.share), float(interval.low), float(interval.high)
