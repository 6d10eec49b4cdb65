"""Audit one case file: grade with a key, write why, go on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from caseaudit.desk.auditing import Overlapping
from caseaudit.desk.session import Sitting
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Answer, Audit
from caseaudit.plaintext import clean
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import AUDIT, WRITING, bindings
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line
from caseaudit.tui.widgets.criteria import CriteriaList
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.rubric import Rubric, state_of
from caseaudit.tui.widgets.texts import Texts

if TYPE_CHECKING:
    from caseaudit.domain.audit import Action
    from caseaudit.domain.checklist import Criterion

AUTOSAVE_AFTER = 0.7
"""Seconds after a change until the draft is written; with the write it stays within one second."""


class AuditScreen(Page):
    """One audit, criterion by criterion."""

    commands = (*AUDIT, *WRITING)
    help_text = (
        "Grade with a number, press e to write why, n to go on. What you type is kept in a draft within a second; "
        "leaving saves it to the register. While you write: Tab goes to the next field, Escape back to the keys."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*AUDIT)
    AUTO_FOCUS = "#rubric"

    def __init__(self, sitting: Sitting, criterion: str = "") -> None:
        super().__init__()
        self.sitting = sitting
        self.at = criterion or sitting.next_unanswered() or sitting.working.criteria[0]
        self._pause: Timer | None = None
        self._kept_at = "earlier" if sitting.resumed else ""

    @property
    def audit(self) -> Audit:
        """The audit as it is being worked on."""
        return self.sitting.working

    @property
    def answer(self) -> Answer:
        """The answer on screen."""
        return self.audit.answer(self.at)

    def body(self) -> list[Widget]:
        """Return the list of criteria, the rubric and the three texts."""
        return [CriteriaList(id="criteria"), Rubric(), Texts()]

    def on_mount(self) -> None:
        """Show the first criterion without an answer."""
        self._draw_list()
        self._draw()
        if self.sitting.resumed:
            self.notify("Your draft was taken up again where you left it.", markup=False)
        if self.sitting.overlaps:
            self.call_after_refresh(self._ask_about_overlaps)

    # ── drawing ──────────────────────────────────────────────────────────────

    def _draw_list(self) -> None:
        self.query_one(CriteriaList).show(self.audit, self.desk.library.scales, self.at)

    def _draw(self) -> None:
        """Show the criterion that we are at."""
        asked, scale = self.sitting.criterion(self.at), self.sitting.scale(self.at)
        self.query_one(Rubric).ask(asked, scale, self.answer.grade, self.desk.library.documents)
        self.query_one(Texts).load(self.answer, read_only=self.audit.signed_off)
        self._draw_state()
        self._draw_top()
        if asked.timescale:
            self.call_after_refresh(self._show_clock, asked)

    def _show_clock(self, asked: Criterion) -> None:
        """Say by which clock a criterion is timed; reading the clocks must not hold up the first paint."""
        if asked.id == self.at:
            self.query_one(Rubric).time(self.desk.library.clock_in_words(asked.timescale))

    def _draw_state(self) -> None:
        self.query_one(Rubric).say(state_of(self.audit, self.answer))

    def _draw_top(self) -> None:
        answered, asked = steps.progress(self.audit)
        case, title = line(self.audit.case, "bold"), line(self.audit.checklist.title)
        left = Content.assemble((" caseaudit ", "bold $text-primary"), case, " · ", title)
        state = f"{answered} of {asked} answered · {self._kept()} "
        self.query_one(TopLine).say(left, state, left_gives_way=True)

    def _kept(self) -> str:
        if not self.sitting.unsaved:
            return f"saved, revision {self.sitting.saved.revision.number}"
        return f"draft kept {self._kept_at}" if self._kept_at else "not kept yet"

    # ── changing ─────────────────────────────────────────────────────────────

    def _change(self, audit: Audit, *, typing: str = "") -> None:
        """Take on a change and draw only what it touched. `typing` names the field that is typed in."""
        if self.sitting.change(audit, f"{self.at} {typing}", joins=bool(typing)):
            self._kept_at = ""
            self._draw_change()
            self._keep_soon()

    def _draw_change(self) -> None:
        self.query_one(CriteriaList).redraw(self.audit, self.at)
        self.query_one(Rubric).mark(self.answer.grade)
        self._draw_state()
        self._draw_top()

    def _answered(self, **changes: object) -> None:
        """Change the answer on screen; say why if it cannot be changed."""
        try:
            self._change(steps.answered(self.audit, self.at, **changes))
        except CaseauditError as error:
            self.caseaudit.complain(error)

    def action_grade(self, number: int) -> None:
        """Give the grade with this number."""
        scale = self.sitting.scale(self.at)
        if scale and number <= len(scale.grades):
            self._answered(state="graded", grade=scale.grades[number - 1].id)

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
        self._answered(state=state)
        if self.answer.state == state and not self.answer.reason:
            self.action_write("reason")

    def action_clear(self) -> None:
        """Take the answer away; keep the words."""
        self._answered(state="not-assessed")

    @on(Texts.Written)
    def _take_in(self) -> None:
        """Take in what was typed for the criterion on screen, before anything else happens to it."""
        for field, words in self.query_one(Texts).untold().items():
            self._change(steps.answered(self.audit, self.at, **{field: words}), typing=field)

    def action_undo(self) -> None:
        """Take back the last change and go to where it was."""
        about = self.sitting.undo()
        if about is None:
            self.notify("Nothing to undo.", markup=False)
            return
        self.at = about.partition(" ")[0] or self.at
        self._draw_list()
        self._draw()
        self._keep_soon()

    def action_section(self) -> None:
        """Switch the section we are in on or off."""
        section = self.audit.section(self.answer.section)
        try:
            self._change(steps.switched(self.audit, section.id, on=not section.on))
            self._draw_list()
        except CaseauditError as error:
            self.caseaudit.complain(error)

    # ── moving ───────────────────────────────────────────────────────────────

    def go_to(self, criterion: str) -> None:
        """Show another criterion."""
        self._take_in()
        self.at = criterion
        self.query_one(CriteriaList).go_to(criterion)
        self._draw()

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
            self.notify("Everything is answered. Press r to review and sign off.", markup=False)

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
            self._ask_for_number()
        else:
            self.query_one(Texts).write(field)

    @work
    async def _ask_for_number(self) -> None:
        from caseaudit.tui.screens.dialogs import AskText

        given = await self.app.push_screen_wait(AskText(self.answer.question, "A whole number."))
        if given is not None and given.isdecimal() and len(given) < 7:
            self._answered(state="graded", count=int(given))
        elif given:
            self.notify("That is not a whole number.", severity="error", markup=False)

    def action_guidance(self) -> None:
        """Show or hide the guidance."""
        self.query_one(Rubric).toggle_guidance()

    # ── the draft and the register ───────────────────────────────────────────

    def _keep_soon(self) -> None:
        """Write the draft shortly; what is typed until then goes with it, however long somebody types on."""
        if self._pause is None:
            self._pause = self.set_timer(AUTOSAVE_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self._pause = None
        self._keep()

    @work(thread=True, group="draft")
    def _keep(self) -> None:
        """Write the draft off the screen's own thread, so that a slow share never holds a key up."""
        try:
            written = self.sitting.keep()
        except CaseauditError as error:
            self.app.call_from_thread(self.caseaudit.complain, error)
        else:
            self.app.call_from_thread(self._kept_now, written)

    def _kept_now(self, written: bool) -> None:
        if written and self.is_mounted:
            self._kept_at = datetime.now().astimezone().strftime("%H:%M")
            self._draw_top()

    def action_save(self) -> None:
        """Save to the register now."""
        if self.put_away():
            self.notify(f"Saved as revision {self.sitting.saved.revision.number}.", markup=False)
            self._draw_list()
            self._draw_top()

    def put_away(self) -> bool:
        """Save; return False, and say why, if it could not be saved. The draft is then kept."""
        self._take_in()
        return self._saved(self.sitting.save)

    def _saved(self, saving: Callable[[], Audit]) -> bool:
        try:
            saving()
        except Overlapping as clash:
            self._settle(clash)
            return False
        except CaseauditError as error:
            self.caseaudit.complain(error)
            with suppress(CaseauditError):
                self.sitting.keep()
            return False
        return True

    @work
    async def _settle(self, clash: Overlapping) -> None:
        from caseaudit.tui.screens.dialogs import Settle

        theirs = await self.app.push_screen_wait(Settle(clash.merge.overlaps, clash.theirs.revision.by))
        if theirs is not None:
            self._saved(lambda: self.sitting.settle(clash, theirs))
            self._draw_list()
            self._draw()

    def _ask_about_overlaps(self) -> None:
        names = ", ".join(overlap.what for overlap in self.sitting.overlaps)
        words = f"Changed by somebody else too: {names}. Yours is shown; theirs is in the history."
        self.notify(words, timeout=12, markup=False)

    def action_back(self) -> None:
        """Leave a text for the keys; leave the audit, saved, for the list."""
        if self.query_one(Texts).writing:
            self.query_one(Rubric).focus()
        elif self.put_away():
            if self is self.app.screen_stack[0]:
                self.caseaudit.show_tab("audits")
            else:
                self.dismiss()

    # ── on top of this screen ────────────────────────────────────────────────

    def action_review(self) -> None:
        """See what is missing, decide, sign off."""
        from caseaudit.tui.screens.review import Review

        self.app.push_screen(Review(self.sitting), self._reviewed)

    def _reviewed(self, criterion: str | None) -> None:
        self._draw_list()
        if criterion:
            self.go_to(criterion)
            self.query_one(Rubric).focus()
        else:
            self._draw()

    def action_add_action(self) -> None:
        """Add an action for this criterion."""
        from caseaudit.tui.screens.action import ActionForm

        lift = self.sitting.criterion(self.at).lift
        form = ActionForm(self.desk, self.audit, self.at, lift)
        self.app.push_screen(form, self._action_added)

    def _action_added(self, action: Action | None) -> None:
        if action:
            self._change(steps.with_action(self.audit, action))
            self.notify(f"Action {action.id} added. Review (r) lists them all.", markup=False)

    def action_details(self) -> None:
        """Change the header."""
        from caseaudit.tui.screens.header import Details

        if self.audit.signed_off:
            self.notify("It is signed off. Press o to reopen it with a reason.", markup=False)
            return
        self.app.push_screen(Details(self.desk, self.audit), self._amended)

    def _amended(self, fields: dict[str, object] | None) -> None:
        if fields:
            self._change(steps.amended(self.audit, **fields))

    @work
    async def action_reopen(self) -> None:
        """Reopen a signed-off audit, with a reason."""
        from caseaudit.tui.screens.dialogs import AskText

        if not self.audit.signed_off:
            self.notify("It is open. Go on.", markup=False)
            return
        reason = await self.app.push_screen_wait(AskText("Why must it change?", "The reason stays on record."))
        if reason:
            self.sitting.change(steps.reopened(self.audit, self.desk.person, self.desk.now(), reason))
            self.put_away()
            self._draw()

    def action_editor(self) -> None:
        """Write the text in the person's own editor."""
        from caseaudit.desk.editor import edited

        texts = self.query_one(Texts)
        field = texts.writing or "reason"
        if self.audit.signed_off:
            return
        try:
            with self.app.suspend():
                words = clean(edited(self.desk, getattr(self.answer, field)))
            self._change(steps.answered(self.audit, self.at, **{field: words}))
            texts.show(field, words)
        except SuspendNotSupported:
            self.notify("No editor can be opened here. Write in the text itself.", severity="error", markup=False)
        except CaseauditError as error:
            self.caseaudit.complain(error)
