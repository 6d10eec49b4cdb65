"""Whose turn is it? One keyboard goes from hand to hand; files go round; then the trainer reveals."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import grading, training
from caseaudit.desk.grading import Sheet, Standing
from caseaudit.desk.handing_over import refuse_place
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import calibration_words
from caseaudit.domain.people import same_person
from caseaudit.plaintext import one_line
from caseaudit.problems import CaseauditError, bad_input
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_training import TURNS
from caseaudit.tui.screens.form import Form, path_written, words
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, Piece, column

_WORTH_READING = 20  # seconds for which it is said who is how far
_NOBODY = "Whose turn is it? Press n and type a name; a pseudonym will do."
_SOMEBODY = "Whose turn is it? Enter goes on with the name under the cursor; n is somebody new."
_HAND_ON = "Kept. Hand the keyboard on."
_GATHER = "One file a line, or the folder they are in. All of them are taken in, or none."


class TurnLines:
    """Who grades, a line each: how far, never what."""

    def __init__(self, standing: Standing) -> None:
        self.turns, self.asked = standing.turns, standing.asked

    def __len__(self) -> int:
        return len(self.turns)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        each = self.turns[index]
        done = each.given == self.asked
        mark, tone = ("✓", "good") if done else ("◐", "weak") if each.given else ("○", "muted")
        far = f"{each.given} of {self.asked} graded"
        return [Piece(f" {mark} ", tone), Piece(column(far, 20), tone), Piece(column(each.name, width - 23), "strong")]


class WhoseTurn(Form[str]):
    """Ask for a name; gives it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    heading = "Whose turn is it?"
    help_text = f"A name or a pseudonym, the same each time. {Form.help_text}"
    unfinished = False

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the name."""
        return [("Name", words("name", hint="then F2"))]

    def result(self) -> str:
        """Return the name. Raises `BadInput` without one."""
        if not one_line(self.value("name")):
            raise bad_input("Name", "is empty", "Type a name or a pseudonym")
        return one_line(self.value("name"))


class FileForm(Form[Path]):
    """Ask where the file goes that somebody takes to another machine; gives its path."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    heading = "A file to grade on another machine"
    help_text = f"It holds what is graded, nobody's grades and not the expert's. {Form.help_text}"
    unfinished = False

    def __init__(self, desk: Workspace, name: str) -> None:
        super().__init__()
        self.desk, self.file = desk, name

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the file."""
        return [("File", words("file", str(Path.home() / f"{self.file}.json")))]

    def result(self) -> Path:
        """Return the path. Raises `BadInput` where there is something already."""
        path = path_written(self.value("file")).absolute()
        refuse_place(self.desk, path)
        return path


class TurnsScreen(Page):
    """One session while its group grades blind."""

    CSS_PATH = "sessions.tcss"
    commands = TURNS
    help_text = (
        "Everybody grades alone; nothing tells what anybody else gave. Whoever was here can come back and change a "
        "grade until the trainer reveals them. Machines of their own: h writes a file for each, g takes them in."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*TURNS)

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing
        self.handed_on = False
        """Whether somebody has just been here."""

    def body(self) -> list[Widget]:
        """Return what is asked, and who was here."""
        return [Static("", id="hand", markup=False), LineList(id="turns"), Static("", id="about", markup=False)]

    def on_mount(self) -> None:
        """Go to the list."""
        self.query_one(LineList).focus()

    def on_screen_resume(self) -> None:
        """Show how far everybody is by now."""
        self._look()

    def _look(self) -> None:
        try:
            self.standing = grading.standing(self.desk, self.standing.id)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        self._draw()

    def _draw(self) -> None:
        each, lines = self.standing, self.query_one(LineList)
        self.query_one(TopLine).say(line(f" Grading blind: {each.title}", "bold $text-primary"), f"{each.begun} ")
        lines.set_source(TurnLines(each), lines.cursor)
        asked = _SOMEBODY if each.turns else _NOBODY
        hand = f"{_HAND_ON} {asked}" if self.handed_on else asked
        self.query_one("#hand", Static).update(text(hand, "bold"))
        about = f"{', '.join(each.extracts)}. Done: {each.done} of {len(each.turns)}. v reveals once everybody is."
        self.query_one("#about", Static).update(text(about))

    # ── a turn ───────────────────────────────────────────────────────────────

    def action_grade(self) -> None:
        """Grade, or go on, as the person under the cursor."""
        turns = self.standing.turns
        if turns:
            self._begin(turns[self.query_one(LineList).cursor].name)
        else:
            self.action_new()

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_grade()

    def action_new(self) -> None:
        """Ask for a name."""
        self.app.push_screen(WhoseTurn(), self._named)

    def _named(self, name: str | None) -> None:
        if name:
            self._begin(name)

    @work
    async def _begin(self, name: str) -> None:
        """Begin somebody's turn; where there are grades under that name already, ask before they are shown."""
        from caseaudit.tui.screens.dialogs import Confirm

        known = next((turn for turn in self.standing.turns if same_person(turn.name, name)), None)
        if known and known.given:
            far = f"{known.given} of {self.standing.asked} graded under this name. They are shown next, to nobody else."
            if not await self.app.push_screen_wait(Confirm(f"Are you {known.name}?", text(far))):
                return
        self._grade(name)

    def _grade(self, name: str) -> None:
        from caseaudit.tui.screens.training.grading import GradingScreen

        try:
            sheet = Sheet(self.desk, self.standing.id, name)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            self.handed_on = True
            self.app.clear_notifications()  # what was said to somebody else would lie over the page
            self.app.push_screen(GradingScreen(sheet))

    # ── files ────────────────────────────────────────────────────────────────

    def action_hand_round(self) -> None:
        """Write a file to grade on another machine."""
        self.app.push_screen(FileForm(self.desk, self.standing.id), self._hand_round)

    def _hand_round(self, path: Path | None) -> None:
        if path is None:
            return
        try:
            training.hand_out(self.desk, self.standing.id, path)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            there = "A copy for each; there: caseaudit train grade FILE --as NAME. g takes the files in again."
            self.notify(f"Written to {path}. {there}", timeout=_WORTH_READING, markup=False)

    def action_gather(self) -> None:
        """Ask for the files that came back, and take them in."""
        from caseaudit.tui.screens.dialogs import AskText

        self.app.push_screen(AskText("Which files came back?", _GATHER, take=self._gather))

    def _gather(self, given: str) -> None:
        """Take the files in. Raises what keeps them out: the list of them stays where it was written."""
        paths = [path_written(name) for name in map(_unquoted, given.splitlines()) if name]
        if paths:
            session = training.gather(self.desk, self.standing.id, paths)
            self._look()
            said = "\n".join(map(one_line, calibration_words.progress(session)))
            self.notify(said, timeout=_WORTH_READING, markup=False)

    # ── the reveal ───────────────────────────────────────────────────────────

    @work
    async def action_reveal(self) -> None:
        """Ask once, then show everybody's grades."""
        from caseaudit.tui.screens.dialogs import Confirm
        from caseaudit.tui.screens.training.sessions import open_session

        self._look()
        if not await self.app.push_screen_wait(Confirm("Reveal everybody's grades?", text(self._before_reveal()))):
            return
        try:
            training.reveal(self.desk, self.standing.id)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            open_session(self.caseaudit, self.standing.id, revealed=True, instead=True)

    def _before_reveal(self) -> str:
        asked = self.standing.asked
        late = [f"{turn.name} ({asked - turn.given} left)" for turn in self.standing.turns if turn.given < asked]
        ends = "Grading ends here: nobody can give or change a grade afterwards."
        return f"{ends}\n\nNot done yet: {', '.join(late)}." if late else f"{ends}\n\nEverybody here has graded all."

    def action_back(self) -> None:
        """Back to the sessions; they can be gone on with at any time."""
        self.dismiss()


def _unquoted(line_: str) -> str:
    """Return a path as it is pasted, without the quotes that terminals put around it."""
    return line_.strip().strip("\"'").strip()
