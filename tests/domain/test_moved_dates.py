"""Dates as people write them, each moved by the same number of days; what is in doubt is pointed out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.making import WEEKS
from caseaudit.domain.moved_dates import dates
from hostile import HOSTILE

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
        ("3, 5 and 9 November", "3, 5 and 9 November"),
        ("In November 20 children", "November 20"),
        ("from April", "April"),
        ("20-25/11/2026", "25/11/2026"),
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


@given(st.text(max_size=60) | st.sampled_from(HOSTILE), st.sampled_from(WEEKS))
def test_any_text_is_read_and_pieces_never_overlap(text: str, weeks: int) -> None:
    """They stand in order, within the text; what is in doubt is the text itself."""
    found = dates(text, 7 * weeks, NEAR)
    ends = [0, *(place for each in found for place in (each.start, each.end)), len(text)]

    assert ends == sorted(ends)
    assert all(each.words == text[each.start : each.end] for each in found if not each.sure)
