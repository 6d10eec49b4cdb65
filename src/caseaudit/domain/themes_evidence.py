"""What themes are answered from: the signed-off audits of practice, and the few shapes in which they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import GOOD_OF_KIND
from caseaudit.domain.facts import Fact
from caseaudit.domain.moderation import standing, standing_judgement

Key = TypeVar("Key")
Item = TypeVar("Item")


class Asked(NamedTuple):
    """A fact as the library asks it, and where."""

    label: str
    checklists: tuple[str, ...]


class Pair(NamedTuple):
    """An audit and its second grade, both signed off."""

    first: Audit
    second: Audit


class Evidence(NamedTuple):
    """Everything that a theme may look at."""

    audits: tuple[Audit, ...]
    """Signed off, of practice, oldest first; texts left out."""
    pairs: tuple[Pair, ...]
    today: date
    labels: Mapping[str, str]
    """What each grade is called."""
    asked: Mapping[str, Asked]
    """The facts that the library asks for, by their ids."""


class Noted(NamedTuple):
    """A fact that somebody noted, and the audit in which."""

    audit: Audit
    fact: Fact

    @property
    def number(self) -> int:
        """The fact as a number."""
        return int(self.fact.value)

    @property
    def day(self) -> date:
        """The fact as a day; of several, the last."""
        return self.days[-1]

    @property
    def days(self) -> list[date]:
        """The fact as days, in order."""
        return [date.fromisoformat(day) for day in self.fact.value.split()]


def without_texts(audit: Audit) -> Audit:
    """Return an audit without what no theme looks at, so that many of them can be held at once."""
    return replace(audit, answers=tuple(map(_without_texts, audit.answers)), events=(), escalations=(), kept={})


def _without_texts(answer: Answer) -> Answer:
    return replace(answer, reason="", evidence="", impact="", question="", before=None)


# ── facts ────────────────────────────────────────────────────────────────────


def noted(evidence: Evidence, fact_id: str) -> list[Noted]:
    """Return a fact of every case of which it is noted: of one that was audited again, as the last audit has it."""
    latest: dict[tuple[str, str], Noted] = {}
    for audit in evidence.audits:
        for fact in audit.facts:
            if fact.id == fact_id and fact.value:
                latest[audit.case, audit.checklist.id] = Noted(audit, fact)
    return list(latest.values())


def together(evidence: Evidence, first: str, second: str) -> list[tuple[Noted, Noted | None]]:
    """Return one fact of every case with another fact of the same audit, None where that is not noted."""
    found = []
    for one in noted(evidence, first):
        other = next((fact for fact in one.audit.facts if fact.id == second and fact.value), None)
        found.append((one, Noted(one.audit, other) if other else None))
    return found


def wanting(evidence: Evidence, *fact_ids: str) -> list[str]:
    """Return what no audit notes, in a sentence for each set of checklists that asks for it."""
    absent = [evidence.asked.get(fact, Asked(fact, ())) for fact in fact_ids if not noted(evidence, fact)]
    return [
        f"No audit notes {' or '.join(f'“{asked.label}”' for asked in alike)}; {_where(checklists)}."
        for checklists, alike in in_groups(absent, lambda asked: asked.checklists).items()
    ]


def _where(checklists: tuple[str, ...]) -> str:
    return f"it is asked with {', '.join(checklists)}" if checklists else "no checklist of this library asks for it"


# ── answers ──────────────────────────────────────────────────────────────────


def is_good(audit: Audit, answer: Answer) -> bool | None:
    """Return whether what stands of an answer is good or better; None where it has no grade."""
    state, grade = standing(audit, answer)
    if state != "graded" or answer.kind == "count" or not grade:
        return None
    return grade in GOOD_OF_KIND.get(answer.kind, audit.checklist.good)


def judged_good(audit: Audit) -> bool | None:
    """Return whether the judgement that stands is good or better; None where there is none."""
    grade = standing_judgement(audit)
    return grade in audit.checklist.good if grade else None


def answers_to(evidence: Evidence, *criteria: str) -> list[bool | None]:
    """Return whether the answers to some criteria are good or better, over all audits."""
    return [is_good(audit, answer) for audit, answer in asked_of(evidence.audits) if answer.criterion in criteria]


def asked_of(audits: Iterable[Audit]) -> Iterator[tuple[Audit, Answer]]:
    """Yield every answer of some audits with its audit."""
    return ((audit, answer) for audit in audits for answer in audit.asked)


# ── groups ───────────────────────────────────────────────────────────────────


def in_groups(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Return things by a key, in the order of its text; those whose key says nothing come last."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: groups[name] for name in sorted(groups, key=lambda name: (not name, str(name)))}


def cohort(audit: Audit) -> str:
    """Return the cohort in words."""
    return audit.cohort.replace("-", " ") or "cohort not recorded"


def team(audit: Audit) -> str:
    """Return the team in words."""
    return f"team {audit.team}" if audit.team else "team not recorded"
