"""What the signed-off audits say together: one report, for the screen and for every export.

Pure: made from the rows of `domain.counts`. Neither training nor second grades count. Shares are `Interval`s, `k of
n` with the Wilson interval at 95 %, from 0 to 1. Lists of criteria name them by checklist and id; `Report.row` has
the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from caseaudit.domain.breakdown import Breakdown, Group, Months, best_first
from caseaudit.domain.change import Changes, Period
from caseaudit.domain.counts import ActionCount, AuditCount, Cell, RepeatCount
from caseaudit.domain.grade import Grade
from caseaudit.domain.intervals import LEAST, Interval, wilson
from caseaudit.domain.withheld import SUPPRESSED, C, is_withheld
from caseaudit.problems import Problem

SUPPRESSED_SHARE = Interval(0, 0, 0.0, 1.0, SUPPRESSED)
"""The share that is not shown."""
if TYPE_CHECKING:
    from caseaudit.domain.trend import Chart

LISTED = 5
"""How many criteria are called weakest, and how many strongest, at the most."""


class Asked(NamedTuple):
    """What a criterion asks, as people read it."""

    question: str = ""
    section: str = ""
    """The section's title."""
    place: int = 0
    """Where it stands in its checklist, counted from 0."""


class Row(NamedTuple):
    """The counts of one criterion, and what it is."""

    checklist: str
    criterion: str
    versions: tuple[str, ...]
    """The versions of the checklist that these audits used, in order."""
    question: str
    section: str
    """The section's title."""
    focus: str
    """`compliance` or `quality`."""
    kind: str
    critical: str
    """`none`, `harm` or `welfare`."""
    weight: int
    grades: dict[str, int]
    """How often each grade was given, by its id, best first; no key for a grade that was not."""
    numbers: int
    """How many answers are a number, which has no grade."""
    not_applicable: int
    insufficient_evidence: int
    not_assessed: int
    good_or_better: Interval
    """Of the answers that have a grade."""
    capped: Interval
    """How often it capped the judgement of its audit, of all audits that asked it."""

    @property
    def asked(self) -> int:
        """How many audits asked it."""
        ungraded = self.not_applicable, self.insufficient_evidence, self.not_assessed
        parts = (*self.grades.values(), self.numbers, *ungraded)
        if is_withheld(*parts):
            return self.capped.of or C
        return sum(parts)

    @property
    def not_applicable_rate(self) -> Interval:
        """How often it did not apply, of all audits that asked it."""
        hidden = is_withheld(self.asked, self.not_applicable)
        return SUPPRESSED_SHARE if hidden else wilson(self.not_applicable, self.asked)

    @property
    def insufficient_evidence_rate(self) -> Interval:
        """How often there was too little on file, of all audits where it applied."""
        if is_withheld(self.asked, self.not_applicable, self.insufficient_evidence):
            return SUPPRESSED_SHARE
        return wilson(self.insufficient_evidence, self.asked - self.not_applicable)


class Judgements(NamedTuple):
    """How the audits of one checklist were judged."""

    checklist: str
    title: str
    audits: int
    grades: dict[str, int]
    """By the grade's id, best first."""
    without: int
    """How many have no overall judgement, because the checklist asks for none."""
    good_or_better: Interval


class Repeat(NamedTuple):
    """A criterion that was below good in two or more audits running, same case and same checklist."""

    checklist: str
    criterion: str
    cases: Interval
    """In how many cases, of those in which two audits running graded it. Case references are never named."""


class Actions(NamedTuple):
    """The actions of the signed-off audits."""

    open: int
    overdue: int
    """How many of the open ones were due before `today`."""
    done: int
    """Done, and not yet closed."""
    closed: int
    cancelled: int
    with_effect: int
    """How many that are done or closed say what difference they made."""
    oldest: str
    """The day on which the open action that waits longest was due; empty where none with a day is open."""
    today: str
    loop: Interval = Interval(0, 0, 0.0, 1.0)
    """How many were closed with their effect shown, of those that were due before `today` and not given up."""


class Disclosure(NamedTuple):
    """What was done to a report so that it can leave the service."""

    threshold: int
    """Counts from 1 to below this are not shown."""
    statement: tuple[str, ...]
    """What was done, in sentences."""


class Report(NamedTuple):
    """A summary."""

    only: tuple[str, ...]
    """The filters, in words: `team North`."""
    period: Period
    """The first and the last day on which an audit that counts was done."""
    signed_off: int
    in_progress: int
    unreadable: tuple[Problem, ...]
    copies: tuple[Problem, ...]
    grades: tuple[Grade, ...]
    """Every grade that occurs, scale by scale and best first: its label, short word and mark."""
    overall: Group
    """All of it together; its name is empty."""
    judgements: tuple[Judgements, ...]
    """By checklist, in order of title."""
    rows: tuple[Row, ...]
    """Every criterion: checklists in the order of `judgements`, criteria in reading order."""
    weakest: tuple[Row, ...]
    """Below the whole, lowest upper bound first; at least `LEAST` graded."""
    strongest: tuple[Row, ...]
    """Above the whole, highest lower bound first; at least `LEAST` graded."""
    limiting: tuple[Row, ...]
    """The criteria that capped a judgement, most often first."""
    changes: Changes
    repeats: tuple[Repeat, ...]
    actions: Actions
    breakdowns: tuple[Breakdown, ...]
    """By team, then by whatever else was asked for."""
    months: tuple[Months, ...]
    """All checklists together, then each."""
    target: float | None = None
    """How many percent of the graded answers of a month are to be good or better, if anybody has said so."""
    disclosure: Disclosure | None = None
    """What was done so that it can be shared; None where it is for the service itself."""
    in_months: bool = False
    """Whether it is made of counts that know months and no days."""
    knows_in_progress: bool = True
    """Whether it is known how many audits are in progress; without it `in_progress` is 0 and means nothing."""

    def known(self, period: Period) -> Period:
        """Return what is known of a period: its days, or its months, as `2026-05`, where no days are known."""
        return Period(period.first[:7], period.last[:7]) if self.in_months else period

    def trend(self, months: Months) -> Chart:
        """Return the chart of some months of this report, held against the target if there is one."""
        from caseaudit.domain.trend import chart

        return chart(months.points, target=self.target)

    def row(self, checklist: str, criterion: str) -> Row:
        """Return the row of a criterion. Raises `KeyError` if the audits did not ask it."""
        return {(row.checklist, row.criterion): row for row in self.rows}[checklist, criterion]

    def by_checklist(self) -> dict[str, list[Row]]:
        """Return the rows, gathered by the checklist's id."""
        gathered: dict[str, list[Row]] = {}
        for row in self.rows:
            gathered.setdefault(row.checklist, []).append(row)
        return gathered

    def breakdown(self, by: str) -> Breakdown | None:
        """Return the groups by one dimension, if they were asked for."""
        return next((found for found in self.breakdowns if found.by == by), None)

    def grade(self, grade_id: str) -> Grade | None:
        """Return a grade that occurs."""
        return next((grade for grade in self.grades if grade.id == grade_id), None)

    @property
    def of_shown(self) -> str:
        """What a sentence that says none must add: of a report that is shared, it knows only of what is shown."""
        return " that can be shown" if self.disclosure else ""

    @property
    def partial(self) -> bool:
        """Whether a file was left out."""
        return bool(self.unreadable or self.copies)


# ── from counts ──────────────────────────────────────────────────────────────


def rows(cells: Iterable[Cell], asked: Mapping[tuple[str, str], Asked], order: Sequence[str]) -> tuple[Row, ...]:
    """Return one row a criterion: checklists by id, criteria in reading order. `order`: ids of grades, best first."""
    grouped: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        grouped.setdefault((cell.checklist, cell.criterion), []).append(cell)
    found = [_row(key, grouped[key], asked.get(key, Asked()), order) for key in grouped]
    last = len(asked)
    return tuple(sorted(found, key=lambda row: _reading_order(row, asked, last)))


def _reading_order(row: Row, asked: Mapping[tuple[str, str], Asked], last: int) -> tuple[str, int, str]:
    known = asked.get((row.checklist, row.criterion))
    return row.checklist, known.place if known else last, row.criterion


def _row(key: tuple[str, str], cells: list[Cell], asked: Asked, order: Sequence[str]) -> Row:
    grades: dict[str, int] = {}
    for cell in cells:
        if cell.state == "graded" and cell.grade:
            grades[cell.grade] = grades.get(cell.grade, 0) + cell.n
    latest = max(cells, key=lambda cell: (version_key(cell.version), cell.focus, cell.kind, cell.critical, cell.weight))
    return Row(
        *key,
        versions=tuple(sorted({cell.version for cell in cells}, key=version_key)),
        question=asked.question,
        section=asked.section or latest.section,
        focus=latest.focus,
        kind=latest.kind,
        critical=latest.critical,
        weight=latest.weight,
        grades=best_first(grades, order),
        numbers=sum(cell.n for cell in cells if cell.state == "graded" and not cell.grade),
        not_applicable=_in_state(cells, "not-applicable"),
        insufficient_evidence=_in_state(cells, "insufficient-evidence"),
        not_assessed=_in_state(cells, "not-assessed"),
        good_or_better=wilson(sum(cell.good for cell in cells), sum(cell.graded for cell in cells)),
        capped=wilson(sum(cell.limiting for cell in cells), sum(cell.n for cell in cells)),
    )


def _in_state(cells: list[Cell], state: str) -> int:
    return sum(cell.n for cell in cells if cell.state == state)


def version_key(version: str) -> tuple[tuple[int, int | str], ...]:
    """Return what sorts versions as people count: 1.9 before 1.10."""
    parts = version.replace("-", ".").split(".")
    return tuple((0, int(part)) if part.isascii() and part.isdecimal() else (1, part) for part in parts)


def judgements(counts: Iterable[AuditCount], order: Sequence[str]) -> tuple[Judgements, ...]:
    """Return how the signed-off audits of each checklist were judged, in order of title."""
    grouped: dict[str, list[AuditCount]] = {}
    for count in counts:
        if count.state == "signed-off":
            grouped.setdefault(count.checklist, []).append(count)
    found = [_judgements(checklist, group, order) for checklist, group in grouped.items()]
    return tuple(sorted(found, key=lambda each: (each.title, each.checklist)))


def _judgements(checklist: str, counts: list[AuditCount], order: Sequence[str]) -> Judgements:
    judged = [count for count in counts if count.judgement]
    return Judgements(
        checklist,
        max(count.title for count in counts),
        sum(count.n for count in counts),
        best_first({count.judgement: count.n for count in judged}, order),
        without=sum(count.n for count in counts if not count.judgement),
        good_or_better=wilson(sum(count.good for count in judged), sum(count.n for count in judged)),
    )


def period(counts: Iterable[AuditCount]) -> Period:
    """Return the first and the last day of the signed-off audits."""
    signed = [count for count in counts if count.state == "signed-off"]
    return Period(min((each.first for each in signed), default=""), max((each.last for each in signed), default=""))


def weakest(found: Iterable[Row], least: int = LEAST) -> tuple[Row, ...]:
    """Return the rows below the whole that are most surely weak: by upper bound, lowest first."""
    below = [row for row, lean in _leaning(found, least) if lean < 0]
    return tuple(sorted(below, key=lambda row: (row.good_or_better.high, row.good_or_better.low)))[:LISTED]


def strongest(found: Iterable[Row], least: int = LEAST) -> tuple[Row, ...]:
    """Return the rows above the whole that are most surely strong: by lower bound, highest first."""
    above = [row for row, lean in _leaning(found, least) if lean > 0]
    return tuple(sorted(above, key=lambda row: (-row.good_or_better.low, -row.good_or_better.high)))[:LISTED]


def _leaning(found: Iterable[Row], least: int) -> list[tuple[Row, int]]:
    """Return the rows with enough answers, each with a number below 0 if its share is below that of all of them."""
    enough = [row for row in found if row.good_or_better.of >= least]
    n, of = sum(row.good_or_better.n for row in enough), sum(row.good_or_better.of for row in enough)
    return [(row, int(row.good_or_better.n * of - n * row.good_or_better.of)) for row in enough]


def limiting(found: Iterable[Row]) -> tuple[Row, ...]:
    """Return the criteria that capped a judgement, most often first."""
    capping = [row for row in found if row.capped.n]
    return tuple(sorted(capping, key=lambda row: (-row.capped.n, row.checklist, row.criterion)))


def repeats(counts: Iterable[RepeatCount]) -> tuple[Repeat, ...]:
    """Return the repeat findings, in most cases first."""
    found = [
        Repeat(count.checklist, count.criterion, wilson(count.repeated, count.compared))
        for count in counts
        if count.repeated
    ]
    return tuple(sorted(found, key=lambda each: (-each.cases.n, -each.cases.low, each.checklist, each.criterion)))


def actions(counts: Iterable[ActionCount], today: str) -> Actions:
    """Return how the actions stand on a day."""
    counted = list(counts)

    def having(*statuses: str) -> list[ActionCount]:
        return [count for count in counted if count.status in statuses]

    waiting = having("open")
    due = [count for count in having("open", "done", "closed") if count.overdue]
    looped = _total(count for count in due if count.status == "closed" and count.effect)
    return Actions(
        open=_total(waiting),
        overdue=_total(count for count in waiting if count.overdue),
        done=_total(having("done")),
        closed=_total(having("closed")),
        cancelled=_total(having("cancelled")),
        with_effect=_total(count for count in having("done", "closed") if count.effect),
        oldest=min((count.oldest for count in waiting if count.oldest), default=""),
        today=today,
        loop=wilson(looped, _total(due)),
    )


def _total(counts: Iterable[ActionCount]) -> int:
    return sum(count.n for count in counts)
