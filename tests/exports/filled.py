"""An audit of every shipped checklist, with a text of its own in every field that a person fills."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Action, Answer, Audit, Before, Judgement, SignOff
from caseaudit.domain.checklist import SCALE_OF_KIND
from caseaudit.domain.timing import Timing
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from caseaudit.store.register import Stamp
from conftest import HEADER, NOON

SHIPPED = Library(shipped_checklists())
EVERY = sorted(SHIPPED.paths())
"""The id of every shipped checklist."""
AT = "2026-11-20T12:00:00Z"
UNGRADED = ("not-applicable", "insufficient-evidence", "not-assessed")


def filled(checklist: str, number: int = 0) -> Audit:
    """Return a signed-off audit of a checklist with every section on: graded all through the scale, now and then not.

    `number` tells several of one checklist apart: each gives other grades and leaves out other criteria.
    """
    asked = SHIPPED.get(checklist)
    scale = SHIPPED.scales[asked.scale]
    audit_id = f"20261120-{EVERY.index(checklist):03d}{number:03d}"
    audit = steps.begin(audit_id, HEADER, asked, scale, AT)
    answers = tuple(_answered(answer, place + number, audit) for place, answer in enumerate(audit.answers))
    whole = replace(
        audit,
        sections=tuple(replace(section, on=True) for section in audit.sections),
        answers=answers,
        actions=(Action("A1", f"Do {checklist}", f"Owner {checklist}", "2026-12-04", answers[0].criterion),),
        judgement=Judgement(scale.grades[0].id, scale.grades[-1].id, f"By rule {checklist}", f"Because {checklist}"),
    )
    return replace(whole, sign_off=SignOff("A. Auditor", AT, "I have read the file.", steps.content_digest(whole)))


def _answered(answer: Answer, place: int, audit: Audit) -> Answer:
    words = {name: f"{name} of {answer.criterion} in {audit.id}" for name in ("reason", "evidence", "impact")}
    before = Before("0" * 32, "graded", "good", f"before of {answer.criterion}")
    timing = Timing("a-clock", "2026-10-01", "2026-10-09", ("2026-10-02", "2026-10-05"), "2026-11-20", "2026-10-08",
                    "in-time", f"said of {answer.criterion}")  # fmt: skip
    told = replace(answer, carried="20261001-bbbbbb", before=before, timing=timing, **words)
    if place % 7 == 6:
        return replace(told, state=UNGRADED[place // 7 % 3])
    if answer.kind == "count":
        return replace(told, state="graded", count=place + 2)
    return replace(told, state="graded", grade=_grades(answer, audit)[place % len(_grades(answer, audit))])


def _grades(answer: Answer, audit: Audit) -> Sequence[str]:
    if answer.kind == "grade":
        return audit.checklist.grades
    return [grade.id for grade in SHIPPED.scales[SCALE_OF_KIND[answer.kind]].grades]


def workspace_of_everything(folder: Path, each: int = 3) -> Workspace:
    """Return a workspace with some audits of every shipped checklist, all of one team."""
    places = make(str(folder), name="Every checklist")
    workspace = Workspace(places, "A. Auditor", clock=lambda: NOON)
    for checklist in EVERY:
        for number in range(each):
            workspace.register.save(filled(checklist, number), Stamp("A. Auditor", AT, "begun"))
    return workspace
