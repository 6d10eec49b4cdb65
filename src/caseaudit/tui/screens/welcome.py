"""The first run: three lines, three ways in."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Center, Middle
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from caseaudit.desk.workspace import Workspace, default_folder, last_workspace, make
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import WELCOME, bindings
from caseaudit.tui.show import line
from caseaudit.tui.widgets.keys import KeyLine

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

DEMONSTRATION = "caseaudit-demo"


class Welcome(Screen[None]):
    """Offer the demonstration, a new workspace, or one that exists."""

    DEFAULT_CSS = "Welcome #words { width: auto; }"

    commands = WELCOME
    help_text = "A workspace is a folder of audits. Nothing leaves this computer."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*WELCOME)

    def __init__(self) -> None:
        super().__init__()
        self._last = last_workspace()
        self._is_busy = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the last workspace only where there is one, and no way in while one is being made."""
        if self._is_busy and action in ("demo", "new", "open", "last"):
            return False
        return bool(self._last) if action == "last" else super().check_action(action, parameters)

    def action_last(self) -> None:
        """Open the workspace that was open last."""
        self._try(lambda: Workspace.open(self._last))

    def compose(self) -> ComposeResult:
        """Lay the welcome out."""
        with Middle(), Center():
            yield Static(_words(self._last), id="words", markup=False)
        yield KeyLine()

    @work
    async def action_demo(self) -> None:
        """Make the demonstration, or open it again."""
        from caseaudit.tui.screens.folder import WhichFolder

        box = WhichFolder("Folder for the demonstration", Path.cwd() / DEMONSTRATION, lambda folder: folder)
        if folder := await self.app.push_screen_wait(box):
            await self._make_demonstration(folder)

    async def _make_demonstration(self, folder: Path) -> None:
        """Make it on a thread of its own, and say so meanwhile: it takes a few seconds."""
        from caseaudit.desk.demonstration import make_demonstration

        words = self.query_one("#words", Static)
        words.update(Content("Making a demonstration of fictional audits …\n\nA few seconds."))
        self._is_busy = True
        try:
            places = await to_thread(make_demonstration, folder)
        except CaseauditError as error:
            cast("CaseauditApp", self.app).complain(error)
        else:
            self._try(lambda: Workspace(places))
        finally:
            self._is_busy = False
            words.update(_words(self._last))

    def action_new(self) -> None:
        """Make a workspace."""
        self._ask("Folder for the new workspace", default_folder(), lambda folder: Workspace(make(str(folder))))

    def action_open(self) -> None:
        """Open a workspace that exists."""
        self._ask("Folder of the workspace", Path.cwd(), lambda folder: Workspace.open(str(folder)))

    def _ask(self, title: str, before: Path, opening: Callable[[Path], Workspace]) -> None:
        """Ask for a folder; show what is in it, once it can be opened."""
        from caseaudit.tui.screens.folder import WhichFolder

        def opened(folder: Path) -> Workspace:
            found = opening(folder)
            found.settings  # noqa: B018 (said while the folder can still be changed)
            return found

        self.app.push_screen(WhichFolder(title, before, opened), self._enter)

    def _enter(self, workspace: Workspace | None) -> None:
        if workspace:
            self._try(lambda: workspace)

    def _try(self, opening: object) -> None:
        app = cast("CaseauditApp", self.app)
        try:
            app.enter(opening())  # type: ignore[operator]
        except CaseauditError as error:
            app.complain(error)


def _words(last: str) -> Content:
    ways = {
        "d": "look round in a demonstration of fictional audits",
        "n": "make a workspace of your own",
        "o": "open a workspace that exists",
    }
    lines = [Content.assemble((f"   {key}", "bold $text-accent"), f"  {words}") for key, words in ways.items()]
    if last:
        lines.append(Content.assemble(("   ⏎", "bold $text-accent"), "  open the last one again: ", line(last)))
    return Content.assemble(
        ("caseaudit\n\n", "bold $text-primary"),
        "Audit case files against checklists of good practice,\n",
        "see what is weak and where, and show what good looks like.\n",
        "Everything stays in files on this computer.\n\n",
        Content("\n").join(lines),
    )
