"""The three texts of an answer: why, where in the file, and what difference it made."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Label, TextArea

from caseaudit.domain.audit import Answer
from caseaudit.plaintext import clean
from caseaudit.tui.commands import WRITING, bindings
from caseaudit.tui.widgets.words import Words

FIELDS = {"reason": "Reason", "evidence": "Where", "impact": "Difference"}
LONGEST_ON_SCREEN = 50_000
"""Characters; a text field takes over a second to lay out a million."""


class AnswerText(Words):
    """A text of an answer: while it has the keyboard, the footer shows the way out."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*WRITING)


class Texts(Vertical):
    """The texts of one answer."""

    class Written(Message):
        """Somebody may have typed in one of the texts: `untold` says what."""

    def __init__(self) -> None:
        rows = [
            Horizontal(Label(name, classes="label"), AnswerText(id=field), classes=f"text {field}")
            for field, name in FIELDS.items()
        ]
        super().__init__(*rows, id="texts")
        self._loaded: dict[str, str] = {}

    def load(self, answer: Answer, *, read_only: bool) -> None:
        """Show the texts of an answer."""
        for field in FIELDS:
            self.show(field, clean(getattr(answer, field)), read_only=read_only)

    def show(self, field: str, words: str, *, read_only: bool = False) -> None:
        """Show a text; one that is too long to edit on screen is shown in part, for the editor."""
        area = self.area(field)
        too_long = len(words) > LONGEST_ON_SCREEN
        note = f"\n… {len(words):,} characters in all: ctrl+e opens them in your editor."
        area.read_only = read_only or too_long
        area.load_text(words[:1000] + note if too_long else words)
        self._loaded[field] = area.text

    def area(self, field: str) -> AnswerText:
        """Return the field of a text."""
        return self.query_one(f"#{field}", AnswerText)

    @property
    def writing(self) -> str:
        """The text that has the keyboard, or nothing."""
        return next((field for field in FIELDS if self.area(field).has_focus), "")

    def untold(self) -> dict[str, str]:
        """Return what was typed and not told of yet, by field; it counts as told from now on."""
        fresh = {field: area.text for field in FIELDS if not (area := self.area(field)).read_only}
        fresh = {field: words for field, words in fresh.items() if words != self._loaded.get(field)}
        self._loaded |= fresh
        return {field: clean(words) for field, words in fresh.items()}

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        """Tell that something was typed; not what was only loaded."""
        event.stop()
        self.post_message(self.Written())
