"""The three texts of an answer: why, where in the file, and what difference it made."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.message import Message

from caseaudit.domain.audit import Answer
from caseaudit.plaintext import clean

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from caseaudit.tui.widgets.words import AnswerWords

FIELDS = {"reason": "Reason", "evidence": "Where", "impact": "Difference"}
LONGEST_ON_SCREEN = 50_000
"""Characters; a text field takes over a second to lay out a million."""


_FOR_THE_EYE = 0.01
"""Seconds in which the terminal gets the page before the fields are laid out."""


class Texts(Vertical):
    """The texts of one answer. The fields come right after the first paint: reading comes before writing."""

    class Written(Message):
        """Somebody may have typed in one of the texts: `untold` says what."""

    def __init__(self) -> None:
        super().__init__(id="texts")
        self.ready = False
        """Whether the fields are there."""
        self._read_only = False
        self._words: dict[str, str] = {}
        self._loaded: dict[str, str] = {}
        self._write_in = ""

    def on_mount(self) -> None:
        """Wait until the criterion is on the screen."""
        self.call_after_refresh(self._lay_out)

    async def _lay_out(self) -> None:
        await asyncio.sleep(_FOR_THE_EYE)
        from caseaudit.tui.widgets.words import AnswerRow

        if self.app.is_running and self.is_attached:
            await self.mount(*(AnswerRow(name, field) for field, name in FIELDS.items()))
        if not self.children:
            return  # somebody left before the fields came
        self.ready = True
        for field, words in self._words.items():
            self.show(field, words, read_only=self._read_only)
        if self._write_in:
            self.write(self._write_in)

    def load(self, answer: Answer, *, read_only: bool) -> None:
        """Show the texts of an answer."""
        self._read_only = read_only
        for field in FIELDS:
            self.show(field, clean(getattr(answer, field)), read_only=read_only)

    def show(self, field: str, words: str, *, read_only: bool = False) -> None:
        """Show a text; one that is too long to edit on screen is shown in part, for the editor."""
        self._words[field] = words
        if not self.ready:
            return
        area, too_long = self.area(field), len(words) > LONGEST_ON_SCREEN
        note = f"\n… {len(words):,} characters in all: ctrl+e opens them in your editor."
        area.read_only = read_only or too_long
        area.load_text(words[:1000] + note if too_long else words)
        self._loaded[field] = area.text

    def write(self, field: str) -> None:
        """Give a text the keyboard, as soon as it is there: at its end, or where the caret was left."""
        self._write_in = field
        if self.ready:
            area = self.area(field)
            if area.cursor_location == (0, 0):
                area.move_cursor(area.document.end)
            self.screen.set_focus(area)

    def area(self, field: str) -> AnswerWords:
        """Return the field of a text."""
        return cast("AnswerWords", self.query_one(f"#{field}"))

    @property
    def writing(self) -> str:
        """The text that has the keyboard, or nothing."""
        return next((field for field in FIELDS if self.ready and self.area(field).has_focus), "")

    def untold(self) -> dict[str, str]:
        """Return what was typed and not told of yet, by field; it counts as told from now on."""
        if not self.ready:
            return {}
        fresh = {field: area.text for field in FIELDS if not (area := self.area(field)).read_only}
        fresh = {field: words for field, words in fresh.items() if words != self._loaded.get(field)}
        self._loaded |= fresh
        return {field: clean(words) for field, words in fresh.items()}

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell that something was typed; not what was only loaded."""
        event.stop()
        self.post_message(self.Written())
