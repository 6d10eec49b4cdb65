"""Audit one case file: grade with a key, write why, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from caseaudit.desk.session import Sitting
from caseaudit.domain import audit as steps
from caseaudit.domain.how_many import how_many
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import AUDIT, WRITING, bindings
from caseaudit.tui.screens.audit.asking import Asking
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.show import line
from caseaudit.tui.widgets.criteria import CriteriaList
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.rubric import Rubric, state_of
from caseaudit.tui.widgets.texts import Texts

if TYPE_CHECKING:
    from caseaudit.domain.checklist import Criterion


class AuditScreen(Asking):
    """One audit, criterion by criterion."""

    commands = (*AUDIT, *WRITING)
    help_text = (
        "Grade with a number, press e to write why, n to go on. What you type is kept in a draft within a second; "
        "leaving saves it to the register. While you write: Tab goes to the next field, Escape back to the keys."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*AUDIT)
    AUTO_FOCUS = "#rubric"

    def __init__(self, sitting: Sitting, criterion: str = "") -> None:
        super().__init__(sitting, criterion or sitting.next_unanswered() or sitting.working.criteria[0])

    def body(self) -> list[Widget]:
        """Return the list of criteria, the rubric and the three texts."""
        return [CriteriaList(id="criteria"), Rubric(), Texts()]

    def on_mount(self) -> None:
        """Show the first criterion without an answer."""
        self.draw_list()
        self.draw()
        if self.sitting.resumed:
            self.notify("Your draft was taken up again, with all that you typed.", markup=False)
        elif not self.audit.signed_off and all(answer.state == "not-assessed" for answer in self.audit.answers):
            self._say_what_is_off()
        if self.audit.moderation:
            self._say_moderated()
        if self.sitting.overlaps:
            self.call_after_refresh(self._ask_about_overlaps)

    def _say_what_is_off(self) -> None:
        """Tell somebody who begins that some sections ask nothing until they are switched on, and how that is done."""
        if off := len(steps.left_out(self.audit)):
            some = f"Not asked in every case, and off so far: {how_many(off, 'section')}."
            self.notify(f"{some} Go to one that applies here and press s.", timeout=10, markup=False)

    def _say_moderated(self) -> None:
        """Tell the auditor that there is something to read; what knows of it is not needed before the first paint."""
        from caseaudit.domain import moderating

        if moderating.is_to_read(self.audit, self.desk.person):
            words = "It was moderated and returned to you. Press m to read what was agreed, and acknowledge."
            self.notify(words, timeout=8, markup=False)

    # ── drawing ──────────────────────────────────────────────────────────────

    def draw_list(self) -> None:
        """Show the list of criteria."""
        self.query_one(CriteriaList).show(self.audit, self.desk.library.scales, self.at)

    def draw(self) -> None:
        """Show the criterion that we are at."""
        asked, scale = self.sitting.criterion(self.at), self.sitting.scale(self.at)
        self.query_one(Rubric).ask(asked, scale, self.answer.grade, self.desk.library.documents)
        self.query_one(Texts).load(self.answer, read_only=self.audit.signed_off)
        self._draw_state()
        self.draw_top()
        if asked.timescale:
            self.call_after_refresh(self._show_clock, asked)

    def _show_clock(self, asked: Criterion) -> None:
        """Say by which clock a criterion is timed; reading the clocks must not hold up the first paint."""
        if asked.id == self.at:
            self.query_one(Rubric).time(self.desk.library.clock_in_words(asked.timescale))

    def _draw_state(self) -> None:
        self.query_one(Rubric).say(state_of(self.audit, self.answer))

    def draw_top(self) -> None:
        """Say which audit this is, how far it is, and what is kept."""
        answered, asked = steps.progress(self.audit)
        case, title = line(self.audit.case, "bold"), line(self.audit.checklist.title)
        left = Content.assemble(" ", self._role(), case, " · ", title)
        state = f"{answered} of {asked} answered · {self._kept()} "
        self.query_one(TopLine).say(left, state, left_gives_way=True)

    def _role(self) -> Content:
        """Return what stands first: that it is a second grade, which nobody should overlook, or else the program."""
        if self.audit.role != "second-grade":
            return Content.styled("caseaudit ", "bold $text-primary")
        words = "second grade" if self.audit.signed_off else "second grade, blind"
        return Content.styled(f"{words} · ", "bold $text-warning")

    def _kept(self) -> str:
        if not self.sitting.unsaved:
            return f"saved, revision {self.sitting.saved.revision.number}"
        return f"draft kept {self._kept_at}" if self._kept_at else "not kept yet"

    # ── changing ─────────────────────────────────────────────────────────────

    def draw_change(self) -> None:
        """Draw what a change touches."""
        self.query_one(CriteriaList).redraw(self.audit, self.at)
        self.query_one(Rubric).mark(self.answer.grade)
        self._draw_state()
        self.draw_top()

    def action_grade(self, number: int) -> None:
        """Give the grade with this number."""
        scale = self.sitting.scale(self.at)
        if scale and number <= len(scale.grades):
            self.answered(state="graded", grade=scale.grades[number - 1].id)
            self.ask_if_safe()

    @on(Rubric.Picked)
    def _picked(self, event: Rubric.Picked) -> None:
        self.action_grade(event.number)

    def action_not_applicable(self) -> None:
        """Not applicable; go to the reason."""
        self._ungraded("not-applicable")

    def action_insufficient(self) -> None:
        """Insufficient evidence on file; go to the reason."""
        self._ungraded("insufficient-evidence")

    def _ungraded(self, state: str) -> None:
        self.answered(state=state)
        if self.answer.state == state and not self.answer.reason:
            self.action_write("reason")

    def action_clear(self) -> None:
        """Take the answer away; keep the words."""
        self.answered(state="not-assessed")

    @on(Texts.Written)
    def take_in(self) -> None:
        """Take in what was typed for the criterion on screen, before anything else happens to it."""
        for field, words in self.query_one(Texts).untold().items():
            self.change(steps.answered(self.audit, self.at, **{field: words}), typing=field)

    def action_undo(self) -> None:
        """Take back the last change and go to where it was."""
        about = self.sitting.undo()
        if about is None:
            self.notify("Nothing to undo.", markup=False)
            return
        self.at = about.partition(" ")[0] or self.at
        self.draw_list()
        self.draw()
        self.keep_soon()

    def action_section(self) -> None:
        """Switch the section we are in on or off."""
        section = self.audit.section(self.answer.section)
        try:
            self.change(steps.switched(self.audit, section.id, on=not section.on))
            self.draw_list()
        except CaseauditError as error:
            self.caseaudit.complain(error)

    # ── moving ───────────────────────────────────────────────────────────────

    def go_to(self, criterion: str) -> None:
        """Show another criterion."""
        self.take_in()
        self.at = criterion
        self.query_one(CriteriaList).go_to(criterion)
        self.draw()

    def action_go(self, by: int) -> None:
        """Go on, or back, by one criterion."""
        order = self.audit.criteria
        place = order.index(self.at) + by
        if 0 <= place < len(order):
            self.go_to(order[place])
        elif by > 0:
            self.action_review()

    def action_unanswered(self) -> None:
        """Jump to the next criterion without an answer."""
        if criterion := self.sitting.next_unanswered(self.at):
            self.go_to(criterion)
        else:
            self.notify(self._all_answered(), markup=False)

    def _all_answered(self) -> str:
        if not self.audit.asked:
            return "Nothing is asked yet: every section is off. Go to one that applies here and press s."
        left_out = steps.left_out_in_words(self.audit)
        answered = f"{left_out} Everything else is answered." if left_out else "Everything is answered."
        return f"{answered} Press r to review and sign off."

    def action_next_writing(self) -> None:
        """Go on from a text to the next criterion."""
        self.query_one(Rubric).focus()
        self.action_go(1)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        criteria = self.query_one(CriteriaList)
        name, overtaken = criteria.criterion(event.index), event.index != criteria.cursor
        if name and name != self.at and not overtaken:
            self.go_to(name)

    def action_write(self, field: str) -> None:
        """Go to one of the texts; a number is asked for first."""
        if self.answer.kind == "count" and self.answer.state == "not-assessed":
            self.ask_for_number()
        else:
            self.query_one(Texts).write(field)

    def action_guidance(self) -> None:
        """Show or hide the guidance."""
        self.query_one(Rubric).toggle_guidance()
