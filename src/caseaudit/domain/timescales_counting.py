"""Counting by a clock: the last day that is in time, and whether two dates kept to it.

The bank holidays are always given, for no rule here knows them: in England, those of England and Wales.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from caseaudit.domain.timescales import Stretch, Timescale
from caseaudit.problems import bad_input

_DAY = timedelta(days=1)


def due(start: date, clock: Timescale, holidays: Container[date]) -> date:
    """Return the last day that is in time; for a clock of hours, which needs a `datetime`, the last moment.

    For `at least` it is the first day on which the stretch is complete, for `beforehand` the last day on
    which notice is early enough. Raises `BadInput` for a clock that holds no number or cannot be counted, for
    hours without a time of day, and where the calendar ends.
    """
    stretch = _countable(clock)
    ahead = -1 if clock.limit == "beforehand" else 1
    inclusive = clock.counting == "inclusive first day"
    with _in_the_calendar(clock):
        last = _moved(_started(start, clock), stretch, ahead, inclusive, holidays)
        return _moved(last, clock.then, ahead, False, holidays) if clock.then else last


def within(start: date, end: date, clock: Timescale, holidays: Container[date]) -> bool:
    """Return whether what began at `start` and ended at `end` kept to the clock.

    Raises `BadInput` as `due`, and where the end comes before the start and the clock does not allow that.
    """
    if clock.unit == "weekday":
        return end.weekday() < 5
    _refuse_unlike(start, end, clock)
    last = due(start, clock, holidays)
    with _in_the_calendar(clock):
        begun, reached, last = (_moment(_started(given, clock)) for given in (start, end, last))
    if reached < begun and not clock.or_before and clock.limit != "beforehand":
        raise bad_input(clock.id, "ends before it starts", "Check both dates, and which of them comes first")
    return reached >= last if clock.limit == "at least" else reached <= last


def working_days(start: date, end: date, holidays: Container[date]) -> int:
    """Return how many working days passed from `start`, which is day 0, to `end`; 0 if it is not later."""
    days = (_day(end) - _day(start)).days
    return sum(_is_working(_day(start) + _DAY * passed, holidays) for passed in range(1, days + 1))


def _countable(clock: Timescale) -> Stretch:
    if clock.counting == "not counted":
        raise bad_input(
            clock.id, "is not counted in days", f"Run `caseaudit timescale show {clock.id}` for how to judge it"
        )
    if clock.within is None:
        remedy = f"Set yours in the workspace's checklists/timescales.toml, as [{clock.id}]"
        raise bad_input(clock.id, "has no limit that holds everywhere", remedy)
    return Stretch(clock.within, clock.unit)


def _started(given: date, clock: Timescale) -> date:
    """Return the day, or for hours the moment, that the clock counts from or to."""
    if clock.unit != "hours":
        return _day(given)
    if not isinstance(given, datetime):
        raise bad_input(clock.id, "is counted in hours and has no time of day", "Give the time as well as the date")
    return given


def _day(given: date) -> date:
    return given.date() if isinstance(given, datetime) else given


def _moved(start: date, stretch: Stretch, ahead: int, inclusive: bool, holidays: Container[date]) -> date:
    """Return the end of a stretch that starts here; `ahead` is 1 forwards and -1 backwards."""
    if stretch.unit == "hours":
        return _hours_on(start, stretch.within * ahead)
    if stretch.unit == "months":
        return months_on(start, stretch.within * ahead)
    if stretch.unit == "working days":
        return _working_days_on(start - _DAY * ahead if inclusive else start, stretch.within, ahead, holidays)
    days = stretch.within * (7 if stretch.unit == "weeks" else 1)
    return start + _DAY * ahead * (days - inclusive)


def _hours_on(start: date, hours: int) -> date:
    """Return the moment so many true hours later, whatever the clocks were put to in between."""
    passed = timedelta(hours=hours)
    if not isinstance(start, datetime) or start.tzinfo is None:
        return start + passed
    return (start.astimezone(UTC) + passed).astimezone(start.tzinfo)


def months_on(start: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that has no such day."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise OverflowError
    return date(years, month + 1, min(start.day, monthrange(years, month + 1)[1]))


def _working_days_on(start: date, count: int, ahead: int, holidays: Container[date]) -> date:
    day = start
    for _ in range(count):
        day += _DAY * ahead
        while not _is_working(day, holidays):
            day += _DAY * ahead
    return day


def _is_working(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def _moment(given: date) -> date:
    """Return a day as it is, and a moment so that it can be compared across changes of the clocks."""
    return given.astimezone(UTC) if isinstance(given, datetime) and given.tzinfo else given


def _refuse_unlike(start: date, end: date, clock: Timescale) -> None:
    """Raise `BadInput` where one time names its zone and the other does not."""
    zones = [given.tzinfo for given in (start, end) if isinstance(given, datetime)]
    if clock.unit == "hours" and None in zones and any(zones):
        raise bad_input(clock.id, "has one time with a time zone and one without", "Give both times in the same way")


@contextmanager
def _in_the_calendar(clock: Timescale) -> Iterator[None]:
    try:
        yield
    except OverflowError:
        raise bad_input(clock.id, "runs past the end of the calendar", "Check the date that starts it") from None
