"""What the signed-off audits say on the themes of the inspection documents."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from caseaudit.desk import exporting, moderating, summarising
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import themes
from caseaudit.domain.audit import Audit
from caseaudit.domain.themes_evidence import Asked, Evidence, Pair, without_texts
from caseaudit.domain.themes_figures import Answers
from caseaudit.domain.themes_sharing import shared
from caseaudit.problems import Problem
from caseaudit.store.index import Wanted


class Themed(NamedTuple):
    """The answers, and what could not be read."""

    answers: Answers
    problems: list[Problem]


def answered(workspace: Workspace, wanted: Wanted, share: int | None = None) -> Themed:
    """Return what the audits that are wanted say on every theme; with `share`, fit to leave the service.

    Neither training nor second grades count, but that second grades say how far two people differ.
    """
    chosen = exporting.choose(workspace, wanted, keep=without_texts)
    audits = tuple(sorted(chosen.audits, key=lambda audit: (audit.date, audit.created)))
    evidence = Evidence(
        audits=audits,
        pairs=_pairs(workspace, audits),
        today=date.fromisoformat(workspace.today()),
        labels={grade.id: grade.label for scale in workspace.library.scales.values() for grade in scale.grades},
        asked=_asked(workspace),
    )
    found = themes.answers(evidence, summarising.in_words(wanted))
    return Themed(shared(found, share) if share else found, chosen.problems)


def _pairs(workspace: Workspace, audits: tuple[Audit, ...]) -> tuple[Pair, ...]:
    wanted = {audit.id for audit in audits}
    cases = (case for case in moderating.cases(workspace).cases if case.first.id in wanted and case.second.signed_off)
    return tuple(Pair(without_texts(case.first), without_texts(case.second)) for case in cases)


def _asked(workspace: Workspace) -> dict[str, Asked]:
    """Return every fact that the library asks for, with the checklists that ask it."""
    found: dict[str, Asked] = {}
    for checklist in workspace.library.shelf.checklists.values():
        for fact in checklist.facts:
            known = found.get(fact.id, Asked(fact.label, ()))
            found[fact.id] = Asked(known.label, (*known.checklists, checklist.id))
    return found
