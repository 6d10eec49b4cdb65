"""A file that was cut short while it was written: told from one that somebody altered, and set aside.

Only where a file system has neither hard links nor a rename that refuses to replace can a kill leave one.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

import msgspec

from caseaudit.store import filesystem

ENDING = ".cut"
_ABANDONED = 60
"""Seconds, by the clock of the file's own folder, after which nobody is still writing it."""
_LAST_BYTES = b"\n}\n"
_NO_LINES = (b"", b",")
"""What no record has in a line of its own: only somebody who altered its last bracket can have put it there."""
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_cut(path: Path) -> bool:
    """Return whether a file holds only the beginning of a record; False too for what cannot be looked at."""
    with contextlib.suppress(OSError):
        return not _ends_well(path) and was_cut(path.read_bytes())
    return False


def _ends_well(path: Path) -> bool:
    """Whether the last bytes are those of every record, or it is no ordinary file."""
    descriptor = os.open(path, _READING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return True
        os.lseek(descriptor, max(0, status.st_size - len(_LAST_BYTES)), os.SEEK_SET)
        return os.read(descriptor, len(_LAST_BYTES)) == _LAST_BYTES
    finally:
        os.close(descriptor)


def was_cut(content: bytes) -> bool:
    """Return whether bytes are nothing, zeros, or the beginning of a record and no more.

    What was altered is not the beginning of anything: it stays, and is reported.
    """
    written = content.rstrip(b"\0")
    if not written:
        return True
    if written.endswith(_LAST_BYTES) or _last_line(written) in _NO_LINES:
        return False
    try:
        msgspec.json.decode(written)
    except msgspec.DecodeError as error:
        return "truncated" in str(error)
    except (ValueError, RecursionError):
        return False
    return False


def _last_line(content: bytes) -> bytes:
    """Return the last line that is whole, without its indentation; something that is a line where there is none."""
    return content.splitlines()[-1].strip() if content.endswith(b"\n") else b"{"


def set_aside(path: Path) -> bool:
    """Give a file that was cut short and then left alone another name, ending in `.cut`; return whether it was one."""
    with contextlib.suppress(OSError):
        if is_cut(path) and _is_abandoned(path):
            path.rename(path.with_suffix(f".{os.urandom(4).hex()}{ENDING}"))
            return True
    return False


def _is_abandoned(path: Path) -> bool:
    with filesystem.staged(path.parent, b"") as now:
        return now.stat().st_mtime - path.stat().st_mtime > _ABANDONED
