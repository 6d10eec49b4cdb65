"""The words of the demonstration: what fictional auditors wrote, by checklist, criterion and grade.

They rest in one TOML file a checklist, in the folder `demonstration`. What its keys mean stands at the top
of `chronology.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import tomli
from msgspec import Struct

FOLDER = Path(__file__).with_name("demonstration")
_NOT_AN_OUTCOME = {"lean", "evidence", "action"}


class Situation(Struct, frozen=True, forbid_unknown_fields=True):
    """How a case stands, so that the answers of one audit fit each other."""

    id: str
    share: int
    """How often it is drawn, beside the others of its checklist."""
    cohorts: tuple[str, ...]
    sections: tuple[str, ...] = ()
    """Optional sections that are switched on."""
    newly_qualified: bool = False
    """Whether it is for newly qualified workers, and for them alone."""
    own_words: bool = False
    """Whether only words that name it may be used."""
    repeatable: bool = True
    """Whether a re-audit can find the case in the same situation."""
    not_applicable: tuple[str, ...] = ()
    sometimes_not_applicable: tuple[str, ...] = ()
    insufficient_evidence: tuple[str, ...] = ()

    def takes(self, when: tuple[str, ...]) -> bool:
        """Return whether words for these situations (none named: the common ones) fit this one."""
        return self.id in when if when or self.own_words else True


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """What an auditor wrote for one grade or state."""

    reason: str
    impact: str = ""
    evidence: str = ""
    when: tuple[str, ...] = ()


class ActionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """An action, with what showed later that it was done and that it helped."""

    what: str
    owner: str
    done: str
    effect: str
    within: int = 63
    """It is due at most this many days after the audit."""
    when: tuple[str, ...] = ()


class CriterionWords(Struct, frozen=True):
    """Everything written about one criterion."""

    lean: float
    """How much weaker (below 0) or stronger the criterion is everywhere; 1 is about one grade."""
    evidence: tuple[str, ...]
    actions: tuple[ActionWords, ...]
    outcomes: dict[str, tuple[Entry, ...]]
    """Keyed by grade id or by state."""


class Judging(Struct, frozen=True, forbid_unknown_fields=True):
    """Reasons for a judgement one grade above or below the suggested one."""

    higher: tuple[str, ...]
    lower: tuple[str, ...]


class Words(Struct, frozen=True):
    """Everything written about one checklist."""

    checklist: str
    share: int
    """How many of a hundred audits use it."""
    reopened: tuple[str, ...]
    """Reasons for which a signed-off audit was opened again and one grade raised."""
    judgement: Judging
    situations: tuple[Situation, ...]
    criteria: dict[str, CriterionWords]

    def situations_of(self, *, newly_qualified: bool) -> list[Situation]:
        """Return the situations that a case of such a worker can be in."""
        fitting = [situation for situation in self.situations if situation.newly_qualified == newly_qualified]
        return fitting or list(self.situations)

    def entries(self, criterion: str, outcome: str, situation: Situation) -> list[Entry]:
        """Return what can be written for a grade or state in a situation; empty if it does not occur."""
        known = self.criteria[criterion].outcomes.get(outcome, ())
        return [entry for entry in known if situation.takes(entry.when)]

    def actions(self, criterion: str, situation: Situation) -> list[ActionWords]:
        """Return the actions that can follow from a weak grade in a situation."""
        return [action for action in self.criteria[criterion].actions if situation.takes(action.when)]

    def evidence(self, criterion: str, entry: Entry, situation: Situation) -> tuple[str, ...]:
        """Return where in the file the evidence for an entry can stand."""
        if entry.evidence:
            return (entry.evidence,)
        return () if situation.own_words else self.criteria[criterion].evidence


def all_words() -> list[Words]:
    """Return the words of every checklist that the demonstration uses, in order of their files' names."""
    return [_words(tomli.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))]


def _words(table: Mapping[str, Any]) -> Words:
    return Words(
        checklist=table["checklist"],
        share=table["share"],
        reopened=tuple(table["reopened"]),
        judgement=msgspec.convert(table["judgement"], Judging),
        situations=msgspec.convert(table["situation"], tuple[Situation, ...]),
        criteria={name: _criterion(words) for name, words in table["criterion"].items()},
    )


def _criterion(table: Mapping[str, Any]) -> CriterionWords:
    outcomes = {name: words for name, words in table.items() if name not in _NOT_AN_OUTCOME}
    return CriterionWords(
        lean=table["lean"],
        evidence=tuple(table["evidence"]),
        actions=msgspec.convert(table["action"], tuple[ActionWords, ...]),
        outcomes=msgspec.convert(outcomes, dict[str, tuple[Entry, ...]]),
    )
