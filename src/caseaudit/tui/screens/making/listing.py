"""The exemplars in the making, and the signed-off audits that one can begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import making
from caseaudit.desk.listing import Wanted
from caseaudit.desk.making import View
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_making import MAKINGS, SIGNED_AUDITS
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, Piece, column

if TYPE_CHECKING:
    from caseaudit.store.index import Headline

_NONE = (
    "Nothing is being made. n begins with a signed-off audit: its grades become the key, names are replaced, dates are "
    "moved, and somebody else confirms that nobody can be recognised."
)
_NO_AUDITS = "No audit is signed off yet. Only what stands can teach."


class MakingLines:
    """The exemplars in the making, a line each."""

    def __init__(self, views: list[View]) -> None:
        self.views = views

    def __len__(self) -> int:
        return len(self.views)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        view = self.views[index]
        left = len(view.left.fixes) + len(view.left.doubts)
        return [
            Piece(" "),
            Piece(column(view.checklist.title, 26), "strong"),
            Piece(column(view.making.begun_at[:10], 11), "muted"),
            Piece(column(f"{left} left" if left else view.next, 16), "weak" if left else "good"),
            Piece(column(view.making.maker, max(0, width - 54))),
        ]


class MakingsScreen(Page):
    """The list of exemplars in the making."""

    CSS_PATH = "making.tcss"
    commands = MAKINGS
    help_text = "Each line is an exemplar that is being made of one of your own audits. Nothing here is ever counted."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*MAKINGS)

    def body(self) -> list[Widget]:
        """Return the list, what to do when it is empty, and what is wrong with others."""
        return [LineList(id="makings"), *(Static("", id=name, markup=False) for name in ("empty", "note"))]

    def on_screen_resume(self) -> None:
        """Show what there is now."""
        views, problems = making.views(self.desk)
        lines, empty, note = self.query_one(LineList), self.query_one("#empty", Static), self.query_one("#note", Static)
        lines.set_source(MakingLines(views), lines.cursor)
        lines.display, empty.display, note.display = bool(views), not views, bool(problems)
        empty.update(text(_NONE))
        note.update(text(str(problems[0]) if problems else ""))
        self.query_one(TopLine).say(line(" Exemplars in the making", "bold $text-primary"), f"{len(views)} ")
        lines.focus()

    def current(self) -> View | None:
        """Return what is under the cursor."""
        lines = self.query_one(LineList)
        return (
            lines.source.views[lines.cursor] if isinstance(lines.source, MakingLines) and lines.source.views else None
        )

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Go on with the one under the cursor."""
        from caseaudit.tui.screens.making.screen import MakingScreen

        if view := self.current():
            self.app.push_screen(MakingScreen(view))

    def action_new(self) -> None:
        """Choose a signed-off audit, and begin."""
        self.app.push_screen(SignedAudits())

    @work
    async def action_discard(self) -> None:
        """Remove the one under the cursor, after one more question."""
        from caseaudit.tui.screens.making.asking import discarded

        if (view := self.current()) and await discarded(self.caseaudit, view):
            self.on_screen_resume()

    def action_back(self) -> None:
        """Back to the training."""
        self.dismiss()


class SignedLines:
    """The audits, a line each."""

    def __init__(self, audits: list[Headline]) -> None:
        self.audits = audits

    def __len__(self) -> int:
        return len(self.audits)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        audit = self.audits[index]
        return [
            Piece(" "),
            Piece(column(audit.title, 26), "strong"),
            Piece(column(audit.date, 11), "muted"),
            Piece(column(audit.case, 10)),
            Piece(column(audit.judgement.replace("-", " "), max(0, width - 48))),
        ]


class SignedAudits(Page):
    """The signed-off audits, newest first: one is chosen to begin with."""

    CSS_PATH = "making.tcss"
    commands = SIGNED_AUDITS
    help_text = "Choose an audit with reasons that somebody can learn from. The audit itself stays as it is."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*SIGNED_AUDITS)

    def body(self) -> list[Widget]:
        """Return the list, and what is said below it."""
        return [LineList(id="audits"), *(Static("", id=name, markup=False) for name in ("empty", "about"))]

    def on_mount(self) -> None:
        """Show the audits."""
        found = self.desk.index.headlines(Wanted(equal=(("state", "signed-off"),)))
        audits = [each for each in found if each.role != "training"]
        lines, empty = self.query_one(LineList), self.query_one("#empty", Static)
        lines.set_source(SignedLines(audits))
        lines.display, empty.display = bool(audits), not audits
        empty.update(text(_NO_AUDITS))
        self.query_one("#about", Static).update(
            text("An audit holds no text of the case file: you write the extract, guided by its reasons.")
        )
        self.query_one(TopLine).say(line(" Make an exemplar of which audit?", "bold $text-primary"), f"{len(audits)} ")
        lines.focus()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Begin with the audit under the cursor."""
        from caseaudit.tui.screens.making.screen import MakingScreen

        lines = self.query_one(LineList)
        if not isinstance(lines.source, SignedLines) or not lines.source.audits:
            return
        try:
            view = making.view(self.desk, making.begin(self.desk, lines.source.audits[lines.cursor].id))
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            self.app.switch_screen(MakingScreen(view))

    def action_back(self) -> None:
        """Begin nothing."""
        self.dismiss()
