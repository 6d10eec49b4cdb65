"""Answers, packed: what an answer is, apart from whose it is, has one number, and an audit holds those numbers."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from caseaudit.store.columns import CODE


class Kind(NamedTuple):
    """What an answer is. The fields are the columns `CODE`."""

    checklist: str
    version: str
    criterion: str
    section: str
    focus: str
    kind: str
    critical: str
    weight: int
    answer: str
    """Its state."""
    grade: str
    good: int
    graded: int
    limiting: int


def pack(numbers: Iterable[int]) -> bytes:
    """Return numbers as bytes."""
    return array("I", numbers).tobytes()


def unpack(packed: bytes | bytearray) -> array[int]:
    """Return the numbers in some bytes."""
    return array("I", packed)


class Codes:
    """The numbers of the answers in one index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute(f"SELECT number, {', '.join(CODE)} FROM code")
        self.kinds: dict[int, Kind] = {number: Kind(*row) for number, *row in rows}
        """What each number stands for."""
        self._numbers = {kind: number for number, kind in self.kinds.items()}
        self._examples = {(kind.checklist, kind.criterion): number for number, kind in self.kinds.items()}
        self._last = max(self.kinds, default=0)

    def number(self, kind: Kind) -> int:
        """Return the number of an answer, giving it one if it has none."""
        if (known := self._numbers.get(kind)) is not None:
            return known
        self._last = number = self._last + 1
        places = ", ".join("?" * (len(CODE) + 1))
        self._connection.execute(f"INSERT INTO code VALUES ({places})", (number, *kind))
        self.kinds[number], self._numbers[kind] = kind, number
        self._examples[kind.checklist, kind.criterion] = number
        return number

    def example(self, checklist: str, criterion: str) -> int:
        """Return the number of some answer to a criterion."""
        return self._examples[checklist, criterion]


def compared(audits: Iterable[bytes], kinds: Mapping[int, Kind]) -> dict[str, int]:
    """Return the criteria that two audits running of one case graded, with 1 where both were below good.

    `audits` are their packed answers in order of time; `kinds` says what each number stands for.
    """
    found: dict[str, int] = {}
    earlier: dict[str, int] = {}
    for packed in audits:
        answers = map(kinds.__getitem__, unpack(packed))
        graded = {kind.criterion: kind.good for kind in answers if kind.graded}
        for criterion in graded.keys() & earlier.keys():
            both_below = not (graded[criterion] or earlier[criterion])
            found[criterion] = max(found.get(criterion, 0), int(both_below))
        earlier = graded
    return found
