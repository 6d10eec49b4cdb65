"""The questions that a summary asks, one SQL text each, and what their answers are.

The texts keep to what every SQL engine knows, so that the same text runs everywhere, over four relations whose rows
are counts, so that counts of many audits can stand in for a row each:

- `audits`: `n` audits that are alike; `compliance` and `quality` of them ask anything about that focus, `judged_good`
  are judged good or better; the earliest was done on `first`, the latest on `last`;
- `cell`: `n` answers that are alike, `good` of them good or better, `graded` with a grade of a scale, `limiting` the
  judgement of their audit; `state` is that of the audit, `answer` that of the answer;
- `actions`: `n` actions that are alike;
- `twice`: `n` cases in which a criterion was graded twice running, `repeated` of them below good both times.

All but `twice` have a column for each dimension and for each filter. An engine may answer from another relation than
that, as long as it holds the same counts: `Engine.source`. In the texts `{where}` stands for the filters, `{by}` and
`{inner}` for dimensions; values are bound. Only signed-off audits count, apart from `AUDITS`, which says how many are
not.
"""

from __future__ import annotations

from typing import Any, TypeVar

from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.domain.counts import ActionCount, AuditCount, Cell, GroupOfAnswers, GroupOfAudits, RepeatCount
from caseaudit.store.source import Engine as Engine
from caseaudit.store.source import Relation as Relation
from caseaudit.store.source import Source as Source
from caseaudit.store.wanted import COLUMN, FILTERS, Wanted

Row = TypeVar("Row", bound=tuple[Any, ...])
FOCUSES = ("compliance", "quality")

AUDITS = """
SELECT audits.state, audits.checklist, max(audits.title), audits.judgement, sum(audits.n), sum(audits.judged_good),
  min(audits.first), max(audits.last)
FROM {source} AS audits
WHERE {where}
GROUP BY audits.state, audits.checklist, audits.judgement
ORDER BY audits.state, audits.checklist, audits.judgement
"""

CELLS = """
SELECT {by}cell.checklist, cell.criterion, cell.answer, cell.grade, sum(cell.n), sum(cell.good), sum(cell.graded),
  sum(cell.limiting), cell.version, cell.section, cell.focus, cell.kind, cell.critical, cell.weight
FROM {source} AS cell
WHERE cell.state = 'signed-off' AND {where}
GROUP BY {by}cell.checklist, cell.criterion, cell.answer, cell.grade, cell.version, cell.section, cell.focus,
  cell.kind, cell.critical, cell.weight
ORDER BY {by}cell.checklist, cell.criterion, cell.answer, cell.grade, cell.version, cell.section, cell.focus,
  cell.kind, cell.critical, cell.weight
"""

GROUPS_OF_AUDITS = """
SELECT audits.{by}, '', audits.judgement, sum(audits.n)
FROM {source} AS audits
WHERE audits.state = 'signed-off' AND {where}
GROUP BY audits.{by}, audits.judgement
ORDER BY audits.{by}, audits.judgement
"""

AUDITS_OF_A_CRITERION = """
SELECT cell.criterion, cell.checklist, '', sum(cell.n)
FROM {source} AS cell
WHERE cell.state = 'signed-off' AND {where}
GROUP BY cell.criterion, cell.checklist
ORDER BY cell.criterion, cell.checklist
"""

AUDITS_OF_A_FOCUS = """
SELECT sum(audits.compliance), sum(audits.quality)
FROM {source} AS audits
WHERE audits.state = 'signed-off' AND {where}
"""

GROUPS_OF_ANSWERS = """
SELECT cell.{by}, cell.{inner}, sum(cell.good), sum(cell.graded),
  sum(CASE WHEN cell.answer = 'insufficient-evidence' THEN cell.n ELSE 0 END),
  sum(CASE WHEN cell.answer = 'not-applicable' THEN 0 ELSE cell.n END)
FROM {source} AS cell
WHERE cell.state = 'signed-off' AND {where}
GROUP BY cell.{by}, cell.{inner}
ORDER BY cell.{by}, cell.{inner}
"""

REPEATS = """
SELECT twice.checklist, twice.criterion, sum(twice.repeated), sum(twice.n)
FROM {source} AS twice
WHERE {where}
GROUP BY twice.checklist, twice.criterion
ORDER BY twice.checklist, twice.criterion
"""

ACTIONS = """
SELECT actions.status, CASE WHEN actions.due < ? AND actions.due <> '' THEN 1 ELSE 0 END AS overdue, actions.effect,
  sum(actions.n), coalesce(min(CASE WHEN actions.due <> '' THEN actions.due END), '')
FROM {source} AS actions
WHERE actions.state = 'signed-off' AND {where}
GROUP BY actions.status, overdue, actions.effect
ORDER BY actions.status, overdue, actions.effect
"""

VALUES = """
SELECT audits.{column}
FROM {source} AS audits
WHERE audits.{column} <> '' AND {where}
GROUP BY audits.{column}
ORDER BY sum(audits.n) DESC, audits.{column}
"""

SIGNED_OFF = """
SELECT audits.id
FROM {source} AS audits
WHERE audits.state = 'signed-off' AND {where}
ORDER BY audits.date, audits.id
"""


def audits(engine: Engine, wanted: Wanted) -> list[AuditCount]:
    """Return how many audits there are of each kind, signed off or not."""
    return [AuditCount(*row) for row in _rows(engine, "audits", AUDITS, wanted)]


def values(engine: Engine, wanted: Wanted, name: str) -> list[str]:
    """Return the values that audits have in one of `FILTERS`, most used first. Raises `KeyError` for what is none."""
    if name not in FILTERS:
        raise KeyError(name)
    column = COLUMN.get(name, name)
    return [value for (value,) in _rows(engine, "audits", VALUES, wanted, column, column=column)]


def signed_off(engine: Engine, wanted: Wanted) -> list[str]:
    """Return the ids of the audits that are signed off, oldest first."""
    return [audit for (audit,) in _rows(engine, "audits", SIGNED_OFF, wanted, "id", "date")]


def cells(engine: Engine, wanted: Wanted) -> list[Cell]:
    """Return how many answers there are of each kind."""
    return [Cell(*row) for row in _rows(engine, "cell", CELLS, wanted, by="")]


def cells_by(engine: Engine, wanted: Wanted, by: str) -> dict[str, list[Cell]]:
    """Return how many answers there are of each kind in each group."""
    found: dict[str, list[Cell]] = {}
    for group, *cell in _rows(engine, "cell", CELLS, wanted, _known(by), by=f"cell.{by}, "):
        found.setdefault(group, []).append(Cell(*cell))
    return found


def groups_of_audits(engine: Engine, wanted: Wanted, by: str) -> list[GroupOfAudits]:
    """Return how many audits there are in each group, by judgement unless the groups cut through audits."""
    if by == "focus":
        return _audits_of_a_focus(engine, wanted)
    if by == "criterion":
        return [GroupOfAudits(*row) for row in _rows(engine, "cell", AUDITS_OF_A_CRITERION, wanted)]
    return [GroupOfAudits(*row) for row in _rows(engine, "audits", GROUPS_OF_AUDITS, wanted, _known(by), by=by)]


def _audits_of_a_focus(engine: Engine, wanted: Wanted) -> list[GroupOfAudits]:
    (counts,) = _rows(engine, "audits", AUDITS_OF_A_FOCUS, wanted)
    return [GroupOfAudits(focus, "", "", n) for focus, n in zip(FOCUSES, counts, strict=True) if n]


def groups_of_answers(engine: Engine, wanted: Wanted, by: str, inner: str) -> list[GroupOfAnswers]:
    """Return the answers of each group, by a second dimension."""
    columns = (_known(by), _known(inner))
    return [
        GroupOfAnswers(*row) for row in _rows(engine, "cell", GROUPS_OF_ANSWERS, wanted, *columns, by=by, inner=inner)
    ]


def repeats(engine: Engine, wanted: Wanted) -> list[RepeatCount]:
    """Return in how many cases each criterion was below good twice running."""
    return [RepeatCount(*row) for row in _rows(engine, "twice", REPEATS, wanted)]


def actions(engine: Engine, wanted: Wanted, today: str) -> list[ActionCount]:
    """Return how many actions there are of each kind on a day."""
    source = engine.source("actions", wanted, ())
    text = ACTIONS.format(source=source.name, where=source.where)
    return [ActionCount(*row) for row in engine.ask(text, [today, *source.values])]


def _rows(
    engine: Engine, relation: Relation, text: str, wanted: Wanted, *columns: str, **named: str
) -> list[tuple[Any, ...]]:
    source = engine.source(relation, wanted, columns)
    return engine.ask(text.format(source=source.name, where=source.where, **named), source.values)


def _known(by: str) -> str:
    """Return a dimension, which becomes part of a text. Raises `KeyError` for what is none."""
    if by not in DIMENSIONS:
        raise KeyError(by)
    return by
