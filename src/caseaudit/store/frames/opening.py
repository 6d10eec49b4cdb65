"""From the bytes of a file to the rows of its sheets, refusing what would hurt whoever reads it.

A workbook may unpack to a thousand times its size, or hold one cell in its farthest corner: the library that reads
workbooks makes room for every cell before that one. So a sheet is looked through first. Of one so long that this
would take a third of the time of reading it, only the size that it gives itself is looked at, provided that it is
packed as lists are and not as traps are.
"""

from __future__ import annotations

import contextlib
import csv
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from itertools import count, islice
from typing import TYPE_CHECKING, NamedTuple, Protocol
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from caseaudit.problems import BadInput, bad_input

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MIB = 1_048_576
LARGEST_FILE = 64 * MIB
LARGEST_UNPACKED = 1024 * MIB
LARGEST_TEXT = 256 * MIB
MOST_PARTS = 2_000
MOST_ROWS, MOST_COLUMNS = 299_999, 104
"""More than any list of cases: column CZ."""

_AT_ONCE = MIB
_OVERLAP = 512
_PERHAPS_FAR = re.compile(rb' r="(?:[A-Z]{3}|[D-Z][A-Z]|[A-Z]{0,2}(?:[3-9][0-9]{5}|[0-9]{7}))')
"""Quick to look for: it begins with the same four characters wherever it is found."""
_FAR = re.compile(
    rb"""\sr=["'](?:[A-Z]{3,}\d+|[D-Z][A-Z]\d+|[A-Z]+(?:[3-9]\d{5}|\d{7,}))["'][^>]{0,200}[^/>]>(?!</)"""
    rb"""|row\b[^>]{0,200}\sr=["'](?:[3-9]\d{5}|\d{7,})["'][^>]{0,200}>\s{0,9}<(?:\w{1,9}:)?c(?![^>]{0,200}\sr=)"""
)
"""A cell beyond the limits that holds something: one that is only formatted ends its tag at once."""
_FORMULAS_SHOW = 4
"""A list that has formulas has one within so many MiB."""
_LONG = 64 * MIB
"""Some forty thousand rows."""
_TRAP = 300
"""A sheet that is long and packed to so small a part of its size is no list."""
_ROW_ENDS = b"</c></row>"
"""After a cell that holds something."""
LONGEST_CELL = 10 * MIB
_TIGHTEST = 40
"""Cells of a list pack to a tenth of their size; the same cell over and over to a hundredth and less."""
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA_WITHOUT_RESULT = re.compile(
    rb"""\br=["']([A-Z]{1,2})(\d{1,6})["'][^>]*><f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)
_SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx or .csv"
_COPY_AGAIN = "Copy it again from where it came"
_OTHER_KINDS = {
    "xl/workbook.bin": "is a binary workbook (.xlsb)",
    "content.xml": "is an OpenDocument file (.ods)",
    "word/document.xml": "is a Word document",
}
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DELIMITERS = ",;\t|"


class Line(NamedTuple):
    """One row of a sheet: its number, counted from 1, and its cells from column A on."""

    number: int
    cells: Sequence[object]


class Book(Protocol):
    """A file with rows in it."""

    sheets: Sequence[str]
    """The names of its sheets; one empty name for a CSV file."""
    of_1904: bool

    def rows(self, sheet: str) -> Iterator[Line]:
        """Yield the rows of a sheet. Raises `BadInput`."""

    def unfinished(self, sheet: str) -> set[tuple[int, int]]:
        """Return row and column, from 1, of the formulas that no spreadsheet program has worked out yet."""


def open_book(content: bytes, name: str) -> Book:
    """Return what a file holds. Raises `BadInput` for what is neither a workbook nor text, or is not safe to read."""
    if not content.strip(b"\0 \r\n\t"):
        raise bad_input(name, "is empty (an interrupted copy?)", _COPY_AGAIN)
    if content.startswith(b"PK"):
        return _Packed(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _Workbook(content, name)
    return _Text(content, name)


# ── workbooks ────────────────────────────────────────────────────────────────


class _Workbook:
    """A workbook, .xls or one that was looked through."""

    of_1904 = False

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._book = _opened(content, name)
        self.sheets: Sequence[str] = self._book.sheet_names

    def rows(self, sheet: str) -> Iterator[Line]:
        """Yield the rows of a sheet from its first on. Raises `BadInput`."""
        found = self._sheet(sheet)
        from_a1 = found.start in (None, (0, 0))
        rows = found.iter_rows() if from_a1 else found.to_python(skip_empty_area=False)
        for number, cells in enumerate(rows, 1):
            yield Line(number, cells)

    def _sheet(self, sheet: str) -> CalamineSheet:
        try:
            return self._book.get_sheet_by_name(sheet)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # the library's own errors, and a panic of what it is written in
            raise bad_input(f"{self.name}: {sheet}", "cannot be read", _SAVE_AGAIN) from None

    def unfinished(self, sheet: str) -> set[tuple[int, int]]:
        """Nothing is known of an old workbook's formulas."""
        del sheet
        return set()


def _opened(content: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError:
        raise bad_input(
            name, "is locked with a password", "Save a copy without one, in a place only you can read"
        ) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # whatever the library meets in a file that is not one of its own kind
        raise bad_input(name, "cannot be read as a workbook", _SAVE_AGAIN) from None


class _Packed(_Workbook):
    """A workbook of today, .xlsx or .xlsm: a sheet is looked through before it is read."""

    def __init__(self, content: bytes, name: str) -> None:
        with _sound(name), ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _refuse_other_kinds({part.filename for part in parts}, name)
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                what = f"unpacks to more than {LARGEST_UNPACKED // MIB} MiB"
                raise bad_input(name, what, "Save the one list as .csv")
            self.of_1904, self._parts = _sheets_of(packed)
        self._content = content
        self._unfinished: dict[str, set[tuple[int, int]]] = {}
        super().__init__(content, name)

    def rows(self, sheet: str) -> Iterator[Line]:
        """Yield the rows of a sheet from its first on. Raises `BadInput`."""
        self.unfinished(sheet)
        return super().rows(sheet)

    def unfinished(self, sheet: str) -> set[tuple[int, int]]:
        """Return row and column, from 1, of the formulas that no spreadsheet program has worked out yet."""
        part = self._parts.get(sheet, "")
        if sheet not in self._unfinished:
            with _sound(self.name), ZipFile(BytesIO(self._content)) as packed:
                known = part in packed.namelist()
                self._unfinished[sheet] = _scanned(packed, packed.getinfo(part), self.name) if known else set()
        return self._unfinished[sheet]


@contextlib.contextmanager
def _sound(name: str) -> Iterator[None]:
    """Turn what a damaged archive raises into one plain problem."""
    try:
        yield
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        expat.ExpatError,
        ValueError,
    ):
        raise bad_input(name, "is damaged or cut short, or locked with a password", _COPY_AGAIN) from None


def _refuse_other_kinds(parts: set[str], name: str) -> None:
    if "xl/workbook.xml" not in parts:
        what = next((what for part, what in _OTHER_KINDS.items() if part in parts), "is not a workbook")
        raise bad_input(name, what, _SAVE_AGAIN)


def _scanned(packed: ZipFile, part: ZipInfo, name: str) -> set[tuple[int, int]]:
    """Return the unfinished formulas of a sheet. Raises `BadInput` for cells in places where no list has any."""
    if part.file_size > _LONG and part.file_size > _TRAP * max(1, part.compress_size):
        raise bad_input(name, "unpacks to hundreds of times its size, as no list does", _SAVE_AGAIN)
    unfinished: set[tuple[int, int]] = set()
    rows = 0
    tail = first = b""
    with packed.open(part) as stream:
        for read in count(1):
            more = stream.read(_AT_ONCE)
            first = first or more
            if not more or (read > _FORMULAS_SHOW and not unfinished and _is_long_and_sound(part, first)):
                break
            chunk = tail + more
            rows += more.count(_ROW_ENDS)
            if rows > MOST_ROWS or ((_PERHAPS_FAR.search(chunk) or b" r='" in chunk) and _FAR.search(chunk)):
                raise _too_far(name)
            if (unfinished or read <= _FORMULAS_SHOW) and b"</f>" in chunk:
                unfinished.update(
                    (int(row), _number(letters)) for letters, row in _FORMULA_WITHOUT_RESULT.findall(chunk)
                )
            tail = chunk[-_OVERLAP:]
    return unfinished


def _is_long_and_sound(part: ZipInfo, first: bytes) -> bool:
    """Whether a sheet is very long, packed no tighter than cells are, and says itself that it keeps to the limits."""
    if part.file_size < _LONG or part.file_size > _TIGHTEST * max(1, part.compress_size):
        return False
    found = _DIMENSION.search(first[:4096])
    return found is not None and _number(found[1]) <= MOST_COLUMNS and int(found[2]) <= MOST_ROWS


def _too_far(name: str) -> BadInput:
    what = f"has cells beyond row {MOST_ROWS} or column {MOST_COLUMNS}"
    return bad_input(name, what, "Delete the rows below the list and the columns beside it, and save it again")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheets_of(packed: ZipFile) -> tuple[bool, dict[str, str]]:
    """Return whether dates count from 1904, and the part of each sheet by its name."""
    targets = {
        found.get("Id", ""): _below_xl(found.get("Target", ""))
        for tag, found in _elements(packed, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship"
    }
    of_1904, parts = False, {}
    for tag, found in _elements(packed, "xl/workbook.xml"):
        if tag == "workbookPr":
            of_1904 = found.get("date1904", "0") in ("1", "true")
        elif tag == "sheet":
            parts[found.get("name", "")] = targets.get(found.get("id", ""), "")
    return of_1904, parts


def _below_xl(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _elements(packed: ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small part, names without their namespaces. Raises `ValueError` for a doctype."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((_local(tag), {_local(name): value for name, value in attributes.items()}))

    def doctype(*_: object) -> None:
        raise ValueError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, doctype
    if part in packed.namelist():
        with packed.open(part) as stream:
            parser.Parse(stream.read(4 * MIB), True)
    return found


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


# ── text ─────────────────────────────────────────────────────────────────────


class _Text:
    """A CSV file: rows of cells with commas, semicolons, tabs or bars between them."""

    sheets: Sequence[str] = ("",)
    of_1904 = False

    def __init__(self, content: bytes, name: str) -> None:
        if len(content) > LARGEST_TEXT:
            raise bad_input(name, f"is over the limit of {LARGEST_TEXT // MIB} MiB", "Export fewer columns")
        if b"\0" in content[:4096] and content[:2] not in _ENCODINGS:
            raise bad_input(name, "is neither a workbook nor text", _SAVE_AGAIN)
        self.name, self._words = name, _decoded(content, name)

    def rows(self, sheet: str) -> Iterator[Line]:
        """Yield the rows that hold anything, each with the number of its first line. Raises `BadInput`."""
        del sheet
        lines = StringIO(self._words, newline="")
        first = next(filter(str.strip, lines), "")
        lines.seek(0)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(lines, delimiter=_delimiter(first), strict=True)
        begins = 1
        try:
            for cells in reader:
                if cells:
                    yield Line(begins, cells)
                begins = reader.line_num + 1
        except csv.Error as error:
            raise _malformed(f"{self.name}:{begins}", str(error)) from None

    def unfinished(self, sheet: str) -> set[tuple[int, int]]:
        """Text holds no formulas."""
        del sheet
        return set()


def _malformed(where: str, said: str) -> BadInput:
    if "limit" in said:
        return bad_input(where, f"has a cell of more than {LONGEST_CELL // MIB} MiB", "Leave that column out")
    if "end of data" in said:
        return bad_input(where, "opens a quotation mark that is never closed", "Close it, or take it out")
    remedy = "Take it out, or write it twice in a cell between quotation marks"
    return bad_input(where, "has a quotation mark in the middle of a cell", remedy)


def _decoded(content: bytes, name: str) -> str:
    encoding = next((found for start, found in _ENCODINGS.items() if content.startswith(start)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise bad_input(name, "is not the text it says it is", _SAVE_AGAIN) from None
    return content.decode("cp1252", "replace")


def _delimiter(first: str) -> str:
    return max(_DELIMITERS, key=first.count)


def peek(lines: Iterable[Line], many: int) -> tuple[list[Line], Iterator[Line]]:
    """Return the first rows, and those after them."""
    rest = iter(lines)
    return list(islice(rest, many)), rest
