"""Actions: what somebody will do because of an audit, what shows that it was done, and what shows that it helped.

They go on after sign-off, and into the re-audit: they are how an audit changes something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from caseaudit.problems import NotReady, Problem

if TYPE_CHECKING:
    from caseaudit.domain.audit import Audit

ActionStatus = Literal["open", "done", "closed", "cancelled", "carried"]
"""Agreed; done, with evidence; closed, with evidence of effect; given up, with a reason; carried into a re-audit."""
STATUSES: tuple[ActionStatus, ...] = ("open", "done", "closed", "cancelled", "carried")


class Action(Struct, frozen=True, omit_defaults=True):
    """Something that somebody will do because of this audit."""

    id: str
    what: str
    owner: str
    due: str
    """ISO date."""
    criterion: str = ""
    status: ActionStatus = "open"
    evidence: str = ""
    """What shows that it was done."""
    effect: str = ""
    """What shows that it made a difference."""
    raised: str = ""
    """ISO date on which it was agreed; empty in a record made before this was kept: then the audit's own date."""
    done_on: str = ""
    """ISO date on which it was completed."""
    closed_on: str = ""
    """ISO date on which its effect was seen, or on which it was cancelled."""
    came_from: str = ""
    """The audit and the action that it was carried over from: `20261120-k7m3x9/A2`."""
    why: str = ""
    """Why it was cancelled; of one that was carried on, the id of the audit into which."""


class Listed(NamedTuple):
    """One action, with what its audit says of the case."""

    audit: str
    case: str
    team: str
    worker: str
    checklist: str
    action: Action
    age: int
    """Days since it was agreed, until it was closed or today."""
    overdue: int
    """Days past its due date while it is open; 0 if it is not."""


def with_action(audit: Audit, action: Action) -> Audit:
    """Return the audit with an action added, or changed if its id is there already.

    Actions go on after sign-off: they are how an audit changes something.
    """
    actions = [action if known.id == action.id else known for known in audit.actions]
    if action.id not in {known.id for known in audit.actions}:
        actions.append(action)
    return replace(audit, actions=tuple(actions))


def next_action_id(audit: Audit) -> str:
    """Return an action id that this audit has not used: `A1`, `A2`, ..."""
    used = [int(action.id[1:]) for action in audit.actions if action.id[1:].isdecimal()]
    return f"A{max(used, default=0) + 1}"


def raised_on(action: Action, audit: Audit) -> str:
    """Return the ISO date on which an action was agreed, as well as it is known."""
    return action.raised or audit.date


def done(action: Action, on: str, evidence: str) -> Action:
    """Return an action as completed. Raises `NotReady` where nothing shows that it was done."""
    if not evidence.strip():
        raise _lacks(action, "has no evidence that it was done", "Say what shows that it was done", "evidence")
    return replace(action, status="done", evidence=evidence, done_on=on)


def closed(action: Action, on: str, effect: str) -> Action:
    """Return an action as closed. Raises `NotReady` if it is not completed or nothing shows that it helped."""
    wanting = list(_before_closing(action, effect))
    if wanting:
        raise NotReady(*wanting)
    return replace(action, status="closed", effect=effect, closed_on=on)


def _before_closing(action: Action, effect: str) -> Iterator[Problem]:
    if not action.evidence.strip():
        yield Problem(
            action.id, "is not completed yet", "Complete it first, with what shows that it was done", "evidence"
        )
    if not effect.strip():
        remedy = "Say what shows that it made a difference to the child or to practice"
        yield Problem(action.id, "has no evidence of effect", remedy, "effect")


def cancelled(action: Action, on: str, why: str) -> Action:
    """Return an action that nobody will do. Raises `NotReady` without a reason."""
    if not why.strip():
        raise _lacks(action, "is cancelled without a reason", "Say why nobody will do it", "why")
    return replace(action, status="cancelled", closed_on=on, why=why)


def taken_up_again(action: Action) -> Action:
    """Return an action as open; what was written of it stays."""
    return replace(action, status="open", done_on="", closed_on="")


def goes_on(action: Action) -> bool:
    """Return whether nobody has shown yet what difference an action made."""
    return action.status in ("open", "done")


def carried_into(action: Action, audit_id: str, on: str) -> Action:
    """Return an action as it stands in the first audit once a re-audit has taken it over."""
    return replace(action, status="carried", closed_on=on, why=audit_id)


def is_loop_closed(action: Action) -> bool:
    """Return whether something shows that an action made a difference, and it was closed on that."""
    return action.status == "closed" and bool(action.effect.strip())


def is_overdue(action: Action, today: str) -> bool:
    """Return whether an open action was due before today. ISO dates compare as they read."""
    return action.status == "open" and bool(action.due) and action.due < today


def _lacks(action: Action, what: str, remedy: str, field: str) -> NotReady:
    return NotReady(Problem(action.id, what, remedy, field))
