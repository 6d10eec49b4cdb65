"""Counts that add up: everything that is published together, and the sums that a reader can reckon back with.

A count is named by a key, one name for each axis: `("North", "good")` is a team and a grade. `ALL` stands where an
axis is summed up: `("North", ALL)` is North's row total, `(ALL, ALL)` the grand total. A third axis makes several
tables that share their totals: criterion by grade, within each team and in all. An axis may be summed up in more
than one way (teams and cohorts of the same audits), and in steps (good or better, then graded, then all).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from caseaudit.problems import BadInput, bad_input

ALL = None
"""The name, along any axis, of everything on it."""

Key = tuple[Hashable, ...]
"""Names one count: one name for each axis."""


class Sum(NamedTuple):
    """One sum along an axis: `total` counts what `parts` count, each once."""

    total: Hashable
    parts: tuple[Hashable, ...]


Axis = tuple[Sum, ...]
"""The sums along one axis, those of parts before those of wholes. Empty: nothing along it is added up."""


class Tables(NamedTuple):
    """Counts with every total that can be had from them."""

    axes: tuple[Axis, ...]
    counts: dict[Key, int]


def whole(names: Iterable[Hashable]) -> Axis:
    """Return the axis on which these names make up `ALL`."""
    return (Sum(ALL, tuple(names)),)


def crossed(counts: Mapping[tuple[str, str], int]) -> Tables:
    """Return the table of rows by columns, with its row totals, column totals and grand total."""
    return added_up(counts, [whole(dict.fromkeys(key[at] for key in counts)) for at in (0, 1)])


def added_up(counts: Mapping[tuple[Any, ...], int], axes: Iterable[Axis]) -> Tables:
    """Return the counts with their totals along every axis. A total that is given must be right.

    Give the zeros too: a count that is left out is one that cannot be, not one that is nought.
    Raises `BadInput` for a count below 0 and where parts and totals differ.
    """
    tables = Tables(tuple(axes), dict(counts))
    if any(n < 0 for n in counts.values()):
        raise bad_input("counts", "one is below 0", "Count again from the audits")
    for at, axis in enumerate(tables.axes):
        for along in axis:
            _add(tables.counts, at, along)
    return tables


def _add(counts: dict[Key, int], at: int, along: Sum) -> None:
    parts = frozenset(along.parts)
    found = {key: 0 for key in counts if key[at] == along.total}
    for key, n in counts.items():
        if key[at] in parts:
            total = (*key[:at], along.total, *key[at + 1 :])
            found[total] = found.get(total, 0) + n
    if any(counts.get(key, n) != n for key, n in found.items()):
        raise _differing(at)
    counts.update(found)


def _differing(at: int) -> BadInput:
    return bad_input("counts", f"parts and totals differ along axis {at + 1}", "Count both again from the same audits")
