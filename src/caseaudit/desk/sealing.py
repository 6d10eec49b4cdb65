"""Seal: put what the register holds into one line, to keep where nobody who can change audits can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep, time
from typing import NamedTuple

from caseaudit.desk import exporting, verifying
from caseaudit.desk.verifying import Finding
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import seal as seals
from caseaudit.domain.seal import Saved, Seal
from caseaudit.problems import bad_input
from caseaudit.store import filesystem

_LIMIT = 64 * 1_048_576
"""Bytes: a seal of half a million audits."""


class Sealed(NamedTuple):
    """A seal, and what is wrong with what it seals."""

    seal: Seal
    found: list[Finding]
    ahead: int
    """How many revisions say that they were saved later than now: they are not in the seal."""


def until_the_second_is_over() -> None:
    """Wait a moment: times of saves are kept to the second, and the seal is of all that were saved by its own."""
    sleep(1.02 - time() % 1)


def seal(workspace: Workspace, wait: Callable[[], None] = until_the_second_is_over) -> Sealed:
    """Return the seal of everything that is saved by now. Raises `BadInput` where nothing is."""
    at = workspace.now()
    wait()
    register: dict[str, tuple[Saved, ...]] = {}
    found: list[Finding] = []
    for looked in verifying.looked_at(workspace, verifying.audit_files(workspace)):
        register[looked.id] = tuple(Saved(link.number, link.digest, link.at) for link in looked.chain.links)
        found += verifying.findings(looked)
    sealed = seals.sealed(register, at)
    if not sealed.audits:
        raise bad_input(str(workspace.places.workspace), "has no saved audit to seal", "Save one first")
    ahead = sum(revision.at > at for saved in register.values() for revision in saved)
    return Sealed(sealed, found, ahead)


def refuse_place(workspace: Workspace, path: Path) -> None:
    """Raise `BadInput` for a place that no seal can be written to. One that is there is never written over."""
    exporting.refuse_place(workspace, path)
    if path.exists():
        raise bad_input(str(path), "exists already", "Choose another name: seals are kept, each with its date")


def write(workspace: Workspace, sealed: Seal, path: Path) -> bool:
    """Write the seal with a line for each audit; return whether it lies in the workspace itself.

    Raises `BadInput` for a place that does not fit, `StorageTrouble`.
    """
    refuse_place(workspace, path)
    if not filesystem.publish_new(path, seals.long(sealed).encode()):
        refuse_place(workspace, path)
    return path.resolve().is_relative_to(workspace.places.workspace.resolve())


def given(text: str) -> Seal:
    """Return the seal in a file, or in the text itself. Raises `BadInput` for what is neither."""
    path = Path(text)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file:
        return seals.read(filesystem.read_regular(path, _LIMIT).decode("utf-8", "replace"), text)
    if "caseaudit seal" in text:
        return seals.read(text, "--seal")
    raise bad_input(text, "is neither a file nor a seal", "Give the file, or the whole line in quotes")
