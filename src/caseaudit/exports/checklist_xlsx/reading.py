"""From the cells of a workbook back to the tables of a checklist, remembering where each value stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from caseaudit.domain.checklist_reading import Knowledge
from caseaudit.domain.shape import Fault
from caseaudit.exports.checklist_xlsx.cells import Cell, CellFault, Place, Wrong, is_empty, value_of
from caseaudit.exports.checklist_xlsx.columns import (
    CHECKLIST,
    CRITERIA,
    FACTS,
    HOW_TO_EDIT,
    JUDGEMENT,
    KEY,
    MEANING,
    OF_KEYS,
    SECTIONS,
    SOURCES,
    VALUE,
    Column,
    Layout,
    layout,
)
from caseaudit.exports.checklist_xlsx.opening import Grid
from caseaudit.problems import nearest

Path = tuple[str | int, ...]
Table = dict[str, Any]

_ID = {"type": "string", "pattern": "id"}
_SHEET_OF_DEPTH = (CHECKLIST, SECTIONS, CRITERIA, SOURCES)
_ROWS_OF = {"section": SECTIONS, "criterion": CRITERIA, "sources": SOURCES, "fact": FACTS}
_SHEET_OF_TABLE = {"judgement": JUDGEMENT, "fact": FACTS}
_CLOSE_ENOUGH = 0.6


class Read(NamedTuple):
    """The tables of a checklist as a workbook says them, and what is wrong with the workbook."""

    table: Table
    places: Mapping[Path, Place]
    """Where each value of the tables stands, or would stand."""
    faults: list[CellFault]
    closed: set[str]
    """The sheets whose rows could not be told, for a reason among the faults: nothing more is said about them."""
    strays: set[str]
    """The sheets with rows that belong nowhere: what seems to have no row there may be what they were meant for."""
    not_read: list[str]
    """The sheets that are no part of a checklist."""

    def place(self, path: Path) -> Place:
        """Return where a value of the tables stands: its cell, or the sheet that has no column for it."""
        if path in self.places:
            return self.places[path]
        key = path[-1]
        row = next((self.places[path[:end]] for end in range(len(path) - 1, 0, -1) if path[:end] in self.places), None)
        if row and isinstance(key, int):
            return row
        if row and key in _ROWS_OF:
            return row._replace(key=str(key))
        return Place(_sheet_of(path), key=_heading_of(path))


def _sheet_of(path: Path) -> str:
    depth = sum(isinstance(part, int) for part in path)
    return _SHEET_OF_TABLE.get(str(path[0])) or _ROWS_OF.get(str(path[-1])) or _SHEET_OF_DEPTH[depth]


def _heading_of(path: Path) -> str:
    """Return the heading of a value: the keys after the last number, `descriptors.good`."""
    last = max((at for at, part in enumerate(path) if isinstance(part, int)), default=len(path) - 2)
    return ".".join(map(str, path[last + 1 :]))


def read(grids: Mapping[str, Grid], known: Knowledge) -> Read:
    """Return what a workbook says, with everything that keeps it from being a checklist's."""
    return _Reading(grids, layout(known)).result()


def fault_in(found: Read, fault: Fault) -> CellFault | None:
    """Return a fault of the tables as one of the cell, row or sheet in which it is mended.

    None if the workbook's own faults say so already.
    """
    place = found.place(fault.path)
    missing = fault.what == "is missing"
    mended = _ROWS_OF.get(place.key, place.sheet) if missing else place.sheet
    if mended in found.closed or place in {known.place for known in found.faults}:
        return None
    if missing and place.key in _ROWS_OF:
        return None if mended in found.strays else CellFault(place, "has no row", f"Add one on the sheet {mended}")
    if missing and not place.row:
        named = "row" if place.sheet in OF_KEYS else "column"
        return CellFault(place, fault.what, f"Add a {named} of this name; docs/checklist-format.md says what it holds")
    return CellFault(place, fault.what, fault.remedy)


class _Row(NamedTuple):
    """One row that is not empty: its cells by heading, and their places."""

    cells: dict[str, Cell]
    places: dict[str, Place]

    @property
    def first(self) -> Place:
        """Where somebody looks first: the id, or the cell furthest to the left."""
        return self.places.get("id") or next(iter(self.places.values()))


class _Reading:
    """One workbook as it is read, from the outer tables to the inner ones."""

    def __init__(self, grids: Mapping[str, Grid], columns: Layout) -> None:
        self.grids = grids
        self.columns = columns
        self.faults: list[CellFault] = []
        self.places: dict[Path, Place] = {}
        self.closed: set[str] = set()
        self.strays: set[str] = set()

    def result(self) -> Read:
        """Read every sheet."""
        extra = [name for name in self.grids if name not in (*self.columns, HOW_TO_EDIT)]
        for sheet in self.columns:
            self._open(sheet, extra)
        table = self._keys(CHECKLIST, ())
        if judgement := self._keys(JUDGEMENT, ("judgement",)):
            table["judgement"] = judgement
        if sections := self._sections():
            table["section"] = sections
        if facts := [self._table(FACTS, row, ("fact", at)) for at, row in enumerate(self._rows(FACTS))]:
            table["fact"] = facts
        return Read(table, self.places, self.faults, self.closed, self.strays, extra)

    def _say(self, place: Place, what: str, remedy: str) -> None:
        self.faults.append(CellFault(place, what, remedy))

    # ── sheets that cannot be read at all ──

    def _open(self, sheet: str, extra: Sequence[str]) -> None:
        """Close a sheet that cannot be read, saying why in one line."""
        if sheet not in self.grids:
            self._close(Place(sheet), "is missing: the workbook has no sheet of this name", _renamed(sheet, extra))
            return
        rows, merged = self.grids[sheet]
        if merged:
            others = f", and so are {len(merged) - 1} more areas" if len(merged) > 1 else ""
            self._close(Place(f"{sheet}!{merged[0]}"), f"is merged{others}", "Unmerge the cells, a value in each")
            return
        headings = [value_of(cell, _ID) for cell in next(iter(rows), ())]
        if not any(heading in self._known(sheet) for heading in headings):
            self._close(Place(sheet, 1, 1), "is not the first of a row of headings", "Put the headings back in row 1")
        elif sheet in OF_KEYS:
            for heading in {KEY, VALUE}.difference(headings):
                self._close(Place(sheet, key=heading), "is missing", "Add a column of this name, as it was")

    def _close(self, place: Place, what: str, remedy: str) -> None:
        self.closed.add(place.sheet.partition("!")[0])
        self._say(place, what, remedy)

    def _known(self, sheet: str) -> list[str]:
        """Return the headings that a sheet may have."""
        return [KEY, VALUE, MEANING] if sheet in OF_KEYS else [column.name for column in self.columns[sheet]]

    # ── sheets of keys ──

    def _keys(self, sheet: str, path: Path) -> Table:
        fields = {column.name: column for column in self.columns[sheet]}
        table: Table = {}
        for row in self._rows(sheet):
            name = self._key(row, fields)
            if name and (*path, name) in self.places:
                self._say(row.places[KEY], "is a key that stands here twice", "Keep one row for each key")
            elif name:
                self._take(table, fields[name], row.cells.get(VALUE), row.places.get(VALUE, row.first), path)
        return table

    def _key(self, row: _Row, fields: Mapping[str, Column]) -> str | None:
        """Return the key that a row is about; None, and what is wrong, if it names none of the format."""
        name = value_of(row.cells.get(KEY), _ID)
        if isinstance(name, str) and name in fields:
            return name
        if name is not None or not is_empty(row.cells.get(VALUE)):
            said = name if isinstance(name, str) else ""
            self._say(row.places.get(KEY, row.first), "is not a key of the format", nearest(said, fields))
        return None

    # ── sheets of rows ──

    def _sections(self) -> list[Table]:
        rows = enumerate(self._rows(SECTIONS))
        sections: dict[Path, Table] = {("section", at): self._table(SECTIONS, row, ("section", at)) for at, row in rows}
        criteria = self._inner(CRITERIA, sections, "criterion")
        self._inner(SOURCES, criteria, "sources")
        return list(sections.values())

    def _inner(self, sheet: str, owners: Mapping[Path, Table], key: str) -> dict[Path, Table]:
        """Read the rows of a sheet into the tables that they belong to, under `key`; return them by their paths.

        A row that belongs nowhere is read into the first table, so that it is checked with the others.
        """
        by_id = {owner["id"]: path for path, owner in reversed([*owners.items()]) if "id" in owner}
        found: dict[Path, Table] = {}
        for row in self._rows(sheet):
            owner = self._owner(sheet, row, by_id) or next(iter(owners), None)
            if owner:
                tables = owners[owner].setdefault(key, [])
                path = (*owner, key, len(tables))
                found[path] = self._table(sheet, row, path)
                tables.append(found[path])
        return found

    def _owner(self, sheet: str, row: _Row, by_id: Mapping[str, Path]) -> Path | None:
        """Return the path of the table that a row belongs to; None, and what is wrong, if it names none."""
        belongs = next(column for column in self.columns[sheet] if column.names)
        if not by_id or belongs.name not in row.places:
            self._close_unowned(sheet, belongs, row)
            return None
        name = value_of(row.cells[belongs.name], belongs.holds)
        if isinstance(name, str) and name in by_id:
            return by_id[name]
        self.strays.add(sheet)
        self._say(row.places[belongs.name], *_owner_wrong(name, belongs, by_id))
        return None

    def _close_unowned(self, sheet: str, belongs: Column, row: _Row) -> None:
        """Close a sheet of which no row can be told where it belongs; say so once if the fault is its own."""
        if belongs.name not in row.places and sheet not in self.closed:
            self._say(
                Place(sheet, key=belongs.name), "is missing", f"Add a column of this name, with the {_IDS[sheet]}"
            )
        self.closed.add(sheet)

    def _table(self, sheet: str, row: _Row, path: Path) -> Table:
        table: Table = {}
        self.places[path] = row.first
        for column in self.columns[sheet]:
            if column.name in row.places and not column.names:
                self._take(table, column, row.cells[column.name], row.places[column.name], path)
        return table

    def _take(self, table: Table, column: Column, cell: Cell, place: Place, path: Path) -> None:
        """Put the value of a cell where it belongs in a table, and remember its place."""
        *above, key = column.path
        place = place._replace(key=column.name)
        self.places[(*path, *column.path)] = place
        value = value_of(cell, column.holds)
        if isinstance(value, Wrong):
            self._say(place, *value)
        elif value is not None:
            for name in above:
                table = table.setdefault(name, {})
            table[key] = value

    # ── headings and rows ──

    def _rows(self, sheet: str) -> Iterator[_Row]:
        """Yield the rows of a sheet that hold anything, saying what is wrong with its headings."""
        if sheet in self.closed:
            return
        rows = self.grids[sheet].rows
        headings = self._headings(sheet, rows[0])
        for number, cells in enumerate(rows[1:], 2):
            if not all(map(is_empty, cells)):
                self._refuse_stray(sheet, number, cells, headings)
                yield _row(sheet, number, cells, headings)

    def _headings(self, sheet: str, cells: Sequence[Cell]) -> dict[int, str]:
        """Return the headings of a sheet by their columns, counted from 0."""
        headings: dict[int, str] = {}
        known = self._known(sheet)
        for at, cell in enumerate(cells):
            name = value_of(cell, _ID)
            if name in headings.values():
                self._say(Place(sheet, 1, at + 1), "is a heading that stands here twice", "Keep one of the two columns")
            elif name in known:
                headings[at] = name
            elif name is not None:
                self._say(Place(sheet, 1, at + 1), "is not a heading of this sheet", _meant(name, known))
        return headings

    def _refuse_stray(self, sheet: str, number: int, cells: Sequence[Cell], headings: Mapping[int, str]) -> None:
        """Say which cells stand below a heading that is empty; one that is wrong was named before."""
        first = self.grids[sheet].rows[0]
        for at, cell in enumerate(cells):
            if at not in headings and not is_empty(cell) and is_empty(first[at]):
                self._say(
                    Place(sheet, number, at + 1), "stands below no heading", "Write one in row 1, or empty the cell"
                )


_IDS = {CRITERIA: "id of each criterion's section", SOURCES: "id of each source's criterion"}


def _row(sheet: str, number: int, cells: Sequence[Cell], headings: Mapping[int, str]) -> _Row:
    return _Row(
        {name: cells[at] for at, name in headings.items()},
        {name: Place(sheet, number, at + 1, name) for at, name in headings.items()},
    )


def _owner_wrong(name: Any, belongs: Column, by_id: Mapping[str, Path]) -> Wrong:
    if isinstance(name, Wrong):
        return name
    if name is None:
        return Wrong("is missing", f"Write the id of the {belongs.name} that the row belongs to")
    return Wrong(f"is not on the sheet {belongs.names}", nearest(name, by_id))


def _renamed(name: str, extra: Sequence[str]) -> str:
    close = get_close_matches(name.lower(), [other.lower() for other in extra], n=1, cutoff=_CLOSE_ENOUGH)
    return "Give it this name again: another sheet looks like it" if close else "Add it again, with its headings"


def _meant(heading: Any, known: Sequence[str]) -> str:
    close = get_close_matches(heading, known, n=1, cutoff=_CLOSE_ENOUGH) if isinstance(heading, str) else []
    meant = f'Probably "{close[0]}" is meant; the' if close else "The"
    return f'{meant} sheet "{HOW_TO_EDIT}" lists them all'
