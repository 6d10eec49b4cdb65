"""Dates as people write them, each moved by the same number of days; what is in doubt is pointed out."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.making import WEEKS
from caseaudit.domain.moved_dates import dates
from hostile import HOSTILE
from made_up_dates import LISTS, STYLES, Style, read

NEAR = date(2026, 11, 20)
FIVE_WEEKS = 35


def moved(text: str, days: int = FIVE_WEEKS) -> str:
    """Return a text with its sure dates moved."""
    for found in reversed(dates(text, days, NEAR)):
        if found.sure:
            text = text[: found.start] + found.words + text[found.end :]
    return text


def in_doubt(text: str) -> list[str]:
    """Return what is pointed out."""
    return [found.words for found in dates(text, FIVE_WEEKS, NEAR) if not found.sure]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("2026-11-20", "2026-12-25"),
        ("2026-11-20T14:02:09Z", "2026-12-25T14:02:09Z"),
        ("20/11/2026", "25/12/2026"),
        ("3/9/26", "8/10/26"),
        ("03.09.2026", "08.10.2026"),
        ("20-11-26", "25-12-26"),
        ("20 November 2026", "25 December 2026"),
        ("20th of November, 2026", "25th of December, 2026"),
        ("28th November", "2nd January"),
        ("Friday 20 Nov 2026", "Friday 25 Dec 2026"),
        ("20-Nov-26", "25-Dec-26"),
        ("20NOV2026", "25DEC2026"),
        ("20 november 2026", "25 december 2026"),
        ("20\nNovember", "25\nDecember"),
        ("20 Nov.", "25 Dec."),
        ("November 20, 2026", "December 25, 2026"),
        ("November 20th", "December 25th"),
        ("November 2026", "December 2026"),
        ("Nov '26", "Dec '26"),
        ("11/2026", "12/2026"),
        ("30/12/2026", "03/02/2027"),
        ("3-5 November 2026", "8-10 December 2026"),
        ("28–30 November", "2–4 January"),
        ("26 and 28 November", "31 December and 2 January"),
        ("the 3rd and the 5th of November", "the 8th and the 10th of December"),
        ("20.11.2026-25.11.2026", "25.12.2026-30.12.2026"),
        ("in November", "in December"),
        ("since March", "since April"),
        ("by the end of November", "by the end of December"),
        ("25 January 2028", "29 February 2028"),
        ("3 Nov, 25 Nov, 29 Dec", "8 Dec, 30 Dec, 2 Feb"),
        ("3 and 25 November, 29 December", "8 and 30 December, 2 February"),
        ("3, 5 and 9 November", "8, 10 and 14 December"),
        ("3, 17 and 28 November", "8, 22 December and 2 January"),
        ("24th, 26th and 28th of November", "29th, 31st of December and 2nd of January"),
        ("26 and 28 November 2026", "31 December 2026 and 2 January 2027"),
        ("Tuesday 3 and Wednesday 25 November", "Tuesday 8 and Wednesday 30 December"),
        ("3 or 5 November", "8 or 10 December"),
        ("November 24th, 26th and 28th", "December 29th, 31st and January 2nd"),
        ("3 Nov 10:30, 5 Nov 10am", "8 Dec 10:30, 10 Dec 10am"),
        ("3 November 24 hours later", "8 December 24 hours later"),
        ("3 Nov, 30 times", "8 Dec, 30 times"),
        ("3 Nov 26, 25 Nov 26", "8 Dec 26, 30 Dec 26"),
        ("3/11/26-5/11/26", "8/12/26-10/12/26"),
        ("24 feb", "31 mar"),
        ("between November and January", "between December and February"),
        ("November and January 2027", "December and February 2027"),
        ("since february", "since march"),
    ],
)  # fmt: skip
def test_a_date_is_moved_in_the_form_in_which_it_stands(written: str, becomes: str) -> None:
    """By five weeks: a Friday stays a Friday."""
    assert moved(f"Seen {written} at home") == f"Seen {becomes} at home"
    assert in_doubt(f"Seen {written} at home") == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("31/02/2026", "31/02/2026"),
        ("11/20/2026", "11/20/2026"),
        ("29 February", "29 February"),
        ("on the 20th she", "on the 20th"),
        ("20/11", "20/11"),
        ("since 2019", "2019"),
        ("in 2025/26", "2025/26"),
        ("at Christmas", "Christmas"),
        ("20 11 2026", "20 11 2026"),
        ("20112026", "20112026"),
        ("3, 10 November", "3, 10 November"),
        ("aged 3, 5 and 9 November", "3, 5 and 9 November"),
        ("30 and 3 November", "30 and 3 November"),
        ("3 (missed), 5 (held) and 9 November", "3 (missed), 5 (held) and 9 November"),
        ("3 November and 10th", "3 November and 10th"),
        ("3 Nov, 10 and 17.", "3 Nov, 10 and 17"),
        ("3/11, 10/11 and 17/11/26", "3/11, 10/11 and 17/11/26"),
        ("on 3.11 and 10.11.", "on 3.11 and 10.11"),
        ("Dec 3, 10 and 17", "Dec 3, 10 and 17"),
        ("Dec-3", "Dec-3"),
        ("on 10th she", "on 10th"),
        ("the 3rd, 10th and 17th she", "the 3rd, 10th and 17th"),
        ("Monday 30 was missed", "Monday 30"),
        ("third of December", "third of December"),
        ("24 Febuary", "24 Febuary"),
        ("3 may", "3 may"),
        ("on 20 Nov. 26 she", "20 Nov. 26"),
        ("FEBRUARY", "FEBRUARY"),
        ("In November 20 children", "November 20"),
        ("from April", "April"),
        ("20-25/11/2026", "20-25/11/2026"),
    ],
)
def test_what_may_be_a_date_is_pointed_out_and_left(text: str, doubt: str) -> None:
    """Nothing is changed on a guess."""
    assert moved(text) == text
    assert in_doubt(text) == [doubt]


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "14:02",
        "section 47",
        "aged 12",
        "it may be",
        "they march on",
        "0113 496 0123",
        "1,900 visits",
        "12 of 20",
        "all may come on 3 marks",
        "17th birthday",
        "an average of 3.11",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    """Neither moved nor pointed out."""
    assert dates(text, FIVE_WEEKS, NEAR) == []


FORMS = st.sampled_from(["{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0:%d-%m-%y}", "{0.day} {0:%B %Y}"])
DAYS = st.dates(date(2001, 1, 1), date(2045, 12, 31))


@given(DAYS, DAYS, FORMS, st.sampled_from(WEEKS))
def test_two_dates_stay_as_far_apart_as_they_were(one: date, other: date, form: str, weeks: int) -> None:
    """Each stands where the calendar says, in its own form; moved back, the text is what it was."""
    text = f"From {form.format(one)} to {form.format(other)}."
    step = timedelta(weeks=weeks)

    assert moved(text, step.days) == f"From {form.format(one + step)} to {form.format(other + step)}."
    assert moved(moved(text, step.days), -step.days) == text


@pytest.mark.parametrize("style", STYLES)
@given(days=LISTS, weeks=st.sampled_from(WEEKS))
@settings(max_examples=80)
def test_no_day_of_a_list_stays_as_it_was(style: Style, weeks: int, days: list[date]) -> None:
    """In whatever way a list is written, each of its days is moved by the same shift, or pointed out with its month.

    None is left between: what stands in no date that was found has neither a figure nor a month.
    """
    text = f"Held: {style(days)}. She was there."
    found = dates(text, 7 * weeks, NEAR)
    left = "".join(" " if any(each.start <= at < each.end for each in found) else sign for at, sign in enumerate(text))
    assert re.findall(r"\d+|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*", left) == []

    still = iter(days)
    for each in found:
        was = [next(still) for _ in read(text[each.start : each.end])]
        step = timedelta(weeks=weeks if each.sure else 0)
        assert read(each.words) == [((day + step).day, (day + step).month) for day in was]
    assert next(still, None) is None


@given(st.text(max_size=60) | st.sampled_from(HOSTILE), st.sampled_from(WEEKS))
def test_any_text_is_read_and_pieces_never_overlap(text: str, weeks: int) -> None:
    """They stand in order, within the text; what is in doubt is the text itself."""
    found = dates(text, 7 * weeks, NEAR)
    ends = [0, *(place for each in found for place in (each.start, each.end)), len(text)]

    assert ends == sorted(ends)
    assert all(each.words == text[each.start : each.end] for each in found if not each.sure)
