"""A board reads one sentence: what changed and since when, what that means for the target, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.trend import Chart, Point, Rule, Signal, chart
from caseaudit.domain.trend_words import described, month_said, sentence

STEADY = [60, 64] * 6
UP = [60, 50, 60, 50, 52, 58, 50, 56]


def charted(shares: Sequence[int | None], target: float | None = None, higher_is_better: bool = True) -> Chart:
    """Return the chart of whole percentages, from May 2025; None for a month without any audit."""
    points = [
        Point(f"{2025 + (at + 4) // 12}-{(at + 4) % 12 + 1:02}", share or 0, 0 if share is None else 100)
        for at, share in enumerate(shares)
    ]
    return chart(points, target=target, higher_is_better=higher_is_better)


def test_a_run_is_said_with_its_beginning_its_length_and_the_target() -> None:
    """Seven months above the mean, from January 2026 on."""
    shares = [*UP, 72, 66, 72, 66, 72, 66, 72]
    assert sentence(charted(shares, target=80)) == (
        "Since January 2026 good or better runs above its mean for 7 months: improvement; "
        "the target of 80 % is inside the limits, so it may or may not be met by chance."
    )


def test_a_run_of_what_should_be_rare_is_a_concern() -> None:
    """The same months, counting a grade of which less is better."""
    shares = [*UP, 72, 66, 72, 66, 72, 66, 72]
    assert sentence(charted(shares, higher_is_better=False), "inadequate") == (
        "Since January 2026 inadequate runs above its mean for 7 months: concern."
    )


def test_a_trend_is_said_with_its_length() -> None:
    """Seven months down, from November 2025."""
    shares = [50, 70, 50, 70, 50, 50, 66, 64, 62, 60, 58, 56, 54]
    assert sentence(charted(shares)) == (
        "Since November 2025 good or better falls without a break for 7 months: concern."
    )


@pytest.mark.parametrize("again", [pytest.param(40, id="a step down"), pytest.param(46, id="two alike")])
def test_two_trends_side_by_side_are_not_taken_for_one(again: int) -> None:
    """Seven months up and then seven months up again: the latest rise begins after what parts them."""
    shares = [20, 70, 20, 70, 20, 70, *range(40, 47), *range(again, again + 7)]
    assert sentence(charted(shares)) == (
        "Since June 2026 good or better rises without a break for 7 months: improvement."
    )


def test_a_month_outside_the_limits_is_said_by_its_name() -> None:
    """The latest month is far below every other."""
    assert sentence(charted([*STEADY, 20])) == "In May 2026 good or better is below its lower limit: concern."


def test_two_of_three_months_close_to_a_limit_are_said_so() -> None:
    """Neither is outside, and together they are no chance."""
    shares = [60, 70, 60, 70, 60, 70, 60, 70, 60, 70, 60, 70, 60, 69, 87, 88]
    assert sentence(charted(shares)) == (
        "In two or more of the last three months, to August 2026, good or better is close to or above its upper "
        "limit: improvement."
    )


def test_a_steady_process_is_said_to_vary_as_chance_does() -> None:
    """No signal is an answer too, with the mean and the number of months it rests on."""
    assert sentence(charted(STEADY)) == (
        "Good or better varies as chance has it around its mean of 62 %, in all 12 months."
    )


def test_a_signal_that_is_over_is_said_to_be_over() -> None:
    """The latest month is what it always was; the month that was not is named."""
    shares = [*[55, 65] * 3, 20, *[55, 65] * 9]
    assert sentence(charted(shares)) == (
        "Good or better is as chance has it in May 2027; the last signal was in November 2025, below the lower limit: "
        "concern."
    )


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (50, "every month within the limits meets the target of 50 %, so it is consistently hit."),
        (62.5, "the target of 62.5 % is inside the limits, so it may or may not be met by chance."),
        (
            90,
            "no month within the limits meets the target of 90 %, so it is consistently missed until something "
            "changes.",
        ),
    ],
)
def test_a_target_is_said_to_be_hit_missed_or_left_to_chance(target: float, says: str) -> None:
    """Making Data Count knows these three."""
    assert sentence(charted(STEADY, target=target)).endswith(f"; {says}")


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([], "With no months of audits a change in good or better cannot be told from chance yet: 12 are needed."),
        ([50], "With 1 month of audits a change in good or better cannot be told from chance yet: 12 are needed."),
        (
            [50] * 11,
            "With 11 months of audits a change in good or better cannot be told from chance yet: 12 are needed.",
        ),
    ],
)
def test_too_few_months_are_said_in_one_plain_sentence(shares: list[int], says: str) -> None:
    """No signal and no word on the target below twelve months."""
    assert sentence(charted(shares, target=80)) == says


def test_months_without_audits_are_said_to_be_left_out() -> None:
    """One is named, several are counted; none of them is a zero."""
    assert sentence(charted([*STEADY, None, 60])).endswith("; May 2026, without any audit, is left out.")
    assert sentence(charted([60, None, None, *STEADY])).endswith("; 2 months without any audit are left out.")
    assert sentence(charted([60, None, 60])).startswith("With 2 months of audits")


def test_a_run_over_a_gap_counts_the_months_with_audits() -> None:
    """Eight months from January to August 2026, of which April has no audit."""
    shares = [*UP, 72, 66, 72, None, 66, 72, 66, 72]
    assert sentence(charted(shares)) == (
        "Since January 2026 good or better runs above its mean for 7 months: improvement; "
        "April 2026, without any audit, is left out."
    )


def test_a_month_and_a_signal_have_words() -> None:
    """For the legend of a chart and the line under a point."""
    assert [month_said("2026-05"), month_said("2025-12")] == ["May 2026", "December 2025"]
    assert described(Signal("outside", True)) == "above the upper limit"
    assert described(Signal("run", False)) == "in a run of 7 months or more below the mean"
    rules: tuple[Rule, ...] = ("outside", "trend", "near", "run")
    assert len({described(Signal(rule, upward)) for rule in rules for upward in (True, False)}) == 8


@given(st.lists(st.none() | st.integers(0, 100), max_size=30), st.none() | st.integers(0, 100), st.booleans())
def test_every_chart_has_its_one_sentence(shares: list[int | None], target: int | None, better: bool) -> None:
    """It stands on one line, ends with its only full stop, and speaks of improvement or concern if a month does."""
    seen = charted(shares, target, better)
    said = sentence(seen)
    assert said[0].isupper()
    assert said.count("\n") == 0
    assert said.endswith(".")
    assert (": improvement" in said or ": concern" in said) == any(mark.signals for mark in seen.marks)
