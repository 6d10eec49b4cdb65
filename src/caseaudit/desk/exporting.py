"""Hand over audits: choose them, make the bytes, write them where nothing is lost."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from caseaudit.desk import choosing
from caseaudit.desk.auditing import identifiers_in
from caseaudit.desk.listing import Wanted
from caseaudit.desk.watching import READING, WRITING, Told, each
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit, changed_since_sign_off
from caseaudit.exports import csv_rows, facts_csv, json_records
from caseaudit.problems import BadInput, Problem, bad_input, nearest, tried
from caseaudit.store import filesystem, records

Writer = Callable[[Iterable[Audit], BinaryIO], None]

FORMATS: Mapping[str, Writer] = {"csv": csv_rows.write, "json": json_records.write, "facts": facts_csv.write}


class Chosen(NamedTuple):
    """The audits that leave, and the files that could not."""

    audits: list[Audit]
    problems: list[Problem]


class Export(NamedTuple):
    """The bytes of an export, and what to know before handing it over."""

    content: bytes
    audits: int
    """How many audits it holds."""
    problems: list[Problem]
    """Files that could not be read, and copies: none of them is in it."""
    changed: int
    """How many audits are no longer what was signed."""
    hints: int
    """How many texts look as if they identify a child."""


def export(workspace: Workspace, form: str, wanted: Wanted, *, all_states: bool = False) -> Export:
    """Return the audits that are wanted as CSV or JSON; only the signed-off ones unless `all_states`.

    Training never leaves. Raises `BadInput` for a format that does not exist, `NothingFound` where no audit fits the
    filters.
    """
    if form not in FORMATS:
        raise bad_input(form, "is not a format of exports", nearest(form, FORMATS))
    chosen = choose(workspace, wanted, all_states=all_states)
    if not chosen.audits:
        among = choosing.PRACTICE if all_states else choosing.SIGNED
        choosing.refuse_nothing(workspace.index, wanted, among, chosen.problems)
    leaving = _Leaving(chosen.audits, workspace.watch(WRITING))
    stream = BytesIO()
    FORMATS[form](leaving, stream)
    return Export(stream.getvalue(), len(chosen.audits), chosen.problems, changed=leaving.changed, hints=leaving.hints)


class _Leaving:
    """Audits on their way out, and what is noticed of them."""

    def __init__(self, audits: list[Audit], told: Told) -> None:
        self._audits, self._told = audits, told
        self.changed = self.hints = 0

    def __iter__(self) -> Iterator[Audit]:
        for audit in each(self._audits, self._told):
            self.changed += changed_since_sign_off(audit)
            self.hints += len(identifiers_in(audit))
            yield audit


def choose(
    workspace: Workspace, wanted: Wanted, *, all_states: bool = False, keep: Callable[[Audit], Audit] = lambda it: it
) -> Chosen:
    """Return the audits that are wanted as they stand now, oldest first, and every file that is left out.

    `keep` makes of each what is held in memory.
    """
    index = workspace.look()
    signed = () if all_states else (("state", "signed-off"),)
    lines = index.headlines(wanted._replace(practice_only=True, equal=(*wanted.equal, *signed)))
    left_out = (*index.unreadable(), *index.copies())
    oldest_first = each(sorted(lines, key=lambda line: (line.date, line.id)), workspace.watch(READING))
    audits, problems = tried(lambda line: keep(workspace.register.load(line.id)), oldest_first)
    return Chosen([audit for audit in audits if all_states or audit.signed_off], [*left_out, *problems])


def write(workspace: Workspace | None, content: bytes, path: Path, *, force: bool = False) -> None:
    """Write an export to a file, whole or not at all; only with `force` over a file that is there.

    Raises `BadInput` for a place that does not fit, `StorageTrouble` if the disk refuses.
    """
    refuse_place(workspace, path)
    sweep_beside(path)
    if force:
        filesystem.put(path, content)
    elif not filesystem.publish_new(path, content):
        raise exists_already(path)


def sweep_beside(path: Path) -> None:
    """Remove what exports to this folder left there over a day ago, because something killed them."""
    with contextlib.suppress(OSError):
        filesystem.sweep(path.parent, time.time(), below=False)


def exists_already(path: Path) -> BadInput:
    """Return the error for a file that is there and was not to be replaced."""
    return bad_input(str(path), "exists already", "Choose another name, or add --force to replace it")


def refuse_place(workspace: Workspace | None, path: Path) -> None:
    """Raise `BadInput` for a place that no export may be written to: with a workspace, not among its records."""
    if path.is_dir():
        raise bad_input(str(path), "is a folder", "Name a file in it")
    if not path.parent.is_dir():
        raise bad_input(str(path.parent), "is not a folder", "Make it first, or choose another one")
    if workspace is None:
        return
    if _is_within(path, workspace.places.audits) or _is_within(path, workspace.places.hidden):
        raise bad_input(str(path), "is among the records themselves", "Choose a folder outside the workspace")


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def as_toml(audit: Audit) -> str:
    """Return the complete record as TOML."""
    return records.encode(audit, ".toml").decode()
