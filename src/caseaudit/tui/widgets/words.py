"""A field for words: what is typed or pasted is cleaned, and nothing else is done to it."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import TextArea

from caseaudit.plaintext import clean


class Words(TextArea):
    """A text field that wraps, and gives tab back for moving on."""

    def __init__(self, words: str = "", *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(words, id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)

    async def _on_paste(self, event: Paste) -> None:
        """Clean what is pasted: a pasted escape character must not reach a record."""
        event.prevent_default()
        await super()._on_paste(Paste(clean(event.text)))
