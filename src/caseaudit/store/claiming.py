"""A name that must be free is given to a finished file: of two programs that want it, one is told that it came second.

A second name for the same file decides who was first. Where a file system has none (a memory stick, some shares),
a rename that refuses to replace does; where there is no such rename either, exclusive creation. Only that last way
can be cut short by a kill, and then leaves the beginning of a file under the name.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from caseaudit.store import filesystem

_CANNOT = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
_CANNOT_ON_WINDOWS = {1, 50, 1142}
_HERE = -100
"""`AT_FDCWD` of Linux: names are taken from the folder one is in."""
_KEEP_ON_LINUX, _KEEP_ON_MACOS = 1, 4
"""`RENAME_NOREPLACE` of renameat2(2) and `RENAME_EXCL` of renamex_np(2)."""
_AT_ONCE = 1 << 20
_PRIVATE_FILE = 0o600


def claim(finished: Path, path: Path) -> bool:
    """Give a finished file a name that must be free; return False, and change nothing, if it is taken.

    The file keeps its first name too, or loses it. Raises `OSError`.
    """
    for way in (_by_link, _by_rename):
        try:
            way(finished, path)
        except FileExistsError:
            return False
        except OSError as error:
            if not _cannot(error):
                raise
        else:
            return True
    return _by_exclusive_creation(finished, path)


def _cannot(error: OSError) -> bool:
    """Whether a file system says that it does not know this way."""
    on_windows = getattr(error, "winerror", None)
    return on_windows in _CANNOT_ON_WINDOWS if on_windows else error.errno in _CANNOT


def _by_link(finished: Path, path: Path) -> None:
    os.link(finished, path)


def _by_rename(finished: Path, path: Path) -> None:
    """Rename without replacing: on Windows every rename is one; elsewhere the system has a call for it."""
    if os.name == "nt":
        os.rename(finished, path)  # noqa: PTH104 (Path.rename says the same)
    else:
        _by_rename_of_the_system(os.fsencode(finished), os.fsencode(path))


def _by_rename_of_the_system(finished: bytes, path: bytes) -> None:
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            refused = system.renamex_np(finished, path, _KEEP_ON_MACOS)
        else:
            refused = system.renameat2(_HERE, finished, _HERE, path, _KEEP_ON_LINUX)
    except AttributeError:  # a system that has no such call
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if refused:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _by_exclusive_creation(finished: Path, path: Path) -> bool:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, _PRIVATE_FILE)
    except FileExistsError:
        return False
    try:
        _copy(finished, descriptor)
        return _is_still_ours(descriptor, path)
    except BaseException:  # the disk refused, or somebody stopped it
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


def _copy(finished: Path, descriptor: int) -> None:
    """Copy, force to disk, and read back."""
    with finished.open("rb") as source:
        while part := source.read(_AT_ONCE):
            written = 0
            while written < len(part):
                written += os.write(descriptor, part[written:])
        filesystem.force(descriptor)
        source.seek(0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        while part := source.read(_AT_ONCE):
            if _read(descriptor, len(part)) != part:
                raise OSError(errno.EIO, "the disk did not keep what was written")


def _read(descriptor: int, size: int) -> bytes:
    content = b""
    while len(content) < size and (more := os.read(descriptor, size - len(content))):
        content += more
    return content


def _is_still_ours(descriptor: int, path: Path) -> bool:
    """Whether nobody took this for left behind by a killed program and set it aside meanwhile."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False
