"""What the auditors of Eastborough noted beside the grades: plausible facts, the same every time.

Chance comes from a generator of each audit's own, seeded with its id, so that a fact more or less moves nothing else.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from msgspec.structs import replace

from caseaudit.domain.audit import Audit
from caseaudit.domain.facts import Fact

_NOTED, _LOOKED_UP, _DIFFERS = 0.85, 0.6, 0.2
"""How often a fact is noted, how often the case system was looked at as well, and how often it says something else."""
_NUMBERS = {
    "workers-12-months": (1, 1, 1, 2, 2, 3, 4),
    "placement-moves": (0, 0, 0, 1, 1, 2, 3),
    "weeks-on-plan": (6, 11, 20, 30, 41, 60, 83),
    "sdq-score": (6, 9, 12, 14, 17, 21),
    "missing-episodes": (0, 0, 1, 2, 4),
    "sessions-due": (5, 6),
}
_DAYS_AGO = {
    "plan-date": (20, 430),
    "last-visit": (3, 60),
    "escalated-on": (60, 200),
    "escalation-answered": (10, 58),
    "last-health-assessment": (20, 460),
    "last-dental-check": (20, 460),
    "last-education-plan": (15, 180),
    "care-started": (420, 900),
    "permanence-decided": (150, 410),
    "match-approved": (10, 140),
    "proceedings-issued": (200, 330),
    "final-order": (5, 60),
    "referral-received": (40, 50),
    "decision-made": (35, 42),
    "referrer-told": (28, 35),
    "last-contact": (2, 90),
    "last-session": (4, 50),
    "next-review-due": (-60, 25),
}
_SERIES = {"visit-dates": (3, 42), "session-dates": (5, 40)}
"""How many dates there are, and how many days lie between two of them at the most."""
_OFTEN_LEFT_OUT = frozenset({"final-order", "match-approved", "permanence-decided", "escalated-on", "why-away"})
_USUAL_YES = 0.7


def noted(audit: Audit) -> tuple[Fact, ...]:
    """Return the facts that an audit asks for as its auditor noted them."""
    chance = Random(f"{audit.id} facts")  # noqa: S311 (repeatable is the point; nothing here is secret)
    return tuple(_noted(fact, date.fromisoformat(audit.date), chance) for fact in audit.facts)


def _noted(fact: Fact, day: date, chance: Random) -> Fact:
    if chance.random() > (_NOTED / 2 if fact.id in _OFTEN_LEFT_OUT else _NOTED):
        return fact
    value = _value(fact, day, chance)
    if not fact.asks_system or chance.random() > _LOOKED_UP:
        return replace(fact, value=value)
    system = _value(fact, day, chance) if chance.random() < _DIFFERS else value
    return replace(fact, value=value, system=system)


def _value(fact: Fact, day: date, chance: Random) -> str:
    if fact.kind == "yes-no":
        return "yes" if chance.random() < _USUAL_YES else "no"
    if fact.kind == "choice":
        return chance.choice(fact.choices)
    if fact.kind == "number":
        return str(chance.choice(_NUMBERS.get(fact.id, (0, 1, 2))))
    if fact.kind == "date":
        least, most = _DAYS_AGO.get(fact.id, (5, 60))
        return (day - timedelta(chance.randrange(least, most))).isoformat()
    return " ".join(_series(fact, day, chance))


def _series(fact: Fact, day: date, chance: Random) -> list[str]:
    number, most = _SERIES.get(fact.id, (3, 30))
    found: list[str] = []
    for _ in range(number):
        day -= timedelta(chance.randrange(most // 3, most * 4 // 3))
        found.insert(0, day.isoformat())
    return found
