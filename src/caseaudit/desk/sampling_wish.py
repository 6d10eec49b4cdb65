"""What is asked of a draw, and whether it fits together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseaudit.domain.sampling import METHODS, Method
from caseaudit.domain.sampling_rules import RULES, Rule
from caseaudit.problems import BadInput, Problem, bad_input, nearest
from caseaudit.store.frames.lists import PLAIN

AGE_BAND = "age-band"
"""What `by` and `keep` call the age in bands; it is made from the date of birth or the age."""
NEED_GROUPS = ("proportional", "equal")


class Wish(NamedTuple):
    """What is asked of a draw."""

    path: Path
    on: date
    """The day that the list describes."""
    number: int = PLAIN
    """Which list of Annex A; 0 for any other, and where a rule says it."""
    sheet: str = ""
    columns: Mapping[str, str] = {}
    """Headings by key, where the file's differ."""
    method: str = ""
    """One of `METHODS`; chosen from the rest of the wish where it is empty."""
    size: int | None = None
    by: str = ""
    rules: tuple[str, ...] = ()
    seed: int | None = None
    reserve: int = 0
    """How many more cases to name, in each group."""
    where: tuple[tuple[str, str], ...] = ()
    """Columns, and how their cells must begin; of one column, any of several will do."""
    exclude: tuple[str, ...] = ()
    """References."""
    exclude_samples: tuple[str, ...] = ()
    not_audited_within: int = 0
    """Months before `on`; 0 asks nobody."""
    include_closed: bool = False
    leave_out_faulty: bool = False
    keep: tuple[str, ...] = ()
    """Columns to keep beside the usual ones, by key or heading; `age-band` is made from the date of birth."""


def method_of(wish: Wish) -> Method:
    """Return the method that is meant. Raises `BadInput` for a wish that does not fit together."""
    method = wish.method or ("rules" if wish.rules else "proportional" if wish.by else "simple")
    problems = list(_misfits(method, wish))
    if problems:
        raise BadInput(*problems)
    return next(known for known in METHODS if known == method)


def _misfits(method: str, wish: Wish) -> Iterable[Problem]:
    if method not in METHODS:
        yield Problem("--method", "is not a way to draw", nearest(method, METHODS))
        return
    if wish.rules and method != "rules":
        yield Problem("--rule", f"does not go with --method {method}", "Leave --method out, or take --method rules")
    if method == "rules" and not wish.rules:
        yield Problem("--rule", "is missing", "`caseaudit sample rules` lists the rules")
    if wish.by and method not in NEED_GROUPS:
        yield Problem(
            "--by", f"does not go with --method {method}", "Take --method proportional or equal, or leave it out"
        )
    if method in NEED_GROUPS and not wish.by:
        yield Problem("--by", "is missing", "Name the column of the groups, as --by team")
    if wish.size is None and method in ("simple", *NEED_GROUPS):
        yield Problem("--size", "is missing", "Say how many cases; `caseaudit sample size` helps")


def rule_of(name: str) -> Rule:
    """Return a rule by its id. Raises `BadInput` naming the nearest."""
    if name not in RULES:
        raise bad_input("--rule", "is not a rule", nearest(name, RULES))
    return RULES[name]


def number_of(wish: Wish, rules: list[Rule]) -> int:
    """Return the list that is meant: the one given, or the one that the rules read."""
    numbers = {rule.number for rule in rules} | ({wish.number} if wish.number else set())
    if len(numbers) > 1:
        said = ", ".join(f"{rule.id} reads list {rule.number}" for rule in rules)
        raise bad_input("--rule", f"asks for several lists: {said}", "Draw one sample from each list")
    return numbers.pop() if numbers else PLAIN
