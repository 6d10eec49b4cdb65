"""Training as JSON: the extracts there are, sessions without grades, and what came of one once it is revealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from caseaudit.domain.calibration import About, Person, Result, Session, Spread, unmarked
from caseaudit.exports import agreement_json

if TYPE_CHECKING:
    from caseaudit.domain.checklist import Checklist
    from caseaudit.domain.exemplar import ExemplarSet

Table = dict[str, Any]


def exemplars(found: ExemplarSet, checklist: Checklist) -> Table:
    """Return one set of extracts: by letter, without a word that tells a grade."""
    return {
        "name": found.id,
        "checklist": checklist.id,
        "title": checklist.title,
        "from_practice": found.from_practice,
        "version": found.version,
        "cohorts": list(checklist.cohorts),
        "kind": found.kind,
        "criteria": list(found.criteria),
        "extracts": [{"letter": letter, "title": each.title} for letter, each in found.lettered.items()],
    }


def headline(session: Session, *, intact: bool = True) -> Table:
    """Return a session without anybody's grades; `intact` is false where somebody changed its file by hand."""
    return {
        "id": session.id,
        "title": session.title,
        "trainer": session.trainer,
        "expert": session.expert,
        "begun_at": session.begun_at,
        "revealed_at": session.revealed_at,
        "extracts": [extract.name for extract in session.extracts],
        "asked": len(session.asked),
        "participants": [
            {"name": each.name, "unmarked": len(unmarked(session, each.name))} for each in session.participants
        ],
        "intact": intact,
    }


def result(session: Session, found: Result, reasons: Mapping[About, str]) -> Table:
    """Return what came of a session."""
    return {
        **headline(session),
        "spreads": [_spread(each, reasons.get(each.about, "")) for each in found.spreads],
        "people": [person(each) for each in found.people],
        "most_generous": found.most_generous.name if found.most_generous else None,
        "most_severe": found.most_severe.name if found.most_severe else None,
        "among": [agreement_json.document(each) for each in found.among],
    }


def person(found: Person) -> Table:
    """Return one person beside the expert."""
    share = found.exact
    exact = {"n": share.n, "of": share.of, "low": share.low, "high": share.high}
    return {"name": found.name, "exact": exact, "mean_steps": found.mean_steps}


def _spread(spread: Spread, reason: str) -> Table:
    checklist, letter, criterion = spread.about
    return {
        "checklist": checklist,
        "letter": letter,
        "criterion": criterion,
        "steps": spread.steps,
        "expert": {"grade": spread.expert, "reason": reason} if spread.expert else None,
        "given": [{"name": name, "grade": mark.grade, "reason": mark.reason} for name, mark in spread.given],
    }
