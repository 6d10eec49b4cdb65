"""What an auditor is typing: one file an audit, one writer, safe against a crash at any moment."""

from __future__ import annotations

import contextlib
import re
from hashlib import sha256
from pathlib import Path

import msgspec

from caseaudit.domain.audit import Audit
from caseaudit.problems import bad_input
from caseaudit.store import filesystem, records


class Draft(msgspec.Struct, frozen=True):
    """An unsaved audit, and the revision on which it stands."""

    format: int
    base: int
    at: str
    audit: Audit


_decoder = msgspec.json.Decoder(Draft)


class Drafts:
    """The drafts of one auditor in one workspace."""

    def __init__(self, root: Path, auditor: str) -> None:
        self.folder = root / _folder_name(auditor)

    def path(self, audit_id: str) -> Path:
        """Return the file of a draft."""
        return self.folder / f"{audit_id}.json"

    def keep(self, audit: Audit, at: str) -> None:
        """Write a draft durably. Raises `StorageTrouble`; the draft before then stands."""
        filesystem.make_folder(self.folder)
        draft = Draft(1, audit.revision.number, at, audit)
        filesystem.put(self.path(audit.id), msgspec.json.format(msgspec.json.encode(draft), indent=1))

    def find(self, audit_id: str) -> Draft | None:
        """Return the draft of an audit, or None. Raises `BadInput` if it cannot be read."""
        path = self.path(audit_id)
        if not path.exists():
            return None
        content = filesystem.read_regular(path, 2 * records.LIMIT)
        try:
            return _decoder.decode(content)
        except (msgspec.DecodeError, RecursionError):
            remedy = "Move the file away; the last saved revision is not affected"
            raise bad_input(str(path), "is a draft that cannot be read", remedy) from None

    def drop(self, audit_id: str) -> None:
        """Remove a draft, once what it holds is saved."""
        filesystem.remove(self.path(audit_id))

    def ids(self) -> list[str]:
        """Return the ids of the audits that have a draft."""
        with contextlib.suppress(OSError):
            return sorted(path.stem for path in self.folder.glob("*.json"))
        return []


def _folder_name(auditor: str) -> str:
    """A folder name that every system takes, its own for every name."""
    plain = re.sub(r"[^a-z0-9]+", "-", auditor.lower()).strip("-")[:40]
    return f"{plain or 'auditor'}-{sha256(auditor.encode('utf-8', 'replace')).hexdigest()[:8]}"
