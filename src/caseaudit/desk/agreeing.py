"""How far the auditors of a workspace and those who graded a second time agree, on one scale at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from statistics import median
from typing import NamedTuple

from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import agreement_report
from caseaudit.domain.agreement import USUAL
from caseaudit.domain.agreement_coefficient import Measure, Weights
from caseaudit.domain.agreement_report import Pair, Report
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import SCALE_OF_KIND
from caseaudit.domain.moderating import days_to_moderation
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store.index import Wanted
from caseaudit.store.library import Library


class OnScale(NamedTuple):
    """The agreement on one scale."""

    name: str
    """The id of the scale."""
    report: Report


class Moderated(NamedTuple):
    """What the second grades of a workspace say."""

    signed_off: int
    """How many of the audits that are wanted are signed off, training and second grades left out."""
    moderated: int
    """How many of these have a second grade that is signed off."""
    waiting: int
    """How many have one that is not signed off yet."""
    median_days: float | None
    """From the auditor's signature to the agreement; None while nothing is agreed."""
    scales: tuple[OnScale, ...]
    """The scale with the most pairs first."""
    problems: tuple[Problem, ...]
    """What could not be read."""


def agreement(
    workspace: Workspace, wanted: Wanted, measures: Iterable[Measure] = USUAL, weights: Weights = "linear"
) -> Moderated:
    """Return how far auditors and moderators agree in the audits that are wanted: each gave their grades unseen.

    An auditor's grades are those that were signed when the second grade began, a moderator's those of the first
    signature under it: what either changed once they knew the other's is no agreement. So of an audit that was
    moderated again, once its auditor had signed another version, the first time counts.
    """
    found = moderating.cases(workspace)
    earliest = {case.first.id: case for case in sorted(found.cases, key=_begun, reverse=True)}
    cases = [case for case in earliest.values() if case.first.signed_off and _is_wanted(case.first, wanted)]
    done = [case for case in cases if case.second.signed_off]
    signed = wanted._replace(equal=(*wanted.equal, ("state", "signed-off")), practice_only=True)
    days = [days for case in done if (days := days_to_moderation(case.first)) is not None]
    by_scale: dict[tuple[str, tuple[str, ...]], list[Pair]] = {}
    for case in filter(None, (_unseen(workspace, case) for case in done)):
        for scale, pair in _pairs(case, workspace.library):
            by_scale.setdefault(scale, []).append(pair)
    most_first = sorted(by_scale, key=lambda scale: (-len(by_scale[scale]), scale))
    reports = (agreement_report.report(by_scale[scale], scale[1], measures, weights) for scale in most_first)
    return Moderated(
        signed_off=workspace.index.count(signed),
        moderated=len(done),
        waiting=len(cases) - len(done),
        median_days=median(days) if days else None,
        scales=tuple(OnScale(name, report) for (name, _), report in zip(most_first, reports, strict=True)),
        problems=tuple(found.problems),
    )


def _begun(case: Case) -> str:
    return case.second.created


def _is_wanted(first: Audit, wanted: Wanted) -> bool:
    has = {"team": first.team, "auditor": first.auditor, "checklist": first.checklist.id, "cohort": first.cohort}
    fits = all(has.get(name) == value for name, value in wanted.equal)
    return fits and wanted.since <= first.date and (not wanted.until or first.date <= wanted.until)


# ── what each gave before they knew the other's ──────────────────────────────


def _unseen(workspace: Workspace, case: Case) -> Case | None:
    """Return both audits as they were when neither auditor knew the other's grades; None where nobody can say."""
    first, second = case
    if first.sign_off is None or first.sign_off.at > second.created:
        before = _revision(workspace, first, range_of=reversed, wanted=lambda audit: _signed_by(audit, second.created))
    else:
        before = first
    if any(event.what == "reopened" for event in second.events):
        given = _revision(workspace, second, range_of=iter, wanted=lambda audit: audit.signed_off)
    else:
        given = second
    return Case(before, given) if before and given else None


def _signed_by(audit: Audit, at: str) -> bool:
    return audit.sign_off is not None and audit.sign_off.at <= at


def _revision(
    workspace: Workspace,
    audit: Audit,
    range_of: Callable[[list[int]], Iterator[int]],
    wanted: Callable[[Audit], bool],
) -> Audit | None:
    """Return the first revision that is wanted, looking through them in an order."""
    with suppress(CaseauditError):
        history = workspace.register.history(audit.id)
        return next((found for number in range_of(history.numbers()) if wanted(found := history.audit(number))), None)
    return None


# ── pairs ────────────────────────────────────────────────────────────────────


def _pairs(case: Case, library: Library) -> Iterator[tuple[tuple[str, tuple[str, ...]], Pair]]:
    """Yield every criterion that both graded in the same words, with the scale: its id and its grades, best first."""
    first, second = case
    given = {answer.criterion: answer for answer in second.asked}
    for answer in first.asked:
        other = given.get(answer.criterion)
        scale = _scale(first, answer, library)
        if other is None or scale is None or other.wording != answer.wording:
            continue
        if {answer.grade, other.grade} <= set(scale[1]):
            people = (first.auditor, second.auditor, first.id)
            yield scale, Pair(first.checklist.id, answer.criterion, *people, answer.grade, other.grade)


def _scale(audit: Audit, answer: Answer, library: Library) -> tuple[str, tuple[str, ...]] | None:
    """Return the scale of a criterion; None where it counts something, or the library no longer has the scale."""
    if answer.kind == "grade":
        return audit.checklist.scale, audit.checklist.grades
    found = library.scales.get(SCALE_OF_KIND.get(answer.kind, ""))
    return (found.id, tuple(grade.id for grade in found.grades)) if found else None
