"""What the signed-off audits say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from caseaudit.desk.wording import Words as Words
from caseaudit.desk.wording import words as words
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import breakdown, change, report
from caseaudit.domain.breakdown import DIMENSIONS, Breakdown
from caseaudit.domain.change import Changes, Period
from caseaudit.domain.counts import AuditCount, Cell, GroupOfAnswers
from caseaudit.domain.report import Report, Row
from caseaudit.problems import bad_input, nearest
from caseaudit.store import questions
from caseaudit.store.index import Wanted
from caseaudit.store.questions import Engine

EVERYTHING = Wanted()


WordsOf = Callable[[list[AuditCount], list[Cell]], Words]
"""What knows how the things that were counted are called."""


def summarise(workspace: Workspace, wanted: Wanted = EVERYTHING, by: Iterable[str] = ()) -> Report:
    """Return the report over the signed-off audits that are wanted, broken down by team and by what else is asked.

    Training and second grades never count. Raises `BadInput` for a dimension that does not exist.
    """
    dimensions = checked(by)
    index = workspace.look()
    report = counted(index, wanted, dimensions, workspace.today(), partial(words, workspace))
    unreadable, copies = tuple(index.unreadable()), tuple(index.copies())
    return report._replace(unreadable=unreadable, copies=copies, target=workspace.target)


def checked(by: Iterable[str]) -> list[str]:
    """Return the dimensions of a breakdown: team, and what else is asked. Raises `BadInput` for one that is none."""
    return [_checked(name) for name in dict.fromkeys(("team", *by))]


def counted(engine: Engine, wanted: Wanted, dimensions: list[str], today: str, words_of: WordsOf) -> Report:
    """Return the report of what an engine counts; it knows nothing of files that could not be read, nor of copies."""
    wanted = wanted._replace(practice_only=True)
    audits = questions.audits(engine, wanted)
    cells = questions.cells(engine, wanted)
    called = words_of(audits, cells)
    judged = report.judgements(audits, called.order)
    rows = _in_order(report.rows(cells, called.asked, called.order), [each.checklist for each in judged])
    period = report.period(audits)
    return Report(
        only=in_words(wanted),
        period=period,
        signed_off=_number(audits, "signed-off"),
        in_progress=_number(audits, "in-progress"),
        unreadable=(),
        copies=(),
        grades=called.grades,
        overall=breakdown.whole(audits, cells, called.order),
        judgements=judged,
        rows=rows,
        weakest=report.weakest(rows),
        strongest=report.strongest(rows),
        limiting=report.limiting(rows),
        changes=_changes(engine, wanted, period),
        repeats=report.repeats(questions.repeats(engine, wanted)),
        actions=report.actions(questions.actions(engine, wanted, today), today),
        breakdowns=tuple(_breakdown(engine, wanted, name, called.order) for name in dimensions),
        months=breakdown.months(questions.groups_of_answers(engine, wanted, "month", "checklist")),
    )


def rows_by(workspace: Workspace, by: str, wanted: Wanted = EVERYTHING) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each group by one dimension, by name: a heat map of criterion by team.

    Asks the index as it stands after the last `summarise`. Raises `BadInput` for a dimension that does not exist.
    """
    wanted = wanted._replace(practice_only=True)
    groups = questions.cells_by(workspace.index, wanted, _checked(by))
    called = words(workspace, [], [cell for cells in groups.values() for cell in cells])
    return {name: report.rows(cells, called.asked, called.order) for name, cells in groups.items()}


def _checked(by: str) -> str:
    if by not in DIMENSIONS:
        raise bad_input("by", "is not something to break a summary down by", nearest(by, DIMENSIONS))
    return by


def in_words(wanted: Wanted) -> tuple[str, ...]:
    """Return the filters as people say them: `team North`, `dated 2026-04-01 or after`."""
    found = [f"{name} {value}" for name, value in wanted.equal]
    found += [f"with the words “{wanted.text}”"] if wanted.text else []
    found += [f"dated {wanted.since} or after"] if wanted.since else []
    found += [f"dated {wanted.until} or before"] if wanted.until else []
    return tuple(found)


def _number(audits: list[AuditCount], state: str) -> int:
    return sum(count.n for count in audits if count.state == state)


def _in_order(rows: tuple[Row, ...], checklists: list[str]) -> tuple[Row, ...]:
    """Return the rows with their checklists in order; the order within a checklist stays."""
    return tuple(sorted(rows, key=lambda row: checklists.index(row.checklist)))


# ── groups, and what changed ─────────────────────────────────────────────────


def _breakdown(engine: Engine, wanted: Wanted, by: str, order: list[str]) -> Breakdown:
    inner = "checklist" if by == "criterion" else "focus"
    answers = questions.groups_of_answers(engine, wanted, by, inner)
    return breakdown.breakdown(by, questions.groups_of_audits(engine, wanted, by), answers, order)


def _changes(engine: Engine, wanted: Wanted, period: Period) -> Changes:
    latest, before = change.periods(wanted.since, wanted.until, period.last)

    def within(days: Period, until: str) -> list[GroupOfAnswers]:
        dated = wanted._replace(since=days.first, until=until)
        return questions.groups_of_answers(engine, dated, "criterion", "checklist") if days.last else []

    # None is later than the end of the latest period; without that end, whole months of a tally fit.
    return change.changes(latest, before, within(latest, wanted.until), within(before, before.last))
