"""A coefficient of agreement: its value, how sure it is, and why it cannot be computed where it cannot.

A value of 1 is full agreement, 0 what chance alone would give, below 0 less than that.
"""

from __future__ import annotations

from math import atan, cos, pi, sin, sqrt
from typing import Literal, NamedTuple, get_args

from caseaudit.domain.intervals import LEAST, Z_95

Measure = Literal["kappa", "gwet", "alpha", "fleiss", "brennan-prediger"]
Weights = Literal["none", "linear", "quadratic"]
Matrix = tuple[tuple[float, ...], ...]

MEASURES: tuple[Measure, ...] = get_args(Measure)
WEIGHTS: tuple[Weights, ...] = get_args(Weights)

NOBODY_TWICE = "nothing was graded by two people"
ONE_GRADE = "every grade that was given is the same, and agreement beyond chance then has no meaning"
ONE_POINT = "the scale has only one grade"
FEW_UNITS = f"fewer than {LEAST} units are too few"
NO_SPREAD = "these grades show no spread to tell it from; read that of the same grade instead"
_FEW = 30
_ROUNDING = 1e-12
"""A variance up to this is none."""


class Coefficient(NamedTuple):
    """One coefficient with its 95 % interval, from -1 to 1."""

    measure: Measure
    weights: Weights
    """How much a near miss counts; for `alpha` none is nominal, linear is ordinal, quadratic is interval."""
    raters: int
    n: int
    """How many units it rests on: those that two or more raters graded."""
    value: float | None
    """None where it cannot be computed."""
    low: float | None
    high: float | None
    """None where no interval can be computed."""
    why: str
    """Why there is no value, or no interval; empty where there are both. Without a full stop."""


class Spread(NamedTuple):
    """How sure a value is: its 95 % interval, or why there is none."""

    low: float | None
    high: float | None
    why: str = ""


def matrix(weights: Weights, points: int) -> Matrix:
    """Return how much agreement there is between any two of so many grades: 1 for the same, 0 for the two ends.

    Cohen (1968), Psychological Bulletin 70, 213-220 (weights); linear after Cicchetti and Allison (1971).
    """
    if weights == "none" or points < 2:
        return tuple(tuple(float(one == other) for other in range(points)) for one in range(points))
    power = 1 if weights == "linear" else 2
    longest = points - 1
    return tuple(tuple(1 - (abs(one - other) / longest) ** power for other in range(points)) for one in range(points))


def around(value: float, variance: float, factor: float, n: int) -> Spread:
    """Return the interval of so many standard errors on either side, within -1 and 1 and holding the value.

    There is none where there is no error, or where fewer than `LEAST` units were graded twice.
    """
    if n < LEAST:
        return Spread(None, None, FEW_UNITS)
    if variance <= _ROUNDING:
        return Spread(None, None, NO_SPREAD)
    half = factor * sqrt(variance)
    return Spread(max(min(-1.0, value), value - half), min(1.0, value + half))


def student(freedom: int) -> float:
    """Return the 97.5 % point of Student's t.

    Up to 30 degrees of freedom found by halving from the finite series of Abramowitz and Stegun (1964), 26.7.3 and
    26.7.4; above that their expansion 26.7.5, which is there right to six decimals.
    """
    return _halved(freedom) if freedom <= _FEW else _expanded(freedom)


def _expanded(freedom: int) -> float:
    z, v = Z_95, float(freedom)
    terms = (
        z,
        (z**3 + z) / 4 / v,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96 / v**2,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / v**3,
    )
    return sum(terms)


def _halved(freedom: int) -> float:
    low, high = 0.0, 16.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 0.95 else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies within -t and t."""
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= cos(angle) ** 2 * (step - 1) / step
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
