"""Who graded what, and how: the table that every figure of agreement is made from.

A figure needs only how often each row of grades occurs, so ten thousand rows are counted once and are then as quick
as the few dozen that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Places = tuple[int | None, ...]
"""The grades of one unit, one for each rater: places on the scale, 0 the best; None where a rater gave none."""
Rows = dict[Places, int]
"""How often each row of grades occurs, in an order that does not depend on that of the units."""
Tallies = Mapping[tuple[float, ...], int]
"""How often units occur to which so many raters gave the best grade, so many the next, and so on."""
Crossed = tuple[tuple[int, ...], ...]
"""How often the first rater gave the grade of the row while the second gave that of the column."""


class Unit(NamedTuple):
    """One thing that was graded: a case, an answer, an extract."""

    name: str
    places: Places


class Table(NamedTuple):
    """Units by raters, with blanks."""

    scale: tuple[str, ...]
    """The grades, best first."""
    raters: tuple[str, ...]
    units: tuple[Unit, ...]


def counted(units: Iterable[Places]) -> Rows:
    """Return how often each row of grades occurs."""
    found = Counter(units)
    return {places: found[places] for places in sorted(found, key=_blanks_first)}


def _blanks_first(places: Places) -> list[int]:
    return [-1 if place is None else place for place in places]


def given(places: Places) -> list[int]:
    """Return the grades of one unit without its blanks."""
    return [place for place in places if place is not None]


def tallies(rows: Rows, points: int) -> Tallies:
    """Return the rows without regard to who gave which grade, on a scale of so many points; unrated units are out."""
    found: Counter[tuple[float, ...]] = Counter()
    for places, times in rows.items():
        grades = given(places)
        if grades:
            found[tuple(grades.count(point) for point in range(points))] += times
    return {tally: found[tally] for tally in sorted(found)}


def crossed(rows: Rows, points: int) -> Crossed:
    """Return the confusion matrix of two raters; units that either left blank are out."""
    matrix = [[0] * points for _ in range(points)]
    for (first, second), times in rows.items():
        if first is not None and second is not None:
            matrix[first][second] += times
    return tuple(map(tuple, matrix))
