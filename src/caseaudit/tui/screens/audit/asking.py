"""What is asked on top of the screen of an audit: the review, an action, the header, a number, somebody's editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import SuspendNotSupported

from caseaudit.domain import audit as steps
from caseaudit.domain.actions import goes_on
from caseaudit.domain.escalation import escalated, unasked
from caseaudit.domain.how_many import how_many
from caseaudit.plaintext import clean
from caseaudit.problems import CaseauditError
from caseaudit.tui.screens.audit.keeping import Keeping
from caseaudit.tui.show import text
from caseaudit.tui.widgets.rubric import Rubric
from caseaudit.tui.widgets.texts import Texts

if TYPE_CHECKING:
    from caseaudit.desk.timing import Dated
    from caseaudit.domain.audit import Action, Audit
    from caseaudit.domain.escalation import Escalation


class Asking(Keeping):
    """A screen with an audit on it that asks."""

    def go_to(self, criterion: str) -> None:
        """Show another criterion."""
        raise NotImplementedError

    def answered(self, **changes: object) -> None:
        """Change the answer on screen; say why if it cannot be changed."""
        try:
            self.change(steps.answered(self.audit, self.at, **changes))
        except CaseauditError as error:
            self.caseaudit.complain(error)

    @work
    async def ask_for_number(self) -> None:
        """Ask for the number that a criterion counts."""
        from caseaudit.tui.screens.dialogs import AskText

        given = await self.app.push_screen_wait(AskText(self.answer.question, "A whole number."))
        if given is not None and given.isdecimal() and len(given) < 7:
            self.answered(state="graded", count=int(given))
        elif given:
            self.notify("That is not a whole number.", severity="error", markup=False)

    def ask_if_safe(self) -> None:
        """Ask whether the child is safe, where the answer on screen cannot wait and nobody has said so yet."""
        if self.at in {answer.criterion for answer in unasked(self.audit)}:
            self.action_safe()

    def action_safe(self) -> None:
        """Say whether the child is safe now, and who was told."""
        from caseaudit.tui.screens.escalation import IsTheChildSafe

        self.app.push_screen(IsTheChildSafe(self.desk, self.audit, self.at), self._safety_said)

    def _safety_said(self, said: Escalation | None) -> None:
        if said:
            self.change(escalated(self.audit, said))
            self.notify("Kept on record.", markup=False)
        elif self.at in {answer.criterion for answer in unasked(self.audit)}:
            words = "Nobody has said yet whether the child is safe. Press ! to say it; sign-off needs it."
            self.notify(words, severity="warning", timeout=8, markup=False)

    def action_as_before(self) -> None:
        """In a re-audit, stand by what was said last time."""
        from caseaudit.domain.reaudit import as_last_time

        try:
            self.change(as_last_time(self.audit, self.at))
            self.draw()
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            self.ask_if_safe()

    def action_dates(self) -> None:
        """Type the dates behind the criterion on screen."""
        from caseaudit.desk import timing
        from caseaudit.tui.screens.dates import DatesForm

        try:
            clock = timing.clock_of(self.desk, self.audit, self.at)
        except CaseauditError as error:
            self.caseaudit.complain(error)
            return
        self.app.push_screen(DatesForm(self.desk, self.audit, self.at, clock), self._dated)

    def _dated(self, found: Dated | None) -> None:
        from caseaudit.desk import timing

        if found:
            self.change(timing.with_dates(self.audit, self.at, found))
            self.draw()
            self.notify(found.timing.said, timeout=12, markup=False)

    def action_facts(self) -> None:
        """Note the facts of the case."""
        from caseaudit.tui.screens.facts import FactsForm

        if not self.audit.facts:
            self.notify("The checklist of this audit asks for no facts.", markup=False)
        elif self.audit.signed_off:
            self.notify("It is signed off. Press o to reopen it with a reason.", markup=False)
        else:
            self.app.push_screen(FactsForm(self.desk, self.audit), self._facts_noted)

    def _facts_noted(self, audit: Audit | None) -> None:
        if audit:
            self.change(audit)
            noted = sum(bool(fact.value) for fact in audit.facts)
            self.notify(f"{noted} of {len(audit.facts)} facts noted.", markup=False)

    def action_review(self) -> None:
        """See what is missing, decide, sign off."""
        from caseaudit.tui.screens.review import Review

        self.app.push_screen(Review(self.sitting), self._reviewed)

    def _reviewed(self, criterion: str | None) -> None:
        from caseaudit.tui.screens.review import MODERATE

        self.draw_list()
        if criterion == MODERATE:
            self.draw()
            self.action_moderate()
        elif criterion:
            self.go_to(criterion)
            self.query_one(Rubric).focus()
            self.ask_if_safe()
        else:
            self.draw()

    def action_moderate(self) -> None:
        """Begin the second grade, compare, or read what was agreed: whatever comes next."""
        from caseaudit.tui.screens.moderation.going_on import go_on

        if self.put_away():
            go_on(self.caseaudit, self.audit.id, instead=True)

    def action_add_action(self) -> None:
        """Add an action for this criterion."""
        from caseaudit.tui.screens.action import ActionForm

        lift = self.sitting.criterion(self.at).lift
        form = ActionForm(self.desk, self.audit, self.at, lift)
        self.app.push_screen(form, self._action_added)

    def _action_added(self, action: Action | None) -> None:
        if action:
            self.change(steps.with_action(self.audit, action))
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
            self.change(steps.amended(self.audit, **fields))

    @work
    async def action_reopen(self) -> None:
        """Reopen a signed-off audit, with a reason."""
        from caseaudit.desk.auditing import why_reopened
        from caseaudit.tui.screens.dialogs import AskText

        if not self.audit.signed_off:
            self.notify("It is open. Go on.", markup=False)
            return
        reason = await self.app.push_screen_wait(AskText("Why must it change?", "The reason stays on record."))
        if reason:
            self.sitting.change(steps.reopened(self.audit, self.desk.person, self.desk.now(), reason))
            self.put_away(why_reopened(reason))
            self.draw()
            self.query_one(Rubric).focus()

    @work
    async def action_again(self) -> None:
        """Begin the audit of the same case again."""
        from caseaudit.desk import reauditing
        from caseaudit.tui.screens.dialogs import Confirm

        if not self.audit.signed_off:
            self.notify("Sign it off first; then the case can be audited again.", markup=False)
            return
        open_actions = sum(goes_on(action) for action in self.audit.actions)
        going = how_many(open_actions, "action goes", "actions go")
        words = f"What was said stands beside every criterion. {going} over into it."
        if await self.app.push_screen_wait(Confirm("Audit this case again?", text(words))):
            try:
                self.caseaudit.open_audit(reauditing.begin(self.desk, self.audit.id).id)
            except CaseauditError as error:
                self.caseaudit.complain(error)

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
            self.change(steps.answered(self.audit, self.at, **{field: words}))
            texts.show(field, words)
            if self.desk.is_encrypted:
                self.notify("While your editor was open, this text was on the disk unencrypted.", markup=False)
        except SuspendNotSupported:
            self.notify("No editor can be opened here. Write in the text itself.", severity="error", markup=False)
        except CaseauditError as error:
            self.caseaudit.complain(error)
