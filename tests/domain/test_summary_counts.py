"""Summaries are counts that add up, with intervals that people can check elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.audit import STATES
from caseaudit.domain.summary import Cell, Row, rows, said, wilson
from made_up import GRADES

GOOD = frozenset({"outstanding", "good"})

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
    assert wilson(0, 0) == (0, 0, 0.0, 1.0)
    assert said(wilson(0, 0)) == "none graded"


def test_an_interval_is_said_as_people_say_it() -> None:
    """Count first, then the interval in whole percent."""
    assert said(wilson(7, 12)) == "7 of 12 (32–81 %)"


def only(cells: list[Cell]) -> Row:
    """Return the one row that some cells make."""
    (row,) = rows(cells, GOOD)
    return row


def test_four_states_are_never_merged() -> None:
    """Each state has its own count; only graded answers are in a denominator."""
    row = only(
        [
            Cell("x", "C-01", "graded", "good", 3),
            Cell("x", "C-01", "graded", "inadequate", 1),
            Cell("x", "C-01", "not-applicable", "", 5),
            Cell("x", "C-01", "insufficient-evidence", "", 7),
            Cell("x", "C-01", "not-assessed", "", 9),
        ]
    )
    assert (row.not_applicable, row.insufficient_evidence, row.not_assessed) == (5, 7, 9)
    assert row.grades == {"good": 3, "inadequate": 1}
    assert row.good_or_better[:2] == (3, 4)


def test_a_grade_that_is_not_graded_counts_in_no_share() -> None:
    """Should a grade stand beside another state, the state decides."""
    row = only([Cell("x", "C-01", "not-applicable", "good", 4), Cell("x", "C-01", "graded", "good", 1)])
    assert row.grades == {"good": 1}
    assert row.not_applicable == 4


def test_a_count_is_no_grade() -> None:
    """Answers that are numbers are graded without a grade and make no share."""
    assert only([Cell("x", "C-03", "graded", "", 6)]).good_or_better.of == 0


cells = st.builds(
    Cell,
    st.sampled_from(["x", "y"]),
    st.sampled_from(["C-01", "C-02"]),
    st.sampled_from(STATES),
    st.just(""),
    st.integers(1, 50),
).flatmap(
    lambda cell: st.sampled_from(GRADES).map(lambda grade: cell._replace(grade=grade if cell.state == "graded" else ""))
)


@given(st.lists(cells, max_size=12))
def test_counts_add_up(found: list[Cell]) -> None:
    """No answer is lost or counted twice, however the cells are cut."""
    total = sum(
        sum(row.grades.values()) + row.not_applicable + row.insufficient_evidence + row.not_assessed
        for row in rows(found, GOOD)
    )
    assert total == sum(cell.n for cell in found)
    halves = [half for cell in found for half in (cell._replace(n=1), cell._replace(n=cell.n - 1))]
    assert sorted(map(str, rows(halves, GOOD))) == sorted(map(str, rows(found, GOOD)))
