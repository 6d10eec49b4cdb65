"""Which counts to hide so that no reader can work one out.

Small counts are hidden first. Each then needs a *move*: a few hidden counts that could be one more or one less
together while everything published stays as it is. A move is a second table that fits the page as well as the
true one, so whoever holds only the page cannot say which of the two is true: not by subtraction, not by linear
programming, not by trying whole numbers. Where the hidden counts have no such move, the cheapest one is sought
among those still shown, and what it touches is hidden too. Every count that a move touches is safe through it.

A move along two axes is a cycle through rows and columns, found as a shortest path (`disclosure_moves.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from caseaudit.domain.disclosure_moves import PATIENCE, Move, Page
from caseaudit.domain.disclosure_tables import Key, Tables


def hidden_counts(tables: Tables, threshold: int, zeros_shown: bool, patience: int = PATIENCE) -> frozenset[Key]:
    """Return the keys of the counts to hide: those below `threshold`, and those that would give them away.

    A nought is hidden as a small count, or, where `zeros_shown`, never. `patience` is how many steps one search
    may take; where searching fails, everything that hangs together with the count is hidden.
    """
    hiding = _Hiding(Page(tables, int(zeros_shown), threshold), patience)
    hiding.make_safe(limit=0)
    hiding.make_safe()
    hiding.give_back()
    return frozenset(hiding.page.keys[count] for count in hiding.page.hidden)


class _Hiding:
    """The hiding of one set of tables: what is hidden so far, and the move that makes each hidden count safe."""

    def __init__(self, page: Page, patience: int) -> None:
        self.page, self.patience = page, patience
        self.small = [count for count, n in enumerate(page.counts) if page.is_small(n)]
        self.safe: dict[int, frozenset[int]] = {}
        page.hide(self.small)

    def make_safe(self, limit: int | None = None) -> None:
        for count in self.small:
            if count not in self.safe:
                self._make_safe(count, limit)

    def _make_safe(self, count: int, limit: int | None) -> None:
        move = self.page.cheapest_move(count, limit, self.patience)
        if move is None and limit is None:
            move = self.page.joined_to(count)
        if move is not None:
            self.page.hide(move)
            self.safe.update(dict.fromkeys(move, move))

    def give_back(self) -> None:
        """Show again what later moves have made needless, the dearest first."""
        further = self.page.hidden.difference(self.small)
        for count in sorted(further, key=lambda count: (-self.page.prices[count], count)):
            self._give_back(count)

    def _give_back(self, count: int) -> None:
        self.page.show(count)
        resting = [other for other, move in self.safe.items() if count in move and other != count]
        ...
