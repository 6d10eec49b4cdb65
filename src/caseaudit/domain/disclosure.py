"""Small numbers do not leave the service: what is shared of a report, and what is said about it.

A shared report is a report like any other, with a symbol in place of each figure that is not shown; what stood there
is nowhere in it any more, so nothing that is made from it can give it away. Counts from 1 to below the threshold are
suppressed; so are the counts from which they could be worked out, and every share and base that rests on one. Groups
of few audits are counted together. The symbols are those of the Department for Education's open data standards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from caseaudit.domain.breakdown import Breakdown, Group, Months
from caseaudit.domain.change import Change, Changes
from caseaudit.domain.disclosure_choice import chosen, possible_grades
from caseaudit.domain.disclosure_groups import FEWEST, OTHERS, Names, gathered, rows_gathered
from caseaudit.domain.disclosure_hiding import Key
from caseaudit.domain.disclosure_linked import ALL, EVERYBODY, ByTeam, Whose, focus, leaf, of_checklist
from caseaudit.domain.intervals import Interval
from caseaudit.domain.report import (
    SUPPRESSED_SHARE,
    Actions,
    Disclosure,
    Judgements,
    Report,
    Row,
    limiting,
    strongest,
    weakest,
)
from caseaudit.domain.trend import Point
from caseaudit.domain.withheld import NOT_APPLICABLE, SUPPRESSED, SYMBOLS, C
from caseaudit.problems import Problem, bad_input

THRESHOLD = 5
"""Counts from 1 to below this are suppressed, unless a service has its own rule."""
LOWEST = 3
"""The lowest threshold: with 2 every c could be read as 1."""

_BARE = 10

_OF_NOTHING = Interval(0, 0, 0.0, 1.0, NOT_APPLICABLE)
_PEOPLE = ("worker", "auditor")


class Shared(NamedTuple):
    """What may leave the service."""

    report: Report
    teams: dict[str, tuple[Row, ...]]
    """The rows of each team, of which only the share of good or better is shown."""


def shared(report: Report, teams: ByTeam | None = None, threshold: int = THRESHOLD) -> Shared:
    """Return a report as others may see it, with the rows of its teams where those are published beside it.

    Give everything at once that is published together: what is protected apart may give each other away.
    `threshold`: counts from 1 to below it are hidden. Raises `BadInput` for a threshold below 3, and for a report of
    fewer audits than may be shared.
    """
    if threshold < LOWEST:
        raise bad_input("threshold", "is below 3, where every c could be read as 1", "Use 3 or more; 5 is usual")
    fewest = max(threshold, FEWEST)
    if report.signed_off < fewest:
        remedy = "Share a longer time, or more of the service"
        raise bad_input("summary", f"is of fewer than {fewest} audits, too few to be shared", remedy)
    return _Sharing(report, teams or {}, threshold, fewest).result()


def is_bare(report: Report) -> bool:
    """Return whether a shared report shows hardly anything: the share of fewer than one criterion in ten."""
    graded = [row.good_or_better.symbol for row in report.rows if row.good_or_better.symbol != NOT_APPLICABLE]
    return _BARE * graded.count("") < len(graded)


class _Sharing:
    """One report on its way out."""

    def __init__(self, report: Report, teams: ByTeam, threshold: int, fewest: int) -> None:
        self.threshold, self.fewest = threshold, fewest
        order = [grade.id for grade in report.grades]
        found = [gathered(each, fewest, order) for each in report.breakdowns]
        self.names: dict[str, Names] = {each.by: names for each, names in found}
        self.left_out = self._left_out()
        self.report = report._replace(breakdowns=tuple(each for each, _ in found if each.by not in self.left_out))
        known = {} if self.left_out else self.names.get("team", {})
        self.teams = {} if self.left_out else rows_gathered(teams, known)
        self.choice = chosen(self.report, self.teams, self.names.get("month", {}), threshold, fewest)
        self.possible = possible_grades(report)

    def _left_out(self) -> frozenset[str]:
        """Return the dimensions that are left out: teams, where people are counted together who belong to one."""
        people = any(OTHERS in self.names.get(by, {}).values() for by in _PEOPLE)
        return frozenset({"team"}) if people else frozenset()

    def result(self) -> Shared:
        """Return the report with nothing in it that is not shown."""
        rows = tuple(self._row(row) for row in self.report.rows)
        shown = self.report._replace(
            in_progress=self._alone(self.report.in_progress),
            unreadable=_unnamed(self.report.unreadable, "A file", "could not be read"),
            copies=_unnamed(self.report.copies, "A file", "holds an audit that another file holds too"),
            overall=self._group(self.report.overall, EVERYBODY),
            judgements=tuple(map(self._judgements, self.report.judgements)),
            rows=rows,
            weakest=weakest(rows),
            strongest=strongest(rows),
            limiting=limiting(rows),
            changes=self._changes(self.report.changes),
            repeats=tuple(each for each in self.report.repeats if not self._share_alone(each.cases).symbol),
            actions=self._actions(self.report.actions),
            breakdowns=tuple(self._breakdown(found, rows) for found in self.report.breakdowns),
            months=tuple(map(self._months, self.report.months)),
            disclosure=Disclosure(self.threshold, tuple(self._statement())),
        )
        return Shared(shown, {name: self._team(name, rows) for name, rows in self.teams.items()})

    # ── single figures ───────────────────────────────────────────────────────

    def _alone(self, n: int) -> int:
        """Return a count that adds up with nothing."""
        return C if 0 < n < self.threshold else n

    def _small(self, *counts: int) -> bool:
        return any(0 < n < self.threshold for n in counts)

    def _share_alone(self, share: Interval) -> Interval:
        """Return a share that adds up with nothing."""
        return SUPPRESSED_SHARE if self._small(share.n, share.of - share.n) else share

    def _share(self, share: Interval, whose: Whose, what: tuple[str, ...]) -> Interval:
        return _shown(share, (whose, what), self.choice.shares)

    # ── criteria ─────────────────────────────────────────────────────────────

    def _row(self, row: Row) -> Row:
        key: Key = EVERYBODY, leaf(row)
        bare = key in self.choice.bases or row.checklist in self.choice.checklists
        ungraded = bare or key in self.choice.evidence
        return row._replace(
            grades=self._grades(row, whole=key in self.choice.shares),
            numbers=C if bare or self._small(row.numbers) else row.numbers,
            not_applicable=C if ungraded else row.not_applicable,
            insufficient_evidence=C if ungraded else row.insufficient_evidence,
            not_assessed=C if ungraded else row.not_assessed,
            good_or_better=_shown(row.good_or_better, key, self.choice.shares),
            capped=SUPPRESSED_SHARE if bare or self._small(row.numbers) else self._share_alone(row.capped),
        )

    def _grades(self, row: Row, *, whole: bool) -> dict[str, int]:
        """Return the grades: all hidden, or those of a half of which one is small; how many these are is known."""
        hidden = [self._small(*(row.grades.get(grade, 0) for grade in half)) for half in self._halves(row.checklist)]
        halves = zip(self._halves(row.checklist), hidden, strict=True)
        return _given(row.grades, [grade for half, small in halves if whole or small for grade in half], self._order)

    @property
    def _order(self) -> list[str]:
        return [grade.id for grade in self.report.grades]

    def _halves(self, checklist: str | None = None) -> tuple[list[str], list[str]]:
        """Return the grades that are good or better, and those below, of one checklist or of all."""
        possible = self._order if checklist is None else self.possible[checklist]
        grades = [grade for grade in self.report.grades if grade.id in possible]
        return [each.id for each in grades if each.good], [each.id for each in grades if not each.good]

    def _team(self, name: str, rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(
            row._replace(
                grades=dict.fromkeys(self.possible[row.checklist], C),
                numbers=C,
                not_applicable=C,
                insufficient_evidence=C,
                not_assessed=C,
                good_or_better=self._share(row.good_or_better, ("team", name), leaf(row)),
                capped=SUPPRESSED_SHARE,
            )
            for row in rows
        )

    # ── judgements ───────────────────────────────────────────────────────────

    def _judgements(self, each: Judgements) -> Judgements:
        key: Key = EVERYBODY, of_checklist(each.checklist)
        few = each.checklist in self.choice.checklists
        return each._replace(
            audits=C if few else each.audits,
            grades=self._judged(each.grades, key, each.checklist),
            without=C if few else each.without,
            good_or_better=_shown(each.good_or_better, key, self.choice.judged_share),
        )

    def _judged(self, given: Mapping[str, int], key: Key, checklist: str | None = None) -> dict[str, int]:
        halves = zip(self._halves(checklist), self.choice.judged, strict=True)
        whole = key in self.choice.judged_share
        return _given(
            given, [grade for half, hidden in halves if whole or key in hidden for grade in half], self._order
        )

    # ── groups ───────────────────────────────────────────────────────────────

    def _breakdown(self, found: Breakdown, rows: Sequence[Row]) -> Breakdown:
        known = {(row.checklist, row.criterion): row for row in rows}
        if found.by == "criterion":
            groups = tuple(_of_row(group, known[group.checklist, group.name]) for group in found.groups)
        elif found.by == "focus":
            groups = tuple(self._focus(group) for group in found.groups)
        elif found.by == "checklist":
            groups = tuple(self._checklist(group) for group in found.groups)
        else:
            groups = tuple(self._group(group, (found.by, group.name)) for group in found.groups)
        return found._replace(groups=groups)

    def _group(self, group: Group, whose: Whose) -> Group:
        return group._replace(
            judgements=self._judged(group.judgements, (whose, ALL)) if group.judgements else {},
            good_or_better=self._share(group.good_or_better, whose, ALL),
            compliance=self._share(group.compliance, whose, focus("compliance")),
            quality=self._share(group.quality, whose, focus("quality")),
            insufficient_evidence=_shown(group.insufficient_evidence, (whose, ALL), self.choice.evidence),
        )

    def _focus(self, group: Group) -> Group:
        key: Key = EVERYBODY, focus(group.name)
        share = _shown(group.good_or_better, key, self.choice.shares)
        return group._replace(
            audits=self._alone(group.audits),
            good_or_better=share,
            compliance=share if group.compliance.of else _OF_NOTHING,
            quality=share if group.quality.of else _OF_NOTHING,
            insufficient_evidence=_shown(group.insufficient_evidence, key, self.choice.evidence),
        )

    def _checklist(self, group: Group) -> Group:
        whole: Key = EVERYBODY, of_checklist(group.name)
        bare = group.name in self.choice.checklists
        return group._replace(
            audits=C if bare else group.audits,
            judgements=self._judged(group.judgements, whole, group.name) if group.judgements else {},
            good_or_better=_shown(group.good_or_better, whole, self.choice.shares),
            compliance=self._share(group.compliance, EVERYBODY, of_checklist(group.name, "compliance")),
            quality=self._share(group.quality, EVERYBODY, of_checklist(group.name, "quality")),
            insufficient_evidence=_shown(group.insufficient_evidence, whole, self.choice.evidence),
        )

    # ── months, changes, actions ─────────────────────────────────────────────

    def _months(self, months: Months) -> Months:
        what = of_checklist(months.checklist) if months.checklist else ALL
        hidden = self.choice.shares
        points = [
            Point(point.month, C, C) if (("month", point.month), what) in hidden else point for point in months.points
        ]
        return months._replace(points=tuple(points))

    def _changes(self, changes: Changes) -> Changes:
        return changes._replace(found=tuple(each for each in changes.found if self._may_be_told(each)))

    def _may_be_told(self, change: Change) -> bool:
        """Say whether neither period, nor what is left of all audits beside them, is small."""
        row = self.report.row(change.checklist, change.criterion)
        if (EVERYBODY, leaf(row)) in self.choice.shares:
            return False
        whole, latest, before = (
            (share.n, share.of - share.n) for share in (row.good_or_better, change.latest, change.before)
        )
        left = [
            (all_ - now, all_ - then, all_ - now - then) for all_, now, then in zip(whole, latest, before, strict=True)
        ]
        return not self._small(*latest, *before, *(n for each in left for n in each))

    def _actions(self, actions: Actions) -> Actions:
        """Return the actions; the day on which a single one was due is never shared."""
        ended = actions.done + actions.closed
        waiting, effect = self._small(actions.open), self._small(actions.done, actions.closed)
        return actions._replace(
            open=self._alone(actions.open),
            overdue=C if waiting or self._small(actions.overdue, actions.open - actions.overdue) else actions.overdue,
            done=self._alone(actions.done),
            closed=self._alone(actions.closed),
            cancelled=self._alone(actions.cancelled),
            with_effect=C if effect or self._small(actions.with_effect, ended - actions.with_effect)
            else actions.with_effect,
            oldest="",
            loop=self._loop(actions),
        )  # fmt: skip

    def _loop(self, actions: Actions) -> Interval:
        """Return the share of loops that were closed, unless it or what other counts leave of it is small."""
        n, due = actions.loop.n, actions.loop.of
        left = (actions.closed - n, actions.with_effect - n, actions.open + actions.done + actions.closed - due)
        return SUPPRESSED_SHARE if self._small(n, due, due - n, *left) else actions.loop

    # ── what was done ────────────────────────────────────────────────────────

    def _statement(self) -> Iterable[str]:
        """Yield what was done; never how many counts are small, which would help to work them out."""
        yield (
            f"Counts from 1 to {self.threshold - 1} are suppressed and shown as {SUPPRESSED}, and so are the further "
            "counts from which they could be worked out. A 0 that is shown is a true 0."
        )
        yield (
            f"No share or percentage is given where its count, its base or the rest is {SUPPRESSED}. Charts and lists "
            "rest on what is shown alone: what is suppressed is never called weak, strong or changed."
        )
        together = [by for by, names in self.names.items() if OTHERS in names.values() and by not in self.left_out]
        if together:
            few = f"those with fewer than {self.fewest} audits are counted together as {OTHERS}"
            yield f"By {', '.join(together)}: {few}, with the next larger one where that would be a single one."
        if self.left_out:
            yield "Teams are left out: beside people who are counted together they could give one of them away."
        yield (
            f"A month that may have fewer than {self.fewest} audits is suppressed. Single cases, names of files and "
            "days on which actions were due are left out."
        )
        yield f"Symbols: {'; '.join(f'{symbol} {meaning}' for symbol, meaning in SYMBOLS.items())}."
        yield (
            "These figures are protected as one set. The same audits shared again, cut or dated in another way, may "
            "give a suppressed figure away."
        )


def _shown(share: Interval, key: Key, hidden: frozenset[Key]) -> Interval:
    if key in hidden:
        return SUPPRESSED_SHARE
    return share if share.of else _OF_NOTHING


def _given(given: Mapping[str, int], hidden: Sequence[str], order: Sequence[str]) -> dict[str, int]:
    """Return counts by grade, best first, with the hidden ones hidden whether they are nought or not."""
    return {grade: C if grade in hidden else given[grade] for grade in order if grade in hidden or grade in given}


def _of_row(group: Group, row: Row) -> Group:
    """Return the group of a criterion, with what its row shows."""
    share = row.good_or_better
    short = row.insufficient_evidence_rate
    return group._replace(
        audits=row.asked,
        good_or_better=share,
        compliance=share if group.compliance.of else _OF_NOTHING,
        quality=share if group.quality.of else _OF_NOTHING,
        insufficient_evidence=short if short.symbol or short.of else _OF_NOTHING,
    )


def _unnamed(problems: Sequence[Problem], where: str, what: str) -> tuple[Problem, ...]:
    """Return problems without the names of files, which belong to single audits."""
    return tuple(Problem(where, what, "Ask the service that audits") for _ in problems)
