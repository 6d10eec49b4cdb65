"""Type two dates, or a list of them: the program counts by the clock and proposes what the checklist says of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.desk import auditing, bank_holidays
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import Criterion
from caseaudit.domain.days import as_iso
from caseaudit.domain.timescales import Timescale
from caseaudit.domain.timing import Timing
from caseaudit.domain.timing_counting import counted
from caseaudit.plaintext import one_line
from caseaudit.problems import CaseauditError, bad_input


class Dated(NamedTuple):
    """What was typed and what it says, and the grade that the checklist proposes for it."""

    timing: Timing
    proposed: str
    """A grade's id; empty where the checklist proposes none."""


def clock_of(workspace: Workspace, audit: Audit, criterion: str) -> Timescale:
    """Return the clock of a criterion. Raises `BadInput` where none decides it, or the library has none of its name."""
    answer = audit.answer(criterion)
    name = answer.timing.clock if answer.timing else _asked(workspace, audit, answer)
    if not name:
        raise bad_input(audit.id, "is decided by no clock", "Give a criterion that has a timescale", criterion)
    clock = workspace.library.clocks.timescales.get(name)
    if clock is None:
        raise bad_input(name, "is a clock that this library does not have", "Run `caseaudit timescale list`", criterion)
    return clock


def _asked(workspace: Workspace, audit: Audit, answer: Answer) -> str:
    found = _criterion(workspace, audit, answer)
    return found.timescale if found else ""


def _criterion(workspace: Workspace, audit: Audit, answer: Answer) -> Criterion | None:
    try:
        return workspace.library.get(audit.checklist.id).criterion(answer.criterion)
    except CaseauditError:
        return None


def dated(workspace: Workspace, audit: Audit, criterion: str, given: Timing) -> Dated:
    """Return what the dates say by the criterion's clock, and what grade follows.

    Raises `BadInput` with everything that is wrong with the dates.
    """
    clock = clock_of(workspace, audit, criterion)
    today = date.fromisoformat(workspace.today())
    timing = counted(_tidy(replace(given, clock=clock.id)), clock, bank_holidays.of_england(), today)
    return Dated(timing, _proposed(workspace, audit, criterion, timing))


def _tidy(given: Timing) -> Timing:
    texts = {name: as_iso(one_line(getattr(given, name)).strip()) for name in ("start", "end", "until", "system")}
    return replace(given, held=tuple(filter(None, (as_iso(one_line(day).strip()) for day in given.held))), **texts)


def _proposed(workspace: Workspace, audit: Audit, criterion: str, timing: Timing) -> str:
    answer = audit.answer(criterion)
    scale = auditing.scale_of(workspace, answer, audit) if answer.kind != "count" else None
    grade = (
        timing.verdict if answer.kind == "timescale" else _by_clock(workspace, audit, answer).get(timing.verdict, "")
    )
    return grade if scale and scale.grade(grade) else ""


def _by_clock(workspace: Workspace, audit: Audit, answer: Answer) -> dict[str, str]:
    """Return what the checklist proposes for what the clock says, if it still asks in the words of this audit."""
    found = _criterion(workspace, audit, answer)
    return found.by_clock if found and found.wording == answer.wording else {}


def with_dates(audit: Audit, criterion: str, found: Dated) -> Audit:
    """Return the audit with the dates, and with the proposed grade where nothing is graded yet."""
    answer = audit.answer(criterion)
    changes: dict[str, object] = {"timing": found.timing}
    if found.proposed and answer.state == "not-assessed":
        changes |= {"state": "graded", "grade": found.proposed}
    if found.proposed and not answer.reason:
        changes["reason"] = found.timing.said
    return steps.answered(audit, criterion, **changes)


def put(workspace: Workspace, audit_id: str, criterion: str, given: Timing) -> Dated:
    """Put dates on record and save; return what they say."""
    opened = auditing.open_for_a_step(workspace, audit_id, criterion)
    found = dated(workspace, opened.working, criterion, given)
    auditing.save(workspace, with_dates(opened.working, criterion, found), opened.saved, f"{criterion} dates")
    return found


def differs(answer: Answer) -> bool | None:
    """Return whether the case system gives another date than the file; None where one of the two was not noted."""
    return answer.timing.differs if answer.timing else None
