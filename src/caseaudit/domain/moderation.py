"""Moderation: a second person grades the same case, and both agree what stands.

The second grade is an audit of its own, which never overwrites the first. What was agreed stands in the first, beside
what its auditor signed, so that the record tells the whole story: audited, moderated, agreed, returned, acknowledged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from caseaudit.domain.audit import Answer, Audit


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What was agreed on one criterion."""

    criterion: str
    state: str
    """A state of an answer."""
    grade: str = ""
    reason: str = ""
    count: int | None = None
    """The agreed number, where the criterion counts something."""


class Moderation(Struct, frozen=True, omit_defaults=True):
    """The agreement on one audit."""

    second: str
    """Id of the second grade."""
    by: str
    at: str
    """UTC; when it was agreed and returned. Empty while the two are still agreeing: then nothing of it counts."""
    outcomes: tuple[Outcome, ...] = ()
    """Of the criteria on which the two differed; on all others they agree."""
    judgement: str = ""
    """The agreed overall grade; empty where the checklist gives none, or while nothing is agreed on it."""
    judgement_reason: str = ""
    comment: str = ""
    """What the moderator returns to the auditor."""
    acknowledged_by: str = ""
    acknowledged_at: str = ""
    reply: str = ""
    """What the auditor answers."""


def holds(audit: Audit) -> bool:
    """Return whether what was agreed counts: it was returned, and its auditor has not signed another version since."""
    agreed, signed = audit.moderation, audit.sign_off
    return agreed is not None and bool(agreed.at) and (signed is None or signed.at <= agreed.at)


def is_overtaken(audit: Audit) -> bool:
    """Return whether its auditor signed another version after it was moderated: that one can be moderated in turn."""
    agreed = audit.moderation
    return agreed is not None and bool(agreed.at) and not holds(audit)


def standing(audit: Audit, answer: Answer) -> tuple[str, str]:
    """Return the state and the grade that count: what was agreed, else what the auditor gave."""
    found = _outcome(audit.moderation if holds(audit) else None, answer.criterion) or answer
    return found.state, found.grade


def counting(audit: Audit) -> Moderation | None:
    """Return what was agreed, where it counts in place of what the auditor gave; None for everything else.

    An audit that is open again counts nowhere, and once signed it counts as its auditor signs it: until then it is
    told as its auditor gives it.
    """
    return audit.moderation if audit.signed_off and holds(audit) else None


def agreed_on(audit: Audit, criterion: str) -> Outcome | None:
    """Return what was agreed on a criterion on which the two differed, where it counts."""
    return _outcome(counting(audit), criterion)


def _outcome(agreed: Moderation | None, criterion: str) -> Outcome | None:
    return next((each for each in agreed.outcomes if each.criterion == criterion), None) if agreed else None


def as_counted(audit: Audit, answer: Answer) -> Answer:
    """Return an answer as it counts: what was agreed in place of the grade, and the auditor's own words beside it."""
    found = agreed_on(audit, answer.criterion)
    return replace(answer, state=found.state, grade=found.grade, count=found.count) if found else answer


def moderated_in_words(audit: Audit, day: str) -> str:
    """Return who moderated an audit on which day, and what that means; nothing before it was returned."""
    agreed = audit.moderation
    if agreed is None or not agreed.at:
        return ""
    if counting(audit):
        return f"{agreed.by}, agreed {day}; what was agreed counts"
    if is_overtaken(audit):
        return f"{agreed.by}, agreed {day}; signed again since, so it counts as its auditor signed it"
    return f"{agreed.by}, agreed {day}; open again since, so it will count as its auditor signs it"


def as_agreed_so_far(audit: Audit) -> Audit:
    """Return the audit with what is agreed so far in place of its own answers: what the rule would judge."""
    agreed = {outcome.criterion: outcome for outcome in audit.moderation.outcomes} if audit.moderation else {}
    answers = tuple(
        replace(answer, state=outcome.state, grade=outcome.grade, count=outcome.count)
        if (outcome := agreed.get(answer.criterion))
        else answer
        for answer in audit.answers
    )
    return replace(audit, answers=answers)


def as_agreed(audit: Audit) -> Audit:
    """Return the audit as it counts: with what was agreed in place of what its auditor gave, once it is returned."""
    if not holds(audit):
        return audit
    judgement = audit.judgement and replace(audit.judgement, grade=standing_judgement(audit))
    return replace(as_agreed_so_far(audit), judgement=judgement)


def standing_judgement(audit: Audit) -> str:
    """Return the overall grade that counts: what was agreed, else what the auditor gave; empty if there is none."""
    agreed = audit.moderation.judgement if audit.moderation and holds(audit) else ""
    return agreed or (audit.judgement.grade if audit.judgement else "")
