"""What stands on the screen while an export is written, and how it is stopped."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from caseaudit.desk.handing_over import Handed
from caseaudit.desk.watching import Errand
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import WRITING_OUT, bindings
from caseaudit.tui.screens import errands
from caseaudit.tui.screens.errands import Ended
from caseaudit.tui.screens.summary.handing_over import Order, said
from caseaudit.tui.show import line
from caseaudit.tui.widgets.keys import KeyLine

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

A_MOMENT = 0.4
"""Seconds after which somebody wonders; what is quicker is written without a word on the way."""
_BETWEEN = 0.2  # seconds between one look at how far it is and the next
_WORTH_READING = 20  # seconds for which it is said where the file is


class Writing(ModalScreen[None]):
    """Write what was ordered, on a thread of its own; whoever waits longer than a moment sees how far it is."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "writing.tcss"]
    commands = WRITING_OUT
    help_text = "The file appears when it is whole, or not at all."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*WRITING_OUT)

    def __init__(self, desk: Workspace, order: Order) -> None:
        super().__init__()
        self.desk, self.order, self.errand = desk, order, Errand()

    def compose(self) -> ComposeResult:
        """Lay out what somebody sees who waits."""
        with Vertical(classes="box"):
            yield Static(line(f"Writing {self.order.path.name}"), classes="title", markup=False)
            yield Static("", id="far", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin; say nothing at first."""
        self.set_timer(A_MOMENT, self._appear)
        self._write()

    @work(thread=True, group="export")
    def _write(self) -> None:
        self.post_message(errands.run(self.errand, lambda: self.order.write(self.desk, self.errand)))

    def _appear(self) -> None:
        if not self.has_class("-waited"):
            self.add_class("-waited")
            self.set_interval(_BETWEEN, self._say_how_far)
        self._say_how_far()

    def _say_how_far(self) -> None:
        now = self.errand.now
        counted = f": {now.done:,} of {now.total:,}" if now.total else ""
        self.query_one("#far", Static).update("Stopping …" if self.errand.stopped else f"{now.what}{counted}")

    def action_stop(self) -> None:
        """Want it no longer."""
        self.errand.stop()
        self._appear()

    def on_unmount(self) -> None:
        """Write for nobody."""
        self.errand.stop()

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        app = cast("CaseauditApp", self.app)
        self.dismiss()
        if isinstance(event.found, CaseauditError):
            app.complain(event.found)
        elif isinstance(event.found, Handed):
            plain = " The workspace is encrypted; this is not." if self.desk.is_encrypted else ""
            app.notify(f"{said(event.found)}{plain}", timeout=_WORTH_READING, markup=False)
        else:
            app.notify("Stopped; nothing was written.", markup=False)
