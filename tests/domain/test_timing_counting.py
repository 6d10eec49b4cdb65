"""What dates say by a clock. The clocks are those of the library; the days were counted by hand with a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.desk.bank_holidays import of_england
from caseaudit.desk.workspace import library_of
from caseaudit.domain.timing import Timing
from caseaudit.domain.timing_counting import counted, gaps
from caseaudit.problems import BadInput

CLOCKS = library_of(None).clocks.timescales
TODAY = date(2026, 11, 22)


def said(clock: str, **dates: Any) -> Timing:
    """Return what the dates say by one of the library's clocks, on 22 November 2026."""
    return counted(Timing(clock, **dates), CLOCKS[clock], of_england(), TODAY)


@pytest.mark.parametrize(
    ("clock", "start", "end", "verdict", "long"),
    [
        # Easter (3 and 6 April) and the early May holiday (4 May 2026) are no working days; day 0 does not count.
        ("child-and-family-assessment", "2026-03-02", "2026-05-07", "in-time", "45 working days"),
        ("child-and-family-assessment", "2026-03-02", "2026-05-08", "late", "46 working days"),
        ("child-and-family-assessment", "2026-03-02", "2026-03-02", "in-time", "0 working days"),
        # 26 weeks begin with the day of issue: the last day is the 182nd.
        ("care-proceedings", "2026-01-05", "2026-07-05", "in-time", "26 weeks"),
        ("care-proceedings", "2026-01-05", "2026-07-06", "late", "26 weeks and 1 day"),
        # Three months from 30 November end on the last day of February; from 29 February in a leap year on 29 May.
        ("pathway-assessment", "2025-11-30", "2026-02-28", "in-time", "2 months and 29 days"),
        ("pathway-assessment", "2025-11-30", "2026-03-01", "late", "3 months and 1 day"),
        ("pathway-assessment", "2024-02-29", "2024-05-29", "in-time", "3 months"),
        ("pathway-assessment", "2024-02-29", "2024-05-30", "late", "3 months and 1 day"),
        # 72 hours run through nights and weekends, to the minute.
        ("return-interview", "2026-06-05T18:30", "2026-06-08T18:30", "in-time", "72 hours"),
        ("return-interview", "2026-06-05T18:30", "2026-06-08T18:31", "late", "72 hours"),
    ],
)
def test_one_stretch_by_the_clocks_own_convention(clock: str, start: str, end: str, verdict: str, long: str) -> None:
    """The last day in time and the first day late, and how long it was in the clock's own unit."""
    found = said(clock, start=start, end=end)
    assert (found.verdict, found.said.startswith(f"{long} from")) == (verdict, True)


def test_the_sentence_names_the_limit_and_who_set_it() -> None:
    """An auditor can show it to anybody."""
    words = said("child-and-family-assessment", start="2026-03-02", end="2026-05-08").said
    assert words == (
        "46 working days from 2 March 2026 to 8 May 2026. Late. Limit: 45 working days. Working Together to Safeguard "
        "Children, chapter 1; edition of December 2023."
    )


@pytest.mark.parametrize(("until", "verdict"), [("2026-05-07", "not-yet-due"), ("2026-05-08", "not-done")])
def test_what_has_not_been_done_is_late_once_its_day_has_passed(until: str, verdict: str) -> None:
    """On the last day it is not yet."""
    assert said("child-and-family-assessment", start="2026-03-02", until=until).verdict == verdict


def test_visits_every_six_weeks() -> None:
    """Six weeks to the day is in time; a gap of twenty weeks is the longest, and three visits are missing in it."""
    in_time = said("looked-after-visit-later", held=("2026-01-05", "2026-02-16", "2026-03-30"), until="2026-05-01")
    assert in_time.verdict == "in-time"
    late = said("looked-after-visit-later", held=("2026-01-05", "2026-02-16", "2026-07-06"), until="2026-07-10")
    assert late.verdict == "late"
    assert late.said.startswith(
        "3 held; longest gap 20 weeks, 16 February 2026 to 6 July 2026; 1 of 3 gaps too long, at least 3 missing."
    )


def test_the_time_since_the_last_visit_counts_too() -> None:
    """Nobody has come for seven weeks: late although every visit was in time."""
    assert said("looked-after-visit-later", held=("2026-01-05",), until="2026-02-23").verdict == "late"
    assert said("looked-after-visit-later", start="2026-01-05", until="2026-02-23").verdict == "not-done"


def test_a_clock_without_a_limit_of_its_own_says_how_long_and_not_whether() -> None:
    """Visits to a child on a protection plan: each service sets its own."""
    found = said("child-protection-visit", held=("2026-01-05", "2026-02-10"), until="2026-02-20")
    assert (found.verdict, "judge it by your service's own" in found.said) == ("cannot-say", True)


@pytest.mark.parametrize(
    ("clock", "dates", "named"),
    [
        ("child-and-family-assessment", {"start": "2026-02-30", "end": "soon"}, ["start", "end"]),
        ("child-and-family-assessment", {"start": "2026-03-02", "end": "2026-12-01"}, ["end"]),
        ("child-and-family-assessment", {"start": "2026-03-02", "end": "2026-03-01"}, ["end"]),
        ("child-and-family-assessment", {"end": "2026-03-01"}, ["start"]),
        ("return-interview", {"start": "2026-06-05", "end": "2026-06-08T10:00"}, ["start"]),
        ("looked-after-visit-later", {"held": ("2026-02-01", "2026-01-01")}, ["held 2"]),
        ("looked-after-visit-later", {"held": ("2026-02-01",), "until": "2026-01-01"}, ["until"]),
        ("looked-after-visit-later", {}, ["held"]),
    ],
)
def test_dates_that_cannot_be_are_named_all_at_once(clock: str, dates: dict[str, Any], named: list[str]) -> None:
    """No day, in the future, in the wrong order, missing, without its time of day."""
    with pytest.raises(BadInput) as refused:
        said(clock, **dates)
    assert [problem.where for problem in refused.value.problems] == named


days = st.dates(date(2020, 1, 1), date(2026, 11, 22)).map(date.isoformat)


@given(st.lists(days, min_size=1, max_size=12, unique=True))
def test_gaps_lie_end_to_end_whatever_the_dates(held: list[str]) -> None:
    """Every gap begins where the one before ended, and the verdict is late exactly if one is too long."""
    timing = Timing("looked-after-visit-later", held=tuple(sorted(held)), until="2026-11-22")
    clock = CLOCKS[timing.clock]
    found = gaps(timing, clock, of_england(), TODAY)
    assert [gap.last for gap in found[:-1]] == [gap.first for gap in found[1:]]
    late = any((gap.last - gap.first).days > 42 for gap in found)
    assert counted(timing, clock, of_england(), TODAY).verdict == ("late" if late else "in-time")
