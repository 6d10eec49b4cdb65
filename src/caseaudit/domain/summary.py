"""From counts to what a board reads. Counts add up; nothing here needs a single audit."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054


class Cell(NamedTuple):
    """How many answers of signed-off audits are alike."""

    checklist: str
    criterion: str
    state: str
    grade: str
    n: int


class Interval(NamedTuple):
    """A proportion with its 95 % interval, all from 0 to 1."""

    n: int
    of: int
    low: float
    high: float


class Row(NamedTuple):
    """The counts of one criterion."""

    checklist: str
    criterion: str
    grades: dict[str, int]
    not_applicable: int
    insufficient_evidence: int
    not_assessed: int
    good_or_better: Interval


class Summary(NamedTuple):
    """What the signed-off audits say, criterion by criterion."""

    audits: int
    in_progress: int
    rows: list[Row]


def wilson(n: int, of: int) -> Interval:
    """Return `n` of `of` with the Wilson score interval at 95 %; 0 to 1 where `of` is 0.

    Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.
    """
    if of == 0:
        return Interval(0, 0, 0.0, 1.0)
    share, z2 = n / of, Z_95**2
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Interval(n, of, max(0.0, centre - half), min(1.0, centre + half))


def said(interval: Interval) -> str:
    """Return `7 of 12 (32–81 %)`, or `none graded`."""
    if interval.of == 0:
        return "none graded"
    return f"{interval.n} of {interval.of} ({interval.low * 100:.0f}–{interval.high * 100:.0f} %)"


def rows(cells: Iterable[Cell], good: frozenset[str]) -> list[Row]:
    """Return one row a criterion, in the order in which they first appear.

    `good` holds the ids of the grades that count as good or better.
    """
    grouped: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        grouped.setdefault((cell.checklist, cell.criterion), []).append(cell)
    return [_row(*key, group, good) for key, group in grouped.items()]


def _row(checklist: str, criterion: str, cells: list[Cell], good: frozenset[str]) -> Row:
    grades: dict[str, int] = {}
    for cell in cells:
        if cell.state == "graded" and cell.grade:
            grades[cell.grade] = grades.get(cell.grade, 0) + cell.n

    def in_state(state: str) -> int:
        return sum(cell.n for cell in cells if cell.state == state)

    return Row(
        checklist,
        criterion,
        grades,
        not_applicable=in_state("not-applicable"),
        insufficient_evidence=in_state("insufficient-evidence"),
        not_assessed=in_state("not-assessed"),
        good_or_better=wilson(sum(n for grade, n in grades.items() if grade in good), sum(grades.values())),
    )
