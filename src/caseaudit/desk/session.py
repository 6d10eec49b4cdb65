"""One person's sitting with one audit: every change can be undone, and none is lost.

Changes go to the draft within a second and to the register when the sitting is saved.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import Checklist, Criterion, Scale
from caseaudit.domain.merging import differences, with_theirs
from caseaudit.problems import BadInput, CaseauditError

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

    def change(self, audit: Audit, about: str = "", *, joins: bool = False) -> bool:
        """Take on a changed audit; return False if nothing changed.

        A change that `joins` the one before is undone together with it if both are about the same: typing.
        """
        if audit == self.working:
            return False
        if not (joins and self._undo and self._undo[-1].about == about):
            self._undo.append(_Step(self.working, about))
            del self._undo[:-_DEEPEST_UNDO]
        self.working = audit
        return True

    # ── what is asked ────────────────────────────────────────────────────────

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion as it was asked; what the record keeps of it, if the wording has changed since."""
        answer = self.working.answer(criterion_id)
        found = self._checklist.criterion(criterion_id) if self._checklist else None
        return found if found and found.wording == answer.wording else _as_recorded(answer)

    def scale(self, criterion_id: str) -> Scale | None:
        """Return the scale that a criterion is graded on; None for a number."""
        answer = self.working.answer(criterion_id)
        if answer.kind == "count":
            return None
        try:
            return auditing.scale_of(self.workspace, answer, self.working)
        except BadInput:
            return None

    @cached_property
    def _checklist(self) -> Checklist | None:
        try:
            return self.workspace.library.get(self.working.checklist.id)
        except CaseauditError:
            return None

    def next_unanswered(self, after: str = "") -> str:
        """Return the next criterion without an answer, from the start again if need be; or nothing."""
        waiting = [answer.criterion for answer in self.working.asked if answer.state == "not-assessed"]
        order = self.working.criteria
        place = order.index(after) if after else -1
        later = (criterion for criterion in waiting if order.index(criterion) > place)
        return next(later, waiting[0] if waiting else "")

    # ── undo, draft, register ────────────────────────────────────────────────

    def undo(self) -> str | None:
        """Take back the last change; return what it was about, or None if there is nothing to undo."""
        if not self._undo:
            return None
        step = self._undo.pop()
        self.working = replace(step.before, revision=self.saved.revision)
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
            before, mine = self.saved, self.working
            self.saved = auditing.save(self.workspace, mine, before, why)
            self.working = self._kept = self.saved
            self.overlaps = ()
        # Undo never takes back a signature, a reopening, or what somebody else saved meanwhile.
        if self.saved.sign_off != before.sign_off or differences(mine, self.saved):
            self._undo.clear()
        return self.saved

    def settle(self, clash: auditing.Overlapping, take_theirs: list[str]) -> Audit:
        """Save after an overlap: theirs for what is named, mine for the rest."""
        self.working = with_theirs(clash.merge, take_theirs)
        self.saved = clash.theirs
        self._undo.clear()
        return self.save()

    def discard(self) -> None:
        """Throw the draft away and go back to what is saved."""
        auditing.discard_draft(self.workspace, self.working.id)
        self.working = self._kept = self.saved
        self._undo.clear()


def _as_recorded(answer: Answer) -> Criterion:
    return Criterion(
        id=answer.criterion,
        question=answer.question,
        focus=answer.focus,
        look_for="This question was changed in the checklist since the audit began; it stands here as it was asked.",
        good_looks_like="",
        weak_looks_like="",
        sources=(),
        kind=answer.kind,
        critical=answer.critical,
    )
