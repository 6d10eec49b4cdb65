"""Somebody's table becomes grades, or every cell that is none is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.agreement_reading import Grades, Line, Reading, Sheet, grades_of, listed, read
from caseaudit.store.library import Library
from hostile import HOSTILE


def sheet(text: str) -> Sheet:
    """Return a table: one line a row, cells parted by bars, the headings first."""
    first, *rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
    return Sheet(first, tuple(Line(at, row) for at, row in enumerate(rows, 2)))


def places(found: Reading) -> list[tuple[int | None, ...]]:
    """Return the grades that were read."""
    assert found.faults == []
    assert found.table is not None
    return [unit.places for unit in found.table.units]


MODERATED = sheet("""
Case  | Auditor              | Moderator
EB-1  | good                 | Good
EB-2  | Requires improvement | requires_improvement
EB-3  | 2                    | 4
EB-4  |                      | Inadeq.
""")


def test_a_grade_of_the_library_is_understood_as_people_write_it(library: Library) -> None:
    """Its id, its label, its short form, its place; in capitals or not, with spaces, hyphens or underscores."""
    found = read(MODERATED, "case", grades_of(library.scales["ofsted"]))

    assert places(found) == [(1, 1), (2, 2), (1, 3), (None, 3)]
    assert found.table is not None
    assert found.table.raters == ("Auditor", "Moderator")
    assert [unit.name for unit in found.table.units] == ["EB-1", "EB-2", "EB-3", "EB-4"]
    assert not found.guessed


def test_without_a_scale_numbers_stand_in_the_order_of_numbers() -> None:
    """10 is more than 9, and 02 is 2; units are named by their lines."""
    found = read(sheet("A | B\n 10 | 9\n 02 | 10\n 2.0 | 2"))

    assert found.guessed
    assert found.table is not None
    assert found.table.scale == ("02", "9", "10")
    assert places(found) == [(2, 1), (0, 2), (0, 0)]
    assert [unit.name for unit in found.table.units] == ["line 2", "line 3", "line 4"]


def test_every_cell_that_is_no_grade_is_named_with_its_line_and_column() -> None:
    """All at once, and never with what stands in it."""
    found = read(sheet("A | B\n good | goood\n poor | good\n n/a | poor"), "", listed(["good", "poor"]))

    assert [(fault.line, fault.column, fault.what) for fault in found.faults] == [
        (2, "column 2 (B)", "is not a grade of the scale"),
        (4, "column 1 (A)", "is not a grade of the scale"),
    ]
    assert found.table is None
    assert "goood" not in str(found.faults)


@pytest.mark.parametrize(
    ("text", "unit", "grades", "said"),
    [
        ("Case | A | B\nx | 1 | 2\ny | 2 | 2", "", None, "column 1 (Case) has no value that any other column has"),
        ("Case | A | B\nx | 1 | 2\ny | 2 | 2", "", listed("12"), "column 1 (Case) holds no grade of the scale"),
        ("Case | A | B\nx | 1 | 2", "Child", None, " has no column of the name that --unit gives"),
        ("Case | A\nx | 1", "Case", None, " has only one column of grades"),
        ("Case\nx", "Case", None, " has no column of grades"),
        ("A | a\n1 | 2", "", None, "column 2 (a) has the same heading as column 1"),
        ("A | | B\n1 | 2 | 2", "", None, "column 2 has no heading"),
        ("A | B\n1 |\n | 2", "", None, " has no row with two grades or more"),
        ("A | B\n" + "\n".join(f"{n} | {n}" for n in range(13)), "", None, " holds 13 different values, too many"),
    ],
)
def test_a_table_that_is_none_says_what_is_missing(text: str, unit: str, grades: Grades | None, said: str) -> None:
    """One fault, the one that explains the others."""
    (fault,) = read(sheet(text), unit, grades).faults

    assert f"{fault.column} {fault.what}".startswith(said)


def test_a_column_named_twice_over_and_a_unit_that_is_not_there_are_told_together() -> None:
    """Everything about the headings at once."""
    faults = read(sheet("A | A | \n1 | 2 | 3"), "Case").faults

    assert len(faults) == 3


@given(st.lists(st.tuples(*[st.sampled_from([*HOSTILE, "", "good"])] * 3), min_size=1, max_size=6))
def test_no_table_breaks_the_reading_and_no_fault_quotes_a_cell(rows: list[tuple[str, str, str]]) -> None:
    """Whatever stands in the cells, there is a table or there are faults, and a fault says where, not what."""
    found = read(
        Sheet(("Case", "A", "B"), tuple(Line(at, row) for at, row in enumerate(rows, 2))), "Case", listed("12")
    )

    assert (found.table is None) == bool(found.faults)
    long = [text for text in HOSTILE if len(text) > 12]
    assert not [text for text in long for fault in found.faults if text in str(fault)]
