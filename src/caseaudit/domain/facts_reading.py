"""From the `[[fact]]` tables of a checklist to the facts that it asks for, naming everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseaudit.domain import shape
from caseaudit.domain.facts import FACT_KINDS, FactAsked
from caseaudit.domain.shape import CHECKLIST_ID, Fault, Key, Path

THEME_IDS = tuple(f"T{number:02}" for number in range(1, 35))
"""The themes that facts can add up to; `domain.themes_table` says what each of them is."""
FEWEST_CHOICES = 2

FACT_KEYS = {
    "id": Key(shape.matching(CHECKLIST_ID, '"placement-moves"'), needed=True),
    "label": Key(shape.text, needed=True),
    "kind": Key(shape.one_of(*FACT_KINDS), needed=True),
    "choices": Key(shape.texts),
    "hint": Key(shape.text),
    "theme": Key(shape.one_of(*THEME_IDS)),
    "system": Key(shape.true_or_false),
    "ahead": Key(shape.true_or_false),
}


def fact_faults(table: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the facts of a checklist's table."""
    facts = shape.tables_in(table, "fact")
    yield from shape.repeats((("fact", at, "id"), fact.get("id")) for at, fact in facts)
    for at, fact in facts:
        path = ("fact", at)
        yield from shape.faults(fact, FACT_KEYS, path)
        yield from _choice_faults(fact, path)
        if fact.get("ahead") and fact.get("kind") not in ("date", "dates"):
            yield Fault((*path, "ahead"), "is for dates alone", "Take it out")


def _choice_faults(fact: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    given, place = fact.get("choices"), (*path, "choices")
    if fact.get("kind") != "choice":
        if "choices" in fact:
            yield Fault(place, 'is for kind "choice" alone', "Take it out, or change the kind")
    elif given is None:
        yield Fault(place, "is missing", "Name what can be chosen, two words or more")
    elif isinstance(given, list):
        named = [(at, choice) for at, choice in enumerate(given) if isinstance(choice, str)]
        yield from shape.repeats(((*place, at), choice.casefold()) for at, choice in named)
        if len(given) < FEWEST_CHOICES:
            yield Fault(place, "offers no choice", "Name two words or more")


def read_facts(table: Mapping[str, Any]) -> tuple[FactAsked, ...]:
    """Return the facts of a checklist's table that holds no fault."""
    return tuple(FactAsked(**{**fact, "choices": tuple(fact.get("choices", ()))}) for fact in table.get("fact", ()))
