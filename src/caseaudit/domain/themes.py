"""Every theme of the inspection documents, answered from the signed-off audits, or why it cannot be answered yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from caseaudit.domain import themes_children as children
from caseaudit.domain import themes_practice as practice
from caseaudit.domain import themes_shapes as shapes
from caseaudit.domain.themes_evidence import Evidence, noted
from caseaudit.domain.themes_figures import Answer, Answers, Family, Found, family, spread
from caseaudit.domain.themes_table import THEMES, Theme


class Measure(NamedTuple):
    """How a theme is answered, and from what."""

    answer: Callable[[Evidence], Found]
    facts: tuple[str, ...] = ()
    """The facts that it adds up, by their ids."""
    also: str = ""
    """What else it looks at, as `docs/themes.md` says it."""


MEASURES = {
    "T01": Measure(practice.grade_gap, also="second grades"),
    "T02": Measure(children.workers, ("workers-12-months",), "overall grades"),
    "T03": Measure(
        practice.supervision, ("sessions-due", "session-dates", "last-session"), "criteria SUP-01, SUP-04 and SUP-06"
    ),
    "T04": Measure(practice.compliance_and_quality, also="the focus of every graded criterion"),
    "T05": Measure(practice.repeats, also="cases audited twice, and actions"),
    "T06": Measure(practice.records, also="every fact and date of which the case system's version is noted"),
    "T09": Measure(practice.thresholds, ("referred-by",), "criteria FRD-05 and FRD-06"),
    "T10": Measure(children.early_help, ("early-help-before", "referred-before")),
    "T11": Measure(children.distance, ("placement-distance", "why-away"), "overall grades"),
    "T12": Measure(children.moves, ("placement-moves",), "overall grades"),
    "T13": Measure(children.plans, ("plan-date",)),
    "T14": Measure(children.visits, ("visit-dates", "last-visit", "seen-alone")),
    "T15": Measure(
        children.health_and_education,
        (
            *("last-health-assessment", "last-dental-check", "immunised"),
            *("last-education-plan", "education-targets", "sdq-score"),
        ),
    ),
    "T16": Measure(
        children.reviewing_officer,
        ("officer-escalation", "escalated-on", "escalation-answered"),
        "criteria CLA-07 and CLA-10",
    ),
    "T17": Measure(children.missing, ("missing-episodes", "missing-pull"), "criterion MIS-03"),
    "T18": Measure(practice.voice, also="whether the child and the family were asked, criterion CMP-07, and actions"),
    "T20": Measure(practice.programme, also="samples, roles, second grades and actions"),
    "T21": Measure(children.stages, ("weeks-on-plan",), "overall grades"),
    "T22": Measure(practice.unevenness, also="overall grades"),
    "T23": Measure(children.permanence, ("care-started", "permanence-decided", "match-approved")),
    "T24": Measure(children.care_leavers, ("last-contact", "home-suitable", "occupied")),
    "T25": Measure(children.having_a_say, ("advocate-offered", "advocate-used", "child-at-meeting")),
    "T26": Measure(children.partners, ("meeting-health", "meeting-school", "meeting-police", "meeting-adult-services")),
    "T29": Measure(children.court, ("proceedings-issued", "final-order")),
    "T30": Measure(children.reviews_due, ("next-review-set", "next-review-due")),
    "T31": Measure(practice.overall, also="overall grades, and the criteria that limit them"),
    "T33": Measure(children.front_door, ("referral-received", "decision-made", "referrer-told")),
    "T34": Measure(
        children.return_interviews,
        ("return-interview-offered", "return-interview-accepted", "return-interview-in-time"),
    ),
}
"""How each theme is answered that files can answer, wholly or in part."""


def answers(evidence: Evidence, only: tuple[str, ...] = ()) -> Answers:
    """Return the answer to every theme. `only`: the filters in words."""
    found = tuple(answer(theme, evidence) for theme in THEMES)
    return Answers(evidence.today.isoformat(), only, len(evidence.audits), found)


def answer(theme: Theme, evidence: Evidence) -> Answer:
    """Return the answer to one theme."""
    measure = MEASURES.get(theme.id)
    found = measure.answer(evidence) if measure else Found([], [])
    families = [*found.families, *_of_ones_own(theme, measure, evidence)]
    gaps = [theme.why_not] if theme.why_not else found.gaps
    return Answer(theme.id, theme.title, theme.kind, theme.asks, tuple(families), tuple(gaps), theme.sources)


def _of_ones_own(theme: Theme, measure: Measure | None, evidence: Evidence) -> list[Family]:
    """Return what is noted on a theme with facts that a service asks for itself, each in the shape of its kind."""
    known = measure.facts if measure else ()
    labels = {
        fact.id: fact.label
        for audit in evidence.audits
        for fact in audit.facts
        if fact.theme == theme.id and fact.value and fact.id not in known
    }
    return [found for fact, label in labels.items() for found in _by_kind(evidence, fact, label)]


def _by_kind(evidence: Evidence, fact_id: str, label: str) -> list[Family]:
    found = noted(evidence, fact_id)
    kind = found[0].fact.kind
    if kind == "yes-no":
        return shapes.yes(evidence, fact_id, label)
    if kind == "choice":
        return shapes.choices(evidence, fact_id, label)
    if kind == "date":
        return shapes.ages(evidence, fact_id, label)
    if kind == "dates":
        return family(label, spread("longest stretch, median", [days for _, days in shapes.gaps(found)], "days"))
    return shapes.cuts(evidence, fact_id, label, ())
