"""Read a table of grades that somebody made in a spreadsheet and saved as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from caseaudit.domain.agreement_reading import Line, RowFault, Sheet
from caseaudit.plaintext import clean
from caseaudit.problems import BadInput, bad_input
from caseaudit.store import filesystem, toml_text

LIMIT = 33_554_432
_MIB = 1_048_576
_SEPARATORS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"')
_LONGEST_CELL = 10_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of spreadsheet programs begin, new and old."""


def read(path: Path) -> tuple[Sheet, list[RowFault]]:
    """Return the table of a file, and each row that has more or fewer cells than there are headings; it is left out.

    Cells may be parted by commas, semicolons or tabs: what stands most often between the headings. Rows and columns
    with nothing in them are passed over. Raises `BadInput` for a file that cannot be read as such a table.
    """
    text = clean(toml_text.text_of(_content_of(path), str(path)))
    lines = [line for line in _lines(text, path) if any(map(_marked, line.cells))]
    if not lines:
        raise bad_input(str(path), "holds nothing but separators", "Give a row of headings, then one row a unit")
    heading, *rows = lines
    headings = _without_blanks_at_the_end(heading.cells)
    if not rows:
        raise bad_input(str(path), "has headings and no row below them", "Give one row for each unit")
    fit = [Line(row.number, _without_blanks_at_the_end(row.cells, len(headings))) for row in rows]
    faults = [_ragged(row, len(headings)) for row in fit if len(row.cells) != len(headings)]
    return Sheet(headings, tuple(row for row in fit if len(row.cells) == len(headings))), faults


def _content_of(path: Path) -> bytes:
    if path.is_dir():
        raise bad_input(str(path), "is a folder", "Name a CSV file in it")
    if path.is_file() and path.stat().st_size > LIMIT:
        raise bad_input(str(path), f"is over the limit of {LIMIT // _MIB} MiB", "Take out what is no grade")
    content = filesystem.read_regular(path, LIMIT)
    if not content.strip():
        raise bad_input(str(path), "is empty", "Save the table into it as CSV")
    if content.startswith(_WORKBOOKS):
        raise bad_input(str(path), "is a workbook", "Open it and save the sheet as CSV (UTF-8)")
    return content


def _lines(text: str, path: Path) -> Iterator[Line]:
    """Yield every row with the line on which it begins."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins = 1
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise _malformed(path, begins, str(error)) from None
        if cells is None:
            return
        yield Line(begins, tuple(cells))
        begins = rows.line_num + 1


def _separator(text: str) -> str:
    """Return what stands most often between the headings."""
    heading = _QUOTED.sub("", next(line for line in text.splitlines() if line.strip()))
    return max(_SEPARATORS, key=heading.count)


def _malformed(path: Path, line: int, said: str) -> BadInput:
    if "limit" in said:
        what, remedy = "has a cell that is too long for a grade", "Take columns of running text out"
    elif "end of data" in said:
        what, remedy = "opens a quotation mark that is never closed", "Close it, or take it out"
    else:
        what, remedy = "has a quotation mark in the middle of a cell", "Take it out, or write it twice in a quoted cell"
    return bad_input(f"{path}:{line}", what, remedy)


def _marked(cell: str) -> bool:
    return bool(cell.strip())


def _without_blanks_at_the_end(cells: tuple[str, ...], least: int = 0) -> tuple[str, ...]:
    """Return cells without the blank ones at the end, as spreadsheets add them; `least` stay, if there are so many."""
    length = len(cells)
    while length > least and not _marked(cells[length - 1]):
        length -= 1
    return cells[:length]


def _ragged(row: Line, wanted: int) -> RowFault:
    what = f"has {len(row.cells)} cells where there are {wanted} headings"
    return RowFault(row.number, "", what, "Give every row as many cells; one that is blank is empty, but there")
