"""A report is made from counts that add up, and calls nothing weak, strong or changed that may be chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.audit import STATES
from caseaudit.domain.breakdown import breakdown, months, whole
from caseaudit.domain.change import Period, changes, periods
from caseaudit.domain.counts import ActionCount, AuditCount, Cell, GroupOfAnswers, GroupOfAudits, RepeatCount
from caseaudit.domain.intervals import wilson
from caseaudit.domain.report import Asked, Row, actions, judgements, limiting, repeats, rows, strongest, weakest
from made_up import GRADES


def cell(criterion: str, state: str, grade: str, n: int, **more: object) -> Cell:
    """Return a cell of the checklist `x`, good or better where its grade is."""
    good = n if grade in ("good", "outstanding") else 0
    return Cell("x", criterion, state, grade, n, good, n if grade else 0)._replace(**more)


def only(cells: list[Cell]) -> Row:
    """Return the one row that some cells make."""
    (row,) = rows(cells, {}, GRADES)
    return row


# ── rows ─────────────────────────────────────────────────────────────────────


def test_four_states_are_never_merged() -> None:
    """Each state has its own count; only graded answers are in a denominator."""
    row = only(
        [
            cell("C-01", "graded", "inadequate", 1),
            cell("C-01", "graded", "good", 3),
            cell("C-01", "not-applicable", "", 5),
            cell("C-01", "insufficient-evidence", "", 7),
            cell("C-01", "not-assessed", "", 9),
        ]
    )
    assert (row.not_applicable, row.insufficient_evidence, row.not_assessed) == (5, 7, 9)
    assert list(row.grades.items()) == [("good", 3), ("inadequate", 1)]
    assert row.good_or_better == wilson(3, 4)
    assert row.asked == 25
    assert row.not_applicable_rate[:2] == (5, 25)
    assert row.insufficient_evidence_rate[:2] == (7, 20)


def test_a_grade_that_is_not_graded_counts_in_no_share() -> None:
    """Should a grade stand beside another state, the state decides."""
    spoilt = Cell("x", "C-01", "not-applicable", "good", 4)
    row = only([spoilt, cell("C-01", "graded", "good", 1)])
    assert row.grades == {"good": 1}
    assert row.not_applicable == 4


def test_a_number_is_no_grade() -> None:
    """Answers that are numbers are counted as such and make no share."""
    row = only([cell("C-03", "graded", "", 6)])
    assert (row.numbers, row.asked, row.good_or_better.of) == (6, 6, 0)


def test_a_row_says_what_the_latest_version_asked() -> None:
    """1.10 comes after 1.9; the weight of the latest is the one that is said."""
    found = [cell("C-01", "graded", "good", 1, version=v, weight=w) for v, w in (("1.10", 3), ("1.9", 2), ("1.x", 4))]
    assert only(found[:2]).versions == ("1.9", "1.10")
    assert only(found[:2]).weight == 3
    assert only(found).versions == ("1.9", "1.10", "1.x")


def test_rows_stand_in_reading_order() -> None:
    """As the checklist is read; what nobody knows the place of comes last."""
    asked = {("x", "C-02"): Asked("Second?", "Begin", 0), ("x", "C-01"): Asked("First?", "End", 1)}
    found = rows([cell(name, "graded", "good", 1) for name in ("C-00", "C-01", "C-02")], asked, GRADES)
    assert [row.criterion for row in found] == ["C-02", "C-01", "C-00"]
    assert (found[0].question, found[0].section) == ("Second?", "Begin")


cells = st.builds(
    cell,
    st.sampled_from(["C-01", "C-02"]),
    st.sampled_from(STATES),
    st.sampled_from(GRADES),
    st.integers(2, 50),
).map(lambda one: one if one.state == "graded" else one._replace(grade="", good=0, graded=0))


@given(st.lists(cells, max_size=12))
def test_counts_add_up(found: list[Cell]) -> None:
    """No answer is lost or counted twice, however the cells are cut."""
    whole_rows = rows(found, {}, GRADES)
    assert sum(row.asked for row in whole_rows) == sum(one.n for one in found)
    halves = [
        one._replace(n=n, good=n if one.good else 0, graded=n if one.graded else 0)
        for one in found
        for n in (1, one.n - 1)
    ]
    assert rows(halves, {}, GRADES) == whole_rows


# ── what stands out ──────────────────────────────────────────────────────────


def share(criterion: str, good: int, of: int) -> list[Cell]:
    """Return the cells of a criterion of which so many are good."""
    return [cell(criterion, "graded", "good", good), cell(criterion, "graded", "inadequate", of - good)]


def test_the_weakest_is_what_is_most_surely_weak() -> None:
    """5 of 20 is more surely weak than 1 of 5; 0 of 4 is too little to say; what is above the whole is not weak."""
    found = rows(
        [*share("C-01", 1, 5), *share("C-02", 5, 20), *share("C-03", 0, 4), *share("C-04", 30, 40)], {}, GRADES
    )
    assert [row.criterion for row in weakest(found)] == ["C-02", "C-01"]
    assert [row.criterion for row in strongest(found)] == ["C-04"]


def test_one_criterion_alone_is_neither_weak_nor_strong() -> None:
    """There is nothing that it could be weaker than."""
    found = rows(share("C-01", 0, 40), {}, GRADES)
    assert weakest(found) == strongest(found) == ()


def test_limiting_criteria_by_how_often_they_capped() -> None:
    """Only those that capped a judgement, most often first, of all audits that asked them."""
    found = rows(
        [cell("C-01", "graded", "inadequate", 9, limiting=2), cell("C-02", "graded", "inadequate", 9, limiting=5),
         cell("C-02", "graded", "good", 11), cell("C-03", "graded", "inadequate", 9)], {}, GRADES)  # fmt: skip
    assert [(row.criterion, *row.capped[:2]) for row in limiting(found)] == [("C-02", 5, 20), ("C-01", 2, 9)]


def test_repeat_findings_in_most_cases_first() -> None:
    """What was compared and never below good twice is no finding."""
    found = repeats([RepeatCount("x", "C-01", 0, 9), RepeatCount("x", "C-02", 2, 9), RepeatCount("x", "C-03", 4, 5)])
    assert [(each.criterion, *each.cases[:2]) for each in found] == [("C-03", 4, 5), ("C-02", 2, 9)]


def test_actions_open_overdue_and_finished() -> None:
    """The oldest is the open one that waits longest; one without a day is open and never overdue."""
    counts = [
        ActionCount("open", 1, 0, 3, "2026-09-01"),
        ActionCount("open", 0, 0, 2, ""),
        ActionCount("done", 1, 1, 4, "2026-01-01"),
        ActionCount("closed", 1, 0, 5, "2026-01-01"),
        ActionCount("cancelled", 1, 1, 6, "2026-01-01"),
    ]
    found = actions(counts, "2026-11-20")
    assert found[:8] == (5, 3, 4, 5, 6, 4, "2026-09-01", "2026-11-20")
    assert actions([], "2026-11-20").oldest == ""


def test_a_loop_is_closed_with_its_effect_shown() -> None:
    """Of all that were due, open or not: closed without effect or only done is no closed loop; given up leaves both."""
    counts = [
        ActionCount("open", 1, 0, 3, "2026-09-01"),
        ActionCount("open", 0, 0, 2, "2027-01-01"),
        ActionCount("done", 1, 1, 4, "2026-01-01"),
        ActionCount("closed", 1, 1, 5, "2026-01-01"),
        ActionCount("closed", 1, 0, 1, "2026-01-01"),
        ActionCount("closed", 0, 1, 7, "2027-01-01"),
        ActionCount("cancelled", 1, 0, 6, "2026-01-01"),
    ]
    assert actions(counts, "2026-11-20").loop[:2] == (5, 13)


def test_judgements_by_checklist() -> None:
    """In order of title; audits in progress and audits without a judgement stand in no share."""
    found = judgements(
        [
            AuditCount("signed-off", "b", "Alpha", "inadequate", 3, 0, "2026-01-01", "2026-02-01"),
            AuditCount("signed-off", "b", "Alpha", "good", 1, 1, "2026-01-01", "2026-02-01"),
            AuditCount("signed-off", "b", "Alpha", "", 2, 0, "2026-01-01", "2026-02-01"),
            AuditCount("in-progress", "b", "Alpha", "good", 7, 7, "2026-01-01", "2026-02-01"),
            AuditCount("signed-off", "a", "Beta", "good", 1, 1, "2026-01-01", "2026-02-01"),
        ],
        GRADES,
    )
    assert [(each.checklist, each.audits, each.without) for each in found] == [("b", 6, 2), ("a", 1, 0)]
    assert list(found[0].grades.items()) == [("good", 1), ("inadequate", 3)]
    assert found[0].good_or_better == wilson(1, 4)


# ── what changed ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("since", "until", "last", "latest", "before"),
    [
        ("", "", "2026-11-20", ("2026-09-01", "2026-11-20"), ("2026-06-01", "2026-08-31")),
        ("", "2026-01-15", "2026-01-15", ("2025-11-01", "2026-01-15"), ("2025-08-01", "2025-10-31")),
        ("", "2030-01-15", "2026-01-15", ("2025-11-01", "2026-01-15"), ("2025-08-01", "2025-10-31")),
        ("2026-07-01", "2026-09-30", "2026-09-12", ("2026-07-01", "2026-09-30"), ("2026-03-31", "2026-06-30")),
        ("2026-09-12", "", "2026-09-12", ("2026-09-12", "2026-09-12"), ("2026-09-11", "2026-09-11")),
        ("", "", "0001-01-15", ("0001-01-01", "0001-01-15"), ("0001-01-01", "0001-01-01")),
        ("", "", "", ("", ""), ("", "")),
    ],
)
def test_periods(since: str, until: str, last: str, latest: tuple[str, str], before: tuple[str, str]) -> None:
    """Three calendar months against three, or the days that were asked for against as many before."""
    assert periods(since, until, last) == (latest, before)


def answers(criterion: str, good: int, graded: int) -> GroupOfAnswers:
    """Return the answers to a criterion of `x` in a period."""
    return GroupOfAnswers(criterion, "x", good, graded, 0, graded)


def test_only_what_is_clearly_another_share_has_changed() -> None:
    """Worse and better, by how sure that is; not what may be chance, nor what was graded too seldom."""
    now = [answers("C-01", 2, 20), answers("C-02", 18, 20), answers("C-03", 9, 20), answers("C-04", 0, 4)]
    then = [answers("C-01", 18, 20), answers("C-02", 8, 20), answers("C-03", 11, 20), answers("C-04", 9, 9)]
    found = changes(Period("", ""), Period("", ""), now, then)
    assert found.compared == 3
    assert [(each.criterion, each.is_better) for each in found.found] == [("C-01", False), ("C-02", True)]
    assert found.found[0].difference.value == pytest.approx(-0.8)


# ── groups and months ────────────────────────────────────────────────────────


def test_a_group_has_compliance_and_quality_side_by_side() -> None:
    """Where compliance is clearly above quality the group is named; a small difference is none."""
    found = breakdown(
        "team",
        [
            GroupOfAudits("North", "", "good", 3),
            GroupOfAudits("North", "", "", 1),
            GroupOfAudits("South", "", "good", 2),
        ],
        [
            GroupOfAnswers("North", "compliance", 38, 40, 1, 41),
            GroupOfAnswers("North", "quality", 10, 40, 2, 42),
            GroupOfAnswers("South", "compliance", 21, 40, 0, 40),
            GroupOfAnswers("South", "quality", 20, 40, 0, 40),
        ],
        GRADES,
    )
    north, south = found.groups
    assert (north.name, north.audits, north.judgements) == ("North", 4, {"good": 3})
    assert (north.good_or_better, north.insufficient_evidence) == (wilson(48, 80), wilson(3, 83))
    assert found.compliance_leads == (north,)
    assert not south.compliance_leads


def test_the_same_criterion_of_two_checklists_is_two_groups() -> None:
    """Groups that are criteria have no judgements: they cut through audits."""
    found = breakdown(
        "criterion",
        [GroupOfAudits("C-01", "x", "", 3), GroupOfAudits("C-01", "y", "", 4)],
        [GroupOfAnswers("C-01", "y", 1, 2, 0, 2), GroupOfAnswers("C-01", "x", 2, 2, 0, 2)],
        GRADES,
    )
    assert [(group.checklist, group.audits, group.good_or_better.n) for group in found.groups] == [
        ("x", 3, 2),
        ("y", 4, 1),
    ]
    assert [group.judgements for group in found.groups] == [{}, {}]


def test_months_of_all_checklists_and_of_each() -> None:
    """All together come first; a month in which nothing was graded is no point."""
    found = months(
        [
            GroupOfAnswers("2026-02", "x", 1, 2, 0, 2),
            GroupOfAnswers("2026-01", "x", 3, 4, 0, 4),
            GroupOfAnswers("2026-02", "y", 5, 6, 0, 6),
            GroupOfAnswers("2026-03", "y", 0, 0, 4, 4),
        ]
    )
    assert [each.checklist for each in found] == ["", "x", "y"]
    assert found[0].points == (("2026-01", 3, 4), ("2026-02", 6, 8))
    assert found[2].points == (("2026-02", 5, 6),)


def test_the_whole_of_nothing() -> None:
    """No audit, no answer: a group of none, of which nothing is claimed."""
    group = whole([], [], GRADES)
    assert (group.audits, group.judgements, group.good_or_better) == (0, {}, wilson(0, 0))
    assert not group.compliance_leads
