"""The page of commands says everything that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from caseaudit.cli.front import caseaudit

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
EVERYWHERE = {"--workspace", "--by", "--quiet", "--version", "--help", "-h"}
SECTIONS = {
    title.strip(): text
    for title, _, text in (part.partition("\n") for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:])
}


def commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below a group, with the words that run it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(f"{path} {name}", below)


ALL = dict(commands("caseaudit", caseaudit))


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    """In the order of the help, too."""
    titles = [title for title in SECTIONS if title.startswith("caseaudit ")]
    assert titles == list(ALL)


@pytest.mark.parametrize("path", ALL)
def test_every_option_is_in_its_section(path: str) -> None:
    """Under each spelling; those that hold everywhere stand at the top of the page."""
    options = {
        spelling
        for parameter in ALL[path].params
        for spelling in (*parameter.opts, *parameter.secondary_opts)
        if spelling.startswith("-")
    }
    missing = {option for option in options - EVERYWHERE if not _says(SECTIONS[path], option)}
    assert not missing


@pytest.mark.parametrize("path", ALL)
def test_no_section_names_an_option_that_is_not_there(path: str) -> None:
    """In the table of options; examples are run in other tests."""
    known = {spelling for parameter in ALL[path].params for spelling in (*parameter.opts, *parameter.secondary_opts)}
    tables = "\n".join(line.split("|")[1] for line in SECTIONS[path].splitlines() if line.startswith("| `--"))
    assert set(re.findall(r"--[a-z-]+", tables)) <= known


def test_what_holds_everywhere_is_said_once_at_the_top() -> None:
    """The options that every command takes."""
    assert all(_says(SECTIONS["What holds for every command"], option) for option in EVERYWHERE)


def _says(text: str, option: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text) is not None
