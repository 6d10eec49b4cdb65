"""From the rows of a list to what they mean, with everything that is wrong in them: sheet, row and column of each.

Only the columns that somebody needs are read; the others are never looked at. No problem quotes what a cell holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from caseaudit.domain.sampling_frame import Row
from caseaudit.plaintext import one_line
from caseaudit.problems import BadInput, Problem
from caseaudit.store.frames import headings
from caseaudit.store.frames.cells import Meaning, Place, Unreadable, day_0, meaning, text
from caseaudit.store.frames.headings import Asked, Found, Table
from caseaudit.store.frames.lists import CaseList
from caseaudit.store.frames.opening import Book, Line, open_book

MOST_TOLD = 20
"""Of many problems, so many are told one by one."""
ALWAYS = ("case", "team", "worker", "cohort", "status")


class Fault(NamedTuple):
    """What is wrong in one cell."""

    place: Place
    what: str
    remedy: str


class Frame(NamedTuple):
    """A list as it was read."""

    of: CaseList
    sheet: str
    columns: dict[str, Found]
    """Every column of the list, by key."""
    read: tuple[str, ...]
    """The keys of those that were read."""
    rows: list[Row]
    """Those without a fault."""
    total: int
    """How many rows hold anything."""
    faults: list[Fault]
    faulty: int
    """How many rows have a fault."""
    newest: date | None
    """The latest date in the columns that were read."""

    def key(self, name: str) -> str:
        """Return the key of a column, given that or its heading; the name itself where there is no such column."""
        column = headings.named(name, self.columns, self.of)
        return column.key if column else name

    def problems(self, name: str) -> list[Problem]:
        """Return what is wrong, as people are told: the first ones, and how many more there are."""
        return told(name, self.faults)


def told(name: str, faults: Sequence[Fault]) -> list[Problem]:
    """Return the first faults as problems, and how many more there are."""
    shown = [Problem(f"{name}: {place}", what, remedy) for place, what, remedy in faults[:MOST_TOLD]]
    if (more := len(faults) - MOST_TOLD) > 0:
        shown.append(Problem(name, f"has {more} more problems like these", "Mend the first ones, and try again"))
    return shown


def read(content: bytes, name: str, asked: Asked, needed: Collection[str], useful: Collection[str], on: date) -> Frame:
    """Return the list that is asked for.

    `needed` are keys or headings that must be there, `useful` keys that need not. Dates after `on` are faults. Raises
    `BadInput` for a file that cannot be read, a list that is not in it, or a column that it lacks.
    """
    book = open_book(content, name)
    table = headings.find(book, name, asked)
    columns = _chosen(table, name, needed, useful)
    return _Reader(table, columns, book, on).frame()


def everything(content: bytes, name: str, asked: Asked, on: date) -> Frame:
    """Return the list with every column that it knows read; raises as `read`."""
    book = open_book(content, name)
    table = headings.find(book, name, asked)
    known = [column.key for column in table.of.columns]
    return _Reader(table, _chosen(table, name, (), known), book, on).frame()


def _chosen(table: Table, name: str, needed: Iterable[str], useful: Iterable[str]) -> list[Found]:
    """Return the columns to read, each once. Raises `BadInput` naming every one that is missing or there twice."""
    where = f"{name}: {table.sheet}" if table.sheet else name
    chosen: dict[str, Found] = {}
    problems = []
    for wanted in ("case", *needed):
        column = headings.named(wanted, table.columns, table.of)
        if column is None:
            problems.append(headings.lacking(wanted, table, where))
        elif column.key in table.twice:
            problems.append(Problem(where, f'has two columns "{one_line(column.heading)}"', "Rename or remove one"))
        else:
            chosen[column.key] = column
    if problems:
        raise BadInput(*problems)
    for key in (*ALWAYS, *_with_dates(table.of, {*chosen, *useful}), *useful):
        if key in table.columns:
            chosen.setdefault(key, table.columns[key])
    return list(chosen.values())


def _with_dates(of: CaseList, read: Collection[str]) -> Iterator[str]:
    """Yield the dates that close a case or tell of an event, and those that may not come after one that is read."""
    dates = {*read, of.ends, of.event} - {""}
    yield from (of.ends, of.event)
    yield from (first for first, second in of.order if second in dates)


class _Reader:
    """Reads the rows of one list."""

    def __init__(self, table: Table, columns: Sequence[Found], book: Book, on: date) -> None:
        first = day_0(of_1904=book.of_1904)
        self.table, self.on = table, on
        self.columns = columns
        self.plan: list[tuple[Found, Callable[[object], Meaning]]] = [
            (column, meaning(column.kind, first)) for column in columns
        ]
        self.unfinished = book.unfinished(table.sheet)
        self.width = max(column.at for column in columns) + 1
        is_text = not table.sheet and not table.twice
        self.widest = max(column.at for column in table.columns.values()) + 1 if is_text else 0
        self.dates = [column.key for column in columns if column.kind == "date"]
        keys = {column.key for column in columns}
        self.order = [pair for pair in table.of.order if set(pair) <= keys]
        self.faults: list[Fault] = []
        self.newest: date | None = None

    def frame(self) -> Frame:
        """Return the list."""
        rows: list[Row] = []
        total = faulty = 0
        for line in self.table.lines:
            before = len(self.faults)
            row = self._row(line)
            if row is not None:
                total += 1
                if len(self.faults) > before:
                    faulty += 1
                else:
                    rows.append(row)
        read_keys = tuple(column.key for column in self.columns)
        of, sheet, columns, *_ = self.table
        return Frame(of, sheet, columns, read_keys, rows, total, self.faults, faulty, self.newest)

    def _row(self, line: Line) -> Row | None:
        """Return one row, its faults noted; None for one that holds nothing."""
        number, cells = line
        if len(cells) < self.width:
            cells = [*cells, *([""] * (self.width - len(cells)))]
        values: dict[str, Meaning] = {}
        for column, means in self.plan:
            cell = cells[column.at]
            try:
                values[column.key] = means(cell)
            except Unreadable as found:
                values[column.key] = None
                self._note(number, column.key, found.what, found.remedy)
        identifier = str(values.pop("case") or "")
        if not identifier:
            if not any(map(text, cells)):
                return None
            self._note(number, "case", "has no identifier", "Write the child's identifier, or delete the row")
        self._look_at_dates(number, values)
        self._compare(number, values)
        if self.widest and any(map(text, cells[self.widest :])):
            self._refuse_too_wide(number)
        if self.unfinished:
            self._refuse_unfinished(number, cells)
        return Row(identifier, number, values)

    def _look_at_dates(self, number: int, values: dict[str, Meaning]) -> None:
        for key in self.dates:
            value = values[key]
            if value is None or not isinstance(value, date):
                continue
            if self.newest is None or value > self.newest:
                self.newest = value
            if value > self.on:
                remedy = "Mend the date, or say with --on which day the list describes"
                self._note(number, key, f"is after {self.on:%d/%m/%Y}", remedy)

    def _refuse_too_wide(self, number: int) -> None:
        """In text, a comma too many moves every cell after it into the next column."""
        remedy = "Put a cell that holds a comma between quotation marks, or give the last column a heading"
        self.faults.append(Fault(Place("", number), "has more cells than there are headings", remedy))

    def _refuse_unfinished(self, number: int, cells: Sequence[object]) -> None:
        for column in self.columns:
            if (number, column.at + 1) in self.unfinished and not text(cells[column.at]):
                remedy = "Open the file in a spreadsheet program and save it, so that its formulas are worked out"
                self._note(number, column.key, "is a formula without a result", remedy)

    def _compare(self, number: int, values: dict[str, Meaning]) -> None:
        for first, second in self.order:
            begun, ended = values.get(first), values.get(second)
            if isinstance(begun, date) and isinstance(ended, date) and ended < begun:
                what = f'comes before "{one_line(self.table.columns[first].heading)}" of the same row'
                self._note(number, second, what, "Check which of the two dates is right")

    def _note(self, number: int, key: str, what: str, remedy: str) -> None:
        place = Place(one_line(self.table.sheet), number, one_line(self.table.columns[key].heading))
        self.faults.append(Fault(place, what, remedy))
