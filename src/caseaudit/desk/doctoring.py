"""The doctor: looks at everything on somebody's real workspace, explains each finding, and mends only what is allowed.

A check is a small function that takes the workspace, one walk over its files and the time, and yields findings. Every
file is read once. Nothing that is found holds a word of any record: only names of files, ids and fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from caseaudit.desk import doctoring_drafts, doctoring_files, doctoring_person, doctoring_place
from caseaudit.desk.doctoring_findings import Finding as Finding
from caseaudit.desk.doctoring_findings import Fix as Fix
from caseaudit.desk.doctoring_findings import from_problems
from caseaudit.desk.doctoring_records import Rounds
from caseaudit.desk.doctoring_walk import Walk, walk
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError
from caseaudit.store.register import Register

Check = Callable[[Workspace, Walk, datetime], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    doctoring_place.settings,
    doctoring_place.encryption,
    doctoring_files.permissions,
    doctoring_place.synced,
    doctoring_place.long_path,
    doctoring_place.room,
    doctoring_files.unreadable_folders,
    doctoring_files.links,
    doctoring_files.twins,
    doctoring_files.leftovers,
    doctoring_files.copies_of_revisions,
    doctoring_person.index,
    doctoring_person.secret,
    doctoring_person.crashes,
    doctoring_place.checklists,
    doctoring_place.retention,
)
"""The checks of everything but the audits themselves and the drafts; see `Rounds` and `doctoring_drafts`."""

NAMES = (
    "settings",
    "encryption",
    "permissions",
    "synced",
    "path",
    "disk",
    "unreadable",
    "links",
    "twins",
    "leftovers",
    "copies",
    "index",
    "secret",
    "crashes",
    "checklists",
    "retention",
    "history",
    "documents",
    "dates",
    "references",
    "drafts",
)
"""What findings can be asked for by."""


class Examined(NamedTuple):
    """What was looked at, and what was found."""

    audits: int
    revisions: int
    found: list[Finding]


def examine(workspace: Workspace, only: Sequence[str] = ()) -> Examined:
    """Look at everything; return what was found, or of it what the checks named `only` found. Changes nothing."""
    now = datetime.fromisoformat(workspace.now())
    _see_to_the_register(workspace)
    around = walk(workspace)
    rounds = Rounds(workspace, now)
    found = [finding for check in CHECKS for finding in _found(check(workspace, around, now))]
    found += _found(rounds.found())
    found += _found(doctoring_drafts.unsaved(workspace, around, now, rounds.ids))
    wanted = [finding for finding in found if not only or finding.check in only]
    return Examined(len(rounds.ids), rounds.revisions, sorted(wanted, key=lambda each: NAMES.index(each.check)))


def _found(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what a check finds; what keeps it from looking is a finding too."""
    try:
        yield from findings
    except CaseauditError as error:
        yield from from_problems("unreadable", error.problems, "One of the checks could not be made")


def _see_to_the_register(workspace: Workspace) -> None:
    """Look at audits also where the settings cannot be read."""
    try:
        _ = workspace.register
    except CaseauditError:
        workspace.register = Register(workspace.places)


def mended(finding: Finding) -> str:
    """Mend what was found, and return what was done. Raises `CaseauditError`; what was not mended stands as it was."""
    return finding.fix.do() if finding.fix else ""
