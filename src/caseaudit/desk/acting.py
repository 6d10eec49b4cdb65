"""Actions across audits: who has to do what by when, and what shows that it was done and that it helped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.watching import READING, each
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import actions
from caseaudit.domain.actions import Action, Listed
from caseaudit.domain.audit import Audit, with_action
from caseaudit.domain.people import same_person
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, CaseauditError, NotReady, Problem, bad_input, nearest
from caseaudit.store import following
from caseaudit.store.index import Wanted


def listed(
    workspace: Workspace, wanted: Wanted, *, status: str = "", owner: str = "", overdue: bool = False
) -> list[Listed]:
    """Return the actions of the audits that are wanted, the longest overdue first, then by due date.

    Without a status: those that are open, or done and not closed. Training never counts. Raises `BadInput` for a status
    that there is none of.
    """
    if status and status not in ("all", *actions.STATUSES):
        raise bad_input("status", "is not a status of an action", nearest(status, ("all", *actions.STATUSES)))
    today = workspace.today()
    found = [_listed(audit, action, today) for audit in _audits(workspace, wanted) for action in audit.actions]
    found = [one for one in found if _is_wanted(one, status, owner) and (one.overdue or not overdue)]
    return sorted(found, key=lambda one: (-one.overdue, one.action.due, one.audit, one.action.id))


def _audits(workspace: Workspace, wanted: Wanted) -> Iterator[Audit]:
    index = workspace.look(quick=True)
    acted = following.with_actions(index, wanted._replace(practice_only=True))
    for audit_id in each(acted, workspace.watch(READING)):
        with suppress(CaseauditError):
            yield workspace.register.load(audit_id)


def _listed(audit: Audit, action: Action, today: str) -> Listed:
    ended = action.closed_on if not actions.goes_on(action) else today
    raised = actions.raised_on(action, audit)
    late = _days(action.due, today) if actions.is_overdue(action, today) else 0
    about = (audit.id, audit.case, audit.team, audit.worker, audit.checklist.title)
    return Listed(*about, action, max(0, _days(raised, ended or today)), late)


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _is_wanted(one: Listed, status: str, owner: str) -> bool:
    fits = actions.goes_on(one.action) if not status else status in ("all", one.action.status)
    return fits and (not owner or same_person(owner, one.action.owner))


def as_csv(_workspace: Workspace, found: list[Listed]) -> bytes:
    """Return the actions as CSV."""
    from caseaudit.exports import actions_csv

    return actions_csv.write(found)


def as_calendar(workspace: Workspace, found: list[Listed]) -> bytes:
    """Return the actions as a calendar. Raises `BadInput` where the library for calendars is not installed."""
    from caseaudit import __version__
    from caseaudit.exports import calendar

    try:
        return calendar.write(found, workspace.now(), f"caseaudit {__version__}")
    except ImportError:
        raise bad_input(
            "calendar", "needs a part that is not installed", "Install it: pip install caseaudit[reports]"
        ) from None


# ── one step at a time ───────────────────────────────────────────────────────


def finish(workspace: Workspace, audit_id: str, action_id: str, evidence: str) -> Action:
    """Put on record that an action was done, and what shows it. Raises `NotReady` without evidence."""
    return _changed(workspace, audit_id, action_id, lambda it: actions.done(it, workspace.today(), _words(evidence)))


def close(workspace: Workspace, audit_id: str, action_id: str, effect: str) -> Action:
    """Put on record what difference an action made. Raises `NotReady` if it is not done, or without evidence."""
    return _changed(workspace, audit_id, action_id, lambda it: actions.closed(it, workspace.today(), _words(effect)))


def cancel(workspace: Workspace, audit_id: str, action_id: str, why: str) -> Action:
    """Put on record that nobody will do an action, and why. Raises `NotReady` without a reason."""
    return _changed(workspace, audit_id, action_id, lambda it: actions.cancelled(it, workspace.today(), _words(why)))


def take_up_again(workspace: Workspace, audit_id: str, action_id: str) -> Action:
    """Open an action again that was done, closed or cancelled."""
    return _changed(workspace, audit_id, action_id, actions.taken_up_again)


def alter(workspace: Workspace, audit_id: str, action_id: str, *, owner: str = "", due: str = "") -> Action:
    """Give an action another owner or another due date. Raises `BadInput` for a date that is none."""
    given = {"owner": one_line(clean(owner)), "due": due}
    return _changed(workspace, audit_id, action_id, lambda it: replace(it, **{k: v for k, v in given.items() if v}))


def _words(text: str) -> str:
    return clean(text).strip()


def _changed(workspace: Workspace, audit_id: str, action_id: str, step: Callable[[Action], Action]) -> Action:
    opened = auditing.open_for_a_step(workspace, audit_id)
    after = step(_named(opened.working, action_id))
    auditing.save(workspace, with_action(opened.working, after), opened.saved, f"{action_id} {after.status}")
    return after


def _named(audit: Audit, action_id: str) -> Action:
    for action in audit.actions:
        if action.id == action_id:
            if action.status == "carried":
                remedy = f"Change it there: {action.why}"
                raise NotReady(Problem(audit.id, "was carried into a re-audit", remedy, action_id))
            return action
    known = [action.id for action in audit.actions]
    raise BadInput(Problem(audit.id, "has no such action", nearest(action_id, known), "action"))
