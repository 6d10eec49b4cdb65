"""Audits that were begun together ask a shared question once: an answer in one is carried to the others.

A carried answer says where it came from and follows its origin until somebody answers it where it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from caseaudit.domain.audit import Answer, Audit
    from caseaudit.domain.checklist import Checklist

_CARRIED = ("state", "grade", "count", "reason", "evidence", "impact")


class PackUsed(Struct, frozen=True, omit_defaults=True):
    """The pack with which an audit was begun, and what was begun with it."""

    id: str
    audits: tuple[str, ...]
    """The ids of every audit begun together, this one too, in reading order."""
    shared: tuple[str, ...] = ()
    """The criteria of this audit that another one of them asks in the same words."""


def shared_criteria(checklists: Sequence[Checklist]) -> list[tuple[str, ...]]:
    """Return for each checklist the ids of its criteria that another one asks too, under one id, in one wording."""
    asked = [{(criterion.id, criterion.wording) for criterion in checklist.criteria} for checklist in checklists]
    times = Counter(question for questions in asked for question in questions)
    return [
        tuple(criterion.id for criterion in checklist.criteria if times[criterion.id, criterion.wording] > 1)
        for checklist in checklists
    ]


def answered_here(before: Audit, after: Audit) -> list[Answer]:
    """Return the answers to shared questions that somebody gave or changed in this audit from one save to the next."""
    shared = set(after.pack.shared) if after.pack else set()
    known = {answer.criterion: answer for answer in before.answers}
    return [
        answer
        for answer in after.answers
        if answer.criterion in shared and not answer.carried and answer != known.get(answer.criterion)
    ]


def belong_together(one: Audit, other: Audit) -> bool:
    """Whether two audits were begun together and are still of one case."""
    return (
        one.pack is not None
        and other.pack is not None
        and one.id in other.pack.audits
        and other.id in one.pack.audits
        and one.case == other.case
    )


def carried(audit: Audit, answer: Answer, origin: str) -> Audit:
    """Return the audit with an answer carried from the audit `origin`; as it was where its own answer stands."""
    return replace(audit, answers=tuple(_carried(own, answer, origin, audit) for own in audit.answers))


def _carried(own: Answer, answer: Answer, origin: str, audit: Audit) -> Answer:
    if (own.criterion, own.wording) != (answer.criterion, answer.wording) or not is_free(own, origin):
        return own
    if answer.state == "not-assessed" and own.carried != origin:
        return own
    if answer.state in own.refuses or (own.kind == "grade" and answer.grade not in ("", *audit.checklist.grades)):
        return own
    return replace(own, **{field: getattr(answer, field) for field in _CARRIED}, carried=origin)


def is_free(own: Answer, origin: str) -> bool:
    """Whether nobody has answered here: it is empty, or still what was carried from `origin`."""
    empty = own.state == "not-assessed" and not (own.reason or own.evidence or own.impact)
    return empty or own.carried == origin
