"""The doctor looks at names and kinds of files: links, twins, what a crash left, who may read them."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from caseaudit.desk.doctoring_findings import (
    LOOK_INTO_IT,
    Finding,
    Fix,
    closing,
    from_problems,
    in_short,
    setting_aside,
)
from caseaudit.desk.doctoring_walk import Walk
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.store import encryption
from caseaudit.store.names import is_audit_id

_ONE_DAY = 24 * 60 * 60
_LEFT_BEHIND = re.compile(r"\.caseaudit-.*\.tmp|.*\.cut|\..*\.claim")
_OTHERS, _ALL_BUT_OWNER = 0o007, 0o077
_TRASH = {".ds_store", "desktop.ini", "thumbs.db"}


def unreadable_folders(_workspace: Workspace, walk: Walk, _now: datetime) -> Iterator[Finding]:
    """Folders that nobody could look into."""
    why = "What lies in them is missing from every list and every summary"
    yield from from_problems("unreadable", walk.problems, why)


def links(_workspace: Workspace, walk: Walk, _now: datetime) -> Iterator[Finding]:
    """Symbolic links: they are never followed."""
    for entry in walk.entries:
        if entry.is_link:
            yield Finding(
                "links",
                str(entry.path),
                "is a link, and links are not followed",
                "What it points to is in no list, and a link could lead out of the workspace to anything",
                "Put the file itself there, or remove the link",
            )


def twins(_workspace: Workspace, walk: Walk, _now: datetime) -> Iterator[Finding]:
    """Names that some systems take for one: `A` and `a`, or two ways of writing `é`."""
    alike: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for entry in walk.entries:
        alike[entry.path.parent, normalize("NFC", entry.path.name).casefold()].append(entry.path)
    for paths in alike.values():
        if len(paths) > 1:
            yield Finding(
                "twins",
                str(paths[0]),
                f"has a name that Windows and macOS take for that of {in_short([path.name for path in paths[1:]])}",
                "On such a computer one of them would hide or replace the other",
                "Give one of them another name, or move it away",
            )


def leftovers(workspace: Workspace, walk: Walk, now: datetime) -> Iterator[Finding]:
    """Temporary files that a crash left over a day ago."""
    old = [
        entry.path
        for entry in walk.entries
        if _LEFT_BEHIND.fullmatch(entry.path.name)
        and not entry.is_folder
        and now.timestamp() - entry.changed > _ONE_DAY
    ]
    if old:
        yield Finding(
            "leftovers",
            str(old[0]),
            f"{how_many(len(old), 'file')} that a crash left over a day ago",
            "Nothing reads them, but they may hold what somebody wrote about a child",
            "Move them away",
            setting_aside(workspace, old),
        )


def permissions(workspace: Workspace, walk: Walk, _now: datetime) -> Iterator[Finding]:
    """Files that others on this computer may read. A folder that is shared with a group on purpose stays so."""
    if os.name != "posix":
        return
    root = workspace.places.workspace
    mode = root.stat().st_mode
    if mode & _OTHERS:
        yield Finding(
            "permissions",
            str(root),
            "can be looked into by everybody who has an account on this computer",
            "Records about children are for those who need them for their work",
            f"Close it: chmod o-rwx {root}",
            Fix("close it to everybody but you and its group", closing([root], keep=0o770)),
        )
    elif not mode & _ALL_BUT_OWNER:
        yield from _open_inside(walk, workspace.places.checklists)


def _open_inside(walk: Walk, checklists: Path) -> Iterator[Finding]:
    wide = [entry.path for entry in walk.entries if entry.mode & _ALL_BUT_OWNER and not entry.is_link]
    loose = [path for path in wide if not path.is_relative_to(checklists) and path.name.lower() not in _TRASH]
    if loose:
        yield Finding(
            "permissions",
            str(loose[0]),
            f"{how_many(len(loose), 'file or folder', 'files and folders')} in a private workspace, open to others",
            "The workspace itself is closed, so nobody can now; a copy of it, or a backup, may be open",
            "Close them to everybody but you",
            Fix("close them to everybody but you", closing(loose)),
        )


def copies_of_revisions(workspace: Workspace, walk: Walk, _now: datetime) -> Iterator[Finding]:
    """What a sync program put among the revisions: two people saved at once on two computers."""
    histories = workspace.places.history
    for entry in walk.entries:
        among = entry.path.parent.parent == histories and not entry.is_folder and not _is_own(entry.path)
        beside = entry.path.parent == histories and not is_audit_id(entry.path.name) and not _is_trash(entry.path)
        if among or beside:
            yield Finding(
                "copies",
                str(entry.path),
                _NO_REVISION if among else _NO_HISTORY,
                "A sync program may have put somebody's save aside, because two saved at once on two computers",
                LOOK_INTO_IT,
            )


_NO_REVISION = "is no revision, and lies among the revisions"
_NO_HISTORY = "is no history, and lies among the histories"
_OWN = re.compile(r"[0-9]{8}\.json|copied-in\.json")


def _is_own(path: Path) -> bool:
    name = encryption.plain(path).name
    return bool(_OWN.fullmatch(name) or _LEFT_BEHIND.fullmatch(name)) or _is_trash(path)


def _is_trash(path: Path) -> bool:
    return path.name.lower() in _TRASH
