"""A talk on a projector: one thought a page, large margins, black and white, nothing about anybody."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from caseaudit.desk.exemplars import Rubric, Slide, slides
from caseaudit.domain.exemplar import Exemplar
from caseaudit.tui.commands import PRESENTING, bindings
from caseaudit.tui.show import line, text

_WIDEST = 72
"""Cells of a line that people at the back can still follow."""
_MARGIN = 4
_AROUND = 6
"""Lines that hold no words of the thought: the heading, the place, and air."""


class Presentation(Screen[None]):
    """One extract, thought by thought."""

    CSS_PATH = "training.tcss"
    commands = PRESENTING
    help_text = "Space goes on, backspace goes back; a presenter's clicker works too."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PRESENTING)

    def __init__(self, rubric: Rubric, exemplar: Exemplar) -> None:
        super().__init__()
        self.thoughts = list(slides(rubric, exemplar))
        self.pages: list[Slide] = []
        self.at = 0

    def compose(self) -> ComposeResult:
        """Lay the page out: no tabs, no names, no keys."""
        with Vertical(id="slide"):
            yield Static("", id="heading", markup=False)
            yield Static("", id="thought", markup=False)
        yield Static("", id="place", markup=False)

    def on_resize(self, event: Resize) -> None:
        """Break the thoughts anew to fit, and stay with the one that is shown."""
        before = self.pages[self.at] if self.pages else None
        self.pages = paged(self.thoughts, event.size.width, event.size.height)
        self.at = _same(self.pages, before)
        self._draw()

    def _draw(self) -> None:
        heading, words = self.pages[self.at]
        self.query_one("#heading", Static).update(line(heading))
        self.query_one("#thought", Static).update(text(words))
        self.query_one("#place", Static).update(f"{self.at + 1} / {len(self.pages)}")

    def action_turn(self, by: int) -> None:
        """Go to the next thought or to the one before; at either end stay."""
        self.at = max(0, min(self.at + by, len(self.pages) - 1))
        self._draw()

    def action_end(self) -> None:
        """End the presentation."""
        self.dismiss()


def paged(thoughts: list[Slide], width: int, height: int) -> list[Slide]:
    """Return the thoughts in pages that fit a screen of some cells; nothing of a thought is lost."""
    room, rows = max(10, min(_WIDEST, width - 2 * _MARGIN)), max(1, height - _AROUND)
    return [Slide(heading, page) for heading, words in thoughts for page in _pages(words, room, rows)]


def _pages(words: str, room: int, rows: int) -> list[str]:
    lines = [part.plain.rstrip() for part in text(words.strip("\n")).wrap(room)]
    return ["\n".join(lines[at : at + rows]) for at in range(0, len(lines), rows)] or [""]


def _same(pages: list[Slide], before: Slide | None) -> int:
    """Return where the words begin that were shown; the first page where there were none."""
    if before is None:
        return 0
    headings = [page.heading for page in pages]
    return headings.index(before.heading) if before.heading in headings else 0
