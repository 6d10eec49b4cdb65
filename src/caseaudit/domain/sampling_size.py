"""How many cases say how much: the size of a simple random sample from a small population.

Cochran, Sampling Techniques (3rd edition, 1977), section 4.4: n0 = z² p (1 - p) / d², and with the correction for
a finite population n = n0 / (1 + (n0 - 1) / N). It holds for a share, under simple random sampling; where cases
of one worker or one team are alike, more are needed.
"""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist

from caseaudit.problems import bad_input

_NEARLY = 1e-9
"""Less than this above a whole number is that number: floating point, not a case more."""


def exact_size(population: int, margin: float, confidence: float = 0.95, share: float = 0.5) -> float:
    """Return the size that estimates a share to within `margin` (0.1 is ten points), before it is rounded up.

    Raises `BadInput` for a population below 1, or a number that is not between 0 and 1.
    """
    _refuse_unfit(population, margin=margin, confidence=confidence, share=share)
    infinite = (_z(confidence) / margin) ** 2 * share * (1 - share)
    return infinite / (1 + (infinite - 1) / population)


def sample_size(population: int, margin: float, confidence: float = 0.95, share: float = 0.5) -> int:
    """Return how many cases are needed, rounded up, never more than there are. Raises as `exact_size`."""
    return min(population, max(1, ceil(exact_size(population, margin, confidence, share) - _NEARLY)))


def margin_of(population: int, size: int, confidence: float = 0.95, share: float = 0.5) -> float:
    """Return how far off a share may be with so many cases: the inverse of `exact_size`, 0 if all are drawn.

    Raises `BadInput` as `exact_size`, and for a size below 1 or above the population.
    """
    _refuse_unfit(population, confidence=confidence, share=share)
    if not 1 <= size <= population:
        raise bad_input("size", "is not among the cases there are", f"Give a number from 1 to {population}")
    if population == 1:
        return 0.0
    left = (population - size) / (population - 1)
    return _z(confidence) * sqrt(share * (1 - share) / size * left)


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _refuse_unfit(population: int, **shares: float) -> None:
    if population < 1:
        raise bad_input("population", "is below 1", "Give the number of cases in the list")
    for name, share in shares.items():
        if not 0 < share < 1:
            raise bad_input(name, "is not between 0 and 100 %", "Give a number of percent, as 10 or 95")
