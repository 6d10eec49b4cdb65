"""Which sheets a checklist's workbook has, and which columns: read off the format itself.

The columns come from the schema of the format, so that a key that the format gains comes through by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from caseaudit.domain.checklist import Grade, Scale
from caseaudit.domain.checklist_reading import BY_CLOCK, Knowledge
from caseaudit.exports import schemas
from caseaudit.exports.checklist_xlsx import meanings

Schema = Mapping[str, Any]

CHECKLIST, SECTIONS, CRITERIA, SOURCES, JUDGEMENT = "Checklist", "Sections", "Criteria", "Sources", "Judgement"
FACTS = "Facts"
HOW_TO_EDIT = "How to edit"
KEY, VALUE, MEANING = "key", "value", "what it means"
OF_KEYS = (CHECKLIST, JUDGEMENT)
"""The sheets that have a row for each key; the others have a column."""
_SEVERAL = ("section", "criterion", "sources", "fact")


class Column(NamedTuple):
    """One key of the format: a column of its sheet, or a row of a sheet of keys."""

    name: str
    """As the heading says it: `weight`, or `descriptors.good`."""
    holds: Schema
    """The schema of its value."""
    meaning: str = ""
    needed: bool = False
    names: str = ""
    """The sheet whose ids stand in it, if it says where a row belongs."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where its value stands in the table of its row."""
        table, dot, grade = self.name.partition(".")
        return (table, grade) if dot else (table,)


Layout = Mapping[str, tuple[Column, ...]]
"""The columns of each sheet, in their order, by the sheet's name."""


def layout(known: Knowledge, scales: Iterable[str] = ()) -> Layout:
    """Return the sheets in their order, with columns for the grades of some scales; of all scales, if none is named."""
    named = [known.scales[name] for name in (tuple(scales) or known.scales) if name in known.scales]
    top = schemas.checklist(known)
    section = top["properties"]["section"]["items"]
    criterion = section["properties"]["criterion"]["items"]
    source = criterion["properties"]["sources"]["items"]
    return {
        CHECKLIST: tuple(_columns(top, meanings.CHECKLIST)),
        SECTIONS: tuple(_columns(section, meanings.SECTIONS)),
        CRITERIA: tuple(_criteria_columns(criterion, named)),
        SOURCES: (_belongs("criterion", CRITERIA, meanings.SOURCES), *_columns(source, meanings.SOURCES)),
        FACTS: tuple(_columns(top["properties"]["fact"]["items"], meanings.FACTS)),
        JUDGEMENT: tuple(_columns(top["properties"]["judgement"], meanings.JUDGEMENT)),
    }


def _columns(table: Schema, says: Mapping[str, str]) -> Iterator[Column]:
    """Yield a column for each key of a table; what holds tables of its own has a sheet of its own."""
    for name, holds in table["properties"].items():
        if holds["type"] != "object" and name not in _SEVERAL:
            yield Column(name, holds, says.get(name, ""), name in table["required"])


def _criteria_columns(table: Schema, scales: list[Scale]) -> Iterator[Column]:
    first, *others = _columns(table, meanings.CRITERIA)
    yield from (first, _belongs("section", SECTIONS, meanings.CRITERIA), *others)
    yield from _by_grade(table, "descriptors", [grade for scale in scales for grade in scale.grades])
    yield from _by_grade(table, "lift", [grade for scale in scales for grade in scale.grades[-2::-1]])
    grades = dict.fromkeys(grade.id for scale in scales for grade in scale.grades)
    for said in BY_CLOCK:
        yield Column(f"by_clock.{said}", {"type": "string", "enum": [*grades]}, meanings.CRITERIA["by_clock"])


def _by_grade(table: Schema, name: str, grades: list[Grade]) -> Iterator[Column]:
    holds = table["properties"][name]["additionalProperties"]
    for grade in dict.fromkeys(grade.id for grade in grades):
        yield Column(f"{name}.{grade}", holds, meanings.CRITERIA[name])


def _belongs(name: str, sheet: str, says: Mapping[str, str]) -> Column:
    return Column(name, {"type": "string", "pattern": "id"}, says[name], needed=True, names=sheet)


def words(holds: Schema) -> list[str]:
    """Return the words that a value may be, or each item of a list; none where any text may stand."""
    return list((holds["items"] if holds["type"] == "array" else holds).get("enum", ()))
