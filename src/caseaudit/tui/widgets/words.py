"""A field for words: what is typed or pasted is cleaned, and nothing else is done to it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Paste
from textual.widgets import Static, TextArea

from caseaudit.plaintext import clean
from caseaudit.tui.commands import WRITING, bindings


class Words(TextArea):
    """A text field that wraps, and gives tab back for moving on."""

    DEFAULT_CSS = """
    Words {
        border: none; background: $surface; padding: 0 1; height: 3;
        &:focus { border: none; background: $panel; }
        & .text-area--cursor-line { background: transparent; }
    }
    """

    def __init__(self, words: str = "", *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(words, id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)

    async def _on_paste(self, event: Paste) -> None:
        """Clean what is pasted: a pasted escape character must not reach a record."""
        event.prevent_default()
        await super()._on_paste(Paste(clean(event.text)))


class AnswerWords(Words):
    """A text of an answer: while it has the keyboard, the footer shows the way out."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*WRITING)


class AnswerRow(Horizontal):
    """One text of an answer with its name; all the texts but the reason give way where the terminal is low."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    AnswerRow {
        height: 2;
        &.reason { height: 4; }
        & > .label { width: 12; padding: 0 1; color: $text-muted; }
        & > AnswerWords { width: 1fr; height: 1fr; }
        & > AnswerWords:focus { background: $boost; }
    }
    Screen.-low AnswerRow { height: 1; }
    Screen.-low AnswerRow.reason { height: 2; }
    """

    def __init__(self, name: str, field: str) -> None:
        super().__init__(Static(name, classes="label", markup=False), AnswerWords(id=field), classes=field)
