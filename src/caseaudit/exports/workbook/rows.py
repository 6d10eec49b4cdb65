"""Sheets of very many rows: each row goes to disk as soon as it is known, and full sheets are followed by further ones.

The library writes each cell by itself, and refuses tables where rows go to disk. Here a row is written whole, as the
file format has it, into the file that the library keeps for the sheet; the table is told at the end how far it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from caseaudit.exports.spreadsheet import letters, new_paper
from caseaudit.exports.workbook.gate import Gate
from caseaudit.exports.workbook.looks import Styles
from caseaudit.exports.workbook.page import height
from caseaudit.plaintext import is_formula

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_SHORT, _KNOWN = 200, 2_000
"""How long a text is at the most that is worth keeping, and how many of them."""
_FIRST_DAY, _DAY_ZERO = date(1900, 3, 1).toordinal(), date(1899, 12, 30).toordinal()
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPACES = (" ", "\t", "\n")
_SCALE = 50
_TABLE_STYLE = "Table Style Light 1"


class Day(NamedTuple):
    """A day, as a spreadsheet counts them."""

    number: int


Value = str | int | Day | None


def day(text: str) -> Value:
    """Return an ISO date as a day; the text itself where a spreadsheet has no such day."""
    try:
        ordinal = date.fromisoformat(text).toordinal() if len(text) == 10 else 0
    except ValueError:
        return text
    return Day(ordinal - _DAY_ZERO) if ordinal >= _FIRST_DAY else text


class Kind(NamedTuple):
    """What a run of sheets holds."""

    name: str
    """The name of the first sheet and of its table."""
    columns: Mapping[str, int]
    """The headings, and how wide each column is."""
    wrapped: bool = False
    """Whether rows grow with their texts, to be read on paper; rows by the million do not."""


class Cells:
    """Turns values into cells of the file format, without the reference that a cell begins with."""

    def __init__(self, styles: Styles, gate: Gate, *, wrapped: bool = False) -> None:
        self._gate = gate
        more = " wrapped" if wrapped else ""
        text, quoted, number, of_day = (
            styles[name]._get_xf_index() for name in (f"cell{more}", f"cell quoted{more}", "cell number", "cell day")
        )
        self._text, self._quoted = (f'" s="{index}" t="inlineStr"><is><t' for index in (text, quoted))
        self._number, self._day = (f'" s="{index}"><v>' for index in (number, of_day))
        self.known: dict[Value, str] = {None: "", "": ""}

    def of(self, value: Value, heading: str, whose: str) -> str:
        """Return a cell; nothing for an empty one. What is short is kept: most of it comes again."""
        if isinstance(value, str):
            if len(value) > _SHORT:
                return self._of_text(self._gate.fit(value, f"{heading} of {whose}"))
            cell = self._of_text(self._gate.fit(value, ""))
        else:
            cell = self._of_number(value)
        if len(self.known) > _KNOWN:
            self.known = {None: "", "": ""}
        self.known[value] = cell
        return cell

    def _of_text(self, text: str) -> str:
        start = self._quoted if is_formula(text) else self._text
        spaced = ' xml:space="preserve"' if text.startswith(_SPACES) or text.endswith(_SPACES) else ""
        return f"{start}{spaced}>{_escaped(text)}</t></is></c>"

    def _of_number(self, value: int | Day | None) -> str:
        return f"{self._day}{value.number}</v></c>" if isinstance(value, Day) else f"{self._number}{value}</v></c>"


def _escaped(text: str) -> str:
    """Return a text as the file format writes it; what looks like one of its codes stays what it is."""
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


class Sheets:
    """A run of sheets, each one table: `Answers`, `Answers 2`, ..."""

    def __init__(self, book: Workbook, kind: Kind, styles: Styles, gate: Gate, head: str, limit: int) -> None:
        """Begin the first sheet; `limit` is how many rows one can have, with its headings."""
        self._book, self._kind, self._styles, self._head = book, kind, styles, head
        self._cells = Cells(styles, gate, wrapped=kind.wrapped)
        self._limit = max(2, limit)
        self._headings = tuple(kind.columns)
        self._starts = [f'<c r="{letters(number)}' for number in range(1, len(self._headings) + 1)]
        self.filled: list[tuple[str, int]] = []
        """The name of each sheet that is finished, and how many rows it has, without the headings."""
        self._begin()

    def add(self, rows: Iterable[Sequence[Value]], whose: str) -> None:
        """Write rows; `whose` names their record, for the note of a text that is cut."""
        for values in rows:
            if self._at == self._limit:
                self.finish()
                self._begin()
            self._at += 1
            self._file.write(self._row(values, whose))

    def finish(self) -> None:
        """Say how far the table of this sheet goes; nothing is written to it after that."""
        from xlsxwriter.utility import xl_range

        last_row, last_column = max(self._at - 1, 1), len(self._headings) - 1
        table, cells = self._paper.tables[0], xl_range(0, 0, last_row, last_column)
        table["range"] = table["a_range"] = table["autofilter"] = cells
        self._paper.dim_rowmax = last_row
        self.filled.append((self._paper.get_name(), self._at - 1))

    def _row(self, values: Sequence[Value], whose: str) -> str:
        number, known = str(self._at), self._cells.known
        row = [f'<row r="{number}"{self._height(values)}>']
        for place, value in enumerate(values):
            cell = known.get(value)
            if cell is None:
                cell = self._cells.of(value, self._headings[place], whose)
                known = self._cells.known
            if cell:
                row.append(self._starts[place] + number + cell)
        row.append("</row>")
        return "".join(row)

    def _height(self, values: Sequence[Value]) -> str:
        """Return how tall a row is to begin with; nothing where texts do not wrap."""
        if not self._kind.wrapped:
            return ""
        texts = [value if isinstance(value, str) else "" for value in values]
        return f' ht="{height(texts, list(self._kind.columns.values()))}"'

    def _begin(self) -> None:
        more = len(self.filled) + 1
        name = f"{self._kind.name} {more}" if more > 1 else self._kind.name
        self._book.constant_memory = True
        self._paper = new_paper(self._book, name, self._head)
        self._book.constant_memory = False
        self._lay_out()
        self._add_table(name.replace(" ", "_"))
        self._file = self._paper.row_data_fh
        self._at = 1
        self._file.write("".join(self._heading_row()))

    def _lay_out(self) -> None:
        for at, width in enumerate(self._kind.columns.values()):
            self._paper.set_column(at, at, width, self._styles["cell"])
        self._paper.freeze_panes(1, 1)
        self._paper.repeat_rows(0)
        self._paper.repeat_columns(0)
        self._paper.set_print_scale(_SCALE)
        self._paper.print_across()

    def _add_table(self, name: str) -> None:
        """Add a table of one row. The library would write its headings too late; they are in the file by then."""
        headings = [{"header": heading} for heading in self._headings]
        self._paper.constant_memory = False
        self._paper.add_table(0, 0, 1, len(headings) - 1, {"name": name, "style": _TABLE_STYLE, "columns": headings})
        self._paper.constant_memory = True
        self._paper.table.clear()

    def _heading_row(self) -> Iterator[str]:
        style = self._styles["heading"]._get_xf_index()
        yield '<row r="1">'
        for start, heading in zip(self._starts, self._headings, strict=True):
            yield f'{start}1" s="{style}" t="inlineStr"><is><t>{_escaped(heading)}</t></is></c>'
        yield "</row>"
