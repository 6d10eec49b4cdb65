"""How far auditors and moderators agree: over all, and where and with whom they do not."""

from __future__ import annotations

import pytest

from caseaudit.domain.agreement import USUAL
from caseaudit.domain.agreement_report import Pair, Report, report
from caseaudit.problems import BadInput

SCALE = ("outstanding", "good", "requires-improvement", "inadequate")
O, G, R, I = SCALE  # noqa: E741


def pair(criterion: str, auditor: str, first: str, second: str, audit: str = "20260501-aaaaaa") -> Pair:
    """Return one answer that A. Auditor, or another, and M. Moderator graded."""
    return Pair("chronology", criterion, auditor, "M. Moderator", audit, first, second)


PAIRS = [
    *[pair("CHR-01", "Ann", G, R)] * 4,
    pair("CHR-01", "Ann", G, G),
    pair("CHR-02", "Ann", O, I, "20260502-bbbbbb"),
    pair("CHR-02", "Ben", R, R, "20260503-cccccc"),
    pair("CHR-03", "Ben", I, I, "20260503-cccccc"),
    pair("CHR-03", "Ben", G, O, "20260503-cccccc")._replace(checklist="recording"),
]


@pytest.fixture
def found() -> Report:
    """The report of the pairs above."""
    return report(PAIRS, SCALE, USUAL)


def test_every_pair_counts_once_in_each_breakdown(found: Report) -> None:
    """Nine pairs from three audits; by checklist, by criterion of a checklist, by auditor."""
    assert (found.overall.exact.n, found.overall.exact.of, found.audits) == (3, 9, 3)
    assert [(group.checklist, group.pairs) for group in found.checklists] == [("chronology", 8), ("recording", 1)]
    assert [(group.checklist, group.name, group.pairs) for group in found.criteria] == [
        ("chronology", "CHR-01", 5),
        ("chronology", "CHR-02", 2),
        ("chronology", "CHR-03", 1),
        ("recording", "CHR-03", 1),
    ]
    assert [(group.name, group.pairs) for group in found.auditors] == [("Ann", 6), ("Ben", 3)]


def test_nobody_is_judged_by_fewer_than_five_pairs(found: Report) -> None:
    """Ben has three: counts, no coefficient and no direction. Ann has six."""
    ann, ben = found.auditors

    assert (ben.exact.n, ben.exact.of, ben.within_one.n) == (2, 3, 3)
    assert (ben.coefficient, ben.direction) == (None, None)
    assert ann.coefficient is not None
    assert ann.coefficient.measure == "gwet"
    assert ann.direction is not None
    assert (ann.direction.lower, ann.direction.higher, ann.direction.same) == (5, 0, 1)


def test_disagreements_come_largest_first_and_say_where_they_are(found: Report) -> None:
    """Outstanding against inadequate is three steps; those alike stay in their order."""
    assert [each.steps for each in found.disagreements] == [3, 1, 1, 1, 1, 1]
    assert found.disagreements[0].pair == PAIRS[5]
    assert found.disagreements[-1].pair.checklist == "recording"


def test_without_pairs_there_is_a_report_that_says_so() -> None:
    """Nothing is computed, and nothing breaks."""
    found = report([], SCALE, USUAL)

    assert (found.audits, found.criteria, found.auditors, found.disagreements) == (0, (), (), ())
    assert [(each.value, each.why) for each in found.overall.coefficients] == [
        (None, "nothing was graded by two people")
    ] * 3


def test_grades_of_two_scales_are_not_compared() -> None:
    """`yes` is no grade of Ofsted's four; the audit and the criterion are named."""
    with pytest.raises(BadInput) as refused:
        report([pair("CHR-01", "Ann", "yes", "no")], SCALE, USUAL)

    assert str(refused.value).startswith("20260501-aaaaaa: CHR-01: was graded on another scale than the others.")
