"""Turn the rows of somebody's table into units, raters and grades, and name every cell that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from caseaudit.domain.agreement_table import Table, Unit, given
from caseaudit.domain.checklist import Scale
from caseaudit.plaintext import one_line
from caseaudit.problems import nearest

MOST_GRADES = 12
"""A table with more different values than this, and no scale named, is not taken for one of grades."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_BLANK = "Leave the cell empty where nobody graded"
_NEEDS_TWO = "Give one row a unit and one column for each person who graded"


class Line(NamedTuple):
    """One row of the table, with the line of the file on which it begins."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A table as text; every row has as many cells as there are headings."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


class RowFault(NamedTuple):
    """What is wrong in one row, or in all where `line` is 0, and in which column, if it is one."""

    line: int
    column: str
    what: str
    remedy: str


class Grades(NamedTuple):
    """The grades of a scale, best first, and how people spell them."""

    scale: tuple[str, ...]
    places: Mapping[str, int]
    """The place on the scale of each spelling, as `_said` returns it."""


class Reading(NamedTuple):
    """What became of a table."""

    table: Table | None
    """None where there are faults."""
    faults: list[RowFault]
    guessed: bool
    """Whether the scale was made from the values that occur."""


def listed(words: Iterable[str]) -> Grades:
    """Return a scale of these words, best first."""
    scale = tuple(" ".join(word.split()) for word in words)
    return Grades(scale, {_said(word): place for place, word in enumerate(scale)})


def grades_of(scale: Scale) -> Grades:
    """Return a scale of the library; a grade may be spelt as its id, its label or its place (1 is the best)."""
    spelt = {
        _said(word): place
        for place, grade in enumerate(scale.grades)
        for word in (str(place + 1), grade.label, grade.short, grade.id)
    }
    return Grades(tuple(grade.id for grade in scale.grades), spelt)


def read(sheet: Sheet, unit: str = "", grades: Grades | None = None) -> Reading:
    """Return the table, or every fault that it has.

    `unit` is the heading of the column that names the units; without it they are named by their lines. Without a scale
    the values that occur are one, in their order: numbers as numbers, words by the alphabet.
    """
    named, faults = _unit_column(sheet, unit)
    raters = [column for column in range(len(sheet.headings)) if column != named]
    faults += _heading_faults(sheet)
    if not faults and len(raters) < 2:
        faults = [RowFault(0, "", "has only one column of grades" if raters else "has no column of grades", _NEEDS_TWO)]
    if faults:
        return Reading(None, faults, guessed=False)
    guessed = grades is None
    if grades is None:
        grades, faults = _guessed(sheet, raters)
    faults += _grade_faults(sheet, raters, grades) if grades else []
    if grades is None or faults:
        return Reading(None, faults, guessed)
    table = Table(
        grades.scale,
        tuple(sheet.headings[rater].strip() for rater in raters),
        tuple(_unit(line, named, raters, grades) for line in sheet.lines),
    )
    faults = [] if _anything_twice(table) else [RowFault(0, "", "has no row with two grades or more", _NEEDS_TWO)]
    return Reading(None if faults else table, faults, guessed)


def fits(table: Table, grades: Grades) -> bool:
    """Return whether every grade of a table is on another scale too."""
    return all(_said(grade) in grades.places for grade in table.scale)


def is_in_numbers(table: Table) -> bool:
    """Return whether the grades of a table are numbers."""
    return all(_NUMBER.fullmatch(grade) for grade in table.scale)


# ── headings ─────────────────────────────────────────────────────────────────


def _unit_column(sheet: Sheet, unit: str) -> tuple[int | None, list[RowFault]]:
    if not unit:
        return None, []
    headings = [_said(heading) for heading in sheet.headings]
    if _said(unit) in headings:
        return headings.index(_said(unit)), []
    remedy = nearest(one_line(unit), map(one_line, sheet.headings))
    return None, [RowFault(0, "", "has no column of the name that --unit gives", remedy)]


def _heading_faults(sheet: Sheet) -> list[RowFault]:
    faults, seen = [], dict[str, int]()
    for column, heading in enumerate(sheet.headings):
        said = _said(heading)
        if not said:
            faults.append(RowFault(1, f"column {column + 1}", "has no heading", "Name it, or take the column out"))
        elif said in seen:
            what = f"has the same heading as column {seen[said] + 1}"
            faults.append(RowFault(1, _called(sheet, column), what, "Give each person a heading of their own"))
        seen.setdefault(said, column)
    return faults


def _called(sheet: Sheet, column: int) -> str:
    """Return how a column is named in a fault: by its place and its heading."""
    heading = one_line(sheet.headings[column])
    return f"column {column + 1} ({heading if len(heading) <= 40 else heading[:39] + '…'})"


# ── grades ───────────────────────────────────────────────────────────────────


def _said(text: str) -> str:
    """Return a text as it is compared: `Requires Improvement` is `requires-improvement`, `02` is `2`."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return f"{float(text):.15g}"
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split()) or text


def _marked(sheet: Sheet, raters: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Yield the line, the column and the text of every cell of a rater that is not blank."""
    for line in sheet.lines:
        for rater in raters:
            if not _is_blank(line.cells[rater]):
                yield line.number, rater, line.cells[rater]


def _is_blank(cell: str) -> bool:
    return not cell.strip()


def _guessed(sheet: Sheet, raters: Sequence[int]) -> tuple[Grades | None, list[RowFault]]:
    """Return the scale that the values make which occur, or why they make none."""
    by_column = {rater: set[str]() for rater in raters}
    spelt: dict[str, str] = {}
    for _, rater, cell in _marked(sheet, raters):
        by_column[rater].add(_said(cell))
        spelt.setdefault(_said(cell), " ".join(cell.split()))
    first, *others = by_column.values()
    is_of_names = 1 < len(first) == len(sheet.lines) and not first & set().union(*others)
    if len(spelt) > MOST_GRADES or is_of_names:
        return None, [_not_grades(sheet, raters[0], len(spelt))]
    in_numbers = all(_NUMBER.fullmatch(said) for said in spelt)
    return listed(spelt[said] for said in (sorted(spelt, key=float) if in_numbers else sorted(spelt))), []


def _not_grades(sheet: Sheet, first: int, values: int) -> RowFault:
    if values > MOST_GRADES:
        what = f"holds {values} different values, too many for grades"
        return RowFault(
            0, "", what, 'Name the column of the units, as --unit "Case", or the grades, as --scale 1,2,3,4'
        )
    remedy = "If it names the units, add --unit with its heading; if it holds grades, name them, as --scale 1,2,3,4"
    return RowFault(0, _called(sheet, first), "has no value that any other column has", remedy)


def _grade_faults(sheet: Sheet, raters: Sequence[int], grades: Grades) -> list[RowFault]:
    """Return each cell that holds no grade; a column that holds none at all is one fault."""
    marked = list(_marked(sheet, raters))
    unknown = [(line, rater) for line, rater, cell in marked if _said(cell) not in grades.places]
    strange = {rater for _, rater in unknown} - {rater for _, rater, cell in marked if _said(cell) in grades.places}
    scale = f"The scale is {', '.join(map(one_line, grades.scale))}"
    whole = [
        RowFault(0, _called(sheet, rater), "holds no grade of the scale", f"{scale}. If it names the units, add --unit")
        for rater in sorted(strange)
    ]
    each = [
        RowFault(line, _called(sheet, rater), "is not a grade of the scale", f"{scale}. {_BLANK}")
        for line, rater in unknown
        if rater not in strange
    ]
    return whole + each


def _unit(line: Line, named: int | None, raters: Sequence[int], grades: Grades) -> Unit:
    name = f"line {line.number}" if named is None else line.cells[named].strip() or f"line {line.number}"
    cells = [line.cells[rater] for rater in raters]
    return Unit(name, tuple(None if _is_blank(cell) else grades.places[_said(cell)] for cell in cells))


def _anything_twice(table: Table) -> bool:
    return any(len(given(unit.places)) > 1 for unit in table.units)
