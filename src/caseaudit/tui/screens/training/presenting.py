"""A talk on a projector: one thought a page, large margins, black and white, nothing about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from caseaudit.desk import training_talk
from caseaudit.desk.exemplars import EXTRACT, Slide
from caseaudit.desk.training import Shown
from caseaudit.tui.commands import PRESENTING, PRESENTING_EXTRACT, Command, bindings
from caseaudit.tui.commands_training import PRESENTING_NAMES
from caseaudit.tui.show import line, text

_WIDEST = 72
"""Cells of a line that people at the back can still follow."""
_MARGIN = 4
_AROUND = 6
"""Lines that hold no words of the thought: the heading, the place, and air."""


class Sheet(NamedTuple):
    """As much of a thought as the screen has room for."""

    heading: str
    words: str
    thought: int
    """Its place among the thoughts."""


class Presentation(Screen[None]):
    """A talk, thought by thought."""

    CSS_PATH = "training.tcss"
    commands: ClassVar[tuple[Command, ...]] = (*PRESENTING, *PRESENTING_EXTRACT)
    help_text = "Space goes on, backspace goes back; a presenter's clicker works too."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PRESENTING, *PRESENTING_EXTRACT)

    def __init__(self, thoughts: Iterable[Slide]) -> None:
        super().__init__()
        self.thoughts = list(thoughts)
        self.pages: list[Sheet] = []
        self.at = 0
        self.left = -1
        """The thought from which the extract was opened again; below 0, none."""

    def compose(self) -> ComposeResult:
        """Lay the page out: no tabs, no names, no keys."""
        with Vertical(id="slide"):
            yield Static("", id="heading", markup=False)
            yield Static("", id="thought", markup=False)
        yield Static("", id="place", markup=False)

    def on_mount(self) -> None:
        """Take away what was said before: it would lie over the first page, on a wall."""
        self.app.clear_notifications()

    def on_resize(self, event: Resize) -> None:
        """Break the thoughts anew to fit, and stay with the one that is shown."""
        thought = self.thought
        self.pages = paged(self.thoughts, event.size.width, event.size.height)
        self.go_to(thought)

    @property
    def thought(self) -> int:
        """The place of the thought that is shown."""
        return self.pages[self.at].thought if self.pages else 0

    def go_to(self, thought: int) -> None:
        """Show a thought from its first word on."""
        self.at = next(place for place, page in enumerate(self.pages) if page.thought == thought)
        self._draw()

    def _draw(self) -> None:
        heading, words, _ = self.pages[self.at]
        self.query_one("#heading", Static).update(line(heading))
        self.query_one("#thought", Static).update(text(words))
        self.query_one("#place", Static).update(f"{self.at + 1} / {len(self.pages)}")

    def action_turn(self, by: int) -> None:
        """Go to the next thought or to the one before; at either end stay."""
        self.at = max(0, min(self.at + by, len(self.pages) - 1))
        self._draw()

    def action_first(self) -> None:
        """Go to the first thought."""
        self.action_turn(-len(self.pages))

    def action_last(self) -> None:
        """Go to the last page of the last thought."""
        self.action_turn(len(self.pages))

    def action_extract(self) -> None:
        """Show the extract again, from its first word on; from there, go back to where one was."""
        place = next((at for at, each in enumerate(self.thoughts) if each.heading.startswith(f"{EXTRACT} ")), -1)
        if place >= 0 and self.thought != place:
            self.left = self.thought
            self.go_to(place)
        elif place >= 0 and self.left >= 0:
            self.go_to(self.left)

    def action_end(self) -> None:
        """End the presentation."""
        self.dismiss()


class RevealedPresentation(Presentation):
    """What a group gave: nobody's name and nobody's words, unless the group wants them."""

    commands = (*PRESENTING, *PRESENTING_NAMES)
    help_text = f"Nobody is named and nobody's words are shown until w is pressed. {Presentation.help_text}"
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PRESENTING_NAMES)

    def __init__(self, shown: Shown) -> None:
        super().__init__(training_talk.slides(shown, named=False))
        self.shown, self.named = shown, False

    def action_names(self) -> None:
        """Name everybody, or nobody any more; stay with the criterion that is shown."""
        before = self.thoughts[self.thought].heading
        self.named = not self.named
        self.thoughts = list(training_talk.slides(self.shown, named=self.named))
        self.pages = paged(self.thoughts, *self.size)
        self.go_to(_closest([each.heading for each in self.thoughts], before))


def _closest(headings: list[str], wanted: str) -> int:
    """Return the place of a heading, or of the first about the same criterion."""
    same = [place for place, each in enumerate(headings) if each.partition(":")[0] == wanted.partition(":")[0]]
    return headings.index(wanted) if wanted in headings else next(iter(same), 0)


def paged(thoughts: Iterable[Slide], width: int, height: int) -> list[Sheet]:
    """Return the thoughts in pages that fit a screen of some cells; nothing of a thought is lost."""
    room, rows = max(10, min(_WIDEST, width - 2 * _MARGIN)), max(1, height - _AROUND)
    return [
        Sheet(heading, page, thought)
        for thought, (heading, words) in enumerate(thoughts)
        for page in _pages(words, room, rows)
    ]


def _pages(words: str, room: int, rows: int) -> list[str]:
    """Break words into pages between paragraphs, as many on a page as fit; within one only if it fills a page."""
    pages: list[list[str]] = [[]]
    for block in _blocks([part.plain.rstrip() for part in text(words.strip("\n")).wrap(room)]):
        page = [*pages[-1], "", *block] if pages[-1] else block
        if len(page) <= rows:
            pages[-1] = page
        else:
            pages += [block[at : at + rows] for at in range(0, len(block), rows)]
    return ["\n".join(page) for page in pages if page] or [""]


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Yield the paragraphs: lines with no empty line between them."""
    for filled, block in groupby(lines, bool):
        if filled:
            yield list(block)
