"""What the figures of agreement are called, and what is said where they mislead."""

from __future__ import annotations

import pytest

from caseaudit.domain.agreement import Agreement, agreement
from caseaudit.domain.agreement_coefficient import MEASURES, WEIGHTS, Coefficient
from caseaudit.domain.agreement_direction import Direction
from caseaudit.domain.agreement_table import Places, Table, Unit
from caseaudit.domain.agreement_words import leaning, missing, name, p_said, paradox, source


def of(units: list[Places]) -> Agreement:
    """Return the agreement of an auditor and a moderator."""
    return agreement(
        Table(("good", "poor"), ("Auditor", "Moderator"), tuple(Unit(str(at), unit) for at, unit in enumerate(units)))
    )


def test_the_paradox_is_explained_where_it_bites() -> None:
    """118 of 125 graded alike and kappa below 0, because 97 % of the grades are one."""
    assert paradox(of([*[(0, 0)] * 118, *[(0, 1)] * 5, *[(1, 0)] * 2])) == (
        "Cohen's kappa and Krippendorff's alpha are low although 94 % were graded the same, because 97 % of all grades "
        "are good: where nearly everything gets one grade, chance alone would agree nearly as often (the kappa "
        "paradox). Go by the share of the same grade and by Gwet's AC."
    )


@pytest.mark.parametrize(
    "units",
    [
        pytest.param([*[(0, 0)] * 50, *[(1, 1)] * 50, *[(0, 1)] * 5], id="kappa is high"),
        pytest.param([*[(0, 0)] * 10, *[(1, 1)] * 10, *[(0, 1)] * 20], id="agreement is low"),
        pytest.param([(0, 0)] * 30, id="there is no kappa"),
        pytest.param([(None, 0)], id="there is nothing"),
    ],
)
def test_the_paradox_is_not_brought_up_elsewhere(units: list[Places]) -> None:
    """A low kappa beside low agreement is what it seems."""
    assert paradox(of(units)) == ""


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        (
            Direction(20, 9, 1, 0.5, 0.0216),
            "Moderator against Auditor: lower 9 times, higher once, the same 10 times; on average 0.50 steps lower. "
            "That is more than chance explains (sign test, p = 0.022).",
        ),
        (
            Direction(5, 0, 2, -0.4, 0.5),
            "Moderator against Auditor: lower never, higher twice, the same 3 times; on average 0.40 steps higher. "
            "Chance may explain it (sign test, p = 0.50).",
        ),
        (Direction(4, 0, 0, 0.0, None), "Moderator never differed from Auditor."),
        (Direction(0, 0, 0, None, None), "Nothing was graded by both Auditor and Moderator."),
    ],
)
def test_a_direction_is_said_with_its_counts_and_how_sure_it_is(direction: Direction, said: str) -> None:
    """Lower is more severe; the moderator is compared with the auditor."""
    assert leaning(direction, "Auditor", "Moderator") == said


def test_a_p_is_never_nought() -> None:
    """Nothing is impossible."""
    assert [p_said(p) for p in (0.0, 0.0009, 0.04, 0.0494, 0.3, 1.0)] == [
        "p < 0.001",
        "p < 0.001",
        "p = 0.040",
        "p = 0.049",
        "p = 0.30",
        "p = 1.00",
    ]


def test_every_variant_has_a_name_of_its_own_and_a_source() -> None:
    """Gwet's AC1 is not his AC2, the ordinal alpha is not the linear kappa, and two raters' kappa is Cohen's."""
    every = [
        Coefficient(measure, weights, raters, 0, None, None, None, "")
        for measure in MEASURES
        for weights in WEIGHTS
        for raters in (2, 3)
    ]

    assert len({name(each) for each in every}) == 3 * len(MEASURES) + 3
    assert all(all(source(each)) for each in every)


def test_one_reason_is_told_once() -> None:
    """Three coefficients that lack the same thing are one sentence."""
    whys = [(None, "nothing was graded by two people"), (None, "nothing was graded by two people"), (0.5, "too few")]
    found = [
        Coefficient(measure, "linear", 2, 0, value, None, None, why)
        for measure, (value, why) in zip(MEASURES, whys, strict=False)
    ]

    assert list(missing(found)) == [
        "Cohen's kappa and Gwet's AC2 cannot be computed: nothing was graded by two people.",
        "No range for Krippendorff's alpha: too few.",
    ]
