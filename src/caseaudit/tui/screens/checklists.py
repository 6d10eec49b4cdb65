"""The practice library: what is asked, and what each grade looks like."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import packs
from caseaudit.domain.checklist import Checklist
from caseaudit.tui.commands import CHECKLISTS, TABS, bindings
from caseaudit.tui.screens.page import Page
from caseaudit.tui.show import text
from caseaudit.tui.widgets.lines import LineList, Piece, column


class ChecklistLines:
    """The checklists, a line each."""

    def __init__(self, checklists: list[Checklist]) -> None:
        self.checklists = checklists

    def __len__(self) -> int:
        return len(self.checklists)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        checklist = self.checklists[index]
        size = f"{len(checklist.criteria)} criteria, {checklist.critical} critical"
        cohorts = ", ".join(checklist.cohorts).replace("-", " ") if width >= 90 else ""
        rest = max(0, width - 36 - 8 - 26)
        return [
            Piece(" "),
            Piece(column(checklist.title, 35), "strong"),
            Piece(column(f"v{checklist.version}", 8), "muted"),
            Piece(column(size, 26)),
            Piece(column(cohorts, rest), "muted"),
        ]


class ChecklistsScreen(Page):
    """The list of checklists."""

    CSS_PATH = "checklists.tcss"
    commands = (*CHECKLISTS, *TABS)
    tab = "checklists"
    help_text = "The checklists that came with caseaudit, and those of this workspace."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*CHECKLISTS, *TABS)

    def body(self) -> list[Widget]:
        """Return the list, the areas of the checklist, what it is about, and what is wrong with others."""
        words = [Static("", id=name, markup=False) for name in ("areas", "about", "note")]
        return [LineList(id="checklists"), *words]

    def on_mount(self) -> None:
        """Show the library."""
        shelf = self.desk.library.shelf
        self.query_one(LineList).set_source(ChecklistLines(list(shelf.checklists.values())))
        self.query_one(LineList).focus()
        note = self.query_one("#note", Static)
        problems = [*shelf.problems, *packs.shelf(self.desk.library).problems]
        note.display = bool(problems)
        if problems:
            note.update(text(f"{len(problems)} problem(s). {problems[0]}"))
        self._describe()

    def on_screen_resume(self) -> None:
        """Say where we are."""
        self.say_on_top()

    def current(self) -> Checklist | None:
        """Return the checklist under the cursor."""
        lines = self.query_one(LineList)
        found = lines.source.checklists if isinstance(lines.source, ChecklistLines) else []
        return found[lines.cursor] if found else None

    @on(LineList.Moved)
    def _describe(self) -> None:
        if checklist := self.current():
            self.query_one("#areas", Static).update(text(self._areas(checklist)))
            self.query_one("#about", Static).update(text(" ".join(checklist.about.split())))

    def _areas(self, checklist: Checklist) -> str:
        titles = self.desk.library.areas
        named = "; ".join(titles.get(area, area) for area in checklist.areas)
        return f"Areas: {named}" if named else "No area is named."

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_read()

    def action_read(self) -> None:
        """Read the checklist under the cursor."""
        from caseaudit.tui.screens.reading import Reading

        if checklist := self.current():
            self.app.push_screen(Reading(checklist, self.desk.library))

    def action_begin(self) -> None:
        """Begin an audit with it."""
        if checklist := self.current():
            self.caseaudit.begin_audit(checklist.id)
