"""Audits begun together: what is answered in one reaches the others."""

from __future__ import annotations

from contextlib import suppress

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.carrying import answered_here, belong_together, carried, is_free
from caseaudit.problems import CaseauditError
from caseaudit.store.register import Stamp, Taken

_ATTEMPTS = 20


def carry(workspace: Workspace, before: Audit, after: Audit) -> None:
    """Carry what was answered in an audit from one save to the next to those begun with it.

    An audit that cannot take it, because it is signed off, unreadable or somebody else's by now, asks the question
    itself: nothing is lost, so nothing is raised.
    """
    fresh = answered_here(before, after) if after.pack else []
    for other in after.pack.audits if after.pack and fresh else ():
        if other != after.id:
            with suppress(CaseauditError):
                _carry_to(workspace, other, after, fresh)


def _carry_to(workspace: Workspace, other: str, origin: Audit, fresh: list[Answer]) -> None:
    for _ in range(_ATTEMPTS):
        there = workspace.register.load(other)
        if there.signed_off or not belong_together(origin, there):
            return
        typed = _typed(workspace, there)
        changed, taken = there, []
        for answer in fresh:
            if answer.criterion in there.criteria and is_free(typed.answer(answer.criterion), origin.id):
                changed = carried(changed, answer, origin.id)
                taken.append(answer.criterion)
        if changed == there:
            return
        why = f"{', '.join(taken)} carried from {origin.id}"
        with suppress(Taken):
            workspace.register.save(changed, Stamp(workspace.person, workspace.now(), why[:200]))
            return


def _typed(workspace: Workspace, saved: Audit) -> Audit:
    """Return what this person has typed there and not saved; what is saved, if nothing."""
    draft = workspace.drafts.find(saved.id)
    return draft.audit if draft else saved


def holders(workspace: Workspace, origin: Audit, criterion: str) -> list[str]:
    """Return the audits, by id, in which the answer to a criterion stands as it was carried from `origin`."""
    found = []
    for other in origin.pack.audits if origin.pack and criterion in origin.pack.shared else ():
        with suppress(CaseauditError):
            there = workspace.register.load(other)
            if criterion in there.criteria and there.answer(criterion).carried == origin.id:
                found.append(other)
    return found
