"""What stands between an audit and its sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.domain.escalation import unasked
from caseaudit.problems import Problem

if TYPE_CHECKING:
    from caseaudit.domain.audit import Action, Answer, Audit


def missing(audit: Audit) -> list[Problem]:
    """Return what stands between this audit and its sign-off: a child's safety first, then in reading order."""
    gaps = [_unsaid(audit, answer) for answer in unasked(audit)]
    gaps += [gap for answer in audit.asked if (gap := _gap(audit, answer))]
    gaps += [_header_gap(audit, field) for field in ("case", "auditor") if not getattr(audit, field)]
    if audit.checklist.judgement.roll_up and audit.judgement is None:
        gaps.append(Problem(audit.id, "has no judgement", "Give the judgement, with a reason if it differs"))
    elif (judgement := audit.judgement) and judgement.grade != judgement.suggested and not judgement.reason:
        gaps.append(Problem(audit.id, "the judgement differs from the suggested one", "Give the reason", "judgement"))
    gaps += [gap for action in audit.actions if (gap := _action_gap(audit, action))]
    return gaps


def _unsaid(audit: Audit, answer: Answer) -> Problem:
    what = "nobody has said if the child is safe now"
    return Problem(audit.id, what, "Say so, and who was told", answer.criterion)


def _gap(audit: Audit, answer: Answer) -> Problem | None:
    if answer.state == "not-assessed":
        return Problem(audit.id, "is not answered", "Grade it, or say why it cannot be graded", answer.criterion)
    optional = answer.state == "graded" and audit.checklist.judgement.reasons == "optional"
    if not answer.reason.strip() and not optional:
        return Problem(audit.id, "has no reason", "Write why, in a sentence", answer.criterion)
    return None


def _header_gap(audit: Audit, field: str) -> Problem:
    return Problem(audit.id, f"has no {field}", f"Fill in the {field}", field)


def _action_gap(audit: Audit, action: Action) -> Problem | None:
    wanting = [name for name in ("what", "owner", "due") if not getattr(action, name).strip()]
    if not wanting:
        return None
    return Problem(audit.id, f"an action lacks {' and '.join(wanting)}", "Complete the action, or remove it", action.id)
