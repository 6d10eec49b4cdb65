"""The sessions of calibration, a line each: begin one, go on with one, see what came of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import grading
from caseaudit.desk.grading import Standing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import CaseauditError, Problem
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_training import SESSIONS
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.screens.read_aside import ReadAside
from caseaudit.tui.show import line, paragraphs
from caseaudit.tui.widgets.lines import LineList, Piece, column

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

_EMPTY = "No sessions yet. Press n to choose extracts and begin one."


class StandingLines:
    """The sessions, a line each."""

    def __init__(self, found: list[Standing]) -> None:
        self.found = found

    def __len__(self) -> int:
        return len(self.found)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: mark and state, when it was begun, who is done, what it is called."""
        each = self.found[index]
        mark, state, tone = _state(each)
        trainer = 20 if width >= 90 else 0
        return [
            Piece(f" {mark} ", tone),
            Piece(column(state, 10), tone),
            Piece(column(each.begun, 11), "muted"),
            Piece(column(f"{each.done} of {len(each.turns)} done", 14)),
            Piece(column(each.trainer, trainer), "muted"),
            Piece(column(each.title, max(0, width - 38 - trainer)), "strong"),
        ]


def _state(each: Standing) -> tuple[str, str, str]:
    if not each.intact:
        return "!", "changed", "failing"
    return ("✓", "revealed", "good") if each.revealed else ("○", "blind", "weak")


class SessionsScreen(ReadAside):
    """The list of sessions."""

    CSS_PATH = "sessions.tcss"
    commands = SESSIONS
    help_text = (
        "○ a group still grades blind, ✓ revealed. A session is a record of training: it is in no list, summary or "
        "export of audits."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*SESSIONS)

    def body(self) -> list[Widget]:
        """Return the list, what stands instead where it is empty, and what the line under the cursor says in full."""
        empty = Static("Reading …", id="empty", markup=False)
        return [LineList(id="sessions"), empty, *(Static("", id=name, markup=False) for name in ("about", "note"))]

    def say_what_is_shown(self) -> None:
        """Say where we are."""
        self.query_one(TopLine).say(line(" Sessions of calibration", "bold $text-primary"), f"{self.desk.name} ")

    def read(self, desk: Workspace) -> tuple[list[Standing], list[Problem]]:
        """Return the sessions, without anybody's grades."""
        return grading.standings(desk)

    def show(self, found: tuple[list[Standing], list[Problem]]) -> None:
        """Show the sessions, and what is wrong with others."""
        sessions, problems = found
        self.fill(StandingLines(sessions), _EMPTY)
        note = self.query_one("#note", Static)
        note.display = bool(problems)
        if problems:
            note.update(line(f"{how_many(len(problems), 'problem')}. {problems[0]}"))
        self._describe()

    def current(self) -> Standing | None:
        """Return the session under the cursor."""
        lines = self.query_one(LineList)
        found = lines.source.found if isinstance(lines.source, StandingLines) else []
        return found[lines.cursor] if found else None

    @on(LineList.Moved)
    def _describe(self) -> None:
        each, about = self.current(), self.query_one("#about", Static)
        about.display = each is not None
        if each:
            graders = ", ".join(turn.name for turn in each.turns) or "nobody yet"
            extracts = f"{', '.join(each.extracts)}: {how_many(each.asked, 'criterion', 'criteria')}"
            about.update(paragraphs(("Extracts", extracts), ("Trainer", each.trainer), ("Graded", graders)))

    def action_open(self) -> None:
        """Go on with the session under the cursor, or see what came of it."""
        if each := self.current():
            open_session(self.caseaudit, each.id, revealed=each.revealed)

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_open()

    def action_new(self) -> None:
        """Begin a session."""
        from caseaudit.tui.screens.training.choosing import choose

        choose(self.caseaudit)

    def action_person(self) -> None:
        """Show how somebody grades, session by session."""
        from caseaudit.tui.screens.training.over_time import OverTime

        self.app.push_screen(OverTime())

    def action_back(self) -> None:
        """Back to the training."""
        self.dismiss()


def open_session(app: CaseauditApp, session_id: str, *, revealed: bool, instead: bool = False) -> None:
    """Show whose turn it is, or, once it is `revealed`, what came of it; say why if it cannot be opened."""
    try:
        screen = _revealed(app, session_id) if revealed else _blind(app, session_id)
    except CaseauditError as error:
        app.complain(error)
    else:
        app.switch_screen(screen) if instead else app.push_screen(screen)


def open_begun(app: CaseauditApp, session_id: str) -> None:
    """Show whose turn it is in a session that was begun just now, with the sessions to come back to under it."""
    if isinstance(app.screen_stack[-2], SessionsScreen):
        app.pop_screen()
    else:
        app.switch_screen(SessionsScreen())
    open_session(app, session_id, revealed=False)


def _revealed(app: CaseauditApp, session_id: str) -> Page:
    from caseaudit.desk import training
    from caseaudit.tui.screens.training.revealed import RevealedScreen

    return RevealedScreen(training.show(app.desk, session_id))


def _blind(app: CaseauditApp, session_id: str) -> Page:
    from caseaudit.tui.screens.training.turns import TurnsScreen

    return TurnsScreen(grading.standing(app.desk, session_id))
