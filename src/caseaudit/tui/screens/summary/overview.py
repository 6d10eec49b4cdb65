"""The first page: what stands out, a line each, and each line opens what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len

from caseaudit.desk.behind import Figure
from caseaudit.desk.listing import Wanted
from caseaudit.domain.breakdown import Group
from caseaudit.domain.change import Change, Period
from caseaudit.domain.checklist import Grade
from caseaudit.domain.how_many import how_many
from caseaudit.domain.intervals import LEAST, Interval, said, whole_percent
from caseaudit.domain.report import Judgements, Report, Row
from caseaudit.problems import Problem
from caseaudit.tui.screens.summary.bars import BAR, bar
from caseaudit.tui.screens.summary.criteria import described
from caseaudit.tui.widgets.lines import Piece, column

_MOST = 8
"""How many lines a list of criteria has."""
_SECTION, _NAME, _TITLE, _FIGURE = 13, 11, 26, 23
_ROOM_FOR_BARS = 84


class Turn(NamedTuple):
    """Another view, of one checklist or of all."""

    view: str
    checklist: str = ""


class Entry(NamedTuple):
    """One line."""

    words: str
    opens: Figure | Turn | None = None
    detail: str = ""
    """What is said below the list while the cursor is on it."""
    name: str = ""
    figure: str = ""
    mark: str = " "
    tone: str = ""
    row: Row | None = None
    """The criterion that it is about."""
    judged: Judgements | None = None
    section: str = ""

    def pieces(self, width: int, grades: tuple[Grade, ...]) -> list[Piece]:
        """Return the line: what it belongs to, its mark, its name, its figure, its words."""
        pieces = [Piece(f" {column(self.section, _SECTION)}", "strong"), Piece(f"{self.mark} ", self.tone)]
        if self.judged:
            return [*pieces, *self._judged(width, grades)]
        if self.name:
            pieces.append(Piece(column(self.name, _NAME), "strong"))
        if self.figure:
            pieces.append(Piece(column(self.figure, _FIGURE)))
        room = width - sum(cell_len(piece.text) for piece in pieces)
        return [*pieces, Piece(column(self.words, room), "muted" if self.figure else self.tone)]

    def _judged(self, width: int, grades: tuple[Grade, ...]) -> list[Piece]:
        wide = width >= _ROOM_FOR_BARS
        room = width - _SECTION - 3 - _FIGURE - (BAR + 1 if wide else 0)
        shares = self.judged.grades if self.judged else {}
        bars = [*bar(shares, grades), Piece(" ")] if wide else []
        return [Piece(column(self.words, min(room, 2 * _TITLE))), Piece(column(self.figure, _FIGURE)), *bars]


class OverviewLines:
    """The lines of a report; `wanted` is what it was narrowed to."""

    def __init__(self, report: Report, wanted: Wanted, titles: dict[str, str]) -> None:
        self.report, self.wanted, self.titles = report, wanted, titles
        self.entries = list(self._sections())

    def __len__(self) -> int:
        return len(self.entries)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        return self.entries[index].pieces(width, self.report.grades)

    def _sections(self) -> Iterator[Entry]:
        """Yield every line; the first of each section has its name."""
        report = self.report
        sections = {
            "Audits": self._audits(),
            "Judgements": map(self._judgement, report.judgements),
            "Weakest": self._leaning(report.weakest, "▼", "failing"),
            "Strongest": self._leaning(report.strongest, "▲", "good"),
            "Most changed": self._changed(),
            "Capped by": self._capped(),
            "Focus": self._focus(),
            "Repeats": self._repeats(),
            "Actions": self._actions(),
            "Not counted": map(self._left_out, (*report.unreadable, *report.copies)),
        }
        for section, entries in sections.items():
            for place, entry in enumerate(entries):
                yield entry._replace(section="" if place else section)

    # ── what a line opens ────────────────────────────────────────────────────

    def _figure(
        self, *equal: tuple[str, str], criterion: str = "", only: str = "all", days: Period | None = None
    ) -> Figure:
        kept = tuple(pair for pair in self.wanted.equal if pair[0] not in dict(equal))
        state = () if "state" in dict(equal) else (("state", "signed-off"),)
        wanted = self.wanted._replace(equal=(*kept, *equal, *state))
        wanted = wanted._replace(since=days.first, until=days.last) if days else wanted
        return Figure(wanted, criterion, only)

    def _of(self, row: Row, only: str = "below good", days: Period | None = None) -> Figure:
        return self._figure(("checklist", row.checklist), criterion=row.criterion, only=only, days=days)

    def _about(self, row: Row) -> str:
        return described(row, self.titles.get(row.checklist, row.checklist))

    # ── sections ─────────────────────────────────────────────────────────────

    def _audits(self) -> Iterator[Entry]:
        report, days = self.report, self.report.period
        yield Entry(f"{report.signed_off} signed off, {days.first} to {days.last}", self._figure())
        if report.in_progress:
            yield Entry(f"{report.in_progress} in progress, not counted", self._figure(("state", "in-progress")))
        overall = report.overall
        answers = "Of all answers with a grade, with the range in which the true share lies, 95 % sure."
        yield Entry(_in_percent(overall.good_or_better, "of answers good or better"), Turn("Criteria"), answers)
        recording = "Of all answers that apply. Not enough on file is a finding about recording."
        yield Entry(_in_percent(overall.insufficient_evidence, "not enough on file"), Turn("Criteria"), recording)

    def _judgement(self, each: Judgements) -> Entry:
        labels = {grade.id: grade.label.lower() for grade in self.report.grades}
        given = ", ".join(f"{n} {labels.get(grade, grade)}" for grade, n in each.grades.items())
        without = f"{each.without} without an overall judgement" if each.without else ""
        good = f", {said(each.good_or_better)} judged good or better" if each.good_or_better.of else ""
        counted = f"{each.title} · {how_many(each.audits, 'audit')}{good}: {', '.join(filter(None, (given, without)))}."
        opens = self._figure(("checklist", each.checklist))
        figure = said(each.good_or_better) if each.good_or_better.of else "no judgement asked"
        return Entry(each.title, opens, counted, figure=figure, judged=each)

    def _leaning(self, rows: tuple[Row, ...], mark: str, tone: str) -> Iterator[Entry]:
        for row in rows:
            figure = said(row.good_or_better)
            only = "below good" if mark == "▼" else "all"
            opens, about = self._of(row, only), self._about(row)
            yield Entry(row.question, opens, about, row.criterion, figure, mark, tone, row)
        if not rows:
            words = f"none: no criterion with {LEAST} graded answers stands out"
            yield Entry(words, Turn("Criteria"), "Too few answers put nothing first.", tone="muted")

    def _changed(self) -> Iterator[Entry]:
        changes = self.report.changes
        for change in changes.found[:_MOST]:
            yield self._change(change)
        if not changes.found:
            words = f"nothing clearly, of {how_many(changes.compared, 'criterion', 'criteria')} compared"
            yield Entry(words, Turn("Trend"), self._periods(), tone="muted")
        elif (more := len(changes.found) - _MOST) > 0:
            yield from _and_more(more)

    def _periods(self) -> str:
        latest, before, compared = self.report.changes[:3]
        if not latest.last:
            return "No audit has a day to compare."
        chance = "; about one in twenty may seem to change by chance" if compared else ""
        return f"{latest.first} to {latest.last} against {before.first} to {before.last}{chance}."

    def _change(self, change: Change) -> Entry:
        row = self.report.row(change.checklist, change.criterion)
        mark, tone, way = ("▲", "good", "better") if change.is_better else ("▼", "failing", "worse")
        figure = f"{way}: {_percent(change.before)} → {_percent(change.latest)}"
        detail = f"{said(change.before)} before, {said(change.latest)} now. {self._periods()} {row.question}"
        opens = self._of(row, "all" if change.is_better else "below good", self.report.changes.latest)
        return Entry(row.question, opens, detail, row.criterion, figure, mark, tone, row)

    def _capped(self) -> Iterator[Entry]:
        for row in self.report.limiting[:_MOST]:
            figure = f"{row.capped.n} of {how_many(row.capped.of, 'audit')}"
            opens = self._of(row, "capped")
            yield Entry(row.question, opens, self._about(row), row.criterion, figure, "▼", "weak", row)
        if not self.report.limiting:
            yield Entry("none: no criterion limited a judgement", tone="muted")
        elif (more := len(self.report.limiting) - _MOST) > 0:
            yield from _and_more(more)

    def _focus(self) -> Iterator[Entry]:
        overall = self.report.overall
        verdict = "compliance is clearly above quality" if overall.compliance_leads else "no clear lead of compliance"
        detail = "Where compliance leads, the process was followed and the child may not have noticed."
        yield Entry(verdict, Turn("Criteria"), detail, "Compliance", said(overall.compliance))
        yield Entry("", Turn("Criteria"), detail, "Quality", said(overall.quality))
        teams = self.report.breakdown("team")
        for team in teams.compliance_leads if teams else ():
            yield self._leading(team)

    def _leading(self, team: Group) -> Entry:
        name = team.name or "not recorded"
        detail = f"{name}: compliance {said(team.compliance)}, quality {said(team.quality)}."
        words = f"{name}: compliance is clearly above quality"
        return Entry(words, self._figure(("team", team.name)), detail, mark="▼", tone="weak")

    def _repeats(self) -> Iterator[Entry]:
        for each in self.report.repeats[:_MOST]:
            row = self.report.row(each.checklist, each.criterion)
            figure = f"{each.cases.n} of {how_many(each.cases.of, 'case')}"
            detail = f"Below good in two audits running of the same case. {self._about(row)}"
            yield Entry(row.question, self._of(row), detail, row.criterion, figure, "▼", "failing", row)
        if not self.report.repeats:
            yield Entry("none: nothing below good twice running in a case", tone="muted")
        elif (more := len(self.report.repeats) - _MOST) > 0:
            yield from _and_more(more)

    def _actions(self) -> Iterator[Entry]:
        actions = self.report.actions
        overdue = f", {actions.overdue} of them overdue, the oldest due {actions.oldest}" if actions.overdue else ""
        tone, mark = ("failing", "▼") if actions.overdue else ("", " ")
        yield Entry(f"{actions.open} open{overdue}", self._figure(only="with open actions"), mark=mark, tone=tone)
        finished = f"{actions.done} done, {actions.closed} closed, {actions.cancelled} cancelled"
        yield Entry(f"{finished}; {actions.with_effect} say what difference they made")
        if actions.loop.of:
            yield Entry(f"closed with their effect shown, of those due: {said(actions.loop)}")

    def _left_out(self, problem: Problem) -> Entry:
        words = f"{problem.where.rpartition('/')[2]}: {problem.what}"
        return Entry(words, None, str(problem), mark="!", tone="failing")


def _in_percent(interval: Interval, what: str) -> str:
    return f"{_percent(interval)} {what}: {said(interval)}"


def _percent(interval: Interval) -> str:
    return f"{whole_percent(interval.n, interval.of)} %" if interval.of else "–"


def _and_more(more: int) -> Iterator[Entry]:
    yield Entry(f"and {more} more; the summary command lists them", tone="muted")
