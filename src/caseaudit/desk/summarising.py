"""What the signed-off audits say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from caseaudit.desk.workspace import Workspace
from caseaudit.domain import breakdown, change, report
from caseaudit.domain.audit import Audit
from caseaudit.domain.breakdown import DIMENSIONS, Breakdown
from caseaudit.domain.change import Changes, Period
from caseaudit.domain.checklist import Checklist, Grade
from caseaudit.domain.counts import AuditCount, Cell, GroupOfAnswers
from caseaudit.domain.report import Asked, Report, Row
from caseaudit.problems import CaseauditError, bad_input, nearest
from caseaudit.store import questions
from caseaudit.store.index import Wanted
from caseaudit.store.questions import Engine

EVERYTHING = Wanted()


class Words(NamedTuple):
    """What the counts are called: the questions, and the grades best first."""

    asked: dict[tuple[str, str], Asked]
    grades: tuple[Grade, ...]

    @property
    def order(self) -> list[str]:
        """The ids of the grades, best first."""
        return [grade.id for grade in self.grades]


WordsOf = Callable[[list[AuditCount], list[Cell]], Words]
"""What knows how the things that were counted are called."""


def summarise(workspace: Workspace, wanted: Wanted = EVERYTHING, by: Iterable[str] = ()) -> Report:
    """Return the report over the signed-off audits that are wanted, broken down by team and by what else is asked.

    Training never counts. Raises `BadInput` for a dimension that does not exist.
    """
    dimensions = checked(by)
    index = workspace.index
    index.refresh()
    report = counted(index, wanted, dimensions, workspace.today(), partial(words, workspace))
    return report._replace(unreadable=tuple(index.unreadable()), copies=tuple(index.copies()))


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

    def within(days: Period) -> list[GroupOfAnswers]:
        dated = wanted._replace(since=days.first, until=days.last)
        return questions.groups_of_answers(engine, dated, "criterion", "checklist") if days.last else []

    return change.changes(latest, before, within(latest), within(before))


# ── what the counts are called ───────────────────────────────────────────────


def words(workspace: Workspace, audits: list[AuditCount], cells: list[Cell]) -> Words:
    """Return the words of the library, and of the records themselves for what the library no longer has."""
    checklists = {cell.checklist for cell in cells}
    asked: dict[tuple[str, str], Asked] = {}
    for name in checklists & workspace.library.paths().keys():
        asked |= _of_checklist(workspace, name)
    examples = {(cell.checklist, cell.criterion): cell.example for cell in cells}
    for audit_id in sorted({example for key, example in examples.items() if key not in asked}):
        asked = _of_record(workspace, audit_id) | asked
    occurring = {cell.grade for cell in cells} | {count.judgement for count in audits}
    return Words(asked, _grades(workspace, occurring - {""}))


def _of_checklist(workspace: Workspace, name: str) -> dict[tuple[str, str], Asked]:
    try:
        return _wording(workspace.library.get(name))
    except CaseauditError:
        return {}


def _wording(checklist: Checklist) -> dict[tuple[str, str], Asked]:
    pairs = [(section.title, criterion) for section in checklist.sections for criterion in section.criteria]
    return {
        (checklist.id, criterion.id): Asked(criterion.question, section, place)
        for place, (section, criterion) in enumerate(pairs)
    }


def _of_record(workspace: Workspace, audit_id: str) -> dict[tuple[str, str], Asked]:
    try:
        audit: Audit = workspace.register.load(audit_id)
    except CaseauditError:
        return {}
    titles = {section.id: section.title for section in audit.sections}
    return {
        (audit.checklist.id, answer.criterion): Asked(answer.question, titles.get(answer.section, ""), place)
        for place, answer in enumerate(audit.answers)
    }


def _grades(workspace: Workspace, occurring: set[str]) -> tuple[Grade, ...]:
    """Return the grades that occur, best first; one that no scale of the library has is called by its id."""
    known = {grade.id: grade for scale in workspace.library.scales.values() for grade in scale.grades}
    return (
        *(grade for grade in known.values() if grade.id in occurring),
        *(_unknown(grade) for grade in sorted(occurring - known.keys())),
    )


def _unknown(grade: str) -> Grade:
    label = grade.replace("-", " ").capitalize()
    return Grade(id=grade, label=label, short=label, mark="?", good=False, meaning="")
