"""`caseaudit export actions` and `export calendar`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import acting, exporting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import STATUSES


def _writes(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command what both take: which actions, and where to write."""
    command = whole_or_nothing("output")(reads_workspace(command))
    command = click.option("--force", is_flag=True, help="Replace the file if it is there already.")(command)
    command = click.option("--output", metavar="FILE", help="The file to write; stdout, if left out.")(command)
    command = click.option("--overdue", is_flag=True, help="Only what is open and past its date.")(command)
    command = click.option("--owner", default="", metavar="NAME", help="Only what this person has to do.")(command)
    statuses = f"Only these: all, {', '.join(STATUSES)}; open and done, if left out."
    command = click.option("--status", type=OneOf(("all", *STATUSES)), metavar="STATUS", help=statuses)(command)
    return chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort")(command)


@click.command()
@_writes
def actions(workspace: Workspace, **asked: Any) -> int:
    """Hand over the actions, one row each, as CSV that a spreadsheet opens with every letter right."""
    return _export(workspace, acting.as_csv, "action", **asked)


@click.command()
@_writes
def calendar(workspace: Workspace, **asked: Any) -> int:
    """Hand over the actions as a calendar file (.ics): one task each, due on its day."""
    return _export(workspace, acting.as_calendar, "task", **asked)


def _export(
    workspace: Workspace, make: Callable[..., bytes], what: str, wanted: Wanted, status: str | None, owner: str,
    overdue: bool, output: str | None, force: bool,
) -> int:  # fmt: skip
    found = acting.listed(workspace, wanted, status=status or "", owner=owner, overdue=overdue)
    content = make(workspace, found)
    if output:
        exporting.write(workspace, content, Path(output), force=force)
    else:
        say.content(content)
    say.note(f"{len(found)} {what}{'' if len(found) == 1 else 's'} exported.")
    return 0
