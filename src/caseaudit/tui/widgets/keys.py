"""The line of keys at the bottom: one widget, drawn at once, where Textual's footer mounts one for every key."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget


class Key(NamedTuple):
    """One key that works here."""

    key: str
    """Textual's name of it."""
    shown: str
    name: str

    @property
    def width(self) -> int:
        """How many cells it takes, with the blank after it."""
        return len(self.shown) + len(self.name) + 2


class KeyLine(Widget):
    """The keys that work here and now, and are worth knowing."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; background: $panel; }"

    def on_mount(self) -> None:
        """Draw again whenever other keys work."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.refresh()

    @property
    def keys(self) -> list[Key]:
        """The keys, in order; where there is no room for all, those before the last give way."""
        found: dict[str, Key] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled:
                key = Key(binding.key, self.app.get_key_display(binding), binding.description)
                found.setdefault(binding.action, key)
        keys = list(found.values())
        while len(keys) > 1 and sum(key.width for key in keys) - 1 > self.size.width:
            del keys[-2]
        return keys

    def render(self) -> Content:
        """Draw the line."""
        parts = ((f"{key.shown}", "bold $footer-key-foreground", f" {key.name} ") for key in self.keys)
        return Content("").join(Content.assemble((shown, style), name) for shown, style, name in parts)

    def on_click(self, event: Click) -> None:
        """Press the key that was clicked."""
        at = event.x
        for key in self.keys:
            if at < key.width - 1:
                self.app.simulate_key(key.key)
                return
            at -= key.width
