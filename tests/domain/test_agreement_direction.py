"""Which way a moderator differs from an auditor, and when that is more than chance."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.agreement_direction import Direction, direction, sign_test
from caseaudit.domain.agreement_table import counted

# Places on the scale: 0 is outstanding, 3 is inadequate.
MODERATED = [(1, 1), (1, 2), (0, 1), (1, 3), (2, 1), (2, None), (None, 2)]


def test_the_moderator_who_grades_lower_is_the_more_severe() -> None:
    """Three lower, one higher, one the same; two blanks tell nothing. One, one, two steps down and one up: 3 of 5."""
    found = direction(counted(MODERATED))

    assert (found.n, found.lower, found.higher, found.same) == (5, 3, 1, 1)
    assert found.mean_steps == pytest.approx(3 / 5)
    assert found.p == pytest.approx(2 * (1 + 4) / 2**4)
    assert not found.is_clear


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [(5, 0, 2 / 32), (6, 0, 2 / 64), (7, 1, 18 / 256), (4, 4, 1.0), (1, 0, 1.0), (15, 5, 0.04138947)],
)
def test_the_sign_test_is_the_exact_binomial(one: int, other: int, p: float) -> None:
    """By hand for the short ones; 15 against 5 as R's `binom.test(15, 20)` prints it."""
    assert sign_test(one, other) == pytest.approx(p, abs=1e-8)
    assert sign_test(other, one) == sign_test(one, other)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_sign_test_is_exact_at_any_size(one: int, other: int) -> None:
    """Against sums of whole numbers."""
    if one + other:
        exact = 2 * sum(comb(one + other, place) for place in range(min(one, other) + 1)) / 2 ** (one + other)
        assert sign_test(one, other) == pytest.approx(min(1.0, exact), rel=1e-9)


def test_very_many_differences_are_no_trouble() -> None:
    """A million pairs; a p too small for a number is 0."""
    assert sign_test(500_000, 500_000) == 1
    assert sign_test(1_000_000, 0) == 0


def test_nothing_to_compare_has_no_direction() -> None:
    """Of no pairs there is no mean, and where nobody ever differs there is no p."""
    assert direction({}) == Direction(0, 0, 0, None, None)
    assert direction(counted([(1, 1), (2, 2)])) == Direction(2, 0, 0, 0.0, None)


@given(st.lists(st.tuples(st.none() | st.integers(0, 3), st.none() | st.integers(0, 3)), max_size=30))
def test_changing_places_turns_the_direction_round(units: list[tuple[int | None, int | None]]) -> None:
    """What is lower seen from the one is higher seen from the other, and as sure."""
    there, back = direction(counted(units)), direction(counted([(other, one) for one, other in units]))

    assert (there.lower, there.higher, there.same, there.p) == (back.higher, back.lower, back.same, back.p)
    assert (there.mean_steps or 0) == pytest.approx(-(back.mean_steps or 0))
