"""The doctor looks at where a workspace lies: its settings, its path, its disk, who copies it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from caseaudit.desk.doctoring_findings import Finding, from_problems
from caseaudit.desk.doctoring_walk import Walk
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError
from caseaudit.store.names import LONGEST_WORKSPACE

_ROOM = 200 * 1_048_576
_SYNCED = re.compile(
    r"(onedrive|sharepoint|dropbox|icloud|mobile documents|com~apple~clouddocs|google ?drive|my drive|nextcloud|"
    r"owncloud|box sync|box$|syncthing)",
    re.IGNORECASE,
)


def settings(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """The settings of the workspace, and the person's own."""
    from caseaudit.store import settings as kept

    why = "Nothing can be saved or summed up as you wish while they cannot be read"
    for read in (partial(kept.workspace_settings, workspace.places), kept.personal_settings):
        try:
            read()
        except CaseauditError as error:
            yield from from_problems("settings", error.problems, why)


def synced(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """A workspace in a folder that a program copies elsewhere."""
    folder = workspace.places.workspace.resolve()
    for part in folder.parts:
        if found := _SYNCED.match(part):
            yield Finding(
                "synced",
                str(folder),
                f"lies in a folder that a sync program copies elsewhere ({found[1]})",
                "Two computers that save at once make copies, and a file that is not downloaded cannot be read",
                "Ask your IT whether these records may lie there; if so, keep them always on this device",
            )
            return


def long_path(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """A path so long that files below it may not open on Windows or in OneDrive."""
    folder = str(workspace.places.workspace)
    if len(folder) > LONGEST_WORKSPACE:
        yield Finding(
            "path",
            folder,
            f"has a path of {len(folder)} characters",
            "Windows takes 260 and OneDrive 400 in all, and an audit's own name comes on top",
            f"Move the workspace to a folder with a path of up to {LONGEST_WORKSPACE} characters",
        )


def room(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """A disk that is nearly full."""
    import shutil

    try:
        free = shutil.disk_usage(workspace.places.workspace).free
    except OSError:
        return
    if free < _ROOM:
        yield Finding(
            "disk",
            str(workspace.places.workspace),
            f"lies on a disk with {free // 1_048_576} MB left",
            "A full disk keeps what is saved, but nothing more can be",
            "Free some space",
        )


def checklists(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """The workspace's own checklists."""
    from caseaudit.desk import checklists as desk

    own = workspace.places.checklists
    if own.is_dir():
        why = "No audit can be begun with a checklist that cannot be read"
        yield from from_problems("checklists", desk.check(workspace.library, own), why)


def encryption(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """An encryption that was begun and not finished."""
    from caseaudit.store import encryption as locks

    try:
        doing = locks.policy(workspace.places.workspace).doing
    except CaseauditError as error:
        yield from from_problems("encryption", error.problems, "Nothing is written while this is so")
        return
    if doing:
        yield Finding(
            "encryption",
            str(workspace.places.settings),
            f"{doing} was begun and is not finished",
            "Some files are still as they were before",
            "Finish it: caseaudit encryption resume",
        )


def retention(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """Audits whose time is over, where the workspace says how long they are kept."""
    from caseaudit.desk import retaining
    from caseaudit.problems import BadInput, NotReady

    try:
        found = retaining.look(workspace)
    except NotReady:
        return
    except BadInput as error:
        why = "Nothing is due for removal while the rule cannot be read"
        yield from from_problems("retention", error.problems, why)
        return
    due = sum(not one.kept_by() for one in found.due)
    if due or found.unfinished:
        what = f"{due} of what it holds should be removed by your own rule" if due else "a removal was interrupted"
        yield Finding(
            "retention",
            str(workspace.places.workspace),
            what,
            "Personal data are kept no longer than they are needed (UK GDPR, article 5(1)(e))",
            "Look at the list: caseaudit retention list",
        )
