"""How a share changes from month to month: the XmR chart with the rules of NHS England's "Making Data Count".

An XmR chart draws one value a month, their mean, and limits at 2.66 mean moving ranges on either side. Within the
limits and without a pattern a process only varies as it always does; a signal is a point or a pattern that chance
seldom makes. Four rules give a signal, listed by weight:

1. `outside`: a point above the upper or below the lower limit;
2. `trend`: seven or more points in a row, each above the one before, or each below; two alike break it;
3. `near`: two or three of three points in a row lie beyond two thirds of the way to the same limit, and all three
   on that side of the mean; points beyond the limit count too, as in NHS England's tool since November 2023;
4. `run`: seven or more points in a row on one side of the mean; a point on the mean breaks it.

Each point is told every rule that it takes part in; the weightiest one decides whether it is an improvement or a
concern, as in the R package NHSRplotthedots. Where a trend turns, the turning point belongs to the later one.

Each value has the same weight, however many cases stand behind it. **With few cases a month read with care**: of 5
cases one is 20 points, so limits are wide and often pass 0 or 100 %, where no month can be outside them; values are
often alike, which breaks trends; a month of 3 cases moves the mean and the limits as much as a month of 30, so the
mean is not the share of all cases together; and where the number of cases swings, so do the shares, and a signal may
be nothing but a small month. Every mark therefore carries its count and its base.

All points are taken for one process, and limits are not re-based: with a reason to start afresh, chart the months
since. Calculation is exact (`Fraction`), so that no signal comes from rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from caseaudit.domain.point import Point as Point
from caseaudit.domain.withheld import is_withheld
from caseaudit.problems import bad_input

Rule = Literal["outside", "trend", "near", "run"]
Cause = Literal["improvement", "concern", "common cause"]
Assurance = Literal["hits", "misses", "either"]

ENOUGH = 12
"""So many months with audits are needed before limits and signals are shown."""
LONG = 7
"""So many points make a run or a trend."""

_LIMIT_FACTOR = Fraction("2.66")
_RANGE_FACTOR = Fraction("3.267")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Process(NamedTuple):
    """What some values, in their order, say about the process they come from; in the unit of the values."""

    mean: Fraction
    mean_range: Fraction
    """The mean moving range, of those left by the screening if there was one."""

    @property
    def low(self) -> Fraction:
        """The lower process limit."""
        return self.mean - _LIMIT_FACTOR * self.mean_range

    @property
    def high(self) -> Fraction:
        """The upper process limit."""
        return self.mean + _LIMIT_FACTOR * self.mean_range


class Signal(NamedTuple):
    """A rule that a point takes part in, and which way: above or rising, or below or falling."""

    rule: Rule
    upward: bool


class Limits(NamedTuple):
    """The lower and the upper process limit, in percent; they may lie below 0 or above 100."""

    low: float
    high: float


class Mark(NamedTuple):
    """One month of a chart."""

    month: str
    n: int
    of: int
    value: float | None
    """`n` of `of` in percent; None for a month without any audit, which is a gap and no zero."""
    moving_range: float | None
    """How far it lies from the last month with audits, in percentage points; None for the first, and for a gap."""
    signals: tuple[Signal, ...]
    """The weightiest first; none for a gap, and none in a chart that has too few points."""
    cause: Cause | None
    """None where nothing can be said: for a gap, and in a chart that has too few points."""


class Chart(NamedTuple):
    """An XmR chart of monthly shares, in percent."""

    marks: tuple[Mark, ...]
    """Every month from the first to the last, gaps included."""
    mean: float | None
    """The mean of the monthly values, each of the same weight; None if no month has audits."""
    limits: Limits | None
    """None if fewer than `ENOUGH` months have audits."""
    higher_is_better: bool
    target: float | None
    assurance: Assurance | None
    """None without a target or without limits."""

    @property
    def audited(self) -> tuple[Mark, ...]:
        """The months with audits, in order; these are the points of the chart."""
        return tuple(mark for mark in self.marks if mark.of)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The months without any audit, in order."""
        return tuple(mark.month for mark in self.marks if not mark.of and not is_withheld(mark.of))


def chart(
    points: Iterable[Point], *, higher_is_better: bool = True, target: float | None = None, screened: bool = True
) -> Chart:
    """Return the chart of some months, given in any order; `target` is in percent.

    A month that is missing between the first and the last is a gap, like one of no audits. "In a row" and moving
    ranges mean months with audits: they pass over a gap as if it were not there.
    Raises `BadInput` for a month that is not one or comes twice, a count above its base, and a target out of bounds.
    """
    if target is not None and not 0 <= target <= 100:
        raise bad_input("target", "is not a percentage", "Give a target from 0 to 100")
    months = _every_month(points)
    values = [Fraction(100 * month.n, month.of) for month in months if month.of]
    seen = process(values, screened=screened) if values else None
    limits = Limits(float(seen.low), float(seen.high)) if seen and len(values) >= ENOUGH else None
    return Chart(
        marks=_marks(months, values, signals(values, seen) if seen and limits else None, higher_is_better),
        mean=float(seen.mean) if seen else None,
        limits=limits,
        higher_is_better=higher_is_better,
        target=target,
        assurance=assurance(target, limits, higher_is_better) if limits and target is not None else None,
    )


def process(values: Sequence[float | Fraction], *, screened: bool = True) -> Process:
    """Return mean and mean moving range of at least one finite value, in the order in which they came.

    Screened, a moving range above the upper range limit (3.267 times their mean) is left out of the mean moving
    range, once: Nelson (1982), Journal of Quality Technology 14(3), 172-173. Where only ranges of 0 would be left,
    none is left out: else one month unlike the others would put them all outside the limits. Unscreened, the limits
    are those of NHS England's Excel tools. The mean keeps every value either way.
    """
    exact = [Fraction(value) for value in values]
    ranges = [abs(after - before) for before, after in pairwise(exact)] or [Fraction(0)]
    return Process(_mean(exact), _mean(_screened(ranges) if screened else ranges))


def signals(values: Sequence[float | Fraction], seen: Process) -> list[tuple[Signal, ...]]:
    """Return for each value the rules that it takes part in, the weightiest first."""
    exact = [Fraction(value) for value in values]
    found: dict[Rule, list[int]] = {
        "outside": [_beyond(value, seen, Fraction(1)) for value in exact],
        "trend": _trends(exact),
        "near": _near(exact, seen),
        "run": _unbroken([_sign(value - seen.mean) for value in exact], LONG),
    }
    return [
        tuple(Signal(rule, ways[place] > 0) for rule, ways in found.items() if ways[place])
        for place in range(len(exact))
    ]


def assurance(target: float, limits: Limits, higher_is_better: bool = True) -> Assurance:
    """Return whether a process `hits` a target consistently, `misses` it, or may do `either` by chance.

    The target is met by a value that reaches it. It is hit if every value within the limits meets it, and missed if
    none does. Values are percentages, so limits count only from 0 to 100.
    """
    low, high = drawn(limits)
    if not higher_is_better:
        target, low, high = -target, -high, -low
    if target <= low:
        return "hits"
    return "misses" if target > high else "either"


def drawn(limits: Limits) -> Limits:
    """Return the limits as a chart of percentages draws them: none below 0, none above 100."""
    return Limits(max(0.0, limits.low), min(100.0, limits.high))


def _every_month(points: Iterable[Point]) -> list[Point]:
    """Return the points by month, with a point of no audits for every month that is missing in between."""
    given: dict[int, Point] = {}
    for point in points:
        number = _checked(point)
        if number in given:
            raise bad_input(point.month, "comes twice", "Give each month once, with all its audits")
        given[number] = point
    if not given:
        return []
    return [given.get(number) or Point(_named(number), 0, 0) for number in range(min(given), max(given) + 1)]


def _checked(point: Point) -> int:
    """Return the number of the point's month, counted from the year 0."""
    if not _MONTH.fullmatch(point.month):
        raise bad_input("month", "is not a month", "Give year and month as 2026-05")
    if not 0 <= point.n <= point.of:
        raise bad_input(point.month, f"cannot count {point.n} of {point.of}", "Give a count from 0 to its base")
    return int(point.month[:4]) * 12 + int(point.month[5:]) - 1


def _named(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _marks(
    months: list[Point], values: list[Fraction], told: list[tuple[Signal, ...]] | None, higher_is_better: bool
) -> tuple[Mark, ...]:
    """Return the months with what is told of their values; `told` is None where the points are too few."""
    causes = [_cause(ways, higher_is_better) for ways in told] if told else [None for _ in values]
    told = told or [() for _ in values]
    ranges = [None, *(float(abs(after - before)) for before, after in pairwise(values))]
    audited = iter(zip(values, ranges, told, causes, strict=True))

    def mark(month: Point) -> Mark:
        if not month.of:
            return Mark(*month, value=None, moving_range=None, signals=(), cause=None)
        value, moving_range, ways, cause = next(audited)
        return Mark(*month, float(value), moving_range, ways, cause)

    return tuple(mark(month) for month in months)


def _cause(told: tuple[Signal, ...], higher_is_better: bool) -> Cause:
    if not told:
        return "common cause"
    return "improvement" if told[0].upward == higher_is_better else "concern"


def _screened(ranges: list[Fraction]) -> list[Fraction]:
    longest = _RANGE_FACTOR * _mean(ranges)
    kept = [length for length in ranges if length <= longest]
    return kept if any(kept) else ranges


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _beyond(value: Fraction, seen: Process, share: Fraction) -> int:
    """Return 1 for a value further above the mean than a share of the way to the limit, -1 for one below, else 0."""
    away = value - seen.mean
    return _sign(away) if abs(away) > share * (seen.high - seen.mean) else 0


def _unbroken(ways: Iterable[int], long: int) -> list[int]:
    """Return the ways with a 0 for each that is not repeated so many times in a row."""
    kept: list[int] = []
    for way, group in groupby(ways):
        length = len(list(group))
        kept += [way if length >= long else 0] * length
    return kept


def _trends(values: list[Fraction]) -> list[int]:
    """Return 1 for each value of a rise, -1 for each of a fall, else 0; where one turns, the later counts."""
    ways = [0] * len(values)
    steps = _unbroken((_sign(after - before) for before, after in pairwise(values)), LONG - 1)
    for place, step in enumerate(steps):
        if step:
            ways[place] = ways[place + 1] = step
    return ways


def _near(values: list[Fraction], seen: Process) -> list[int]:
    """Return 1 or -1 for each value beyond two thirds of a limit in a three that gives the signal, else 0."""
    sides = [_sign(value - seen.mean) for value in values]
    far = [_beyond(value, seen, Fraction(2, 3)) for value in values]
    ways = [0] * len(values)
    for start in range(len(values) - 2):
        three = range(start, start + 3)
        if abs(sum(sides[place] for place in three)) == 3 and sum(abs(far[place]) for place in three) >= 2:
            ways[start : start + 3] = far[start : start + 3]
    return ways
