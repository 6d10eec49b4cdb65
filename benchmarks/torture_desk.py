"""What every torture stands on: a workspace, an audit that is answered again and again, and a look at what is left.

Each edit carries its number in its words, so that whoever looks afterwards knows which of them are there.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from caseaudit.cli.main import main
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Header
from caseaudit.problems import CaseauditError

CHECKLIST = "chronology"
CRITERION = "CHR-01"
AUDITOR = "A. Auditor"
_MONTH = "2026-11-20"
_FAR_AHEAD = 10 * 24 * 60 * 60
"""Seconds after which whatever a kill left behind is old."""


class Tally(NamedTuple):
    """What a torture counted."""

    points: int
    """Kills, faults or states."""
    acknowledged: int
    """Saves of which the program said that they are done."""
    lost: int
    """Acknowledged saves that could not be read afterwards."""
    damaged: int
    """Times that something could not be read, or did not follow from what was before it."""
    left_behind: int = 0
    """Temporary files that a kill left, and that were swept away later."""

    def plus(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(*map(sum, zip(self, other, strict=True)))


NOTHING = Tally(0, 0, 0, 0)


class Desk:
    """One audit in one workspace, as a program of its own would find it each time."""

    def __init__(self, workspace: Path, audit_id: str) -> None:
        self.folder = workspace
        self.id = audit_id

    def workspace(self, person: str = AUDITOR) -> Workspace:
        """Open the workspace as somebody does who has just started the program."""
        return Workspace.open(str(self.folder), person)

    def command(self, number: int) -> list[str]:
        """Return what somebody types to make an edit."""
        return [
            "--workspace",
            str(self.folder),
            "audit",
            "answer",
            self.id,
            CRITERION,
            "good",
            "--reason",
            edit(number),
        ]

    def saved(self) -> int:
        """Return the number of the edit that is in the register. Raises `CaseauditError`."""
        return number_in(self.workspace().register.load(self.id).answer(CRITERION).reason)

    def typed(self) -> int:
        """Return the number of the edit that somebody finds who opens the audit. Raises `CaseauditError`."""
        return number_in(auditing.take_up(self.workspace(), self.id).working.answer(CRITERION).reason)

    def damage(self) -> str:
        """Return what is wrong with the history, the readable file or the command that shows it; or nothing."""
        register = self.workspace().register
        try:
            audit = register.load(self.id)
            if problem := register.history(self.id).broken():
                return str(problem)
            if register.read(register.path(audit)) != audit:
                return "the readable file says something else"
        except CaseauditError as error:
            return str(error)
        return "" if quietly(["--workspace", str(self.folder), "audit", "show", self.id]) == 0 else "it is not shown"

    def leavings(self) -> int:
        """Return how many temporary files there are."""
        return sum(1 for _ in self.folder.rglob("*.tmp"))

    def sweep(self) -> int:
        """Sweep as the program does a few days later; return how many temporary files are there all the same."""
        import time

        self.workspace().register.tidy(time.time() + _FAR_AHEAD)
        return self.leavings()


def desk(folder: Path, checklist: str = CHECKLIST) -> Desk:
    """Make a workspace and an audit in it."""
    return another(empty(folder), checklist)


def empty(folder: Path) -> Path:
    """Make a workspace with nothing in it."""
    return make(str(folder), name="Torture").workspace


def another(folder: Path, checklist: str = CHECKLIST) -> Desk:
    """Begin one more audit in a workspace."""
    header = Header(case="EB-1", team="North", worker="W. Worker", auditor=AUDITOR, date=_MONTH)
    return Desk(folder, auditing.begin(Workspace.open(str(folder), AUDITOR), checklist, header).id)


def edit(number: int) -> str:
    """Return the words of an edit."""
    return f"edit {number}"


def number_in(words: str) -> int:
    """Return the number of the edit that words are of; 0 for none."""
    return int(words.removeprefix("edit ") or 0)


def quietly(command: list[str]) -> int:
    """Run a command of the program in this process; return its exit code."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(command)


def copy_of_this_process(work: Callable[[], int], *, told: int) -> int:
    """Start a copy of this process whose stderr is a pipe's end `told`; return its id. It ends as `work` says."""
    process = os.fork()
    if not process:
        _work_and_end(work, told)
    return process


def _work_and_end(work: Callable[[], int], told: int) -> NoReturn:
    code = 70
    try:
        os.dup2(told, 2)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
        sys.stdout = io.StringIO()
        code = work()
    finally:
        os._exit(code)
