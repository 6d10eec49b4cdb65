"""Commands that are loaded when they are asked for, and listed without being loaded."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class Listed(NamedTuple):
    """A command as the listing shows it, and where its code is."""

    about: str
    """A few words, without a full stop."""
    module: str
    """The module below `caseaudit.cli`."""
    name: str
    """The command's name in that module."""


class LazyGroup(click.Group):
    """A group whose listing comes from a table; a command's module is imported when the command is used."""

    def __init__(self, *, listed: Mapping[str, Listed | LazyGroup], alone: str = "", **settings: Any) -> None:
        """`alone` names the command that is meant where none is."""
        super().__init__(**settings)
        self.listed = dict(listed)
        self.alone = alone

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what was typed; the group's name alone stands for one of its commands, if it has such a one."""
        if not args and self.alone and not ctx.resilient_parsing:
            args = [self.alone]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.listed)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module; None if there is none of that name."""
        listed = self.listed.get(cmd_name)
        if not isinstance(listed, Listed):
            return listed
        command = getattr(import_module(f"caseaudit.cli.{listed.module}"), listed.name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the listing from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _about(listed)) for name, listed in self.listed.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is asked for. Raises `BadInput` naming the nearest one there is."""
        name = args[0]
        if name in self.listed or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from caseaudit.problems import bad_input, nearest

        group = ctx.command_path.removeprefix("caseaudit").strip()
        raise bad_input(f"{group} {name}".strip(), "is not a command", nearest(name, self.listed))


def _about(listed: Listed | LazyGroup) -> str:
    return listed.about if isinstance(listed, Listed) else listed.short_help or ""
