"""What became better or worse: the latest period against the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from caseaudit.domain.counts import GroupOfAnswers
from caseaudit.domain.intervals import LEAST, Difference, Interval, newcombe, wilson

MONTHS = 3
"""How long a period is, in calendar months, unless somebody says from when."""


class Period(NamedTuple):
    """From one day to another, both within it, as ISO; empty where there is nothing."""

    first: str
    last: str


class Change(NamedTuple):
    """A criterion whose share of good or better is clearly another than before."""

    checklist: str
    criterion: str
    before: Interval
    latest: Interval
    difference: Difference
    """The latest share less the one before."""

    @property
    def is_better(self) -> bool:
        """Whether it is for the better."""
        return self.difference.low > 0


class Changes(NamedTuple):
    """What changed, most surely first, and what was compared to find it."""

    latest: Period
    before: Period
    compared: int
    """How many were graded at least `LEAST` times in both; about one in twenty may seem to change by chance."""
    found: tuple[Change, ...]


def periods(since: str, until: str, last: str) -> tuple[Period, Period]:
    """Return the latest period and the one before it.

    From `since` (if given) to `until`, or to `last`, the day of the last audit, against as many days before;
    otherwise the three calendar months up to `until` or `last` against the three before. Empty if `last` is.
    """
    if not last:
        return Period("", ""), Period("", "")
    end = date.fromisoformat(min(until, last) if until and not since else until or last)
    begin = date.fromisoformat(since) if since else _first_of_month(end, MONTHS - 1)
    earlier = _days_before(begin, (end - begin).days + 1) if since else _first_of_month(begin, MONTHS)
    return _period(begin, end), _period(earlier, _days_before(begin, 1))


def _period(first: date, last: date) -> Period:
    return Period(first.isoformat(), last.isoformat())


def _days_before(day: date, days: int) -> date:
    """Return the day so many days before; the first day that there is, where the calendar ends."""
    return date.fromordinal(max(1, day.toordinal() - max(days, 1)))


def _first_of_month(day: date, months_back: int) -> date:
    months = max(12, day.year * 12 + day.month - 1 - months_back)
    return date(months // 12, months % 12 + 1, 1)


def changes(latest: Period, before: Period, now: Iterable[GroupOfAnswers], then: Iterable[GroupOfAnswers]) -> Changes:
    """Return the criteria whose difference leaves out 0. Groups are criteria, within their checklist."""
    earlier = {(row.inner, row.group): row for row in then if row.graded >= LEAST}
    enough = [row for row in now if row.graded >= LEAST and (row.inner, row.group) in earlier]
    compared = [_change(row, earlier[row.inner, row.group]) for row in enough]
    found = [each for each in compared if each.difference.is_clear]
    found.sort(key=lambda each: (-each.difference.near, each.checklist, each.criterion))
    return Changes(latest, before, len(compared), tuple(found))


def _change(now: GroupOfAnswers, then: GroupOfAnswers) -> Change:
    latest, before = wilson(now.good, now.graded), wilson(then.good, then.graded)
    return Change(now.inner, now.group, before, latest, newcombe(latest, before))
