"""The same figures for each team, worker, auditor, cohort, month, checklist, criterion or focus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from caseaudit.domain.counts import AuditCount, Cell, GroupOfAnswers, GroupOfAudits
from caseaudit.domain.intervals import Difference, Interval, newcombe, wilson
from caseaudit.domain.point import Point

DIMENSIONS = ("team", "worker", "auditor", "cohort", "month", "checklist", "criterion", "focus")
"""What a summary can be broken down by."""
CUT_THROUGH = frozenset({"criterion", "focus"})
"""The dimensions whose groups cut through audits: they have no judgements of their own."""


class Group(NamedTuple):
    """The audits, or the answers, that are alike in one thing."""

    name: str
    """The team, the month (`2026-11`), the criterion's id, ...; empty where the record does not say."""
    checklist: str
    """Of a criterion: the id of its checklist. Empty for any other group."""
    audits: int
    """How many signed-off audits are in it, or ask something of it."""
    judgements: dict[str, int]
    """How many of them have which judgement, by the grade's id, best first; empty where groups cut through audits."""
    good_or_better: Interval
    """Of the graded answers."""
    compliance: Interval
    """The same of the answers about compliance alone."""
    quality: Interval
    """The same of the answers about quality alone."""
    insufficient_evidence: Interval
    """How many answers have too little on file, of all that apply."""

    @property
    def gap(self) -> Difference:
        """How much higher compliance is than quality."""
        return newcombe(self.compliance, self.quality)

    @property
    def compliance_leads(self) -> bool:
        """Whether compliance is clearly above quality: the interval of the gap lies above 0."""
        return self.gap.low > 0


class Breakdown(NamedTuple):
    """A summary's groups by one dimension; months in order of time, others by name."""

    by: str
    """One of `DIMENSIONS`."""
    groups: tuple[Group, ...]

    @property
    def compliance_leads(self) -> tuple[Group, ...]:
        """The groups whose compliance is clearly above their quality."""
        return tuple(group for group in self.groups if group.compliance_leads)


class Months(NamedTuple):
    """The months in which anything is graded, in order of time: graded answers, and how many are good or better."""

    checklist: str
    """Its id; empty for all checklists together."""
    points: tuple[Point, ...]


def breakdown(
    by: str, audits: Iterable[GroupOfAudits], answers: Iterable[GroupOfAnswers], order: Sequence[str]
) -> Breakdown:
    """Return the groups. `order` holds the ids of the grades, best first.

    For criteria the second dimension of `answers` is the checklist, for all others the focus.
    """
    counted: dict[tuple[str, str], list[GroupOfAudits]] = {}
    answered: dict[tuple[str, str], list[GroupOfAnswers]] = {}
    for audit in audits:
        counted.setdefault((audit.group, audit.checklist), []).append(audit)
    for answer in answers:
        answered.setdefault((answer.group, answer.inner if by == "criterion" else ""), []).append(answer)
    keys = sorted(counted.keys() | answered.keys(), key=lambda key: (key[1], key[0]))
    return Breakdown(by, tuple(_group(key, counted.get(key, []), answered.get(key, []), order, by) for key in keys))


def _group(
    key: tuple[str, str], audits: list[GroupOfAudits], answers: list[GroupOfAnswers], order: Sequence[str], by: str
) -> Group:
    judged: dict[str, int] = {}
    for row in audits if by not in CUT_THROUGH else ():
        if row.judgement:
            judged[row.judgement] = judged.get(row.judgement, 0) + row.n
    return Group(
        *key,
        audits=sum(row.n for row in audits),
        judgements=best_first(judged, order),
        good_or_better=_good(answers),
        compliance=_good([row for row in answers if row.inner == "compliance"]),
        quality=_good([row for row in answers if row.inner == "quality"]),
        insufficient_evidence=wilson(
            sum(row.insufficient_evidence for row in answers), sum(row.applicable for row in answers)
        ),
    )


def _good(answers: list[GroupOfAnswers]) -> Interval:
    return wilson(sum(row.good for row in answers), sum(row.graded for row in answers))


def whole(audits: Iterable[AuditCount], cells: Iterable[Cell], order: Sequence[str]) -> Group:
    """Return everything that is signed off as one group without a name."""
    counted = [GroupOfAudits("", "", row.judgement, row.n) for row in audits if row.state == "signed-off"]
    return _group(("", ""), counted, [_as_answers(cell) for cell in cells], order, "")


def _as_answers(cell: Cell) -> GroupOfAnswers:
    not_evidenced = cell.n if cell.state == "insufficient-evidence" else 0
    applicable = 0 if cell.state == "not-applicable" else cell.n
    return GroupOfAnswers("", cell.focus, cell.good, cell.graded, not_evidenced, applicable)


def months(answers: Iterable[GroupOfAnswers]) -> tuple[Months, ...]:
    """Return the points of all checklists together, then of each; the second dimension is the checklist."""
    found: dict[str, dict[str, Point]] = {}
    for row in answers:
        for checklist in ("", row.inner) if row.graded else ():
            points = found.setdefault(checklist, {})
            before = points.get(row.group, Point(row.group, 0, 0))
            points[row.group] = Point(row.group, before.n + row.good, before.of + row.graded)
    return tuple(Months(name, tuple(found[name][month] for month in sorted(found[name]))) for name in sorted(found))


def best_first(counts: Mapping[str, int], order: Sequence[str]) -> dict[str, int]:
    """Return counts by grade in the order of the scales; grades that no scale has come last, by name."""
    place = {grade: number for number, grade in enumerate(order)}
    return {grade: counts[grade] for grade in sorted(counts, key=lambda grade: (place.get(grade, len(place)), grade))}
