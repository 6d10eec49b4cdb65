"""Both grades side by side: agree criterion by criterion, return the audit, or read what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case
from caseaudit.domain.audit import Audit
from caseaudit.domain.checklist import SCALE_OF_KIND, Scale
from caseaudit.domain.moderating import Sides, side_by_side, unsettled
from caseaudit.domain.people import same_person
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import AGREEING, bindings
from caseaudit.tui.screens.moderation import side_by_side as drawing
from caseaudit.tui.screens.moderation.side_by_side import JUDGEMENT, SidesLines
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line
from caseaudit.tui.widgets.lines import LineList

_TO_AGREE = {"grade", "agree", "number", "comment", "hand_back", "open"}


class SidesList(LineList, can_focus=False):
    """The list of criteria; the keys stay with what both wrote."""


class AgreeingScreen(Page):
    """One case as two people graded it."""

    CSS_PATH = "agreeing.tcss"
    commands = AGREEING
    help_text = (
        "Disagreement stands first. Agree on a grade with its number and say why; both are kept. What you agree is "
        "saved at once and counts when you return the audit to its auditor, who reads it here and acknowledges."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*AGREEING)
    AUTO_FOCUS = "#compared"

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case
        self.at = 0

    def body(self) -> list[Widget]:
        """Return the list, and one criterion as both graded it."""
        both = Horizontal(Static("", id="first", markup=False), Static("", id="second", markup=False), id="both")
        parts = [Static("", id=name, markup=False) for name in ("agreed", "numbers", "closing")]
        compared = VerticalScroll(Static("", id="asked", markup=False), both, *parts, id="compared")
        return [SidesList(id="sides"), compared]

    def on_mount(self) -> None:
        """Show the widest disagreement."""
        self.labels = {grade.id: grade for scale in self.desk.library.scales.values() for grade in scale.grades}
        self._take(self.case.first)

    @property
    def sides(self) -> list[Sides]:
        """Every criterion, disagreement first."""
        return side_by_side(*self.case)

    @property
    def is_returned(self) -> bool:
        """Whether it has gone back to its auditor."""
        return self.case.step in ("to acknowledge", "done")

    @property
    def is_the_auditor(self) -> bool:
        """Whether the person here is the first auditor."""
        return same_person(self.desk.person, self.case.first.auditor)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Offer what this person can do at this step."""
        if action == "acknowledge":
            return self.case.step == "to acknowledge" and self.is_the_auditor
        return not (action in _TO_AGREE and (self.is_returned or self.is_the_auditor))

    # ── drawing ──────────────────────────────────────────────────────────────

    def _take(self, first: Audit) -> None:
        self.case = self.case._replace(first=first)
        lines = SidesLines(self.case, self.sides, self.labels)
        self.at = min(self.at, len(lines) - 1)
        self.query_one(SidesList).set_source(lines, self.at)
        self.refresh_bindings()
        self._draw()

    def _draw(self) -> None:
        first, second = self.case
        left = len(unsettled(first, second))
        state = self.case.step if self.is_returned else f"{left} to agree on" if left else "nothing left to agree on"
        title = Content.assemble((" Moderation ", "bold $text-primary"), line(first.case, "bold"), " · ")
        self.query_one(TopLine).say(
            Content.assemble(title, line(first.checklist.title)), f"{state} ", left_gives_way=True
        )
        if self.at < len(self.sides):
            self._draw_criterion(self.sides[self.at])
        else:
            self._draw_judgement()
        self._say("numbers", Content("") if self.is_returned or self.is_the_auditor else self._numbers())
        self._say("closing", drawing.closing(self.case))
        self.query_one("#compared", VerticalScroll).scroll_home(animate=False)

    def _draw_criterion(self, sides: Sides) -> None:
        first, second = self.case
        self._say("asked", drawing.heading(sides, self._place()))
        self._say("first", drawing.side("Auditor", first.auditor, sides.first, self.labels))
        self._say("second", drawing.side("Moderator", second.auditor, sides.second, self.labels))
        self._say("agreed", drawing.agreed(sides.outcome, sides.differ, self.labels))

    def _draw_judgement(self) -> None:
        first, second = self.case
        self._say("asked", Content.assemble(("Judgement", "bold $text-primary"), (f"  {self._place()}", "$text-muted")))
        self._say("first", drawing.judged("Auditor", first, self.labels))
        self._say("second", drawing.judged("Moderator", second, self.labels))
        self._say("agreed", drawing.judgement_agreed(self.case, self.labels))

    def _say(self, where: str, words: Content) -> None:
        part = self.query_one(f"#{where}", Static)
        part.update(words)
        part.display = bool(words.plain)

    def _place(self) -> str:
        return f"{self.at + 1} of {len(self.query_one(SidesList).source)}"

    def _numbers(self) -> Content:
        """Return which number stands for which grade here."""
        scale = self._scale()
        if scale is None:
            return Content("Agree: enter asks for the number · 0 not applicable · i insufficient evidence")
        grades = [f"{number} {grade.label}" for number, grade in enumerate(scale.grades, 1)]
        others = [] if self._here == JUDGEMENT else ["0 not applicable", "i insufficient evidence"]
        return line(f"Agree: {' · '.join(grades + others)}")

    @property
    def _here(self) -> str:
        return self.sides[self.at].criterion if self.at < len(self.sides) else JUDGEMENT

    def _scale(self) -> Scale | None:
        """Return the scale of what is on screen; None for a number."""
        used, kind = self.case.first.checklist.scale, "grade"
        if self._here != JUDGEMENT:
            kind = self.case.first.answer(self._here).kind
        return None if kind == "count" else self.desk.library.scales.get(SCALE_OF_KIND.get(kind, used))

    # ── moving ───────────────────────────────────────────────────────────────

    def action_go(self, by: int) -> None:
        """Go on, or back, by one."""
        self._go_to(self.at + by)

    def action_open(self) -> None:
        """Jump to the next on which nothing is agreed yet; then to the judgement."""
        waiting = [place for place, sides in enumerate(self.sides) if sides.differ and not sides.outcome]
        later = [place for place in waiting if place > self.at]
        self._go_to(next(iter(later or waiting), len(self.query_one(SidesList).source) - 1))

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self.query_one(SidesList).source):
            self.at = place
            self.query_one(SidesList).cursor = place
            self._draw()

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        if event.index != self.at and event.index == self.query_one(SidesList).cursor:
            self._go_to(event.index)

    # ── agreeing ─────────────────────────────────────────────────────────────

    def action_grade(self, number: int) -> None:
        """Agree on the grade with this number."""
        scale = self._scale()
        if scale and number <= len(scale.grades):
            grade = scale.grades[number - 1]
            if self._here == JUDGEMENT:
                self._judge(grade.id, grade.label)
            else:
                self._settle(grade.id, grade.label)

    def action_agree(self, state: str) -> None:
        """Agree that it cannot be graded."""
        if self._here != JUDGEMENT:
            self._settle(state, state.replace("-", " "))

    @work
    async def action_number(self) -> None:
        """Agree on a number."""
        from caseaudit.tui.screens.dialogs import AskText

        if self._scale() is None and (
            given := await self.app.push_screen_wait(AskText("Which number do you agree on?"))
        ):
            self._settle(given, given)

    def _settle(self, verdict: str, label: str) -> None:
        """Ask for the reason, and put it on record."""
        from caseaudit.tui.screens.dialogs import AskText

        sides, name = self.sides[self.at], self._here
        before = sides.outcome.reason if sides.outcome else ""
        another = sides.outcome is not None and drawing.given(sides.outcome, self.labels) != label
        words = "Both grades are kept; the auditor reads this."
        title, second = f"{name}: why is {label} agreed?", self.case.second.id
        step = self._taking(lambda reason: moderating.settle(self.desk, second, name, verdict, reason))
        self.app.push_screen(AskText(title, words, before, marked=another, take=step))

    def _judge(self, grade: str, label: str) -> None:
        """Agree on the overall grade; ask why where it is not the auditor's."""
        from caseaudit.tui.screens.dialogs import AskText

        own = self.case.first.judgement.grade if self.case.first.judgement else ""
        before = self.case.first.moderation.judgement_reason if self.case.first.moderation else ""
        said, second = moderating.suggested(self.case.first).explanation, self.case.second.id

        def noted(reason: str) -> Audit:
            return moderating.note(self.desk, second, judgement=grade, judgement_reason=reason)

        if grade == own:
            self._step(lambda: noted(""))
        else:
            self.app.push_screen(AskText(f"Why is {label} agreed?", said, before, take=self._taking(noted)))

    def action_comment(self) -> None:
        """Write what the auditor should read."""
        from caseaudit.tui.screens.dialogs import AskText

        before = self.case.first.moderation.comment if self.case.first.moderation else ""
        words = "It goes back with the audit."
        step = self._taking(lambda comment: moderating.note(self.desk, self.case.second.id, comment=comment))
        self.app.push_screen(AskText("What should the auditor read?", words, before, take=step))

    @work
    async def action_hand_back(self) -> None:
        """Return it to its auditor, after one more question."""
        from caseaudit.tui.screens.dialogs import Confirm

        first, second = self.case
        if left := unsettled(first, second):
            names = ", ".join(sides.criterion for sides in left)
            self.notify(f"Nothing is agreed yet on {names}. Press u to go there.", severity="warning", markup=False)
            return
        if await self.app.push_screen_wait(Confirm("Return it to its auditor?", self._to_return())):
            self._step(lambda: moderating.hand_back(self.desk, second.id))

    def _to_return(self) -> Content:
        first = self.case.first
        noted = first.moderation.judgement if first.moderation else ""
        judgement = noted or (first.judgement.grade if first.judgement else "")
        words = f"{first.auditor} reads what you agreed and acknowledges. From then on it counts in every summary."
        comment = first.moderation.comment if first.moderation else ""
        told = f"Judgement: {judgement.replace('-', ' ')}. " if judgement else ""
        return Content.assemble(line(f"{told}Comment: {comment or 'none (c writes one)'}"), "\n\n", line(words))

    def action_acknowledge(self) -> None:
        """Say, as the auditor, that it has been read."""
        from caseaudit.tui.screens.dialogs import AskText

        words = "It goes on record; it may stay empty. F2 acknowledges."
        step = self._taking(lambda reply: moderating.acknowledge(self.desk, self.case.first.id, reply))
        self.app.push_screen(AskText("Your reply to the moderator", words, take=step))

    def _taking(self, step: Callable[[str], Audit]) -> Callable[[str], None]:
        """Return what takes a step with words; where it raises, the words stay in the box they were written in."""
        return lambda words: self._stepped(lambda: step(words))

    def _step(self, step: Callable[[], Audit]) -> None:
        """Take a step; where it cannot be taken, say why."""
        try:
            self._stepped(step)
        except CaseauditError as error:
            self.caseaudit.complain(error)

    def _stepped(self, step: Callable[[], Audit]) -> None:
        """Take a step; where it raises, show what stands by now."""
        before = self.case.step
        try:
            self._take(step())
        except CaseauditError:
            self._read_again()
            raise
        else:
            after = {"to acknowledge": f"Returned to {self.case.first.auditor}.", "done": "Acknowledged."}
            if self.case.step != before:
                self.notify(after.get(self.case.step, "Saved."), markup=False)

    def _read_again(self) -> None:
        try:
            self._take(self.desk.register.load(self.case.first.id))
        except CaseauditError as error:
            self.caseaudit.complain(error)

    def action_back(self) -> None:
        """Leave it; what is agreed is kept."""
        self.dismiss()
