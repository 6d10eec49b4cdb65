"""Moves: how hidden counts could differ from the truth while everything published stays as it is.

A move changes a few counts by one, up or down, so that every sum still holds. Within a *plane* of two axes it is a
cycle through rows and columns, found as a shortest path whose cost is what would have to be hidden for it. Along
any further axis the same cycle is laid on two layers (or on a layer and the totals), which keeps the sums along
that axis too: the counts of a plane are then bundles of counts that move together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import combinations, count, islice, product
from math import inf
from typing import NamedTuple

from caseaudit.domain.disclosure_tables import Axis, Key, Tables

PATIENCE = 2000
"""How many steps one search may take before another way is tried."""

_WAYS = 200
"""How many ways to keep the sums along one axis are tried for one count."""

_LEVEL = 1000
"""A total costs this many times what it sums up, so that totals are hidden last."""

Move = frozenset[int]
"""The numbers of the counts that differ."""

_Change = tuple[tuple[Hashable, int], ...]
"""Names along one axis with +1 or -1 that together keep every sum along it."""

_Touched = list[tuple[int, int]]
"""What something belongs to, and with which sign."""


class _Sums:
    """The sums along one axis, to be looked up by name."""

    def __init__(self, axis: Axis) -> None:
        self.members = [((along.total, -1), *((part, 1) for part in along.parts)) for along in axis]
        self.of: dict[Hashable, _Touched] = {}
        self.level: dict[Hashable, int] = {}
        for which, along in enumerate(axis):
            self.level[along.total] = 1 + max((self.level.get(part, 0) for part in along.parts), default=0)
            for name, sign in self.members[which]:
                self.of.setdefault(name, []).append((which, sign))

    def changes(self, name: Hashable) -> Iterator[_Change]:
        """Yield the ways in which a name changes by one and no sum along the axis breaks."""
        return self._mended({name: 1}, _after({}, self.of.get(name, []), 1))

    def _mended(self, change: dict[Hashable, int], broken: dict[int, int]) -> Iterator[_Change]:
        if not broken:
            yield tuple(change.items())
            return
        which, excess = next(iter(broken.items()))
        for name, coefficient in self.members[which]:
            if name not in change:
                sign = -coefficient if excess > 0 else coefficient
                yield from self._mended({**change, name: sign}, _after(broken, self.of[name], sign))


def _after(broken: dict[int, int], touched: _Touched, sign: int) -> dict[int, int]:
    """By how much each sum is broken once something that belongs to some of them changes; whole ones are left out."""
    left = dict(broken)
    for which, coefficient in touched:
        excess = left.pop(which, 0) + coefficient * sign
        if excess:
            left[which] = excess
    return left


class _Plane:
    """Some axes of the tables, the others held: which bundles of counts may move, and the sums they belong to."""

    def __init__(self) -> None:
        self.number: dict[Key, int] = {}
        self.bundles: list[_Touched] = []
        self.of: list[_Touched] = []
        self.members: list[_Touched] = []
