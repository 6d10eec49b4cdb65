"""The secret behind case references: made once, kept with the person's own settings, never in a workspace.

Whoever has the secret and a list of identifiers can tell whose reference is whose. So it lies apart from the
references, is readable by its owner alone, and no command prints or exports it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from caseaudit.problems import bad_input
from caseaudit.store import filesystem, places

_BYTES = 32
_LIMIT = 4096
_WRITTEN = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}\s*")


def secret() -> bytes:
    """Return the person's secret, made now if there is none. Raises `BadInput` or `StorageTrouble`."""
    path = places.case_key()
    if not path.exists():
        filesystem.make_folder(path.parent)
        filesystem.publish_new(path, f"{os.urandom(_BYTES).hex()}\n".encode())
    return known_secret(path)


def known_secret(path: Path | None = None) -> bytes:
    """Return the person's secret. Raises `BadInput` where there is none, or the file holds something else."""
    place = path or places.case_key()
    if not place.exists():
        raise bad_input(str(place), "does not exist: nobody has drawn a sample here", _FROM_A_BACKUP)
    content = filesystem.read_regular(place, _LIMIT).decode("ascii", "replace")
    if not _WRITTEN.fullmatch(content):
        raise bad_input(str(place), "does not hold the secret of case references", _FROM_A_BACKUP)
    return bytes.fromhex(content.strip())


_FROM_A_BACKUP = "Restore it from a backup; without it no reference can be told from another"
