"""The first run: three lines, three ways in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from caseaudit.desk.workspace import Workspace, default_folder, make
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import WELCOME, bindings

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

DEMONSTRATION = "caseaudit-demo"


class Welcome(Screen[None]):
    """Offer the demonstration, a new workspace, or one that exists."""

    commands = WELCOME
    help_text = "A workspace is a folder of audits. Nothing leaves this computer."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*WELCOME)

    def compose(self) -> ComposeResult:
        """Lay the welcome out."""
        yield Static(_words(), classes="empty", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @work
    async def action_demo(self) -> None:
        """Make the demonstration, or open it again."""
        folder = await self._ask("Folder for the demonstration", Path.cwd() / DEMONSTRATION)
        if folder:
            from caseaudit.desk.demonstration import make_demonstration

            self._try(lambda: Workspace(make_demonstration(folder)))

    @work
    async def action_new(self) -> None:
        """Make a workspace."""
        folder = await self._ask("Folder for the new workspace", default_folder())
        if folder:
            self._try(lambda: Workspace(make(str(folder))))

    @work
    async def action_open(self) -> None:
        """Open a workspace that exists."""
        folder = await self._ask("Folder of the workspace", Path.cwd())
        if folder:
            self._try(lambda: Workspace.open(str(folder)))

    async def _ask(self, title: str, before: Path) -> Path | None:
        from caseaudit.tui.screens.dialogs import AskText

        said = await self.app.push_screen_wait(AskText(title, "F2 accepts it.", str(before)))
        return _folder(said) if said else None

    def _try(self, opening: object) -> None:
        app = cast("CaseauditApp", self.app)
        try:
            app.enter(opening())  # type: ignore[operator]
        except CaseauditError as error:
            app.complain(error)


def _folder(said: str) -> Path:
    """Return the folder that was written; `~somebody` stays as it is where nobody of that name has a home."""
    try:
        return Path(said).expanduser()
    except RuntimeError:
        return Path(said)


def _words() -> Content:
    return Content.assemble(
        ("caseaudit\n\n", "bold $text-primary"),
        "Audit case files against checklists of good practice,\n",
        "see what is weak and where, and show what good looks like.\n",
        "Everything stays in files on this computer.\n\n",
        ("d", "bold $text-accent"),
        "  look round in a demonstration of fictional audits\n",
        ("n", "bold $text-accent"),
        "  make a workspace of your own           \n",
        ("o", "bold $text-accent"),
        "  open a workspace that exists           ",
    )
