"""Read a checklist, one criterion a page, as a trainer shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from caseaudit.domain.checklist import Checklist
from caseaudit.tui.commands import READING, bindings
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.show import line
from caseaudit.tui.widgets.keys import KeyLine
from caseaudit.tui.widgets.rubric import Rubric

if TYPE_CHECKING:
    from caseaudit.store.library import Library


class Reading(Screen[None]):
    """The criteria of a checklist, one after the other."""

    CSS_PATH = "reading.tcss"
    commands = READING
    help_text = "n and p turn the pages; up and down scroll."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*READING)
    AUTO_FOCUS = "#rubric"

    def __init__(self, checklist: Checklist, library: Library, criterion: str = "") -> None:
        super().__init__()
        self.checklist, self.library = checklist, library
        ids = [found.id for found in checklist.criteria]
        self.at = ids.index(criterion) if criterion in ids else 0

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine()
        yield Rubric()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the first page."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        criterion = self.checklist.criteria[self.at]
        scale = self.library.scales.get(self.checklist.scale_of(criterion)) if criterion.kind != "count" else None
        rubric = self.query_one(Rubric)
        rubric.ask(criterion, scale, "", self.library.documents)
        if criterion.timescale:
            rubric.time(self.library.clock_in_words(criterion.timescale))
        place = f"{self.at + 1} of {len(self.checklist.criteria)} "
        self.query_one(TopLine).say(
            Content.assemble(" ", line(f"{self.checklist.title} v{self.checklist.version}", "bold")), place
        )

    def action_turn(self, by: int) -> None:
        """Turn the page."""
        self.at = (self.at + by) % len(self.checklist.criteria)
        self._draw()

    def action_back(self) -> None:
        """Back to where this was opened."""
        self.dismiss()
