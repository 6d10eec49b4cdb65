"""Counts for a file, asked of the index: what is alike in everything that may leave, and how often."""

from __future__ import annotations

from typing import Any

from caseaudit.domain.federation import ActionsAlike, AnswersAlike, AuditsAlike, RepeatsAlike
from caseaudit.store import questions
from caseaudit.store.questions import Engine, Relation
from caseaudit.store.wanted import Wanted

_GROUP = ("team", "cohort", "role", "month", "checklist", "version")
_AUDIT = (*_GROUP, "judgement")
_ANSWER = (*_GROUP, "criterion", "section", "focus", "kind", "critical", "weight", "answer", "grade")
_TEXT = """
SELECT {key}, {measures}
FROM {{source}} AS counted
WHERE counted.state = 'signed-off' AND {{where}}
GROUP BY {key}
ORDER BY {key}
"""


def audits(engine: Engine, wanted: Wanted, service: str) -> tuple[AuditsAlike, ...]:
    """Return how many signed-off audits are alike."""
    measures = ("n", "judged_good", "compliance", "quality")
    return tuple(AuditsAlike(service, *row) for row in _rows(engine, "audits", wanted, _AUDIT, measures))


def answers(engine: Engine, wanted: Wanted, service: str) -> tuple[AnswersAlike, ...]:
    """Return how many of their answers are alike."""
    measures = ("n", "good", "limiting")
    return tuple(AnswersAlike(service, *row) for row in _rows(engine, "cell", wanted, _ANSWER, measures))


def _rows(
    engine: Engine, relation: Relation, wanted: Wanted, key: tuple[str, ...], measures: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    source = engine.source(relation, wanted, key)
    text = _TEXT.format(
        key=", ".join(f"counted.{name}" for name in key),
        measures=", ".join(f"sum(counted.{name})" for name in measures),
    )
    return engine.ask(text.format(source=source.name, where=source.where), source.values)


def actions(engine: Engine, wanted: Wanted, service: str, today: str) -> tuple[ActionsAlike, ...]:
    """Return how many of their actions are alike, and were due before today; on which day is not told."""
    return tuple(
        ActionsAlike(service, row.status, row.overdue, row.effect, row.n)  # type: ignore[arg-type]
        for row in questions.actions(engine, wanted, today)
    )


def repeats(engine: Engine, wanted: Wanted, service: str) -> tuple[RepeatsAlike, ...]:
    """Return in how many cases each criterion was graded twice running, and was below good both times."""
    return tuple(
        RepeatsAlike(service, row.checklist, row.criterion, row.compared, row.repeated)
        for row in questions.repeats(engine, wanted)
    )
