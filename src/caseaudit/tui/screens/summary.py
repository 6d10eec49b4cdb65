"""What the signed-off audits say together: criterion by criterion, with how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk.listing import Wanted
from caseaudit.desk.summarising import summarise
from caseaudit.domain.checklist import Checklist, Scale
from caseaudit.domain.intervals import said
from caseaudit.domain.report import Report, Row
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import SUMMARY, TABS, bindings
from caseaudit.tui.screens.page import Page
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, NoLines, Piece, column

_BAR = 20
_TEXTURES = {
    "outstanding": ("█", "good"),
    "good": ("▓", "good"),
    "requires-improvement": ("▒", "weak"),
    "inadequate": ("░", "failing"),
}


class RowLines:
    """The criteria of one checklist, a line each."""

    def __init__(self, rows: list[Row], checklist: Checklist | None, scales: Mapping[str, Scale]) -> None:
        self.rows, self.checklist = rows, checklist
        scale = scales.get(checklist.scale) if checklist else None
        self.order = [*(scale.grades if scale else ()), *(g for other in scales.values() for g in other.grades)]

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: criterion, bar, good or better, question."""
        row = self.rows[index]
        pieces = [Piece(" "), Piece(column(row.criterion, 8), "strong"), *self._bar(row), Piece(" ")]
        pieces.append(Piece(column(said(row.good_or_better), 22)))
        if width >= 90:
            pieces.append(Piece(column(self._question(row), width - 9 - _BAR - 1 - 22), "muted"))
        return pieces

    def _question(self, row: Row) -> str:
        found = self.checklist.criterion(row.criterion) if self.checklist else None
        return found.question if found else ""

    def _bar(self, row: Row) -> list[Piece]:
        """Return the share of each grade, best first, in textures that differ without colour."""
        total = sum(row.grades.values())
        if not total:
            return [Piece(" " * _BAR)]
        pieces, filled, seen = [], 0, 0
        graded = [grade for grade in dict.fromkeys(self.order) if row.grades.get(grade.id)]
        for grade in graded:
            seen += row.grades[grade.id]
            cells = round(_BAR * seen / total) - filled
            filled += cells
            texture, tone = _TEXTURES.get(grade.id, ("▓", "good") if grade.good else ("░", "failing"))
            pieces.append(Piece(texture * cells, tone))
        return [*pieces, Piece(" " * (_BAR - filled))]


class SummaryScreen(Page):
    """The summary."""

    CSS_PATH = "summary.tcss"
    commands = (*SUMMARY, *TABS)
    tab = "summary"
    help_text = (
        "Signed-off audits only. “7 of 12 (32–81 %)” is how many were good or better of those graded, and the range "
        "in which the true share lies with 95 % confidence (Wilson). "
        "█ outstanding ▓ good ▒ requires improvement ░ inadequate."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*SUMMARY, *TABS)

    def __init__(self) -> None:
        super().__init__()
        self.which = 0
        self.team = ""
        self.weakest_first = False
        self.report: Report | None = None

    def body(self) -> list[Widget]:
        """Return the heading, the list and the note."""
        return [Static("", id="heading", markup=False), LineList(id="rows"), Static("", id="note", markup=False)]

    def on_screen_resume(self) -> None:
        """Count again."""
        self._count()

    def _count(self) -> None:
        wanted = Wanted(equal=(("team", self.team),) if self.team else ())
        try:
            self.report = summarise(self.desk, wanted)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        self._draw()
        self.query_one(LineList).focus()

    def _draw(self) -> None:
        self.say_on_top()
        lines, heading = self.query_one(LineList), self.query_one("#heading", Static)
        gathered = self.report.by_checklist() if self.report else {}
        if not gathered:
            nothing = "Nothing is signed off yet. Sign an audit off and it counts here."
            heading.update(Content(nothing if self.report else "Nothing could be counted; the message says why."))
            lines.set_source(NoLines())
            return
        name = list(gathered)[self.which % len(gathered)]
        checklist = self.desk.library.shelf.checklists.get(name)
        heading.update(self._heading(checklist.title if checklist else name, len(gathered)))
        rows = self._ordered(gathered[name], checklist)
        lines.set_source(RowLines(rows, checklist, self.desk.library.scales), lines.cursor)
        self._note()

    def _heading(self, title: str, of: int) -> Content:
        signed, open_still = (self.report.signed_off, self.report.in_progress) if self.report else (0, 0)
        team = self.team or "all teams"
        words = f"in all checklists {signed} signed off, {open_still} in progress"
        place = f"({self.which % of + 1} of {of}) · {team} · {words}"
        return Content.assemble(line(title, "bold"), "  ", line(place, "$text-muted"))

    def _ordered(self, rows: list[Row], checklist: Checklist | None) -> list[Row]:
        """Return rows as the checklist is read, or with the lowest upper bound first: what is surely weak."""
        if self.weakest_first:
            return sorted(rows, key=lambda row: (row.good_or_better.high, row.good_or_better.low))
        order = [criterion.id for criterion in checklist.criteria] if checklist else []
        return sorted(rows, key=lambda row: order.index(row.criterion) if row.criterion in order else len(order))

    def action_order(self) -> None:
        """Sort the other way."""
        self.weakest_first = not self.weakest_first
        self._draw()

    def _note(self) -> None:
        note = self.query_one("#note", Static)
        left_out = len(self.report.unreadable) + len(self.report.copies) if self.report else 0
        note.display = left_out > 0
        if self.report and left_out:
            first = [*self.report.unreadable, *self.report.copies][0]
            note.update(text(f"{left_out} file(s) not counted. {first}"))

    def action_checklist(self, by: int) -> None:
        """Show the next checklist."""
        self.which += by
        self._draw()

    def action_team(self) -> None:
        """Show all teams, then each."""
        teams = ["", *sorted(self.desk.index.distinct("team"))]
        at = teams.index(self.team) if self.team in teams else 0
        self.team = teams[(at + 1) % len(teams)]
        self._count()

    def action_read(self) -> None:
        """Read the criterion under the cursor."""
        from caseaudit.tui.screens.reading import Reading

        lines = self.query_one(LineList)
        if isinstance(lines.source, RowLines) and lines.source.checklist:
            row = lines.source.rows[lines.cursor]
            self.app.push_screen(Reading(lines.source.checklist, self.desk.library, row.criterion))
