"""`caseaudit export actions` and `export calendar`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.handing import hand_over
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import acting, choosing
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import STATUSES
from caseaudit.domain.how_many import how_many


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
    if not found:
        choosing.refuse_nothing(workspace.index, wanted, choosing.PRACTICE)
    content = make(workspace, found)
    hand_over(workspace, content, output, force=force)
    say.note(f"{how_many(len(found), what)} exported.")
    return 0
