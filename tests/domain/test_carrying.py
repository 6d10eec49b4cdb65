"""A question that two audits share is answered once: what is carried, to whom, and until when."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.domain.audit import Answer, Audit, answered, begin
from caseaudit.domain.carrying import PackUsed, answered_here, belong_together, carried, shared_criteria
from caseaudit.domain.checklist import Checklist, Criterion
from made_up import AT, HANDOVER, OFSTED, header

HERE, THERE = "20261120-aaaaaa", "20261120-bbbbbb"
TOGETHER = PackUsed("change", (HERE, THERE), ("HND-01", "HND-03", "HND-04"))


def with_other_words(criterion: Criterion) -> Criterion:
    """HND-02 asked in other words."""
    return replace(criterion, question="Was a summary written?") if criterion.id == "HND-02" else criterion


GOODBYES: Checklist = replace(
    HANDOVER,
    id="goodbyes",
    sections=tuple(
        replace(section, criteria=tuple(map(with_other_words, section.criteria))) for section in HANDOVER.sections
    ),
)


def pair() -> tuple[Audit, Audit]:
    """Two new audits of one case, begun together."""
    return (
        begin(HERE, header(), HANDOVER, OFSTED, AT, TOGETHER),
        begin(THERE, header(), GOODBYES, OFSTED, AT, TOGETHER),
    )


def from_here(there: Audit, before: Audit, after: Audit) -> Audit:
    """Carry everything that was answered from one save of the first audit to the next."""
    for answer in answered_here(before, after):
        there = carried(there, answer, HERE)
    return there


def words_of(answer: Answer) -> tuple[str, str, str, str, str]:
    """Return what somebody gave."""
    return answer.state, answer.grade, answer.reason, answer.evidence, answer.impact


def test_a_question_is_shared_where_id_and_words_are_the_same() -> None:
    """HND-02 has the same id in both, and is another question."""
    shared = ("HND-01", "HND-03", "HND-04")
    assert shared_criteria([HANDOVER, GOODBYES]) == [shared, shared]
    assert shared_criteria([HANDOVER]) == [()]


def test_grade_reason_evidence_and_impact_are_carried_and_marked() -> None:
    """The other audit says what the first one says, and where it has it from."""
    here, there = pair()
    after = answered(
        here, "HND-01", state="graded", grade="good", reason="Joint visit.", evidence="p. 4", impact="She slept."
    )
    got = from_here(there, here, after)
    assert words_of(got.answer("HND-01")) == ("graded", "good", "Joint visit.", "p. 4", "She slept.")
    assert got.answer("HND-01").carried == HERE
    assert [answer.criterion for answer in got.answers if answer.carried] == ["HND-01"]


def test_a_question_in_other_words_is_asked_again() -> None:
    """The same id alone carries nothing."""
    here, there = pair()
    after = answered(here, "HND-02", state="graded", grade="yes", reason="Seen.")
    assert from_here(there, here, after) == there
    assert carried(there, after.answer("HND-02"), HERE) == there


def test_an_answer_given_there_is_never_overwritten() -> None:
    """Nor are words that stand there without a grade."""
    here, there = pair()
    after = answered(here, "HND-01", state="graded", grade="good")
    for own in (
        answered(there, "HND-01", state="graded", grade="inadequate"),
        answered(there, "HND-01", reason="I have begun to write."),
    ):
        assert from_here(own, here, after) == own


def test_a_carried_answer_follows_its_origin_until_somebody_changes_it() -> None:
    """A reason written later arrives too; after a change there, nothing does."""
    here, there = pair()
    first = answered(here, "HND-01", state="graded", grade="good")
    there = from_here(there, here, first)
    second = answered(first, "HND-01", reason="Joint visit.")
    there = from_here(there, first, second)
    assert there.answer("HND-01").reason == "Joint visit."
    changed = answered(there, "HND-01", grade="requires-improvement")
    assert changed.answer("HND-01").carried == ""
    third = answered(second, "HND-01", grade="outstanding")
    assert from_here(changed, second, third) == changed


def test_taking_the_answer_back_takes_back_what_was_carried() -> None:
    """And giving it again carries it again."""
    here, there = pair()
    first = answered(here, "HND-03", state="graded", count=2)
    there = from_here(there, here, first)
    assert there.answer("HND-03").count == 2
    cleared = answered(first, "HND-03", state="not-assessed")
    there = from_here(there, first, cleared)
    assert (there.answer("HND-03").state, there.answer("HND-03").count) == ("not-assessed", None)
    again = answered(cleared, "HND-03", state="graded", count=3)
    assert from_here(there, cleared, again).answer("HND-03").count == 3


def test_what_was_carried_is_not_carried_on() -> None:
    """An answer comes from whoever gave it, never by a third audit."""
    here, there = pair()
    got = from_here(there, here, answered(here, "HND-01", state="graded", grade="good"))
    assert answered_here(there, got) == []


def test_a_section_that_is_off_there_stays_off_and_has_the_answer_when_it_is_switched_on() -> None:
    """Whether the case is in court is said in each audit by whoever works on it."""
    here, there = pair()
    got = from_here(there, here, answered(here, "HND-04", state="graded", grade="good"))
    assert not got.section("court").on
    assert got.answer("HND-04").grade == "good"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"refuses": ("insufficient-evidence",)}, "the other checklist does not allow the state"),
        ({"wording": "0" * 32}, "the other one asks in other words"),
    ],
)
def test_an_answer_that_does_not_fit_there_is_not_carried(changes: dict[str, object], why: str) -> None:
    """The question is then asked."""
    here, there = pair()
    own = replace(there.answer("HND-01"), **changes)
    there = replace(there, answers=(own, *there.answers[1:]))
    after = answered(here, "HND-01", state="insufficient-evidence", reason="Nothing on file.")
    assert from_here(there, here, after) == there, why


def test_a_grade_that_the_other_scale_does_not_know_is_not_carried() -> None:
    """A checklist of another scale has other grades."""
    here, there = pair()
    there = replace(there, checklist=replace(there.checklist, grades=("met", "not-met")))
    assert from_here(there, here, answered(here, "HND-01", state="graded", grade="good")) == there


def test_audits_belong_together_while_they_are_of_one_case_and_name_each_other() -> None:
    """A case reference that was put right on one side parts them; so does a record that only claims it."""
    here, there = pair()
    assert belong_together(here, there)
    assert not belong_together(here, replace(there, case="EB-9"))
    assert not belong_together(here, replace(there, pack=None))
    assert not belong_together(here, replace(there, pack=PackUsed("change", (THERE,))))
