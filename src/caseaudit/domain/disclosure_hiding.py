"""Which figures to hide so that no reader can work one out.

What is published together is a set of *units*, each a few counts that are shown or hidden as one (how many answers
were good or better, and how many below), and the *sums* between them that a reader can reckon back with. Small counts
are hidden first. Each then needs a *move*: a few hidden units that could be one more or one less in turn, while every
sum stays as it is. A move is another set of counts that fits the page as well as the true one, so whoever holds only
the page cannot say which of the two is true: not by subtraction, not by linear programming, not by trying whole
numbers. Where what is hidden so far allows no move, the cheapest one through what is still shown is taken, and what
it touches is hidden too. A move stays good whatever else is hidden.

In words of statistical disclosure control: cell suppression in linked tables, each suppression certified by an
alternating cycle (Kelly, Golden and Assad (1992), Networks 22, 397-417; Cox (1995), JASA 90, 1453-1462).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple, TypeVar

Key = Hashable
K = TypeVar("K", bound=Hashable)
Counts = tuple[int, ...]
"""The counts of a unit; `CANNOT` for one that readers know cannot be."""
CANNOT = -1

BASE = -2
"""In place of a count: all counts of a unit together."""

Swap = tuple[int, int | None]
"""Which count of a unit goes up, and which down for it, by place; None where nothing else need change."""

PATIENCE = 600
"""How many steps one search may take before everything is hidden instead."""


class Sum(NamedTuple):
    """One sum: `total` counts what `parts` count, each once."""

    total: Key
    parts: tuple[Key, ...]


class Exhausted(Exception):
    """No move was found for a unit that must be hidden."""


class Hiding:
    """Units that are published together, and what of them is hidden so far."""

    def __init__(
        self,
        units: Mapping[Key, Counts],
        sums: Iterable[Sum],
        prices: Mapping[Key, int],
        lowest: int = 0,
    ) -> None:
        """Begin with everything shown. `prices`: what it costs to hide a unit; `lowest`: what a hidden count can be."""
        self.units, self.prices, self.lowest = units, prices, lowest
        self.hidden: set[Key] = set()
        self.loose: set[Key] = set()
        """The hidden units of which not even the sum of their counts may be shown."""
        self._sums = [found for each in sums if (found := _members(each, units))]
        self._of: dict[Key, list[tuple[int, int]]] = {}
        for which, members in enumerate(self._sums):
            for key, sign in members:
                self._of.setdefault(key, []).append((which, sign))
        self._safe: set[tuple[Key, int]] = set()

    def hide(self, keys: Iterable[Key]) -> None:
        """Hide units without asking whether that is enough."""
        self.hidden |= set(keys)

    def protect(self, key: Key, place: int, ways: Sequence[Sequence[Swap]]) -> None:
        """Hide what it takes so that one count of a hidden unit, or its `BASE`, cannot be worked out.

        `ways` are the swaps that may be tried, the best first. Raises `Exhausted` where none of them helps.
        """
        if (key, place) in self._safe:
            return
        for swaps in ways:
            found = min(
                (move for swap in swaps if (move := self._move(key, swap))), key=lambda move: move.cost, default=None
            )
            if found:
                self._take(found)
                return
        raise Exhausted

    def _take(self, move: Move) -> None:
        self.hide(move.keys)
        up, down = move.swap
        if down is None:
            self.loose |= move.keys
        self._safe |= {(key, BASE if place is None else place) for key in move.keys for place in (up, down)}

    def hide_everything(self) -> None:
        """Hide every unit, and the sums of their counts too: then all of them could be nought."""
        self.hidden |= self.units.keys()
        self.loose |= self.units.keys()

    def _move(self, start: Key, swap: Swap) -> Move | None:
        """Return the cheapest move found that touches a unit and changes its counts by a swap."""
        search = _Search(self, swap)
        for sign in (1, -1):
            search.push(0, {}, _Step(start, sign, None))
        return search.result(PATIENCE)

    def sums_of(self, key: Key) -> list[tuple[int, int]]:
        """Return the sums that a unit belongs to, by number, each with its sign."""
        return self._of.get(key, [])

    def members(self, which: int) -> list[tuple[Key, int]]:
        """Return the units that a sum holds, each with its sign."""
        return self._sums[which]

    def cost(self, key: Key) -> int:
        """Return what it costs to hide a unit; nothing, once it is hidden."""
        return 0 if key in self.hidden else self.prices.get(key, 1)

    def may(self, key: Key, sign: int, swap: Swap) -> bool:
        """Say whether readers could believe that a unit is changed by a swap, or by its reverse."""
        counts = self.units[key]
        up, down = swap if sign > 0 else (swap[1], swap[0])
        return (up is None or counts[up] != CANNOT) and (down is None or counts[down] > self.lowest)


def _members(found: Sum, units: Mapping[Key, Counts]) -> list[tuple[Key, int]]:
    """Return the units of a sum with their signs; those that are no units are nought, and known to be."""
    return [(key, sign) for key, sign in ((found.total, -1), *((part, 1) for part in found.parts)) if key in units]


class Move(NamedTuple):
    """Units that could differ together, and what it costs to hide those that are still shown."""

    cost: int
    keys: frozenset[Key]
    swap: Swap


class _Step(NamedTuple):
    """One unit of a move in the making, and the step before it."""

    key: Key
    sign: int
    before: _Step | None


class _Search:
    """One best-first search for a move: what is half done waits in order of its cost."""

    def __init__(self, hiding: Hiding, swap: Swap) -> None:
        self.hiding, self.swap = hiding, swap
        self.waiting: list[tuple[int, int, dict[int, int], _Step]] = []
        self.pushed = 0

    def result(self, patience: int) -> Move | None:
        seen: set[frozenset[tuple[int, int]]] = set()
        while self.waiting and len(seen) < patience:
            cost, _, broken, step = heappop(self.waiting)
            if not broken:
                return Move(cost, frozenset(taken.key for taken in _back_from(step)), self.swap)
            state = frozenset(broken.items())
            if state not in seen:
                seen.add(state)
                self._extend(cost, broken, step)
        return None

    def _extend(self, cost: int, broken: dict[int, int], step: _Step) -> None:
        """Mend the sum broken last, in every way: so the end of a path moves on while its start waits."""
        which, excess = next(reversed(broken.items()))
        used = {taken.key for taken in _back_from(step)}
        for key, coefficient in self.hiding.members(which):
            if key not in used:
                self.push(cost, broken, _Step(key, -coefficient if excess > 0 else coefficient, step))

    def push(self, cost: int, broken: dict[int, int], step: _Step) -> None:
        """Let a step wait, with what it leaves broken; not one that nobody could believe."""
        if self.hiding.may(step.key, step.sign, self.swap):
            self.pushed += 1
            left = _after(broken, self.hiding.sums_of(step.key), step.sign)
            heappush(self.waiting, (cost + self.hiding.cost(step.key), self.pushed, left, step))


def _after(broken: dict[int, int], touched: Iterable[tuple[int, int]], sign: int) -> dict[int, int]:
    """Return which sums are broken, and by how much, once something that touches some of them changes too."""
    left = dict(broken)
    for which, coefficient in touched:
        if excess := left.pop(which, 0) + coefficient * sign:
            left[which] = excess
    return left


def _back_from(step: _Step | None) -> Iterator[_Step]:
    while step is not None:
        yield step
        step = step.before


def hidden_counts(counts: Mapping[K, int], sums: Iterable[Sum], threshold: int = 5) -> frozenset[K]:
    """Return the keys of the counts to hide: those from 1 to below `threshold`, and those that would give them away.

    A nought is shown and hides nothing. `sums` are all that a reader can add up. For tables of single counts; give
    every count with its totals, as `added_up` makes them.
    """
    units: dict[Key, Counts] = {key: (n,) for key, n in counts.items() if n}
    prices: dict[Key, int] = {key: _price(key, n) for key, n in counts.items()}
    hiding = Hiding(units, sums, prices, lowest=1)
    small = [key for key, n in counts.items() if 0 < n < threshold]
    hiding.hide(small)
    try:
        for key in small:
            hiding.protect(key, 0, [[(0, None)]])
    except Exhausted:
        hiding.hide_everything()
    return frozenset(key for key in counts if key in hiding.hidden)


def _price(key: Key, n: int) -> int:
    """Return what it costs to hide a count: totals cost far more than what they sum up."""
    totals = sum(name is None for name in key) if isinstance(key, tuple) else 0
    return int(1000 ** (totals + 1)) + min(n, 999)


def added_up(counts: Mapping[tuple[Hashable, ...], int]) -> tuple[dict[tuple[Hashable, ...], int], list[Sum]]:
    """Return the counts of a table with their totals along every axis (`None` in a key is all), and all its sums."""
    found: dict[tuple[Hashable, ...], int] = dict(counts)
    sums: list[Sum] = []
    for axis in range(len(next(iter(counts), ()))):
        parts: dict[tuple[Hashable, ...], list[tuple[Hashable, ...]]] = {}
        for key in found:
            parts.setdefault((*key[:axis], None, *key[axis + 1 :]), []).append(key)
        found |= {total: sum(found[key] for key in keys) for total, keys in parts.items()}
        sums += [Sum(total, tuple(keys)) for total, keys in parts.items()]
    return found, sums
