"""What a record points to: other audits, their actions, a sample, and criteria of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from caseaudit.domain.audit import Audit
from caseaudit.problems import Problem

Kind = Literal["audit", "action", "sample"]


class Link(NamedTuple):
    """Something outside the record that it names."""

    field: str
    """Where the record names it."""
    kind: Kind
    target: str
    """An id; of an action with its audit's: `20261120-k7m3x9/A2`."""


def links(audit: Audit) -> Iterator[Link]:
    """Yield everything outside that a record names."""
    named = {"follows": audit.follows, "moderation": audit.moderation.second if audit.moderation else ""}
    yield from (Link(field, "audit", target) for field, target in named.items() if target)
    if audit.sample:
        yield Link("sample", "sample", audit.sample)
    if audit.pack:
        yield from (Link("pack", "audit", other) for other in audit.pack.audits if other != audit.id)
    yield from (Link(answer.criterion, "audit", answer.carried) for answer in audit.answers if answer.carried)
    for action in audit.actions:
        if action.came_from:
            yield Link(action.id, "action", action.came_from)
        if action.status == "carried":
            yield Link(action.id, "audit", action.why)


def loose_ends(audit: Audit, where: str) -> Iterator[Problem]:
    """Yield what points to a criterion that the record does not have."""
    asked = {*audit.criteria, ""}
    named = [(action.id, action.criterion) for action in audit.actions]
    named += [("escalations", escalation.criterion) for escalation in audit.escalations]
    named += [("moderation", outcome.criterion) for outcome in (audit.moderation.outcomes if audit.moderation else ())]
    remedy = "Look at the audit's history: `caseaudit audit history` says who changed it last"
    for field, criterion in named:
        if criterion not in asked:
            yield Problem(where, "points to a criterion that this audit does not ask", remedy, field)


def pointing_to_nothing(link: Link, where: str) -> Problem:
    """Return what is said of a link whose target is not there."""
    remedy = "Copy it back from a backup, if it was not removed on purpose"
    return Problem(where, f"points to {_A[link.kind]} that is not here", remedy, link.field)


_A = {"audit": "an audit", "action": "an action", "sample": "a sample"}
