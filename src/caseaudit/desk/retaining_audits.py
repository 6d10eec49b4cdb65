"""Every audit that a workspace still holds anything of: its file, its history, or no more than somebody's draft."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import msgspec

from caseaudit.desk.watching import READING, each
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.retention import counted_from
from caseaudit.problems import CaseauditError, Problem, tried
from caseaudit.store import encryption, filesystem, samples
from caseaudit.store.drafts import LIMIT, Draft
from caseaudit.store.history import History
from caseaudit.store.index import Wanted
from caseaudit.store.names import is_audit_id

_SECOND = ("role", "second-grade")


class Kept:
    """The audits of a workspace as they lie there, looked at once. Changes nothing on disk."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._index = workspace.look()
        self._ids = {audit for (audit,) in self._index.ask("SELECT DISTINCT id FROM audit", ())}
        self.problems: list[Problem] = list(self._index.unreadable())
        """What could not be read, and so not be judged."""
        self.typed: dict[str, str] = {}
        """When somebody typed last in an audit, UTC, by its id."""
        self._lost = self._without_a_file()
        self._loaded: dict[str, Audit] = {}

    def inside(self) -> dict[str, str]:
        """Return the id of the audit in each file that can be read, by its path."""
        return dict(self._index.ask("SELECT path, id FROM audit", ()))

    def until(self, last: str) -> list[Audit]:
        """Return the audits dated on this ISO date or before, oldest first."""
        ids = [line.id for line in self._index.headlines(Wanted(until=last))]
        told = self._workspace.watch(READING)
        found = [*self._readable(each(ids, told)), *(audit for audit in self._lost.values() if audit.date <= last)]
        return sorted(found, key=lambda audit: (audit.date, audit.id))

    def is_here(self, audit: str) -> bool:
        """Return whether anything is left of an audit."""
        return audit in self._ids or audit in self._lost

    def load(self, audit: str) -> Audit:
        """Return an audit as its newest revision has it, or its file. Raises `BadInput`, `StorageTrouble`."""
        if audit in self._lost:
            return self._lost[audit]
        if audit not in self._loaded:
            self._loaded[audit] = self._latest(audit)
        return self._loaded[audit]

    def second_grades(self, first: Audit) -> list[Audit]:
        """Return the second grades of an audit."""
        return self._second_grades.get(first.id, [])

    @cached_property
    def _second_grades(self) -> dict[str, list[Audit]]:
        """Every second grade, by the audit that it grades: what the index knows of both may differ by now."""
        ids = [line.id for line in self._index.headlines(Wanted(equal=(_SECOND,)))]
        found = dict[str, list[Audit]]()
        for audit in (*self._readable(each(ids, self._workspace.watch(READING))), *self._lost.values()):
            if audit.role == "second-grade":
                found.setdefault(audit.follows, []).append(audit)
        return found

    def drawn_in(self, sample: str) -> list[str]:
        """Return the ids of the audits of cases that were drawn in a sample."""
        with suppress(CaseauditError):
            drawn = samples.find(self._workspace.places, sample).sample
            cases = {case.reference for case in (*drawn.cases, *drawn.reserve)}
            ids = [line.id for case in sorted(cases) for line in self._index.headlines(Wanted(equal=(("case", case),)))]
            return [audit.id for audit in (*self._readable(ids), *self._lost.values()) if audit.sample == sample]
        return []

    def of_case(self, case: str, but: frozenset[str]) -> list[Audit]:
        """Return the audits of a case, but for some."""
        ids = [line.id for line in self._index.headlines(Wanted(equal=(("case", case),))) if line.id not in but]
        return [*self._readable(ids), *(one for one in self._lost.values() if one.case == case and one.id not in but)]

    @staticmethod
    def names(audit: Audit) -> set[str]:
        """Return the ids of the other audits that an audit names."""
        named = {audit.follows, *(answer.carried for answer in audit.answers)}
        named |= {*audit.pack.audits} if audit.pack else set()
        named |= {action.came_from.partition("/")[0] for action in audit.actions}
        named |= {action.why for action in audit.actions if action.status == "carried"}
        named |= {audit.moderation.second} if audit.moderation else set()
        return {name for name in named if is_audit_id(name)} - {audit.id}

    # ── reading ──────────────────────────────────────────────────────────────

    def _readable(self, ids: Iterable[str]) -> list[Audit]:
        found, problems = tried(self.load, ids)
        self.problems += problems
        return found

    def _latest(self, audit: str) -> Audit:
        """Return what the file or the newest revision says, whichever of the two is due later."""
        register = self._workspace.register
        path, history = register.find(audit), register.history(audit)
        numbers = history.numbers()
        found = [history.audit(numbers[-1])] if numbers else []
        if path:
            found.append(register.read(path))
        return max(found, key=counted_from) if found else register.load(audit)

    def _without_a_file(self) -> dict[str, Audit]:
        """Return the audits of which only a history is left, or only a draft: something was interrupted."""
        found: dict[str, Audit] = {}
        root = self._workspace.places.history
        names = [path.name for path in root.iterdir()] if root.is_dir() else []
        for name in sorted(name for name in names if is_audit_id(name) and name not in self._ids):
            history = History(root, name)
            try:
                if numbers := history.numbers():
                    found[name] = history.audit(numbers[-1])
            except CaseauditError as error:
                self.problems += error.problems
        for path in sorted(self._workspace.places.drafts.glob("*/*.json*")):
            if draft := _draft(path):
                audit = draft.audit
                self.typed[audit.id] = max(self.typed.get(audit.id, ""), draft.at)
                if audit.id not in self._ids:
                    found.setdefault(audit.id, audit)
        return found


def _draft(path: Path) -> Draft | None:
    with suppress(CaseauditError, msgspec.MsgspecError, ValueError, RecursionError):
        return msgspec.json.decode(encryption.opened(filesystem.read_regular(path, 2 * LIMIT), path), type=Draft)
    return None
