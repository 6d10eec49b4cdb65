"""What every full screen has: a line at the top, its commands, the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from caseaudit.tui.commands import TABS, Command
from caseaudit.tui.show import line

if TYPE_CHECKING:
    from caseaudit.desk.workspace import Workspace
    from caseaudit.tui.app import CaseauditApp


class TopLine(Widget):
    """The line at the top: where you are on the left, what holds on the right."""

    DEFAULT_CSS = "TopLine { dock: top; height: 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__(id="top")
        self._left = Content("")
        self._right = ""

    def say(self, left: Content, right: str = "") -> None:
        """Show something on the left and something on the right, as far as there is room."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Content:
        """Draw the line; the right part gives way first."""
        room = self.size.width - self._left.cell_length
        right = line(self._right, "$text-muted")
        right = right.truncate(max(0, room - 1), ellipsis=True)
        return Content.assemble(self._left, " " * max(0, room - right.cell_length), right)


class Page(Screen[None]):
    """A full screen of the app."""

    commands: ClassVar[tuple[Command, ...]] = ()
    tab: ClassVar[str] = ""
    help_text: ClassVar[str] = ""

    @property
    def caseaudit(self) -> CaseauditApp:
        """The app, as what it is."""
        return cast("CaseauditApp", self.app)

    @property
    def desk(self) -> Workspace:
        """The open workspace."""
        return self.caseaudit.desk

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine()
        yield from self.body()
        yield Footer(compact=True, show_command_palette=False)

    def body(self) -> list[Widget]:
        """Return what stands between the top line and the footer."""
        return []

    def say_on_top(self, right: str = "") -> None:
        """Show the tabs on the top line, with something on the right."""
        self.query_one(TopLine).say(self._tabs(), right or self.desk.name)

    def _tabs(self) -> Content:
        parts: list[Content] = [Content.styled(" caseaudit  ", "bold $text-primary")]
        for command in TABS:
            here = command.id == f"tab.{self.tab}"
            style = "bold reverse" if here else "$text-muted"
            parts.append(Content.assemble((f" {command.keys} {command.name} ", style), " "))
        return Content("").join(parts)
