"""How far people agree, in anybody's table."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from caseaudit.domain import agreement_reading as reading
from caseaudit.domain.agreement_reading import Grades, RowFault
from caseaudit.domain.agreement_table import Table
from caseaudit.problems import BadInput, Problem, bad_input, nearest
from caseaudit.store import grades_csv
from caseaudit.store.library import Library

_SHOWN = 50
"""So many faults of one file are told one by one."""


class Opened(NamedTuple):
    """A table, and what to know of it before reading its figures."""

    table: Table
    caution: str
    """A sentence, or nothing."""


def open_table(library: Library, path: Path, unit: str = "", scale: str = "") -> Opened:
    """Return the table in a CSV file: one row a unit, one column a rater, blanks where somebody did not grade.

    `unit` is the heading of the column that names the units, if there is one. `scale` is the id of a scale of the
    library, or grades with commas, best first; without it, the values that occur. Raises `BadInput` with every fault.
    """
    grades = _grades(library, scale) if scale else None
    sheet, faults = grades_csv.read(path)
    found = reading.read(sheet, unit, grades)
    faults = sorted([*faults, *found.faults])
    if faults or found.table is None:
        raise BadInput(*_problems(path, faults))
    return Opened(found.table, _caution(library, found.table) if found.guessed else "")


def _grades(library: Library, scale: str) -> Grades:
    if "," in scale:
        return _listed([word.strip() for word in scale.split(",")])
    if scale in library.scales:
        return reading.grades_of(library.scales[scale])
    remedy = f"{nearest(scale, library.scales)}; or list the grades with commas, best first"
    raise bad_input("--scale", "is not a scale of this library", remedy)


def _listed(words: list[str]) -> Grades:
    grades = reading.listed(words)
    if not all(words):
        raise bad_input("--scale", "has an empty grade in it", "Write the grades with one comma between any two")
    if len(grades.places) < len(words):
        raise bad_input("--scale", "names a grade twice", "Name each once, best first")
    return grades


def _caution(library: Library, table: Table) -> str:
    """Return what to know of a scale that was made from the values that occur."""
    if reading.is_in_numbers(table):
        return _gap([float(grade) for grade in table.scale])
    fitting = [name for name, scale in library.scales.items() if reading.fits(table, reading.grades_of(scale))]
    remedy = f"--scale {fitting[0]} fits" if fitting else "give --scale with the grades, best first"
    return f"The grades are in the order of the alphabet; if that is not best first, {remedy}."


def _gap(numbers: list[float]) -> str:
    whole = all(number.is_integer() for number in numbers)
    if whole and numbers and numbers[-1] - numbers[0] >= len(numbers):
        return "A number in between does not occur, and counts as no step; if it is a grade too, give --scale."
    return ""


def _problems(path: Path, faults: list[RowFault]) -> list[Problem]:
    shown = [
        Problem(f"{path}:{fault.line}" if fault.line else str(path), fault.what, fault.remedy, fault.column)
        for fault in faults[:_SHOWN]
    ]
    if more := len(faults) - len(shown):
        shown.append(Problem(str(path), f"has {more} more faults of this kind", "Mend these first"))
    return shown
