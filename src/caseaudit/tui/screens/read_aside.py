"""A page with a list that is read on a thread of its own, each time the page comes to the front."""

from __future__ import annotations

from typing import Any

from textual import on, work
from textual.widgets import Static

from caseaudit.desk.watching import Errand
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError
from caseaudit.tui.screens import errands
from caseaudit.tui.screens.errands import Ended
from caseaudit.tui.screens.page import Page
from caseaudit.tui.widgets.lines import LineList, Source


class ReadAside(Page):
    """A page with a `LineList`, and a `Static` called `empty` that stands in its place where there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._errand = Errand()

    def say_what_is_shown(self) -> None:
        """Say on the top line what is shown."""
        raise NotImplementedError

    def read(self, desk: Workspace) -> object:
        """Return what there is, with a workspace of the thread's own. Raises `CaseauditError`."""
        raise NotImplementedError

    def show(self, found: Any) -> None:
        """Show what `read` returned."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Go to the list."""
        self.query_one(LineList).focus()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.look()

    def on_unmount(self) -> None:
        """Read for nobody."""
        self._errand.stop()

    def look(self) -> None:
        """Read what there is; what was being read until now is wanted no longer."""
        self.say_what_is_shown()
        self._errand.stop()
        self._errand = Errand()
        self._read(self._errand)

    @work(thread=True, exclusive=True, group="catch-up")
    def _read(self, errand: Errand) -> None:
        desk = self.desk.once_more(errand.watch)
        try:
            self.post_message(errands.run(errand, lambda: self.read(desk)))
        finally:
            if "index" in vars(desk):
                desk.index.close()

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        if event.errand is not self._errand:
            return
        if isinstance(event.found, CaseauditError):
            self.caseaudit.complain(event.found)
        elif event.found is not None:
            self.show(event.found)

    def fill(self, source: Source, otherwise: str) -> None:
        """Show some lines with the cursor where it was; or, where there are none, what to do."""
        lines, empty = self.query_one(LineList), self.query_one("#empty", Static)
        lines.set_source(source, lines.cursor)
        lines.display, empty.display = len(source) > 0, not len(source)
        empty.update(otherwise)
