"""Sign off as a careful auditor does: whoever grades what cannot wait says first whether the child is safe."""

from __future__ import annotations

from caseaudit.desk import auditing, escalating
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.escalation import unasked


def sign_off(workspace: Workspace, audit_id: str, grade: str = "", reason: str | None = None) -> Audit:
    """Say of every answer that cannot wait that the child is safe, and sign."""
    for answer in unasked(auditing.take_up(workspace, audit_id).working):
        escalating.escalate(workspace, audit_id, answer.criterion, "safe", "Team manager", "Seen the same day.")
    return auditing.sign_off(workspace, audit_id, grade, reason)
