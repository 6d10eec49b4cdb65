"""How long work says how far it is, and how it is stopped. Nothing here knows a terminal or a screen.

Who opens a workspace may watch it: `Workspace.watch` takes what begins, in words that hold nothing of a case, and gives
what is to be told how much of it is done. Whoever is told may raise `Stopped`; the work then leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

Told = Callable[[int, int], None]
"""Takes how many are done, and how many there are; 0 where nobody can say how many."""
Watch = Callable[[str], Told]
"""Takes what begins: `Reading audits`."""

READING = "Reading audits"
WRITING = "Writing audits"
MAKING = "Making audits"
DRAWING = "Drawing the report"
BINDING = "Putting the workbook together"

Item = TypeVar("Item")


class Stopped(Exception):
    """Somebody wants the work no longer; nothing went wrong."""


def unwatched(_what: str) -> Told:
    """Watch nothing."""
    return unheard


def unheard(_done: int, _total: int) -> None:
    """Tell nobody."""


def each(items: Sequence[Item], told: Told) -> Iterator[Item]:
    """Yield the items, and tell how many of them are done."""
    told(0, len(items))
    for done, item in enumerate(items, 1):
        yield item
        told(done, len(items))


class Now(NamedTuple):
    """How far work is."""

    what: str
    done: int
    total: int


class Errand:
    """Work on a thread of its own, seen from another: how far it is, and whether it is still wanted."""

    def __init__(self) -> None:
        self.now = Now("", 0, 0)
        self.stopped = False

    def stop(self) -> None:
        """Want it no longer. It ends when it next tells how far it is."""
        self.stopped = True

    def watch(self, what: str) -> Told:
        """Return what the work is to tell; that raises `Stopped` once nobody wants it any longer."""

        def told(done: int, total: int) -> None:
            if self.stopped:
                raise Stopped
            self.now = Now(what, done, total)

        told(0, 0)
        return told
