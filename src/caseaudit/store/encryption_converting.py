"""Encrypt the files of a workspace where they stand, or decrypt them, or encrypt them to other keys.

File by file: the new one is on disk for good before the old one goes, and it was opened once to see that it says the
same. So whatever ends this, every file can be read, and doing it again goes on where it ended.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from caseaudit.problems import CaseauditError, Problem, StorageTrouble, bad_input
from caseaudit.store import encryption, encryption_keys, filesystem, sessions
from caseaudit.store.encryption import DECRYPTING, ENCRYPTING, Policy
from caseaudit.store.encryption_keys import Key
from caseaudit.store.names import ENCRYPTED_ENDING, RECORD_ENDINGS
from caseaudit.store.places import Places

_CHANGES = 20
"""How often a file may change under our hands before it is left for the next time."""
_REVISION = re.compile(r"[0-9]{8}\.json")
_A_DAY, _A_MINUTE = 24 * 60 * 60, 60
Told = Callable[[int, int], None]


class Standing(NamedTuple):
    """How many files of a workspace are encrypted, and how many are not."""

    encrypted: list[Path]
    plain: list[Path]
    others: list[Path]
    """What is no file of this program: never touched."""


class Converted(NamedTuple):
    """What became of the files."""

    files: int
    """How many were converted."""
    problems: list[Problem]
    """Why the others were not."""


def rooms(places: Places) -> tuple[Path, ...]:
    """Return the folders in which files hold people's words or case references."""
    records = (places.audits, places.history, places.drafts)
    return (*records, places.samples, places.plans, places.training, places.holds, places.set_aside)


def standing(places: Places) -> Standing:
    """Return every file in those folders, by how it stands."""
    found = Standing([], [], [])
    for path in _every_file(rooms(places)):
        if path.name.endswith(ENCRYPTED_ENDING):
            found.encrypted.append(path)
        elif _is_ours(path.name):
            found.plain.append(path)
        elif not path.name.startswith(".") or ".json" in path.name:  # an editor's copy of a record may be hidden
            found.others.append(path)
    return found


def _every_file(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for where, below, names in os.walk(folder):
            below.sort()
            yield from (Path(where, name) for name in sorted(names))


def _is_ours(name: str) -> bool:
    """Whether a name is that of a record, of a copy that a sync program made of one, or of one that was cut short."""
    return not name.startswith(".") and any(ending in name for ending in (*RECORD_ENDINGS, ".cut"))


def content(path: Path, keys: Sequence[Key]) -> bytes:
    """Return what an encrypted file says to these keys. Raises `BadInput`, `StorageTrouble`."""
    return encryption_keys.opened(filesystem.read_regular(path, filesystem.LARGEST), str(path), keys)


def convert(places: Places, policy: Policy, told: Told) -> Converted:
    """Bring every file into the state that the policy is on its way to. Raises only what `told` raises."""
    now = standing(places)
    step, paths = _step(policy, now)
    done, problems = 0, list[Problem]()
    told(0, len(paths))
    for number, path in enumerate(paths, 1):
        try:
            with _undisturbed(places, path):
                done += step(path)
        except CaseauditError as error:
            problems += error.problems
        told(number, len(paths))
    _sweep(places)
    return Converted(done, problems)


def _step(policy: Policy, now: Standing) -> tuple[Callable[[Path], bool], list[Path]]:
    if policy.doing == ENCRYPTING:
        return lambda path: _encrypt(path, policy.recipients), now.plain
    if policy.doing == DECRYPTING:
        return _decrypt, now.encrypted
    return lambda path: _encrypt(path, policy.recipients), [*now.encrypted, *now.plain]


@contextlib.contextmanager
def _undisturbed(places: Places, path: Path) -> Iterator[None]:
    """Keep everybody else from changing a session meanwhile; all other files tell that they were changed."""
    if path.is_relative_to(places.training):
        with sessions.alone(encryption.plain(path)):
            yield
    else:
        yield


def _encrypt(path: Path, recipients: tuple[str, ...]) -> bool:
    """Encrypt a file, whatever it was before."""
    return _turn(path, encryption.encrypted(path), lambda content: _locked(content, recipients))


def _locked(content: bytes, recipients: tuple[str, ...]) -> bytes:
    locked = encryption_keys.encrypted(content, recipients)
    if encryption_keys.opened(locked, "encryption") != content:
        remedy = "Nothing was changed. Have this computer's memory checked"
        raise StorageTrouble(Problem("encryption", "did not give back what it was given", remedy))
    return locked


def _decrypt(path: Path) -> bool:
    """Write what an encrypted file says as it was before."""
    return _turn(path, encryption.plain(path), lambda content: content)


def _turn(path: Path, to: Path, made: Callable[[bytes], bytes]) -> bool:
    """Write a file under another name, or anew under its own; return False if it is gone or was replaced meanwhile."""
    for _ in range(_CHANGES):
        before = _state(path)
        if before is None:
            return False
        if to != path and _state(to):
            _refuse_two(path, to)
            if _is_newer(to, path):
                filesystem.remove(path)
                return True
        content = made(_says(path))
        if _state(path) != before:
            continue
        filesystem.put(to, content)
        if to == path:
            return True
        if _state(path) == before:
            filesystem.remove(path)
            return True
    raise StorageTrouble(Problem(str(path), "changes all the time", "Try again when nobody works in it"))


def _refuse_two(path: Path, other: Path) -> None:
    """Raise `BadInput` where a revision is there twice and the two differ: nobody's save is thrown away."""
    if _REVISION.fullmatch(encryption.plain(path).name) and _says(path) != _says(other):
        remedy = "Two computers saved at once: compare them, and move the wrong one away"
        raise bad_input(str(path), f"is there as {other.name}, too, and the two differ", remedy)


def _says(path: Path) -> bytes:
    return encryption.opened(filesystem.read_regular(path, filesystem.LARGEST), path)


def _is_newer(path: Path, than: Path) -> bool:
    """Whether a file was written after another and can be opened: then the other is what a stopped run left."""
    now, before = _state(path), _state(than)
    if not now or not before or now[2] < before[2]:
        return False
    _says(path)
    return True


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise filesystem.trouble(path, error) from None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _sweep(places: Places) -> None:
    """Remove what a killed save left more than a minute ago: it holds a record as it was before."""
    import time

    with contextlib.suppress(OSError):
        filesystem.sweep(places.workspace, time.time() + _A_DAY - _A_MINUTE)
