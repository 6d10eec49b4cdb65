"""The same case again: what was said last time, what moved, what repeats, and what is still to be done."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain import reaudit
from caseaudit.domain.actions import Action
from caseaudit.domain.audit import Audit, Judgement
from caseaudit.domain.moderation import Moderation, Outcome
from caseaudit.problems import NotReady
from made_up import AT, HANDOVER, OFSTED, begun, header

AGAIN = "20270220-again1"
VISIT = Action("A1", "Visit together", "W. Worker", "2026-12-01", "HND-01", raised="2026-11-20")
SUMMARY = Action("A2", "Write the summary", "W. Worker", "2026-12-02", status="done", evidence="On file.")
TOLD = Action("A3", "Tell the school", "W. Worker", "2026-12-03", status="closed", evidence="E", effect="F")


def before(grade: str = "requires-improvement", **fields: Any) -> Audit:
    """Return a signed-off audit with three actions: one open, one done, one closed."""
    audit = steps.answered(begun(), "HND-01", state="graded", grade=grade, reason="The visit came late.")
    audit = steps.answered(audit, "HND-02", state="graded", grade="no", reason="None on file.")
    audit = steps.answered(audit, "HND-03", state="graded", count=2, reason="Two.")
    for action in (VISIT, SUMMARY, TOLD):
        audit = steps.with_action(audit, action)
    return replace(steps.signed(steps.judged(audit, Judgement(grade, grade)), "A. Auditor", AT), **fields)


def again(first: Audit, checklist: Any = HANDOVER) -> Audit:
    """Return the re-audit, three months later."""
    head = header(auditor="B. Auditor", date="2027-02-20")
    return reaudit.reaudit(first, checklist, OFSTED, AGAIN, head, "2027-02-20T09:00:00Z")


def test_it_begins_with_what_was_said_last_time_and_answers_nothing() -> None:
    """Every criterion shows the last grade and reason; none is graded; it says which audit it follows."""
    audit = again(before())
    assert (audit.role, audit.purpose, audit.follows, audit.case) == (
        "re-audit", "re-audit", "20261120-abcdef", "EB-1042",
    )  # fmt: skip
    assert {answer.state for answer in audit.answers} == {"not-assessed"}
    said = audit.answer("HND-01").before
    assert said is not None
    assert (said.grade, said.reason) == ("requires-improvement", "The visit came late.")
    assert audit.answer("HND-04").before is None


def test_what_was_agreed_in_moderation_is_what_was_said() -> None:
    """The moderator and the auditor settled on good."""
    agreed = Moderation("20261124-secnd2", "M", AT, (Outcome("HND-01", "graded", "good", "Agreed."),), "good")
    said = again(before(moderation=agreed)).answer("HND-01").before
    assert said is not None
    assert said.grade == "good"


def test_a_number_is_said_too_and_can_be_stood_by() -> None:
    """Where the criterion counts something, last time's number stands beside it, and is taken over with its reason."""
    audit = again(before())
    said = audit.answer("HND-03").before
    assert said is not None
    assert (said.count, said.reason) == (2, "Two.")
    stood = reaudit.as_last_time(audit, "HND-03").answer("HND-03")
    assert (stood.state, stood.count, stood.reason) == ("graded", 2, "Two.")


def test_actions_that_go_on_come_along_and_closed_ones_do_not() -> None:
    """Open and done ones get numbers of their own here and say where they came from."""
    taken = again(before()).actions
    assert [(one.id, one.came_from, one.status, one.raised) for one in taken] == [
        ("A1", "20261120-abcdef/A1", "open", "2026-11-20"),
        ("A2", "20261120-abcdef/A2", "done", "2026-11-20"),
    ]


@pytest.mark.parametrize(
    ("now", "way", "repeats"),
    [("good", "better", False), ("requires-improvement", "same", True), ("inadequate", "worse", True)],
)
def test_a_criterion_moves_and_a_finding_repeats(now: str, way: str, repeats: bool) -> None:
    """From requires improvement: up, nowhere, down; below good both times is a finding that repeats."""
    audit = steps.answered(again(before()), "HND-01", state="graded", grade=now)
    moved = {each.criterion: each for each in reaudit.movements(audit)}
    assert (moved["HND-01"].way, moved["HND-01"].repeats) == (way, repeats)
    assert moved["HND-02"].way == "not graded"


def test_a_yes_after_a_no_is_better() -> None:
    """The kinds with a scale of their own move too."""
    audit = steps.answered(again(before()), "HND-02", state="graded", grade="yes")
    assert {each.criterion: each.way for each in reaudit.movements(audit)}["HND-02"] == "better"


def test_other_words_are_never_compared_nor_carried() -> None:
    """The question was rewritten between the two: no movement, no repeat, and nothing to carry forward."""
    first = before()
    reworded = replace(first, answers=tuple(replace(answer, wording="0" * 64) for answer in first.answers))
    audit = again(reworded)
    graded = steps.answered(audit, "HND-01", state="graded", grade="inadequate")
    moved = reaudit.movements(graded)[0]
    assert (moved.way, moved.repeats) == ("other words", False)
    with pytest.raises(NotReady, match="in other words last time"):
        reaudit.as_last_time(audit, "HND-01")


def test_the_same_words_can_be_stood_by() -> None:
    """As last time: grade and reason are carried, and the answer says from where until somebody changes it."""
    audit = reaudit.as_last_time(again(before()), "HND-01")
    answer = audit.answer("HND-01")
    assert (answer.grade, answer.reason, answer.carried) == (
        "requires-improvement", "The visit came late.", "20261120-abcdef",
    )  # fmt: skip
    assert not steps.answered(audit, "HND-01", grade="good").answer("HND-01").carried


def test_what_was_not_answered_last_time_cannot_be_carried() -> None:
    """The section on court was off."""
    with pytest.raises(NotReady, match="was not answered last time"):
        reaudit.as_last_time(again(before()), "HND-04")


@pytest.mark.parametrize("role", ["second-grade", "training"])
def test_only_a_signed_off_audit_of_practice_is_audited_again(role: str) -> None:
    """Neither an open audit nor a second grade nor training."""
    for audit in (begun(), before(role=role)):
        with pytest.raises(NotReady, match="is no signed-off audit"):
            again(audit)
