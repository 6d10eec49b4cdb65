"""Intervals of shares and of differences are those that people can check elsewhere."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.intervals import Interval, newcombe, percent, said, whole_percent, wilson

ORACLES = [
    # n, of, low, high, decimals
    (13, 16, 0.5699, 0.9341, 4),  # contingencytables (R), tests/testthat/test-ch2.R
    (4, 20, 0.0806576626, 0.4160174323, 10),  # statsmodels, results_proportion.py (R binom)
    (18, 20, 0.6989663548, 0.9721335188, 10),  # statsmodels, results_proportion.py (R binom)
    (19, 38, 0.348499283644, 0.651500716356, 12),  # statsmodels, test_proportion.py
    (81, 263, 0.2553, 0.3662, 4),  # Newcombe (1998), Statistics in Medicine 17, the worked examples
    (15, 148, 0.0624, 0.1605, 4),
    (0, 20, 0.0, 0.1611, 4),
    (1, 29, 0.0061, 0.1718, 4),
    (0, 10, 0.0, 0.2775, 4),  # statsmodels, computed
    (5, 10, 0.2366, 0.7634, 4),
    (10, 10, 0.7225, 1.0, 4),
    (3, 8, 0.1368, 0.6943, 4),
    (5, 6, 0.4365, 0.9699, 4),
]


@pytest.mark.parametrize(("n", "of", "low", "high", "decimals"), ORACLES)
def test_wilson_agrees_with_published_values(n: int, of: int, low: float, high: float, decimals: int) -> None:
    """The interval is the one that R and statsmodels print, to the last decimal that they give."""
    interval = wilson(n, of)
    assert (round(interval.low, decimals), round(interval.high, decimals)) == (low, high)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_holds_the_share_and_stays_in_bounds(pair: tuple[int, int]) -> None:
    """The interval lies within 0 and 1, holds the share itself, and mirrors where yes and no change places."""
    n, of = pair
    interval, mirrored = wilson(n, of), wilson(of - n, of)
    assert 0 <= interval.low <= n / of + 1e-12
    assert n / of - 1e-12 <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirrored.high, abs=1e-12)


def test_nothing_graded_claims_nothing() -> None:
    """Of no answers the share may be anything, and is said to be none."""
    assert wilson(0, 0) == Interval(0, 0, 0.0, 1.0)
    assert said(wilson(0, 0)) == "none graded"


def test_an_interval_is_said_as_people_say_it() -> None:
    """Count first, then the interval in whole percent."""
    assert said(wilson(7, 12)) == "7 of 12 (32–81 %)"


HALVES = [(5, 8, 63), (1, 8, 13), (3, 8, 38), (57, 200, 29), (1, 200, 1), (29, 200, 15), (113, 200, 57)]
"""Shares that lie half way between two percentages; as floats most of 200 lie a little beside the half."""


@pytest.mark.parametrize(("n", "of", "expected"), HALVES)
def test_half_a_percent_is_rounded_up_as_a_spreadsheet_rounds_it(n: int, of: int, expected: int) -> None:
    """From the counts and from the share that a cell holds alike, so that the report and the workbook agree."""
    assert (whole_percent(n, of), whole_percent(n / of), whole_percent(100 * n / of, 100)) == (expected,) * 3
    assert percent(wilson(n, of)) == str(expected)
    assert whole_percent(-n / of) == -expected


@given(st.integers(1, 3_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_counts_and_their_share_are_rounded_alike_and_exactly(pair: tuple[int, int]) -> None:
    """Whatever the counts: the nearest whole percent, the upper one of two that are as near."""
    n, of = pair
    below = int(Fraction(100 * n, of))
    expected = below + (Fraction(100 * n, of) - below >= Fraction(1, 2))
    shown = Decimal(f"{n / of:.15g}").quantize(Decimal("0.01"), ROUND_HALF_UP)  # What a spreadsheet shows of a cell.
    assert whole_percent(n, of) == whole_percent(n / of) == expected == int(100 * shown)


def test_a_share_that_would_be_nought_and_is_not_reads_low() -> None:
    """1 of 300 is not nought; 1 of 200 is one percent; of nothing there is no share."""
    assert [percent(wilson(n, of)) for n, of in ((1, 300), (0, 300), (1, 200), (0, 0))] == ["low", "0", "1", "0"]


# ── differences ──────────────────────────────────────────────────────────────

pairs = st.integers(0, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def test_newcombe_agrees_with_the_published_example() -> None:
    """56 of 70 less 48 of 80: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10."""
    difference = newcombe(wilson(56, 70), wilson(48, 80))
    assert difference.value == pytest.approx(0.2)
    assert (round(difference.low, 5), round(difference.high, 5)) == (0.05243, 0.33387)
    assert difference.is_clear
    assert difference.near == difference.low


@given(pairs, pairs)
def test_a_difference_turned_round_changes_its_sign(one: tuple[int, int], other: tuple[int, int]) -> None:
    """It lies between its bounds, within -1 and 1, and says the same the other way round."""
    there, back = newcombe(wilson(*one), wilson(*other)), newcombe(wilson(*other), wilson(*one))
    assert -1 <= there.low <= there.value + 1e-12
    assert there.value - 1e-12 <= there.high <= 1
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)
    assert there.is_clear == back.is_clear


def test_a_difference_from_nothing_is_never_clear() -> None:
    """Where nothing was graded before, nothing is better or worse."""
    assert newcombe(wilson(9, 9), wilson(0, 0)) == (0.0, -1.0, 1.0)
    assert not newcombe(wilson(9, 9), wilson(0, 0)).is_clear
