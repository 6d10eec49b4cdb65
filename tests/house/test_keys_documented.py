"""The page of keys cannot drift: it is written from the commands as they are declared."""

from __future__ import annotations

from docs.keys_page import PAGE, SCREENS, page

from caseaudit.tui import commands


def test_the_page_of_keys_is_the_one_the_commands_write() -> None:
    """After a command is changed, `python -m docs.keys_page` brings the page up to date."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_command_is_on_the_page() -> None:
    """No command is left out of every table."""
    shown = {command.id for table in SCREENS.values() for command in table}

    assert {command.id for command in commands.ALL} <= shown


def test_an_id_names_one_command() -> None:
    """A person who gives a key to an id changes one thing."""
    by_id: dict[str, set[str]] = {}
    for command in commands.ALL:
        by_id.setdefault(command.id, set()).add(command.action)

    assert {name for name, actions in by_id.items() if len(actions) > 1} == set()
