"""The audits behind a figure, a window at a time: one SQL text over the tables of the index."""

from __future__ import annotations

from typing import NamedTuple

from caseaudit.store.index import Headline, Wanted, conditions
from caseaudit.store.questions import Engine

_NAMES = {"case": "case_reference"}
_COLUMNS = ", ".join(f"audit.{_NAMES.get(field, field)}" for field in Headline._fields)
_JOIN = "JOIN answer ON answer.path = audit.path AND answer.criterion = ?"
_LINES = "SELECT {columns} FROM audit {join} WHERE {where} AND {only} {rest}"
_REST = "ORDER BY audit.date DESC, audit.id DESC LIMIT {limit} OFFSET {offset}"

OF_ANSWERS = {
    "below good": "answer.good = 0",
    "capped": "answer.limiting = 1",
    "not enough on file": "answer.state = 'insufficient-evidence'",
    "all": "1 = 1",
}
"""What can be asked of the answer to a criterion."""
OF_AUDITS = {"all": "1 = 1", "with open actions": "audit.open_actions > 0"}
"""What can be asked of an audit."""


class Figure(NamedTuple):
    """Something that was counted."""

    wanted: Wanted
    """Which audits; practice only."""
    criterion: str = ""
    """The criterion whose answers were counted; empty where audits were."""
    only: str = "all"
    """A key of `OF_ANSWERS`, or without a criterion of `OF_AUDITS`."""


class Found(NamedTuple):
    """One audit behind a figure."""

    audit: Headline
    state: str
    """Of the answer; empty where audits were counted."""
    grade: str


def count(engine: Engine, figure: Figure) -> int:
    """Return how many audits there are."""
    return int(engine.ask(*_asked(figure, "count(*)", ""))[0][0])


def lines(engine: Engine, figure: Figure, limit: int, offset: int) -> list[Found]:
    """Return some of the audits, the latest first."""
    given = "answer.state, answer.grade" if figure.criterion else "'', ''"
    rest = _REST.format(limit=int(limit), offset=int(offset))
    rows = engine.ask(*_asked(figure, f"{_COLUMNS}, {given}", rest))
    return [Found(Headline(*row[:-2]), row[-2] or "", row[-1] or "") for row in rows]


def _asked(figure: Figure, columns: str, rest: str) -> tuple[str, list[str]]:
    where, values = conditions(figure.wanted._replace(practice_only=True))
    only = (OF_ANSWERS if figure.criterion else OF_AUDITS)[figure.only]
    join, before = (_JOIN, [figure.criterion]) if figure.criterion else ("", [])
    return _LINES.format(columns=columns, join=join, where=where, only=only, rest=rest), [*before, *values]
