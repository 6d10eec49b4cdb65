"""The audits behind a figure, a window at a time: one SQL text over the relations of `store.questions`."""

from __future__ import annotations

from typing import NamedTuple

from caseaudit.store.index import HEADLINE, Headline, Index, Wanted

_LINES = "SELECT {columns} FROM {source} AS counted WHERE {where} AND {only} {rest}"
_REST = "ORDER BY date DESC, id DESC LIMIT {limit} OFFSET {offset}"

OF_ANSWERS = {
    "below good": "graded = 1 AND good = 0",
    "capped": "limiting = 1",
    "not enough on file": "answer = 'insufficient-evidence'",
    "all": "1 = 1",
}
"""What can be asked of the answer to a criterion."""
OF_AUDITS = {"all": "1 = 1", "with open actions": "open_actions > 0"}
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


def count(index: Index, figure: Figure) -> int:
    """Return how many audits there are."""
    return int(index.ask(*_asked(index, figure, ["count(*)"], ""))[0][0])


def lines(index: Index, figure: Figure, limit: int, offset: int) -> list[Found]:
    """Return some of the audits, the latest first."""
    given = ["answer", "grade"] if figure.criterion else ["''", "''"]
    rest = _REST.format(limit=int(limit), offset=int(offset))
    rows = index.ask(*_asked(index, figure, [*HEADLINE, *given], rest))
    return [Found(Headline(*row[:-2]), row[-2] or "", row[-1] or "") for row in rows]


def _asked(index: Index, figure: Figure, columns: list[str], rest: str) -> tuple[str, list[str]]:
    wanted = figure.wanted._replace(practice_only=True)
    if figure.criterion:
        source, only = index.answers(wanted, figure.criterion, OF_ANSWERS[figure.only]), "1 = 1"
    else:
        source, only = index.source("audits", wanted, columns), OF_AUDITS[figure.only]
    text = _LINES.format(columns=", ".join(columns), source=source.name, where=source.where, only=only, rest=rest)
    return text, source.values
