"""The questions that a summary asks, one SQL text each, and what their answers are.

The texts keep to what every SQL engine knows, so that the same text can run elsewhere over the same three tables
(`audit`, `answer`, `action`). `{where}` stands for the filters, `{by}` and `{inner}` for columns out of `COLUMNS`;
values are bound. Only signed-off audits count, apart from `AUDITS`, which says how many are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from caseaudit.domain.breakdown import CUT_THROUGH
from caseaudit.domain.counts import ActionCount, AuditCount, Cell, GroupOfAnswers, GroupOfAudits, RepeatCount
from caseaudit.store.index import Wanted, conditions

Row = TypeVar("Row", bound=tuple[Any, ...])

COLUMNS = {
    "team": "audit.team",
    "worker": "audit.worker",
    "auditor": "audit.auditor",
    "cohort": "audit.cohort",
    "month": "substr(audit.date, 1, 7)",
    "checklist": "audit.checklist",
    "criterion": "answer.criterion",
    "focus": "answer.focus",
}
"""The column of each dimension."""

AUDITS = """
SELECT audit.state, audit.checklist, max(audit.title), audit.judgement, count(*), coalesce(sum(audit.judged_good), 0),
  min(audit.date), max(audit.date)
FROM audit
WHERE {where}
GROUP BY audit.state, audit.checklist, audit.judgement
ORDER BY audit.state, audit.checklist, audit.judgement
"""

CELLS = """
SELECT {by}audit.checklist, answer.criterion, answer.state, answer.grade, count(*), coalesce(sum(answer.good), 0),
  count(answer.good), sum(answer.limiting), audit.version, answer.section, answer.focus, answer.kind, answer.critical,
  answer.weight, max(audit.id)
FROM answer JOIN audit ON audit.path = answer.path
WHERE audit.state = 'signed-off' AND {where}
GROUP BY {by}audit.checklist, answer.criterion, answer.state, answer.grade, audit.version, answer.section,
  answer.focus, answer.kind, answer.critical, answer.weight
ORDER BY {by}audit.checklist, answer.criterion, answer.state, answer.grade, audit.version, answer.section,
  answer.focus, answer.kind, answer.critical, answer.weight
"""

GROUPS_OF_AUDITS = """
SELECT {by}, '', audit.judgement, count(*)
FROM audit
WHERE audit.state = 'signed-off' AND {where}
GROUP BY {by}, audit.judgement
ORDER BY {by}, audit.judgement
"""

GROUPS_THAT_CUT_THROUGH = """
SELECT {by}, audit.checklist, '', count(DISTINCT audit.path)
FROM answer JOIN audit ON audit.path = answer.path
WHERE audit.state = 'signed-off' AND {where}
GROUP BY {by}, audit.checklist
ORDER BY {by}, audit.checklist
"""

GROUPS_OF_ANSWERS = """
SELECT {by}, {inner}, coalesce(sum(answer.good), 0), count(answer.good),
  sum(CASE WHEN answer.state = 'insufficient-evidence' THEN 1 ELSE 0 END),
  sum(CASE WHEN answer.state = 'not-applicable' THEN 0 ELSE 1 END)
FROM answer JOIN audit ON audit.path = answer.path
WHERE audit.state = 'signed-off' AND {where}
GROUP BY {by}, {inner}
ORDER BY {by}, {inner}
"""

REPEATS = """
WITH pair AS (
  SELECT audit.path, audit.checklist, audit.case_reference,
    lag(audit.path) OVER (PARTITION BY audit.checklist, audit.case_reference ORDER BY audit.date, audit.id) AS earlier
  FROM audit
  WHERE audit.state = 'signed-off' AND audit.role <> 'second-grade' AND {where})
SELECT pair.checklist, later.criterion,
  count(DISTINCT CASE WHEN later.good = 0 AND former.good = 0 THEN pair.case_reference END),
  count(DISTINCT pair.case_reference)
FROM pair
  JOIN answer AS later ON later.path = pair.path
  JOIN answer AS former ON former.path = pair.earlier AND former.criterion = later.criterion
WHERE later.good IS NOT NULL AND former.good IS NOT NULL
GROUP BY pair.checklist, later.criterion
ORDER BY pair.checklist, later.criterion
"""

ACTIONS = """
SELECT action.status, CASE WHEN action.due < ? AND action.due <> '' THEN 1 ELSE 0 END AS overdue, action.effect,
  count(*), coalesce(min(CASE WHEN action.due <> '' THEN action.due END), '')
FROM action JOIN audit ON audit.path = action.path
WHERE audit.state = 'signed-off' AND {where}
GROUP BY action.status, overdue, action.effect
ORDER BY action.status, overdue, action.effect
"""


SIGNED_OFF = """
SELECT audit.id
FROM audit
WHERE audit.state = 'signed-off' AND {where}
ORDER BY audit.date, audit.id
"""


class Engine(Protocol):
    """What counts."""

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a question; each `?` stands for one of the values."""


def audits(engine: Engine, wanted: Wanted) -> list[AuditCount]:
    """Return how many audits there are of each kind, signed off or not."""
    return _asked(engine, AUDITS, AuditCount, wanted)


def signed_off(engine: Engine, wanted: Wanted) -> list[str]:
    """Return the ids of the audits that are signed off, oldest first."""
    where, values = conditions(wanted)
    return [audit for (audit,) in engine.ask(SIGNED_OFF.format(where=where), values)]


def cells(engine: Engine, wanted: Wanted) -> list[Cell]:
    """Return how many answers there are of each kind."""
    return _asked(engine, CELLS, Cell, wanted, by="")


def cells_by(engine: Engine, wanted: Wanted, by: str) -> dict[str, list[Cell]]:
    """Return how many answers there are of each kind in each group."""
    where, values = conditions(wanted)
    found: dict[str, list[Cell]] = {}
    for group, *cell in engine.ask(CELLS.format(where=where, by=f"{COLUMNS[by]}, "), values):
        found.setdefault(group, []).append(Cell(*cell))
    return found


def groups_of_audits(engine: Engine, wanted: Wanted, by: str) -> list[GroupOfAudits]:
    """Return how many audits there are in each group, by judgement unless the groups cut through audits."""
    if by not in CUT_THROUGH:
        return _asked(engine, GROUPS_OF_AUDITS, GroupOfAudits, wanted, by=COLUMNS[by])
    found = _asked(engine, GROUPS_THAT_CUT_THROUGH, GroupOfAudits, wanted, by=COLUMNS[by])
    return found if by == "criterion" else [row._replace(checklist="") for row in found]


def groups_of_answers(engine: Engine, wanted: Wanted, by: str, inner: str) -> list[GroupOfAnswers]:
    """Return the answers of each group, by a second dimension."""
    return _asked(engine, GROUPS_OF_ANSWERS, GroupOfAnswers, wanted, by=COLUMNS[by], inner=COLUMNS[inner])


def repeats(engine: Engine, wanted: Wanted) -> list[RepeatCount]:
    """Return in how many cases each criterion was below good twice running; a second grade is no audit of its own."""
    return _asked(engine, REPEATS, RepeatCount, wanted)


def actions(engine: Engine, wanted: Wanted, today: str) -> list[ActionCount]:
    """Return how many actions there are of each kind on a day."""
    where, values = conditions(wanted)
    return [ActionCount(*row) for row in engine.ask(ACTIONS.format(where=where), [today, *values])]


def _asked(engine: Engine, text: str, row: type[Row], wanted: Wanted, **columns: str) -> list[Row]:
    where, values = conditions(wanted)
    return [row(*found) for found in engine.ask(text.format(where=where, **columns), values)]
