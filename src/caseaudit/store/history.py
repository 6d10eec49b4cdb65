"""Every revision of every audit: immutable, numbered, each carrying the digest of the one before.

The history is the truth; the readable file beside it is the convenience. Nothing here is ever replaced.
A last revision that was cut short while it was written, as a kill or a power cut can do where the file system
has neither hard links nor a rename that refuses to replace, never counts; whoever saves next sets it aside.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from caseaudit.domain.audit import Audit
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import cut, encryption, filesystem, records

if TYPE_CHECKING:
    from caseaudit.store.chains import Beginning, Chain, Found

COPIED_IN = "copied-in.json"
"""Stands beside the revisions of a record that came from elsewhere, and says where its history here begins."""
_SMALL = 4096
_NAME = re.compile(r"([0-9]{8})\.json(?:\.age)?")


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
        """Return the numbers of all revisions, ascending. One that was cut short is none."""
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 (half the time of iterdir)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise filesystem.trouble(self.folder, error) from None
        numbers = sorted({int(match[1]) for name in names if (match := _NAME.fullmatch(name))})
        if numbers and cut.is_cut(self.path(numbers[-1])):
            numbers.pop()
        return numbers

    def holds(self, number: int) -> bool:
        """Return whether a revision is there: one look, however many others there are."""
        return encryption.exists(self.plain_path(number))

    def head(self) -> Head | None:
        """Return the newest revision, or None if there is none yet."""
        numbers = self.numbers()
        return Head(numbers[-1], self.read(numbers[-1])) if numbers else None

    def path(self, number: int) -> Path:
        """Return the file of a revision; where there is none yet, its plain name."""
        return encryption.found(self.plain_path(number))

    def plain_path(self, number: int) -> Path:
        """Return the plain name of a revision's file, by which the gate finds it under either."""
        return self.folder / f"{number:08d}.json"

    def read(self, number: int) -> bytes:
        """Return the bytes of a revision. Raises `BadInput` or `StorageTrouble`."""
        return encryption.read(self.plain_path(number), records.LIMIT)

    def audit(self, number: int) -> Audit:
        """Return the audit as it stood at a revision."""
        return records.decode(self.read(number), str(self.path(number)), by_hand=False)

    def publish(self, number: int, content: bytes) -> bool:
        """Write a revision; return False if somebody else published that number first."""
        filesystem.make_folder(self.folder, inside=self.workspace)
        path = self.plain_path(number)
        root = self.workspace
        return encryption.publish_new(root, path, content) or (
            cut.set_aside(path) and encryption.publish_new(root, path, content)
        )

    def confirm(self) -> None:
        """Force the names of all revisions to disk, where an earlier save could not. Raises `StorageTrouble`."""
        try:
            filesystem.sync_folder(self.folder)
        except OSError as error:
            raise filesystem.trouble(self.folder, error) from None

    def adopt(self, number: int, content: bytes, by: str, at: str) -> None:
        """Begin the history of a record that came from elsewhere with what it said as the revision that it names.

        That it was copied in is on record first, so that nobody takes the revisions before it for removed ones.
        """
        filesystem.make_folder(self.folder, inside=self.workspace)
        if number > 1:
            beginning = {"format": 1, "revision": number, "digest": digest(content), "by": by, "at": at}
            encryption.put(
                self.workspace, self.folder / COPIED_IN, msgspec.json.format(msgspec.json.encode(beginning), indent=1)
            )
        self.publish(number, content)

    def chain(self) -> Chain:
        """Read every revision, once each, and return them as a chain, with the first that is not as it was saved."""
        from caseaudit.store import chains

        numbers = self.numbers()
        beginning = self._beginning() if numbers and numbers[0] > 1 else None
        return chains.checked(self.folder.name, map(self._found, numbers), beginning)

    def _found(self, number: int) -> Found:
        from caseaudit.store.chains import Found

        where = str(self.path(number))
        try:
            return Found(number, where, self.read(number))
        except CaseauditError as error:
            return Found(number, where, b"", error.problems[0])

    def _beginning(self) -> Beginning | None:
        from caseaudit.store.chains import Beginning

        try:
            return msgspec.json.decode(encryption.read(self.folder / COPIED_IN, _SMALL), type=Beginning)
        except (CaseauditError, msgspec.MsgspecError, ValueError):
            return None

    def broken(self) -> Problem | None:
        """Return the first revision that is not as it was saved, if there is one."""
        return self.chain().problem
