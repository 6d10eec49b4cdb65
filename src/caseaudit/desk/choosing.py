"""Why no audit fits some filters: an empty list or report must not pass for good news where a word was mistyped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from caseaudit.problems import NothingFound, Problem, closest, nearest
from caseaudit.store.index import Wanted

EVERY = Wanted()
PRACTICE = Wanted(practice_only=True)
SIGNED = PRACTICE._replace(equal=(("state", "signed-off"),))

_MOST_NAMED = 12
"""How many values a message names; a longer list is looked up."""
_LOOK_UP = "`caseaudit audit list --all` shows those there are"

_NEVER_COUNTED = (("role", "training"), ("role", "second-grade"))


class Asked(Protocol):
    """What knows which audits there are."""

    def count(self, wanted: Wanted) -> int:
        """Return how many audits are wanted."""

    def distinct(self, column: str, among: Wanted) -> list[str]:
        """Return the values that some audits have in one of the filters."""


def refuse_nothing(asked: Asked, wanted: Wanted, among: Wanted = SIGNED, left_out: Iterable[Problem] = ()) -> None:
    """Raise `NothingFound` where no audit fits the filters, with what was left out because it could not be read."""
    if found := unmatched(asked, wanted, among):
        raise NothingFound(*left_out, *found)


def unmatched(asked: Asked, wanted: Wanted, among: Wanted) -> list[Problem]:
    """Return why no audit among some fits the filters; nothing where one does, or where there is no filter.

    That is a problem for every value that none of them has, or one that no audit has all of the values together.
    """
    only = wanted._replace(sort=EVERY.sort, urgent=False, practice_only=False)
    if only == EVERY or asked.count(_both(only, among)):
        return []
    kind = "signed-off audit" if among == SIGNED else "audit"
    if not asked.count(among):
        return [Problem("filters", f"there is no {kind} yet that could fit", "Leave them out to see what there is")]
    missed = [pair for pair in only.equal if not asked.count(_both(Wanted(equal=(pair,)), among))]
    unknown = [_unknown(name, value, kind, asked.distinct(name, among)) for name, value in missed]
    return unknown or [_together(only, kind)]


def _both(wanted: Wanted, among: Wanted) -> Wanted:
    return wanted._replace(equal=(*among.equal, *wanted.equal), practice_only=among.practice_only)


def _unknown(name: str, value: str, kind: str, known: list[str]) -> Problem:
    where, has = f'{name} "{value}"', "has it" if value else "is without one"
    if (name, value) in _NEVER_COUNTED:
        return Problem(where, "is not counted here", f"`caseaudit audit list --role {value}` lists such audits")
    return Problem(where, f"no {kind} {has}", _instead(name, value, known))


def _together(only: Wanted, kind: str) -> Problem:
    from caseaudit.desk.summarising import in_words

    said = in_words(only)
    remedy = "Leave one of them out" if len(said) > 1 else "Choose another, or leave it out"
    return Problem("filters", f"there is no {kind} {_listed(said)}", remedy)


def _listed(said: tuple[str, ...]) -> str:
    return said[0] if len(said) == 1 else f"with all of this together: {', '.join(said)}"


def _instead(name: str, value: str, known: list[str]) -> str:
    """Return which value to give. Of cases only the very same in other capitals: a near number is another child."""
    if not known:
        return "None has any; leave it out"
    if name == "case":
        known = [each for each in known if each.casefold() == value.casefold()]
    elif len(known) <= _MOST_NAMED:
        return nearest(value, known)
    close = closest(value, known)
    return f'Probably "{close}" is meant; {_LOOK_UP}' if close else _LOOK_UP
