"""The rows of a lake, out of the index of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from caseaudit.store import lake, questions
from caseaudit.store.index import Index
from caseaudit.store.lake import SIGNED_OFF, Rows
from caseaudit.store.packed import Codes, unpack
from caseaudit.store.source import Relation

ANSWERS, ACTIONS = "answer", "action"
NARROW = {
    ANSWERS: "path BIGINT, alike INT",
    ACTIONS: "path BIGINT, action STRING, status STRING, due STRING, effect INT",
}
"""The tables that hold of an answer and of an action only what their audit does not say."""

_MONTHS = "SELECT DISTINCT month FROM {source} AS audits WHERE {where} ORDER BY month"
_ROWS = "SELECT {columns} FROM {source} AS counted WHERE {where} ORDER BY date, id"


class Month(NamedTuple):
    """The audits of a month, with their answers and actions, as rows of the tables."""

    year: str
    rows: dict[str, Rows]


class Reading:
    """One look at all that is signed off; the index must not change meanwhile."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kinds = Codes(index.connection).kinds
        self._paths: dict[str, int] = {}
        self._alike: dict[int, int] = {}
        """The numbers of the lake, which do not depend on what the index held before, by those of the index."""

    def months(self) -> Iterator[Month]:
        """Yield the audits month by month, oldest first. Kinds of answers are numbered as they occur."""
        source = self._index.source("audits", SIGNED_OFF, ("month",))
        for (month,) in self._index.ask(_MONTHS.format(source=source.name, where=source.where), source.values):
            yield Month(month[:4], self._of_month(month))

    def twice(self) -> Rows:
        """Return how often a criterion was below good twice running."""
        return [tuple(count) for count in questions.repeats(self._index, SIGNED_OFF)]

    def _of_month(self, month: str) -> dict[str, Rows]:
        packed = self._asked("audits", ["path", "codes"], month)
        for path, _ in packed:
            self._paths[path] = len(self._paths) + 1
        codes = {self._paths[path]: unpack(answers) for path, answers in packed}
        return {
            "alike": self._alike_of(set().union(*codes.values())),
            "audits": self._numbered(self._asked("audits", lake.names(lake.TABLES["audits"]), month)),
            ANSWERS: [(number, self._alike[code]) for number, answers in codes.items() for code in answers],
            ACTIONS: self._numbered(self._asked("actions", lake.names(NARROW[ACTIONS]), month)),
        }

    def _asked(self, table: Relation, columns: list[str], month: str) -> Rows:
        wanted = SIGNED_OFF._replace(since=f"{month}-01", until=f"{month}-31")
        source = self._index.source(table, wanted, columns)
        text = _ROWS.format(columns=", ".join(columns), source=source.name, where=source.where)
        return self._index.ask(text, source.values)

    def _alike_of(self, codes: set[int]) -> Rows:
        """Number the kinds of answers that are new."""
        new = sorted(codes - self._alike.keys(), key=self._kinds.__getitem__)
        for code in new:
            self._alike[code] = len(self._alike) + 1
        return [(self._alike[code], *self._kinds[code]) for code in new]

    def _numbered(self, rows: Rows) -> Rows:
        return [(self._paths[path], *rest) for path, *rest in rows]
