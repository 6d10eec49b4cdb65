"""What lies in a folder of records: the names, and a stamp of each file that tells whether it changed.

Every file is looked at each time, so this is where a summary of very many audits spends its time: what is done for
each file is as little as can be.
"""

from __future__ import annotations

import contextlib
import os
import stat
from array import array
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from caseaudit.store.names import RECORD_ENDINGS, is_record_name

RACY = 2_000_000_000
"""Nanoseconds: a file that changed so shortly before a look may have changed again without its stamp telling."""
Stamp = tuple[int, int, int]
"""The size of a file, and when its content, and when anything about it, changed last, in nanoseconds."""
_STAMP = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns")
_BYTES = 3 * array("q").itemsize
"""Of one stamp."""
_PIECE = 64 * _BYTES
"""Bytes that are compared at once: nearly all of them are the same."""
_FIRST_PLAIN, _LAST_PLAIN = "0", "z~"
"""Names between these are a record's by their ending alone."""
_FROM_THE_FOLDER = os.listdir in os.supports_fd and os.stat in os.supports_dir_fd


class Look(NamedTuple):
    """What a folder held when it was looked at."""

    names: bytes
    """Of the files with a record's name, as the system writes them, with a slash between."""
    stamps: bytes
    """The stamps of those files, in the same order."""
    below: tuple[str, ...]
    """The folders in it."""

    @property
    def latest(self) -> int:
        """When anything in it changed last."""
        return max(array("q", self.stamps), default=0)


def look(folder: str) -> Look:
    """Return what a folder holds. Raises `OSError`."""
    if not _FROM_THE_FOLDER:
        return _looked_at_by_path(folder)
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return _looked_at_from_within(folder, opened)
    finally:
        os.close(opened)


def _looked_at_from_within(folder: str, opened: int) -> Look:
    """Ask for each file by its name alone: the system need not find the folder again for each of them."""
    everything = os.listdir(opened)
    names = [name for name in everything if name.endswith(RECORD_ENDINGS)]
    if names and not _FIRST_PLAIN <= min(names) <= max(names) <= _LAST_PLAIN:
        names = list(filter(is_record_name, names))
    numbers: list[int] = []
    put, status_of = numbers.extend, os.stat
    gone: list[str] = []
    for name in names:
        try:
            put(_STAMP(status_of(name, dir_fd=opened, follow_symlinks=False)))
        except FileNotFoundError:
            gone.append(name)
    others = [name for name in everything if not name.endswith(RECORD_ENDINGS)]
    below = [name for name in others if _is_folder(name, opened)]
    return _look(folder, [name for name in names if name not in gone] if gone else names, numbers, below)


def _is_folder(name: str, opened: int) -> bool:
    with contextlib.suppress(FileNotFoundError):  # A temporary file lives for a moment only.
        return stat.S_ISDIR(os.stat(name, dir_fd=opened, follow_symlinks=False).st_mode)
    return False


def _looked_at_by_path(folder: str) -> Look:
    names: list[str] = []
    numbers: list[int] = []
    below: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_record_name(entry.name):
                names.append(entry.name)
                numbers.extend(_STAMP(entry.stat(follow_symlinks=False)))
            elif entry.is_dir(follow_symlinks=False):
                below.append(entry.name)
    return _look(folder, names, numbers, below)


def _look(folder: str, names: list[str], numbers: list[int], below: Iterable[str]) -> Look:
    paths = tuple(f"{folder}{os.sep}{name}" for name in sorted(below))
    return Look(os.fsencode("/".join(names)), array("q", numbers).tobytes(), paths)


def stamps_by_name(names: bytes, stamps: bytes) -> dict[str, Stamp]:
    """Return the stamp of each file, by its name."""
    called = os.fsdecode(names).split("/") if names else []
    numbers = iter(array("q", stamps))
    return dict(zip(called, zip(numbers, numbers, numbers, strict=True), strict=True))


def changed_places(before: bytes, now: bytes) -> list[int]:
    """Return at which places the stamps of the same files differ, counted from 0."""
    return [
        at // _BYTES
        for start in range(0, len(now), _PIECE)
        if before[start : start + _PIECE] != now[start : start + _PIECE]
        for at in range(start, min(start + _PIECE, len(now)), _BYTES)
        if before[at : at + _BYTES] != now[at : at + _BYTES]
    ]
