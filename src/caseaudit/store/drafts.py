"""What an auditor is typing: one file an audit, one writer, safe against a crash at any moment."""

from __future__ import annotations

import contextlib
import re
from hashlib import sha256
from pathlib import Path

import msgspec

from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, bad_input, newer
from caseaudit.store import encryption, filesystem, records
from caseaudit.store.names import checked_id

FORMAT = 1
LIMIT = 2 * records.LIMIT


class _Stamp(msgspec.Struct):
    format: int


class Draft(msgspec.Struct, frozen=True):
    """An unsaved audit, and the revision on which it stands."""

    format: int
    base: int
    at: str
    audit: Audit


class Drafts:
    """The drafts of one auditor in one workspace."""

    def __init__(self, root: Path, auditor: str) -> None:
        """`root` is `.caseaudit/drafts` of a workspace."""
        self.workspace = root.parents[1]
        self.folder = root / _folder_name(auditor)

    def path(self, audit_id: str) -> Path:
        """Return the file of a draft. Raises `BadInput` for what is not an id."""
        return self.folder / f"{checked_id(audit_id)}.json"

    def keep(self, audit: Audit, at: str) -> None:
        """Write a draft durably. Raises `StorageTrouble`; the draft before then stands."""
        path = self.path(audit.id)
        draft = Draft(FORMAT, audit.revision.number, at, audit)
        content = msgspec.json.format(msgspec.json.encode(draft), indent=1)
        filesystem.refuse_over(LIMIT, path, content)
        filesystem.make_folder(self.folder, inside=self.workspace)
        encryption.put(self.workspace, path, content)

    def find(self, audit_id: str) -> Draft | None:
        """Return the draft of an audit, or None. Raises `BadInput` if it cannot be read."""
        path = self.path(audit_id)
        if not encryption.exists(path):
            return None
        content = encryption.read(path, LIMIT)
        try:
            if (found := msgspec.json.decode(content, type=_Stamp).format) > FORMAT:
                raise _unusable(path, newer(str(path), found, FORMAT).what, "Update caseaudit, or m")
            draft = msgspec.json.decode(content, type=Draft)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise _unusable(path, "is a draft that cannot be read") from None
        if draft.audit.id != audit_id:
            raise _unusable(path, "is a draft of another audit")
        return draft

    def drop(self, audit_id: str) -> None:
        """Remove a draft, once what it holds is saved."""
        encryption.remove(self.path(audit_id))

    def ids(self) -> list[str]:
        """Return the ids of the audits that have a draft."""
        with contextlib.suppress(OSError):
            plain = {encryption.plain(path) for path in self.folder.iterdir()}
            return sorted(path.stem for path in plain if path.suffix == ".json")
        return []


def _unusable(path: Path, what: str, first: str = "M") -> BadInput:
    return bad_input(str(path), what, f"{first}ove the file away; the last saved revision is not affected")


def _folder_name(auditor: str) -> str:
    """A folder name that every system takes, its own for every name."""
    plain = re.sub(r"[^a-z0-9]+", "-", auditor.lower()).strip("-")[:40]
    return f"{plain or 'auditor'}-{sha256(auditor.encode('utf-8', 'replace')).hexdigest()[:8]}"
