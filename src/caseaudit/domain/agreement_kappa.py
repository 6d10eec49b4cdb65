"""Cohen's kappa: how far two raters agree beyond what their own habits of grading would give by chance."""

from __future__ import annotations

from collections.abc import Sequence

from caseaudit.domain.agreement_coefficient import (
    NOBODY_TWICE,
    ONE_GRADE,
    Coefficient,
    Matrix,
    Spread,
    Weights,
    around,
    matrix,
)
from caseaudit.domain.intervals import Z_95


def cohen(crossed: Sequence[Sequence[int]], weights: Weights) -> Coefficient:
    """Return Cohen's kappa of a confusion matrix, with the interval of its large-sample standard error.

    Cohen (1960), Educational and Psychological Measurement 20, 37-46, and (1968), Psychological Bulletin 70,
    213-220; standard error: Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327. Only units that both
    graded count.
    """
    n = sum(map(sum, crossed))
    if why := _undefined(crossed, n):
        return Coefficient("kappa", weights, 2, n, None, None, None, why)
    value, spread = _computed([[times / n for times in row] for row in crossed], matrix(weights, len(crossed)), n)
    return Coefficient("kappa", weights, 2, n, value, *spread)


def _undefined(crossed: Sequence[Sequence[int]], n: int) -> str:
    if not n:
        return NOBODY_TWICE
    return ONE_GRADE if any(row[place] == n for place, row in enumerate(crossed)) else ""


def _computed(shares: Sequence[Sequence[float]], weight: Matrix, n: int) -> tuple[float, Spread]:
    """Return kappa and its interval, from the share of each cell of the confusion matrix."""
    places = range(len(shares))
    first, second = [sum(row) for row in shares], [sum(column) for column in zip(*shares, strict=True)]
    by_first = [sum(weight[one][other] * second[other] for other in places) for one in places]
    by_second = [sum(weight[one][other] * first[one] for one in places) for other in places]
    cells = [(shares[one][other], one, other) for one in places for other in places if shares[one][other]]
    observed = sum(share * weight[one][other] for share, one, other in cells)
    chance = sum(first[one] * by_first[one] for one in places)
    value = (observed - chance) / (1 - chance)
    square = sum(
        share * (weight[one][other] - (by_first[one] + by_second[other]) * (1 - value)) ** 2
        for share, one, other in cells
    )
    variance = (square - (value - chance * (1 - value)) ** 2) / (n * (1 - chance) ** 2)
    return value, around(value, variance, Z_95, n)
