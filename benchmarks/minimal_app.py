"""The least that Textual can do: one widget that shows a text, and shows another when a key is pressed."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class MinimalApp(App[None]):
    """One widget."""

    def compose(self) -> ComposeResult:
        """Show that the app is there."""
        yield Static("ready to go", markup=False)

    def on_key(self, event: Key) -> None:
        """Show which key it was."""
        self.query_one(Static).update(f"pressed {event.character}")


if __name__ == "__main__":
    MinimalApp().run()
