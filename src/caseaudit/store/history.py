"""Every revision of every audit: immutable, numbered, each carrying the digest of the one before.

The history is the truth; the readable file beside it is the convenience. Nothing here is ever replaced.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, Problem
from caseaudit.store import filesystem, records

_NAME = re.compile(r"([0-9]{8})\.json")


class Head(NamedTuple):
    """The newest revision: its number and its bytes."""

    number: int
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, 64 hex digits: what the next revision carries as `previous`."""
        return digest(self.content)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a revision's bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


class History:
    """The revisions of one audit."""

    def __init__(self, root: Path, audit_id: str) -> None:
        """`root` is `.caseaudit/history` of a workspace."""
        self.workspace = root.parents[1]
        self.folder = root / audit_id

    def numbers(self) -> list[int]:
        """Return the numbers of all revisions, ascending."""
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 (half the time of iterdir)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise filesystem.trouble(self.folder, error) from None
        return sorted(int(match[1]) for name in names if (match := _NAME.fullmatch(name)))

    def holds(self, number: int) -> bool:
        """Return whether a revision is there: one look, however many others there are."""
        return os.path.lexists(self.path(number))

    def head(self) -> Head | None:
        """Return the newest revision, or None if there is none yet."""
        numbers = self.numbers()
        return Head(numbers[-1], self.read(numbers[-1])) if numbers else None

    def path(self, number: int) -> Path:
        """Return the file of a revision."""
        return self.folder / f"{number:08d}.json"

    def read(self, number: int) -> bytes:
        """Return the bytes of a revision. Raises `BadInput` or `StorageTrouble`."""
        return filesystem.read_regular(self.path(number), records.LIMIT)

    def audit(self, number: int) -> Audit:
        """Return the audit as it stood at a revision."""
        return records.decode(self.read(number), str(self.path(number)), by_hand=False)

    def publish(self, number: int, content: bytes) -> bool:
        """Write a revision; return False if somebody else published that number first."""
        filesystem.make_folder(self.folder, inside=self.workspace)
        return filesystem.publish_new(self.path(number), content)

    def broken(self) -> Problem | None:
        """Return the first revision whose digest does not match what the next one carries, if any."""
        before: Head | None = None
        for number in self.numbers():
            try:
                content = self.read(number)
                audit = records.decode(content, str(self.path(number)), by_hand=False)
            except BadInput as error:
                return error.problems[0]
            if problem := self._break(before, number, audit):
                return problem
            before = Head(number, content)
        return None

    def _break(self, before: Head | None, number: int, audit: Audit) -> Problem | None:
        where = str(self.path(number))
        keep = "Keep a copy of the workspace and ask who changed it"
        if audit.revision.number != number:
            return Problem(where, f"says that it is revision {audit.revision.number}", keep)
        if before is None and number == 1 and audit.revision.previous:
            return Problem(where, "is the first revision and names one before it", keep)
        if before and number != before.number + 1:
            return Problem(where, f"revision {before.number + 1} is missing before it", keep)
        if before and audit.revision.previous != before.digest:
            return Problem(where, f"does not follow from revision {before.number}, which was altered", keep)
        return None
