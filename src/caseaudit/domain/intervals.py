"""How sure a share is, and how sure a difference: score intervals at 95 %, which hold for small numbers too."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from caseaudit.domain.withheld import LOW

Z_95 = 1.959963984540054
_FINE = 10**12
"""How finely a share is told from its neighbours before it is rounded: no half of one percent is missed by a float."""
LEAST = 5
"""How many graded answers a criterion needs before it is called weak or strong, better or worse."""


class Interval(NamedTuple):
    """A proportion with its 95 % interval, all from 0 to 1."""

    n: int
    of: int
    low: float
    high: float
    symbol: str = ""
    """What stands in its place where it is not shown; then all else of it is that of nothing."""

    @property
    def share(self) -> float | None:
        """The share itself, from 0 to 1; None where it is of nothing."""
        return self.n / self.of if self.of else None


class Difference(NamedTuple):
    """A share less another one, with its 95 % interval, all from -1 to 1."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0: one of the two shares is higher."""
        return self.low > 0 or self.high < 0

    @property
    def near(self) -> float:
        """How far from 0 the difference is at the least; 0 where it may be none."""
        return max(self.low, -self.high, 0.0)


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


def newcombe(one: Interval, other: Interval) -> Difference:
    """Return how much higher the first share is than the other, with the interval from their Wilson bounds.

    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. Of nothing, the difference may be anything.
    """
    if one.share is None or other.share is None:
        return Difference(0.0, -1.0, 1.0)
    difference = one.share - other.share
    below = sqrt((one.share - one.low) ** 2 + (other.high - other.share) ** 2)
    above = sqrt((one.high - one.share) ** 2 + (other.share - other.low) ** 2)
    return Difference(difference, max(-1.0, difference - below), min(1.0, difference + above))


def whole_percent(n: float, of: float = 1) -> int:
    """Return `n` of `of` in whole percent, a half away from 0, as spreadsheets and people round: 5 of 8 are 63 %.

    Exact for counts; a share, or a difference of two, is taken for the number of 12 decimals that it stands for.
    """
    part, whole = round(abs(n) * _FINE), round(of * _FINE)
    found = (200 * part + whole) // (2 * whole)
    return -found if n < 0 else found


def percent(interval: Interval) -> str:
    """Return a share in whole percent, without the sign; `low` for one that would be rounded to a 0 that it is not."""
    whole = whole_percent(interval.n, interval.of) if interval.of else 0
    return LOW if interval.n and not whole else str(whole)


def said(interval: Interval) -> str:
    """Return `7 of 12 (32–81 %)`, or `none graded`, or the symbol that stands in its place."""
    if interval.of == 0:
        return interval.symbol or "none graded"
    return f"{interval.n} of {interval.of} ({whole_percent(interval.low)}–{whole_percent(interval.high)} %)"
