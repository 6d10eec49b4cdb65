"""Whether a file of ours is still as we left it: its size and its times are noted beside it.

A database tells damage to its structure, not a figure that somebody else changed. Must stay quick to import.
"""

from __future__ import annotations

import contextlib
import os
import time

ENDING = ".seal"
_PRIVATE_FILE = 0o600
_TRIES = 6
_PAUSE = 0.01  # seconds: somebody may have written it and be about to note that


def put(path: str) -> None:
    """Note how a file is now. Where that cannot be noted, the file counts as changed."""
    with contextlib.suppress(OSError):
        descriptor = os.open(_beside(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
        try:
            os.write(descriptor, _state(path))
        finally:
            os.close(descriptor)


def holds(path: str) -> bool:
    """Return whether a file is as it was when that was noted last."""
    for _ in range(_TRIES):
        if _is_noted(path):
            return True
        time.sleep(_PAUSE)
    return False


def _is_noted(path: str) -> bool:
    try:
        with open(_beside(path), "rb") as noted:  # noqa: PTH123 (measured: Path costs half a list)
            return noted.read() == _state(path)
    except OSError:
        return False


def _state(path: str) -> bytes:
    status = os.stat(path)  # noqa: PTH116
    return b"%d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _beside(path: str) -> str:
    return f"{path}{ENDING}"
