"""Facts that a checklist asks for beside its criteria: workers in the last twelve months, date of the plan, seen alone.

They are never graded. Added up over audits, they answer what one case cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from caseaudit.domain.days import as_iso
from caseaudit.problems import BadInput, Problem, bad_input, nearest

FactKind = Literal["number", "date", "yes-no", "choice", "dates"]
FACT_KINDS: tuple[FactKind, ...] = ("number", "date", "yes-no", "choice", "dates")
YES_OR_NO = ("yes", "no")
MOST_DATES = 200
"""How many dates one fact may hold."""
_LARGEST = 99_999
_EARLIEST = date(1990, 1, 1)
_CLEARED = ("", "-")


class FactAsked(Struct, frozen=True, omit_defaults=True):
    """A fact that a checklist asks for; always optional."""

    id: str
    label: str
    kind: FactKind
    choices: tuple[str, ...] = ()
    """Of a choice: what can be chosen, in order."""
    hint: str = ""
    """Where in the file it stands, or how it is counted."""
    theme: str = ""
    """The id of the theme that it adds up to: `T12`."""
    system: bool = False
    """Whether it is also asked what the case system says, to see how far its figures can be relied on."""
    ahead: bool = False
    """Of a date: whether it may lie in the future, as that of the next review."""


class Fact(Struct, frozen=True, omit_defaults=True):
    """A fact of one case, with the words that were asked."""

    id: str
    label: str
    kind: FactKind
    value: str = ""
    """As text: a whole number, an ISO date, `yes` or `no`, one of the choices, ISO dates with spaces between."""
    system: str = ""
    """What the case system says; empty where nobody looked."""
    choices: tuple[str, ...] = ()
    theme: str = ""
    asks_system: bool = False
    """Whether it is also asked what the case system says."""
    ahead: bool = False
    """Whether a date may lie in the future."""

    @property
    def differs(self) -> bool | None:
        """Whether the case system says something else than the file; None where one of the two was not noted."""
        return self.value != self.system if self.value and self.system else None


def unfilled(asked: FactAsked) -> Fact:
    """Return a fact as an audit begins with it: asked, and not noted yet."""
    return Fact(
        asked.id,
        asked.label,
        asked.kind,
        choices=asked.choices,
        theme=asked.theme,
        asks_system=asked.system,
        ahead=asked.ahead,
    )


def emptied(fact: Fact) -> Fact:
    """Return what was asked, without what was noted."""
    return replace(fact, value="", system="")


def noted(fact: Fact, value: str | None, system: str | None, today: date) -> Fact:
    """Return the fact with what the file and the case system say; None keeps what is there, `-` takes it away.

    Raises `BadInput` with everything that is wrong.
    """
    problems, given = list[Problem](), {}
    for name, text in (("value", value), ("system", system)):
        if text is not None:
            try:
                given[name] = _read(fact, text.strip(), name, today)
            except BadInput as error:
                problems += error.problems
    if problems:
        raise BadInput(*problems)
    return replace(fact, **given)


def found(facts: Iterable[Fact], fact_id: str, where: str) -> Fact:
    """Return a fact by its id. Raises `BadInput` with the nearest, if it is not among those that are asked."""
    known = {fact.id: fact for fact in facts}
    if not known:
        raise bad_input(
            where, "asks for no facts", "Its checklist has none; docs/checklist-format.md says how", fact_id
        )
    if fact_id not in known:
        raise bad_input(where, "does not ask for this fact", nearest(fact_id, known), "fact")
    return known[fact_id]


# ── what may stand in one ────────────────────────────────────────────────────


def _read(fact: Fact, text: str, name: str, today: date) -> str:
    if text in _CLEARED:
        return ""
    where = fact.id if name == "value" else f"{fact.id}, system"
    if fact.kind == "number":
        return _number(text, where)
    if fact.kind in ("date", "dates"):
        return _dates(fact, text, where, today)
    return _chosen(text, YES_OR_NO if fact.kind == "yes-no" else fact.choices, where)


def _number(text: str, where: str) -> str:
    if text.isascii() and text.isdecimal() and int(text[:9]) <= _LARGEST and len(text) < 9:
        return str(int(text))
    raise bad_input(where, "is not a number that fits", f"Give a whole number from 0 to {_LARGEST}")


def _dates(fact: Fact, text: str, where: str, today: date) -> str:
    texts = text.replace(",", " ").split() if fact.kind == "dates" else [text]
    if len(texts) > MOST_DATES:
        raise bad_input(where, f"are more than {MOST_DATES} dates", "Give those that the hint asks for")
    return " ".join(sorted({_day(one, where, None if fact.ahead else today) for one in texts}))


def _day(text: str, where: str, last: date | None) -> str:
    try:
        day = date.fromisoformat(as_iso(text))
    except ValueError:
        raise bad_input(where, "is not a date", "Write it as YYYY-MM-DD, as 2026-11-20") from None
    if last and day > last:
        raise bad_input(where, "lies in the future", "Give the day on which it happened")
    if day < _EARLIEST or day.year > 2100:
        raise bad_input(where, "is not a date of our time", "Check the year")
    return day.isoformat()


def _chosen(text: str, choices: tuple[str, ...], where: str) -> str:
    """Return the choice that is meant by its words, its place (1 is the first) or the only one that begins so."""
    said = text.casefold()
    exact = [choice for choice in choices if choice.casefold() == said]
    if not exact and said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= len(choices):
        exact = [choices[int(said[:4]) - 1]]
    begun = exact or [choice for choice in choices if choice.casefold().startswith(said)]
    if len(begun) == 1:
        return begun[0]
    raise bad_input(where, "is not one of the words allowed here", nearest(text, choices))
