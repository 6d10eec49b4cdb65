"""What of a report hangs together: its shares, its answers without a grade and its judgements, with all their sums.

A figure is named by whose it is and what it is of: `(EVERYBODY, leaf)` is a criterion over all audits,
`(("team", "North"), ALL)` all answers of a team. Readers are taken to add up along both: teams make up everybody, and
so do months and workers; criteria make up what is about compliance, and that with quality all answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from caseaudit.domain.breakdown import Breakdown
from caseaudit.domain.disclosure_groups import NOT_CUTS, OTHERS, Names
from caseaudit.domain.disclosure_hiding import CANNOT, Counts, Key, Sum
from caseaudit.domain.intervals import Interval
from caseaudit.domain.report import Report, Row

EVERYBODY: tuple[str, str] = ("", "")
ALL: tuple[str, ...] = ("all",)
FOCI = ("compliance", "quality")

Whose = tuple[str, str]
"""By which dimension, and the name; `EVERYBODY` for all audits."""
ByTeam = Mapping[str, Sequence[Row]]


def leaf(row: Row) -> tuple[str, ...]:
    """Return the name of a criterion."""
    return "criterion", row.checklist, row.criterion


def focus(name: str) -> tuple[str, ...]:
    """Return the name of all that is about compliance, or about quality."""
    return "focus", name


def of_checklist(checklist: str, about: str = "") -> tuple[str, ...]:
    """Return the name of a checklist's answers: all, or those about compliance or quality."""
    return "checklist", checklist, about


class Linked(NamedTuple):
    """Units with their sums, what it costs to hide each, and those that are printed nowhere."""

    units: dict[Key, Counts]
    sums: list[Sum]
    prices: dict[Key, int]
    unprinted: frozenset[Key] = frozenset()

    @property
    def true_sums(self) -> Iterator[Sum]:
        """The sums that do add up; a criterion whose focus changed from version to version makes some that do not."""
        return (each for each in self.sums if self._adds_up(each))

    def _adds_up(self, found: Sum) -> bool:
        parts = [self.units[key] for key in found.parts if key in self.units]
        whole = self.units.get(found.total)
        first = [max(counts[0], 0) for counts in parts]
        return whole is not None and bool(parts) and max(whole[0], 0) == sum(first)


def cuts(report: Report) -> list[Breakdown]:
    """Return the breakdowns whose groups make up all audits."""
    return [found for found in report.breakdowns if found.by not in NOT_CUTS]


# ── shares: good or better, and below ────────────────────────────────────────


def shares(report: Report, teams: ByTeam, months: Names) -> Linked:
    """Return every share of good or better. `months`: under which name each month is broken down, if months are."""
    found = _Shares(report)
    found.everybody()
    for cut in cuts(report):
        found.cut(cut, teams if cut.by == "team" else {})
    found.months(months)
    return Linked(found.units, found.sums, found.prices, frozenset(found.unprinted))


class _Shares:
    """The shares of a report, gathered."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.units: dict[Key, Counts] = {}
        self.sums: list[Sum] = []
        self.prices: dict[Key, int] = {}
        self.unprinted: set[Key] = set()

    def _add(self, whose: Whose, what: tuple[str, ...], share: Interval, price: int) -> None:
        if share.of:
            self.units[whose, what] = share.n, share.of - share.n
            self.prices[whose, what] = price * 10 + min(share.of, 9)

    def _add_unprinted(self, whose: Whose, what: tuple[str, ...], parts: Iterable[Row], *, printed: bool) -> None:
        found = [row.good_or_better for row in parts]
        self._add(whose, what, Interval(sum(each.n for each in found), sum(each.of for each in found), 0, 1), 100)
        if not printed:
            self.unprinted.add((whose, what))

    def everybody(self) -> None:
        overall = self.report.overall
        self._add(EVERYBODY, ALL, overall.good_or_better, 5_000)
        self._foci(EVERYBODY, overall.compliance, overall.quality, 2_000)
        self._leaves(EVERYBODY, self.report.rows, 30)
        by_checklist = self.report.breakdown("checklist") is not None
        for checklist, rows in self.report.by_checklist().items():
            self._add_unprinted(EVERYBODY, of_checklist(checklist), rows, printed=by_checklist)
            parts = tuple((EVERYBODY, of_checklist(checklist, about)) for about in FOCI)
            self.sums.append(Sum((EVERYBODY, of_checklist(checklist)), parts))
            if by_checklist:
                self.unprinted -= set(parts)

    def cut(self, cut: Breakdown, teams: ByTeam) -> None:
        for group in cut.groups:
            whose = cut.by, group.name
            self._add(whose, ALL, group.good_or_better, 300)
            self._foci(whose, group.compliance, group.quality, 100)
            self._leaves(whose, teams.get(group.name, ()), 10)
        what = [leaf(row) for row in self.report.rows] if teams else [focus(about) for about in FOCI]
        names = [group.name for group in cut.groups]
        self.sums += [Sum((EVERYBODY, each), tuple(((cut.by, name), each) for name in names)) for each in what]

    def _foci(self, whose: Whose, compliance: Interval, quality: Interval, price: int) -> None:
        for about, share in zip(FOCI, (compliance, quality), strict=True):
            self._add(whose, focus(about), share, price)
        self.sums.append(Sum((whose, ALL), tuple((whose, focus(about)) for about in FOCI)))

    def _leaves(self, whose: Whose, rows: Sequence[Row], price: int) -> None:
        grouped: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            self._add(whose, leaf(row), row.good_or_better, price)
            grouped.setdefault((row.checklist, row.focus), []).append(row)
        for (checklist, about), found in grouped.items():
            part = of_checklist(checklist, about)
            self._add_unprinted(whose, part, found, printed=False)
            self.sums.append(Sum((whose, part), tuple((whose, leaf(row)) for row in found)))
        for about in FOCI:
            parts = tuple((whose, of_checklist(name, of)) for name, of in grouped if of == about)
            self.sums += [Sum((whose, focus(about)), parts)] if parts else []

    def months(self, names: Names) -> None:
        """Take in the months: of all checklists, and of each."""
        by_month: dict[str, list[Key]] = {}
        for months in self.report.months:
            what = of_checklist(months.checklist) if months.checklist else ALL
            keys: list[Key] = []
            for point in months.points:
                whose = "month", point.month
                self._add(whose, what, Interval(point.n, point.of, 0, 1), 10 if months.checklist else 100)
                keys.append((whose, what))
                by_month.setdefault(point.month, []).extend([(whose, what)] if months.checklist else [])
            self.sums.append(Sum((EVERYBODY, what), tuple(keys)))
        self.sums += [Sum((("month", month), ALL), tuple(keys)) for month, keys in by_month.items()]
        small = tuple((("month", month), ALL) for month, name in names.items() if name == OTHERS)
        self.sums += [Sum((("month", OTHERS), ALL), small)] if small else []


# ── answers without a grade ──────────────────────────────────────────────────

_AS_MANY_AS_MAY_BE = 10**9


def evidence(report: Report) -> Linked:
    """Return how often there was too little on file, beside the other answers that have no grade."""
    units: dict[Key, Counts] = {(EVERYBODY, ALL): _short(report.overall.insufficient_evidence)}
    rows = {(EVERYBODY, leaf(row)): row for row in report.rows}
    units |= {key: (row.insufficient_evidence, row.not_applicable + row.not_assessed) for key, row in rows.items()}
    sums = [Sum((EVERYBODY, ALL), tuple(rows))]
    for by in ("focus", "checklist"):
        for group in getattr(report.breakdown(by), "groups", ()):
            whole = (EVERYBODY, focus(group.name) if by == "focus" else of_checklist(group.name))
            units[whole] = _short(group.insufficient_evidence)
            sums.append(Sum(whole, tuple(key for key, row in rows.items() if getattr(row, by) == group.name)))
    for cut in cuts(report):
        keys: list[Key] = [((cut.by, group.name), ALL) for group in cut.groups]
        units.update(zip(keys, (_short(group.insufficient_evidence) for group in cut.groups), strict=True))
        sums.append(Sum((EVERYBODY, ALL), tuple(keys)))
    return Linked(units, sums, {key: 10 if key in rows else 100 for key in units} | {(EVERYBODY, ALL): 1_000})


def _short(share: Interval) -> Counts:
    return share.n, _AS_MANY_AS_MAY_BE


# ── judgements ───────────────────────────────────────────────────────────────


def judgements(report: Report, possible: Mapping[str, Sequence[str]]) -> Linked:
    """Return how audits were judged, a count a grade of the report; `possible`: the grades of each checklist."""
    grades = [grade.id for grade in report.grades]
    units: dict[Key, Counts] = {(EVERYBODY, ALL): _judged(report.overall.judgements, grades)}
    prices: dict[Key, int] = {(EVERYBODY, ALL): 1_000}
    for each in report.judgements:
        key = EVERYBODY, of_checklist(each.checklist)
        units[key], prices[key] = _judged(each.grades, grades, possible[each.checklist]), 100 + min(each.audits, 99)
    sums = [Sum((EVERYBODY, ALL), tuple((EVERYBODY, of_checklist(each.checklist)) for each in report.judgements))]
    for cut in cuts(report):
        keys: list[Key] = [((cut.by, group.name), ALL) for group in cut.groups]
        units.update(zip(keys, (_judged(group.judgements, grades) for group in cut.groups), strict=True))
        prices.update(zip(keys, (100 + min(group.audits, 99) for group in cut.groups), strict=True))
        sums.append(Sum((EVERYBODY, ALL), tuple(keys)))
    return Linked(units, sums, prices)


def _judged(given: Mapping[str, int], grades: Sequence[str], possible: Sequence[str] | None = None) -> Counts:
    return tuple(given.get(grade, 0) if possible is None or grade in possible else CANNOT for grade in grades)
