"""The one gate between the records and the disk: in an encrypted workspace it locks what is written, and opens it.

A file of an encrypted workspace has a name that ends in `.age` and can be opened by the `age` tool without this
program. Every function here takes the plain name, `….json`, and finds the file under either: a workspace on its way
from plain to encrypted, or back, can be worked in at any moment. Where nothing is encrypted, this costs one look.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from caseaudit.problems import BadInput, bad_input
from caseaudit.store import filesystem
from caseaudit.store.names import ENCRYPTED_ENDING

_FIRST_LINE = b"age-encryption.org/v1"
_ROOM = 1 << 17
"""Bytes by which a file may be larger once it is encrypted: keys for very many people, and a mark for every 64 KiB."""


class Policy(NamedTuple):
    """What a workspace has settled about encryption."""

    recipients: tuple[str, ...] = ()
    """The public keys that files are encrypted to; none in a plain workspace."""
    doing: str = ""
    """What was begun and is not finished: one of `BEGUN`."""

    @property
    def encrypts(self) -> bool:
        """Whether what is written now is to be encrypted."""
        return bool(self.recipients) and self.doing != DECRYPTING


ENCRYPTING, DECRYPTING, RE_ENCRYPTING = "encrypting", "decrypting", "re-encrypting"
BEGUN = ("", ENCRYPTING, DECRYPTING, RE_ENCRYPTING)
PLAIN = Policy()
_Stamp = tuple[int, int, int]
_known: dict[str, tuple[_Stamp, Policy]] = {}


def policy(workspace: Path) -> Policy:
    """Return what a workspace has settled; read again whenever its settings changed.

    Raises `BadInput` for settings that cannot be read: nothing is then written in plain by mistake.
    """
    path = f"{workspace}{os.sep}caseaudit.toml"
    known = _known.get(path)
    try:
        status = os.stat(path)  # noqa: PTH116 (asked before every write)
    except FileNotFoundError as error:
        if os.path.lexists(workspace / ".caseaudit" / "encryption.toml"):
            raise filesystem.trouble(Path(path), error) from None
        return PLAIN
    except OSError as error:
        raise filesystem.trouble(Path(path), error) from None
    stamp = status.st_ino, status.st_size, status.st_mtime_ns
    if known is None or known[0] != stamp:
        from caseaudit.store import encryption_settings

        known = _known[path] = stamp, encryption_settings.read(Path(path))
    return known[1]


# ── names ────────────────────────────────────────────────────────────────────


def plain(path: Path) -> Path:
    """Return the name that a file has where it is not encrypted."""
    name = str(path)
    return Path(name.removesuffix(ENCRYPTED_ENDING)) if name.endswith(ENCRYPTED_ENDING) else path


def encrypted(path: Path) -> Path:
    """Return the name that a file has where it is encrypted."""
    name = str(path)
    return path if name.endswith(ENCRYPTED_ENDING) else Path(name + ENCRYPTED_ENDING)


def found(path: Path) -> Path:
    """Return the file that is there under one of the two names: the newer one; the plain name if there is none."""
    unlocked = plain(path)
    if not os.path.lexists(f"{unlocked}{ENCRYPTED_ENDING}"):
        return unlocked
    locked = encrypted(path)
    return locked if _changed(locked) >= _changed(unlocked) else unlocked


def _changed(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0


def exists(path: Path) -> bool:
    """Whether a file is there, under either name."""
    return os.path.lexists(plain(path)) or os.path.lexists(encrypted(path))


# ── reading ──────────────────────────────────────────────────────────────────


def is_encrypted(content: bytes) -> bool:
    """Whether these are the bytes of an encrypted file."""
    return content.startswith(_FIRST_LINE)


def opened(content: bytes, path: str | Path) -> bytes:
    """Return what the bytes of a file say.

    Raises `BadInput` for a file that is encrypted to others, for one that is damaged, and where there is no key.
    """
    if not is_encrypted(content):
        if str(path).endswith(ENCRYPTED_ENDING):
            raise bad_input(
                str(path), "is damaged: it does not begin as an encrypted file does", "Restore it from a backup"
            )
        return content
    from caseaudit.store import encryption_keys

    return encryption_keys.opened(content, str(path))


def read(path: Path, limit: int) -> bytes:
    """Return what a file says, under whichever of its two names it is there; at most `limit` bytes of it.

    Raises `BadInput` and `StorageTrouble` as `filesystem.read_regular` and `opened` do.
    """
    there = found(path)
    try:
        return _read(there, limit)
    except BadInput:  # It may just have been converted.
        again = found(path)
        if again == there:
            raise
        return _read(again, limit)


def _read(path: Path, limit: int) -> bytes:
    return opened(stored(path, limit), path)


def stored(path: Path, limit: int) -> bytes:
    """Return the bytes of a file as they are on disk, of one that says at most `limit` bytes. Raises as `read`."""
    room = _ROOM + limit // 4096 if path.name.endswith(ENCRYPTED_ENDING) else 0
    return filesystem.read_regular(path, limit + room)


# ── writing ──────────────────────────────────────────────────────────────────


class _Written(NamedTuple):
    path: Path
    content: bytes
    other: Path
    """The name that the file must not have any longer."""


def _to_write(workspace: Path, path: Path, content: bytes) -> _Written:
    now, unlocked, locked = policy(workspace), plain(path), encrypted(path)
    if now.encrypts:
        from caseaudit.store import encryption_keys

        return _Written(locked, encryption_keys.encrypted(content, now.recipients), unlocked)
    return _Written(unlocked, content, locked)


def put(workspace: Path, path: Path, content: bytes, *, only_copy: bool = True) -> Path:
    """Write a file as `filesystem.put` does, encrypted where the workspace is; return its name. Raises the same."""
    there, stored, other = _to_write(workspace, path, content)
    filesystem.put(there, stored, only_copy=only_copy)
    if os.path.lexists(other):
        filesystem.remove(other)
    return there


def publish_new(workspace: Path, path: Path, content: bytes) -> bool:
    """Write a file as `filesystem.publish_new` does; False if it is there under either name. Raises the same.

    Of two programs that publish it under different names at one moment, at most one is told that it came first: both
    look for the other name afterwards, and whoever finds it gives way.
    """
    there, stored, other = _to_write(workspace, path, content)
    if os.path.lexists(other) or not filesystem.publish_new(there, stored):
        return False
    if os.path.lexists(other):
        filesystem.remove(there)
        return False
    return True


def remove(path: Path) -> None:
    """Remove a file if it is there, under either name. Raises `StorageTrouble`."""
    for name in (plain(path), encrypted(path)):
        filesystem.remove(name)
