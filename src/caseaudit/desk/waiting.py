"""What waits for one person: planned cases, audits they began, moderations, actions. The most pressing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from typing import Literal, NamedTuple

from caseaudit.desk import acting, moderating, planning
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.planning import Standing
from caseaudit.problems import CaseauditError
from caseaudit.store.index import Wanted
from caseaudit.store.library import Library

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
    team: str
    worker: str
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


def in_words(workspace: Workspace) -> str:
    """Return how much others wait for: `Moderation: 1 to acknowledge; 3 planned for you, 1 overdue`; else nothing."""
    return "; ".join(filter(None, (_moderations_in_words(workspace), _planned_in_words(workspace))))


def _moderations_in_words(workspace: Workspace) -> str:
    steps = Counter(case.step for case in moderating.waiting(workspace))
    said = ", ".join(f"{steps[step]} {step}" for step in reversed(moderating.STEPS) if steps[step])
    return f"Moderation: {said}" if said else ""


def _planned_in_words(workspace: Workspace) -> str:
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
    title = cache(partial(_title, workspace.library))
    for task in planning.mine(workspace):
        each = task.assignment
        begun = {line.checklist for line in task.audits}
        about = (each.due, task.overdue, each.team, each.worker)
        for line in task.audits:
            if line.state != "signed-off":
                far = f"{line.answered} of {line.asked} answered"
                yield Waiting("planned", far, each.case, line.title, *about, line.id, task.plan.sample)
        if waiting := [title(name) for name in task.plan.checklists if name not in begun]:
            yield Waiting("planned", "to begin", each.case, ", ".join(waiting), *about, "", task.plan.sample)


def _title(library: Library, checklist: str) -> str:
    """Return what a checklist is called; its id, where the library does not have it without a problem."""
    try:
        return library.get(checklist).title
    except CaseauditError:
        return checklist


def _begun(workspace: Workspace) -> Iterator[Waiting]:
    own = (("auditor", workspace.person), ("state", "in-progress"))
    for line in workspace.index.headlines(Wanted(equal=own)):
        far = f"{line.answered} of {line.asked} answered"
        title = f"second grade · {line.title}" if line.role == "second-grade" else line.title
        yield Waiting("audit", far, line.case, title, "", False, line.team, line.worker, line.id)


def _moderations(workspace: Workspace) -> Iterator[Waiting]:
    for case in moderating.waiting(workspace):
        if case.step != "to grade":
            first = case.first
            about = ("", False, first.team, first.worker)
            yield Waiting("moderation", case.step, first.case, first.checklist.title, *about, first.id)


def _actions(workspace: Workspace) -> Iterator[Waiting]:
    for each in acting.listed(workspace, Wanted(), status="open", owner=workspace.person):
        about = (each.action.due, each.overdue > 0, each.team, each.worker)
        yield Waiting(
            "action", "open", each.case, each.action.what, *about, each.audit, criterion=each.action.criterion
        )
