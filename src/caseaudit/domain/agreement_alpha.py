"""Krippendorff's alpha: disagreement that is seen against disagreement of chance, for any raters, with blanks.

Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania. Units that fewer than two
raters graded drop out. The metric is one of his: nominal (any two grades are equally far apart), ordinal (as far as
there are grades given between them) or interval (as far as there are steps between them). His ordinal metric is not
what other programs call ordinal weights; they give other values.

The interval is the plain bootstrap: units are drawn anew, with all their grades, alpha is computed each time, and the
middle 95 % are kept. Zapf, Castell, Morawietz and Karch (2016), BMC Medical Research Methodology 16, 93: it covers
close to what it promises, where Krippendorff's own bootstrap (Hayes and Krippendorff 2007), which keeps the
disagreement of chance fixed, covers too little. The draws have a fixed seed, so the same table always gives the same
interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import mul
from random import Random
from statistics import quantiles

from caseaudit.domain.agreement_coefficient import (
    FEW_UNITS,
    NO_SPREAD,
    NOBODY_TWICE,
    ONE_GRADE,
    Coefficient,
    Spread,
    Weights,
)
from caseaudit.domain.agreement_table import Tallies
from caseaudit.domain.intervals import LEAST

DRAWS = 1000
SEED = 20111
_FEWEST = 0.95
"""So large a share of the draws must have an alpha for an interval to be given."""
_TOO_ALIKE = "the grades are too much alike: too many of the draws hold one grade alone"

Coincidences = list[float]
"""For each pair of grades, the cells of the upper triangle row by row, how often a unit has both."""


def alpha(tallies: Tallies, raters: int, weights: Weights) -> Coefficient:
    """Return alpha with its interval; `none` is the nominal metric, `linear` the ordinal, `quadratic` the interval."""
    pairable = {tally: times for tally, times in tallies.items() if sum(tally) > 1}
    n = sum(pairable.values())
    points = len(next(iter(tallies), ()))
    columns = list(zip(*(_coincidences(tally) for tally in pairable), strict=True))
    value = _alpha(_summed(columns, list(pairable.values())), points, _METRICS[weights]) if n else None
    if value is None:
        return Coefficient("alpha", weights, raters, n, None, None, None, ONE_GRADE if n else NOBODY_TWICE)
    spread = _resampled(columns, list(pairable.values()), points, _METRICS[weights], value)
    return Coefficient("alpha", weights, raters, n, value, *spread)


def _coincidences(tally: Sequence[float]) -> Coincidences:
    """Return the pairs of grades within one unit, each weighted so that a unit counts as often as it was graded."""
    others = sum(tally) - 1
    return [
        tally[one] * (tally[other] - (one == other)) / others
        for one in range(len(tally))
        for other in range(one, len(tally))
    ]


def _summed(columns: Sequence[Sequence[float]], times: Sequence[int]) -> Coincidences:
    return [sum(map(mul, column, times)) for column in columns]


Metric = Callable[[Sequence[float], int, int], float]
"""The square of how far apart two grades are, given how often each was given."""


def _nominal(_: Sequence[float], __: int, ___: int) -> float:
    return 1.0


def _interval(_: Sequence[float], one: int, other: int) -> float:
    return float((one - other) ** 2)


def _ordinal(totals: Sequence[float], one: int, other: int) -> float:
    return (sum(totals[one : other + 1]) - (totals[one] + totals[other]) / 2) ** 2


_METRICS: dict[Weights, Metric] = {"none": _nominal, "linear": _ordinal, "quadratic": _interval}


def _alpha(coincidences: Coincidences, points: int, metric: Metric) -> float | None:
    """Return alpha, or None where chance cannot disagree."""
    totals = _totals(coincidences, points)
    seen = expected = 0.0
    cell = iter(coincidences)
    for one in range(points):
        next(cell)
        for other in range(one + 1, points):
            together = next(cell)
            if totals[one] and totals[other]:
                distance = metric(totals, one, other)
                seen += together * distance
                expected += totals[one] * totals[other] * distance
    return 1 - (sum(totals) - 1) * seen / expected if expected else None


def _totals(coincidences: Coincidences, points: int) -> list[float]:
    """Return how often each grade was given."""
    totals = [0.0] * points
    cell = iter(coincidences)
    for one in range(points):
        totals[one] += next(cell)
        for other in range(one + 1, points):
            together = next(cell)
            totals[one] += together
            totals[other] += together
    return totals


# ── the bootstrap ────────────────────────────────────────────────────────────


def _resampled(
    columns: Sequence[Sequence[float]], times: Sequence[int], points: int, metric: Metric, value: float
) -> Spread:
    if sum(times) < LEAST:
        return Spread(None, None, FEW_UNITS)
    if value == 1:
        return Spread(None, None, NO_SPREAD)
    drawn = (_alpha(_summed(columns, draw), points, metric) for draw in _draws(times))
    found = [each for each in drawn if each is not None]
    if len(found) < _FEWEST * DRAWS:
        return Spread(None, None, _TOO_ALIKE)
    cuts = quantiles(found, n=40, method="inclusive")
    return Spread(max(-1.0, cuts[0]), min(1.0, cuts[-1]))


def _draws(times: Sequence[int]) -> Iterator[list[int]]:
    """Yield how often each kind of unit comes up when as many units as there are are drawn, each put back."""
    chance = Random(SEED)  # noqa: S311 (a statistic that must be the same each time, no secret)
    for _ in range(DRAWS):
        yield _draw(chance, times)


def _draw(chance: Random, times: Sequence[int]) -> list[int]:
    still, kinds, found = sum(times), sum(times), []
    for each in times:
        drawn = _heads(chance, still, each / kinds) if each < kinds else still
        found.append(drawn)
        still, kinds = still - drawn, kinds - each
    return found


def _heads(chance: Random, coins: int, share: float) -> int:
    """Return how many of some coins show heads, each with a chance of `share`.

    Each coin is a number below 1 in binary, and shows heads if it is below `share`. Bit by bit those whose bit differs
    from that of `share` are decided, so that half of them are each time, all in one draw of bits.
    """
    heads = 0
    while coins and share:
        share *= 2
        ones = chance.getrandbits(coins).bit_count()
        if share >= 1:
            heads, coins, share = heads + coins - ones, ones, share - 1
        else:
            coins -= ones
    return heads
