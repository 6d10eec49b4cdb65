"""Which workspace is meant, and who is working: said before a command or after it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from caseaudit.desk.watching import Watch
    from caseaudit.desk.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


class Meant(NamedTuple):
    """What the person said about where and who; empty where nothing was said."""

    workspace: str = ""
    by: str = ""
    quiet: bool = False
    """Whether long work is not to show how far it is."""

    def open(self) -> Workspace:
        """Open the workspace. Raises `BadInput` if it is none yet."""
        from caseaudit.desk.workspace import Workspace

        return Workspace.open(self.workspace or None, self.by, self.watch(), unseen)

    def watch(self) -> Watch:
        """Return what shows how far long work is."""
        from caseaudit.cli import progress
        from caseaudit.desk.watching import unwatched

        return unwatched if self.quiet else progress.watch


def unseen(prompt: str) -> str:
    """Ask for a passphrase on the terminal, and show nothing of it. Raises `BadInput` where there is no terminal."""
    from caseaudit.cli.passphrases import typed_unseen

    return typed_unseen(prompt)


def reads_workspace(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the open workspace as its first argument, and the option `--workspace`."""
    return _workspace_option(_with_meant(lambda meant: meant.open(), command))


def works_in_workspace(command: Callable[..., int]) -> Callable[..., int]:
    """As `reads_workspace`, for a command that changes something: also the option `--by`."""
    return _workspace_option(_by_option(_with_meant(lambda meant: meant.open(), command)))


def may_read_workspace(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command what is meant, for it to open or not, and the option `--workspace`."""
    return _workspace_option(_with_meant(lambda meant: meant, command))


def may_open_app(command: Callable[..., int]) -> Callable[..., int]:
    """As `may_read_workspace`, for a command that opens the app: also the option `--by`."""
    return _by_option(may_read_workspace(command))


def _with_meant(first: Callable[[Meant], object], command: Callable[..., int]) -> Callable[..., int]:
    @functools.wraps(command)
    def wrapped(workspace: str | None = None, by: str | None = None, quiet: bool = False, **options: Any) -> int:
        before = click.get_current_context().find_object(Meant) or Meant()
        meant = Meant(workspace or before.workspace, by or before.by, quiet or before.quiet)
        return command(first(meant), **options)

    return wrapped


def _workspace_option(command: Command) -> Command:
    command = click.option("--quiet", is_flag=True, hidden=True)(command)
    return click.option("--workspace", metavar="DIR", help="The workspace, if not the usual one.")(command)


def _by_option(command: Command) -> Command:
    return click.option("--by", metavar="NAME", help="Who is working, if not you.")(command)
