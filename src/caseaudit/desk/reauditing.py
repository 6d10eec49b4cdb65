"""Audit a case again: begin from the audit before, and take over what is still to be done."""

from __future__ import annotations

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import actions, reaudit
from caseaudit.domain.audit import Audit, Header, with_action
from caseaudit.problems import NotReady, Problem
from caseaudit.store.index import Wanted
from caseaudit.store.register import Stamp


def begin(workspace: Workspace, audit_id: str, auditor: str = "", on: str = "", worker: str = "") -> Audit:
    """Begin the re-audit of an audit and return it, saved; its open actions go over into it.

    The auditor is the person at the desk, the day today, the worker the one of before, unless others are given. Raises
    `NotReady` where the audit is not signed off or has been begun again already, `BadInput` for a field that cannot be
    used or a checklist that the library no longer has.
    """
    before = workspace.register.load(audit_id)
    _refuse_twice(workspace, before)
    header = auditing.checked(
        Header(
            case=before.case,
            team=before.team,
            worker=worker or before.worker,
            auditor=auditor or workspace.person,
            date=on or workspace.today(),
            cohort=before.cohort,
        )
    )
    checklist = workspace.library.get(before.checklist.id)
    new_id = workspace.register.new_id(header.date)
    scale = workspace.library.scales[checklist.scale]
    audit = reaudit.reaudit(before, checklist, scale, new_id, header, workspace.now())
    saved = workspace.register.save(audit, Stamp(workspace.person, workspace.now(), "begun again"))
    _hand_actions_over(workspace, before, saved)
    return saved


def _refuse_twice(workspace: Workspace, before: Audit) -> None:
    index = workspace.look(quick=True)
    filters = (
        ("role", "re-audit"),
        ("case", before.case),
        ("checklist", before.checklist.id),
        ("state", "in-progress"),
    )
    for line in index.headlines(Wanted(equal=filters)):
        if workspace.register.load(line.id).follows == before.id:
            raise NotReady(Problem(before.id, "is being audited again already", f"Go on with {line.id}"))


def _hand_actions_over(workspace: Workspace, before: Audit, again: Audit) -> None:
    """Mark what went over, so that nothing is counted or chased twice."""
    after = before
    for action in before.actions:
        if actions.goes_on(action):
            after = with_action(after, actions.carried_into(action, again.id, again.date))
    if after != before:
        auditing.save(workspace, after, before, f"actions carried into {again.id}")
