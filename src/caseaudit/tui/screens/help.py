"""What the keys do on the screen below."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from caseaudit.tui import commands
from caseaudit.tui.commands import Command


class Help(ModalScreen[None]):
    """Every key of a screen, with one sentence each."""

    CSS_PATH = "modal.tcss"

    DEFAULT_CSS = """
    Help > VerticalScroll {
        width: 90%; max-width: 90; height: 90%; background: $surface; border: round $primary; padding: 0 1;
    }
    Help Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Back", key_display="esc"),
    ]

    def __init__(self, words: str, here: tuple[Command, ...], keymap: dict[str, str]) -> None:
        super().__init__()
        self.words = words
        self.here = here
        self.keymap = keymap

    @classmethod
    def of(cls, screen: Screen[object]) -> Help:
        """Return the help of a screen, with the person's own keys."""
        keymap = dict(getattr(screen.app, "_keymap", {}))
        return cls(getattr(screen, "help_text", ""), getattr(screen, "commands", ()), keymap)

    def compose(self) -> ComposeResult:
        """Lay the help out."""
        with VerticalScroll():
            yield Static(Content(self.words), markup=False)
            yield Static(self._table("\nHere", self.here), markup=False)
            yield Static(self._table("\nEverywhere", commands.EVERYWHERE), markup=False)
            yield Static(
                Content("\nKeys can be changed: docs/keys.md. Escape closes this."), markup=False, classes="quiet"
            )

    def _table(self, title: str, shown: tuple[Command, ...]) -> Content:
        lines = [Content.styled(title, "bold $text-primary")]
        lines += [self._line(command) for command in shown if "grade_" not in command.id or command.id.endswith("_1")]
        return Content("\n").join(lines)

    def _line(self, command: Command) -> Content:
        keys = self.keymap.get(command.id) or command.shown or command.keys
        return Content.assemble((f"{spoken(keys):>12}  ", "bold $text-accent"), command.help)


def spoken(keys: str) -> str:
    """Return keys as people say them: `ctrl+s,f2` is `^s F2`."""
    words = {"question_mark": "?", "slash": "/", "escape": "esc"}
    said = (words.get(key, key.replace("ctrl+", "^")) for key in keys.split(","))
    return " ".join(key.upper() if key.startswith("f") and key[1:].isdecimal() else key for key in said)
