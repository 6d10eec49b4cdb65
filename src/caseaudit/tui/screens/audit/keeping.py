"""What is typed is never lost: the draft within a second, the register on leaving, two people's edits settled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import work

from caseaudit.desk.auditing import Overlapping
from caseaudit.desk.session import Sitting
from caseaudit.domain.audit import Answer, Audit
from caseaudit.problems import CaseauditError
from caseaudit.tui.screens.page import WritingPage
from caseaudit.tui.widgets.rubric import Rubric
from caseaudit.tui.widgets.texts import Texts


class Keeping(WritingPage):
    """A screen with an audit on it that keeps itself."""

    def __init__(self, sitting: Sitting, criterion: str) -> None:
        super().__init__("earlier" if sitting.resumed else "")
        self.sitting = sitting
        self.at = criterion

    @property
    def audit(self) -> Audit:
        """The audit as it is being worked on."""
        return self.sitting.working

    @property
    def answer(self) -> Answer:
        """The answer on screen."""
        return self.audit.answer(self.at)

    def take_in(self) -> None:
        """Take in what was typed and not told yet."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show the criterion that we are at."""
        raise NotImplementedError

    def draw_list(self) -> None:
        """Show the list of criteria."""
        raise NotImplementedError

    def draw_change(self) -> None:
        """Draw what a change touches."""
        raise NotImplementedError

    def change(self, audit: Audit, *, typing: str = "") -> None:
        """Take on a change and draw only what it touched. `typing` names the field that is typed in."""
        if self.sitting.change(audit, f"{self.at} {typing}", joins=bool(typing)):
            self._kept_at = ""
            self.draw_change()
            self.keep_soon()

    def keep(self) -> bool:
        """Write the draft if it is not on the disk yet."""
        return self.sitting.keep()

    def action_save(self) -> None:
        """Save to the register now."""
        if self.put_away():
            self.notify(f"Saved as revision {self.sitting.saved.revision.number}.", markup=False)
            self.draw_list()
            self.draw_top()

    def put_away(self, why: str = "") -> bool:
        """Save; return False, and say why, if it could not be saved. The draft is then kept.

        `why` is what the history says of the save; without one it names what changed.
        """
        self.take_in()
        return self._saved(lambda: self.sitting.save(why))

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
            self.draw_list()
            self.draw()

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
