"""What dates say by a clock: how long it took, the longest gap, what is missing; in time or late, and who says so."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.domain.how_many import how_many
from caseaudit.domain.timescales import Timescale, caution, span
from caseaudit.domain.timescales_counting import due, months_on, within, working_days
from caseaudit.domain.timing import Timing, Verdict
from caseaudit.problems import BadInput, Problem

MOST = 200
"""How many dates one answer may hold."""
_IN_WORDS = {
    "in-time": "In time.",
    "late": "Late.",
    "not-done": "Not done, and past its time.",
    "not-yet-due": "Not done yet, and not yet due.",
    "cannot-say": "No limit holds everywhere: judge it by your service's own.",
}


class Gap(NamedTuple):
    """From one date to the next."""

    first: date
    last: date
    missing: int
    """How many more there should have been between the two."""


def counted(timing: Timing, clock: Timescale, holidays: Container[date], today: date) -> Timing:
    """Return the dates with what they say: the verdict, and the sentence in which an auditor reads it.

    Raises `BadInput` with every date that is none, lies in the future, or comes before the one before it.
    """
    if faults := list(_faults(timing, clock, today)):
        raise BadInput(*faults)
    verdict, words = (
        _repeating(timing, clock, holidays, today) if clock.resets else _once(timing, clock, holidays, today)
    )
    limit = f"Limit: {span(clock)}. {clock.source}; {clock.dated}."
    return replace(
        timing, verdict=verdict, said=" ".join(filter(None, (words, _IN_WORDS[verdict], limit, caution(clock))))
    )


# ── the dates themselves ─────────────────────────────────────────────────────


def _faults(timing: Timing, clock: Timescale, today: date) -> Iterator[Problem]:
    named = [("start", timing.start), ("end", timing.end), ("until", timing.until), ("system", timing.system)]
    named += [(f"held {place}", day) for place, day in enumerate(timing.held, 1)]
    readable = True
    for name, value in named:
        if value and (fault := _fault(name, value, clock, today)):
            readable = False
            yield fault
    if readable:
        yield from _out_of_order(timing, clock)
    yield from _wanting(timing, clock)
    if len(timing.held) > MOST:
        yield Problem("held", f"are more than {MOST} dates", "Give those of the period that is audited")


def _fault(name: str, value: str, clock: Timescale, today: date) -> Problem | None:
    try:
        moment = when(value)
    except ValueError:
        return Problem(name, "is not a date", "Write it as YYYY-MM-DD, with a time of day as YYYY-MM-DDTHH:MM")
    if clock.unit == "hours" and not isinstance(moment, datetime) and name in ("start", "end"):
        return Problem(name, "has no time of day, and this clock counts hours", "Write it as YYYY-MM-DDTHH:MM")
    if _day(moment) > today:
        return Problem(name, "lies in the future", "Give the day on which it happened")
    return None


def when(value: str) -> date:
    """Return a day, or a moment where a time of day is given. Raises `ValueError`."""
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _out_of_order(timing: Timing, clock: Timescale) -> Iterator[Problem]:
    beforehand = clock.or_before or clock.limit == "beforehand"
    if timing.start and timing.end and not beforehand and when_before(timing.end, timing.start):
        yield Problem("end", "comes before the start", "Check both dates, and which of them comes first")
    named = [("start", timing.start), *((f"held {at}", day) for at, day in enumerate(timing.held, 1))]
    for (_, one), (name, other) in pairwise([*named, ("until", timing.until)]):
        if one and other and when_before(other, one):
            yield Problem(name, "comes before the date before it", "Put the dates in order")


def when_before(one: str, other: str) -> bool:
    """Return whether a day comes before another; two on one day do not."""
    return _day(when(one)) < _day(when(other))


def _wanting(timing: Timing, clock: Timescale) -> Iterator[Problem]:
    if clock.resets and not (timing.held or timing.start):
        yield Problem("held", "is empty", "Give the dates on which it happened, or the day from which it was due")
    elif not clock.resets and clock.unit != "weekday" and not timing.start:
        yield Problem("start", "is empty", f"Give the day of this: {clock.begins}")
    elif clock.unit == "weekday" and not timing.end:
        yield Problem("end", "is empty", f"Give the day of this: {clock.until}")


# ── one stretch ──────────────────────────────────────────────────────────────


def _once(timing: Timing, clock: Timescale, holidays: Container[date], today: date) -> tuple[Verdict, str]:
    if clock.unit == "weekday":
        day = when(timing.end)
        return ("in-time" if day.weekday() < 5 else "late"), f"It was on a {day:%A}."
    start = when(timing.start)
    if not timing.end:
        return _waiting(start, timing, clock, holidays, today)
    end = when(timing.end)
    words = f"{elapsed(start, end, clock, holidays)} from {_said(start)} to {_said(end)}."
    if not can_be_counted(clock):
        return "cannot-say", words
    return ("in-time" if within(start, end, clock, holidays) else "late"), words


def _waiting(
    start: date, timing: Timing, clock: Timescale, holidays: Container[date], today: date
) -> tuple[Verdict, str]:
    until = when(timing.until) if timing.until else today
    words = f"{elapsed(start, until, clock, holidays)} from {_said(start)} to {_said(until)} without it."
    if not can_be_counted(clock):
        return "cannot-say", words
    last = due(start, clock, holidays)
    return ("not-done" if _day(until) > _day(last) else "not-yet-due"), words


def can_be_counted(clock: Timescale) -> bool:
    """Return whether a clock has a limit that this program can count to."""
    return clock.within is not None and clock.counting != "not counted"


# ── again and again ──────────────────────────────────────────────────────────


def gaps(timing: Timing, clock: Timescale, holidays: Container[date], today: date) -> list[Gap]:
    """Return the stretches from each date to the next, from the start to the day on which the record was read."""
    until = timing.until or today.isoformat()
    points = [when(day) for day in (timing.start, *timing.held, until) if day]
    return [Gap(first, last, _missing(first, last, clock, holidays)) for first, last in pairwise(points)]


def _missing(first: date, last: date, clock: Timescale, holidays: Container[date]) -> int:
    """Return how often the clock ran out between two dates."""
    if not can_be_counted(clock):
        return 0
    number, latest = 0, due(first, clock, holidays)
    while _day(latest) < _day(last) and number < MOST:
        number += 1
        latest = due(latest, clock, holidays)
    return number


def _repeating(timing: Timing, clock: Timescale, holidays: Container[date], today: date) -> tuple[Verdict, str]:
    stretches = gaps(timing, clock, holidays, today)
    longest = max(stretches, key=lambda gap: _day(gap.last) - _day(gap.first))
    late = sum(gap.missing > 0 for gap in stretches)
    missing = sum(gap.missing for gap in stretches)
    words = f"{len(timing.held)} held; longest gap {elapsed(longest.first, longest.last, clock, holidays)}, "
    words += f"{_said(longest.first)} to {_said(longest.last)}"
    words += f"; {late} of {len(stretches)} gaps too long, at least {missing} missing." if late else "."
    if not can_be_counted(clock):
        return "cannot-say", words
    if not timing.held:
        return ("not-done" if late else "not-yet-due"), words
    return ("late" if late else "in-time"), words


# ── in words ─────────────────────────────────────────────────────────────────


def elapsed(first: date, last: date, clock: Timescale, holidays: Container[date]) -> str:
    """Return how long it was, in the clock's own unit; the first day is day 0 unless the clock counts it."""
    if last < first if type(first) is type(last) else _day(last) < _day(first):
        return f"{elapsed(last, first, clock, holidays)} beforehand"
    inclusive = clock.counting == "inclusive first day"
    if clock.unit == "hours" and isinstance(first, datetime) and isinstance(last, datetime):
        return how_many(int((last - first).total_seconds() // 3600), "hour")
    if clock.unit == "working days":
        return how_many(working_days(first, last, holidays) + inclusive, "working day")
    days = (_day(last) - _day(first)).days + inclusive
    if clock.unit == "weeks":
        return _two(days // 7, "week", days % 7, "day")
    if clock.unit in ("months", "school terms"):
        return _months(_day(first), _day(last))
    return how_many(days, "day")


def _months(first: date, last: date) -> str:
    whole = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return _two(whole, "month", (last - months_on(first, whole)).days, "day")


def _two(number: int, unit: str, rest: int, smaller: str) -> str:
    if not number:
        return how_many(rest, smaller)
    return f"{how_many(number, unit)} and {how_many(rest, smaller)}" if rest else how_many(number, unit)


def _said(moment: date) -> str:
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day
