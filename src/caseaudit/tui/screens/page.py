"""What every full screen has: a line at the top, its commands, the footer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import TABS, Command
from caseaudit.tui.show import line
from caseaudit.tui.widgets.keys import KeyLine

if TYPE_CHECKING:
    from caseaudit.desk.workspace import Workspace
    from caseaudit.tui.app import CaseauditApp


Left = Callable[[int], Content]
"""What stands on the left of a line so wide."""
KEPT_AFTER = 0.7
"""Seconds after a change until what is being written is on the disk; with the write it stays within one second."""
_WIDE = 100
"""From this width on the program's name stands before the tabs."""
_NARROW = 74
"""Below this width the tabs that one is not on are numbers."""


class TopLine(Widget):
    """The line at the top: where you are on the left, what holds on the right."""

    DEFAULT_CSS = "TopLine { dock: top; height: 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__(id="top")
        self._left: Left = lambda _: Content("")
        self._right = ""
        self._left_gives_way = False

    def say(self, left: Content | Left, right: str = "", *, left_gives_way: bool = False) -> None:
        """Show something on the left and something on the right, as far as there is room."""
        self._left = left if callable(left) else lambda _: left
        self._right, self._left_gives_way = right, left_gives_way
        self.refresh()

    def render(self) -> Content:
        """Draw the line; where there is no room for all, one side gives way."""
        width, right = self.size.width, line(self._right, "$text-muted")
        kept = min(right.cell_length, width * 2 // 3) if self._left_gives_way else 0
        left = self._left(width).truncate(max(0, width - kept - 1), ellipsis=True)
        room = width - left.cell_length
        right = right.truncate(max(0, room - 1), ellipsis=True)
        return Content.assemble(left, " " * max(0, room - right.cell_length), right)


class Page(Screen[None]):
    """A full screen of the app."""

    commands: ClassVar[tuple[Command, ...]] = ()
    tab: ClassVar[str] = ""
    help_text: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._take_size_classes()

    def _take_size_classes(self) -> None:
        """Begin with the classes of the terminal's size, so that nothing is styled twice at the first paint."""
        app, (width, height) = self.app, self.app.size
        for length, breakpoints in ((width, app.HORIZONTAL_BREAKPOINTS), (height, app.VERTICAL_BREAKPOINTS)):
            fitting = [name for least, name in breakpoints or () if length >= least]
            self.set_class(True, *fitting[-1:], update=False)

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
        yield KeyLine()

    def body(self) -> list[Widget]:
        """Return what stands between the top line and the footer."""
        return []

    def say_on_top(self, right: str = "", *, whole: bool = False) -> None:
        """Show the tabs on the top line, with something on the right; `whole`, the tabs make room for all of it."""
        words = right or self.desk.name
        kept = line(words).cell_length + 2 if whole else 0
        self.query_one(TopLine).say(lambda width: self._tabs(width, kept), words)

    def _tabs(self, width: int, kept: int) -> Content:
        """Return the tabs, as short as it takes to leave that many cells to what stands on the right."""
        tabs = [self._tabs_for(room) for room in (_WIDE, _NARROW, 0) if width >= room]
        return next((each for each in tabs if each.cell_length + kept <= width), tabs[-1])

    def _tabs_for(self, width: int) -> Content:
        """Return the tabs: where there is little room without the program's name, or by their numbers alone."""
        parts: list[Content] = [Content.styled(" caseaudit  ", "bold $text-primary")] if width >= _WIDE else []
        for command in TABS:
            here = command.id == f"tab.{self.tab}"
            name = f" {command.keys} {command.name} " if here or width >= _NARROW else f" {command.keys} "
            parts.append(
                Content.assemble((name, "bold reverse" if here else "$text-muted"), " " if width >= _WIDE else "")
            )
        return Content("").join(parts)


class WritingPage(Page):
    """A full screen on which somebody writes, and which keeps what they write."""

    def __init__(self, kept_at: str = "") -> None:
        """`kept_at`: when it was kept last, as it is said at the top."""
        super().__init__()
        self._kept_at = kept_at
        self._pause: Timer | None = None

    def keep(self) -> bool:
        """Write what is not on the disk yet; return whether there was anything. Raises `CaseauditError`."""
        raise NotImplementedError

    def draw_top(self) -> None:
        """Say what is kept, and how far one is."""
        raise NotImplementedError

    def keep_soon(self) -> None:
        """Keep it shortly; what is typed until then goes with it, however long somebody types on."""
        if self._pause is None:
            self._pause = self.set_timer(KEPT_AFTER, self.keep_now)

    def keep_now(self) -> None:
        """Keep it without waiting for a pause."""
        self._pause = None
        self._keep_beside()

    @work(thread=True, group="draft")
    def _keep_beside(self) -> None:
        """Write off the screen's own thread, so that a slow share never holds a key up."""
        try:
            written = self.keep()
        except CaseauditError as error:
            self.app.call_from_thread(self.caseaudit.complain, error)
        else:
            self.app.call_from_thread(self._say_kept, written)

    def _say_kept(self, written: bool) -> None:
        if written and self.query(TopLine):  # a screen that is being left may have lost its parts
            self._kept_at = datetime.now().astimezone().strftime("%H:%M")
            self.draw_top()
