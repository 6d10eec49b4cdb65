"""Moderation, step by step: a second grade, the two side by side, an agreement, the way back to the auditor."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain import moderating
from caseaudit.domain.audit import Audit, Judgement
from caseaudit.domain.moderation import Outcome, as_agreed_so_far, standing, standing_judgement
from caseaudit.problems import BadInput, NotReady
from made_up import AT, GRADES, begun

SECOND = "20261124-secnd2"
LATER = "2026-11-27T15:30:00Z"
MODERATOR = "M. Moderator"


def complete(audit: Audit, grade: str, by: str, judgement: str = "") -> Audit:
    """Return the audit with every criterion answered and signed; `grade` is that of HND-01."""
    audit = steps.answered(audit, "HND-01", state="graded", grade=grade, reason=f"{by} has read it.")
    audit = steps.answered(audit, "HND-02", state="graded", grade="yes", reason="Dated two days before.")
    audit = steps.answered(audit, "HND-03", state="graded", count=2, reason="Two.")
    judgement = judgement or grade
    return steps.signed(steps.judged(audit, Judgement(judgement, judgement, "By the rule.")), by, AT)


def pair(first: str, second: str) -> tuple[Audit, Audit]:
    """Return a signed audit and its signed second grade."""
    one = complete(begun(), first, "A. Auditor")
    two = moderating.second_grade(one, SECOND, MODERATOR, "2026-11-24", "2026-11-24T09:00:00Z")
    return one, complete(two, second, MODERATOR)


def test_a_second_grade_asks_the_same_words_and_shows_nothing_of_the_first() -> None:
    """Case and checklist are the first's; every answer is empty; the role says what it is."""
    first = complete(begun(), "good", "A. Auditor")
    second = moderating.second_grade(first, SECOND, MODERATOR, "2026-11-24", AT)
    assert (second.case, second.checklist, second.role, second.follows) == (
        first.case, first.checklist, "second-grade", first.id,
    )  # fmt: skip
    assert [answer.question for answer in second.answers] == [answer.question for answer in first.answers]
    assert {answer.state for answer in second.answers} == {"not-assessed"}
    assert not any(answer.reason or answer.grade or answer.evidence for answer in second.answers)
    assert (second.judgement, second.actions, second.sign_off) == (None, (), None)


@pytest.mark.parametrize("name", ["A. Auditor", "a. auditor", "  A.  AUDITOR "])
def test_nobody_moderates_their_own_audit(name: str) -> None:
    """However they write their name."""
    with pytest.raises(BadInput, match="the moderator is the auditor"):
        moderating.second_grade(complete(begun(), "good", "A. Auditor"), SECOND, name, "2026-11-24", AT)


def test_only_what_is_signed_off_is_moderated_and_a_second_grade_never() -> None:
    """An open audit, a second grade and a training audit are each refused with what to do."""
    first, second = pair("good", "good")
    for audit in (begun(), second, replace(first, role="training")):
        with pytest.raises(NotReady):
            moderating.second_grade(audit, "20261125-third3", "T. Third", "2026-11-25", AT)


def test_disagreement_comes_first_and_says_which_way() -> None:
    """Good against requires improvement on HND-01: one step apart, the moderator more severe; the others follow."""
    sides = moderating.side_by_side(*pair("good", "requires-improvement"))
    assert [(each.criterion, each.differ, each.apart) for each in sides] == [
        ("HND-01", True, 1),
        ("HND-02", False, None),
        ("HND-03", False, None),
    ]


@given(first=st.sampled_from(GRADES[:3]), second=st.sampled_from(GRADES[:3]))
def test_steps_apart_change_their_sign_when_the_two_change_places(first: str, second: str) -> None:
    """Second less first, in steps of the scale."""
    there = {each.criterion: each.apart for each in moderating.side_by_side(*pair(first, second))}
    back = {each.criterion: each.apart for each in moderating.side_by_side(*pair(second, first))}
    assert there["HND-01"] == GRADES.index(second) - GRADES.index(first) == -(back["HND-01"] or 0)


def agreed(first: Audit, second: Audit, **fields: Any) -> Audit:
    """Return the first with an agreement on HND-01."""
    outcome = Outcome("HND-01", "graded", "requires-improvement", "The visit came after the change.")
    return moderating.settled(first, second, replace(outcome, **fields), MODERATOR)


def test_both_grades_are_kept_and_the_agreement_counts_once_it_is_returned() -> None:
    """The auditor's grade stays in the answer; until all is agreed it counts; then the agreed one does."""
    first, second = pair("good", "requires-improvement")
    first = agreed(first, second)
    answer = first.answer("HND-01")
    assert standing(first, answer) == ("graded", "good")
    done = moderating.returned(first, second, MODERATOR, LATER, "requires-improvement", "By HND-01.", "Well argued.")
    assert done.answer("HND-01").grade == "good"
    assert standing(done, done.answer("HND-01")) == ("graded", "requires-improvement")
    assert (standing_judgement(first), standing_judgement(done)) == ("good", "requires-improvement")
    assert not steps.changed_since_sign_off(done)
    assert moderating.days_to_moderation(done) == 7


def test_it_is_not_returned_while_anything_is_open() -> None:
    """All at once: the criterion without an agreement, the judgement without one."""
    first, second = pair("good", "requires-improvement")
    with pytest.raises(NotReady) as refused:
        moderating.returned(first, second, MODERATOR, LATER, "", "", "")
    assert [problem.key for problem in refused.value.problems] == ["HND-01", "judgement"]


def test_another_judgement_than_the_auditors_needs_a_reason() -> None:
    """The auditor reads why."""
    first, second = pair("good", "requires-improvement")
    with pytest.raises(NotReady, match="differs from the auditor's"):
        moderating.returned(agreed(first, second), second, MODERATOR, LATER, "requires-improvement", " ", "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": " "}, "without a reason"),
        ({"grade": "excellent"}, "is not a grade of this scale"),
        ({"state": "not-applicable", "grade": ""}, "is not a grade of this scale"),
        ({"criterion": "NOT-01"}, "does not ask this criterion"),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, Any], said: str) -> None:
    """No reason, no such grade, a state that the criterion refuses, a criterion that is not asked."""
    with pytest.raises(BadInput, match=said):
        agreed(*pair("good", "requires-improvement"), **fields)


def test_agreeing_again_takes_the_place_of_what_was_agreed() -> None:
    """One outcome a criterion, in the order of the checklist."""
    first, second = pair("good", "requires-improvement")
    first = agreed(agreed(first, second), second, grade="good", reason="On reflection.")
    assert first.moderation is not None
    assert [(each.criterion, each.grade) for each in first.moderation.outcomes] == [("HND-01", "good")]


def test_a_second_grade_of_another_audit_or_an_open_one_settles_nothing() -> None:
    """The pair must belong together, and both be signed."""
    first, second = pair("good", "requires-improvement")
    with pytest.raises(BadInput, match="is no second grade of"):
        agreed(first, replace(second, follows="20261101-other1"))
    with pytest.raises(NotReady, match="is not signed off"):
        agreed(first, steps.reopened(second, MODERATOR, LATER, "A slip."))


def test_the_auditor_and_nobody_else_acknowledges_what_was_returned() -> None:
    """Before it is returned there is nothing to acknowledge; the moderator cannot do it for the auditor."""
    first, second = pair("good", "good")
    with pytest.raises(NotReady, match="has not been moderated"):
        moderating.acknowledged(first, "A. Auditor", LATER)
    done = moderating.returned(first, second, MODERATOR, LATER, "good", "", "Agreed throughout.")
    with pytest.raises(BadInput, match="by its auditor only"):
        moderating.acknowledged(done, MODERATOR, LATER)
    read = moderating.acknowledged(done, "a. auditor", LATER, "Thank you.")
    assert read.moderation is not None
    assert (read.moderation.acknowledged_by, read.moderation.reply) == ("a. auditor", "Thank you.")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("good", "good", ""),
        ("good", "requires-improvement", "moderator one grade more severe"),
        ("requires-improvement", "outstanding", "moderator two grades more generous"),
    ],
)
def test_which_way_the_two_differ_in_words(first: str, second: str, words: str) -> None:
    """Nothing where they agree."""
    sides = {each.criterion: each for each in moderating.side_by_side(*pair(first, second))}
    assert moderating.apart_in_words(sides["HND-01"]) == words


def test_what_the_rule_would_judge_follows_what_is_agreed_so_far() -> None:
    """The first audit with the agreed grade in place of the auditor's; the record itself keeps both."""
    first, second = pair("good", "requires-improvement")
    assert as_agreed_so_far(first) == first
    first = agreed(first, second)
    assert as_agreed_so_far(first).answer("HND-01").grade == "requires-improvement"
    assert first.answer("HND-01").grade == "good"


def test_judgement_and_comment_can_be_noted_before_anything_is_returned() -> None:
    """They are kept and count for nothing; a grade that the scale does not have is refused."""
    first, second = pair("good", "requires-improvement")
    noted = moderating.noted(first, second, MODERATOR, judgement="inadequate", comment=" Look again. ")
    assert noted.moderation is not None
    assert (noted.moderation.judgement, noted.moderation.comment, noted.moderation.at) == (
        "inadequate", "Look again.", "",
    )  # fmt: skip
    assert standing_judgement(noted) == "good"
    with pytest.raises(BadInput, match="is not a grade of this scale"):
        moderating.noted(first, second, MODERATOR, judgement="excellent")


def test_days_run_to_today_while_nothing_is_agreed() -> None:
    """From the auditor's signature on 20 November."""
    first, _ = pair("good", "good")
    assert moderating.days_to_moderation(first) is None
    assert moderating.days_to_moderation(first, "2026-11-30") == 10
    assert moderating.days_to_moderation(begun(), "2026-11-30") is None


def test_what_was_agreed_on_another_version_counts_no_longer() -> None:
    """The auditor reopened, graded anew and signed again: the signed grade counts; the agreement stays on record."""
    first, second = pair("good", "requires-improvement")
    done = moderating.returned(
        agreed(first, second), second, MODERATOR, LATER, "requires-improvement", "By HND-01.", ""
    )
    again = steps.reopened(done, "A. Auditor", "2026-12-01T09:00:00Z", "A record was found.")
    again = steps.signed(steps.answered(again, "HND-01", grade="outstanding"), "A. Auditor", "2026-12-01T10:00:00Z")
    assert standing(again, again.answer("HND-01")) == ("graded", "outstanding")
    assert standing_judgement(again) == "good"
    assert again.moderation is not None
