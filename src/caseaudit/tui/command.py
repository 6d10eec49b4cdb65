"""What a command of the app is, and how it becomes a key of a screen."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding, BindingType


class Command(NamedTuple):
    """One thing that a key does."""

    id: str
    """`screen.verb`: what a person writes in the `keys` of the settings."""
    keys: str
    """Textual's names of the keys, separated by commas; the first is shown."""
    action: str
    name: str
    """One or two words, for the footer and the palette."""
    help: str
    """One sentence."""
    footer: bool = False
    shown: str | None = None
    """How the key is shown, where its name is not what people call it."""
    priority: bool = False
    """Whether it works while a text field has the keyboard."""


def bindings(*commands: Command) -> list[BindingType]:
    """Return the bindings of a screen."""
    return [
        Binding(
            command.keys,
            command.action,
            command.name,
            show=command.footer,
            key_display=command.shown,
            tooltip=command.help,
            id=command.id,
            priority=command.priority,
        )
        for command in commands
    ]


def numbered(screen: str, name: str, words: str) -> tuple[Command, ...]:
    """Return a command for each number of a scale; the first stands in the footer for all of them."""
    first = Command(f"{screen}.grade_1", "1", "grade(1)", name, words, footer=True, shown="1-4")
    others = (Command(f"{screen}.grade_{n}", str(n), f"grade({n})", f"{name} {n}", words) for n in range(2, 6))
    return (first, *others)
