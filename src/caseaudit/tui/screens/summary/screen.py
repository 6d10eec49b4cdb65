"""What the signed-off audits say together: four views of one report, narrowed as one likes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk.behind import Figure
from caseaudit.desk.listing import Wanted
from caseaudit.domain.how_many import how_many
from caseaudit.domain.report import Report, Row
from caseaudit.domain.trend import chart
from caseaudit.tui.commands import SUMMARY, TABS, bindings
from caseaudit.tui.screens.summary import bars, heat, trending
from caseaudit.tui.screens.summary.counting import CountingPage
from caseaudit.tui.screens.summary.criteria import CriteriaLines, described, ordered
from caseaudit.tui.screens.summary.filters import Choices, Filters, Narrow, turned
from caseaudit.tui.screens.summary.handing_over import HandOver, Order
from caseaudit.tui.screens.summary.heading import heading, title
from caseaudit.tui.screens.summary.heat import HeatCells
from caseaudit.tui.screens.summary.overview import Entry, OverviewLines, Turn
from caseaudit.tui.screens.summary.reading import read
from caseaudit.tui.screens.summary.writing import Writing
from caseaudit.tui.show import text
from caseaudit.tui.widgets.grid import CellGrid, NoCells
from caseaudit.tui.widgets.lines import LineList, NoLines
from caseaudit.tui.widgets.trend_chart import TrendChart

VIEWS = ("Overview", "Criteria", "Heat map", "Trend")
_WIDGETS = {"Overview": "#rows", "Criteria": "#rows", "Heat map": "#grid", "Trend": "#trend"}
_LEGENDS = {"Criteria": bars.LEGEND, "Heat map": heat.LEGEND, "Trend": trending.LEGEND}
_ROOM_FOR_LEGEND = 24
"""So many lines the terminal has where the textures are explained."""


class SummaryScreen(CountingPage):
    """The summary."""

    CSS_PATH = "summary.tcss"
    commands = (*SUMMARY, *TABS)
    tab = "summary"
    help_text = (
        "Signed-off audits only. “7 of 12 (32–81 %)” is how many answers were good or better of those graded, and the "
        "range in which the true share lies with 95 % confidence (Wilson); under Judgements it counts audits. "
        f"{bars.LEGEND}. In the heat map the arrows go over the cells: {heat.LEGEND}. In the trend they go over the "
        f"months: {trending.LEGEND}."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*SUMMARY, *TABS)

    def __init__(self) -> None:
        super().__init__()
        self.at = "Overview"
        self.weakest_first = False
        self._cursors: dict[str, int] = {}

    def body(self) -> list[Widget]:
        """Return the views' names, the heading, the views, what is said of the line under the cursor, and the note."""
        return [
            Static("", id="views", markup=False),
            Static("", id="heading", markup=False),
            LineList(id="rows"),
            CellGrid(id="grid"),
            TrendChart(id="trend"),
            Static("", id="detail", markup=False),
            Static("", id="note", markup=False),
        ]

    def on_screen_resume(self) -> None:
        """Count again; the cursor stays."""
        self.keep_place()
        self._draw()
        self.count()

    def draw_figures(self) -> None:
        """Draw what was counted."""
        self._draw()

    def say_how_far(self) -> None:
        """Say how far the counting is."""
        self._say_heading()

    def forget_places(self) -> None:
        """Let the cursor begin at the top of every view."""
        self._cursors.clear()

    def keep_place(self) -> None:
        """Let the cursor come back to where it is."""
        if self.at in ("Overview", "Criteria"):
            self._cursors[self.at] = self.query_one("#rows", LineList).cursor

    # ── drawing ──────────────────────────────────────────────────────────────

    def _draw(self) -> None:
        self.say_on_top()
        self._say_views()
        self._say_heading()
        self._note()
        if self.report and self.report.signed_off:
            {"Overview": self._overview, "Criteria": self._criteria, "Heat map": self._heat, "Trend": self._trend}[
                self.at
            ](self.report)
        else:
            self.query_one("#rows", LineList).set_source(NoLines())
            self.query_one(CellGrid).set_cells(NoCells())
        self._show_view()
        self.refresh_bindings()

    def _say_views(self) -> None:
        parts: list[Content] = [Content(" ")]
        for view in VIEWS:
            style = "bold reverse" if view == self.at else "$text-muted"
            parts.append(Content.assemble((f" {view} ", style), " "))
        self.query_one("#views", Static).update(Content("").join(parts))

    def _say_heading(self) -> None:
        words = heading(self.shown, self.under_way) if self.shown else Content(self.under_way or self.without)
        self.query_one("#heading", Static).update(words)

    def _show_view(self) -> None:
        counted = bool(self.report and self.report.signed_off)
        for name in dict.fromkeys(_WIDGETS.values()):
            self.query_one(name).display = name == (_WIDGETS[self.at] if counted else "#rows")
        self.query_one(_WIDGETS[self.at] if counted else "#rows").focus()
        self._describe()

    def _overview(self, report: Report) -> None:
        self._set_lines(OverviewLines(report, self.filters_shown.wanted, self.titles))

    def _criteria(self, report: Report) -> None:
        self._set_lines(CriteriaLines(ordered(report, weakest_first=self.weakest_first), report))

    def _set_lines(self, source: OverviewLines | CriteriaLines) -> None:
        self.query_one("#rows", LineList).set_source(source, self._cursors.get(self.at, 0))

    def _heat(self, report: Report) -> None:
        rows = ordered(report, weakest_first=self.weakest_first)
        self.query_one(CellGrid).set_cells(HeatCells(rows, self.shown.by_team if self.shown else {}))

    def _trend(self, report: Report) -> None:
        self.query_one(TrendChart).set_chart(report.trend(report.months[0]) if report.months else chart(()))

    def _note(self) -> None:
        note = self.query_one("#note", Static)
        left_out = [*self.report.unreadable, *self.report.copies] if self.report else []
        note.display = bool(left_out)
        if left_out:
            note.update(text(f"{how_many(len(left_out), 'file')} not counted. {left_out[0]}"))

    # ── the line, the cell or the month under the cursor ─────────────────────

    @on(LineList.Moved)
    @on(TrendChart.Moved)
    def _describe(self) -> None:
        words = self._described()
        legend = _LEGENDS.get(self.at, "")
        if words and legend and self.size.height >= _ROOM_FOR_LEGEND:
            words = Content.assemble(words, "\n", (legend, "$text-muted"))
        detail = self.query_one("#detail", Static)
        detail.display = bool(words)
        detail.update(words)

    def _described(self) -> Content:
        if self.report is None or not self.report.signed_off:
            return Content("")
        if self.at == "Trend":
            trend = self.query_one(TrendChart)
            return trending.described(trend.chart, trend.mark) if trend.chart else Content("")
        if self.at == "Heat map":
            grid = self.query_one(CellGrid)
            cells = grid.cells
            return text(cells.described(grid.cursor, grid.place)) if isinstance(cells, HeatCells) else Content("")
        if entry := self._entry():
            return text(entry.detail)
        return text(described(row, self.titles.get(row.checklist, row.checklist))) if (row := self._row()) else text("")

    def _entry(self) -> Entry | None:
        lines = self.query_one("#rows", LineList)
        found = lines.source.entries if isinstance(lines.source, OverviewLines) else []
        return found[lines.cursor] if found else None

    def _row(self) -> Row | None:
        """Return the criterion under the cursor."""
        if self.at == "Heat map":
            grid = self.query_one(CellGrid)
            return grid.cells.rows[grid.cursor] if isinstance(grid.cells, HeatCells) else None
        if self.at == "Overview":
            entry = self._entry()
            return entry.row if entry else None
        lines = self.query_one("#rows", LineList)
        return lines.source.rows[lines.cursor] if isinstance(lines.source, CriteriaLines) else None

    # ── views ────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a key only in the views where it does something."""
        if action == "order":
            return self.at in ("Criteria", "Heat map")
        return super().check_action(action, parameters)

    def action_view(self, by: int) -> None:
        """Show the next view."""
        self._turn(VIEWS[(VIEWS.index(self.at) + by) % len(VIEWS)])

    def _turn(self, view: str) -> None:
        self.keep_place()
        self.at = view
        self._draw()

    def action_order(self) -> None:
        """Sort the other way, and go to the top."""
        self.weakest_first = not self.weakest_first
        self._cursors.pop("Criteria", None)
        self.query_one(CellGrid).cursor = 0
        self._draw()

    # ── filters ──────────────────────────────────────────────────────────────

    def _narrow(self, filters: Filters) -> None:
        self.filters = filters
        self.count()

    def action_checklist(self, by: int) -> None:
        """Show all checklists, then each."""
        if len(self.titles) > 1 or self.filters.checklist:
            chosen = turned(list(self.titles), self.filters.checklist, by)
            self._narrow(self.filters._replace(checklist=chosen))

    def action_team(self, by: int) -> None:
        """Show all teams, then each."""
        self._narrow(self.filters._replace(team=turned(self._teams(), self.filters.team, by)))

    def action_cohort(self) -> None:
        """Show all cohorts, then each."""
        cohorts = list(self.shown.cohorts) if self.shown else []
        self._narrow(self.filters._replace(cohort=turned(cohorts, self.filters.cohort, 1)))

    def _teams(self) -> list[str]:
        return list(self.shown.teams) if self.shown else []

    def action_narrow(self, first: str) -> None:
        """Ask for every filter at once."""
        filters = self.filters
        titles = {**({filters.checklist: filters.checklist} if filters.checklist else {}), **self.titles}
        choices = Choices(tuple(self._teams()), titles, self.shown.cohorts if self.shown else ())
        self.app.push_screen(Narrow(self.desk, filters, choices, first), self._narrowed)

    def _narrowed(self, filters: Filters | None) -> None:
        if filters is not None:
            self._narrow(filters)

    def action_clear(self) -> None:
        """Stop counting where that takes long; else take every filter away."""
        if self.under_way:
            self.stop_counting()
        elif self.filters.narrows:
            self._narrow(Filters())

    # ── to what lies behind, and out ─────────────────────────────────────────

    @on(LineList.Chosen)
    @on(TrendChart.Chosen)
    def _open_clicked(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.report is None or not self.report.signed_off:
            return
        if self.at == "Overview":
            self._open_entry()
        elif self.at == "Trend":
            self._open_month()
        elif row := self._row():
            self._open_cell(row)

    def _open_entry(self) -> None:
        entry = self._entry()
        if entry is None or entry.opens is None:
            return
        if isinstance(entry.opens, Turn):
            self._turn(entry.opens.view)
        else:
            words = f"{entry.row.criterion} · {self.filters_shown.said()}" if entry.row else entry.words
            self._open(entry.opens, words, entry.row)

    def _open_cell(self, row: Row) -> None:
        team = self._team()
        wanted = self._with(("checklist", row.checklist), *((("team", team),) if team is not None else ()))
        name = self.filters_shown.said() if team is None else f"team {team or 'not recorded'}"
        self._open(Figure(wanted, row.criterion, "below good"), f"{row.criterion} · {name}", row)

    def _team(self) -> str | None:
        grid = self.query_one(CellGrid)
        is_cell = self.at == "Heat map" and isinstance(grid.cells, HeatCells)
        return grid.cells.team(grid.place) if is_cell and isinstance(grid.cells, HeatCells) else None

    def _open_month(self) -> None:
        if mark := self.query_one(TrendChart).mark:
            wanted = self._with()
            since, until = max(f"{mark.month}-01", wanted.since), f"{mark.month}-31"
            until = min(until, wanted.until) if wanted.until else until
            words = f"{trending.month_said(mark.month)} · {title(self.shown) if self.shown else ''}"
            self._open(Figure(wanted._replace(since=since, until=until)), words)

    def _with(self, *equal: tuple[str, str]) -> Wanted:
        """Return the signed-off audits that are shown, narrowed further."""
        wanted, given = self.filters_shown.wanted, dict(equal)
        kept = tuple(pair for pair in wanted.equal if pair[0] not in given)
        return wanted._replace(equal=(*kept, *equal, ("state", "signed-off")))

    def _open(self, figure: Figure, words: str, row: Row | None = None) -> None:
        from caseaudit.tui.screens.summary.behind import BehindScreen

        if self.report:
            self.app.push_screen(BehindScreen(figure, words, self.report, row))

    def action_read(self) -> None:
        """Read the criterion under the cursor."""
        if row := self._row():
            read(self.caseaudit, row)

    def action_export(self) -> None:
        """Hand over what is shown."""
        if shown := self.shown:
            words = f"{shown.report.signed_off} signed off · {title(shown)} · {shown.filters.said()}"
            self.app.push_screen(HandOver(self.desk, shown.filters.wanted, words), self._hand_over)

    def _hand_over(self, order: Order | None) -> None:
        if order:
            self.put_off()  # coming back counts again
            self.app.push_screen(Writing(self.desk, order))
