"""Where the index has the counts that a question needs: in a tally, or packed in the audits that are wanted.

A tally answers for everything, or for whole months. For any other choice the answers of the audits that are wanted are
unpacked, counted and laid out in a table of this connection alone, once for all the questions of a summary.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from caseaudit.store.columns import CODE
from caseaudit.store.packed import Codes, compared, unpack
from caseaudit.store.source import Relation, Source
from caseaudit.store.wanted import Wanted, conditions

TALLIED = ("team", "worker", "auditor", "cohort", "month")
"""What there are tallies by, besides what an answer says itself."""
_USUAL = frozenset({"month", "team"})
"""What a summary is broken down by in any case."""
_ONE_BY_ONE = frozenset({"path", "number", "id"})
"""Columns that tell every audit apart."""
_SIGNED_OFF = ("state", "signed-off")
_KEPT = 6
"""Tables that are laid out at the same time, at the most."""

_OF_CODE = ", ".join(f"code.{name}" for name in CODE if name not in ("good", "graded", "limiting"))
_CELL = (
    "(SELECT 'signed-off' AS state, {own}{of_code}, t.n AS n, t.n * code.good AS good, t.n * code.graded AS graded, "
    "t.n * code.limiting AS limiting FROM {table} AS t JOIN code ON code.number = t.code{where})"
)
_DAY = (
    "(SELECT {which}(date) FROM audit WHERE counts = 1 AND audit.state = t.state AND audit.checklist = t.checklist "
    "AND audit.judgement = t.judgement) AS {name}"
)
_DAYS = f"{_DAY.format(which='min', name='first')}, {_DAY.format(which='max', name='last')}"
_AUDITS = (
    "(SELECT t.state, t.checklist, t.title, t.judgement, t.n, t.n * t.judged_good AS judged_good, "
    "t.n * t.compliance AS compliance, t.n * t.quality AS quality, {own} FROM audit_tally AS t{where})"
)
_OF_AUDITS = frozenset({"state", "checklist", "title", "judgement", "judged_good", "compliance", "quality", "n"})
_ACTIONS = "(SELECT 'signed-off' AS state, status, due, effect, n FROM action_tally)"
_TWICE = """
SELECT checklist, case_reference, codes FROM audit
WHERE state = 'signed-off' AND {where}
ORDER BY checklist, case_reference, date, id
"""
_ANSWERS = (
    "(SELECT audits.*, code.answer, code.grade FROM audits JOIN code ON code.number = answer_among(audits.codes))"
)


class Sources:
    """Where the counts are, in one index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version = -1
        self._made = 0
        self._laid_out: dict[tuple[str, Wanted], tuple[str, frozenset[str]]] = {}
        """The name of each table, and what it tells apart; the latest last."""

    def source(self, relation: Relation, wanted: Wanted, columns: Sequence[str]) -> Source:
        """Return where the counts are, as `Engine.source` does."""
        self._forget_if_changed()
        plain, where, values = _by_month(wanted)
        if _is_everything(plain) and (tally := _tally(relation, frozenset(columns), monthly=bool(values))):
            if relation == "audits" and _SIGNED_OFF in plain.equal:
                where = f"state = 'signed-off' AND {where}"
            return Source(tally, where, values)
        if relation == "cell":
            own = frozenset(columns) - CODE.keys() - {"state", "n"} | ({"month"} if values else frozenset())
            return Source(self._cells(plain, own), where, values)
        if relation == "twice":
            return Source(self._twice(wanted), "1 = 1", [])
        return Source(relation, *conditions(wanted))

    def answers(self, wanted: Wanted, criterion: str, only: str) -> Source:
        """Return the audits that are wanted with their answer to a criterion; `only`: which of the answers, as SQL."""
        rows = self._connection.execute(f"SELECT number FROM code WHERE criterion = ? AND {only}", (criterion,))
        numbers = {number for (number,) in rows}

        def among(packed: bytes) -> int | None:
            return next((number for number in unpack(packed) if number in numbers), None)

        self._connection.create_function("answer_among", 1, among)
        return Source(_ANSWERS, *conditions(wanted))

    # ── laid out ─────────────────────────────────────────────────────────────

    def forget(self) -> None:
        """Take nothing that was laid out before for still true."""
        for name, _ in self._laid_out.values():
            self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        self._laid_out.clear()

    def _forget_if_changed(self) -> None:
        """Somebody else may have taken in what changed on disk."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self.forget()
        self._version = version

    def _cells(self, wanted: Wanted, own: frozenset[str]) -> str:
        """Return what to count the answers of the audits that are wanted from, told apart by columns of the audit."""
        name, known = self._laid_out.get(("cell", wanted), ("", frozenset()))
        if not name or not own <= known:
            known = own if own & _ONE_BY_ONE else own | _USUAL
            columns = sorted(known)
            rows = _unpacked(self._connection, wanted, columns)
            name = self._lay_out(("cell", wanted), known, [*columns, "code", "n"], rows)
        listed = "".join(f"t.{column}, " for column in sorted(known))
        return _CELL.format(own=listed, of_code=_OF_CODE, table=name, where="")

    def _twice(self, wanted: Wanted) -> str:
        """Return the table of what was below good twice running among the audits that are wanted."""
        name, _ = self._laid_out.get(("twice", wanted), ("", frozenset()))
        if name:
            return name
        rows = _repeated(self._connection, wanted)
        return self._lay_out(("twice", wanted), frozenset(), ["checklist", "criterion", "repeated", "n"], rows)

    def _lay_out(
        self, key: tuple[str, Wanted], known: frozenset[str], columns: list[str], rows: Iterable[tuple[Any, ...]]
    ) -> str:
        self._made += 1
        name = f"temp.laid_out_{self._made}"
        self._connection.execute(f"CREATE TEMP TABLE laid_out_{self._made} ({', '.join(columns)})")
        self._connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
        before, _ = self._laid_out.pop(key, ("", frozenset()))
        self._laid_out[key] = (name, known)
        if len(self._laid_out) > _KEPT:
            before, _ = self._laid_out.pop(next(iter(self._laid_out)))
        if before:
            self._connection.execute(f"DROP TABLE {before}")
        return name


def _unpacked(connection: sqlite3.Connection, wanted: Wanted, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield how many answers of each kind there are, by some columns of the audits that are wanted."""
    where, values = conditions(wanted)
    listed = "".join(f"{column}, " for column in columns)
    groups = defaultdict[tuple[Any, ...], bytearray](bytearray)
    text = f"SELECT {listed}codes FROM audits WHERE state = 'signed-off' AND {where}"
    for *group, codes in connection.execute(text, values):
        groups[tuple(group)] += codes
    for key, packed in groups.items():
        for code, n in Counter(unpack(packed)).items():
            yield (*key, code, n)


def _repeated(connection: sqlite3.Connection, wanted: Wanted) -> list[tuple[Any, ...]]:
    """Return in how many cases each criterion was graded twice running, and below good both times."""
    where, values = conditions(wanted)
    kinds, n, repeated = Codes(connection).kinds, Counter[Any](), Counter[Any]()
    rows = connection.execute(_TWICE.format(where=where), values)
    for (checklist, _), audits in groupby(rows, key=itemgetter(0, 1)):
        for criterion, below in compared((codes for _, _, codes in audits), kinds).items():
            n[checklist, criterion] += 1
            repeated[checklist, criterion] += below
    return [(*key, repeated[key], n[key]) for key in sorted(n)]


# ── what a tally can answer ──────────────────────────────────────────────────


def _is_everything(wanted: Wanted) -> bool:
    only_signed_off = all(pair == _SIGNED_OFF for pair in wanted.equal)
    return wanted.practice_only and only_signed_off and not (wanted.text.split() or wanted.since or wanted.until)


def _tally(relation: Relation, columns: frozenset[str], *, monthly: bool) -> str:
    """Return what to count everything from, told apart by some columns; nothing if no tally is so fine."""
    if relation == "cell":
        own = columns - CODE.keys() - {"state", "n"} | ({"month"} if monthly else frozenset())
        return _tallied(_CELL, own, "", of_code=_OF_CODE, table="answer_tally")
    if relation == "audits":
        own = columns - _OF_AUDITS
        return "" if monthly and not own else _tallied(_AUDITS, own | ({"month"} if monthly else frozenset()), _DAYS)
    fits = not columns and not monthly
    return {"actions": _ACTIONS, "twice": "twice"}[relation] if fits else ""


def _tallied(text: str, own: frozenset[str], otherwise: str, **named: str) -> str:
    if len(own) > 1 or not own <= set(TALLIED):
        return ""
    (dimension,) = own or {""}
    listed = f"t.value AS {dimension}" if dimension else otherwise
    if listed and text is _CELL:
        listed += ", "
    return text.format(own=listed, where=f" WHERE t.dimension = '{dimension}'", **named)


def _by_month(wanted: Wanted) -> tuple[Wanted, str, list[str]]:
    """Return what is wanted without its days, and the same days as months; everything as it was if they cut a month."""
    first_fits = not wanted.since or wanted.since[7:] == "-01"
    if not first_fits or (wanted.until and not _ends_a_month(wanted.until)):
        return wanted, "1 = 1", []
    clauses = [f"month {sign} ?" for bound, sign in ((wanted.since, ">="), (wanted.until, "<=")) if bound]
    values = [bound[:7] for bound in (wanted.since, wanted.until) if bound]
    return wanted._replace(since="", until=""), " AND ".join(clauses) or "1 = 1", values


def _ends_a_month(day: str) -> bool:
    if day[7:] == "-31":
        return True
    try:
        return (date.fromisoformat(day) + timedelta(1)).day == 1
    except (ValueError, OverflowError):
        return False
