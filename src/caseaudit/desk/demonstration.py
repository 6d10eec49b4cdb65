"""The demonstration workspace: a fictional authority with fictional audits, to look round in.

The same number of audits and the same seed give the same bytes on every machine and on every day. Nothing
in it is about anybody; it can be deleted at any time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec.structs import replace

from caseaudit.desk.demonstration_cases import Eastborough, Saved
from caseaudit.desk.demonstration_moderation import Moderators
from caseaudit.desk.watching import MAKING, Told, Watch, unwatched
from caseaudit.desk.workspace import library_of
from caseaudit.domain.audit import Revision
from caseaudit.problems import CaseauditError, bad_input
from caseaudit.store import filesystem, records, settings
from caseaudit.store.history import History, digest
from caseaudit.store.places import Places
from caseaudit.store.register import Register

NAME = "Eastborough demo"
MARK = "demonstration"
"""The key of `caseaudit.toml` that tells a demonstration from a workspace that somebody works in."""
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


def make_demonstration(folder: Path, audits: int = 120, seed: int = 1, watch: Watch = unwatched) -> Places:
    """Make a demonstration workspace and return it; one that is there already is returned as it is.

    Raises `BadInput` for a folder that holds anything else or for less than one audit, `StorageTrouble`
    if the disk refuses. Only a finished demonstration has its settings file; what is left of one that something
    stopped is removed, at the latest when the next one is made there.
    """
    places = Places(folder.absolute())
    if is_demonstration(folder):
        return places
    if audits < 1:
        raise bad_input("audits", "is less than one", "Ask for at least one audit")
    if _is_unfinished(places):
        _remove(places)
    _refuse_if_occupied(folder)
    try:
        with _whole_or_nothing(places):
            _write_all(places, audits, seed, watch(MAKING))
            _mark(places)
    except OSError as error:
        raise filesystem.trouble(folder, error) from None
    return places


def is_demonstration(folder: Path) -> bool:
    """Return whether a folder is a finished demonstration workspace."""
    places = Places(folder.absolute())
    if not places.settings.is_file():
        return False
    try:
        return settings.workspace_settings(places).get(MARK) is True
    except CaseauditError:
        return False


@contextmanager
def _whole_or_nothing(places: Places) -> Iterator[None]:
    """Make the folders; when what goes into them is not finished, remove them again."""
    was_there = places.workspace.is_dir()
    try:
        filesystem.make_folder(places.history)
        _unfinished(places).touch(0o600)
        for part in (places.audits, places.drafts):
            filesystem.make_folder(part)
        yield
    finally:
        if not places.settings.exists():
            _remove(places)
            if not was_there:
                with suppress(OSError):
                    places.workspace.rmdir()
    _unfinished(places).unlink(missing_ok=True)


def _unfinished(places: Places) -> Path:
    """Return the file that tells what is left of a demonstration from a folder that somebody filled."""
    return places.hidden / "unfinished-demonstration"


def _is_unfinished(places: Places) -> bool:
    return _unfinished(places).is_file() and not places.settings.exists()


def _remove(places: Places) -> None:
    """Remove what a demonstration consists of, and nothing else; the file that says so goes last."""
    for part in (places.audits, places.history, places.drafts, places.hidden):
        shutil.rmtree(part, ignore_errors=True)


def _refuse_if_occupied(folder: Path) -> None:
    if not os.path.lexists(folder):
        return
    try:
        occupied = not folder.is_dir() or any(folder.iterdir())
    except OSError as error:
        raise filesystem.trouble(folder, error) from None
    if occupied:
        remedy = "Choose a folder that is empty or does not exist yet"
        raise bad_input(str(folder), "holds something else than a demonstration", remedy)


def _mark(places: Places) -> None:
    import tomli_w

    content = tomli_w.dumps({"format": 1, "name": NAME, MARK: True})
    filesystem.put(places.settings, content.encode())


def _write_all(places: Places, audits: int, seed: int, told: Told) -> None:
    register = Register(places)
    told(0, audits)
    eastborough = Eastborough(library_of(None), seed)
    moderators = Moderators(seed, eastborough.ids)
    for made, audit in enumerate(eastborough.audits(audits), 1):
        for saves in moderators.read(audit, audits - made):
            _write(register, saves)
        told(made, audits)


def _write(register: Register, saves: Sequence[Saved]) -> None:
    """Write the revisions of one audit and its readable file, as `Register.save` would, not waiting for the disk."""
    history = History(register.places.history, saves[0].audit.id)
    history.folder.mkdir(_PRIVATE_FOLDER)
    previous = ""
    for number, (audit, stamp) in enumerate(saves, 1):
        saved = replace(audit, revision=Revision(number, previous, stamp.by, stamp.at, stamp.why))
        content = records.encode(saved)
        _put(history.path(number), content)
        previous = digest(content)
    readable = register.path(saved)
    readable.parent.mkdir(_PRIVATE_FOLDER, exist_ok=True)
    _put(readable, content)


def _put(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, _PRIVATE_FILE), "wb") as file:
        file.write(content)
