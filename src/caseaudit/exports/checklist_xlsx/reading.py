"""From the cells of a workbook back to the tables of a checklist, remembering where each value stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from caseaudit.domain.checklist_reading import Fault, Knowledge
from caseaudit.exports.checklist_xlsx.cells import Cell, CellFault, Place, Wrong, is_empty, value_of
from caseaudit.exports.checklist_xlsx.columns import (
    CHECKLIST,
    CRITERIA,
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

_ID = {"type": "string", "pattern": "id"}
_HEADINGS_OF_KEYS = (Column(KEY, _ID), Column(VALUE, {}), Column(MEANING, {}))
_SHEET_OF_DEPTH = (CHECKLIST, SECTIONS, CRITERIA, SOURCES)
_ROWS_OF = {"section": SECTIONS, "criterion": CRITERIA, "sources": SOURCES}


class Read(NamedTuple):
    """The tables of a checklist as a workbook says them, and what is wrong with the workbook."""

    table: dict[str, Any]
    places: Mapping[Path, Place]
    """Where each value of the tables stands, or would stand."""
    faults: list[CellFault]
    missing: list[str]
    """The sheets that are needed and are not there."""
    not_read: list[str]
    """The sheets that are no part of a checklist."""

    def place(self, path: Path) -> Place:
        """Return where a value of the tables stands: its cell, or the sheet that has no column for it."""
        if path in self.places:
            return self.places[path]
        key = path[-1] if path else ""
        at = next((self.places[path[:end]] for end in range(len(path) - 1, 0, -1) if path[:end] in self.places), None)
        if at and (key in _ROWS_OF or isinstance(key, int)):
            return at._replace(key=at.key if isinstance(key, int) else key)
        return Place(_sheet_of(path), key=_name_of(path))


def _sheet_of(path: Path) -> str:
    if path and path[0] == "judgement":
        return JUDGEMENT
    if path[-1:] and path[-1] in _ROWS_OF:
        return _ROWS_OF[str(path[-1])]
    return _SHEET_OF_DEPTH[sum(isinstance(part, int) for part in path)]


def _name_of(path: Path) -> str:
    """Return the heading of a value: the keys after the last number."""
    numbered = [at for at, part in enumerate(path) if isinstance(part, int)]
    names = path[numbered[-1] + 1 :] if numbered else path[-1:]
    return ".".join(map(str, names))


def read(grids: Mapping[str, Grid], known: Knowledge) -> Read:
    """Return what a workbook says, with everything that keeps it from being a checklist's."""
    return _Reading(grids, layout(known)).result()


def fault_in(found: Read, fault: Fault) -> CellFault | None:
    """Return a fault of the tables as one of the cell, row or sheet in which it is mended.

    None if the workbook's own faults say so already.
    """
    place = found.place(fault.path)
    mended = _ROWS_OF.get(place.key, place.sheet) if fault.what == "is missing" else place.sheet
    if mended in found.missing or place in {known.place for known in found.faults}:
        return None
    if fault.what == "is missing" and place.key in _ROWS_OF:
        return CellFault(place, "has no row", f"Add one on the sheet {mended}")
    if fault.what == "is missing" and not place.row:
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
        return self.places.get("id") or min(self.places.values(), key=lambda place: place.column)


class _Reading:
    """One workbook as it is read, from the outer tables to the inner ones."""

    def __init__(self, grids: Mapping[str, Grid], columns: Layout) -> None:
        self.grids = grids
        self.columns = columns
        self.faults: list[CellFault] = []
        self.places: dict[Path, Place] = {}

    def result(self) -> Read:
        extra = [name for name in self.grids if name not in (*self.columns, HOW_TO_EDIT)]
        missing = [name for name in self.columns if name not in self.grids]
        for name in missing:
            self._say(Place(name), "is missing: the workbook has no sheet of this name", _renamed(name, extra))
        table = self._keys(CHECKLIST, ())
        if judgement := self._keys(JUDGEMENT, ("judgement",)):
            table["judgement"] = judgement
        if sections := self._sections():
            table["section"] = sections
        return Read(table, self.places, self.faults, missing, extra)

    def _say(self, place: Place, what: str, remedy: str) -> None:
        self.faults.append(CellFault(place, what, remedy))

    # ── sheets of keys ──

    def _keys(self, sheet: str, path: Path) -> dict[str, Any]:
        fields = {column.name: column for column in self.columns[sheet]}
        table: dict[str, Any] = {}
        for row in self._rows(sheet, _HEADINGS_OF_KEYS):
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

    def _sections(self) -> list[dict[str, Any]]:
        rows = enumerate(self._rows(SECTIONS, self.columns[SECTIONS]))
        sections = {("section", at): self._table(SECTIONS, row, ("section", at)) for at, row in rows}
        criteria = self._inner(CRITERIA, sections, "criterion")
        self._inner(SOURCES, criteria, "sources")
        return list(sections.values())

    def _inner(self, sheet: str, owners: Mapping[Any, dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
        """Read the rows of a sheet into the tables that they belong to, under `key`; return them by their paths."""
        belongs = next(column for column in self.columns[sheet] if column.names)
        by_id = {owner["id"]: path for path, owner in reversed([*owners.items()]) if "id" in owner}
        found: dict[Any, dict[str, Any]] = {}
        for row in self._rows(sheet, self.columns[sheet]):
            owner = self._owner(row, belongs, by_id) or next(iter(owners), None)
            if owner:
                tables = owners[owner].setdefault(key, [])
                path = (*owner, key, len(tables))
                found[path] = self._table(sheet, row, path)
                tables.append(found[path])
        return found

    def _owner(self, row: _Row, belongs: Column, by_id: Mapping[str, Path]) -> Path | None:
        """Return the path of the table that a row belongs to; None, and what is wrong, if it names none."""
        name = value_of(row.cells.get(belongs.name), belongs.holds)
        if isinstance(name, str) and name in by_id:
            return by_id[name]
        if belongs.names in self.grids:
            place = row.places.get(belongs.name, Place(row.first.sheet, key=belongs.name))
            self._say(place, *_owner_wrong(name, belongs, by_id))
        return None

    def _table(self, sheet: str, row: _Row, path: Path) -> dict[str, Any]:
        table: dict[str, Any] = {}
        self.places[path] = row.first
        for column in self.columns[sheet]:
            if column.name in row.places and not column.names:
                self._take(table, column, row.cells[column.name], row.places[column.name], path)
        return table

    def _take(self, table: dict[str, Any], column: Column, cell: Cell, place: Place, path: Path) -> None:
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

    def _rows(self, sheet: str, columns: Sequence[Column]) -> Iterator[_Row]:
        """Yield the rows of a sheet that hold anything, saying what is wrong with its headings."""
        rows, merged = self.grids.get(sheet, Grid([], []))
        for area in merged:
            self._say(Place(f"{sheet}!{area}"), "is merged", "Unmerge the cells, and write a value in each")
        headings = self._headings(sheet, rows, [column.name for column in columns])
        for number, cells in enumerate(rows[1:], 2):
            if all(map(is_empty, cells)):
                continue
            self._refuse_stray(sheet, number, cells, headings)
            if headings:
                yield _row(sheet, number, cells, headings)

    def _headings(self, sheet: str, rows: Sequence[Sequence[Cell]], known: Sequence[str]) -> dict[int, str]:
        headings: dict[int, str] = {}
        for at, cell in enumerate(rows[0] if rows else ()):
            name = value_of(cell, _ID)
            place = Place(sheet, 1, at + 1)
            if name in headings.values():
                self._say(place, "is a heading that stands here twice", "Keep one of the two columns")
            elif name in known:
                headings[at] = name
            elif name is not None:
                self._say(
                    place, "is not a heading of this sheet", nearest(name if isinstance(name, str) else "", known)
                )
        return headings

    def _refuse_stray(self, sheet: str, number: int, cells: Sequence[Cell], headings: Mapping[int, str]) -> None:
        """Say which cells stand below a heading that is empty; one that is wrong was named before."""
        for at, cell in enumerate(cells):
            if at not in headings and not is_empty(cell) and is_empty(self.grids[sheet].rows[0][at]):
                self._say(
                    Place(sheet, number, at + 1), "stands below no heading", "Write one in row 1, or empty the cell"
                )


def _row(sheet: str, number: int, cells: Sequence[Cell], headings: Mapping[int, str]) -> _Row:
    return _Row(
        {name: cells[at] for at, name in headings.items()},
        {name: Place(sheet, number, at + 1, name) for at, name in headings.items()},
    )


def _renamed(name: str, extra: Sequence[str]) -> str:
    close = get_close_matches(name.lower(), [other.lower() for other in extra], n=1)
    return "Name it so again; one of the others looks like it" if close else "Add it, as caseaudit writes it"


def _owner_wrong(name: Any, belongs: Column, by_id: Mapping[str, Path]) -> Wrong:
    if isinstance(name, Wrong):
        return name
    if name is None:
        return Wrong("is missing", f"Write the id of the {belongs.name} that the row belongs to")
    return Wrong(f"is not on the sheet {belongs.names}", nearest(name, by_id))
