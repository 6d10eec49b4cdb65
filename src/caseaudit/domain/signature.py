"""What a signature covers, whether it still holds, and how it may go: only in sight."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from caseaudit.domain.audit import Audit, Event

_SIGNING = ("signed-off", "reopened")


def changed_since_sign_off(audit: Audit) -> bool:
    """Return whether what was signed is no longer what the audit says."""
    return audit.sign_off is not None and audit.sign_off.digest != content_digest(audit)


def content_digest(audit: Audit) -> str:
    """Return the SHA-256, in hex, of what a signature covers: all but itself and what goes on afterwards.

    What goes on: revision, events, actions, escalations and moderation.
    """
    goes_on = {"events": (), "actions": (), "escalations": (), "moderation": None}
    content = replace(audit, revision=type(audit.revision)(), sign_off=None, **goes_on)
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def forged(audit: Audit) -> str:
    """Return in words why a signature cannot have come about in this program; nothing where it can.

    An edit outside the program is on record as one: it is no forgery, see `edited_outside`.
    """
    if audit.sign_off is None:
        return taken_away(audit.events)
    if changed_since_sign_off(audit) and not edited_outside(audit):
        return "was signed off, and what it says now is not what was signed"
    last = _last_word(audit.events)
    if last and (last.what, last.by, last.at) != ("signed-off", audit.sign_off.by, audit.sign_off.at):
        return "has a signature that differs from the signing on record"
    return ""


def taken_away(events: Sequence[Event]) -> str:
    """Return in words what is wrong where an audit with these events is open; nothing where it may be."""
    last = _last_word(events)
    signed = last is not None and last.what == "signed-off"
    return "was signed off, and its signature was taken away without a reopening" if signed else ""


def _last_word(events: Sequence[Event]) -> Event | None:
    return next((event for event in reversed(events) if event.what in _SIGNING), None)


def edited_outside(audit: Audit) -> bool:
    """Return whether an edit outside the program is on record after the last signing."""
    after: list[str] = []
    for event in audit.events:
        after = [] if event.what == "signed-off" else [*after, event.what]
    return "edited-outside" in after


def reopenings(events: Iterable[Event]) -> int:
    """Return how often an audit was reopened."""
    return sum(event.what == "reopened" for event in events)


def visibly_open(before: Audit, after: Audit, reopening: Event) -> Audit:
    """Return `after`, with the reopening on record where a signature of `before` went without one."""
    gone = before.sign_off is not None and after.sign_off is None
    unseen = gone and reopenings(after.events) <= reopenings(before.events)
    return replace(after, events=(*after.events, reopening)) if unseen else after
