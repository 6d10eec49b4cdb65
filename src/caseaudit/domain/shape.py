"""What the tables of a TOML file may hold, checked so that everything wrong is named at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any, NamedTuple

from caseaudit import problems

Path = tuple[str | int, ...]
"""Where a value stands: `("section", 0, "criterion", 2, "weight")`."""

CHECKLIST_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
LONGEST_TEXT = 20_000
FORMAT = 1
"""Of checklists and of their exemplars."""


class Fault(NamedTuple):
    """One thing wrong in the tables of a file."""

    path: Path
    what: str
    remedy: str


Check = Callable[[Any], "str | tuple[str, str] | None"]
"""Returns what is wrong with a value (and optionally the remedy), or None."""


class Key(NamedTuple):
    """A key that a table may have."""

    check: Check
    """Return what is wrong with a value (and optionally the remedy), or None."""
    needed: bool = False


def newer(table: Mapping[str, Any]) -> list[Fault]:
    """Return the one thing to say of a table in a later format: all else in it may be right there."""
    found = table.get("format")
    if not isinstance(found, int) or found <= FORMAT:
        return []
    said = problems.newer("", found, FORMAT)
    return [Fault(("format",), said.what, said.remedy)]


# ── checks of one value ──────────────────────────────────────────────────────


def text(value: Any) -> str | None:
    """Text that says something, of a length that people can read."""
    if not isinstance(value, str):
        return "is not text"
    if not value.strip():
        return "is empty"
    return f"is longer than {LONGEST_TEXT} characters" if len(value) > LONGEST_TEXT else None


def texts(value: Any) -> str | None:
    """A list of texts."""
    if not isinstance(value, list):
        return "is not a list"
    return next((fault for item in value if (fault := text(item))), None)


def true_or_false(value: Any) -> str | None:
    """A yes or a no."""
    return None if isinstance(value, bool) else "is not true or false"


def whole(lowest: int, highest: int) -> Check:
    """Return a check for a whole number in a range."""

    def check(value: Any) -> tuple[str, str] | None:
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return None
        return "is not a whole number in range", f"Use {lowest} to {highest}"

    return check


def share(value: Any) -> str | tuple[str, str] | None:
    """A number above 0 and up to 1."""
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if numeric and isfinite(value) and 0 < value <= 1:
        return None
    return "is not a share", "Use a number above 0 and up to 1"


def one_of(*choices: str) -> Check:
    """Return a check for one of some words."""

    def check(value: Any) -> str | tuple[str, str] | None:
        if not isinstance(value, str):
            return "is not text"
        return None if value in choices else ("is not one of the words allowed here", problems.nearest(value, choices))

    return check


def some_of(*choices: str) -> Check:
    """Return a check for a list of some words."""
    one = one_of(*choices)

    def check(value: Any) -> str | tuple[str, str] | None:
        if not isinstance(value, list):
            return "is not a list"
        return next((fault for item in value if (fault := one(item))), None)

    return check


def matching(pattern: re.Pattern[str], example: str) -> Check:
    """Return a check for an id of a certain form."""

    def check(value: Any) -> str | tuple[str, str] | None:
        if not isinstance(value, str):
            return "is not text"
        return None if pattern.fullmatch(value) else ("is not formed like an id", f"Write it like {example}")

    return check


def table(value: Any) -> str | None:
    """A table, whatever it holds."""
    return None if isinstance(value, dict) else "is not a table"


def tables(value: Any) -> str | None:
    """One table or more."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return "is not a list of tables"
    return None if value else "is empty"


# ── checks of a whole table ──────────────────────────────────────────────────


def faults(table: Mapping[str, Any], keys: Mapping[str, Key], path: Path) -> Iterator[Fault]:
    """Yield the unknown keys, the missing keys and the wrong values of one table."""
    for key in table.keys() - keys.keys():
        yield Fault((*path, key), "is not a key of the format", problems.nearest(key, keys))
    for key, rule in keys.items():
        if key in table:
            yield from _value_faults(rule.check(table[key]), (*path, key))
        elif rule.needed:
            yield Fault((*path, key), "is missing", "Add it; docs/checklist-format.md says what it holds")


def _value_faults(found: str | tuple[str, str] | None, path: Path) -> Iterator[Fault]:
    if isinstance(found, tuple):
        yield Fault(path, *found)
    elif found:
        yield Fault(path, found, "docs/checklist-format.md says what it holds")


def tables_in(table: Mapping[str, Any], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the tables of a list with their places; nothing where there is no such list."""
    value = table.get(key)
    items = value if isinstance(value, list) else []
    return [(at, item) for at, item in enumerate(items) if isinstance(item, dict)]


def repeats(ids: Iterable[tuple[Path, Any]]) -> Iterator[Fault]:
    """Yield a fault for every id that was used before."""
    seen: set[str] = set()
    for path, value in ids:
        if isinstance(value, str) and value in seen:
            yield Fault(path, "is used twice", "Give each its own id; never reuse one")
        seen.add(value if isinstance(value, str) else "")
