"""The doctor looks at drafts: what somebody typed and never saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from caseaudit.desk.doctoring_findings import LOOK_INTO_IT, Finding, from_problem, setting_aside
from caseaudit.desk.doctoring_walk import Entry, Walk
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import drafts, encryption
from caseaudit.store.names import is_audit_id

_OLD = 30
"""Days after which a draft is looked into."""
_ONE_DAY = 24 * 60 * 60


class _Draft(msgspec.Struct):
    format: int
    base: int
    audit: dict[str, object]


def unsaved(workspace: Workspace, walk: Walk, now: datetime, known: set[str]) -> Iterator[Finding]:
    """Drafts that cannot be read, of audits that are gone, or of a month ago. `known`: the ids of all audits."""
    for entry in walk.entries:
        if entry.path.parent.parent == workspace.places.drafts and ".json" in entry.path.suffixes:
            yield from _of(workspace, entry, int((now.timestamp() - entry.changed) // _ONE_DAY), known)


def _of(workspace: Workspace, entry: Entry, days: int, known: set[str]) -> Iterator[Finding]:
    audit = encryption.plain(entry.path).stem
    if problem := _unreadable(entry.path):
        yield from_problem("drafts", problem, "What somebody typed into it and did not save cannot be shown")
    elif not is_audit_id(audit):
        yield Finding(
            "copies",
            str(entry.path),
            "is a copy of a draft, and is never opened",
            "Somebody may have typed on two computers: what only the copy says counts nowhere",
            LOOK_INTO_IT,
        )
    elif audit not in known and days >= _OLD:
        yield Finding(
            "drafts",
            str(entry.path),
            f"is a draft of an audit that is not here, and {days} days old",
            "It may hold what somebody wrote about a child, and nothing will ever ask for it",
            "Move it away, once nobody misses it",
            setting_aside(workspace, [entry.path]),
        )
    elif days >= _OLD:
        yield Finding(
            "drafts",
            str(entry.path),
            f"was typed {days} days ago and never saved",
            "What is in a draft counts nowhere and nobody else can see it",
            f"Ask whoever it belongs to (the folder is named after them) to open it: caseaudit audit open {audit}",
        )


def _unreadable(path: Path) -> Problem | None:
    remedy = "Move the file away; the last saved revision is not affected"
    try:
        msgspec.json.decode(encryption.read(path, drafts.LIMIT), type=_Draft)
    except CaseauditError as error:
        return error.problems[0]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Problem(str(path), "is a draft that cannot be read", remedy)
    return None
