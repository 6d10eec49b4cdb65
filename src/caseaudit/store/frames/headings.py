"""Finding the list in a file: which sheet it is on, which row holds its headings, which column is which.

The template has a title above the headings and one tab is called `List 3` where the others are `List_4`; cleaned files
have neither; some name their tabs by what is on them. Headings that a list does not know can be named all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from caseaudit.plaintext import one_line
from caseaudit.problems import BadInput, Problem, bad_input, nearest
from caseaudit.store.frames.cells import text
from caseaudit.store.frames.lists import PLAIN, CaseList, Kind, is_private, lists, squeezed
from caseaudit.store.frames.opening import Book, Line, peek

_ROWS_ABOVE = 10
"""Headings stand in one of so many rows."""
_ENOUGH, _ENOUGH_OF_ITS_OWN = 0.6, 0.5
"""The share of a list's headings by which it is recognised, and of those that few other lists have."""
_COMMON = 4
"""A heading of so many lists says nothing about which one it is."""
_NUMBER = re.compile(r"\d\d")
"""No heading holds one; an identifier or a date does."""
_NUMBERED = re.compile(r"\s*(?:annex ?a)?[\s_\-]*(?:list)?[\s_\-]*0*(\d{1,2})(?!\d)", re.IGNORECASE)


class Asked(NamedTuple):
    """Which list of a file, and what its columns are called there."""

    number: int = PLAIN
    sheet: str = ""
    columns: Mapping[str, str] = {}
    """Headings by key, where the file's differ: `{"case": "Child ref"}`."""


class Found(NamedTuple):
    """One column of the file."""

    key: str
    at: int
    """Its place, counted from 0."""
    heading: str
    kind: Kind

    @property
    def private(self) -> bool:
        """Whether it says who the child is, or what the law protects."""
        return is_private(self.key, self.kind, self.heading)


class Table(NamedTuple):
    """The list as it stands in the file."""

    of: CaseList
    sheet: str
    columns: dict[str, Found]
    """By key. A heading that the list does not know has a key made of its words."""
    lines: Iterator[Line]
    """The rows below the headings."""
    twice: frozenset[str]
    """The keys of headings that stand there more than once."""


def named(name: str, columns: Mapping[str, Found], of: CaseList) -> Found | None:
    """Return the column of a key or of a heading, or None."""
    if name in columns:
        return columns[name]
    column = of.column(name)
    if column and column.key in columns:
        return columns[column.key]
    wanted = squeezed(name)
    return next((one for one in columns.values() if wanted in (squeezed(one.key), squeezed(one.heading))), None)


def find(book: Book, name: str, asked: Asked) -> Table:
    """Return the list that is asked for; a list of Annex A is known by its headings where none is asked for.

    Raises `BadInput` naming what the file has instead.
    """
    of = _list_of(asked.number)
    sheet = _sheet(book, name, asked, of)
    first, rest = peek(book.rows(sheet), _ROWS_ABOVE)
    of = of if asked.number else _list_of(_most_like(first))
    _refuse_unknown_keys(asked.columns, of)
    row, matched = max(
        ((row, _matched(row, of, asked.columns)) for row in first), key=lambda pair: pair[1], default=(Line(0, ()), 0)
    )
    if not _fits(matched, of, asked.columns):
        raise _no_headings(name, sheet, of)
    columns, twice = _columns(row.cells, of, asked.columns, _where(name, sheet))
    below = chain((line for line in first if line.number > row.number), rest)
    return Table(of, sheet, columns, below, twice)


def _list_of(number: int) -> CaseList:
    if number not in lists():
        raise bad_input("--list", "is not a list of Annex A", f"Give a number from 1 to {max(lists())}")
    return lists()[number]


def _where(name: str, sheet: str) -> str:
    return f"{name}: {sheet}" if sheet else name


# ── the sheet ────────────────────────────────────────────────────────────────


def _sheet(book: Book, name: str, asked: Asked, of: CaseList) -> str:
    if asked.sheet:
        return _given(book, name, asked.sheet)
    if len(book.sheets) == 1:
        return book.sheets[0]
    if of.number == PLAIN:
        raise _several(book, name)
    by_name = [sheet for sheet in book.sheets if _is_called(sheet, of)]
    return by_name[0] if by_name else _by_headings(book, name, asked, of)


def _given(book: Book, name: str, sheet: str) -> str:
    wanted = squeezed(sheet)
    found = next((one for one in book.sheets if one == sheet or squeezed(one) == wanted), None)
    if found is None:
        raise bad_input(f"{name}: {sheet}", "is not a sheet of this file", nearest(sheet, map(one_line, book.sheets)))
    return found


def _several(book: Book, name: str) -> BadInput:
    known = [f"{one.number} {one.title}" for one in lists().values() if any(_is_called(s, one) for s in book.sheets)]
    if known:
        return bad_input(name, "holds several lists", f"Say which with --list: {', '.join(known)}")
    sheets = ", ".join(map(one_line, book.sheets))
    return bad_input(name, "has several sheets", f"Say which with --sheet: {sheets}; or with --list for Annex A")


def _is_called(sheet: str, of: CaseList) -> bool:
    """Whether a sheet goes by the number or one of the names of a list."""
    if of.number == PLAIN:
        return False
    numbered = _NUMBERED.match(sheet)
    if numbered:
        return int(numbered[1]) == of.number
    return squeezed(sheet) in set(map(squeezed, (of.title, *of.also)))


def _by_headings(book: Book, name: str, asked: Asked, of: CaseList) -> str:
    """Return the sheet whose headings are most like the list's. Raises `BadInput` where none is like it."""
    best, most = "", 0
    for sheet in book.sheets:
        first, _ = peek(book.rows(sheet), _ROWS_ABOVE)
        matched = max((_matched(row, of, asked.columns) for row in first), default=0)
        if matched > most:
            best, most = sheet, matched
    if most < _ENOUGH * _expected(of):
        has = ", ".join(map(one_line, book.sheets))
        raise bad_input(name, f"has no sheet like {of.called}", f"Name it with --sheet. It has: {has}")
    return best


def recognised(book: Book) -> list[int]:
    """Return the numbers of the lists of Annex A that a file holds, by the names of its sheets or their headings."""
    found = [of.number for of in lists().values() if any(_is_called(sheet, of) for sheet in book.sheets)]
    if found:
        return sorted(found)
    return sorted({_most_like(peek(book.rows(sheet), _ROWS_ABOVE)[0]) for sheet in book.sheets} - {PLAIN})


def _most_like(first: Sequence[Line]) -> int:
    """Return the number of the list whose headings stand in one of the rows; `PLAIN` if none has any list's."""
    shares = {
        of.number: max((_matched(row, of, {}) for row in first), default=0) / _expected(of)
        for of in lists().values()
        if of.number != PLAIN
    }
    best = max(shares, key=lambda number: shares[number])
    return best if shares[best] >= _ENOUGH else PLAIN


# ── the row of headings ──────────────────────────────────────────────────────


def _expected(of: CaseList) -> int:
    return sum(not column.optional for column in of.columns)


@cache
def _own(of: CaseList) -> frozenset[str]:
    """Return the keys of the columns that few other lists have."""
    times = Counter(
        heading for one in lists().values() if one.number for column in one.columns for heading in column.headings
    )
    return frozenset(
        column.key
        for column in of.columns
        if not column.optional and max(times[heading] for heading in column.headings) < _COMMON
    )


def _matched(row: Line, of: CaseList, named: Mapping[str, str]) -> int:
    """Return how many of the list's headings a row holds, those that were named included; 0 if they are not its own."""
    there = {squeezed(text(cell)) for cell in row.cells if isinstance(cell, str)} - {""}
    found = {column.key for column in of.columns if not there.isdisjoint(column.headings)} - set(named)
    found |= {key for key, heading in named.items() if squeezed(heading) in there}
    if named or of.number == PLAIN:
        return len(found)
    return len(found) if len(found & _own(of)) >= _ENOUGH_OF_ITS_OWN * len(_own(of)) else 0


def _fits(matched: int, of: CaseList, named: Mapping[str, str]) -> bool:
    if named or of.number == PLAIN:
        return matched > 0
    return matched >= _ENOUGH * _expected(of)


def _no_headings(name: str, sheet: str, of: CaseList) -> BadInput:
    where = _where(name, sheet)
    if of.number == PLAIN:
        what = f"has no row of headings among its first {_ROWS_ABOVE}"
        return bad_input(where, what, 'Name the column of the case: --column case="Child ID"; or give --list')
    what = f"has no row of headings like those of {of.called}"
    return bad_input(where, what, 'Check --list and --sheet, or name the columns: --column case="Child ID"')


# ── the columns ──────────────────────────────────────────────────────────────


def _columns(
    cells: Sequence[object], of: CaseList, named: Mapping[str, str], where: str
) -> tuple[dict[str, Found], frozenset[str]]:
    headings = [text(cell) for cell in cells]
    _refuse_missing(headings, named, where)
    by_name = {squeezed(heading): key for key, heading in named.items()}
    columns: dict[str, Found] = {}
    twice = set()
    for at, heading in enumerate(headings):
        if not heading:
            continue
        key = by_name.get(squeezed(heading)) or _known(heading, of, named) or _made_up(heading)
        if key in columns:
            twice.add(key)
        else:
            columns[key] = Found(key, at, heading, _kind(key, of))
    if "case" not in columns:
        raise bad_input(where, "has no column with the child's identifier", 'Name it: --column case="Child ID"')
    return columns, frozenset(twice)


def _known(heading: str, of: CaseList, named: Mapping[str, str]) -> str:
    """Return the key of a heading that the list knows, unless another heading was named for it."""
    wanted = squeezed(heading)
    return next((one.key for one in of.columns if wanted in one.headings and one.key not in named), "")


def _made_up(heading: str) -> str:
    return "-".join(re.findall(r"\w+", heading.casefold())) or "column"


def _kind(key: str, of: CaseList) -> Kind:
    """Return the kind of a column: as its own list has it, else any list that has a column of that key."""
    return next((column.kind for one in (of, *lists().values()) for column in one.columns if column.key == key), "text")


def _refuse_missing(headings: Sequence[str], named: Mapping[str, str], where: str) -> None:
    there = set(map(squeezed, headings))
    missing = [heading for heading in named.values() if squeezed(heading) not in there]
    if missing:
        has = [heading for heading in headings if heading]
        raise BadInput(*(Problem(where, f'has no column "{one_line(one)}"', offered(one, has)) for one in missing))


def lacking(wanted: str, table: Table, where: str) -> Problem:
    """Return the problem of a column that a list has not: what the template calls it, and how to name it."""
    known = table.of.column(wanted)
    if known is None:
        return Problem(where, f'has no column "{one_line(wanted)}"', offered(wanted, list(table.columns)))
    template = f', in the template "{known.heading}"' if table.of.number else ""
    there = [one_line(column.heading) for column in table.columns.values()]
    listed = "" if any(map(_NUMBER.search, there)) else f"; the columns are: {', '.join(there)}"
    remedy = f'Name the one that is meant: --column {known.key}="HEADING"{listed}'
    return Problem(where, f'has no column "{one_line(wanted)}"{template}', remedy)


def offered(wanted: str, headings: Sequence[str]) -> str:
    """Return which columns there are; where the row of headings seems to be a child's, not a word of it."""
    if any(map(_NUMBER.search, headings)):
        return 'Give every column a heading, and name the one that is meant: --column case="Child ID"'
    return nearest(one_line(wanted), map(one_line, headings))


def _refuse_unknown_keys(named: Mapping[str, str], of: CaseList) -> None:
    known = {column.key for one in (of, *lists().values()) for column in one.columns}
    if unknown := [key for key in named if key not in known]:
        keys = [column.key for column in of.columns]
        raise BadInput(
            *(Problem("--column", f"`{one_line(key)}` is not a column here", nearest(key, keys)) for key in unknown)
        )
