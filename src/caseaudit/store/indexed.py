"""What the index holds of a record, column by column. No free text: no reason, no evidence, no words of an action."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caseaudit.domain.audit import Answer, Audit, ChecklistUsed, progress
from caseaudit.domain.checklist import GOOD_OF_KIND
from caseaudit.domain.judgement import suggest


def audit_row(audit: Audit) -> tuple[Any, ...]:
    """Return the columns of `audit` between `path` and `copy`."""
    answered, asked = progress(audit)
    due = sorted(action.due for action in audit.actions if action.status == "open")
    grade = audit.judgement.grade if audit.judgement else ""
    return (
        *(audit.id, audit.case, audit.cohort, audit.team, audit.worker, audit.auditor, audit.date),
        *(audit.checklist.id, audit.checklist.version, audit.checklist.title, audit.role, audit.purpose),
        "signed-off" if audit.signed_off else "in-progress",
        *(grade, int(grade in audit.checklist.good) if grade else None),
        *(answered, asked, len(due), next(filter(None, due), ""), audit.revision.number),
        _words(audit),
    )


def _words(audit: Audit) -> str:
    """Return all that a line of a list says, as a search compares it: no engine folds every alphabet itself."""
    header = (audit.id, audit.case, audit.team, audit.worker, audit.auditor, audit.checklist.title)
    return " ".join(header).casefold()


def answer_rows(audit: Audit) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of `answer` after `path`, for each criterion that was asked.

    `good` is 1 or 0 where there is a grade, by the record's own scale, and nothing where there is none.
    """
    capping = _capping(audit)
    for answer in audit.asked:
        yield (
            *(answer.criterion, answer.section, answer.focus, answer.kind, answer.critical, answer.weight),
            *(answer.state, answer.grade, _good(answer, audit.checklist), int(answer.criterion in capping)),
        )


def _good(answer: Answer, used: ChecklistUsed) -> int | None:
    if answer.state != "graded" or not answer.grade:
        return None
    return int(answer.grade in GOOD_OF_KIND.get(answer.kind, used.good))


def _capping(audit: Audit) -> tuple[str, ...]:
    """Return the criteria that capped the judgement; none if the auditor went above what the rule suggested."""
    if not audit.signed_off or not audit.judgement:
        return ()
    suggested, grades = suggest(audit), audit.checklist.grades
    if not suggested.limiting or audit.judgement.grade not in grades:
        return ()
    is_above = grades.index(audit.judgement.grade) < grades.index(suggested.grade)
    return () if is_above else suggested.limiting


def action_rows(audit: Audit) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of `action` after `path`."""
    for action in audit.actions:
        yield action.id, action.status, action.due, int(bool(action.effect.strip()))
