"""Counts of several services, asked as a register is asked: the relations of `store.questions`, in memory."""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from caseaudit.domain.federation import AnswersAlike, AuditsAlike, Counts
from caseaudit.store.source import Engine, Relation, Source
from caseaudit.store.wanted import Wanted

_SCHEMA = """
CREATE TABLE audits (service TEXT, team TEXT, cohort TEXT, role TEXT, month TEXT, checklist TEXT, version TEXT,
  judgement TEXT, n INTEGER, judged_good INTEGER, compliance INTEGER, quality INTEGER, title TEXT, state TEXT,
  first TEXT, last TEXT);
CREATE TABLE cell (service TEXT, team TEXT, cohort TEXT, role TEXT, month TEXT, checklist TEXT, version TEXT,
  criterion TEXT, section TEXT, focus TEXT, kind TEXT, critical TEXT, weight INTEGER, answer TEXT, grade TEXT,
  n INTEGER, good INTEGER, limiting INTEGER, graded INTEGER, state TEXT);
CREATE TABLE actions (service TEXT, status TEXT, due TEXT, effect INTEGER, n INTEGER, state TEXT);
CREATE TABLE twice (service TEXT, checklist TEXT, criterion TEXT, n INTEGER, repeated INTEGER);
"""
LONG_AGO = "0001-01-01"
"""The day on which an action was due of which only is known that it was overdue."""
_SIGNED_OFF = "signed-off"


class Merged(Engine):
    """An engine over the counts of one service or several.

    It knows months and no days: a filter of days takes in the months that they are in. It knows of no worker, no
    auditor and no case. A team is named with its service where there are several services.
    """

    def __init__(self, counts: Counts) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.executescript(_SCHEMA)
        for table, rows in _tables(counts):
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 (no text)

    def close(self) -> None:
        """Forget the counts."""
        self._connection.close()

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        return self._connection.execute(sql, list(values)).fetchall()

    def source(self, relation: Relation, wanted: Wanted, columns: Sequence[str]) -> Source:
        """Return where the counts of the months that are wanted are; actions and repeats are of all months."""
        del columns
        bounds = ((wanted.since[:7], "month >= ?"), (wanted.until[:7], "month <= ?"))
        asked = [(value, clause) for value, clause in bounds if value and relation in ("audits", "cell")]
        where = " AND ".join(clause for _, clause in asked) or "1 = 1"
        return Source(relation, where, [value for value, _ in asked])


# ── the rows of the relations ────────────────────────────────────────────────


def _tables(counts: Counts) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    called = _called(counts)
    titles = {row[:2]: row.title for row in counts.checklists}
    exported = {source.service: source.day for source in sorted(counts.services, key=lambda source: source.day)}
    audits = [
        (
            *_named(row, called),
            titles.get(row[5:7], ""),
            _SIGNED_OFF,
            f"{row.month}-01",
            _last_day(row.month, exported[row.service]),
        )
        for row in counts.audits
    ]
    yield "audits", [*audits, *_in_progress(counts)]
    yield "cell", [(*_named(row, called), row.n if row.grade else 0, _SIGNED_OFF) for row in counts.answers]
    yield (
        "actions",
        [
            (row.service, row.status, LONG_AGO if row.overdue else "", row.effect, row.n, _SIGNED_OFF)
            for row in counts.actions
        ],
    )
    yield "twice", list(counts.repeats)


def _named(row: AuditsAlike | AnswersAlike, called: Callable[[str, str], str]) -> tuple[Any, ...]:
    """Return a row with its team called as it is shown."""
    return row.service, called(row.service, row.team), *row[2:]


def _called(counts: Counts) -> Callable[[str, str], str]:
    """Return what calls a team: by its own name, or behind that of its service where there are several services."""
    if len(counts.names) == 1:
        return lambda _, team: team
    return lambda service, team: service if team == service else f"{service}: {team or 'not recorded'}"


def _in_progress(counts: Counts) -> Iterator[tuple[Any, ...]]:
    for source in counts.services:
        if source.in_progress:
            yield (
                *(source.service, "", "", "", "", "", "", "", source.in_progress, 0, 0, 0),
                *("", "in-progress", "", ""),
            )


def _last_day(month: str, exported: str) -> str:
    """Return the last day of a month on which an audit can have been done: none after the day of the export."""
    last = f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"
    return max(min(last, exported), f"{month}-01")
