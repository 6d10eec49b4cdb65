"""What a signature covers, and whether it still holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from caseaudit.domain.audit import Audit


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
