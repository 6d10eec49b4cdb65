"""Ask for a folder: one line, and enter accepts it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from textual.widget import Widget
from textual.widgets import Input

from caseaudit.problems import bad_input
from caseaudit.tui.screens.form import Form, path_written, words

Found = TypeVar("Found")


class WhichFolder(Form[Found], Generic[Found]):
    """Ask for a folder, on one line; gives what is made of it."""

    help_text = "Enter or F2 accepts the folder; what you type takes its place. Escape goes back."
    unfinished = False

    def __init__(self, title: str, before: Path, opened: Callable[[Path], Found]) -> None:
        """`opened` makes something of the folder; while it raises `CaseauditError`, the box stays and says why."""
        super().__init__()
        self.heading, self.before, self._opened = title, before, opened

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the folder, marked: typing takes its place."""
        return [("Folder", words("folder", str(self.before)))]

    def result(self) -> Found:
        """Return what is in the folder. Raises `BadInput` without one, and what keeps it from being opened."""
        given = self.value("folder")
        if not given:
            raise bad_input("Folder", "has no name", "Write where it is, or press escape")
        return self._opened(path_written(given))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept: there is no other field to go on to."""
        event.prevent_default()
        await self.action_accept()
