"""Counts that are kept up to date, so that a summary of everything is as quick for very many audits as for few.

Answers and audits are tallied for each value of each dimension, and for all together (the dimension without a name);
actions and repeat findings for all together. Only what counts is in a tally: audits of practice, no copies; of answers,
actions and repeats only those that are signed off.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
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
_COMPARED = _of("checklist", "case_reference", "date", "id", "codes")
"""What a comparison of the audits of a case looks at; the first two are the case."""
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
_Signed = dict[int, list[tuple[Any, ...]]]
"""For each sign, what is counted: its value in each of `DIMENSIONS`, then what it is."""


class Tallies:
    """Changes to the tallies of an index: gathered, then made at once."""

    def __init__(self, connection: sqlite3.Connection, codes: Codes) -> None:
        self._connection, self._codes = connection, codes
        self._answers: _Signed = {1: [], -1: []}
        self._audits: _Signed = {1: [], -1: []}
        self._alike: dict[tuple[Any, ...], int] = {}
        self._actions = Counter[tuple[Any, ...]]()
        self._compared = Counter[tuple[Any, ...]]()
        self._anew = connection.execute("SELECT 1 FROM audit LIMIT 1").fetchone() is None

    def add(self, row: tuple[Any, ...], actions: Iterable[tuple[Any, ...]], sign: int = 1) -> None:
        """Count an audit; with -1 no longer. `row` as `columns.COLUMNS`; actions as status, due and effect."""
        team, worker, auditor, cohort, day = _WHOSE(row)
        values = (team, worker, auditor, cohort, day[:7])
        self._audits[sign].append((*values, self._alike.setdefault(_ALIKE(row), len(self._alike))))
        if row[_STATE] == "signed-off":
            self._answers[sign].append((*values, row[_CODES]))
            self._compared[_COMPARED(row)] += sign
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
        for dimension, sign, answers in _by_dimension(self._answers):
            groups = defaultdict[str, bytearray](bytearray)
            for value, codes in answers:
                groups[value] += codes
            for value, packed in groups.items():
                for code, n in Counter(unpack(packed)).items():
                    found[dimension, value, code] += sign * n
                    if dimension == DIMENSIONS[0]:
                        found["", "", code] += sign * n
        return found

    def _counted_audits(self) -> Counter[tuple[Any, ...]]:
        found = Counter[tuple[Any, ...]]()
        alike = list(self._alike)
        for dimension, sign, audits in _by_dimension(self._audits):
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
        touched = Counter((checklist, case) for (checklist, case, *_), n in self._compared.items() if n)
        if self._anew:
            return sorted(case for case, n in touched.items() if n > 1)
        if len(touched) < _MANY:
            return sorted(touched)
        several = set(self._connection.execute(_CASES))
        known = set(self._connection.execute("SELECT checklist, case_reference FROM pair"))
        return sorted(touched.keys() & (several | known))

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


def _by_dimension(counted: _Signed) -> Iterator[tuple[str, int, Iterator[tuple[str, Any]]]]:
    """Yield each dimension and sign, with the value of everything counted there and what it is."""
    for sign, rows in counted.items():
        for place, dimension in enumerate(DIMENSIONS):
            yield dimension, sign, map(itemgetter(place, -1), rows)
