"""Signed-off audits made up for the themes: a case, a team, a grade and some facts each."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from msgspec.structs import replace

from caseaudit.domain import themes
from caseaudit.domain.audit import Audit, Judgement, SignOff
from caseaudit.domain.facts import Fact, FactKind
from caseaudit.domain.themes_evidence import Asked, Evidence, Pair
from caseaudit.domain.themes_figures import Answer
from caseaudit.domain.themes_table import BY_ID
from made_up import AT, LIBRARY, begun

LABELS = {grade.id: grade.label for scale in LIBRARY.scales.values() for grade in scale.grades}
ASKED = {
    fact.id: Asked(fact.label, (checklist.id,))
    for checklist in LIBRARY.shelf.checklists.values()
    for fact in checklist.facts
}
TODAY = date(2026, 11, 30)
_number = count(1000)


def fact(fact_id: str, value: str, kind: FactKind = "number", system: str = "", **more: Any) -> Fact:
    """Return a fact that is noted."""
    return Fact(fact_id, fact_id.replace("-", " ").capitalize(), kind, value, system, **more)


def seen(*facts: Fact, judged: str = "good", **fields: Any) -> Audit:
    """Return a signed-off audit of `handover`, of a case of its own unless one is named."""
    number = next(_number)
    audit = begun(f"20261120-c{number:05}", **{"case": f"EB-{number}", **fields})
    return replace(audit, facts=facts, judgement=Judgement(judged), sign_off=SignOff("A. Auditor", AT, "", ""))


def numbers(fact_id: str, *values: int, **fields: Any) -> list[Audit]:
    """Return an audit for each value of a fact."""
    return [seen(fact(fact_id, str(value)), **fields) for value in values]


def evidence(*audits: Audit, pairs: tuple[Pair, ...] = ()) -> Evidence:
    """Return what the themes look at."""
    return Evidence(audits, pairs, TODAY, LABELS, ASKED)


def said(theme: str, *audits: Audit, pairs: tuple[Pair, ...] = ()) -> list[str]:
    """Return the lines that answer a theme, without its heading and its sources."""
    from caseaudit.cli import themes_text

    found = themes.answer(BY_ID[theme], evidence(*audits, pairs=pairs))
    return [line.strip() for line in themes_text.theme(found, {})][2:-1]


def answer(theme: str, *audits: Audit) -> Answer:
    """Return the answer to a theme."""
    return themes.answer(BY_ID[theme], evidence(*audits))
