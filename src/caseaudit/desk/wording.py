"""What the counts of a summary are called: the questions, their sections, and the grades best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.counts import AuditCount, Cell
from caseaudit.domain.grade import Grade
from caseaudit.domain.report import Asked
from caseaudit.problems import CaseauditError
from caseaudit.store import behind
from caseaudit.store.behind import Figure
from caseaudit.store.called import Remembered, Rows, stamp
from caseaudit.store.wanted import Wanted

if TYPE_CHECKING:
    from caseaudit.domain.audit import Audit
    from caseaudit.domain.checklist import Checklist


class Words(NamedTuple):
    """What the counts are called: the questions, and the grades best first."""

    asked: dict[tuple[str, str], Asked]
    grades: tuple[Grade, ...]

    @property
    def order(self) -> list[str]:
        """The ids of the grades, best first."""
        return [grade.id for grade in self.grades]


def words(workspace: Workspace, audits: list[AuditCount], cells: list[Cell]) -> Words:
    """Return the words of the library, and of the records themselves for what the library no longer has."""
    checklists = frozenset(cell.checklist for cell in cells)
    library = _of_library(workspace, checklists)
    asked = {(row[0], row[1]): Asked(*row[2:]) for row in library.asked if row[0] in checklists}
    for cell in cells:
        if (cell.checklist, cell.criterion) not in asked:
            asked = _of_records(workspace, cell) | asked
    occurring = {cell.grade for cell in cells} | {count.judgement for count in audits}
    return Words(asked, _grades(library.grades, occurring - {""}))


def _of_library(workspace: Workspace, checklists: frozenset[str]) -> Remembered:
    """Return the words of the library, as remembered if it holds the same files."""
    index, stamped = workspace.index, stamp(workspace.library_folders)
    known = index.recall(stamped)
    if known and checklists <= known.checklists:
        return known
    wanted = checklists | (known.checklists if known else frozenset())
    scales = workspace.library.scales.values()
    grades = list(dict.fromkeys(grade for scale in scales for grade in scale.grades))
    there = sorted(wanted & workspace.library.paths().keys())
    found = Remembered(wanted, [row for name in there for row in _of_checklist(workspace, name)], [*map(tuple, grades)])
    index.remember(stamped, found)
    return found


def _of_checklist(workspace: Workspace, name: str) -> Rows:
    try:
        checklist: Checklist = workspace.library.get(name)
    except CaseauditError:
        return []
    pairs = [(section.title, criterion) for section in checklist.sections for criterion in section.criteria]
    return [
        (checklist.id, criterion.id, criterion.question, section, place)
        for place, (section, criterion) in enumerate(pairs)
    ]


def _of_records(workspace: Workspace, cell: Cell) -> dict[tuple[str, str], Asked]:
    """Return the words of the latest audit that asks a criterion."""
    figure = Figure(Wanted(equal=(("checklist", cell.checklist), ("state", "signed-off"))), cell.criterion)
    found = behind.lines(workspace.index, figure, limit=1, offset=0)
    return _of_record(workspace, found[0].audit.id) if found else {}


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


def _grades(known: Rows, occurring: set[str]) -> tuple[Grade, ...]:
    """Return the grades that occur, best first; one that no scale of the library has is called by its id."""
    made = (Grade(name, label, short, mark, bool(good), meaning) for name, label, short, mark, good, meaning in known)
    grades = {grade.id: grade for grade in made}
    return (
        *(grade for grade in grades.values() if grade.id in occurring),
        *(_unknown(grade) for grade in sorted(occurring - grades.keys())),
    )


def _unknown(grade: str) -> Grade:
    label = grade.replace("-", " ").capitalize()
    return Grade(id=grade, label=label, short=label, mark="?", good=False, meaning="")
