"""Every coefficient of agreement is the one that its authors, and other programs, print."""

from __future__ import annotations

import pytest

from caseaudit.domain.agreement_alpha import alpha
from caseaudit.domain.agreement_coefficient import Weights, student
from caseaudit.domain.agreement_kappa import cohen
from caseaudit.domain.agreement_raters import brennan_prediger, conger, fleiss, gwet
from caseaudit.domain.agreement_table import Places, Rows, Tallies, counted, crossed, tallies

# ── a 4 by 4 confusion matrix: the shape of four grades ──────────────────────

DIAGNOSES = [[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]]
"""`table_cont4x4diagnosis` of irrCAC (a port of Gwet's R package; values from Gwet 2014), tests/unit/irrCAC/table."""


def pairs_of(matrix: list[list[int]]) -> Rows:
    """Return the pairs that a confusion matrix counts."""
    return {(one, other): times for one, row in enumerate(matrix) for other, times in enumerate(row) if times}


@pytest.mark.parametrize(
    ("weights", "value", "low", "high"),
    [("none", 0.432, 0.341, 0.522), ("linear", 0.407, 0.302, 0.512), ("quadratic", 0.383, 0.254, 0.513)],
)
def test_cohens_kappa_of_four_grades(weights: Weights, value: float, low: float, high: float) -> None:
    """To the three decimals printed; their interval takes Student's t with 222 degrees, ours the normal one."""
    found = cohen(DIAGNOSES, weights)

    assert found.n == 223
    assert found.value == pytest.approx(value, abs=0.0005)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0015)


def test_scikit_learn_prints_the_same_kappa() -> None:
    """scikit-learn, `cohen_kappa_score`, unweighted, linear and quadratic."""
    found = [cohen(DIAGNOSES, weights).value for weights in ("none", "linear", "quadratic")]

    assert found == pytest.approx([0.4315, 0.40681, 0.38319], abs=0.00005)


@pytest.mark.parametrize(
    ("weights", "value", "low", "high"),
    [("none", 0.456, 0.371, 0.542), ("linear", 0.377, 0.267, 0.488), ("quadratic", 0.299, 0.150, 0.447)],
)
def test_gwets_coefficients_of_four_grades(weights: Weights, value: float, low: float, high: float) -> None:
    """AC1 and AC2; their table divides the variance by n, their raw data and ours by n - 1."""
    found = gwet(tallies(pairs_of(DIAGNOSES), 4), 2, weights)

    assert found.value == pytest.approx(value, abs=0.0005)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0015)


# ── a printout of SAS ────────────────────────────────────────────────────────

SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
"""statsmodels, `stats/tests/test_inter_rater.py`: a printout of PROC FREQ."""


@pytest.mark.parametrize(
    ("weights", "value", "error", "low", "high"),
    [("none", 0.4842, 0.1380, 0.2137, 0.7547), ("linear", 0.4701, 0.1457, 0.1845, 0.7558)],
)
def test_kappa_and_its_interval_are_those_of_sas(
    weights: Weights, value: float, error: float, low: float, high: float
) -> None:
    """Value, asymptotic standard error and 95 % interval, to the four decimals printed."""
    found = cohen(SAS, weights)

    assert found.low is not None
    assert found.high is not None
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=0.00005)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(error, abs=0.00005)


# ── four raters, twelve units, blanks ────────────────────────────────────────

FOUR_RATERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . .
. 3 3 3 2 3 4 2 2 5 1 3
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""The example of Krippendorff (2011); `raw_4raters` of irrCAC. One line a rater, a point where nothing was graded."""


def four_raters() -> Rows:
    """Return the example as rows of places."""
    raters = [line.split() for line in FOUR_RATERS.strip().splitlines()]
    columns = zip(*raters, strict=True)
    units: list[Places] = [tuple(None if said == "." else int(said) - 1 for said in unit) for unit in columns]
    return counted(units)


def four_tallies() -> Tallies:
    """Return the example without regard to who graded."""
    return tallies(four_raters(), 5)


@pytest.mark.parametrize(("weights", "value"), [("none", 0.743), ("quadratic", 0.849)])
def test_krippendorffs_alpha_with_blanks(weights: Weights, value: float) -> None:
    """Nominal and interval, irrCAC tests/unit/irrCAC/raw/test_krippendorff.py; the unit graded once drops out."""
    found = alpha(four_tallies(), 4, weights)

    assert found.n == 11
    assert found.value == pytest.approx(value, abs=0.0005)


def test_the_ordinal_metric_is_krippendorffs_own() -> None:
    """The package `krippendorff` gives 0.81539; Gwet's ordinal weights, which are another thing, would give 0.834."""
    assert alpha(four_tallies(), 4, "linear").value == pytest.approx(0.81539, abs=0.000005)


@pytest.mark.parametrize(
    ("weights", "value", "low"), [("none", 0.775, 0.461), ("linear", 0.859, 0.600), ("quadratic", 0.914, 0.685)]
)
def test_gwets_coefficients_with_blanks(weights: Weights, value: float, low: float) -> None:
    """As irrCAC tests/unit/irrCAC/raw/test_gwet.py; the upper bound is cut at 1."""
    found = gwet(four_tallies(), 4, weights)

    assert (found.value, found.low, found.high) == pytest.approx((value, low, 1.0), abs=0.0006)


@pytest.mark.parametrize(
    ("weights", "value", "low"), [("none", 0.761, 0.424), ("linear", 0.818, 0.491), ("quadratic", 0.865, 0.544)]
)
def test_fleiss_kappa_with_blanks(weights: Weights, value: float, low: float) -> None:
    """As irrCAC tests/unit/irrCAC/raw/test_fleiss.py."""
    found = fleiss(four_tallies(), 4, weights)

    assert (found.value, found.low, found.high) == pytest.approx((value, low, 1.0), abs=0.0006)


@pytest.mark.parametrize(
    ("weights", "value", "low"), [("none", 0.763, 0.435), ("linear", 0.814, 0.494), ("quadratic", 0.858, 0.541)]
)
def test_congers_kappa_with_blanks(weights: Weights, value: float, low: float) -> None:
    """As irrCAC tests/unit/irrCAC/raw/test_conger.py has it: chance by each rater's own habits."""
    found = conger(four_raters(), 5, weights)

    assert (found.value, found.low, found.high) == pytest.approx((value, low, 1.0), abs=0.0006)


def test_brennan_and_prediger_with_blanks() -> None:
    """As irrCAC tests/unit/irrCAC/raw/test_bp.py; the bound from irrCAC 0.4.4."""
    found = brennan_prediger(four_tallies(), 4, "none")

    assert (found.value, found.low) == pytest.approx((0.773, 0.45421), abs=0.0005)


# ── many raters, counts only ─────────────────────────────────────────────────

FLEISS: Tallies = dict.fromkeys(
    [
        (0.0, 0.0, 0.0, 0.0, 14.0),
        (0.0, 2.0, 6.0, 4.0, 2.0),
        (0.0, 0.0, 3.0, 5.0, 6.0),
        (0.0, 3.0, 9.0, 2.0, 0.0),
        (2.0, 2.0, 8.0, 1.0, 1.0),
        (7.0, 7.0, 0.0, 0.0, 0.0),
        (3.0, 2.0, 6.0, 3.0, 0.0),
        (2.0, 5.0, 3.0, 2.0, 2.0),
        (6.0, 5.0, 2.0, 1.0, 0.0),
        (0.0, 2.0, 2.0, 3.0, 7.0),
    ],
    1,
)
"""Ten subjects, fourteen raters, five categories: `table1` of statsmodels, as in many textbooks."""


def test_fleiss_kappa_of_the_textbooks() -> None:
    """statsmodels, `test_inter_rater.py`: 0.210."""
    assert fleiss(FLEISS, 14, "none").value == pytest.approx(0.210, abs=0.0005)


def test_fixed_and_free_margins() -> None:
    """statsmodels: `[[7, 1], [3, 5]]` gives 0.161905 with fixed margins (Fleiss), 0.214286 with free (Randolph)."""
    table: Tallies = {(7.0, 1.0): 1, (3.0, 5.0): 1}

    assert fleiss(table, 8, "none").value == pytest.approx(0.161905, abs=5e-7)
    assert brennan_prediger(table, 8, "none").value == pytest.approx(0.214286, abs=5e-7)


def test_the_paradox_of_fixed_margins() -> None:
    """statsmodels: nearly everybody says the same of both; Fleiss' kappa is below 0, with free margins it is near 1."""
    table: Tallies = {(6.99, 0.01): 2}

    assert fleiss(table, 7, "none").value == pytest.approx(-0.166667, abs=5e-7)
    assert brennan_prediger(table, 7, "none").value == pytest.approx(0.993343, abs=5e-7)


def test_the_kappa_paradox() -> None:
    """118 of 125 graded alike, 97 % of all grades the same: kappa -0.0234, AC1 0.9408."""
    table = pairs_of([[118, 5], [2, 0]])

    assert cohen(crossed(table, 2), "none").value == pytest.approx(-0.0234, abs=0.00005)
    assert gwet(tallies(table, 2), 2, "none").value == pytest.approx(0.9408, abs=0.00005)


# ── Student's t ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (29, 2.045), (30, 2.042), (31, 2.040), (60, 2.000),
     (120, 1.980), (10_000_000, 1.960)],
)  # fmt: skip
def test_students_t_is_that_of_the_tables(freedom: int, t: float) -> None:
    """Fisher and Yates (1963), table III, at 5 % two-sided."""
    assert student(freedom) == pytest.approx(t, abs=0.0005)
