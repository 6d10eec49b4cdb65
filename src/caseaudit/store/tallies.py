"""Counts that are kept up to date, so that a summary of everything is as quick for very many audits as for few.

Answers and audits are tallied for each value of each dimension, and for all together (the dimension without a name);
actions and repeat findings for all together. Only what counts is in a tally: audits of practice, no copies; of answers,
actions and repeats only those that are signed off.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from caseaudit.store.columns import PLACE
from caseaudit.store.packed import Codes, compared, pack, unpack

DIMENSIONS = ("team", "worker", "auditor", "cohort", "month")
"""What there are tallies by, besides what an answer says itself."""


def _of(*columns: str) -> itemgetter[tuple[Any, ...]]:
    return itemgetter(*map(PLACE.__getitem__, columns))


_ALIKE = _of("state", "checklist", "title", "judgement", "judged_good", "compliance", "quality")
_WHOSE = _of("team", "worker", "auditor", "cohort", "date")
_CASE = _of("checklist", "case_reference")
_STATE, _CODES = PLACE["state"], PLACE["codes"]
_MANY = 500
"""Cases that are looked for together rather than one by one."""

_OF_A_CASE = """
SELECT codes FROM audit
WHERE counts = 1 AND state = 'signed-off' AND checklist = ? AND case_reference = ?
ORDER BY date, id
"""
_CASES = """
SELECT checklist, case_reference FROM audit WHERE counts = 1 AND state = 'signed-off'
GROUP BY checklist, case_reference HAVING count(*) > 1
"""

Case = tuple[str, str]
Packed = defaultdict[str, bytearray]


def _packed() -> tuple[Packed, ...]:
    return tuple(defaultdict(bytearray) for _ in DIMENSIONS)


def _lists() -> tuple[list[tuple[str, int]], ...]:
    return tuple([] for _ in DIMENSIONS)


class Tallies:
    """Changes to the tallies of an index: gathered, then made at once."""

    def __init__(self, connection: sqlite3.Connection, codes: Codes) -> None:
        self._connection, self._codes = connection, codes
        self._answers: dict[int, tuple[Packed, ...]] = {sign: _packed() for sign in (1, -1)}
        self._alike: dict[tuple[Any, ...], int] = {}
        self._audits: dict[int, tuple[list[tuple[str, int]], ...]] = {sign: _lists() for sign in (1, -1)}
        self._actions = Counter[tuple[Any, ...]]()
        self._cases = set[Case]()

    def add(self, row: tuple[Any, ...], actions: Iterable[tuple[Any, ...]], sign: int = 1) -> None:
        """Count an audit; with -1 no longer. `row` as `columns.COLUMNS`; actions as status, due and effect."""
        team, worker, auditor, cohort, day = _WHOSE(row)
        values = (team, worker, auditor, cohort, day[:7])
        alike = self._alike.setdefault(_ALIKE(row), len(self._alike))
        for audits, value in zip(self._audits[sign], values, strict=True):
            audits.append((value, alike))
        if row[_STATE] == "signed-off":
            codes = row[_CODES]
            for answers, value in zip(self._answers[sign], values, strict=True):
                answers[value] += codes
            self._cases.add(_CASE(row))
            for action in actions:
                self._actions[action] += sign

    def put(self) -> None:
        """Make the changes."""
        self._put("answer_tally", self._counted_answers(), 3)
        self._put("audit_tally", self._counted_audits(), 9)
        self._put("action_tally", self._actions, 3)
        self._put_repeats()

    def _put(self, table: str, changes: Counter[tuple[Any, ...]], keys: int) -> None:
        rows = [(*key, n) for key, n in changes.items() if n]
        rows.sort()
        places = ", ".join("?" * (keys + 1))
        self._connection.executemany(
            f"INSERT INTO {table} VALUES ({places}) ON CONFLICT DO UPDATE SET n = n + excluded.n", rows
        )
        if any(row[-1] < 0 for row in rows):
            self._connection.execute(f"DELETE FROM {table} WHERE n = 0")

    def _counted_answers(self) -> Counter[tuple[Any, ...]]:
        found = Counter[tuple[Any, ...]]()
        for sign, by_dimension in self._answers.items():
            for dimension, groups in zip(DIMENSIONS, by_dimension, strict=True):
                for value, packed in groups.items():
                    for code, n in Counter(unpack(packed)).items():
                        found[dimension, value, code] += sign * n
                        if dimension == DIMENSIONS[0]:
                            found["", "", code] += sign * n
        return found

    def _counted_audits(self) -> Counter[tuple[Any, ...]]:
        found = Counter[tuple[Any, ...]]()
        alike = list(self._alike)
        for sign, by_dimension in self._audits.items():
            for dimension, audits in zip(DIMENSIONS, by_dimension, strict=True):
                for (value, place), n in Counter(audits).items():
                    found[dimension, value, *alike[place]] += sign * n
                    if dimension == DIMENSIONS[0]:
                        found["", "", *alike[place]] += sign * n
        return found

    # ── repeat findings ──────────────────────────────────────────────────────

    def _put_repeats(self) -> None:
        """Work out anew what was below good twice running, in the cases that were touched."""
        changes: dict[Case, list[int]] = defaultdict(lambda: [0, 0])
        for case in self._cases_to_compare():
            before = self._kept(case)
            after = compared((codes for (codes,) in self._connection.execute(_OF_A_CASE, case)), self._codes.kinds)
            if before == after:
                continue
            for sign, found in ((-1, before), (1, after)):
                for criterion, repeated in found.items():
                    counts = changes[case[0], criterion]
                    counts[0] += sign * repeated
                    counts[1] += sign
            self._keep(case, after)
        self._connection.executemany(
            "INSERT INTO twice VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET repeated = repeated + excluded.repeated, "
            "n = n + excluded.n",
            [(*key, *counts) for key, counts in sorted(changes.items())],
        )
        self._connection.execute("DELETE FROM twice WHERE n = 0")

    def _cases_to_compare(self) -> list[Case]:
        if len(self._cases) < _MANY:
            return sorted(self._cases)
        several = set(self._connection.execute(_CASES))
        known = set(self._connection.execute("SELECT checklist, case_reference FROM pair"))
        return sorted(self._cases & (several | known))

    def _kept(self, case: Case) -> dict[str, int]:
        """Return what was found in a case before."""
        row = self._connection.execute("SELECT found FROM pair WHERE checklist = ? AND case_reference = ?", case)
        kinds = self._codes.kinds
        return {kinds[number // 2].criterion: number % 2 for (found,) in row for number in unpack(found)}

    def _keep(self, case: Case, found: dict[str, int]) -> None:
        if not found:
            self._connection.execute("DELETE FROM pair WHERE checklist = ? AND case_reference = ?", case)
            return
        packed = pack(self._codes.example(case[0], name) * 2 + repeated for name, repeated in found.items())
        self._connection.execute("INSERT OR REPLACE INTO pair VALUES (?, ?, ?)", (*case, packed))
