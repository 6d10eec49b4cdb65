"""From the tables of a checklist to the rows of its sheets, every cell a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from caseaudit.domain.checklist import SCALE_OF_KIND
from caseaudit.domain.checklist_reading import Knowledge
from caseaudit.exports.checklist_xlsx.cells import CellFault, Place, Wrong, text_of, unfit
from caseaudit.exports.checklist_xlsx.columns import (
    CHECKLIST,
    CRITERIA,
    FACTS,
    JUDGEMENT,
    OF_KEYS,
    SECTIONS,
    SOURCES,
    VALUE,
    Column,
    layout,
)

Table = Mapping[str, Any]


class Sheet(NamedTuple):
    """One sheet: what it can hold, and what it holds, one table a row."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Table, ...]

    def text(self, row: int, column: Column) -> str:
        """Return the text of a cell; nothing where the key is left out."""
        value = _at(self.rows[row], column)
        return "" if value is None else text_of(value, column.holds)


def sheets(table: Table, known: Knowledge) -> list[Sheet]:
    """Return the sheets of a checklist whose tables hold no fault."""
    rows = {
        CHECKLIST: [table],
        SECTIONS: table["section"],
        CRITERIA: list(_criteria(table)),
        SOURCES: list(_sources(table)),
        FACTS: table.get("fact", []),
        JUDGEMENT: [table.get("judgement", {})],
    }
    columns = layout(known, _scales(table))
    return [Sheet(name, columns[name], tuple(rows[name])) for name in columns]


def _criteria(table: Table) -> Iterator[Table]:
    for section in table["section"]:
        yield from ({**criterion, "section": section["id"]} for criterion in section["criterion"])


def _sources(table: Table) -> Iterator[Table]:
    for criterion in _criteria(table):
        yield from ({**source, "criterion": criterion["id"]} for source in criterion["sources"])


def _scales(table: Table) -> Iterable[str]:
    """Return the scale of the checklist, and those of the kinds of its criteria."""
    kinds = [criterion.get("kind") for criterion in _criteria(table)]
    return [table["scale"], *(name for kind, name in SCALE_OF_KIND.items() if kind in kinds)]


def _at(row: Table, column: Column) -> Any:
    value: Any = row
    for key in column.path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


# ── what a workbook cannot hold ──────────────────────────────────────────────


def faults(sheet: Sheet) -> Iterator[CellFault]:
    """Yield every cell of a sheet that could not come back as it is."""
    for number, row in enumerate(sheet.rows):
        for at, column in enumerate(sheet.columns):
            value = _at(row, column)
            if value is not None and (wrong := unfit(value, column.holds)):
                yield CellFault(_place(sheet, number, at), *wrong)
        yield from (CellFault(_place(sheet, number, 0, key), *_STRAY) for key in _stray(sheet, row))


_STRAY = Wrong("is no grade that can be given here, and has no column", "Take it out of the file")


def _stray(sheet: Sheet, row: Table) -> Iterator[str]:
    """Yield what a count may say of grades that it does not have: nothing of the format reads it."""
    known = {column.name for column in sheet.columns}
    tables = [(key, value) for key, value in row.items() if isinstance(value, Mapping) and key != "judgement"]
    names = [f"{key}.{grade}" for key, value in tables for grade in value]
    return (name for name in names if name not in known)


def _place(sheet: Sheet, row: int, at: int, key: str = "") -> Place:
    name = key or sheet.columns[at].name
    if sheet.name in OF_KEYS:
        return Place(sheet.name, at + 2, 2, name or VALUE)
    return Place(sheet.name, row + 2, at + 1, name)
