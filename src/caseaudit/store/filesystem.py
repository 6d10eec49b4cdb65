"""The few things this program does to a disk, each of them durable and each failing in plain words.

A write goes to a temporary file beside its target, is forced to disk, is read back, and only then takes
the target's name. `publish_new` never replaces anything: of two programs that publish the same name,
one is told that it came second, on any file system that knows exclusive creation.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from caseaudit.problems import Problem, StorageTrouble, bad_input
from caseaudit.store.troubles import HELD, unreadable
from caseaudit.store.troubles import trouble as trouble

LARGEST = 64 * 1_048_576
"""Bytes: more than any file of a workspace holds that this program wrote."""
TEMPORARY_ENDING = ".tmp"
_TEMPORARY_START = ".caseaudit-"
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_ONE_DAY = 24 * 60 * 60
_PAUSES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.5, 0.5)
"""Seconds between ten tries: how long a virus scanner or a sync program holds a new file at the longest."""
_SHORT_PAUSES = _PAUSES[:3]
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP)

Outcome = TypeVar("Outcome")


def patiently(step: Callable[[], Outcome], pauses: tuple[float, ...] = _PAUSES) -> Outcome:
    """Take a step, and again after each pause (seconds) while another program on Windows holds the file open."""
    for pause in pauses:
        try:
            return step()
        except OSError as error:
            if getattr(error, "winerror", None) not in HELD:
                raise
        time.sleep(pause)
    return step()


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of an ordinary file of at most `limit` bytes.

    Raises `BadInput` for a link, a folder, a pipe or a file over the limit, `StorageTrouble` if the
    system refuses. Never waits: a pipe with a record's name does not block.
    """
    try:
        return _read(path, limit)
    except OSError as error:
        raise unreadable(path, error) from None


def _read(path: Path, limit: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = patiently(lambda: os.open(path, flags), _SHORT_PAUSES)
    try:
        status = os.fstat(descriptor)
        _refuse_unfit(path, status, limit)
        content = os.read(descriptor, status.st_size + 1)
        while more := os.read(descriptor, 1 << 16):
            content += more
        return content
    finally:
        os.close(descriptor)


def _refuse_unfit(path: Path, status: os.stat_result, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise bad_input(str(path), "is a folder, not a file", "Move it out of the folder of records")
    if not stat.S_ISREG(status.st_mode):
        raise bad_input(str(path), "is not an ordinary file", "Remove it from the workspace")
    if status.st_size > limit:
        size = f"{status.st_size / 1_048_576:.1f} MiB"
        raise bad_input(
            str(path), f"is {size}, over the limit of {limit // 1_048_576} MiB", "Restore it from its history"
        )


def refuse_over(limit: int, path: Path, content: bytes) -> None:
    """Raise `StorageTrouble` for what would be written and could never be read again."""
    if len(content) > limit:
        what = f"would be over the limit of {limit // 1_048_576} MiB"
        raise StorageTrouble(Problem(str(path), what, "Shorten the longest text, then save again"))


def is_folder(path: Path) -> bool:
    """Return whether there is a folder. Raises `StorageTrouble` where that cannot be told."""
    try:
        return path.is_dir()
    except OSError as error:
        raise trouble(path, error) from None


def make_folder(path: Path, inside: Path | None = None) -> None:
    """Make a private folder, and those above it, if they are not there yet. Raises `StorageTrouble`.

    With `inside`, that folder must be there: the place of an unplugged drive is not filled anew.
    """
    if is_folder(path):
        return
    try:
        if inside and not inside.is_dir():
            raise FileNotFoundError(errno.ENOENT, "the folder is gone")
        missing = [path, *(parent for parent in path.parents if not parent.exists())]
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):
                folder.mkdir(_PRIVATE_FOLDER)
            sync_folder(folder.parent)
    except OSError as error:
        raise trouble(path, error) from None


def sync_folder(folder: Path) -> None:
    """Force a folder's names to disk, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def force(descriptor: int) -> None:
    """Force a file to the disk itself: on macOS `fsync` alone stops at the memory of the disk."""
    with contextlib.suppress(ImportError):
        import fcntl

        if fully := getattr(fcntl, "F_FULLFSYNC", None):
            try:
                fcntl.fcntl(descriptor, fully)
            except OSError as error:
                if error.errno not in (*_NO_SYNC, errno.ENOTTY):
                    raise
            else:
                return
    os.fsync(descriptor)


@contextlib.contextmanager
def staged(folder: Path, content: bytes) -> Iterator[Path]:
    """Give a temporary file in `folder` that surely holds `content` on disk; remove it at the end."""
    temporary = _beside(folder)
    try:
        _write_exclusively(temporary, content)
        yield temporary
    finally:
        _leave_nothing(temporary)


def _beside(folder: Path) -> Path:
    return folder / f"{_TEMPORARY_START}{os.urandom(8).hex()}{TEMPORARY_ENDING}"


def _leave_nothing(temporary: Path) -> None:
    """Remove a temporary file, if that can be; `sweep` takes what a kill leaves behind."""
    with contextlib.suppress(OSError):
        patiently(lambda: temporary.unlink(missing_ok=True), _SHORT_PAUSES)


def _write_exclusively(path: Path, content: bytes) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, _PRIVATE_FILE)
    try:
        written = 0
        while written < len(content):
            written += os.write(descriptor, content[written:])
        force(descriptor)
        os.lseek(descriptor, 0, os.SEEK_SET)
        if _all(descriptor, len(content)) != content:
            raise OSError(errno.EIO, "the disk did not keep what was written")
    finally:
        os.close(descriptor)


def _all(descriptor: int, size: int) -> bytes:
    content = b""
    while more := os.read(descriptor, size + 1):
        content += more
    return content


def publish_new(path: Path, content: bytes) -> bool:
    """Write a file that must not exist yet; return False, and change nothing, if it does.

    Raises `StorageTrouble`.
    """
    _refuse_name(path)
    try:
        with staged(path.parent, content) as temporary:
            if not _claim(temporary, path):
                return False
        sync_folder(path.parent)
    except OSError as error:
        raise trouble(path, error) from None
    return True


def _claim(temporary: Path, path: Path) -> bool:
    """Give the temporary file its name, unless the name is taken."""
    from caseaudit.store.claiming import claim

    return patiently(lambda: claim(temporary, path))


@contextlib.contextmanager
def filling(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become a file, whole or not at all; for what is too much to hold in memory.

    Raises `FileExistsError` for a file that is there, unless it is to be replaced; `StorageTrouble`.
    """
    _refuse_name(path)
    temporary = _beside(path.parent)
    try:
        with open(temporary, "xb", opener=_private) as stream:
            yield stream
            stream.flush()
            force(stream.fileno())
        _take_name(temporary, path, replace=replace)
    except FileExistsError:
        raise
    except OSError as error:
        raise trouble(path, error) from None
    finally:
        _leave_nothing(temporary)


def _refuse_name(path: Path) -> None:
    """Raise `BadInput` for a name that Windows, where this is Windows, takes for something else than a file."""
    if os.name == "nt":
        from caseaudit.store.names import refused_by_windows

        if what := refused_by_windows(path.name):
            raise bad_input(str(path), what, "Give another name")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), _PRIVATE_FILE)


def _take_name(temporary: Path, path: Path, *, replace: bool) -> None:
    if replace:
        patiently(lambda: temporary.replace(path))
    elif not _claim(temporary, path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    sync_folder(path.parent)


def put(path: Path, content: bytes, *, only_copy: bool = True) -> None:
    """Write a file, in place of the one that may be there. Raises `StorageTrouble`; the old file then stands.

    The new name is forced to disk only where nothing else could bring it back after a power cut.
    """
    _refuse_name(path)
    try:
        with staged(path.parent, content) as temporary:
            patiently(lambda: temporary.replace(path))
        if only_copy:
            sync_folder(path.parent)
    except OSError as error:
        raise trouble(path, error) from None


def remove(path: Path) -> None:
    """Remove a file if it is there. Raises `StorageTrouble`."""
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError as error:
        raise trouble(path, error) from None


def sweep(folder: Path, now: float, *, below: bool = True) -> int:
    """Remove this program's own temporary files that are over a day old, and (`below`) those of every folder in it.

    `now` is in seconds since 1970. Returns how many they were.
    """
    removed = 0
    for path in (folder.rglob if below else folder.glob)(f"{_TEMPORARY_START}*{TEMPORARY_ENDING}"):
        with contextlib.suppress(OSError):
            if now - path.lstat().st_mtime > _ONE_DAY:
                path.unlink()
                removed += 1
    return removed


def sweep_folders(folder: Path, pattern: str) -> None:
    """Remove what a program that was killed over a day ago left in a folder: the folders whose name fits `pattern`."""
    import shutil

    for left in filter(is_left_behind, folder.glob(pattern)):
        shutil.rmtree(left, ignore_errors=True)


def is_left_behind(path: Path) -> bool:
    """Return whether nobody has touched a file or folder for a day: whoever worked with it was killed."""
    with contextlib.suppress(OSError):
        return time.time() - path.lstat().st_mtime > _ONE_DAY
    return False
