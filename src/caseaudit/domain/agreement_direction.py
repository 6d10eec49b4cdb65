"""Which way two raters differ: who is the stricter, by how much, and whether that is more than chance."""

from __future__ import annotations

from collections import Counter
from math import exp, lgamma, log
from typing import NamedTuple

from caseaudit.domain.agreement_table import Rows

CLEAR = 0.05
"""Below this p a direction is called clear."""
_NEGLIGIBLE = 1e-17


class Direction(NamedTuple):
    """How the second rater grades the same units as the first: a moderator, say, after an auditor."""

    n: int
    """Units that both graded."""
    lower: int
    """How often the second graded lower: the more severe."""
    higher: int
    """How often the second graded higher: the more generous."""
    mean_steps: float | None
    """How many steps lower the second grades on average; below 0 it is higher. None of nothing."""
    p: float | None
    """The two-sided p of the sign test; None where they never differ."""

    @property
    def same(self) -> int:
        """How often both gave the same grade."""
        return self.n - self.lower - self.higher

    @property
    def is_clear(self) -> bool:
        """Whether chance alone seldom gives such a lean."""
        return self.p is not None and self.p < CLEAR


def direction(rows: Rows) -> Direction:
    """Return which way the second of two raters differs from the first.

    The sign test, as Dixon and Mood (1946), Journal of the American Statistical Association 41, 557-566: units with the
    same grade tell nothing of a direction and drop out; the binomial is exact. It does not weigh how far apart two
    grades are, which steps on a scale of grades do not measure; the mean steps say that.
    """
    steps = Counter[int]()
    for (first, second), times in rows.items():
        if first is not None and second is not None:
            steps[second - first] += times
    n = sum(steps.values())
    lower = sum(times for step, times in steps.items() if step > 0)
    higher = sum(times for step, times in steps.items() if step < 0)
    mean = sum(step * times for step, times in steps.items()) / n if n else None
    return Direction(n, lower, higher, mean, sign_test(lower, higher) if lower + higher else None)


def sign_test(one: int, other: int) -> float:
    """Return the exact two-sided p of so many differences one way and so many the other, at least one in all."""
    n, fewer = one + other, min(one, other)
    term = exp(lgamma(n + 1) - lgamma(fewer + 1) - lgamma(n - fewer + 1) - n * log(2))
    total = 0.0
    for place in range(fewer, -1, -1):
        total += term
        term *= place / (n - place + 1)
        if term < total * _NEGLIGIBLE:
            break
    return min(1.0, 2 * total)
