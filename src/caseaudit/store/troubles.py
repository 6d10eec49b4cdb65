"""What the system says when it refuses, in plain words: what the matter is, and what to do next.

Windows has numbers of its own, beside those of every other system; where there is one, it says more.
"""

from __future__ import annotations

import errno
from pathlib import Path

from caseaudit.problems import BadInput, Problem, StorageTrouble, bad_input

HELD = frozenset({5, 32, 33, 1224})
"""What Windows says while another program, as a virus scanner, holds a file open."""

_FULL = ("the disk is full", "Free some space, then save again")
_READ_ONLY = ("the disk can only be read", "Choose a folder you may write to")
_FORBIDDEN = ("you may not do that here", "Ask for access to the folder, or choose another one")
_FAULTY = ("the disk reports an error", "Copy the workspace to another disk and try again there")
_DISCONNECTED = ("the shared folder is disconnected", "Reconnect it, then save again")
_SILENT = ("the shared folder does not answer", "Reconnect it, then save again")
_HELD = ("another program holds the file open", "Close it there, then try again")
_ONLINE = ("is kept online and not on this computer", "Have it downloaded by the sync program, then try again")
_LONG = ("the name with its folders is too long", "Move the workspace to a folder with a shorter name")
_OPEN = ("too many files are open", "Close other programs, then try again")
_AWAY = ("the drive is not ready", "Reconnect it, then try again")

_MEANINGS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: ("your space on this disk is used up", "Free some space, then save again"),
    errno.EFBIG: ("the disk refuses a file of this size", "Shorten the longest text, then save again"),
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: ("the folder is gone", "Reconnect the drive or share, then try again"),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move it away, then try again"),
    errno.ENAMETOOLONG: _LONG,
    errno.EINTR: ("the system was interrupted", "Try again"),
    errno.ESTALE: _DISCONNECTED,
    errno.ETIMEDOUT: _SILENT,
    errno.EHOSTDOWN: _SILENT,
    errno.EMFILE: _OPEN,
    errno.ENFILE: _OPEN,
    errno.EIO: _FAULTY,
}
_ONLINE_ONLY = range(358, 405)
"""The numbers that Windows keeps for files that a sync program has not brought here."""
_ON_WINDOWS = {
    **dict.fromkeys((32, 33, 1224), _HELD),
    **dict.fromkeys((53, 55, 59, 64, 67, 1236), _DISCONNECTED),
    **dict.fromkeys((121, 1231, 1232), _SILENT),
    **dict.fromkeys(_ONLINE_ONLY, _ONLINE),
    **dict.fromkeys((39, 112), _FULL),
    **dict.fromkeys((23, 1117), _FAULTY),
    5: ("another program holds the file open, or you may not do that here", "Close it there, or ask for access"),
    19: _READ_ONLY,
    21: _AWAY,
    123: ("is a name that Windows does not take", "Give another name"),
    206: _LONG,
}  # fmt: skip


def trouble(path: Path, error: OSError) -> StorageTrouble:
    """Return the error that says in plain words what the system said in its own."""
    unknown = (error.strerror or "the system refused").lower(), "Check the disk or the share, then try again"
    what, remedy = _on_windows(error) or _MEANINGS.get(error.errno or 0, unknown)
    return StorageTrouble(Problem(str(path), what, remedy))


def unreadable(path: Path, error: OSError) -> BadInput | StorageTrouble:
    """Return the error for a file that could not be read."""
    if _on_windows(error):
        return trouble(path, error)
    if error.errno == errno.ELOOP:
        return bad_input(str(path), "is a link, which is not followed", "Put the file itself there")
    if error.errno == errno.ENOENT:
        return bad_input(str(path), "does not exist", "Check the name")
    if error.errno == errno.EACCES:
        return StorageTrouble(Problem(str(path), "you may not read this file", "Ask for access to it"))
    return trouble(path, error)


def _on_windows(error: OSError) -> tuple[str, str] | None:
    return _ON_WINDOWS.get(getattr(error, "winerror", None) or 0)
