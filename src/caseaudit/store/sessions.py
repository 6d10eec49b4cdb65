"""Sessions of calibration on disk: `training/<id>.json`, private, whole or not at all; a change by hand is told.

Several people may grade in one session at once: each change is made to what stands on disk at that moment, by one
program at a time, so that nobody's grades take the place of somebody else's.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.domain.calibration import FORMAT, Session, faults
from caseaudit.problems import BadInput, NotReady, Problem, StorageTrouble, tried
from caseaudit.store import documents, encryption, filesystem
from caseaudit.store.documents import ENDING, LIMIT
from caseaudit.store.names import checked_id
from caseaudit.store.places import Places

_CLAIM = ".claim"
_PATIENCE = 5.0  # seconds to wait for somebody else's change
_LEFT_BEHIND = 30.0  # seconds after which a claim is that of a program that was killed
_PAUSE = 0.05
_RESTORE = "Restore the file from a backup, or grade again in a fresh one"


class Kept(NamedTuple):
    """A session as it was found on disk."""

    session: Session
    intact: bool
    """Whether it says exactly what this program wrote."""


def encode(session: Session) -> bytes:
    """Return the bytes of a session with its digest, one key a line."""
    return documents.encode(replace(session, digest=_digest(session)))


def _digest(session: Session) -> str:
    return sha256(documents.encode(replace(session, digest=""))).hexdigest()


def keep(places: Places, session: Session) -> Session:
    """Write a new session under an id of its own; return it. Raises `StorageTrouble`; nothing is there then."""
    at = session.begun_at
    return documents.keep_new(places, places.training, "session", at, lambda name: replace(session, id=name), encode)


def path_of(places: Places, session_id: str) -> Path:
    """Return where a session stands. Raises `BadInput` for what is not formed like an id."""
    return places.training / f"{checked_id(session_id)}{ENDING}"


def files(places: Places) -> list[Path]:
    """Return the file of every session, newest first by its id."""
    return documents.files(places.training)


def known(places: Places, session_id: str) -> Path:
    """Return the file of a session of the workspace. Raises `BadInput` if there is none."""
    what, otherwise = "is not a session of this workspace", "Begin one: caseaudit train begin"
    return documents.known(path_of(places, session_id), what, otherwise)


def read(path: Path) -> Kept:
    """Return the session in a file, and whether it was changed by hand. Raises `BadInput`, `StorageTrouble`."""
    session, content = documents.read(path, Session, FORMAT, "session", _RESTORE)
    if wrong := [problem._replace(where=str(path)) for problem in faults(session)]:
        raise BadInput(*wrong)
    return Kept(session, content.replace(b"\r\n", b"\n") == encode(session))


def every(places: Places) -> tuple[list[Kept], list[Problem]]:
    """Return every session that can be read, newest first, and what is wrong with the others and with those changed."""
    return tried(read, files(places), lambda path, kept: () if kept.intact else (altered(path),))


def altered(path: Path) -> Problem:
    """Return what is said of a session that was changed by hand."""
    return Problem(str(path), "was changed by hand, so nobody knows who gave which grade", _RESTORE)


def intact(path: Path) -> Session:
    """Return a session to go on with. Raises `NotReady` for one that was changed by hand, else as `read`."""
    kept = read(path)
    if not kept.intact:
        raise NotReady(altered(path))
    return kept.session


def change(path: Path, step: Callable[[Session], Session]) -> Session:
    """Change a session where it stands, and return it as it is now.

    Raises what `step` raises, `NotReady` for one that was changed by hand, `StorageTrouble`; nothing is changed then.
    """
    with alone(path):
        before = intact(path)
        after = step(before)
        if after != before:
            content = encode(after)
            filesystem.refuse_over(LIMIT, path, content)
            _put(path, content)
        return after


def _put(path: Path, content: bytes) -> None:
    """Write a session; only one of a workspace can be encrypted, not one that was handed round."""
    folder = path.absolute().parent
    if Places(folder.parent).training == folder:
        encryption.put(folder.parent, path, content)
    else:
        filesystem.put(path, content)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep every other program from changing a session meanwhile. Raises `StorageTrouble` if one does not end."""
    claim = path.with_name(f".{path.stem}{_CLAIM}")
    until = time.monotonic() + _PATIENCE
    while not filesystem.publish_new(claim, b""):
        _forget_if_left_behind(claim)
        if time.monotonic() > until:
            remedy = f"Try again in half a minute; if nobody else works in it, remove {claim.name}"
            raise StorageTrouble(Problem(str(path), "is being changed by somebody else", remedy))
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        filesystem.remove(claim)


def _forget_if_left_behind(claim: Path) -> None:
    """Remove the claim of a program that was killed; how old it is, the clock of its own folder says."""
    with contextlib.suppress(OSError), filesystem.staged(claim.parent, b"") as now:
        if now.stat().st_mtime - claim.stat().st_mtime > _LEFT_BEHIND:
            claim.unlink()
