"""How far people agree who graded the same things: everything that one table says about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from caseaudit.domain.agreement_alpha import alpha
from caseaudit.domain.agreement_coefficient import Coefficient, Measure, Weights
from caseaudit.domain.agreement_direction import Direction, direction
from caseaudit.domain.agreement_kappa import cohen
from caseaudit.domain.agreement_raters import brennan_prediger, conger, fleiss, gwet
from caseaudit.domain.agreement_table import Crossed, Rows, Table, Unit, counted, crossed, given, tallies
from caseaudit.domain.intervals import Interval, wilson

USUAL: tuple[Measure, ...] = ("kappa", "gwet", "alpha")
"""What is computed unless something else is asked for."""


class Given(NamedTuple):
    """How often one rater gave each grade, best first."""

    rater: str
    grades: tuple[int, ...]


class Disagreement(NamedTuple):
    """One unit that was not graded the same by all."""

    unit: Unit
    steps: int
    """How far the highest and the lowest grade are apart."""


class Agreement(NamedTuple):
    """What one table says about how far its raters agree."""

    scale: tuple[str, ...]
    """The grades, best first."""
    weights: Weights
    units: int
    """Units that anybody graded."""
    given: tuple[Given, ...]
    crossed: Crossed | None
    """How often the first rater gave the grade of the row, and the second that of the column; None for more raters."""
    exact: Interval
    """On how many units all who graded it gave the same grade, of those that two or more graded."""
    within_one: Interval
    """The same for grades that are no more than one step apart."""
    coefficients: tuple[Coefficient, ...]
    direction: Direction | None
    """Which way the second of two raters differs from the first; None for more raters."""
    disagreements: tuple[Disagreement, ...]
    """The largest first, then in the order of the table."""

    def coefficient(self, measure: Measure) -> Coefficient | None:
        """Return one coefficient, or None if it was not asked for."""
        return next((each for each in self.coefficients if each.measure == measure), None)

    @property
    def raters(self) -> tuple[str, ...]:
        """Who graded."""
        return tuple(each.rater for each in self.given)

    @property
    def commonest(self) -> tuple[str, float] | None:
        """The grade that was given most often, and its share of all; None where there is none."""
        totals = [sum(times) for times in zip(*(each.grades for each in self.given), strict=True)]
        if not any(totals):
            return None
        most = max(totals)
        return self.scale[totals.index(most)], most / sum(totals)


def agreement(table: Table, measures: Iterable[Measure] = USUAL, weights: Weights = "linear") -> Agreement:
    """Return how far the raters of a table agree, in each of the measures."""
    rows, points, two = counted(unit.places for unit in table.units), len(table.scale), len(table.raters) == 2
    return Agreement(
        scale=table.scale,
        weights=weights,
        units=sum(times for places, times in rows.items() if given(places)),
        given=_given(rows, table),
        crossed=crossed(rows, points) if two else None,
        exact=apart_at_most(rows, 0),
        within_one=apart_at_most(rows, 1),
        coefficients=coefficients(rows, points, len(table.raters), measures, weights),
        direction=direction(rows) if two else None,
        disagreements=disagreements(table.units),
    )


def coefficients(
    rows: Rows, points: int, raters: int, measures: Iterable[Measure], weights: Weights
) -> tuple[Coefficient, ...]:
    """Return some coefficients on a scale of so many points; kappa is Cohen's for two raters, Conger's for more."""
    tally = tallies(rows, points)
    ways: dict[Measure, Callable[[], Coefficient]] = {
        "kappa": lambda: cohen(crossed(rows, points), weights) if raters == 2 else conger(rows, points, weights),
        "gwet": lambda: gwet(tally, raters, weights),
        "alpha": lambda: alpha(tally, raters, weights),
        "fleiss": lambda: fleiss(tally, raters, weights),
        "brennan-prediger": lambda: brennan_prediger(tally, raters, weights),
    }
    return tuple(ways[measure]() for measure in dict.fromkeys(measures))


def apart_at_most(rows: Rows, steps: int) -> Interval:
    """Return on how many units, of those that two or more graded, no two grades are more than so many steps apart."""
    spreads: Counter[int] = Counter()
    for places, times in rows.items():
        grades = given(places)
        if len(grades) > 1:
            spreads[max(grades) - min(grades)] += times
    return wilson(sum(times for spread, times in spreads.items() if spread <= steps), sum(spreads.values()))


def disagreements(units: Sequence[Unit]) -> tuple[Disagreement, ...]:
    """Return the units on which the grades differ, the largest difference first."""
    graded = ((unit, given(unit.places)) for unit in units)
    found = [Disagreement(unit, max(grades) - min(grades)) for unit, grades in graded if len(set(grades)) > 1]
    return tuple(sorted(found, key=lambda each: -each.steps))


def _given(rows: Rows, table: Table) -> tuple[Given, ...]:
    found = [Counter[int]() for _ in table.raters]
    for places, times in rows.items():
        for rater, place in enumerate(places):
            if place is not None:
                found[rater][place] += times
    return tuple(
        Given(rater, tuple(grades[place] for place in range(len(table.scale))))
        for rater, grades in zip(table.raters, found, strict=True)
    )
