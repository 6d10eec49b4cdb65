"""One walk over everything in a workspace: names, kinds and times, without opening a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk.watching import Told
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import Problem
from caseaudit.store import filesystem


class Entry(NamedTuple):
    """A file, a folder or a link."""

    path: Path
    mode: int
    changed: float
    """Seconds since 1970."""

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.mode)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.mode)


class Walk(NamedTuple):
    """What is there."""

    entries: list[Entry]
    """Everything below the workspace; what was set aside is passed over."""
    problems: list[Problem]
    """Folders that could not be looked into."""


LOOKING = "Looking at files"


def walk(workspace: Workspace) -> Walk:
    """Look at everything in a workspace, once."""
    found = Walk([], [])
    _take(workspace.places.workspace, found, workspace.watch(LOOKING), workspace.places.set_aside)
    return found


def _take(folder: Path, found: Walk, told: Told, passed_over: Path) -> None:
    try:
        entries = list(_entries(folder))
    except OSError as error:
        found.problems.extend(filesystem.trouble(folder, error).problems)
        return
    found.entries.extend(entries)
    told(len(found.entries), 0)
    for entry in entries:
        if entry.is_folder and entry.path != passed_over:
            _take(entry.path, found, told, passed_over)


def _entries(folder: Path) -> Iterator[Entry]:
    with os.scandir(folder) as scanned:
        for each in sorted(scanned, key=lambda entry: entry.name):
            try:
                status = each.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # It was a temporary file of somebody who is saving.
            yield Entry(Path(each.path), status.st_mode, status.st_mtime)
