"""Say whether a child is safe now, the moment a critical criterion is graded at the foot of its scale."""

from __future__ import annotations

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import escalation
from caseaudit.domain.audit import Audit
from caseaudit.domain.escalation import Escalation, Safe
from caseaudit.plaintext import clean, one_line


def said(workspace: Workspace, criterion: str, safe: Safe, told: str, note: str = "") -> Escalation:
    """Return what the person at this desk says now."""
    words = one_line(clean(told)).strip(), clean(note).strip()
    return Escalation(criterion, safe, words[0], workspace.person, workspace.now(), words[1])


def escalate(workspace: Workspace, audit_id: str, criterion: str, safe: Safe, told: str, note: str = "") -> Audit:
    """Put what was said on record and save.

    Raises `BadInput` for a criterion that is not asked, `NotReady` where nobody was told of a child who may not be
    safe.
    """
    opened = auditing.open_for_a_step(workspace, audit_id)
    audit = escalation.escalated(opened.working, said(workspace, criterion, safe, told, note))
    return auditing.save(workspace, audit, opened.saved, f"{criterion} escalation")
