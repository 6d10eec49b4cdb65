"""A case that two people grade, as tests need it at each step of its moderation."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from msgspec.structs import replace

import safety
from caseaudit.desk import auditing, moderating
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from conftest import HEADER, NOON

AUDITOR, MODERATOR = "A. Auditor", "M. Moderator"


def sitting(workspace: Workspace, person: str, days_later: int = 0) -> Workspace:
    """Return the same workspace as somebody else has it open, some days after the audit."""
    return Workspace(workspace.places, person, clock=lambda: NOON + timedelta(days_later))


def graded(
    workspace: Workspace, audit_id: str, first: str, second: str = "yes", third: str = "2", judgement: str = ""
) -> Audit:
    """Answer the three criteria of an audit of `handover`, with whose reason it is, and sign it off."""
    for criterion, verdict in (("HND-01", first), ("HND-02", second), ("HND-03", third)):
        auditing.answer(workspace, audit_id, criterion, verdict, reason=f"{workspace.person} has read {criterion}.")
    return safety.sign_off(workspace, audit_id, judgement, "On the whole." if judgement else None)


class Two(NamedTuple):
    """An audit, its second grade, and the workspace as each of the two has it open."""

    first: Audit
    second: Audit
    auditor: Workspace
    moderator: Workspace


def two(
    workspace: Workspace,
    first: str = "good",
    second: str = "requires-improvement",
    *,
    compliance: tuple[str, str] = ("yes", "yes"),
    numbers: tuple[str, str] = ("2", "2"),
    **header: str,
) -> Two:
    """Return a case that both have graded and signed, the moderator five days later."""
    auditor, moderator = sitting(workspace, header.get("auditor", AUDITOR)), sitting(workspace, MODERATOR, 5)
    one = auditing.begin(auditor, "handover", replace(HEADER, **header))
    one = graded(auditor, one.id, first, compliance[0], numbers[0])
    other = moderating.begin(moderator, one.id)
    judgement = "good" if second == "insufficient-evidence" else ""
    other = graded(moderator, other.id, second, compliance[1], numbers[1], judgement)
    return Two(one, other, auditor, moderator)


def returned(workspace: Workspace, comment: str = "Well argued.") -> Two:
    """Return a case on which both agreed the moderator's grade, handed back to its auditor two days later."""
    case = two(workspace)
    moderator = sitting(workspace, MODERATOR, 7)
    moderating.settle(moderator, case.first.id, "HND-01", "requires-improvement", "The visit came after the change.")
    first = moderating.hand_back(moderator, case.first.id, "requires-improvement", "By HND-01.", comment)
    return case._replace(first=first)
