"""The rule that suggests a judgement, as a table: every branch, and each threshold from both sides."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain.audit import Answer, Audit, ChecklistUsed, SectionUsed
from caseaudit.domain.checklist import JudgementRule
from caseaudit.domain.judgement import suggest
from made_up import GRADES, begun

OFSTED = (GRADES, ("outstanding", "good"))
MET = (("met", "partly-met", "not-met"), ("met",))
YES_NO = (("yes", "no"), ("yes",))


def answer(grade: str = "", **fields: Any) -> Answer:
    """Return an answer to a criterion of its own; without a grade it is whatever `state` says."""
    state = fields.pop("state", "graded")
    return Answer("C-00", "all", "A question?", "w", "quality", state, grade=grade, **fields)


def audit_of(*answers: Answer, scale: tuple[tuple[str, ...], tuple[str, ...]] = OFSTED, **rule: Any) -> Audit:
    """Return an audit with exactly these answers, numbered C-01, C-02, and so on."""
    numbered = tuple(replace(given, criterion=f"C-{place:02}") for place, given in enumerate(answers, 1))
    used = ChecklistUsed("x", "1", "X", "d", "s", *scale, JudgementRule(**rule))
    return replace(begun(), checklist=used, sections=(SectionUsed("all", "All"),), answers=numbered)


class Row(NamedTuple):
    """One row of the table."""

    name: str
    audit: Audit
    grade: str
    says: str
    limiting: tuple[str, ...] = ()


top, good, poor, worst = map(answer, GRADES)
not_applicable = answer(state="not-applicable")
insufficient = answer(state="insufficient-evidence")

TABLE = [
    Row("roll-up is off", audit_of(good, roll_up=False), "", "asks for no overall judgement"),
    Row("nothing is answered", audit_of(answer(state="not-assessed")), "", "Nothing is graded yet"),
    Row("all is not applicable", audit_of(not_applicable, not_applicable), "", "Nothing is graded yet"),
    Row("only a count is given", audit_of(answer(kind="count", count=3)), "", "Nothing is graded yet"),
    # limited: one critical criterion at the lowest grade
    Row(
        "critical harm at the lowest grade limits, however good the rest",
        audit_of(top, top, top, answer("inadequate", critical="harm")),
        "inadequate",
        "Limited to inadequate by C-04 (critical: harm).",
        ("C-04",),
    ),
    Row(
        "critical welfare at the lowest grade limits too",
        audit_of(top, top, top, answer("inadequate", critical="welfare")),
        "inadequate",
        "Limited to inadequate by C-04 (critical: welfare).",
        ("C-04",),
    ),
    Row(
        "every limiting criterion is named",
        audit_of(answer("inadequate", critical="harm"), top, answer("inadequate", critical="welfare")),
        "inadequate",
        "C-01 (critical: harm), C-03 (critical: welfare)",
        ("C-01", "C-03"),
    ),
    Row("uncritical at the lowest grade does not limit", audit_of(*[top] * 9, worst), "good", "90 % of the grades"),
    # held below good
    Row(
        "critical below good holds it below good",
        audit_of(top, top, top, top, answer("requires-improvement", critical="harm")),
        "requires-improvement",
        "Held at requires improvement by C-05 (critical: harm)",
        ("C-05",),
    ),
    Row(
        "critical without evidence on file holds it below good",
        audit_of(top, top, answer(state="insufficient-evidence", critical="harm")),
        "requires-improvement",
        "Held at requires improvement by C-03 (critical: harm): below good, or not evidenced on file.",
        ("C-03",),
    ),
    Row(
        "a critical yes-or-no question answered no holds it below good",
        audit_of(top, answer("no", kind="yes-no", critical="harm")),
        "requires-improvement",
        "Held at requires improvement by C-02",
        ("C-02",),
    ),
    Row(
        "a critical yes-or-no question answered yes does not",
        audit_of(top, answer("yes", kind="yes-no", critical="harm")),
        "outstanding",
        "100 % of the grades, by weight, are outstanding and none is below good.",
    ),
    Row(
        "a critical time limit kept does not, missed does",
        audit_of(
            top,
            answer("in-time", kind="timescale", critical="harm"),
            answer("late", kind="timescale", critical="welfare"),
        ),
        "requires-improvement",
        "by C-03 (critical: welfare)",
        ("C-03",),
    ),
    Row(
        "a critical count never holds",
        audit_of(good, answer(kind="count", count=9, critical="harm")),
        "good",
        "100 % of the grades, by weight, are good or better",
    ),
    Row(
        "uncritical without evidence does not hold",
        audit_of(good, insufficient),
        "good",
        "100 % of the grades, by weight, are good or better",
    ),
    Row(
        "critical and not applicable does not hold",
        audit_of(good, answer(state="not-applicable", critical="harm")),
        "good",
        "100 % of the grades, by weight, are good or better",
    ),
    Row(
        "what is below good by its shares is not said to be held",
        audit_of(poor, answer("requires-improvement", critical="harm")),
        "requires-improvement",
        "0 % of the grades, by weight, are good or better; good asks for 75 %.",
    ),
    # the share at the top: half by default, and nothing below good
    Row(
        "half at the top is outstanding",
        audit_of(top, good),
        "outstanding",
        "50 % of the grades, by weight, are outstanding",
    ),
    Row("a third at the top is good", audit_of(top, good, good), "good", "good asks for 75 %"),
    Row("one below good ends outstanding", audit_of(*[top] * 5, poor), "good", "83 % of the grades"),
    Row("the checklist may ask more", audit_of(top, good, outstanding_share=0.51), "good", "100 % of the grades"),
    # the share of good or better: three quarters by default
    Row(
        "three of four is good",
        audit_of(good, good, good, poor),
        "good",
        "75 % of the grades, by weight, are good or better",
    ),
    Row("two of three is short of good", audit_of(good, good, poor), "requires-improvement", "66 % of the grades"),
    Row(
        "just short does not read as enough",
        audit_of(*[answer("good", weight=4)] * 11, *[answer("requires-improvement", weight=5)] * 3),
        "requires-improvement",
        "74 % of the grades, by weight, are good or better; good asks for 75 %.",
    ),
    Row("the checklist may ask less", audit_of(good, good, poor, good_share=0.6), "good", "good asks for 60 %"),
    # the share at the lowest grade: 34 % by default
    Row(
        "a third at the lowest is not enough", audit_of(good, good, worst), "requires-improvement", "66 % of the grades"
    ),
    Row(
        "two fifths at the lowest is",
        audit_of(good, good, good, worst, worst),
        "inadequate",
        "34 % is enough",
    ),
    Row(
        "exactly the share is enough",
        audit_of(good, good, good, worst, lowest_share=0.25),
        "inadequate",
        "25 % of the grades, by weight, are inadequate; 25 % is enough for it.",
    ),
    Row("just under the share is not", audit_of(*[good] * 4, worst, lowest_share=0.25), "good", "80 % of the grades"),
    # denominators
    Row(
        "not applicable leaves the denominator",
        audit_of(good, good, good, poor, *[not_applicable] * 9),
        "good",
        "75 % of the grades",
    ),
    Row(
        "insufficient evidence leaves the shares",
        audit_of(good, good, good, poor, *[insufficient] * 9),
        "good",
        "75 % of the grades",
    ),
    Row(
        "weight counts, not number",
        audit_of(answer("good", weight=3), poor),
        "good",
        "75 % of the grades, by weight, are good or better",
    ),
    # other scales
    Row(
        "three points: all met",
        audit_of(answer("met"), scale=MET),
        "met",
        "100 % of the grades, by weight, are good or better",
    ),
    Row("three points: partly", audit_of(answer("met"), answer("partly-met"), scale=MET), "partly-met", "50 % of the"),
    Row(
        "three points: not met", audit_of(answer("met"), answer("not-met"), scale=MET), "not-met", "50 % of the grades"
    ),
    Row(
        "two points: yes",
        audit_of(answer("yes"), scale=YES_NO),
        "yes",
        "100 % of the grades, by weight, are good or better",
    ),
    Row(
        "two points: short of yes is no",
        audit_of(*[answer("yes")] * 7, *[answer("no")] * 3, scale=YES_NO),
        "no",
        "70 % of the grades, by weight, are good or better; good asks for 75 %.",
    ),
    Row(
        "two points: critical without evidence",
        audit_of(answer("yes"), answer(state="insufficient-evidence", critical="harm"), scale=YES_NO),
        "no",
        "Held at no by C-02",
        ("C-02",),
    ),
]


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_the_rule(row: Row) -> None:
    """Each branch of the rule suggests its grade and says why, in one sentence that names criteria by id."""
    suggestion = suggest(row.audit)
    assert suggestion.grade == row.grade
    assert row.says in suggestion.explanation
    assert suggestion.explanation.endswith(".")
    assert "\n" not in suggestion.explanation
    assert suggestion.limiting == row.limiting


def test_a_section_that_does_not_apply_never_judges() -> None:
    """Answers in a section that is switched off are kept and are not part of the judgement."""
    audit = audit_of(good, replace(worst, section="court", critical="harm"))
    audit = replace(audit, sections=(*audit.sections, SectionUsed("court", "Court", "the case is in court", on=False)))
    assert suggest(audit).grade == "good"


one_answer = st.builds(
    answer,
    st.sampled_from(GRADES),
    weight=st.integers(1, 5),
    critical=st.sampled_from(["none", "none", "harm", "welfare"]),
)


@given(st.lists(one_answer, min_size=1, max_size=8), st.data())
def test_a_better_grade_never_makes_the_judgement_worse(answers: list[Answer], data: st.DataObject) -> None:
    """Whatever the weights and the critical flags, lifting one answer by one grade never lowers the suggestion."""
    place = data.draw(st.integers(0, len(answers) - 1))
    rank = GRADES.index(answers[place].grade)
    lifted = [*answers]
    lifted[place] = replace(answers[place], grade=GRADES[max(0, rank - 1)])
    before, after = (GRADES.index(suggest(audit_of(*given)).grade) for given in (answers, lifted))
    assert after <= before


@given(st.lists(one_answer, min_size=1, max_size=8))
def test_a_failing_that_leaves_a_child_at_risk_is_never_outweighed(answers: list[Answer]) -> None:
    """A critical criterion at the lowest grade decides; one below good rules out good."""
    audit = audit_of(*answers)
    critical = {given.grade for given in answers if given.critical != "none"}
    if "inadequate" in critical:
        assert suggest(audit).grade == "inadequate"
    elif "requires-improvement" in critical:
        assert suggest(audit).grade in ("requires-improvement", "inadequate")


@given(st.lists(one_answer, min_size=1, max_size=6), st.integers(1, 6))
def test_not_applicable_changes_nothing(answers: list[Answer], number: int) -> None:
    """However many criteria do not apply, the suggestion and its sentence stay the same."""
    assert suggest(audit_of(*answers, *[not_applicable] * number)) == suggest(audit_of(*answers))
