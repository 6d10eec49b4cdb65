"""A trend is told from chance by the rules of "Making Data Count"; the oracles are those of NHSRplotthedots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.trend import (
    ENOUGH,
    LONG,
    Assurance,
    Chart,
    Limits,
    Point,
    Process,
    Rule,
    Signal,
    assurance,
    chart,
    drawn,
    process,
    signals,
)
from caseaudit.problems import BadInput

WITHIN = Process(mean=Fraction(0), mean_range=Fraction(100, 266))
"""Mean 0 and limits -1 and 1, so two thirds of the way are passed at 0.67."""


def month(number: int) -> str:
    """Return a month by its number, 0 for January 2025."""
    return f"{2025 + number // 12}-{number % 12 + 1:02}"


def charted(shares: Sequence[int | None], **options: Any) -> Chart:
    """Return the chart of whole percentages, from January 2025; None for a month without any audit."""
    points = [Point(month(at), share or 0, 0 if share is None else 100) for at, share in enumerate(shares)]
    return chart(points, **options)


def told(values: Sequence[float], rule: Rule, seen: Process = WITHIN) -> list[int]:
    """Return 1, -1 or 0 for each value: takes part in the rule upwards, downwards, or not."""
    ways = [{signal.rule: 1 if signal.upward else -1 for signal in at} for at in signals(values, seen)]
    return [way.get(rule, 0) for way in ways]


# ── the limits, as NHSRplotthedots prints them ───────────────────────────────

OUTLIER = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
"""NHSRplotthedots, vignettes/deviations.Rmd, deviation 1."""

NORMAL = (
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
    *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
    *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
)
"""R, `set.seed(123); rnorm(20)`: NHSRplotthedots, tests/testthat/test-ptd_spc_standard.R."""

NORMAL_WITH_10 = (*NORMAL[:14], 10, *NORMAL[15:])
"""The same with `y[15] <- 10`."""

ORACLES = [
    pytest.param(OUTLIER, True, ".2f", ["1.94", "-0.72", "4.60"], id="vignette, screened"),
    pytest.param(OUTLIER, False, ".2f", ["1.94", "-3.06", "6.95"], id="vignette, as in Excel"),
    pytest.param(NORMAL, True, ".7g", ["0.1416238", "-3.01138", "3.294627"], id="snapshot r1"),
    pytest.param(NORMAL_WITH_10, True, ".7g", ["0.6694159", "-2.383666", "3.722497"], id="snapshot r2, screened"),
    pytest.param(NORMAL_WITH_10, False, ".7g", ["0.6694159", "-4.596625", "5.935457"], id="snapshot r3, as in Excel"),
]
"""Mean, lower and upper limit: rounded in the vignette, with R's seven digits in tests/testthat/_snaps."""


@pytest.mark.parametrize(("values", "screened", "digits", "printed"), ORACLES)
def test_mean_and_limits_agree_with_published_values(
    values: Sequence[float], screened: bool, digits: str, printed: list[str]
) -> None:
    """They are those of the R package, to the last digit that it prints."""
    seen = process(values, screened=screened)
    assert [format(float(number), digits) for number in (seen.mean, seen.low, seen.high)] == printed


def test_an_outlier_is_outside_the_limits_by_either_way_of_calculating() -> None:
    """The vignette's fifth value, 10, lies above the limits whether its moving ranges are screened or not."""
    for screened in (True, False):
        assert told(OUTLIER, "outside", process(OUTLIER, screened=screened)) == [0, 0, 0, 0, 1, *[0] * 13]


def test_screening_happens_once_and_leaves_the_mean_alone() -> None:
    """A range above 3.267 times their mean goes; one that is above 3.267 times the new mean stays.

    Of 1, 1, 1, 1, 1, 1, 4 and 20 the mean is 3.75, so that 20 goes; of the rest it is 1.43, and 4 was not looked at.
    """
    values = (0, 1, 0, 1, 0, 1, 0, 4, -16)
    assert process(values).mean_range == Fraction(10, 7)
    assert process(values, screened=False).mean_range == Fraction(30, 8)
    assert process(values).mean == process(values, screened=False).mean == -1


def test_the_upper_range_limit_is_3_267_mean_moving_ranges() -> None:
    """Nine ranges of 100 and one of 436, 3.264 times their mean, are all kept; one of 439, 3.279 times it, is not."""
    steady = [0, 100] * 5
    assert process([*steady, 536]).mean_range == Fraction(1336, 10)
    assert process([*steady, 539]).mean_range == 100


def test_one_month_unlike_the_others_does_not_make_them_all_a_signal() -> None:
    """Eleven months of 100 % and one of 50 %: screening would leave limits of no width, so it is not done."""
    seen = charted([100] * 5 + [50] + [100] * 6)
    assert seen.limits is not None
    assert [mark.month for mark in seen.audited if mark.signals] == ["2025-06"]
    assert seen.audited[5].cause == "concern"


def test_a_point_on_a_limit_is_not_outside_it() -> None:
    """Outside is beyond."""
    assert told([1, 1.001, -1, -1.001], "outside") == [0, 1, 0, -1]


# ── the rules, as NHSRplotthedots tests them (tests/testthat/test-ptd_calculate_point_type.R) ──


def test_a_run_shows_with_its_seventh_point() -> None:
    """Six points on one side say nothing; the seventh makes all of them a run, and an eighth joins."""
    assert told([0.1] * 6, "run") == [0] * 6
    assert told([0.1] * 6 + [-0.1], "run") == [0] * 7
    assert told([0.1] * 7, "run") == [1] * 7
    assert told([0.1] * 8 + [-0.1], "run") == [1] * 8 + [0]
    assert told([-0.1] * 8 + [0.1], "run") == [-1] * 8 + [0]


def test_a_point_on_the_mean_breaks_a_run() -> None:
    """Neither side is its own."""
    assert told([0.1] * 6 + [0] + [0.1] * 6, "run") == [0] * 13


def test_a_trend_is_seven_points_each_beyond_the_last() -> None:
    """Rising or falling, wherever they lie."""
    assert told([1, 2, 3, 4, 5, 6], "trend") == [0] * 6
    assert told([1, 2, 3, 4, 5, 6, 7], "trend") == [1] * 7
    assert told([2, 1, 2, 3, 4, 5, 6, 7, 3], "trend") == [0, 1, 1, 1, 1, 1, 1, 1, 0]
    assert told([7, 6, 5, 4, 3, 2, 1], "trend") == [-1] * 7
    assert told([2, 7, 6, 5, 4, 3, 2, 1, 3], "trend") == [0, -1, -1, -1, -1, -1, -1, -1, 0]


def test_two_alike_break_a_trend() -> None:
    """Seven points of which two are the same are no trend: `c(1:3, 3:6)`."""
    assert told([1, 2, 3, 3, 4, 5, 6], "trend") == [0] * 7


def test_where_a_trend_turns_the_point_belongs_to_the_later_one() -> None:
    """NHSRplotthedots, R/ptd_calculate_point_type.R: a point in two trends takes the step on its right."""
    assert told([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], "trend") == [1] * 6 + [-1] * 7


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([0.9, 0.1, 0.9], [1, 0, 1], id="first and third"),
        pytest.param([0.1, 0.9, 0.9], [0, 1, 1], id="second and third"),
        pytest.param([0.9, 0.9, 0.1], [1, 1, 0], id="first and second"),
        pytest.param([-0.9, -0.9, -0.1], [-1, -1, 0], id="below"),
        pytest.param([0.1, 0.1, 0.9, 0.1, 0.9, 0.1, 0.1], [0, 0, 1, 0, 1, 0, 0], id="third and fifth of seven"),
        pytest.param([0.1, 0.1, 0.9, 0.9, 0.1, 0.1, 0.1], [0, 0, 1, 1, 0, 0, 0], id="third and fourth of seven"),
        pytest.param([0.9, 0.1, 0.1, 0.9], [0, 0, 0, 0], id="too far apart"),
        pytest.param([0.9, 0.1, 0.1, 0.9, 0.9], [0, 0, 0, 1, 1], id="the first too far from the pair"),
        pytest.param([0.9, -0.1, 0.9], [0, 0, 0], id="the third point on the other side"),
        pytest.param([0.1, 0.9, -0.9], [0, 0, 0], id="close to opposite limits"),
        pytest.param([0.1, 0.66, 0.66], [0, 0, 0], id="within two thirds"),
        pytest.param([0.9, 0.9], [0, 0], id="two points are not three"),
    ],
)
def test_two_of_three_close_to_the_same_limit(values: list[float], expected: list[int]) -> None:
    """Only the close points take part, and all three must lie on that side of the mean."""
    assert told(values, "near") == expected


def test_a_point_beyond_the_limit_is_also_close_to_it() -> None:
    """NHS England counts it since November 2023: NHSRplotthedots, issue 194."""
    assert told([0.1, 0.9, 1.1], "near") == [0, 1, 1]
    assert signals([0.1, 0.9, 1.1], WITHIN)[2] == (Signal("outside", True), Signal("near", True))


def test_close_to_opposite_limits_is_common_cause() -> None:
    """NHSRplotthedots, tests/testthat/test-ptd_spc_standard.R: 1 and -1 by turns, then 5.5 and -5.5."""
    values = [1, -1] * 7 + [5.5, -5.5]
    assert signals(values, process(values))[-2:] == [(), ()]


def windows(ways: list[int], long: int) -> set[int]:
    """Return the places that lie in any stretch of one way, so many long: the rules said in another manner."""
    stretches = [range(start, start + long) for start in range(len(ways) - long + 1)]
    return {at for stretch in stretches if abs(sum(ways[place] for place in stretch)) == long for at in stretch}


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_runs_and_trends_are_all_the_stretches_that_are_long_enough(values: list[int]) -> None:
    """Counted stretch by stretch, the same points take part."""
    seen = process(values)
    sides = [(value > seen.mean) - (value < seen.mean) for value in values]
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    rising = windows(steps, LONG - 1)
    assert {at for at, way in enumerate(told(values, "run", seen)) if way} == windows(sides, LONG)
    assert {at for at, way in enumerate(told(values, "trend", seen)) if way} == rising | {at + 1 for at in rising}


# ── what holds for every chart ───────────────────────────────────────────────

VALUES = st.lists(st.integers(0, 1200).map(lambda twelfths: Fraction(twelfths, 12)), min_size=1, max_size=30)
SHARES = st.lists(st.none() | st.integers(0, 100), max_size=30)


@given(VALUES, st.fractions(), st.booleans())
def test_a_constant_added_moves_the_mean_and_the_limits_and_no_signal(
    values: list[Fraction], constant: Fraction, screened: bool
) -> None:
    """Only where the process lies changes, not how it varies."""
    moved = [value + constant for value in values]
    seen, then = process(values, screened=screened), process(moved, screened=screened)
    assert (then.mean, then.low, then.high) == (seen.mean + constant, seen.low + constant, seen.high + constant)
    assert signals(moved, then) == signals(values, seen)


@given(VALUES)
def test_upside_down_every_signal_goes_the_other_way(values: list[Fraction]) -> None:
    """No rule sees more on one side of the mean than on the other."""
    other = [-value for value in values]
    turned = [tuple(Signal(rule, not upward) for rule, upward in told) for told in signals(values, process(values))]
    assert signals(other, process(other)) == turned


@given(VALUES)
def test_backwards_the_limits_and_the_points_of_each_rule_are_the_same(values: list[Fraction]) -> None:
    """Time gives a trend its direction and nothing else."""
    backwards = values[::-1]
    assert process(backwards) == process(values)
    there, back = signals(values, process(values)), signals(backwards, process(backwards))
    assert [{told.rule for told in at} for at in back[::-1]] == [{told.rule for told in at} for at in there]


@given(SHARES)
def test_the_other_direction_swaps_improvement_and_concern(shares: list[int | None]) -> None:
    """Whether higher is better decides what a signal means, not whether there is one."""
    swapped = {"improvement": "concern", "concern": "improvement", "common cause": "common cause", None: None}
    better, worse = charted(shares), charted(shares, higher_is_better=False)
    assert [swapped[mark.cause] for mark in worse.marks] == [mark.cause for mark in better.marks]
    assert [mark.signals for mark in worse.marks] == [mark.signals for mark in better.marks]
    assert (worse.mean, worse.limits) == (better.mean, better.limits)


@given(SHARES, st.integers(0, 100))
def test_below_twelve_points_nothing_is_claimed(shares: list[int | None], target: int) -> None:
    """With fewer than twelve months of audits there are values and a mean, but no limits, signal or assurance.

    From twelve on there are limits, and every month of audits has a cause.
    """
    seen = charted(shares, target=target)
    audited = [share for share in shares if share is not None]
    enough = len(audited) >= ENOUGH
    assert (seen.mean is not None) == bool(audited)
    assert [mark.value for mark in seen.audited] == audited
    assert (seen.limits is not None) == (seen.assurance is not None) == enough
    assert all((mark.cause is not None) == enough for mark in seen.audited)
    assert enough or not any(mark.signals for mark in seen.marks)


def test_the_twelfth_point_lets_a_signal_be_seen() -> None:
    """Seven months up are a trend on a chart of twelve months, and not yet on one of eleven."""
    rising = [50, 40, 50, 40, 41, 42, 43, 44, 45, 46, 47]
    assert not any(mark.signals for mark in charted(rising).marks)
    assert charted([*rising, 48]).marks[-1].signals == (Signal("trend", True),)


@given(SHARES.flatmap(lambda shares: st.tuples(st.just(shares), st.permutations(range(len(shares))))))
def test_points_may_be_given_in_any_order(drawn_order: tuple[list[int | None], list[int]]) -> None:
    """The month says where a point belongs, not its place in the list."""
    shares, order = drawn_order
    points = [Point(month(at), share or 0, 0 if share is None else 100) for at, share in enumerate(shares)]
    assert chart([points[at] for at in order]) == chart(points)


@given(SHARES)
def test_gaps_change_no_limit_and_no_signal(shares: list[int | None]) -> None:
    """A month without any audit is no zero: limits and signals are those of the other months, one after another."""
    closed = charted([share for share in shares if share is not None])
    seen = charted(shares)
    assert [mark[3:] for mark in seen.audited] == [mark[3:] for mark in closed.marks]
    assert (seen.mean, seen.limits) == (closed.mean, closed.limits)


# ── months, counts and gaps ──────────────────────────────────────────────────


def test_a_chart_carries_counts_and_bases() -> None:
    """A month of 3 cases is seen to be one; its value is in percent, and ranges are in percentage points."""
    seen = chart([Point("2026-05", 2, 3), Point("2026-06", 12, 30)])
    assert [(mark.n, mark.of) for mark in seen.marks] == [(2, 3), (12, 30)]
    assert [mark.value for mark in seen.marks] == pytest.approx([66.667, 40], abs=0.001)
    assert seen.marks[0].moving_range is None
    assert seen.marks[1].moving_range == pytest.approx(26.667, abs=0.001)


def test_the_mean_is_that_of_the_months_and_not_of_all_cases() -> None:
    """A month of 1 case weighs as much as a month of 99."""
    assert chart([Point("2026-05", 1, 1), Point("2026-06", 0, 99)]).mean == 50


def test_a_month_that_is_missing_and_a_month_of_no_audits_are_gaps() -> None:
    """Over the turn of the year, both are listed, without a value; the next range is to the last month with audits."""
    seen = chart([Point("2026-02", 4, 10), Point("2025-11", 9, 10), Point("2025-12", 0, 0), Point("2026-03", 0, 0)])
    assert [(mark.month, mark.value) for mark in seen.marks] == [
        ("2025-11", 90),
        ("2025-12", None),
        ("2026-01", None),
        ("2026-02", 40),
        ("2026-03", None),
    ]
    assert seen.gaps == ("2025-12", "2026-01", "2026-03")
    assert seen.marks[3].moving_range == 50
    assert seen.mean == 65


@pytest.mark.parametrize(("n", "of"), [(2, 3), (1, 7), (5, 6), (0, 4), (4, 4)])
def test_months_all_alike_are_no_signal(n: int, of: int) -> None:
    """Two thirds every month is common cause; no month lies beside the mean by a rounding."""
    seen = chart([Point(month(at), n * (at % 3 + 1), of * (at % 3 + 1)) for at in range(24)])
    assert {mark.cause for mark in seen.marks} == {"common cause"}


def test_no_points_are_an_empty_chart() -> None:
    """Nothing is known, and nothing fails."""
    assert chart([]) == Chart((), None, None, higher_is_better=True, target=None, assurance=None)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        pytest.param([Point("2026-13", 1, 2)], "is not a month", id="thirteenth month"),
        pytest.param([Point("May 2026", 1, 2)], "is not a month", id="in words"),
        pytest.param([Point("2026-05\n", 1, 2)], "is not a month", id="a line break after it"),
        pytest.param([Point("٢٠٢٦-05", 1, 2)], "is not a month", id="other digits"),
        pytest.param([Point("2026-05", 3, 2)], "2026-05: cannot count 3 of 2", id="more than its base"),
        pytest.param([Point("2026-05", -1, 2)], "2026-05: cannot count -1 of 2", id="less than nothing"),
        pytest.param([Point("2026-05", 1, 2), Point("2026-05", 1, 2)], "2026-05: comes twice", id="twice"),
    ],
)
def test_what_cannot_be_counted_is_refused(points: list[Point], says: str) -> None:
    """The month is named, what is wrong is said."""
    with pytest.raises(BadInput, match=says):
        chart(points)


@pytest.mark.parametrize("target", [-1, 100.5, float("nan"), float("inf")])
def test_a_target_that_is_no_percentage_is_refused(target: float) -> None:
    """A share of 0.8 is 80 %, and nothing lies above 100 %."""
    with pytest.raises(BadInput, match="is not a percentage"):
        charted([50], target=target)


# ── the weight of rules, and the target ──────────────────────────────────────


def test_the_weightiest_rule_decides_between_improvement_and_concern() -> None:
    """A fall that is still above the mean is a concern: NHSRplotthedots, issue 171 and pull request 180."""
    seen = charted([40, 60] * 5 + [76, 74, 72, 70, 68, 66, 64])
    assert seen.marks[-1].signals == (Signal("trend", False), Signal("run", True))
    assert [mark.cause for mark in seen.marks[-7:]] == ["concern"] * 7


def test_a_point_outside_the_limits_outweighs_the_trend_it_is_in() -> None:
    """The peak lies above the limits, an improvement, and begins a fall, which is a concern from the next month on."""
    seen = charted([40, 50] * 8 + [84, 70, 66, 62, 58, 54, 52])
    assert seen.marks[-7].signals[:2] == (Signal("outside", True), Signal("trend", False))
    assert [mark.cause for mark in seen.marks[-7:]] == ["improvement"] + ["concern"] * 6


@pytest.mark.parametrize(
    ("limits", "higher", "lower"),
    [
        pytest.param(Limits(1, 3), "misses", "hits", id="target above"),
        pytest.param(Limits(5, 7), "hits", "misses", id="target below"),
        pytest.param(Limits(1, 5), "either", "either", id="target inside"),
        pytest.param(Limits(4, 4), "hits", "hits", id="always on the target"),
        pytest.param(Limits(4, 7), "hits", "either", id="target on the lower limit: reaching it is meeting it"),
        pytest.param(Limits(1, 4), "either", "hits", id="target on the upper limit"),
    ],
)
def test_a_target_outside_the_limits_is_hit_or_missed_consistently(
    limits: Limits, higher: Assurance, lower: Assurance
) -> None:
    """The first three are NHSRplotthedots, tests/testthat/test-ptd_calculate_assurance_type.R, with a target of 4."""
    assert (assurance(4, limits), assurance(4, limits, higher_is_better=False)) == (higher, lower)


def test_limits_count_and_are_drawn_only_from_0_to_100_percent() -> None:
    """No share lies outside, so a target of 0 % is always reached, and one of 100 % never consistently missed."""
    assert drawn(Limits(-12.5, 130)) == Limits(0, 100)
    assert assurance(0, Limits(-12.5, 40)) == "hits"
    assert assurance(100, Limits(60, 130)) == "either"
    assert assurance(100, Limits(60, 130), higher_is_better=False) == "hits"


def test_the_target_of_a_chart_is_held_against_its_limits() -> None:
    """By turns 60 and 64 %: the limits are 51.36 and 72.64 %."""
    shares = [60, 64] * 6
    assert charted(shares).assurance is None
    assert [charted(shares, target=target).assurance for target in (51, 52, 72, 73)] == [
        "hits",
        "either",
        "either",
        "misses",
    ]


def test_a_chart_may_be_calculated_as_in_excel() -> None:
    """Without screening, an outlier widens the limits."""
    shares = [40, 44] * 6 + [90] + [40, 44] * 3
    screened, unscreened = charted(shares).limits, charted(shares, screened=False).limits
    assert screened is not None
    assert unscreened is not None
    assert unscreened.high - unscreened.low > screened.high - screened.low
