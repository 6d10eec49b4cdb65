"""The doctor looks at every audit, once: its history, readable file, dates, checklist and case reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from caseaudit.desk import verifying
from caseaudit.desk.doctoring_copies import copies
from caseaudit.desk.doctoring_findings import Finding, Fix, from_problem, in_short, keep_copy, setting_aside
from caseaudit.desk.verifying import Kind, Looked
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.how_many import how_many
from caseaudit.domain.identifiers import found as identifiers_in
from caseaudit.problems import CaseauditError
from caseaudit.store import records
from caseaudit.store.chains_readable import Standing

_WHY: dict[Kind, str] = {
    "history": "Nobody can say any more for sure what was written when, and by whom",
    "signature": "A signature stands under words that were not signed",
    "readable": "Lists and summaries read this file, and this one would mislead them",
    "outside": "Whoever edits the file leaves no name and no reason; once taken in, the edit is on record",
    "link": "What belongs together can no longer be found together",
    "document": "A sample, a plan or a session that cannot be relied on proves nothing",
    "seal": "",
}
_WHY_READABLE: dict[Standing, str] = {
    "gone": "Lists and summaries read that file: the audit is safe, but it is missing from them",
    "older": "Lists and summaries read this file: they show the audit as it was before",
    "cut": "What was saved last may stand in this file alone, without who saved it and why",
    "no-history": "Nobody can see who changed what; and a history that was removed looks the same",
    "unreadable": "The audit is missing from every list and every summary",
    "altered": _WHY["history"],
}
_ALIKE: dict[Standing, str] = {
    "gone": "have no readable file, so no list and no summary has them",
    "older": "have a readable file that says what an earlier revision said",
    "no-history": "have no history here: they were copied in, or their histories were removed",
}
_MANY = 3
"""Audits that are amiss in the same way are told one by one up to this many."""
_BACKWARDS = timedelta(minutes=10)
"""By how much the clocks of two computers may differ."""


class Rounds:
    """One round of all audits, and what adds up over them."""

    def __init__(self, workspace: Workspace, now: datetime) -> None:
        self.ids: set[str] = set()
        self.revisions = 0
        self._workspace, self._now = workspace, now
        self._today = now.date().isoformat()
        self._kinds: dict[str, list[str]] = defaultdict(list)
        self._ahead: list[str] = []
        self._backwards: list[str] = []
        self._asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)

    def found(self) -> Iterator[Finding]:
        """Look at every audit, and yield what is found."""
        files = verifying.audit_files(self._workspace)
        whole = verifying.Pass(self._workspace, files)
        standing: dict[str, Looked] = {}
        for looked in verifying.looked_at(self._workspace, files):
            whole.take(looked)
            standing[looked.id] = looked._replace(chain=looked.chain._replace(content=b"", newest=None))
            self._take(looked)
        whole.documents()
        whole.point()
        yield from self._verified(whole.found, standing)
        self.ids = {each for each, looked in standing.items() if _is_audit(looked)}
        yield from copies(self._workspace, standing)
        yield from self._dates()
        yield from self._references()
        yield from self._checklists()

    # ── what verify finds ────────────────────────────────────────────────────

    def _verified(self, found: list[verifying.Finding], standing: dict[str, Looked]) -> Iterator[Finding]:
        alike: dict[tuple[Standing, bool], list[Looked]] = defaultdict(list)
        for each in found:
            looked = standing.get(each.audit)
            if looked and (looked.readable.standing == "copy" or (looked.path and looked.path.is_symlink())):
                continue  # Said among the copies, or the links.
            if looked and looked.readable.problem == each.problem:
                alike[looked.readable.standing, bool(self._fix(looked))].append(looked)
            else:
                yield from_problem("documents" if each.kind == "document" else "history", each.problem, _WHY[each.kind])
        for (kind, _), several in alike.items():
            yield from self._readables(kind, several)

    def _readables(self, kind: Standing, several: list[Looked]) -> Iterator[Finding]:
        """Yield what is said of readable files that are amiss in the same way; of many as one finding."""
        why = _WHY_READABLE.get(kind, _WHY["outside"])
        if len(several) <= _MANY or kind not in _ALIKE:
            for looked in several:
                if looked.readable.problem:
                    yield from_problem("history", looked.readable.problem, why, self._fix(looked))
            return
        what = f"{how_many(len(several), 'audit')} {_ALIKE[kind]}: {in_short([looked.id for looked in several])}"
        remedy = "Look at some of them; `caseaudit verify` names them all"
        yield Finding("history", str(self._workspace.places.audits), what, why, remedy, self._fix_of_all(several))

    def _fix_of_all(self, several: list[Looked]) -> Fix | None:
        fixes = [fix for looked in several if (fix := self._fix(looked))]

        def do() -> str:
            for fix in fixes:
                fix.do()
            return f"did so for {how_many(len(fixes), 'audit')}"

        return Fix(f"for each of them: {fixes[0].would}", do) if len(fixes) == len(several) else None

    def _fix(self, looked: Looked) -> Fix | None:
        """Return the mend of a readable file; none where the history itself is amiss."""
        mends = {
            "gone": Fix("write it again from the history", lambda: self._brought_up_to_date(looked)),
            "older": Fix("bring it up to date from the history", lambda: self._brought_up_to_date(looked)),
            "edited": Fix(
                "keep a copy of the file as it is, and take the edit in as a revision of its own",
                lambda: self._taken_in(looked),
            ),
            "unreadable": Fix(
                "keep the file as it is aside, and write it again from the history",
                lambda: self._written_again(looked),
            ),
            "no-history": Fix("begin its history, with a note that it was copied in", lambda: self._adopted(looked)),
        }
        hopeless = looked.chain.problem or (looked.readable.standing == "unreadable" and not looked.chain.links)
        return None if hopeless else mends.get(looked.readable.standing)

    def _brought_up_to_date(self, looked: Looked) -> str:
        audit = self._workspace.register.load(looked.id)
        return f"wrote revision {audit.revision.number} to {self._workspace.register.path(audit)}"

    def _written_again(self, looked: Looked) -> str:
        aside = setting_aside(self._workspace, [looked.path]).do() if looked.path else ""
        return f"{aside}, and {self._brought_up_to_date(looked)}"

    def _taken_in(self, looked: Looked) -> str:
        kept = keep_copy(self._workspace, looked.path) if looked.path else ""
        audit = self._workspace.register.load(looked.id)
        return f"took the edit in as revision {audit.revision.number}; the file as it was is {kept}"

    def _adopted(self, looked: Looked) -> str:
        audit = self._workspace.register.load(looked.id)
        history = self._workspace.register.history(looked.id)
        number = audit.revision.number
        if not history.numbers():
            history.adopt(number, records.encode(audit), self._workspace.person, self._workspace.now())
        return f"began its history with revision {number}, copied in"

    # ── what adds up over all audits ─────────────────────────────────────────

    def _take(self, looked: Looked) -> None:
        self.revisions += len(looked.chain.links)
        times = [moment for link in looked.chain.links if (moment := _moment(link.at))]
        if any(later < earlier - _BACKWARDS for earlier, later in pairwise(times)):
            self._backwards.append(looked.id)
        audit = looked.audit
        if audit is None or looked.readable.standing == "copy":
            return
        if self._is_ahead(audit, times):
            self._ahead.append(looked.id)
        for kind in identifiers_in(audit.case):
            self._kinds[kind].append(looked.id)
        self._asked[audit.checklist.id, audit.checklist.version, audit.checklist.digest].append(looked.id)

    def _is_ahead(self, audit: Audit, times: list[datetime]) -> bool:
        """Whether it was audited, saved or acted on at a time that is still to come."""
        days = [audit.date, *(day for action in audit.actions for day in (action.done_on, action.closed_on))]
        tomorrow = (self._now + timedelta(days=1)).date().isoformat()
        return any(day > max(self._today, tomorrow) for day in days) or any(
            moment > self._now + _BACKWARDS for moment in times
        )

    def _dates(self) -> Iterator[Finding]:
        where = str(self._workspace.places.audits)
        if self._ahead:
            yield Finding(
                "dates",
                where,
                f"{how_many(len(self._ahead), 'audit')} with a date that is still to come: {in_short(self._ahead)}",
                "It falls out of every summary up to today, and a wrong clock makes doubtful who did what when",
                "Put the date right in the audit; if it is right, the clock of a computer is wrong",
            )
        if self._backwards:
            number = how_many(len(self._backwards), "audit")
            yield Finding(
                "dates",
                where,
                f"{number} with a save that is dated before the one it was made on: {in_short(self._backwards)}",
                "The order of saves is kept by their numbers, but the times of some are wrong",
                "Check the clocks of the computers that save here",
            )

    def _references(self) -> Iterator[Finding]:
        for kind, audits in self._kinds.items():
            yield Finding(
                "references",
                str(self._workspace.places.audits),
                f"{how_many(len(audits), 'case reference')} that may be {kind}: {in_short(audits)}",
                "A case reference goes into lists, exports and file names of reports: it must not identify a child",
                "Use a reference of your own in its place, as `caseaudit sample draw` makes them",
            )

    def _checklists(self) -> Iterator[Finding]:
        library = self._workspace.library
        for (checklist, version, digest), audits in self._asked.items():
            try:
                now = library.get(checklist)
            except CaseauditError:
                yield Finding(
                    "checklists",
                    checklist,
                    f"is in {how_many(len(audits), 'audit')} and not in the library, or cannot be read",
                    "The audits stand, with the words they were asked; but no new one can be begun",
                    "Put it back into the checklists of the workspace",
                )
                continue
            if now.version == version and now.digest != digest:
                yield Finding(
                    "checklists",
                    checklist,
                    f"was changed without a new version: {how_many(len(audits), 'audit')} of version {version} "
                    f"{'was' if len(audits) == 1 else 'were'} asked in other words",
                    "Answers to different words are counted under one version",
                    "Give it a new version: `caseaudit checklist diff` shows what changed",
                )


def _is_audit(looked: Looked) -> bool:
    """Whether it is an audit, and no copy under another name and nothing that merely has an audit's name."""
    return bool(looked.chain.links) or (looked.readable.audit is not None and looked.readable.standing != "copy")


def _moment(at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
