"""What holds for every table of grades, whatever is in it."""

from __future__ import annotations

import random
from statistics import fmean, pvariance, quantiles

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.agreement import Agreement, agreement, coefficients
from caseaudit.domain.agreement_alpha import alpha
from caseaudit.domain.agreement_coefficient import MEASURES, WEIGHTS, Coefficient, Weights
from caseaudit.domain.agreement_kappa import cohen
from caseaudit.domain.agreement_raters import conger, fleiss, gwet
from caseaudit.domain.agreement_table import Places, Table, Unit, counted, crossed, tallies

POINTS = 4
SCALE = ("outstanding", "good", "requires-improvement", "inadequate")

weights = st.sampled_from(WEIGHTS)
place = st.integers(0, POINTS - 1)
pairs = st.lists(st.tuples(place, place), min_size=1, max_size=40)
graded = st.integers(2, 5).flatmap(
    lambda raters: st.lists(st.tuples(*[st.none() | place] * raters), min_size=1, max_size=25)
)


def every(units: list[Places], how: Weights) -> list[Coefficient]:
    """Return every coefficient of some units but alpha, whose bootstrap takes its time."""
    rows = counted(units)
    return list(coefficients(rows, POINTS, len(units[0]), [name for name in MEASURES if name != "alpha"], how))


def figures(found: list[Coefficient]) -> list[float | None]:
    """Return values and bounds, rounded so that the order of a sum does not matter."""
    return [None if each is None else round(each, 9) + 0.0 for one in found for each in (one.value, one.low, one.high)]


def table(units: list[Places]) -> Table:
    """Return units as a table."""
    raters = tuple(f"rater {number}" for number in range(len(units[0])))
    return Table(SCALE, raters, tuple(Unit(f"unit {number}", places) for number, places in enumerate(units)))


@given(graded, weights)
def test_a_figure_is_a_number_within_its_bounds_or_says_why_it_is_none(units: list[Places], how: Weights) -> None:
    """Never NaN, never a crash; a value is at most 1, an interval holds it, and whatever is missing has a reason."""
    for found in every(units, how):
        if found.value is None:
            assert (found.low, found.high) == (None, None)
        else:
            assert found.value <= 1 + 1e-9
            if found.low is not None and found.high is not None:
                assert found.low - 1e-9 <= found.value <= found.high + 1e-9
                assert found.high <= 1
        assert bool(found.why) == (found.low is None)


@given(graded, weights, st.randoms(use_true_random=False))
def test_the_order_of_units_and_of_raters_does_not_matter(
    units: list[Places], how: Weights, chance: random.Random
) -> None:
    """Rows and columns may be shuffled."""
    order = list(range(len(units[0])))
    chance.shuffle(order)
    shuffled = [tuple(places[rater] for rater in order) for places in units]
    chance.shuffle(shuffled)

    assert figures(every(shuffled, how)) == figures(every(units, how))


@given(graded)
def test_a_unit_that_nobody_graded_changes_nothing(units: list[Places]) -> None:
    """A blank row is no row."""
    blank: Places = (None,) * len(units[0])

    assert figures(every([*units, blank, blank], "linear")) == figures(every(units, "linear"))


@given(graded, weights)
def test_turning_the_scale_round_changes_nothing(units: list[Places], how: Weights) -> None:
    """Best first or worst first: agreement is the same."""
    turned: list[Places] = [tuple(None if each is None else POINTS - 1 - each for each in unit) for unit in units]

    assert figures(every(turned, how)) == figures(every(units, how))


@given(graded, st.permutations(range(POINTS)))
def test_without_weights_the_names_of_grades_do_not_matter(units: list[Places], names: list[int]) -> None:
    """Grades that are no more than names may change places."""
    renamed: list[Places] = [tuple(None if each is None else names[each] for each in unit) for unit in units]

    assert figures(every(renamed, "none")) == figures(every(units, "none"))


@given(st.lists(place, min_size=2, max_size=30), st.integers(2, 4), weights)
def test_people_who_always_agree_have_full_agreement(grades: list[int], raters: int, how: Weights) -> None:
    """Every coefficient is 1, or, where all grades are one, has a reason why it is none."""
    found = every([(grade,) * raters for grade in grades], how)

    for each in found:
        if len(set(grades)) > 1 or each.measure in ("gwet", "brennan-prediger"):
            assert each.value == pytest.approx(1)
        else:
            assert (each.value, each.why != "") == (None, True)


# ── closed forms for two raters ──────────────────────────────────────────────


@given(pairs, weights)
def test_congers_kappa_of_two_raters_is_cohens(units: list[Places], how: Weights) -> None:
    """The value; the interval of Cohen's is that of his own standard error."""
    one, other = cohen(crossed(counted(units), POINTS), how), conger(counted(units), POINTS, how)

    assert (one.value is None) == (other.value is None)
    assert one.value is None or other.value == pytest.approx(one.value)


@given(pairs)
def test_quadratic_kappa_is_the_closed_form(units: list[tuple[int, int]]) -> None:
    """1 less the mean squared difference over the two variances and the squared difference of the means.

    Fleiss and Cohen (1973), Educational and Psychological Measurement 33, 613-619.
    """
    first, second = [one for one, _ in units], [other for _, other in units]
    apart = fmean((one - other) ** 2 for one, other in units)
    chance = pvariance(first) + pvariance(second) + (fmean(first) - fmean(second)) ** 2
    found = cohen(crossed(counted(units), POINTS), "quadratic").value

    assert found is None if chance == 0 else found == pytest.approx(1 - apart / chance, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=40))
def test_ac1_of_two_raters_and_two_grades_is_the_closed_form(units: list[tuple[int, int]]) -> None:
    """Chance is 2 p (1 - p), where p is how common the first grade is. Gwet (2008), formula 9."""
    common = fmean([*(1 - one for one, _ in units), *(1 - other for _, other in units)])
    chance = 2 * common * (1 - common)
    same = fmean(one == other for one, other in units)

    assert gwet(tallies(counted(units), 2), 2, "none").value == pytest.approx((same - chance) / (1 - chance), abs=1e-9)


@given(pairs)
@settings(max_examples=15, deadline=None)
def test_nominal_alpha_of_two_raters_is_scotts_pi_with_its_small_correction(units: list[tuple[int, int]]) -> None:
    """1 - (1 - pi) (N - 1) / N, with N grades. Krippendorff (2011); Fleiss' kappa of two raters is Scott's pi."""
    rows = tallies(counted(units), POINTS)
    pi, found = fleiss(rows, 2, "none").value, alpha(rows, 2, "none").value
    grades = 2 * len(units)

    assert found is None if pi is None else found == pytest.approx(1 - (1 - pi) * (grades - 1) / grades, abs=1e-9)


# ── the bootstrap ────────────────────────────────────────────────────────────

ALIKE: list[Places] = [*[(0, 0)] * 4, *[(1, 1)] * 5, *[(2, 2)] * 3, (3, 3)]
TWENTY: list[Places] = [*ALIKE, (0, 1), (1, 2), (2, 1), (1, 3), (2, 3), (0, 2), (3, 2)]


def test_the_interval_of_alpha_is_that_of_a_plain_bootstrap_over_units() -> None:
    """Written out the long way, with other draws: units are drawn with all their grades, each put back."""
    chance = random.Random(7)
    drawn = [_nominal(chance.choices(TWENTY, k=len(TWENTY))) for _ in range(4000)]
    cuts = quantiles(drawn, n=40, method="inclusive")
    found = alpha(tallies(counted(TWENTY), POINTS), 2, "none")

    assert (found.low, found.high) == pytest.approx((cuts[0], cuts[-1]), abs=0.04)


def _nominal(units: list[Places]) -> float:
    same = fmean(one == other for one, other in units)
    grades = [grade for unit in units for grade in unit]
    n = len(grades)
    chance = sum(grades.count(place) * (grades.count(place) - 1) for place in range(POINTS)) / (n * (n - 1))
    return (same - chance) / (1 - chance)


def test_the_same_table_always_has_the_same_interval() -> None:
    """In whatever order its rows and columns stand."""
    turned = [tuple(reversed(unit)) for unit in reversed(TWENTY)]

    assert alpha(tallies(counted(turned), POINTS), 2, "linear") == alpha(tallies(counted(TWENTY), POINTS), 2, "linear")


def test_a_table_that_is_nearly_all_one_grade_has_an_alpha_and_no_interval() -> None:
    """One unit of thirty makes all the difference, and a third of the draws do not hold it."""
    found = alpha(tallies(counted([*[(1, 1)] * 29, (1, 2)]), POINTS), 2, "linear")

    assert found.value == pytest.approx(0.0, abs=0.02)
    assert (found.low, found.high) == (None, None)
    assert "too much alike" in found.why


# ── the whole ────────────────────────────────────────────────────────────────


@given(graded)
@settings(max_examples=25, deadline=None)
def test_what_is_counted_adds_up(units: list[Places]) -> None:
    """Same grade and disagreements make all units graded twice; the matrix holds the pairs; nothing is lost."""
    found = agreement(table(units), ("gwet",))

    assert found.exact.n + len(found.disagreements) == found.exact.of
    assert found.exact.n <= found.within_one.n <= found.within_one.of == found.exact.of
    assert sum(sum(each.grades) for each in found.given) == sum(one is not None for unit in units for one in unit)
    assert [each.steps for each in found.disagreements] == sorted(each.steps for each in found.disagreements)[::-1]
    _two_raters_add_up(found)


def _two_raters_add_up(found: Agreement) -> None:
    if found.crossed is None or found.direction is None:
        assert len(found.raters) > 2
        return
    assert sum(map(sum, found.crossed)) == found.direction.n == found.exact.of
    assert found.direction.same == found.exact.n == sum(found.crossed[place][place] for place in range(POINTS))
