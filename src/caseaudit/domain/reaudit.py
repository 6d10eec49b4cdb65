"""The same case again: what was said last time beside every criterion, what moved, which findings repeat."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec.structs import replace

from caseaudit.domain.actions import Action, goes_on, raised_on
from caseaudit.domain.audit import Answer, Audit, Before, Header, SectionUsed, answered, begin
from caseaudit.domain.checklist import GOOD_OF_KIND, Checklist, Scale
from caseaudit.domain.moderation import as_agreed_so_far, holds, standing
from caseaudit.problems import NotReady, Problem

Way = Literal["better", "same", "worse", "other words", "new", "not graded"]


class Movement(NamedTuple):
    """One criterion, last time and now."""

    criterion: str
    way: Way
    before: Before | None
    now: str
    """The grade now; empty where there is none."""
    repeats: bool
    """Whether the same words were below good both times."""


def reaudit(before: Audit, checklist: Checklist, scale: Scale, audit_id: str, header: Header, at: str) -> Audit:
    """Return a new audit of the same case, which shows what was said last time and takes over what is still to do.

    `checklist` may be a newer version: then only the same words compare. Raises `NotReady` if the first is not signed
    off or is itself a second grade or training.
    """
    if not before.signed_off or before.role in ("second-grade", "training"):
        raise NotReady(Problem(before.id, "is no signed-off audit", "Re-audit what an auditor has signed off"))
    known = {"role": "re-audit", "purpose": "re-audit", "follows": before.id, "case": before.case}
    audit = begin(audit_id, replace(header, **known), checklist, scale, at)
    on = {section.id: section.on for section in before.sections}
    return replace(
        audit,
        sections=tuple(_as_before(section, on) for section in audit.sections),
        answers=tuple(replace(answer, before=_said(before, answer)) for answer in audit.answers),
        actions=_taken_over(before),
    )


def _as_before(section: SectionUsed, on: dict[str, bool]) -> SectionUsed:
    return replace(section, on=on.get(section.id, section.on)) if section.applies_when else section


def _said(before: Audit, asked: Answer) -> Before | None:
    """Return what stands of the earlier answer to a criterion: what was agreed, where it was moderated."""
    stood = as_agreed_so_far(before) if holds(before) else before
    for answer in stood.asked:
        if answer.criterion == asked.criterion and answer.state != "not-assessed":
            return Before(answer.wording, answer.state, answer.grade, answer.reason, answer.count)
    return None


def _taken_over(before: Audit) -> tuple[Action, ...]:
    going_on = [action for action in before.actions if goes_on(action)]
    return tuple(
        replace(action, id=f"A{number}", came_from=f"{before.id}/{action.id}", raised=raised_on(action, before))
        for number, action in enumerate(going_on, 1)
    )


def as_last_time(audit: Audit, criterion: str) -> Audit:
    """Return the audit with the answer of last time carried forward, in its words, to be read and stood by.

    Raises `NotReady` where there is none, or where it was given to other words.
    """
    answer = audit.answer(criterion)
    if answer.before is None:
        raise NotReady(Problem(audit.id, "was not answered last time", "Grade it from the file", criterion))
    if answer.before.wording != answer.wording:
        remedy = "Grade it from the file; the wording has changed since"
        raise NotReady(Problem(audit.id, "was asked in other words last time", remedy, criterion))
    said = answer.before
    return answered(
        audit,
        criterion,
        state=said.state,
        grade=said.grade,
        count=said.count,
        reason=answer.reason or said.reason,
        carried=audit.follows,
    )


def movements(audit: Audit) -> list[Movement]:
    """Return how each criterion that is asked moved since the audit that this one follows."""
    return [_movement(audit, answer) for answer in audit.asked]


def _movement(audit: Audit, answer: Answer) -> Movement:
    before, (_, now) = answer.before, standing(audit, answer)
    good = GOOD_OF_KIND.get(answer.kind, audit.checklist.good)
    comparable = before is not None and before.wording == answer.wording
    repeats = bool(comparable and before and before.grade and now and not {before.grade, now} & set(good))
    return Movement(answer.criterion, _way(audit, answer, now), before, now, repeats)


def _way(audit: Audit, answer: Answer, now: str) -> Way:
    if answer.before is None:
        return "new"
    if answer.before.wording != answer.wording:
        return "other words"
    order = _ORDER.get(answer.kind, audit.checklist.grades)
    if not {now, answer.before.grade} <= set(order):
        return "not graded"
    steps = order.index(answer.before.grade) - order.index(now)
    return "same" if not steps else "better" if steps > 0 else "worse"


_ORDER = {"yes-no": ("yes", "no"), "timescale": ("in-time", "late", "not-done")}
"""The grades of the kinds that have a scale of their own, best first."""
