"""What waits for one person: planned cases, audits they began, moderations, actions. The most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from caseaudit.desk import acting, moderating, planning
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.planning import Standing
from caseaudit.store.index import Wanted

Kind = Literal["planned", "audit", "moderation", "action"]
_LAST = "9999"
"""What has no due date comes last."""


class Waiting(NamedTuple):
    """One thing that somebody has to do."""

    kind: Kind
    what: str
    """In a few words: `to begin`, `3 of 9 answered`, `to acknowledge`, `open`."""
    case: str
    about: str
    """The checklist or, of an action, what is to be done."""
    due: str
    """ISO date; empty where there is none."""
    overdue: bool
    audit: str
    """The audit to open; empty where none was begun."""
    plan: str = ""
    """The sample of the plan, of what is to begin."""
    criterion: str = ""


def for_me(workspace: Workspace) -> list[Waiting]:
    """Return everything that waits for the person at the desk."""
    planned = list(_planned(workspace))
    known = {each.audit for each in planned}
    begun = [each for each in _begun(workspace) if each.audit not in known]
    found = [*planned, *begun, *_moderations(workspace), *_actions(workspace)]
    return sorted(found, key=lambda each: (not each.overdue, each.due or _LAST, each.case))


def planned_in_words(workspace: Workspace) -> str:
    """Return how much is planned for the person at the desk: `3 planned for you, 1 overdue`; nothing if nothing is."""
    own = planning.mine(workspace)
    late = sum(task.overdue for task in own)
    return f"{len(own)} planned for you{f', {late} overdue' if late else ''}" if own else ""


def progress_in_words(workspace: Workspace) -> list[str]:
    """Return a line for each auditor of each plan that is not finished: who is how far, and what is overdue."""
    made, _ = planning.every(workspace)
    found = []
    for plan in made:
        far = planning.standings(workspace, plan)
        if any(each.signed_off < each.cases for each in far):
            found += [f"{plan.sample}  {_far(each)}" for each in far]
    return found


def _far(each: Standing) -> str:
    late = f", {each.overdue} overdue" if each.overdue else ""
    return f"{each.auditor}: {each.signed_off} of {each.cases} signed off{late}"


def _planned(workspace: Workspace) -> Iterator[Waiting]:
    for task in planning.mine(workspace):
        assignment = task.assignment
        begun = {line.checklist for line in task.audits}
        about = (assignment.due, task.overdue)
        for line in task.audits:
            if line.state != "signed-off":
                far = f"{line.answered} of {line.asked} answered"
                yield Waiting("planned", far, assignment.case, line.title, *about, line.id, task.plan.sample)
        if waiting := [name for name in task.plan.checklists if name not in begun]:
            yield Waiting("planned", "to begin", assignment.case, ", ".join(waiting), *about, "", task.plan.sample)


def _begun(workspace: Workspace) -> Iterator[Waiting]:
    own = (("auditor", workspace.person), ("state", "in-progress"))
    for line in workspace.index.headlines(Wanted(equal=own)):
        yield Waiting("audit", f"{line.answered} of {line.asked} answered", line.case, line.title, "", False, line.id)


def _moderations(workspace: Workspace) -> Iterator[Waiting]:
    for case in moderating.cases(workspace).cases:
        if moderating.waits_for(case, workspace.person) and case.step != "to grade":
            yield Waiting(
                "moderation", case.step, case.first.case, case.first.checklist.title, "", False, case.first.id
            )


def _actions(workspace: Workspace) -> Iterator[Waiting]:
    for each in acting.listed(workspace, Wanted(), status="open", owner=workspace.person):
        due, late = each.action.due, each.overdue > 0
        yield Waiting(
            "action", "open", each.case, each.action.what, due, late, each.audit, criterion=each.action.criterion
        )
