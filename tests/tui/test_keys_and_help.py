"""Every command has its key, its line in the help and its place in the palette; keys and colours are the person's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.screen import Screen
from textual.widgets import Static

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace, personal_settings
from caseaudit.domain.audit import Audit
from caseaudit.tui import commands
from caseaudit.tui.screens.audit.screen import AuditScreen
from caseaudit.tui.themes import THEMES
from caseaudit.tui.widgets.keys import KeyLine
from caseaudit.tui.widgets.words import AnswerWords
from tui.person import Person, somebody

WAYS: dict[str, tuple[str, ...]] = {
    "AuditsScreen": (),
    "SummaryScreen": ("2",),
    "Narrow": ("2", "f"),
    "HandOver": ("2", "e"),
    "ActionsScreen": ("3",),
    "TrainingScreen": ("4",),
    "ExtractScreen": ("4", "enter"),
    "LookingUp": ("4", "slash", "enter"),
    "Presentation": ("4", "f"),
    "ChecklistsScreen": ("5",),
    "Reading": ("5", "enter"),
    "NewAudit": ("n",),
    "ModerationScreen": ("o",),
    "AuditScreen": ("enter",),
    "Details": ("enter", "h"),
    "ActionForm": ("enter", "a"),
    "Review": ("enter", "r"),
    "AskAndKeep": ("enter", "r", "3"),
    "AskText": ("enter", "a", "v", "tab", "m", "f2", "escape", "3", "d"),
    "Confirm": ("enter", "r", "s"),
}
"""Every screen that can be reached from the list, and the keys that lead to it."""
WHERE_TABS_LEAD = (
    ("2", "SummaryScreen"),
    ("3", "ActionsScreen"),
    ("4", "TrainingScreen"),
    ("5", "ChecklistsScreen"),
    ("1", "AuditsScreen"),
)


def _helped(person: Person) -> str:
    """Everything that the help says."""
    return "\n".join(str(part.content) for part in person.screen.query(Static))


def _bound(screen: Screen[object]) -> set[str | None]:
    """The ids of the commands that a screen and its fields answer to."""
    nodes = [screen, *screen.query(AnswerWords)]
    return {binding.id for node in nodes for found in node._bindings.key_to_bindings.values() for binding in found}


@pytest.mark.parametrize("place", WAYS)
async def test_f1_names_every_key_that_works_on_the_screen_one_is_on(
    workspace: Workspace, filled: Audit, place: str
) -> None:
    """Help belongs to the screen it is asked on, forms and questions included; what it names is bound there."""
    async with somebody(workspace) as person:
        await person.press(*WAYS[place])
        assert person.place == place
        below = person.screen
        await person.press("f1")
        assert person.place == "Help"
        said = _helped(person)
        for command in (*below.commands, *commands.EVERYWHERE):  # type: ignore[attr-defined]
            assert command.help in said or "grade_" in command.id
            assert command.id in _bound(below) or command in commands.EVERYWHERE
        await person.press("escape")
        assert person.screen is below


async def test_the_help_of_the_welcome(workspace: Workspace) -> None:
    """Even before there is a workspace."""
    async with somebody(None) as person:
        await person.press("question_mark")
        said = _helped(person)
        assert all(command.help in said for command in commands.WELCOME)


@pytest.mark.parametrize("place", ["AuditsScreen", "AuditScreen", "Review", "SummaryScreen", "ChecklistsScreen"])
async def test_the_palette_finds_every_command_of_the_screen(workspace: Workspace, filled: Audit, place: str) -> None:
    """By its name, with its sentence; and there is no way to make a picture of case text."""
    async with somebody(workspace) as person:
        await person.press(*WAYS[place])
        offered = list(person.app.get_system_commands(person.screen))
        names = {command.help for command in offered}
        for command in person.screen.commands:  # type: ignore[attr-defined]
            assert command.help in names or "grade_" in command.id
        assert not any("screenshot" in f"{command.title} {command.help}".lower() for command in offered)


async def test_a_command_chosen_in_the_palette_is_done(workspace: Workspace, begun: Audit) -> None:
    """ctrl+p, a word, enter: the same as its key."""
    async with somebody(workspace, begun.id) as person:
        await person.press("ctrl+p")
        assert person.place == "CommandPalette"
        await person.types("Review")
        await person.waits_until(lambda: "sign-off" in person.page)
        await person.press("enter")
        await person.waits_until(lambda: person.place == "Review")


async def test_no_two_commands_of_a_screen_share_a_key() -> None:
    """One key, one meaning."""
    listed = (commands.AUDITS, commands.SUMMARY, commands.ACTIONS, commands.TRAINING, commands.CHECKLISTS)
    for screen in (*listed, commands.AUDIT, commands.REVIEW, commands.EXTRACT, commands.PRESENTING):
        tabs = commands.TABS if screen in listed else ()
        keys = [key for command in (*screen, *tabs, *commands.EVERYWHERE) for key in command.keys.split(",")]
        assert len(keys) == len(set(keys))


def test_every_command_has_an_id_of_its_own() -> None:
    """Ids are what people write in their settings."""
    ids = [command.id for command in commands.ALL]
    assert len(ids) == len(set(ids))


async def test_a_key_of_ones_own_takes_the_place_of_the_first(workspace: Workspace, begun: Audit) -> None:
    """`keys = { "audit.reason" = "f4" }`: F4 writes the reason, and the help says so."""
    async with somebody(workspace, begun.id, settings={"keys": {"audit.reason": "f4"}}) as person:
        await person.press("f4")
        await person.types("why")
        await person.press("escape")
        assert isinstance(person.screen, AuditScreen)
        assert person.screen.answer.reason == "why"
        await person.press("question_mark")
        assert "F4" in _helped(person)


async def test_a_key_of_ones_own_works_everywhere(workspace: Workspace) -> None:
    """Commands of the whole app can be moved too."""
    async with somebody(workspace, settings={"keys": {"app.help": "f12"}}) as person:
        await person.press("f12")
        assert person.place == "Help"


async def test_a_key_for_a_command_that_does_not_exist_harms_nothing(workspace: Workspace) -> None:
    """A slip in the settings leaves every key as it was."""
    async with somebody(workspace, settings={"keys": {"audits.nwe": "f4", "audits.sort": 5}}) as person:
        await person.press("n")
        assert person.place == "NewAudit"


async def test_f9_goes_through_the_themes_and_remembers_the_last(workspace: Workspace) -> None:
    """Dark, light, high contrast and round again; the next start has the same colours."""
    names = [theme.name for theme in THEMES]
    async with somebody(workspace) as person:
        seen = [person.app.theme]
        for _ in names:
            await person.press("f9")
            seen.append(person.app.theme)
        assert seen == [*names, names[0]]
        await person.press("f9")
    settings = personal_settings()
    assert settings["theme"] == names[1]
    async with somebody(workspace, settings=settings) as again:
        assert again.app.theme == names[1]


async def test_the_theme_remembered_leaves_other_settings_alone(
    workspace: Workspace, settled: Callable[[str], None]
) -> None:
    """Name and keys in the settings file survive a change of colours."""
    settled('auditor = "C. Manager"\nkeys = { "audit.reason" = "f4" }\nfuture = 1\n')
    async with somebody(workspace) as person:
        await person.press("f9")
    settings = personal_settings()
    assert (settings["auditor"], settings["keys"], settings["future"]) == ("C. Manager", {"audit.reason": "f4"}, 1)


async def test_a_theme_that_does_not_exist_is_the_dark_one(workspace: Workspace) -> None:
    """A slip in the settings does not end the app."""
    async with somebody(workspace, settings={"theme": "caseaudit-drak"}) as person:
        assert person.app.theme == THEMES[0].name


async def test_the_tabs_go_to_each_other(workspace: Workspace) -> None:
    """1, 2, 3 from anywhere among them, without piling screens up."""
    async with somebody(workspace) as person:
        depth = len(person.app.screen_stack)
        for key, place in WHERE_TABS_LEAD:
            await person.press(key)
            assert person.place == place
        assert len(person.app.screen_stack) == depth


async def test_the_tabs_fit_the_terminal_also_after_it_was_resized(workspace: Workspace) -> None:
    """Wide with the program's name, narrower without, narrow as numbers, and back."""
    async with somebody(workspace, size=(120, 30)) as person:
        assert person.page.splitlines()[0].startswith(" caseaudit   1 Audits   2 Summary ")
        await person.resizes(80, 24)
        assert person.page.splitlines()[0].startswith(" 1 Audits  2 Summary ")
        await person.resizes(60, 20)
        assert person.page.splitlines()[0].startswith(" 1 Audits  2  3  4  5 ")
        await person.resizes(120, 30)
        assert person.page.splitlines()[0].startswith(" caseaudit   1 Audits   2 Summary ")


async def test_help_on_help_is_still_one_help(workspace: Workspace) -> None:
    """Pressing the key again closes it."""
    async with somebody(workspace) as person:
        await person.press("question_mark")
        assert person.place == "Help"
        await person.press("question_mark")
        assert person.place == "AuditsScreen"


async def test_the_footer_names_the_main_keys(workspace: Workspace, begun: Audit) -> None:
    """Every command that is said to stand in the footer does, on a wide screen."""
    auditing.discard_draft(workspace, begun.id)
    async with somebody(workspace, begun.id, size=(140, 30)) as person:
        footer = person.page.splitlines()[-1]
        for command in (*commands.AUDIT, *commands.EVERYWHERE):
            assert not command.footer or command.name in footer


async def test_a_click_on_a_key_at_the_bottom_presses_it(workspace: Workspace) -> None:
    """The line of keys is for the mouse too."""
    async with somebody(workspace) as person:
        place = person.page.splitlines()[-1].index("New audit")
        await person.pilot.click(KeyLine, offset=(place, 0))
        await person.quiet()
        assert person.place == "NewAudit"


async def test_where_there_is_no_room_for_every_key_help_stays(workspace: Workspace, begun: Audit) -> None:
    """On the smallest terminals the other keys give way first."""
    async with somebody(workspace, begun.id, size=(40, 12)) as person:
        keys = person.page.splitlines()[-1]
        assert "Help" in keys
        assert "Grade" in keys
        assert len(keys) == 40
