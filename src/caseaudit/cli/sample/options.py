"""Options that say which list of a file is meant, and pairs of words: `--column case="Child ID"`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from caseaudit.cli.wording import Day, Number
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import bad_input

Command = TypeVar("Command", bound=Callable[..., Any])
LAST_LIST = 11


class Pair(click.ParamType[tuple[str, str]]):
    """A name and some words, with `=` between them."""

    name = "pair"

    def __init__(self, example: str) -> None:
        self.example = example

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> tuple[str, str]:
        """Return the two. Raises `BadInput`."""
        if isinstance(value, tuple):
            return value
        name, equals, words = one_line(clean(str(value))).partition("=")
        if not (name.strip() and equals and words.strip()):
            option = param.opts[-1] if param else "option"
            raise bad_input(option, "is not a name and words with = between them", f"Write it as {self.example}")
        return name.strip(), words.strip()


def names_list(command: Command) -> Command:
    """Give a command the options that say which list of its file is meant, and on which day it was true."""
    for option in reversed(
        (
            click.option("--list", "number", type=Number(1, LAST_LIST), help="Which list of Annex A, 1 to 11."),
            click.option("--sheet", default="", metavar="SHEET", help="The sheet, where its name does not say."),
            click.option(
                "--column",
                "columns",
                type=Pair('--column case="Child ID"'),
                multiple=True,
                metavar="KEY=HEADING",
                help='What a column is called in this file: case="Child ID". As often as needed.',
            ),
            click.option(
                "--on", type=Day(), metavar="DATE", help="The day that the list describes; today, if left out."
            ),
        )
    ):
        command = option(command)
    return command
