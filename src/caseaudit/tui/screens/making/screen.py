"""One exemplar in the making: what is left to do above, the texts with their names replaced below."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import making
from caseaudit.desk.making import View
from caseaudit.desk.making_words import word_list
from caseaudit.domain.how_many import how_many
from caseaudit.domain.making import TEXTS, Making
from caseaudit.domain.making_left import Doubt, Fix
from caseaudit.domain.replaced_names import Name, listed
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_making import MAKING
from caseaudit.tui.screens.dialogs import AskText, Confirm
from caseaudit.tui.screens.making import drawing
from caseaudit.tui.screens.making.asking import SecondPerson, discarded
from caseaudit.tui.screens.making.drawing import WHOLE, LeftLines
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line
from caseaudit.tui.widgets.lines import LineList

_WITH_REAL_NAMES = "Write with the real names and dates: they are replaced and moved wherever it is shown."
_WORD_LIST = "NAME = WORDS, one on each line. A line taken away takes the name off the list."
_SHORT = ("kind", "title")
_WORTH_READING = 20  # seconds for which it is said where the exemplar is


class MakingScreen(Page):
    """The guided page: what is left, one text at a time, then a second person, then the library."""

    CSS_PATH = "making.tcss"
    commands = MAKING
    help_text = (
        "Above is what is left to do: enter does it, s says that words in doubt stay. Below is one text, with names "
        "replaced (bold), dates moved and doubts marked; n and p turn, and e writes it. Tab goes from one to the other."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*MAKING)

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.place = "extract"

    def body(self) -> list[Widget]:
        """Return the list, the text, and what comes next."""
        shown = VerticalScroll(Static("", id="words", markup=False), id="shown")
        return [LineList(id="todo"), shown, Static("", id="next", markup=False)]

    def on_mount(self) -> None:
        """Show what is left."""
        self._take(self.view)
        self.query_one(LineList).focus()

    # ── drawing ──────────────────────────────────────────────────────────────

    def _take(self, view: View) -> None:
        self.view = view
        lines = self.query_one(LineList)
        lines.set_source(LeftLines(view), lines.cursor)
        lines.display = bool(view.left)
        (lines if view.left else self.query_one("#shown")).focus()
        self._follow()

    def current(self) -> Fix | Doubt | None:
        """Return what is to be done under the cursor."""
        lines = self.query_one(LineList)
        return lines.source.items[lines.cursor] if isinstance(lines.source, LeftLines) and lines.source.items else None

    @on(LineList.Moved)
    def _follow(self) -> None:
        """Show the text to which the line under the cursor belongs; of words in doubt, what stands around them."""
        item, known = self.current(), drawing.pages(self.view)
        wanted = item.places[0] if isinstance(item, Doubt) else item.place if item else self.place
        self.place = wanted if wanted in known else WHOLE
        self._draw(item if isinstance(item, Doubt) else None)

    def _draw(self, doubt: Doubt | None = None) -> None:
        known = drawing.pages(self.view)
        words = drawing.around(self.view, doubt) if doubt else drawing.page(self.view, self.place)
        self.query_one("#words", Static).update(words)
        self.query_one("#shown", VerticalScroll).scroll_home(animate=False)
        where = f"page {known.index(self.place) + 1} of {len(known)} "
        title = Content.assemble((" Making ", "bold $text-primary"), line(self.view.checklist.title, "bold"))
        self.query_one(TopLine).say(title, f"{doubt.kind}? " if doubt else where)
        self.query_one("#next", Static).update(line(self._next()))

    def _next(self) -> str:
        left, made = self.view.left, self.view.making
        if left:
            return f"{len(left.fixes)} to write or mend, {how_many(len(left.doubts), 'word')} in doubt"
        if self.view.refused:
            return f"{self.view.refusal} Ask them what gives it away, and change it."
        if self.view.confirmed and made.confirmed:
            return f"Confirmed by {made.confirmed.by}. f writes it into your library."
        return f"Nothing is left to decide. Somebody else than {made.maker} reads it: c"

    # ── moving ───────────────────────────────────────────────────────────────

    def action_turn(self, by: int) -> None:
        """Show the next text, or the one before."""
        known = drawing.pages(self.view)
        at = known.index(self.place) + by
        if 0 <= at < len(known):
            self.place = known[at]
            self._draw()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_decide()

    # ── deciding ─────────────────────────────────────────────────────────────

    def action_decide(self) -> None:
        """Write or mend what is wanting, or ask what takes the place of the words in doubt."""
        item = self.current()
        if isinstance(item, Doubt):
            self._replace(item)
        elif item and item.place == "criteria":
            self.action_choose()
        elif item and item.place in drawing.pages(self.view):
            self.place = item.place
            self.action_write()
        elif item:
            self.notify(f"{item.what}. {item.remedy}.", severity="warning", markup=False)

    def _replace(self, doubt: Doubt) -> None:
        def take(words: str) -> None:
            if words:
                self._stepped(
                    lambda: making.replace(self.desk, self.view.making.id, [Name(doubt.words, " ".join(words.split()))])
                )

        told = "Everywhere, in whatever case. Empty: nothing changes."
        self.app.push_screen(AskText(f"What takes the place of {doubt.words}?", told, take=take))

    def action_stays(self) -> None:
        """Let the words in doubt stay."""
        item = self.current()
        if isinstance(item, Doubt):
            self._step(lambda: making.keep(self.desk, self.view.making.id, [item.words]))
        else:
            self.notify("The cursor is on nothing that is in doubt.", markup=False)

    def action_write(self) -> None:
        """Write the text that is shown."""
        if self.place not in (*TEXTS, *self.view.making.chosen):
            self.notify("This page is not written; n and p turn to the texts.", markup=False)
            return
        place, before = self.place, self.view.making.text(self.place)

        def take(words: str) -> None:
            if words != before:
                self._stepped(lambda: making.write(self.desk, self.view.making.id, place, words))

        called, is_long = drawing.CALLED.get(place, place), place not in _SHORT
        self.app.push_screen(AskText(called, _WITH_REAL_NAMES, before, tall=is_long, take=take))

    def action_words(self) -> None:
        """Write the word list."""
        names = self.view.making.names
        before = "\n".join(f"{each.name} = {each.replacement}" for each in names)

        def take(lines: str) -> None:
            if lines != before:
                self._stepped(lambda: making.replace(self.desk, self.view.making.id, _changed(names, lines)))

        fresh = f"{before}\n" if before else ""  # the next name is written on a line of its own
        self.app.push_screen(AskText("Names to replace", _WORD_LIST, fresh, tall=True, take=take))

    def action_choose(self) -> None:
        """Choose the criteria."""
        made = self.view.making
        known = ", ".join(found.criterion for found in made.findings)

        def take(words: str) -> None:
            self._stepped(lambda: making.choose(self.desk, made.id, words.replace(",", " ").upper().split()))

        asked = "Graded on which criteria? Four to eight"
        self.app.push_screen(AskText(asked, f"There are: {known}", " ".join(made.chosen), take=take))

    def _step(self, step: Callable[[], Making]) -> None:
        """Take a step, and show what stands now; where it cannot be taken, say why."""
        try:
            self._stepped(step)
        except CaseauditError as error:
            self.caseaudit.complain(error)

    def _stepped(self, step: Callable[[], Making]) -> None:
        """Take a step, and show what stands now. Raises what keeps it from being taken."""
        self._take(making.view(self.desk, step()))

    # ── the end ──────────────────────────────────────────────────────────────

    @work
    async def action_confirm(self) -> None:
        """Show the whole to somebody else; then ask them."""
        if self.view.left:
            self.notify(f"{self._next()}: do these first.", severity="warning", markup=False)
        elif self.place != WHOLE:
            self.place = WHOLE
            self._draw()
            self.notify("Read it to its end, as somebody else than its maker; then press c again.", markup=False)
        elif who := await self.app.push_screen_wait(SecondPerson(self.desk, self.view)):
            self._step(lambda: making.show(self.desk, self.view.making.id).making)
            self.notify(f"Confirmed by {who}." if self.view.confirmed else self._next(), markup=False)

    @work
    async def action_finish(self) -> None:
        """Write it into the library, after one more question."""
        if self.view.left or not self.view.confirmed:
            self.notify(self._next(), severity="warning", markup=False)
            return
        told = "What it was made from is removed: the words as they were, the word list, how far dates were moved."
        if await self.app.push_screen_wait(Confirm("Write it into your own library?", Content(told))):
            try:
                done = making.finish(self.desk, self.view.making.id)
            except CaseauditError as error:
                self.caseaudit.complain(error)
            else:
                self.notify(f"Written: {done.name}, in {done.path.parent}.", timeout=_WORTH_READING, markup=False)
                self.dismiss()

    @work
    async def action_discard(self) -> None:
        """Remove it, after one more question."""
        if await discarded(self.caseaudit, self.view):
            self.dismiss()

    def action_back(self) -> None:
        """Leave it; everything is kept."""
        self.dismiss()


def _changed(before: tuple[Name, ...], lines: str) -> list[Name]:
    """Return what a word list says now, with what it no longer says taken off. Raises `BadInput`."""
    now = word_list(each for each in lines.splitlines() if each.strip())
    gone = [Name(each.name, "") for each in before if not listed(each.name, [name.name for name in now])]
    return [*gone, *now]
