"""A child who may not be safe: asked the moment a critical criterion is graded at the foot of its scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from caseaudit.problems import NotReady, Problem

if TYPE_CHECKING:
    from caseaudit.domain.audit import Answer, Audit

Safe = Literal["safe", "not-safe", "not-known"]
SAFE: tuple[Safe, ...] = ("safe", "not-safe", "not-known")
SAFE_IN_WORDS = {"safe": "safe now", "not-safe": "not safe now", "not-known": "not known"}


class Escalation(Struct, frozen=True, omit_defaults=True):
    """What was said when somebody asked whether the child is safe now."""

    criterion: str
    safe: Safe
    told: str
    """Who was told: a role or a name of staff."""
    by: str
    at: str
    """UTC."""
    note: str = ""
    """What was done at once."""


def calls_for_one(audit: Audit, answer: Answer) -> bool:
    """Return whether an answer is one that cannot wait: critical, and at the foot of the audit's scale."""
    return answer.critical != "none" and answer.kind == "grade" and answer.grade == audit.checklist.grades[-1]


def unasked(audit: Audit) -> list[Answer]:
    """Return the answers that cannot wait and about which nobody has said yet whether the child is safe."""
    said = {escalation.criterion for escalation in audit.escalations}
    return [answer for answer in audit.asked if calls_for_one(audit, answer) and answer.criterion not in said]


def escalated(audit: Audit, escalation: Escalation) -> Audit:
    """Return the audit with what was said; a later word on the same criterion stands beside the first.

    Goes on after sign-off. Raises `NotReady` where nobody was told of a child who may not be safe.
    """
    audit.answer(escalation.criterion)
    if escalation.safe != "safe" and not escalation.told.strip():
        remedy = "Tell the responsible manager now, and say who it was"
        raise NotReady(Problem(audit.id, "nobody has been told", remedy, escalation.criterion))
    return replace(audit, escalations=(*audit.escalations, escalation))


def said_in_words(said: Escalation) -> str:
    """Return whether the child is safe and who was told, as one clause without a full stop."""
    known = f"The child is {SAFE_IN_WORDS[said.safe]}"
    safe = "It is not known whether the child is safe" if said.safe == "not-known" else known
    return f"{safe}; told: {said.told or 'nobody'}"


def latest(audit: Audit) -> dict[str, Escalation]:
    """Return the last word on each criterion about which something was said."""
    return {escalation.criterion: escalation for escalation in audit.escalations}
