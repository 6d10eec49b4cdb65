"""A critical criterion graded at the foot of its scale: is the child safe now, and who was told?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain.escalation import Escalation, escalated, latest, unasked
from caseaudit.domain.merging import merge
from caseaudit.problems import BadInput, NotReady
from made_up import AT, begun

TOLD = Escalation("HND-01", "not-safe", "Team manager, North", "A. Auditor", AT, "Visit today.")


def inadequate() -> steps.Audit:
    """Return an audit whose critical criterion HND-01 is graded inadequate."""
    return steps.answered(begun(), "HND-01", state="graded", grade="inadequate", reason="Nobody has seen the child.")


def test_only_a_critical_criterion_at_the_foot_of_the_scale_cannot_wait() -> None:
    """Inadequate on HND-01 (critical: harm) does; requires improvement there, or inadequate elsewhere, does not."""
    assert [answer.criterion for answer in unasked(inadequate())] == ["HND-01"]
    assert not unasked(steps.answered(begun(), "HND-01", state="graded", grade="requires-improvement"))
    assert not unasked(steps.answered(begun(), "HND-04", state="graded", grade="inadequate"))


def test_it_stands_first_among_what_is_missing() -> None:
    """Before every unanswered question the sign-off asks about the child."""
    assert steps.missing(inadequate())[0].what == "nobody has said if the child is safe now"


def test_what_was_said_settles_it_and_later_words_stand_beside_it() -> None:
    """First not safe, then safe: both are on record and the last one holds."""
    audit = escalated(inadequate(), TOLD)
    assert not unasked(audit)
    audit = escalated(audit, replace(TOLD, safe="safe", at="2026-11-21T09:00:00Z"))
    assert [said.safe for said in audit.escalations] == ["not-safe", "safe"]
    assert latest(audit)["HND-01"].safe == "safe"


@pytest.mark.parametrize("safe", ["not-safe", "not-known"])
def test_of_a_child_who_may_not_be_safe_somebody_must_be_told(safe: str) -> None:
    """Without a name it is refused; a child who is safe needs none."""
    with pytest.raises(NotReady, match="nobody has been told"):
        escalated(inadequate(), replace(TOLD, safe=safe, told=" "))
    assert escalated(inadequate(), replace(TOLD, safe="safe", told="")).escalations


def test_a_criterion_that_is_not_asked_is_refused() -> None:
    """There is no NOT-01."""
    with pytest.raises(BadInput):
        escalated(inadequate(), replace(TOLD, criterion="NOT-01"))


def test_it_goes_on_after_the_signature_which_still_holds() -> None:
    """The child was not safe on Friday and is safe on Monday: the audit does not have to be reopened."""
    audit = replace(inadequate(), sign_off=steps.SignOff("A", AT, "", steps.content_digest(inadequate())))
    assert not steps.changed_since_sign_off(escalated(audit, TOLD))


def test_two_people_said_something_and_neither_word_is_lost() -> None:
    """Mine and theirs stand in the order of time."""
    base, later = inadequate(), replace(TOLD, safe="safe", at="2026-12-01T09:00:00Z")
    both = merge(base, escalated(base, later), escalated(base, TOLD)).audit
    assert both.escalations == (TOLD, later)
