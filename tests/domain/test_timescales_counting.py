"""Counting by a clock: the tables are worked out by hand, the properties hold for every date.

The conventions are those that the law and the published statistics use:

- Working days: neither Saturday, Sunday, Christmas Day, Good Friday nor another bank holiday of England.
- Day 0: the day it starts is not counted. The statistics tell "same day" from "1 to 10 days".
- One clock counts its first day: 26 weeks "beginning with" the day of issue, so the last day is issue + 181 days.
- One public checking program counts the first day in its 45 working days, and so cuts off one day sooner.
- Months run to the same day number, or to the month's last day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.timescales import COUNTINGS_OF_UNIT, Stretch, Timescale
from caseaudit.domain.timescales_counting import due, within, working_days
from caseaudit.problems import BadInput

DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
ENGLAND = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25", "2025-12-25"),
        *("2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31"),
        *("2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31"),
    )
)
"""The bank holidays of England and Wales as they are published, January 2025 to May 2027."""


def clock(number: int | None, unit: Any, counting: Any = None, **fields: Any) -> Timescale:
    """Return a clock of so many units; counted as its unit usually is."""
    return Timescale(
        id="a-clock",
        title="A clock",
        begins="the start",
        until="the end",
        unit=unit,
        counting=counting or COUNTINGS_OF_UNIT[unit][0],
        standing="local",
        source="This test",
        dated="2026",
        confidence="A",
        within=number,
        **fields,
    )


def on(day: str) -> date:
    """Return a date."""
    return date.fromisoformat(day)


# ── worked out by hand ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        pytest.param("2026-11-18", 1, "2026-11-19", id="from Wednesday to Thursday"),
        pytest.param("2026-11-20", 1, "2026-11-23", id="from Friday over the weekend"),
        pytest.param("2026-11-21", 1, "2026-11-23", id="from Saturday: Monday is day 1"),
        pytest.param("2026-11-22", 1, "2026-11-23", id="from Sunday: Monday is day 1"),
        pytest.param("2026-12-24", 1, "2026-12-29", id="over Christmas, with Boxing Day given back on a Monday"),
        pytest.param("2026-04-02", 1, "2026-04-07", id="over Good Friday and Easter Monday"),
        pytest.param("2026-04-03", 1, "2026-04-07", id="from a bank holiday"),
        pytest.param("2025-12-10", 15, "2026-01-05", id="a conference over Christmas and New Year"),
        pytest.param("2026-03-02", 45, "2026-05-07", id="an assessment over Easter and May Day"),
        pytest.param("2026-06-01", 45, "2026-08-03", id="an assessment without a bank holiday: nine weeks"),
        pytest.param("2026-11-02", 20, "2026-11-30", id="a first review: four weeks"),
    ],
)
def test_working_days_from_day_0(start: str, number: int, last: str) -> None:
    """The day it starts is not counted, nor are weekends and bank holidays."""
    assert due(on(start), clock(number, "working days"), ENGLAND) == on(last)


@pytest.mark.parametrize(
    ("start", "last"), [("2026-03-02", "2026-05-06"), ("2026-02-28", "2026-05-06"), ("2026-06-01", "2026-07-31")]
)
def test_working_days_with_the_first_day_counted(start: str, last: str) -> None:
    """45 of them end one working day sooner than from day 0; a Saturday is no first day, so Monday is."""
    assert due(on(start), clock(45, "working days", "inclusive first day"), ENGLAND) == on(last)


def test_a_day_is_a_bank_holiday_only_if_it_is_given() -> None:
    """The set is the caller's; without it Good Friday is a Friday like any other."""
    assert due(on("2026-04-02"), clock(1, "working days"), frozenset()) == on("2026-04-03")


@pytest.mark.parametrize(
    ("start", "number", "unit", "last"),
    [
        pytest.param("2026-11-03", 1, "weeks", "2026-11-10", id="a week on, the same weekday"),
        pytest.param("2026-11-13", 6, "weeks", "2026-12-25", id="a week may end on Christmas Day"),
        pytest.param("2026-02-26", 7, "days", "2026-03-05", id="seven days over the end of February"),
        pytest.param("2028-02-26", 7, "days", "2028-03-04", id="seven days over a leap day"),
    ],
)
def test_days_and_weeks_from_day_0(start: str, number: int, unit: str, last: str) -> None:
    """Every day counts, and a bank holiday moves nothing."""
    assert due(on(start), clock(number, unit), ENGLAND) == on(last)


@pytest.mark.parametrize(
    ("issued", "last"),
    [("2026-01-05", "2026-07-05"), ("2026-01-01", "2026-07-01"), ("2027-12-31", "2028-06-29")],
)
def test_26_weeks_beginning_with_the_day_of_issue(issued: str, last: str) -> None:
    """Children Act 1989, s. 32: day 1 is the day of issue, so the last day is 181 days after it."""
    proceedings = clock(26, "weeks", "inclusive first day")
    assert due(on(issued), proceedings, ENGLAND) == on(last) == on(issued) + timedelta(days=181)
    assert within(on(issued), on(last), proceedings, ENGLAND)
    assert not within(on(issued), on(last) + DAY, proceedings, ENGLAND)


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        pytest.param("2026-01-15", 3, "2026-04-15", id="the same day of the month"),
        pytest.param("2026-11-30", 3, "2027-02-28", id="no 30 February"),
        pytest.param("2026-08-31", 6, "2027-02-28", id="no 31 February"),
        pytest.param("2027-08-31", 6, "2028-02-29", id="the leap day is February's last"),
        pytest.param("2028-02-29", 12, "2029-02-28", id="from a leap day to a year without one"),
        pytest.param("2028-02-29", 48, "2032-02-29", id="from a leap day to the next"),
        pytest.param("2027-02-28", 6, "2027-08-28", id="from the last of February to the 28th, not the 31st"),
        pytest.param("2026-09-30", 3, "2026-12-30", id="from the last of September to the 30th, not the 31st"),
        pytest.param("2026-12-31", 2, "2027-02-28", id="over the turn of the year"),
    ],
)
def test_months(start: str, number: int, last: str) -> None:
    """To the same day number, or to the last day of a month that is too short."""
    assert due(on(start), clock(number, "months"), ENGLAND) == on(last)


def test_working_days_and_then_months() -> None:
    """Twenty working days from 2 November end on the 30th, and three months from there at the end of February."""
    plan = clock(20, "working days", then=Stretch(3, "months"))
    assert due(on("2026-11-02"), plan, ENGLAND) == on("2027-02-28")


@pytest.mark.parametrize(
    ("start", "last"),
    [
        pytest.param(datetime(2026, 11, 20, 18, 30), datetime(2026, 11, 23, 18, 30), id="over a weekend"),
        pytest.param(datetime(2026, 12, 24, 9), datetime(2026, 12, 27, 9), id="over Christmas"),
        pytest.param(
            datetime(2026, 3, 28, 12, tzinfo=LONDON), datetime(2026, 3, 31, 13, tzinfo=LONDON), id="clocks go forward"
        ),
        pytest.param(
            datetime(2026, 10, 24, 12, tzinfo=LONDON), datetime(2026, 10, 27, 11, tzinfo=LONDON), id="clocks go back"
        ),
    ],
)
def test_72_hours(start: datetime, last: datetime) -> None:
    """By the clock on the wall of somebody who never changes it: 72 hours are 72 hours."""
    interview = clock(72, "hours")
    assert due(start, interview, ENGLAND) == last
    assert within(start, last, interview, ENGLAND)
    assert not within(start, last + timedelta(minutes=1), interview, ENGLAND)


def test_notice_is_given_beforehand() -> None:
    """Six weeks before the day itself, or sooner; later is too late, and so is afterwards."""
    notice = clock(6, "weeks", limit="beforehand")
    assert due(on("2026-11-20"), notice, ENGLAND) == on("2026-10-09")
    kept = [within(on("2026-11-20"), on(day), notice, ENGLAND) for day in ("2026-09-01", "2026-10-09", "2026-10-10")]
    assert kept == [True, True, False]
    assert not within(on("2026-11-20"), on("2026-12-01"), notice, ENGLAND)
    assert due(on("2026-04-08"), clock(2, "working days", limit="beforehand"), ENGLAND) == on("2026-04-02")


def test_a_status_that_is_reached() -> None:
    """Thirteen weeks at least: the day before they are complete is not enough."""
    eligible = clock(13, "weeks", limit="at least")
    assert due(on("2026-01-05"), eligible, ENGLAND) == on("2026-04-06")
    assert not within(on("2026-01-05"), on("2026-04-05"), eligible, ENGLAND)
    assert within(on("2026-01-05"), on("2026-04-06"), eligible, ENGLAND)


def test_a_day_of_the_week() -> None:
    """A conference is held from Monday to Friday."""
    week = [on("2026-11-16") + DAY * passed for passed in range(7)]
    assert [within(day, day, clock(None, "weekday"), ENGLAND) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("start", "end", "passed"),
    [
        pytest.param("2026-11-18", "2026-11-18", 0, id="same day"),
        pytest.param("2026-11-18", "2026-11-19", 1, id="next day"),
        pytest.param("2026-11-20", "2026-11-22", 0, id="Friday to Sunday"),
        pytest.param("2026-11-20", "2026-11-23", 1, id="Friday to Monday"),
        pytest.param("2026-12-24", "2027-01-04", 4, id="over Christmas and New Year"),
        pytest.param("2026-03-02", "2026-05-07", 45, id="an assessment over Easter and May Day"),
        pytest.param("2026-11-19", "2026-11-18", 0, id="the wrong way round"),
    ],
)
def test_how_many_working_days_passed(start: str, end: str, passed: int) -> None:
    """As the statistics count: what starts and ends on one day took none."""
    assert working_days(on(start), on(end), ENGLAND) == passed


def test_what_was_done_before_the_start() -> None:
    """In time where the clock says so; otherwise the dates must be looked at again."""
    start, before = on("2026-11-18"), on("2026-11-17")
    assert within(start, before, clock(5, "working days", or_before=True), ENGLAND)
    with pytest.raises(BadInput, match="ends before it starts"):
        within(start, before, clock(5, "working days"), ENGLAND)


def test_a_time_of_day_does_not_matter_where_days_are_counted() -> None:
    """A date and a moment on it count alike."""
    late, early = datetime(2026, 11, 18, 23, 59), datetime(2026, 11, 19, 0, 1, tzinfo=UTC)
    assert within(late, early, clock(1, "working days"), ENGLAND)
    assert due(late, clock(1, "days"), ENGLAND) == on("2026-11-19")


@pytest.mark.parametrize(
    ("counting", "start", "end", "says"),
    [
        pytest.param(
            clock(None, "weeks", usual="6 weeks"), on("2026-11-18"), on("2026-11-19"), "has no limit", id="unset"
        ),
        pytest.param(
            clock(1, "school terms"), on("2026-11-18"), on("2026-11-19"), "is not counted in days", id="terms"
        ),
        pytest.param(clock(72, "hours"), on("2026-11-18"), on("2026-11-19"), "has no time of day", id="dates alone"),
        pytest.param(
            clock(72, "hours"),
            datetime(2026, 11, 18, 9),
            datetime(2026, 11, 18, 9, tzinfo=UTC),
            "time zone",
            id="one zone",
        ),
        pytest.param(clock(1, "days"), date.max, date.max, "runs past the end of the calendar", id="the last day"),
        pytest.param(
            clock(6, "months"), on("9999-11-18"), on("9999-11-19"), "runs past the end of the calendar", id="months"
        ),
        pytest.param(
            clock(2, "working days"),
            on("9999-12-30"),
            on("9999-12-31"),
            "runs past the end of the calendar",
            id="working days",
        ),
        pytest.param(
            clock(1, "hours"),
            datetime.min.replace(tzinfo=LONDON) + DAY,
            datetime.max.replace(tzinfo=ZoneInfo("Etc/GMT+9")),
            "runs past the end of the calendar",
            id="a zone at the end of time",
        ),
    ],
)
def test_what_cannot_be_counted_says_why(counting: Timescale, start: date, end: date, says: str) -> None:
    """In one line that names the clock and what to do."""
    with pytest.raises(BadInput, match=says) as refused:
        within(start, end, counting, ENGLAND)
    (problem,) = refused.value.problems
    assert problem.where == "a-clock"
    assert problem.remedy


# ── true of every date ───────────────────────────────────────────────────────

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
numbers = st.integers(1, 60)
holidays = st.frozensets(days, max_size=40) | st.just(ENGLAND)
dated_clocks = st.builds(
    lambda number, how, limit, then: clock(number, *how, limit=limit, then=then if how[1] == "day 0" else None),
    numbers,
    st.sampled_from([(unit, way) for unit, ways in COUNTINGS_OF_UNIT.items() for way in ways if "day" in way]),
    st.sampled_from(["at most", "at least", "beforehand"]),
    st.none() | st.builds(Stretch, st.integers(1, 6), st.sampled_from(["days", "working days", "weeks", "months"])),
)
"""Every clock that dates alone can count."""


@given(days, dated_clocks, holidays)
def test_the_last_day_is_in_time_and_the_next_is_not(start: date, any_clock: Timescale, free: frozenset[date]) -> None:
    """For `at least` it is the other way round: the day before is not enough."""
    last = due(start, any_clock, free)
    assert within(start, last, any_clock, free)
    beyond = last - DAY if any_clock.limit == "at least" else last + DAY
    assert beyond < start or not within(start, beyond, any_clock, free)


@given(days, numbers, holidays)
def test_working_days_are_those_that_are_left(start: date, number: int, free: frozenset[date]) -> None:
    """The due day is the nth of all days after the start that are neither weekend nor bank holiday."""
    after = (start + DAY * passed for passed in range(1, 1000))
    left = (day for day in after if day.weekday() not in (5, 6) and day not in free)
    last = due(start, clock(number, "working days"), free)
    assert last == next(islice(left, number - 1, None))
    assert working_days(start, last, free) == number


@given(days, numbers, holidays)
def test_counting_the_first_day_saves_it(start: date, number: int, free: frozenset[date]) -> None:
    """One working day sooner if the first is one, the same day if it is not; in weeks, always one day."""
    counted = due(start, clock(number, "working days", "inclusive first day"), free)
    assert number - working_days(start, counted, free) == (1 if start.weekday() < 5 and start not in free else 0)
    weeks = due(start, clock(number, "weeks", "inclusive first day"), free)
    assert weeks + DAY == due(start, clock(number, "weeks"), free) == start + timedelta(weeks=number)


@given(days, days, days, holidays)
def test_working_days_add_up(one: date, two: date, three: date, free: frozenset[date]) -> None:
    """From the first to the third by way of the second there are as many as directly."""
    first, second, third = sorted((one, two, three))
    parts = working_days(first, second, free) + working_days(second, third, free)
    assert parts == working_days(first, third, free)


@given(days, dated_clocks, st.frozensets(days, max_size=20))
def test_a_bank_holiday_gives_time_and_never_takes_it(start: date, any_clock: Timescale, free: frozenset[date]) -> None:
    """And where no working days are counted it changes nothing."""
    with_them, without = due(start, any_clock, free), due(start, any_clock, frozenset())
    if not any_clock.bank_holidays_matter:
        assert with_them == without
    elif any_clock.limit == "beforehand":
        assert with_them <= without
    else:
        assert with_them >= without


@given(days, dated_clocks, holidays)
def test_who_starts_a_day_later_is_never_due_sooner(start: date, any_clock: Timescale, free: frozenset[date]) -> None:
    """No date of the calendar is worth waiting for."""
    assert due(start, any_clock, free) <= due(start + DAY, any_clock, free)


@given(days, numbers)
def test_months_keep_the_day_of_the_month(start: date, number: int) -> None:
    """Or take the last there is; and they are exactly so many months on."""
    last = due(start, clock(number, "months"), frozenset())
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == number
    assert last.day == min(start.day, monthrange(last.year, last.month)[1])


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.sampled_from([UTC, LONDON])), numbers)
def test_hours_pass_alike_everywhere(start: datetime, number: int) -> None:
    """Measured in universal time, so many hours are so many hours."""
    last = due(start, clock(number, "hours"), frozenset())
    assert isinstance(last, datetime)
    assert last.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=number)
