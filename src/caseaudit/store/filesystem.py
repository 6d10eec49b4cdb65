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
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from caseaudit.problems import BadInput, Problem, StorageTrouble, bad_input

TEMPORARY_ENDING = ".tmp"
_TEMPORARY_START = ".caseaudit-"
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_ONE_DAY = 24 * 60 * 60
_SHARING_VIOLATIONS = {5, 32, 33}
_RETRIES = 10
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)

_MEANINGS = {
    errno.ENOSPC: ("the disk is full", "Free some space, then save again"),
    errno.EDQUOT: ("your space on this disk is used up", "Free some space, then save again"),
    errno.EFBIG: ("the disk refuses a file of this size", "Shorten the longest text, then save again"),
    errno.EROFS: ("the disk can only be read", "Choose a folder you may write to"),
    errno.EACCES: ("you may not do that here", "Ask for access to the folder, or choose another one"),
    errno.EPERM: ("you may not do that here", "Ask for access to the folder, or choose another one"),
    errno.ENOENT: ("the folder is gone", "Reconnect the drive or share, then try again"),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move it away, then try again"),
    errno.ESTALE: ("the shared folder is disconnected", "Reconnect it, then save again"),
    errno.ETIMEDOUT: ("the shared folder does not answer", "Reconnect it, then save again"),
    errno.EHOSTDOWN: ("the shared folder does not answer", "Reconnect it, then save again"),
    errno.EMFILE: ("too many files are open", "Close other programs, then try again"),
    errno.EIO: ("the disk reports an error", "Copy the workspace to another disk and try again there"),
}


def trouble(path: Path, error: OSError) -> StorageTrouble:
    """Return the error that says in plain words what the system said in its own."""
    unknown = (error.strerror or "the system refused").lower(), "Check the disk or the share, then try again"
    what, remedy = _MEANINGS.get(error.errno or 0, unknown)
    return StorageTrouble(Problem(str(path), what, remedy))


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of an ordinary file of at most `limit` bytes.

    Raises `BadInput` for a link, a folder, a pipe or a file over the limit, `StorageTrouble` if the
    system refuses. Never waits: a pipe with a record's name does not block.
    """
    try:
        return _read(path, limit)
    except OSError as error:
        raise _unreadable(path, error) from None


def _read(path: Path, limit: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
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


def _unreadable(path: Path, error: OSError) -> BadInput | StorageTrouble:
    if error.errno == errno.ELOOP:
        return bad_input(str(path), "is a link, which is not followed", "Put the file itself there")
    if error.errno == errno.ENOENT:
        return bad_input(str(path), "does not exist", "Check the name")
    if error.errno == errno.EACCES:
        return StorageTrouble(Problem(str(path), "you may not read this file", "Ask for access to it"))
    return trouble(path, error)


def refuse_over(limit: int, path: Path, content: bytes) -> None:
    """Raise `StorageTrouble` for what would be written and could never be read again."""
    if len(content) > limit:
        what = f"would be over the limit of {limit // 1_048_576} MiB"
        raise StorageTrouble(Problem(str(path), what, "Shorten the longest text, then save again"))


def make_folder(path: Path, inside: Path | None = None) -> None:
    """Make a private folder, and those above it, if they are not there yet. Raises `StorageTrouble`.

    With `inside`, that folder must be there: the place of an unplugged drive is not filled anew.
    """
    if path.is_dir():
        return
    try:
        if inside and not inside.is_dir():
            raise FileNotFoundError(errno.ENOENT, "the folder is gone")
        missing = [path, *(parent for parent in path.parents if not parent.exists())]
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):
                folder.mkdir(_PRIVATE_FOLDER)
        sync_folder(missing[-1].parent)
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
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def staged(folder: Path, content: bytes) -> Iterator[Path]:
    """Give a temporary file in `folder` that surely holds `content` on disk; remove it at the end."""
    temporary = folder / f"{_TEMPORARY_START}{os.urandom(8).hex()}{TEMPORARY_ENDING}"
    try:
        _write_exclusively(temporary, content)
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_exclusively(path: Path, content: bytes) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, _PRIVATE_FILE)
    try:
        written = 0
        while written < len(content):
            written += os.write(descriptor, content[written:])
        os.fsync(descriptor)
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
    try:
        with staged(path.parent, content) as temporary:
            if not _claim(temporary, path, content):
                return False
        sync_folder(path.parent)
    except OSError as error:
        raise trouble(path, error) from None
    return True


def _claim(temporary: Path, path: Path, content: bytes) -> bool:
    """Give the temporary file its name, unless the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _claim_without_links(path, content)
    return True


def _claim_without_links(path: Path, content: bytes) -> bool:
    """For file systems without hard links: exclusive creation decides who was first."""
    try:
        _write_exclusively(path, content)
    except FileExistsError:
        return False
    except BaseException:  # the disk refused, or somebody stopped it
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return True


@contextlib.contextmanager
def filling(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become a file, whole or not at all; for what is too much to hold in memory.

    Raises `FileExistsError` for a file that is there, unless it is to be replaced; `StorageTrouble`.
    """
    temporary = path.parent / f"{_TEMPORARY_START}{os.urandom(8).hex()}{TEMPORARY_ENDING}"
    try:
        with open(temporary, "xb", opener=_private) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _take_name(temporary, path, replace=replace)
    except FileExistsError:
        raise
    except OSError as error:
        raise trouble(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), _PRIVATE_FILE)


def _take_name(temporary: Path, path: Path, *, replace: bool) -> None:
    if replace:
        _replace(temporary, path)
    else:
        try:
            os.link(temporary, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _copy_exclusively(temporary, path)
    sync_folder(path.parent)


def _copy_exclusively(temporary: Path, path: Path) -> None:
    """For file systems without hard links."""
    import shutil

    with temporary.open("rb") as source, open(path, "xb", opener=_private) as target:
        try:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        except BaseException:  # the disk refused, or somebody stopped it
            with contextlib.suppress(OSError):
                path.unlink()
            raise


def put(path: Path, content: bytes, *, only_copy: bool = True) -> None:
    """Write a file, in place of the one that may be there. Raises `StorageTrouble`; the old file then stands.

    The new name is forced to disk only where nothing else could bring it back after a power cut.
    """
    try:
        with staged(path.parent, content) as temporary:
            _replace(temporary, path)
        if only_copy:
            sync_folder(path.parent)
    except OSError as error:
        raise trouble(path, error) from None


def _replace(temporary: Path, path: Path) -> None:
    """Replace, waiting a little where another Windows program holds the file open."""
    for attempt in range(_RETRIES):
        try:
            temporary.replace(path)
        except OSError as error:
            if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS or attempt == _RETRIES - 1:
                raise
            time.sleep(0.01 * 2**attempt)
        else:
            return


def remove(path: Path) -> None:
    """Remove a file if it is there. Raises `StorageTrouble`."""
    try:
        path.unlink(missing_ok=True)
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
