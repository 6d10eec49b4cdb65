"""A box on top of a screen in which somebody writes: what they wrote is never thrown away without a word."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import DIALOG, Command, bindings
from caseaudit.tui.show import text

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

Result = TypeVar("Result")

WORTH_READING = 12
"""Seconds for which it is said that leaving throws words away, and in which the same key does it."""


class Box(ModalScreen[Result | None], Generic[Result]):
    """A box that gives something, or None; leaving it with words in it that are not accepted is asked about once."""

    commands: ClassVar[tuple[Command, ...]] = DIALOG
    BINDINGS: ClassVar[list[BindingType]] = bindings(*DIALOG)

    def __init__(self) -> None:
        super().__init__()
        self._first: Hashable = None
        self._asked_about: Hashable = None

    def on_mount(self) -> None:
        """Remember what stands in it at the beginning."""
        self._first = self.written()

    def written(self) -> Hashable:
        """Return what stands in it now."""
        raise NotImplementedError

    @property
    def unfinished(self) -> bool:
        """Whether leaving or quitting would lose what somebody wrote here."""
        return self.written() != self._first

    @property
    def caseaudit(self) -> CaseauditApp:
        """The app, as what it is."""
        return cast("CaseauditApp", self.app)

    def refuse(self, error: CaseauditError) -> None:
        """Say below what is wrong; the words stay."""
        problems = self.query_one("#problems", Static)
        problems.update(text("\n".join(map(str, error.problems))))
        problems.display = True
        self.call_after_refresh(problems.scroll_visible, animate=False)

    async def action_cancel(self) -> None:
        """Give nothing; where that throws words away, only once that was said."""
        await self.caseaudit.letters_arrive()
        if self.unfinished and self._asked_about != self.written():
            self._ask_to_leave()
        else:
            self.app.clear_notifications()
            self.dismiss(None)

    def _ask_to_leave(self) -> None:
        self._asked_about = self.written()
        words = "What you wrote here is not accepted yet (F2). Press esc again to throw it away."
        self.notify(words, severity="warning", timeout=WORTH_READING, markup=False)
        self.set_timer(WORTH_READING, self._stay)

    def _stay(self) -> None:
        """Take the next wish to leave as the first one again."""
        self._asked_about = None
