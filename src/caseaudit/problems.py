"""What can go wrong, said so that a tired manager knows what to do next.

A problem names the place, says what is wrong, and says what to do. It never quotes what somebody
wrote in a record. Errors carry the exit code that the command line answers with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

DONE = 0
SOMETHING_TO_REPORT = 1
BAD_INPUT = 2
CONFLICT = 3
STORAGE_TROUBLE = 4

Given = TypeVar("Given")
Made = TypeVar("Made")


class Problem(NamedTuple):
    """One thing that is wrong, in one place."""

    where: str
    """A file, `FILE:LINE`, a field or an id."""
    what: str
    """What is wrong there, without a full stop."""
    remedy: str
    """What to do about it, without a full stop."""
    key: str = ""
    """The key inside the file, if it is one."""

    def __str__(self) -> str:
        """One line: `WHERE: KEY: WHAT. REMEDY.`"""
        place = ": ".join(part for part in (self.where, self.key) if part)
        return f"{place}: {self.what}. {self.remedy}."


class CaseauditError(Exception):
    """Something a person can act on; carries every problem found and an exit code."""

    exit_code = BAD_INPUT

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems: tuple[Problem, ...] = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class BadInput(CaseauditError):
    """What was given cannot be used."""

    exit_code = BAD_INPUT


class NotReady(CaseauditError):
    """The audit is not in the state that the step needs; nothing is broken."""

    exit_code = SOMETHING_TO_REPORT


class NothingFound(CaseauditError):
    """There is nothing of what was asked for; nothing is broken."""

    exit_code = SOMETHING_TO_REPORT


class Conflict(CaseauditError):
    """Somebody else changed the same thing."""

    exit_code = CONFLICT


class StorageTrouble(CaseauditError):
    """The disk, the share or the folder did not do as asked."""

    exit_code = STORAGE_TROUBLE


def bad_input(where: str, what: str, remedy: str, key: str = "") -> BadInput:
    """Return the error for one bad input."""
    return BadInput(Problem(where, what, remedy, key))


def newer(where: str, found: int, newest: int) -> Problem:
    """Return what is said of a file in a later format; `newest` is the latest that is understood."""
    what = f"was made by a newer caseaudit (format {found}; this one reads up to {newest})"
    return Problem(where, what, "Update caseaudit. Nothing was changed")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return a remedy that names the nearest valid spelling first, then all of them."""
    known = sorted(set(choices))
    close = closest(word, known)
    meant = f'Probably "{close}" is meant; use one of' if close else "Use one of"
    return f"{meant}: {', '.join(known)}"


def closest(word: str, choices: Iterable[str]) -> str:
    """Return the valid spelling that is nearest, in capitals or not; empty where none is near."""
    from difflib import get_close_matches

    known = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return known[close[0]] if close else ""


# ── everything that is wrong at once ─────────────────────────────────────────


def tried(
    step: Callable[[Given], Made],
    each: Iterable[Given],
    doubts: Callable[[Given, Made], Iterable[Problem]] = lambda _given, _made: (),
) -> tuple[list[Made], list[Problem]]:
    """Take a step with each; return what came of it, and everything that is wrong, in the same order.

    That is why the step failed with some, and what `doubts` has to say of what came of it with the others.
    """
    made: list[Made] = []
    problems: list[Problem] = []
    for given in each:
        try:
            one = step(given)
        except CaseauditError as error:
            problems += error.problems
            continue
        made.append(one)
        problems += doubts(given, one)
    return made, problems


def all_of(step: Callable[[Given], Made], each: Iterable[Given]) -> list[Made]:
    """Take a step with each; return what came of it. Raises `BadInput` with why it failed, with all of them."""
    made, problems = tried(step, each)
    if problems:
        raise BadInput(*problems)
    return made
