"""The doctor looks at what belongs to the person: the index, the secret of case references, notes of crashes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing as closed
from datetime import datetime
from pathlib import Path

from caseaudit.desk.doctoring_findings import Finding, Fix, closing, from_problems, setting_aside
from caseaudit.desk.doctoring_walk import Walk
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import CaseauditError
from caseaudit.store import case_key, index_file, places

_ALL_BUT_OWNER = 0o077


def index(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """The index, which can be removed at any time."""
    path = workspace.places.index_file
    if path.is_file() and not _is_sound(path):
        yield Finding(
            "index",
            str(path),
            "is damaged",
            "It is only a help for lists and summaries; damaged it may slow them down",
            "Remove it: it is made anew when a list or a summary is next asked for",
            Fix("remove it: it holds nothing that is not in the records", lambda: _remove(path)),
        )


def _is_sound(path: Path) -> bool:
    try:
        with closed(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        return index_file.is_in_use(error)


def _remove(path: Path) -> str:
    index_file.forget(path)
    return f"removed {path}"


def secret(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """The secret that turns identifiers into case references."""
    path = places.case_key()
    if not path.exists():
        return
    try:
        case_key.known_secret(path)
    except CaseauditError as error:
        why = "Without it nobody can say which child a reference stands for"
        yield from from_problems("secret", error.problems, why)
    if os.name == "posix" and path.stat().st_mode & _ALL_BUT_OWNER:
        yield Finding(
            "secret",
            str(path),
            "can be read by others",
            "Whoever has it and a list of identifiers can tell whose case reference is whose",
            f"Close it: chmod 600 {path}",
            Fix("close it to everybody but you", closing([path])),
        )
    if path.resolve().is_relative_to(workspace.places.workspace.resolve()):
        yield Finding(
            "secret",
            str(path),
            "lies in the workspace",
            "The references are there too: together they say whose case is whose",
            "Move it out, and set CASEAUDIT_CASE_KEY to its new place",
        )


def crashes(workspace: Workspace, _walk: Walk, _now: datetime) -> Iterator[Finding]:
    """Notes of crashes."""
    notes = sorted(places.log_folder().glob("crash-*.txt"))
    if notes:
        yield Finding(
            "crashes",
            str(notes[0]),
            f"{how_many(len(notes), 'note')} of a crash of this program",
            "They say where it failed, without a word of any case: whoever mends it needs them",
            "Send them to whoever looks after caseaudit, then move them away",
            setting_aside(workspace, notes),
        )
