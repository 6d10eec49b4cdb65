"""What the index holds of a record. No free text: no reason, no evidence, no words of an action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from caseaudit.domain.audit import Audit, ChecklistUsed
from caseaudit.domain.checklist import GOOD_OF_KIND
from caseaudit.domain.judgement import suggest
from caseaudit.domain.moderation import as_agreed
from caseaudit.store.columns import ACTION, AUDIT
from caseaudit.store.packed import Kind, pack

_HEADER = attrgetter(*AUDIT.values())
_ANSWER = attrgetter("criterion", "section", "focus", "kind", "critical", "weight", "state", "grade")
_ACTION = attrgetter(*ACTION.values())
_Answered = tuple[str, str, str, str, str, int, str, str]


class Entry(NamedTuple):
    """What is put into the index for one record."""

    row: tuple[Any, ...]
    """The columns `columns.COLUMNS`; the codes are places in `Entries.kinds`."""
    actions: list[tuple[Any, ...]]
    """Of each action the columns `columns.ACTION`, and whether it says what difference it made."""


class Entries:
    """Makes entries."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        """The answers that occurred so far."""
        self._known: dict[tuple[Any, ...], _Places] = {}

    def entry(self, audit: Audit) -> Entry:
        """Return the entry of a record; what was agreed in moderation counts."""
        audit = as_agreed(audit) if audit.moderation else audit
        places, asked = self._places(audit.checklist), audit.asked
        codes = [places[answered] for answered in map(_ANSWER, asked)]
        known = set(codes)
        answered = len(codes) if places.unanswered.isdisjoint(known) else _not_in(places.unanswered, codes)
        focuses = int(not places.compliance.isdisjoint(known)), int(not places.quality.isdisjoint(known))
        urgent = 0 if places.urgent.isdisjoint(known) else sum(code in places.urgent for code in codes)
        if audit.sign_off and audit.judgement and not places.holding.isdisjoint(known):
            for place in _capping(audit, asked):
                codes[place] = places.limiting(_ANSWER(asked[place]))
        progress = (answered, len(codes), *_open_actions(audit), audit.revision.number)
        row = (*_HEADER(audit), *_judged(audit), *progress, *focuses, urgent, _words(audit), pack(codes))
        return Entry(row, [(*_ACTION(action), int(bool(action.effect.strip()))) for action in audit.actions])

    def _places(self, used: ChecklistUsed) -> _Places:
        key = (used.id, used.version, used.grades, used.good)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = _Places(used, self.kinds)
        return known


class _Places(dict[_Answered, int]):
    """The places of the answers to one checklist among all kinds, and what is known of each."""

    def __init__(self, used: ChecklistUsed, kinds: list[Kind]) -> None:
        super().__init__()
        self._used, self._kinds = used, kinds
        self._limiting: dict[_Answered, int] = {}
        self.unanswered = set[int]()
        self.compliance = set[int]()
        self.quality = set[int]()
        self.urgent = set[int]()
        """The answers that cannot wait: critical, and the lowest there is (`domain.escalation`)."""
        self.holding = set[int]()
        """The answers that can cap a judgement: critical, and below good, or the lowest there is, or not evidenced."""

    def __missing__(self, answered: _Answered) -> int:
        kind = self._kind(answered, 0)
        place = self[answered] = self._put(kind)
        if kind.answer == "not-assessed":
            self.unanswered.add(place)
        if kind.focus in ("compliance", "quality"):
            (self.compliance if kind.focus == "compliance" else self.quality).add(place)
        if kind.critical != "none" and kind.kind == "grade" and kind.grade in self._used.grades[-1:]:
            self.urgent.add(place)
        if kind.critical != "none" and (not kind.good or kind.grade in self._used.grades[-1:]):
            self.holding.add(place)
        return place

    def limiting(self, answered: _Answered) -> int:
        """Return the place of an answer that capped the judgement."""
        if (known := self._limiting.get(answered)) is None:
            known = self._limiting[answered] = self._put(self._kind(answered, 1))
        return known

    def _put(self, kind: Kind) -> int:
        self._kinds.append(kind)
        return len(self._kinds) - 1

    def _kind(self, answered: _Answered, limiting: int) -> Kind:
        *_, kind, _, _, state, grade = answered
        graded = state == "graded" and bool(grade)
        good = graded and grade in GOOD_OF_KIND.get(kind, self._used.good)
        return Kind(self._used.id, self._used.version, *answered, int(good), int(graded), limiting)


def _not_in(left_out: set[int], codes: Sequence[int]) -> int:
    return sum(code not in left_out for code in codes)


def _judged(audit: Audit) -> tuple[str, str, int]:
    grade = audit.judgement.grade if audit.judgement else ""
    return "signed-off" if audit.sign_off else "in-progress", grade, int(grade in audit.checklist.good)


def _open_actions(audit: Audit) -> tuple[int, str]:
    """Return how many actions are open, and the earliest day on which one of them is due."""
    due = [action.due for action in audit.actions if action.status == "open"]
    return len(due), min(filter(None, due), default="")


def _words(audit: Audit) -> str:
    """Return all that a line of a list says, as a search compares it: no engine folds every alphabet itself."""
    header = (audit.id, audit.case, audit.team, audit.worker, audit.auditor, audit.checklist.title)
    return " ".join(header).casefold()


def _capping(audit: Audit, asked: Sequence[Any]) -> Iterator[int]:
    """Yield the places of the answers that capped the judgement; none if the auditor went above the suggestion."""
    suggested, grades = suggest(audit), audit.checklist.grades
    judged = audit.judgement.grade if audit.judgement else ""
    if not suggested.limiting or judged not in grades or grades.index(judged) < grades.index(suggested.grade):
        return
    for place, answer in enumerate(asked):
        if answer.criterion in suggested.limiting:
            yield place
