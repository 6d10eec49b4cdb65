"""What stands between an audit and its sign-off, and which sections it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.domain.escalation import unasked
from caseaudit.domain.how_many import how_many
from caseaudit.problems import Problem

if TYPE_CHECKING:
    from caseaudit.domain.audit import Action, Answer, Audit, SectionUsed

SECTIONS = "sections"
"""The key under which it is said that no section applies."""


def missing(audit: Audit) -> list[Problem]:
    """Return what stands between this audit and its sign-off: a child's safety first, then in reading order."""
    gaps = [_unsaid(audit, answer) for answer in unasked(audit)]
    gaps += [] if audit.asked else [_asks_nothing(audit)]
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


def _asks_nothing(audit: Audit) -> Problem:
    return Problem(audit.id, "are all left out, so nothing is asked", "Switch on those that apply", SECTIONS)


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


# ── what is not asked ────────────────────────────────────────────────────────


def left_out(audit: Audit) -> list[SectionUsed]:
    """Return the sections that are not switched on: of their questions none is asked."""
    return [section for section in audit.sections if not section.on]


def left_out_in_words(audit: Audit) -> str:
    """Return in a sentence which sections are left out, and how many questions that is; nothing where none is."""
    titles = "; ".join(section.title for section in left_out(audit))
    every = len(audit.answers)
    questions = f"{every - len(audit.asked)} of {how_many(every, 'question')}"
    return f"Left out, as not applying here: {titles} ({questions})." if titles else ""
