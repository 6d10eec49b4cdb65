"""Workspaces of any size, quickly made: one audit, varied. Their words are the same everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from caseaudit.desk.workspace import make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit, Header
from caseaudit.store.library import Library
from caseaudit.store.places import Places, shipped_checklists
from caseaudit.store.records import encode
from caseaudit.store.register import Register, Stamp

CHECKLIST = "supervision"
STAMP = Stamp("A. Auditor", "2026-11-02T09:00:00Z", "begun")
_REASON = "Seen on file in two of the last three sessions; the child's own words are quoted once."
_EVIDENCE = "Supervision record, 3 March, second page"
_LAST_DAY = date(2026, 10, 30)
_MONTHS = 48
_TEAMS, _WORKERS = 8, 60
_LONG_AGO = 1_700_000_000
"""Seconds since 1970: no file looks as if it had just been changed."""


def unanswered(audit_id: str) -> Audit:
    """Return a new audit of the benchmark's checklist."""
    library = Library(shipped_checklists())
    checklist = library.get(CHECKLIST)
    header = Header(case="EB-1000", team="North", worker="W. Worker", auditor="A. Auditor", date="2026-11-02")
    return steps.begin(audit_id, header, checklist, library.scales[checklist.scale], STAMP.at)


def workspace_to_answer(folder: Path) -> tuple[Places, Audit]:
    """Make a workspace with one audit in which nothing is answered yet; return both."""
    places = make(str(folder), name="Benchmark")
    return places, Register(places).save(unanswered("20261102-opened"), STAMP)


def answered() -> Audit:
    """Return an audit with a grade, a reason and its evidence for every criterion."""
    audit = unanswered("template")
    words = {"state": "graded", "reason": _REASON, "evidence": _EVIDENCE}
    graded = (replace(answer, grade=_grade(answer, audit), **words) for answer in audit.answers)
    return replace(audit, answers=tuple(graded))


def _grade(answer: steps.Answer, audit: Audit) -> str:
    return {"yes-no": "yes", "timescale": "in-time"}.get(answer.kind, audit.checklist.grades[1])


def newest_case(number: int) -> str:
    """Return the case reference that stands first in the list of a workspace of `number` audits."""
    return f"EB-{number:06d}"


def workspace_of(folder: Path, number: int, *, signed: bool = False) -> Places:
    """Make a workspace of `number` audits spread over four years, in progress unless `signed`."""
    places = make(str(folder), name="Benchmark")
    for audit in _audits(number):
        path = places.audits / audit.date[:7] / f"{audit.id}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(encode(_signed(audit) if signed else audit))
    _age(places.audits)
    return places


def _audits(number: int) -> Iterator[Audit]:
    """Yield the audits, the oldest first; the last is the first of a list by date."""
    template, first = answered(), _LAST_DAY - timedelta(days=30 * _MONTHS)
    for place in range(1, number + 1):
        day = first + (_LAST_DAY - first) * (place / number)
        yield replace(
            template,
            id=f"{day:%Y%m%d}-{place:06d}",
            case=newest_case(place),
            team=f"Team {place % _TEAMS}",
            worker=f"Worker {place % _WORKERS}",
            date=day.isoformat(),
        )


def _signed(audit: Audit) -> Audit:
    digest = steps.content_digest(audit)
    return replace(audit, sign_off=steps.SignOff(audit.auditor, STAMP.at, steps.MEANING, digest))


def _age(top: Path) -> None:
    """Make every file and folder look long settled."""
    for folder, _, names in os.walk(top, topdown=False):
        for name in (*names, "."):
            os.utime(Path(folder) / name, (_LONG_AGO, _LONG_AGO))
