"""The app: themes, keys, the way in and the way out. The work itself is the desk's."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.events import Key
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from caseaudit.desk.workspace import Workspace, remember
from caseaudit.problems import STORAGE_TROUBLE, BadInput, CaseauditError
from caseaudit.tui import commands
from caseaudit.tui.show import ControlFilter
from caseaudit.tui.themes import THEMES

if TYPE_CHECKING:
    from textual.widget import Widget

    from caseaudit.tui.screens.audit.screen import AuditScreen
    from caseaudit.tui.screens.page import Page

_WORTH_READING = 12
"""Seconds for which a message about something that went wrong is shown."""


class CaseauditApp(App[int]):
    """caseaudit in a terminal."""

    TITLE = "caseaudit"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/audit/audit.tcss", "screens/audits.tcss"]
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide")]  # noqa: RUF012 (typed so by Textual)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(*commands.EVERYWHERE)
    theme = Reactive(THEMES[0].name, init=False)

    def __init__(
        self,
        workspace: Workspace | None,
        audit: str = "",
        settings: dict[str, object] | None = None,
        tab: str = "audits",
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self._audit, self._tab = audit, tab
        self._asked_to_leave = False
        self._filters.append(ControlFilter())
        self._apply_settings(settings or {})

    def _apply_settings(self, settings: dict[str, object]) -> None:
        theme, keys = settings.get("theme"), settings.get("keys")
        self._begin_with(theme if isinstance(theme, str) and theme in self.available_themes else THEMES[0].name)
        if isinstance(keys, dict):
            self.set_keymap({str(command): str(key) for command, key in keys.items()})

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our themes, each of which is tested for contrast."""
        return {theme.name: theme for theme in THEMES}

    def _begin_with(self, theme: str) -> None:
        """Take on a theme before anything is drawn; a change of theme would read every style sheet twice more."""
        if theme != self.theme:
            self.set_reactive(CaseauditApp.theme, theme)
            self.set_class(self.current_theme.dark, "-dark-mode", update=False)
            self.set_class(not self.current_theme.dark, "-light-mode", update=False)
            self.stylesheet.set_variables(self.get_css_variables())

    # ── the way in ───────────────────────────────────────────────────────────

    def get_default_screen(self) -> Screen[None]:
        """Return what the app begins with: the audits, the one audit asked for, or the welcome.

        It is the first screen there is, not one on top of an empty one: that would be styled and drawn for nothing.
        Textual reads no style sheet for it, so `CSS_PATH` names those it may need.
        """
        if self.workspace is None:
            from caseaudit.tui.screens.welcome import Welcome

            return Welcome()
        try:
            return self._audit_screen(self._audit) if self._audit else _tab("audits")
        except CaseauditError as error:
            self.call_later(self.complain, error)
            return _tab("audits")

    def on_mount(self) -> None:
        """Go to the tab that is wanted; look for garbage once a page is drawn, if that was put off until then."""
        if self._tab != "audits" and self.workspace:
            self.show_tab(self._tab)
        if not gc.isenabled():
            self.call_after_refresh(_look_for_garbage)

    def enter(self, workspace: Workspace) -> None:
        """Open a workspace and show its audits. Raises `BadInput` if its settings cannot be read."""
        workspace.settings  # noqa: B018 (said before the screen changes)
        self.workspace = workspace
        self._remember(last_workspace=str(workspace.places.workspace))
        self.show_tab("audits")

    @property
    def desk(self) -> Workspace:
        """The open workspace."""
        if self.workspace is None:
            raise BadInput
        return self.workspace

    def show_tab(self, name: str) -> None:
        """Show one of the main screens in place of the one on top; a list that all began with is gone back to."""
        above, first = len(self.screen_stack) > 1, self.screen_stack[0]
        if name == getattr(first, "tab", ""):
            if above:
                self.pop_screen()
        elif above:
            self.switch_screen(_tab(name))
        else:
            self.push_screen(_tab(name))

    def action_tab(self, name: str) -> None:
        """Answer the keys of the tabs."""
        self.show_tab(name)

    def open_audit(self, audit_id: str, criterion: str = "", *, instead: bool = False) -> None:
        """Open one audit on top of what is shown, or `instead` of it; say why if it cannot be opened."""
        try:
            self._refuse_to_show_what_is_graded_blind(audit_id)
            screen = self._audit_screen(audit_id, criterion)
            if instead and len(self.screen_stack) > 1:
                self.switch_screen(screen)
            else:
                self.push_screen(screen)
        except CaseauditError as error:
            self.complain(error)

    def _audit_screen(self, audit_id: str, criterion: str = "") -> AuditScreen:
        """Return the screen of an audit. Raises what keeps it from being opened."""
        from caseaudit.desk.session import Sitting
        from caseaudit.tui.screens.audit.screen import AuditScreen

        self.desk.library.knowledge  # noqa: B018 (scales and sources that cannot be read are said here)
        return AuditScreen(Sitting(self.desk, audit_id), criterion)

    def _refuse_to_show_what_is_graded_blind(self, audit_id: str) -> None:
        """Raise `NotReady` for an audit that the person here is grading a second time and has not signed off yet."""
        from caseaudit.desk.listing import second_grades_in_progress

        if second_grades_in_progress(self.desk):
            from caseaudit.desk import moderating

            moderating.refuse_to_show(self.desk, audit_id)

    def begin_audit(self, checklist: str = "") -> None:
        """Ask for what an audit begins with, then open it; say why if no checklist can be used."""
        from caseaudit.tui.screens.header import NewAudit

        shelf = self.desk.library.shelf
        if shelf.checklists:
            self.push_screen(NewAudit(self.desk, checklist), self._begun)
        else:
            self.complain(BadInput(*shelf.problems))

    def _begun(self, audit_id: str | None) -> None:
        if audit_id:
            self.open_audit(audit_id)

    def complain(self, error: CaseauditError) -> None:
        """Say what is wrong and what to do."""
        for problem in error.problems[:5]:
            self.notify(str(problem), severity="error", timeout=_WORTH_READING, markup=False)

    # ── the way out ──────────────────────────────────────────────────────────

    async def action_leave(self) -> None:
        """Save what is open, then quit; what cannot be saved keeps us here until the key is pressed once more."""
        await self.letters_arrive()
        waiting = [screen for screen in reversed(self.screen_stack) if hasattr(screen, "put_away")]
        if self._asked_to_leave:
            self.exit(0 if all(screen.put_away() for screen in waiting) else STORAGE_TROUBLE)
        elif unfinished := [screen for screen in self.screen_stack if getattr(screen, "unfinished", False)]:
            said = getattr(unfinished[-1], "not_kept", "What you wrote here is not accepted yet (F2).")
            self._ask_to_leave(f"{said} Press ^q again to quit without it.")
        elif all(screen.put_away() for screen in waiting):
            self.exit(0)
        else:
            self._ask_to_leave("Not saved. Press ^q again to quit all the same; the draft holds what the disk took.")

    def _ask_to_leave(self, words: str) -> None:
        self._asked_to_leave = True
        self.notify(words, severity="warning", timeout=_WORTH_READING, markup=False)
        self.set_timer(_WORTH_READING, self._stay)

    def _stay(self) -> None:
        """Take the next wish to leave as the first one again."""
        self._asked_to_leave = False

    def on_key(self, event: Key) -> None:
        """Give a letter that was typed ahead to the field that has the keyboard by now.

        The key that opened the field and the letters after it may come in one go; a field with the keyboard lets no
        letter through, so one that comes here was on its way before.
        """
        field = self.focused
        if event.is_printable and field and _takes_letters(field):
            event.prevent_default()
            field.post_message(Key(event.key, event.character))

    async def letters_arrive(self) -> None:
        """Wait until the keys pressed before this one are in the field they were pressed for.

        A key that works everywhere overtakes them; without this, a slow machine would drop the last letters.
        """
        arrived = asyncio.Event()
        if self.focused and self.focused.call_later(arrived.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(arrived.wait(), 1)

    async def action_quit(self) -> None:
        """Quit from the palette as from the key."""
        await self.action_leave()

    def _fatal_error(self) -> None:
        """Say in one sentence that the program failed; never show what a record says.

        Textual's own message prints local variables, so a child's words could reach the screen.
        """
        import sys

        from caseaudit.desk import crash

        error = sys.exc_info()[1]
        self.bell()
        if not self._exit_renderables:
            self._exit_renderables.append(crash.sentence(crash.note(error) if error else ""))
        self._close_messages_no_wait()

    # ── keys, help, colours ──────────────────────────────────────────────────

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every command of this screen in the palette; no screenshots of case text."""
        for command in (*getattr(screen, "commands", ()), *commands.EVERYWHERE):
            if command.id != "app.palette" and "grade_" not in command.id:
                yield SystemCommand(command.name, command.help, self._runner(screen, command.action))

    def _runner(self, screen: Screen[object], action: str) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.run_action(action, default_namespace=screen)

        return run

    def action_help(self) -> None:
        """Show what the keys do on this screen."""
        from caseaudit.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help.of(self.screen))

    def action_next_theme(self) -> None:
        """Go on to the next theme, and remember it."""
        names = [theme.name for theme in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]
        self._remember(theme=self.theme)

    def _remember(self, **settings: str) -> None:
        try:
            remember(**settings)
        except CaseauditError as error:
            self.complain(error)


def _tab(name: str) -> Page:
    if name == "summary":
        from caseaudit.tui.screens.summary.screen import SummaryScreen

        return SummaryScreen()
    if name == "actions":
        from caseaudit.tui.screens.actions import ActionsScreen

        return ActionsScreen()
    if name == "training":
        from caseaudit.tui.screens.training.screen import TrainingScreen

        return TrainingScreen()
    if name == "checklists":
        from caseaudit.tui.screens.checklists import ChecklistsScreen

        return ChecklistsScreen()
    from caseaudit.tui.screens.audits import AuditsScreen

    return AuditsScreen()


def _takes_letters(widget: Widget) -> bool:
    from textual.widgets import Input, TextArea

    return isinstance(widget, Input) or (isinstance(widget, TextArea) and not widget.read_only)


def _look_for_garbage() -> None:
    """Begin to look for garbage, but not among what the start has loaded: that stays."""
    gc.freeze()
    gc.enable()
