"""One person grades blind: the extract beside one criterion at a time; every grade is on the disk at once."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, Static, TextArea

from caseaudit.desk.grading import Extract, Question, Sheet, without_a_grade
from caseaudit.domain.audit import UNGRADED
from caseaudit.plaintext import clean
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import WRITING, bindings
from caseaudit.tui.commands_training import GRADING
from caseaudit.tui.screens.page import TopLine, WritingPage
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.rubric import Rubric
from caseaudit.tui.widgets.words import AnswerWords

_HEADING = "bold $text-secondary"
_MARKS = {"not-applicable": "–", "insufficient-evidence": "?", "": "·"}


class Beside(Rubric):
    """The rubric of one criterion beside an extract: the grades stand one below the other."""

    @property
    def _columns(self) -> int:
        return 1


class GradingScreen(WritingPage):
    """One person's turn. It knows their own sheet, and nothing of anybody else's or the expert's."""

    CSS_PATH = "grading.tcss"
    commands = (*GRADING, *WRITING)
    not_kept = "These words have no grade, and without one they are not kept."
    help_text = (
        "Read the extract, then grade each criterion with a number; e writes why. Tab goes between the extract, the "
        "grades and the reason; up and down scroll. Every grade is kept at once; you can come back until they are "
        "revealed."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*GRADING)
    AUTO_FOCUS = "#record"

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.at = next(iter(sheet.left), 0)
        self._read: Extract | None = None

    @property
    def question(self) -> Question:
        """What is graded now."""
        return self.sheet.questions[self.at]

    def body(self) -> list[Widget]:
        """Return the extract, the criterion, and the reason."""
        side = Vertical(Static("", id="strip", markup=False), Beside(), id="side")
        both = Horizontal(VerticalScroll(Static("", id="words", markup=False), id="record"), side, id="both")
        reason = Horizontal(Label("Reason", classes="label", markup=False), AnswerWords(id="reason"), id="why")
        return [both, reason]

    def on_mount(self) -> None:
        """Show the first criterion without an answer."""
        self._draw()

    # ── drawing ──────────────────────────────────────────────────────────────

    def _draw(self) -> None:
        question = self.question
        if question.extract is not self._read:
            self._read = question.extract
            self.query_one("#words", Static).update(_words(question.extract))
            self.query_one("#record", VerticalScroll).scroll_home(animate=False)
        mark = self.sheet.mark(self.at)
        documents = self.desk.library.documents
        self.query_one(Rubric).ask(question.criterion, question.scale, mark.grade if mark else "", documents)
        self._load_reason()
        self._draw_given()

    def _load_reason(self) -> None:
        area, words = self.query_one(AnswerWords), clean(self.sheet.words(self.at))
        if area.text != words:
            area.load_text(words)

    def _draw_given(self) -> None:
        """Draw what a grade changes."""
        mark = self.sheet.mark(self.at)
        rubric = self.query_one(Rubric)
        rubric.mark(mark.grade if mark else "")
        rubric.say(line(_said(mark.grade) if mark and mark.grade in UNGRADED else "", "bold $text-warning"))
        self.query_one("#strip", Static).update(self._strip())
        self.draw_top()

    def draw_top(self) -> None:
        """Say who grades what, how much is graded, and what is kept."""
        given, asked = len(self.sheet.questions) - len(self.sheet.left), len(self.sheet.questions)
        left = Content.assemble(("blind ", "bold $text-warning"), line(self.sheet.name, "bold"), " · ")
        kept = "keeping …" if self.sheet.unsaved else f"kept {self._kept_at}" if self._kept_at else "kept"
        if self.sheet.wordy:
            kept = "words wait for a grade"
        title = Content.assemble(" ", left, line(self.sheet.session))
        self.query_one(TopLine).say(title, f"{given} of {asked} graded · {kept} ", left_gives_way=True)

    def _strip(self) -> Content:
        """Return which extract it is, and a mark for each of its criteria, the one on screen set off."""
        extracts = list(dict.fromkeys(question.extract for question in self.sheet.questions))
        here = self.question.extract
        signs = [self._sign(place) for place, each in enumerate(self.sheet.questions) if each.extract is here]
        return Content.assemble(f"Extract {extracts.index(here) + 1} of {len(extracts)}  ", *signs)

    def _sign(self, place: int) -> Content:
        mark = self.sheet.mark(place)
        sign = _MARKS.get(mark.grade if mark else "", "✓")
        return Content.styled(f"[{sign}]", "bold $text-accent") if place == self.at else Content(sign)

    # ── grading ──────────────────────────────────────────────────────────────

    def action_grade(self, number: int) -> None:
        """Give the grade with this number."""
        grades = self.question.scale.grades
        if number <= len(grades):
            self._give(grades[number - 1].id)

    @on(Rubric.Picked)
    def _picked(self, event: Rubric.Picked) -> None:
        self.action_grade(event.number)

    def action_without(self, key: str) -> None:
        """Answer without a grade, where the checklist allows it."""
        allowed = without_a_grade(self.question.criterion)
        if key in allowed:
            self._give(allowed[key])
        else:
            self.notify("The checklist asks for a grade here.", markup=False)

    def _give(self, grade: str) -> None:
        self.take_in()
        self.sheet.grade(self.at, grade)
        self._draw_given()
        self.keep_now()

    @on(TextArea.Changed)
    def take_in(self) -> None:
        """Take in what was typed for the criterion on screen, before anything else happens to it."""
        area = self.query_one(AnswerWords)
        if clean(area.text) != clean(self.sheet.words(self.at)):
            self.sheet.reason(self.at, clean(area.text))
            self.draw_top()
            self.keep_soon()

    # ── keeping ──────────────────────────────────────────────────────────────

    def keep(self) -> bool:
        """Write the grades and reasons that are not on the disk yet."""
        return self.sheet.keep()

    def put_away(self) -> bool:
        """Keep everything now; return False, and say why, if it could not be kept."""
        self.take_in()
        try:
            self.sheet.keep()
        except CaseauditError as error:
            self.caseaudit.complain(error)
            return False
        return True

    # ── moving ───────────────────────────────────────────────────────────────

    def _go_to(self, place: int) -> None:
        self.take_in()
        self.at = place
        self._draw()

    def action_go(self, by: int) -> None:
        """Go on, or back, by one criterion; after the last, say what is left."""
        if 0 <= self.at + by < len(self.sheet.questions):
            self._go_to(self.at + by)
        elif by > 0:
            self.notify(self._at_the_end(), markup=False)

    def _at_the_end(self) -> str:
        left = len(self.sheet.left)
        if left:
            return f"That was the last. {left} not graded yet: u goes there. d hands the keyboard on."
        return "Everything is graded. d hands the keyboard on."

    def action_ungraded(self) -> None:
        """Jump to the next criterion without an answer."""
        left = self.sheet.left
        later = [place for place in left if place > self.at]
        if left:
            self._go_to(next(iter(later or left)))
        else:
            self.notify("Everything is graded. d hands the keyboard on.", markup=False)

    def action_write(self) -> None:
        """Go to the reason; without a grade it waits for one."""
        self.query_one(AnswerWords).focus()

    def action_next_writing(self) -> None:
        """Go on from the reason to the next criterion."""
        self.query_one(Rubric).focus()
        self.action_go(1)

    def action_editor(self) -> None:
        """Write the reason in the person's own editor."""
        from caseaudit.desk.editor import edited

        try:
            with self.app.suspend():
                words = clean(edited(self.desk, self.query_one(AnswerWords).text))
            self.query_one(AnswerWords).load_text(words)
        except SuspendNotSupported:
            self.notify("No editor can be opened here. Write in the text itself.", severity="error", markup=False)
        except CaseauditError as error:
            self.caseaudit.complain(error)

    def action_guidance(self) -> None:
        """Show or hide the guidance."""
        self.query_one(Rubric).toggle_guidance()

    def action_back(self) -> None:
        """Go back from the reason to the keys."""
        self.query_one(Rubric).focus()

    @property
    def unfinished(self) -> bool:
        """Whether there are words that no grade keeps."""
        self.take_in()
        return bool(self.sheet.wordy)

    @work
    async def action_done(self) -> None:
        """Keep everything, clear the screen and hand the keyboard on."""
        from caseaudit.tui.screens.dialogs import Confirm

        self.take_in()
        if self.sheet.wordy:
            self._go_to(self.sheet.wordy[0])
            asked = Confirm("Leave these words?", text(self.not_kept))
            if not await self.app.push_screen_wait(asked):
                return
        if not self.put_away():
            asked = Confirm("Leave without it?", text("What you gave last could not be kept; the message says why."))
            if not await self.app.push_screen_wait(asked):
                return
        with suppress(CaseauditError):
            self.dismiss()


def _words(extract: Extract) -> Content:
    """Return what is read: the situation and the extract."""
    return Content("\n").join(
        [
            line(f"{extract.checklist}, extract {extract.letter}", _HEADING),
            text(extract.fictional, "$text-muted"),
            Content(""),
            line("The situation", _HEADING),
            text(extract.situation),
            Content(""),
            line(extract.title, _HEADING),
            text(extract.text),
        ]
    )


def _said(state: str) -> str:
    return f"✓ {state.replace('-', ' ').capitalize()}. It stands on no scale and counts in no figure."
