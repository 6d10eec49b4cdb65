"""From what a cell holds to what it means: identifiers, dates, numbers, codes; never by running anything.

A cell that holds nothing, `#N/A`, `nan` or a dash is blank. A number and the same number as text are one identifier.
A date is understood as a spreadsheet's own, as its serial number, as ISO and as dd/mm/yyyy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import floor, isfinite
from typing import NamedTuple

from caseaudit.plaintext import clean
from caseaudit.store.frames.lists import Kind

Cell = object
"""What a reader of workbooks gives: text, a number, a bool, a date; empty text for an empty cell."""
Meaning = date | int | str | None

_BLANK = {
    "",
    "-",
    "–",
    "—",
    "#n/a",
    "n/a",
    "#value!",
    "#ref!",
    "#name?",
    "#null!",
    "#div/0!",
    "#num!",
    "nan",
    "nat",
    "null",
    "none",
}
_PREFIX = re.compile(r"^[a-z]{1,2}\)\s+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?")
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: \d{1,2}:\d{2}\S*)?")
_WORDED = re.compile(r"(\d{1,2})[ \-]([a-z]{3,9})[ \-,]+(\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXACT = 10**15
"""From here on a spreadsheet rounds whole numbers."""
_EARLIEST = date(1910, 1, 1)
"""Day 0 of a spreadsheet, 1900, is what it shows for a nought."""
_DAY_0, _DAY_0_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FEWEST_DAYS, _MOST_DAYS = 3_653, 109_574
"""Serial numbers of dates from 1910 to 2199 in either calendar; any other number is no date."""


class Unreadable(Exception):
    """A cell that does not mean what its column holds."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def text(cell: Cell) -> str:
    """Return a cell as one line of text, or nothing where it is blank."""
    if isinstance(cell, str):
        return _tidy(cell)
    if isinstance(cell, float):
        return _number_as_text(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@lru_cache(maxsize=1 << 16)
def _tidy(words: str) -> str:
    tidy = " ".join(clean(words.lstrip("\ufeff")).split())
    return "" if tidy.casefold() in _BLANK else tidy


def _number_as_text(number: float) -> str:
    if not isfinite(number):
        return ""
    return str(int(number)) if number.is_integer() else repr(number)


def identifier(cell: Cell) -> str:
    """Return the identifier of a child. Raises `Unreadable` for a number that the spreadsheet has rounded."""
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise Unreadable("is a number so long that the spreadsheet has rounded it", "Export the identifiers as text")
    return text(cell)


@lru_cache(maxsize=1 << 14)
def _without_prefix(words: str) -> str:
    return _PREFIX.sub("", _tidy(words), count=1)


def code(cell: Cell) -> str:
    """Return a code without the prefix that orders it: `Yes` of `a) Yes`."""
    if isinstance(cell, str):
        return _without_prefix(cell)
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return text(cell)


def count(cell: Cell) -> int | None:
    """Return a whole number, or None where there is none. Raises `Unreadable`."""
    if isinstance(cell, str):
        cell = text(cell)
        if not cell:
            return None
    try:
        number = float(cell) if isinstance(cell, str | float | int) and not isinstance(cell, bool) else -1.0
    except ValueError:
        number = -1.0
    if not isfinite(number) or number < 0 or not number.is_integer() or number >= _EXACT:
        raise Unreadable("is not a whole number", "Write a number such as 0 or 3, or leave it blank")
    return int(number)


def age(cell: Cell) -> int | None:
    """Return an age in whole years, -1 for a child who is not born; None where it is not given."""
    words = text(cell)
    try:
        number = float(words) if words else None
    except ValueError:
        number = 999.0
    if number is None:
        return None
    if not -2 < number < 130:
        raise Unreadable("is not an age", "Write years, as 7, or leave it blank")
    return floor(number)


def day(cell: Cell, first: date = _DAY_0) -> date | None:
    """Return a date, or None where there is none; `first` is day 0 of the workbook's calendar.

    Raises `Unreadable`.
    """
    if cell == "":
        return None
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _of_our_time(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _from_serial(float(cell), first)
    if isinstance(cell, str):
        return _written(cell, first)
    raise _no_date()


@lru_cache(maxsize=1 << 15)
def _written(words: str, first: date) -> date | None:
    words = text(words)
    if not words:
        return None
    if _SERIAL.fullmatch(words):
        return _from_serial(float(words), first)
    if found := _ISO.fullmatch(words):
        return _on(found[1], found[2], found[3])
    if found := _BRITISH.fullmatch(words):
        return _on(found[3], found[2], found[1])
    if (found := _WORDED.fullmatch(words)) and found[2][:3].lower() in _MONTHS:
        return _on(found[3], str(_MONTHS.index(found[2][:3].lower()) + 1), found[1])
    raise _no_date()


def _on(year: str, month: str, day_of_month: str) -> date:
    try:
        return _of_our_time(date(int(year), int(month), int(day_of_month)))
    except ValueError:
        raise _no_date() from None


def _from_serial(serial: float, first: date) -> date:
    if not (isfinite(serial) and _FEWEST_DAYS <= serial <= _MOST_DAYS):
        raise _no_date()
    return first + timedelta(days=floor(serial))


def _of_our_time(given: date) -> date:
    if given < _EARLIEST:
        raise _no_date()
    return given


def _no_date() -> Unreadable:
    return Unreadable("is not a date", "Write it as dd/mm/yyyy, or leave it blank")


def day_0(*, of_1904: bool) -> date:
    """Return day 0 of a workbook's calendar: some workbooks from Macs count from 1904."""
    return _DAY_0_OF_1904 if of_1904 else _DAY_0


def meaning(kind: Kind, first: date) -> Callable[[Cell], Meaning]:
    """Return what reads the cells of a column of one kind."""
    if kind in ("date", "birth"):
        return lambda cell: day(cell, first)
    return _READS[kind]


_READS: dict[Kind, Callable[[Cell], Meaning]] = {
    "identifier": identifier,
    "text": text,
    "code": code,
    "count": count,
    "age": age,
    "postcode": text,
}


class Place(NamedTuple):
    """A cell as people find it."""

    sheet: str
    row: int
    heading: str = ""

    def __str__(self) -> str:
        sheet = f"{self.sheet}, " if self.sheet else ""
        return f'{sheet}row {self.row}, column "{self.heading}"' if self.heading else f"{sheet}row {self.row}"
