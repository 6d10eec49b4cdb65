"""From the bytes of a workbook to plain cells, refusing what cannot be one before any of it is read.

A file from elsewhere may be cut short, may unpack to a thousand times its size, or may claim a merged area of
millions of cells; each is told in one line and costs neither time nor memory.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from caseaudit.exports.checklist_xlsx.cells import Cell, Odd
from caseaudit.problems import BadInput, bad_input

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as ReadCell
    from openpyxl.worksheet.worksheet import Worksheet

MIB = 1_048_576
LARGEST_FILE = 4 * MIB
LARGEST_UNPACKED = 48 * MIB
MOST_PARTS = 1_000
MOST_ELEMENTS = 600_000
MOST_MERGED = 10_000
MOST_ROWS, MOST_COLUMNS = 5_000, 200

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LINE_END = re.compile("_x000D_\n?|\r\n?")
_SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx"
_COPY_AGAIN = "Copy it again from where it came, or restore it from a backup"
_KINDS = {
    "xl/workbook.bin": "is a binary workbook (.xlsb)",
    "content.xml": "is an OpenDocument file (.ods)",
    "word/document.xml": "is a Word document",
    "ppt/presentation.xml": "is a PowerPoint presentation",
}


class Grid(NamedTuple):
    """The cells of one sheet, and the areas of it that are merged: `A3:B4`."""

    rows: Sequence[Sequence[Cell]]
    merged: Sequence[str]


def read(content: bytes, name: str) -> dict[str, Grid]:
    """Return the sheets of a workbook by their names. Raises `BadInput` for what is none, or is too large.

    Raises `ModuleNotFoundError` where the library that reads workbooks is not installed.
    """
    from openpyxl import load_workbook

    _refuse_unfit(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), keep_links=False)
    except Exception:  # whatever the library meets in a file that is not one of its own kind
        raise bad_input(name, "cannot be read as a workbook", _SAVE_AGAIN) from None
    return {sheet.title: _grid(sheet, name) for sheet in book.worksheets}


def _grid(sheet: Worksheet, name: str) -> Grid:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        what = f"has cells beyond {MOST_ROWS} rows or {MOST_COLUMNS} columns"
        remedy = "Delete the rows below the last one and the columns to the right, and save it again"
        raise bad_input(f"{name}: {sheet.title}", what, remedy)
    rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    return Grid(rows, [area.coord for area in sheet.merged_cells.ranges])


def _cell(cell: ReadCell) -> Cell:
    if cell.data_type == "f":
        return Odd.FORMULA
    if cell.data_type == "e":
        return Odd.ERROR
    value: Any = cell.value
    if isinstance(value, str):
        return _LINE_END.sub("\n", value)
    return Odd.DATE if isinstance(value, date | time | timedelta) else value


# ── before anything is read ──────────────────────────────────────────────────


def _refuse_unfit(content: bytes, name: str) -> None:
    """Raise `BadInput` for bytes that are no workbook, or one that is not safe to read."""
    if not content.strip(b"\0 \r\n\t"):
        raise bad_input(name, "is empty (an interrupted copy?)", _COPY_AGAIN)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise bad_input(
            name, "is an old workbook (.xls), or is locked with a password", "Save it as .xlsx, without a password"
        )
    if not content.startswith(b"PK"):
        raise bad_input(name, "is not a workbook", _SAVE_AGAIN)
    elements = 0
    for part, unpacked in _parts(content, name):
        if part.endswith((".xml", ".rels")):
            elements += _Scan(name).elements_in(unpacked)
        if elements > MOST_ELEMENTS:
            raise _too_large(name, "holds more cells than any checklist")


def _parts(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each part, never unpacking more than is allowed."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _refuse_other_kinds({part.filename for part in parts}, name)
            if len(parts) > MOST_PARTS:
                raise _too_large(name, f"holds more than {MOST_PARTS} parts")
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise _too_large(name, f"unpacks to more than {LARGEST_UNPACKED // MIB} MiB")
            for part in parts:
                yield part.filename, _unpacked(packed, part)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise bad_input(name, "is damaged or cut short", _COPY_AGAIN) from None


def _unpacked(packed: ZipFile, part: ZipInfo) -> bytes:
    """Return the bytes of a part: as many as it declares, or the library raises `BadZipFile`."""
    with packed.open(part) as stream:
        return stream.read()


def _refuse_other_kinds(parts: set[str], name: str) -> None:
    if "xl/workbook.xml" in parts:
        return
    what = next((what for part, what in _KINDS.items() if part in parts), "is not a workbook")
    raise bad_input(name, what, _SAVE_AGAIN)


def _too_large(name: str, what: str) -> BadInput:
    return bad_input(name, what, "Take out pictures and sheets that are no part of the checklist, and save it again")


class _Scan:
    """Looks through one part of a workbook for what would hurt whoever reads it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements = 0
        self.merged = 0

    def elements_in(self, content: bytes) -> int:
        """Return how many elements a part has. Raises `BadInput` for one that is damaged, or bent on harm."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            raise bad_input(self.name, "is damaged or cut short", _COPY_AGAIN) from None
        return self.elements

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if tag.endswith("mergeCell"):
            self.merged += _area(attributes.get("ref", ""))
        if self.elements > MOST_ELEMENTS:
            raise _too_large(self.name, "holds more cells than any checklist")
        if self.merged > MOST_MERGED:
            raise bad_input(self.name, "merges more cells than any checklist has", "Unmerge them, and save it again")

    def _doctype(self, *_: object) -> None:
        raise bad_input(self.name, "holds a document type, as no workbook does", _SAVE_AGAIN)


def _area(merged: str) -> int:
    """Return how many cells a merged area has; more than is allowed where it cannot be told."""
    found = _RANGE.fullmatch(merged)
    if not found:
        return MOST_MERGED + 1
    left, top, right, bottom = _number(found[1]), int(found[2]), _number(found[3]), int(found[4])
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
