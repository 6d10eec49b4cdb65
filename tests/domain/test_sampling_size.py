"""How many cases say how much, held against published tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.sampling_size import exact_size, margin_of, sample_size
from caseaudit.problems import BadInput

KREJCIE_MORGAN = {10: 10, 50: 44, 100: 80, 200: 132, 480: 214, 500: 217, 1000: 278, 5000: 357, 10_000: 370}
"""Krejcie and Morgan, Determining sample size for research activities (1970), table 1: 5 points, 95 %, share a half."""


@pytest.mark.parametrize(("population", "size"), KREJCIE_MORGAN.items())
def test_the_table_of_krejcie_and_morgan(population: int, size: int) -> None:
    """They round to the nearest case; here it is rounded up, so that the margin holds."""
    exact = exact_size(population, 0.05)

    assert abs(exact - size) < 0.7
    assert sample_size(population, 0.05) - size in (0, 1)


@pytest.mark.parametrize(("population", "size"), [(50, 34), (100, 50), (200, 66), (400, 78), (1000, 88), (480, 81)])
def test_ten_points_at_95_percent(population: int, size: int) -> None:
    """Cochran's formula by hand: n0 = 96.04; of 100, 96.04 / (1 + 95.04 / 100) = 49.2, so 50."""
    assert sample_size(population, 0.10) == size


@given(st.integers(2, 100_000), st.integers(1, 99), st.integers(50, 99), st.integers(1, 99))
def test_the_size_keeps_its_margin_and_one_case_less_does_not(
    population: int, margin: int, confidence: int, share: int
) -> None:
    """The margin of the size is the inverse of the size of the margin."""
    size = sample_size(population, margin / 100, confidence / 100, share / 100)

    assert 1 <= size <= population
    assert margin_of(population, size, confidence / 100, share / 100) <= margin / 100 + 1e-9
    if size > 1:
        assert margin_of(population, size - 1, confidence / 100, share / 100) > margin / 100 - 1e-9


def test_everybody_leaves_no_doubt() -> None:
    """All the cases are the truth, not a sample of it."""
    assert margin_of(12, 12) == 0.0
    assert margin_of(1, 1) == 0.0


@pytest.mark.parametrize(
    ("population", "margin", "confidence", "share"),
    [(0, 0.1, 0.95, 0.5), (9, 0, 0.95, 0.5), (9, 0.1, 1, 0.5), (9, 0.1, 0.9, 0)],
)
def test_what_makes_no_sense_is_refused(population: int, margin: float, confidence: float, share: float) -> None:
    """No division by nought, no infinite sample."""
    with pytest.raises(BadInput):
        sample_size(population, margin, confidence, share)


@pytest.mark.parametrize("size", [0, 13])
def test_a_size_outside_the_list_is_refused(size: int) -> None:
    """Nobody can draw 13 of 12."""
    with pytest.raises(BadInput, match="from 1 to 12"):
        margin_of(12, size)
