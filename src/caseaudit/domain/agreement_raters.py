"""Agreement beyond chance for any number of raters, with blanks: Gwet, Fleiss, Conger, Brennan and Prediger.

All four compare the agreement that is seen between two raters of a unit, averaged over the units, with that of chance,
and differ only in what they call chance. The variance linearises both, over the units: Gwet (2008), British Journal of
Mathematical and Statistical Psychology 61, 29-48, and Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition,
chapters 2 to 5; the interval takes Student's t. A unit that one rater graded says nothing of agreement, but something
of how common each grade is, and so counts towards chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from caseaudit.domain.agreement_coefficient import (
    NOBODY_TWICE,
    ONE_GRADE,
    ONE_POINT,
    Coefficient,
    Matrix,
    Measure,
    Weights,
    around,
    matrix,
    student,
)
from caseaudit.domain.agreement_table import Rows, Tallies, given


class _Part(NamedTuple):
    """Units that were graded alike."""

    times: int
    pairs: bool
    """Whether two raters or more graded each."""
    observed: float
    """The agreement between two raters of such a unit, on average; 0 where there are none."""
    expected: float
    """What such a unit adds to the agreement of chance."""


def gwet(tallies: Tallies, raters: int, weights: Weights) -> Coefficient:
    """Return Gwet's AC1, or with weights AC2: chance agrees only where raters guess, so a common grade costs nothing.

    The number of grades on the scale matters, those included that nobody gave. Sources as for the room.
    """
    weight = _matrix(tallies, weights)
    if len(weight) < 2:
        return _none("gwet", weights, raters, tallies, ONE_POINT)
    share = _shares(tallies)
    factor = sum(map(sum, weight)) / (len(weight) * (len(weight) - 1))
    by_place = [factor * (1 - each) for each in share]
    chance = sum(each * other for each, other in zip(share, by_place, strict=True))
    return _judged("gwet", weights, raters, _parts(tallies, weight, by_place), chance)


def fleiss(tallies: Tallies, raters: int, weights: Weights) -> Coefficient:
    """Return Fleiss' kappa: chance draws twice from all the grades that were given.

    Fleiss (1971), Psychological Bulletin 76, 378-382; with weights and blanks Gwet (2014).
    """
    if _one_grade(tallies):
        return _none("fleiss", weights, raters, tallies, ONE_GRADE)
    weight, share = _matrix(tallies, weights), _shares(tallies)
    by_place = [_dot(row, share) for row in weight]
    return _judged("fleiss", weights, raters, _parts(tallies, weight, by_place), _dot(share, by_place))


def brennan_prediger(tallies: Tallies, raters: int, weights: Weights) -> Coefficient:
    """Return the coefficient of Brennan and Prediger: chance gives every grade of the scale as often as any other.

    Brennan and Prediger (1981), Educational and Psychological Measurement 41, 687-699; for many raters it is Randolph's
    free-marginal kappa.
    """
    weight = _matrix(tallies, weights)
    if len(weight) < 2:
        return _none("brennan-prediger", weights, raters, tallies, ONE_POINT)
    chance = sum(map(sum, weight)) / len(weight) ** 2
    return _judged("brennan-prediger", weights, raters, _parts(tallies, weight, [chance] * len(weight)), chance)


def conger(rows: Rows, points: int, weights: Weights) -> Coefficient:
    """Return Conger's kappa, which for two raters is Cohen's: chance lets each rater keep their own habits.

    Conger (1980), Psychological Bulletin 88, 322-328; with weights, blanks and variance Gwet (2014). A rater who graded
    nothing is left out.
    """
    marked = {places: times for places, times in rows.items() if given(places)}
    raters = len(next(iter(rows), ()))
    paired = sum(times for places, times in marked.items() if len(given(places)) > 1)
    if not paired or len({place for places in marked for place in given(places)}) < 2:
        return Coefficient("kappa", weights, raters, paired, None, None, None, ONE_GRADE if paired else NOBODY_TWICE)
    weight = matrix(weights, points)
    return _judged("kappa", weights, raters, *_by_rater(marked, weight))


def _by_rater(rows: Rows, weight: Matrix) -> tuple[list[_Part], float]:
    """Return the parts and the chance of Conger's kappa."""
    habits = [habit for habit in (_habit(rows, rater, len(weight)) for rater in range(len(next(iter(rows))))) if habit]
    together = [sum(habit.share[place] for habit in habits) for place in range(len(weight))]
    meets = {habit.rater: _met(habit, together, weight) for habit in habits}
    ways = len(habits) * (len(habits) - 1)
    chance = sum(_dot(habit.share, meets[habit.rater]) for habit in habits) / ways
    n = sum(rows.values())

    def expected(places: Sequence[int | None]) -> float:
        """Return the chance, and by how much this unit moves it."""
        moves = 0.0
        for habit in habits:
            place = places[habit.rater]
            if place is not None:
                usual = _dot(habit.share, meets[habit.rater])
                moves += n / habit.graded * (meets[habit.rater][place] - usual)
        return chance + moves / ways

    return [
        _part(_tally(places, len(weight)), times, weight, expected(places)) for places, times in rows.items()
    ], chance


class _Habit(NamedTuple):
    """How one rater grades."""

    rater: int
    graded: int
    share: list[float]


def _habit(rows: Rows, rater: int, points: int) -> _Habit | None:
    found = [0] * points
    for places, times in rows.items():
        place = places[rater]
        if place is not None:
            found[place] += times
    graded = sum(found)
    return _Habit(rater, graded, [times / graded for times in found]) if graded else None


def _met(habit: _Habit, together: Sequence[float], weight: Matrix) -> list[float]:
    """Return for each grade of a rater how much all others together would agree with it by chance."""
    others = [all_of_them - own for all_of_them, own in zip(together, habit.share, strict=True)]
    return [_dot(row, others) for row in weight]


# ── what the four share ──────────────────────────────────────────────────────


def _matrix(tallies: Tallies, weights: Weights) -> Matrix:
    return matrix(weights, len(next(iter(tallies), ())))


def _tally(places: Sequence[int | None], points: int) -> list[int]:
    return [places.count(point) for point in range(points)]


def _dot(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(each * its for each, its in zip(one, other, strict=True))


def _one_grade(tallies: Tallies) -> bool:
    return len({place for tally in tallies for place, times in enumerate(tally) if times}) < 2


def _shares(tallies: Tallies) -> list[float]:
    """Return how common each grade is, every unit weighing the same."""
    n = sum(tallies.values())
    points = len(next(iter(tallies)))
    return [sum(times * tally[place] / sum(tally) for tally, times in tallies.items()) / n for place in range(points)]


def _parts(tallies: Tallies, weight: Matrix, by_place: Sequence[float]) -> list[_Part]:
    return [_part(tally, times, weight, _dot(tally, by_place) / sum(tally)) for tally, times in tallies.items()]


def _part(tally: Sequence[float], times: int, weight: Matrix, expected: float) -> _Part:
    graders = sum(tally)
    if graders < 2:
        return _Part(times, False, 0.0, expected)
    agreeing = sum(given * (_dot(row, tally) - 1) for given, row in zip(tally, weight, strict=True))
    return _Part(times, True, agreeing / (graders * (graders - 1)), expected)


def _judged(measure: Measure, weights: Weights, raters: int, parts: Sequence[_Part], chance: float) -> Coefficient:
    n = sum(part.times for part in parts)
    paired = sum(part.times for part in parts if part.pairs)
    if not paired:
        return Coefficient(measure, weights, raters, 0, None, None, None, NOBODY_TWICE)
    observed = sum(part.times * part.observed for part in parts) / paired
    value = (observed - chance) / (1 - chance)
    square = sum(part.times * (_own(part, chance, value, n / paired) - value) ** 2 for part in parts)
    free = max(1, n - 1)
    spread = around(value, square / (n * free), student(free), paired)
    return Coefficient(measure, weights, raters, paired, value, *spread)


def _own(part: _Part, chance: float, value: float, share: float) -> float:
    """Return the coefficient of one unit, linearised."""
    seen = share * (part.observed - chance) if part.pairs else 0.0
    return (seen - 2 * (1 - value) * (part.expected - chance)) / (1 - chance)


def _none(measure: Measure, weights: Weights, raters: int, tallies: Tallies, why: str) -> Coefficient:
    """Return a coefficient that cannot be computed; that nothing was graded twice is the plainer reason."""
    paired = sum(times for tally, times in tallies.items() if sum(tally) > 1)
    return Coefficient(measure, weights, raters, paired, None, None, None, why if paired else NOBODY_TWICE)
