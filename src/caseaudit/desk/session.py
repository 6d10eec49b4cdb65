"""One person's sitting with one audit: every change can be undone, and none is lost.

Changes go to the draft within a second and to the register when the sitting is saved.
"""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.merging import with_theirs

_DEEPEST_UNDO = 500


class _Step(NamedTuple):
    before: Audit
    about: str


class Sitting:
    """An audit that is being worked on, with its undo and its draft."""

    def __init__(self, workspace: Workspace, audit_id: str) -> None:
        """Open the audit and take up its draft, if there is one. Raises `BadInput`."""
        opened = auditing.take_up(workspace, audit_id)
        self.workspace = workspace
        self.saved = opened.saved
        self.working = opened.working
        self.overlaps = opened.overlaps
        self.resumed = opened.resumed
        self._undo: list[_Step] = []
        self._kept: Audit = opened.working
        self._writing = Lock()

    @property
    def unsaved(self) -> bool:
        """Whether something is not in the register yet."""
        return self.working != self.saved

    def change(self, audit: Audit, about: str = "") -> bool:
        """Take on a changed audit; return False if nothing changed.

        Changes with the same `about` in a row (typing in one field) are undone together.
        """
        if audit == self.working:
            return False
        if not (about and self._undo and self._undo[-1].about == about):
            self._undo.append(_Step(self.working, about))
            del self._undo[:-_DEEPEST_UNDO]
        self.working = audit
        return True

    def undo(self) -> str | None:
        """Take back the last change; return what it was about, or None if there is nothing to undo."""
        if not self._undo:
            return None
        step = self._undo.pop()
        self.working = step.before
        return step.about

    def keep(self) -> bool:
        """Write the draft if it is not on disk yet; return whether it was written. Safe from any thread.

        Raises `StorageTrouble`; the words stay in memory and the next call tries again.
        """
        with self._writing:
            now = self.working
            if now == self._kept:
                return False
            auditing.keep_draft(self.workspace, now)
            self._kept = now
            return True

    def save(self, why: str = "") -> Audit:
        """Save to the register. Raises `Overlapping`, `StorageTrouble`; nothing is lost either way."""
        with self._writing:
            self.saved = auditing.save(self.workspace, self.working, self.saved, why)
            self.working = self._kept = self.saved
            self.overlaps = ()
        return self.saved

    def settle(self, clash: auditing.Overlapping, take_theirs: list[str]) -> Audit:
        """Save after an overlap: theirs for what is named, mine for the rest."""
        self.working = with_theirs(clash.merge, take_theirs)
        self.saved = clash.theirs
        return self.save()

    def discard(self) -> None:
        """Throw the draft away and go back to what is saved."""
        auditing.discard_draft(self.workspace, self.working.id)
        self.working = self._kept = self.saved
        self._undo.clear()
