"""How somebody grades, session by session: shown to that person, and of their own sessions to a trainer."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import training
from caseaudit.desk.training import Turn
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import calibration_words
from caseaudit.domain.intervals import said
from caseaudit.problems import CaseauditError, Problem
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_training import OVER_TIME
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.screens.read_aside import ReadAside
from caseaudit.tui.screens.training.sessions import open_session
from caseaudit.tui.screens.training.turns import WhoseTurn
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, Piece, column


class TurnsOverTime:
    """The sessions that somebody graded in, a line each, oldest first."""

    def __init__(self, turns: list[Turn]) -> None:
        self.turns = turns

    def __len__(self) -> int:
        return len(self.turns)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: when, how often as the expert, how much lower or higher on average, what it was called."""
        session, person = self.turns[index]
        return [
            Piece(" "),
            Piece(column(session.begun_at[:10], 11), "muted"),
            Piece(column(said(person.exact), 22), "strong"),
            Piece(column(calibration_words.steps(person) or "–", 12)),
            Piece(column(session.title, max(0, width - 46))),
        ]


class OverTime(ReadAside):
    """One person's calibration."""

    CSS_PATH = "sessions.tcss"
    commands = OVER_TIME
    help_text = (
        "It is shown to that person, and to a trainer of their own sessions; names are claimed, not proved. "
        "One afternoon says little about anybody."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OVER_TIME)

    def __init__(self) -> None:
        super().__init__()
        self.whose = ""
        """Somebody else's name; empty for one's own."""

    def body(self) -> list[Widget]:
        """Return the sessions, what stands instead where there is none, and what the figures mean."""
        empty = Static("Reading …", id="empty", markup=False)
        return [Static("", id="hand", markup=False), LineList(id="turns"), empty, Static("", id="about", markup=False)]

    def say_what_is_shown(self) -> None:
        """Say whose it is."""
        self.query_one(TopLine).say(line(" Over time", "bold $text-primary"), f"{self.name_shown} ")
        heads = f" {column('BEGUN', 11)}{column('AS THE EXPERT (95 %)', 22)}{column('ON AVERAGE', 12)}SESSION"
        self.query_one("#hand", Static).update(text(heads, "bold"))
        self.query_one("#about", Static).update(text(calibration_words.STEPS))

    @property
    def name_shown(self) -> str:
        """Whose calibration it is."""
        return self.whose or self.desk.person

    def read(self, desk: Workspace) -> tuple[list[Turn], list[Problem]]:
        """Return their sessions. Raises `BadInput` for somebody whose they are not to be shown to."""
        return training.over_time(desk, self.name_shown)

    def show(self, found: tuple[list[Turn], list[Problem]]) -> None:
        """Show the sessions."""
        turns, _ = found
        otherwise = "Nothing that was graded under this name is revealed yet.\nn asks for another name."
        self.fill(TurnsOverTime(turns), otherwise)

    def action_whose(self) -> None:
        """Ask for another name."""
        self.app.push_screen(WhoseCalibration(), self._look_at)

    def _look_at(self, name: str | None) -> None:
        """Show somebody else's, if they may be shown here; else say why not and stay."""
        if name is None:
            return
        try:
            training.over_time(self.desk, name)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            self.whose = name
            self.look()

    def action_open(self) -> None:
        """See what came of the session under the cursor."""
        lines = self.query_one(LineList)
        if isinstance(lines.source, TurnsOverTime) and len(lines.source):
            open_session(self.caseaudit, lines.source.turns[lines.cursor].session.id, revealed=True)

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_open()

    def action_back(self) -> None:
        """Back to the sessions."""
        self.dismiss()


class WhoseCalibration(WhoseTurn):
    """Ask whose calibration is wanted."""

    heading = "Whose calibration?"
    help_text = "Your own, or that of somebody who graded in a session of yours."
