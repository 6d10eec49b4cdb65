"""Small questions on top of a screen: a text, a yes or no, a choice between two versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from caseaudit.domain.merging import Overlap
from caseaudit.plaintext import clean
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import CONFIRM, SETTLE, bindings
from caseaudit.tui.screens import page
from caseaudit.tui.screens.box import Box
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.keys import KeyLine
from caseaudit.tui.widgets.words import Words


class AskText(Box[str]):
    """Ask for a text; give it, or None."""

    CSS_PATH = "modal.tcss"
    help_text = "Write, then press F2. Escape, twice where you wrote something, leaves without changing anything."

    def __init__(
        self,
        title: str,
        words: str = "",
        before: str = "",
        *,
        marked: bool = False,
        tall: bool = False,
        take: Callable[[str], object] | None = None,
    ) -> None:
        """`before` is what stands there already; `marked`, typing takes its place. `tall`: as high as the terminal.

        `take` does with the text what it is asked for; while it raises `CaseauditError`, the box stays with the words.
        """
        super().__init__()
        self.heading, self.words, self.before, self.marked = title, words, before, marked
        self._take = take
        self.set_class(tall, "-tall")

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        with Vertical(classes="box"):
            yield Static(text(self.heading), classes="title", markup=False)
            if self.words:
                yield Static(text(self.words), classes="quiet", markup=False)
            yield Words(clean(self.before), id="answer")
            yield Static("", id="problems", classes="bad", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Go to the text."""
        area = self.query_one(Words)
        area.focus()
        if self.marked:
            area.select_all()
        else:
            area.move_cursor(area.document.end)

    def written(self) -> str:
        """Return the text as it stands."""
        return clean(self.query_one(Words).text).strip()

    async def action_accept(self) -> None:
        """Give the text, to its last letter; where it cannot be taken, say why."""
        await self.caseaudit.letters_arrive()
        words = self.written()
        try:
            if self._take:
                self._take(words)
        except CaseauditError as error:
            self.refuse(error)
        else:
            self.dismiss(words)


class AskAndKeep(AskText):
    """Ask for a text that is on the disk while it is written, as the texts of an answer are."""

    def __init__(
        self, title: str, words: str, before: str, note: Callable[[str], object], keep: Callable[[], object]
    ) -> None:
        """`note` takes on the text as it stands, in memory; `keep` writes it, off the screen's own thread.

        `keep` may raise `CaseauditError`. Whoever asked takes the text back where nothing is given.
        """
        super().__init__(title, words, before)
        self._note, self._keep = note, keep
        self._noted = clean(before).strip()
        self._pause: Timer | None = None

    @on(TextArea.Changed)
    def _take_note(self) -> None:
        """Note what was typed, and keep it shortly; what is typed until then goes with it."""
        if self.written() != self._noted:
            self._noted = self.written()
            self._note(self._noted)
            self._pause = self._pause or self.set_timer(page.KEPT_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self._pause = None
        self._keep_beside()

    @work(thread=True, group="draft")
    def _keep_beside(self) -> None:
        """Write so that a slow share never holds a key up."""
        try:
            self._keep()
        except CaseauditError as error:
            self.app.call_from_thread(self.caseaudit.complain, error)


class Confirm(ModalScreen[bool]):
    """Ask before something that binds."""

    CSS_PATH = "modal.tcss"

    commands = CONFIRM
    help_text = "Enter goes on, escape leaves it."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*CONFIRM)

    def __init__(self, title: str, words: Content) -> None:
        super().__init__()
        self.heading, self.words = title, words

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        with VerticalScroll(classes="box"):
            yield Static(text(self.heading), classes="title", markup=False)
            yield Static(self.words, markup=False)
        yield KeyLine()

    def action_yes(self) -> None:
        """Go on."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Leave it."""
        self.dismiss(False)


class Settle(ModalScreen[list[str] | None]):
    """Both changed the same thing: ask which version stands; give the names of those where theirs does."""

    CSS_PATH = "modal.tcss"

    commands = SETTLE
    help_text = "Somebody saved a different answer while you worked. Both stay in the history."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*SETTLE)

    def __init__(self, overlaps: tuple[Overlap, ...], by: str) -> None:
        super().__init__()
        self.overlaps, self.by = overlaps, by
        self.theirs: list[str] = []
        self.at = 0

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        with VerticalScroll(classes="box"):
            yield Static("", id="which", classes="title", markup=False)
            yield Static("", id="both", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask about the first."""
        self._ask()

    def _ask(self) -> None:
        overlap = self.overlaps[self.at]
        by, place = self.by or "somebody else", f"{self.at + 1} of {len(self.overlaps)}"
        title = f"{overlap.what}: you and {by} answered differently ({place})"
        self.query_one("#which", Static).update(line(title))
        mine, theirs = Content.styled("Mine\n", "bold"), Content.styled("\n\nTheirs\n", "bold")
        self.query_one("#both", Static).update(
            Content.assemble(mine, text(_told(overlap.mine)), theirs, text(_told(overlap.theirs)))
        )

    def action_mine(self) -> None:
        """Keep mine."""
        self._next()

    def action_theirs(self) -> None:
        """Take theirs."""
        self.theirs.append(self.overlaps[self.at].what)
        self._next()

    def _next(self) -> None:
        self.at += 1
        if self.at == len(self.overlaps):
            self.dismiss(self.theirs)
        else:
            self._ask()

    def action_later(self) -> None:
        """Decide later."""
        self.dismiss(None)


_TOLD = ("grade", "state", "reason", "evidence", "impact", "what", "owner", "due", "status", "by", "at")


def _told(value: Any) -> str:
    """Return one side of an overlap in words."""
    if value is None:
        return "(taken away)"
    if not isinstance(value, msgspec.Struct):
        return str(value)
    fields = msgspec.structs.asdict(value)
    return "\n".join(f"{key}: {fields[key]}" for key in _TOLD if fields.get(key))
