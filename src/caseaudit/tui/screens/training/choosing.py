"""The extracts of a new session: chosen with the space bar, then a title, and whose grades stand beside the group's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import exemplars, training
from caseaudit.desk.exemplars import Rubric
from caseaudit.domain.how_many import how_many
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_training import CHOOSING
from caseaudit.tui.screens.form import Form, words
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, Piece, column

if TYPE_CHECKING:
    from pathlib import PurePath

    from caseaudit.tui.app import CaseauditApp

_MINUTES = 20
"""That a group takes for one extract: to read, grade, and talk about it."""


class Offered(NamedTuple):
    """One extract that can be graded. Its letter says nothing of its grade."""

    rubric: Rubric
    letter: str

    @property
    def name(self) -> str:
        """What people call it: `supervision:B`."""
        return f"{self.rubric.found.id}:{self.letter}"

    @property
    def title(self) -> str:
        """What stands above the extract; it is silent about the grade."""
        return self.rubric.found.lettered[self.letter].title


class OfferedLines:
    """The extracts, a line each."""

    def __init__(self, offered: list[Offered], chosen: list[str]) -> None:
        self.offered, self.chosen = offered, chosen

    def __len__(self) -> int:
        return len(self.offered)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: a cross where it is chosen, the area, the letter, what it is."""
        each = self.offered[index]
        taken = each.name in self.chosen
        return [
            Piece(f" [{'x' if taken else ' '}] ", "good" if taken else "muted"),
            Piece(column(each.rubric.title, 32 if width < 90 else 44), "strong"),
            Piece(column(each.letter, 3), "strong"),
            Piece(column(each.title, max(0, width - 40 - (0 if width < 90 else 12)))),
        ]


class Choices(LineList, inherit_bindings=False):
    """A list in which the space bar chooses, instead of turning the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(each.key.replace("pagedown,space", "pagedown"), each.action, show=False)
        for each in LineList.BINDINGS
        if isinstance(each, Binding)
    ]


class Named(NamedTuple):
    """What a new session is called, and whose grades are the expert's."""

    title: str
    expert: str


class NameForm(Form[Named]):
    """Ask for a title, and for the expert's name; both may stay empty."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    help_text = f"Both may stay empty. {Form.help_text}"
    unfinished = False

    def __init__(self, extracts: int) -> None:
        super().__init__()
        self.heading = f"A session on {how_many(extracts, 'extract')}: about {extracts * _MINUTES} minutes"

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the two names."""
        return [
            ("Title", words("title", hint="the checklists, if left empty")),
            ("Expert's name", words("expert", hint="may stay empty")),
        ]

    def result(self) -> Named:
        """Return what was written."""
        return Named(self.value("title"), self.value("expert"))


class ChoosingScreen(Page):
    """The list of extracts to choose from."""

    CSS_PATH = "sessions.tcss"
    commands = CHOOSING
    help_text = "The letters say nothing of the grades. Two extracts fill a team meeting."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*CHOOSING)

    def __init__(self, offered: list[Offered], first: str = "") -> None:
        """`first`: the checklist whose extracts the cursor begins at."""
        super().__init__()
        self.offered, self.first = offered, first
        self.chosen: list[str] = []

    def body(self) -> list[Widget]:
        """Return the list, what is chosen, and the situation of what is under the cursor."""
        return [Choices(id="extracts"), *(Static("", id=name, markup=False) for name in ("chosen", "about"))]

    def on_mount(self) -> None:
        """Show the extracts."""
        names = [each.rubric.found.id for each in self.offered]
        at = names.index(self.first) if self.first in names else 0
        self.query_one(Choices).set_source(OfferedLines(self.offered, self.chosen), at)
        self.query_one(Choices).focus()
        self._say()
        self._describe()

    def _say(self) -> None:
        minutes = f", about {len(self.chosen) * _MINUTES} minutes" if self.chosen else ""
        self.query_one(TopLine).say(
            line(" A new session: which extracts?", "bold $text-primary"), f"{len(self.chosen)} chosen{minutes} "
        )
        said = ", ".join(self.chosen) or "nothing yet; space takes the extract under the cursor in"
        self.query_one("#chosen", Static).update(text(f"Chosen: {said}"))

    @on(LineList.Moved)
    def _describe(self) -> None:
        found = self.offered[self.query_one(Choices).cursor].rubric.found
        self.query_one("#about", Static).update(text(f"{found.fictional} {' '.join(found.situation.split())}"))

    def action_choose(self) -> None:
        """Take the extract under the cursor in, or leave it out."""
        lines = self.query_one(Choices)
        name = self.offered[lines.cursor].name
        if name in self.chosen:
            self.chosen.remove(name)
        else:
            self.chosen.append(name)
        lines.refresh_line(lines.cursor)
        self._say()

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_choose()

    def action_begin(self) -> None:
        """Ask what the session is called, and begin it."""
        if self.chosen:
            self.app.push_screen(NameForm(len(self.chosen)), self._begin)
        else:
            self.notify("Choose an extract first: space takes the one under the cursor in.", markup=False)

    def _begin(self, named: Named | None) -> None:
        from caseaudit.tui.screens.training.sessions import open_begun

        if named is None:
            return
        try:
            session = training.begin(self.desk, self.chosen, named.title, named.expert)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            open_begun(self.caseaudit, session.id)

    def action_back(self) -> None:
        """Begin nothing."""
        self.dismiss()


def choose(app: CaseauditApp, first: str = "") -> None:
    """Ask for the extracts of a new session; say so where there is none to choose."""
    found, problems = exemplars.rubrics(app.desk.library)
    offered = [Offered(rubric, letter) for rubric in found for letter in rubric.found.lettered]
    if offered:
        app.push_screen(ChoosingScreen(offered, first))
    else:
        words = f"There is no extract to grade. {problems[0]}" if problems else "There is no extract to grade."
        app.notify(words, severity="error", markup=False)
