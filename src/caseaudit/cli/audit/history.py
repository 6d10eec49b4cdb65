"""`caseaudit audit history`: who changed what, and when."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.desk import auditing, moderating
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import DONE, SOMETHING_TO_REPORT

_HEADINGS = ("SAVE", "WHEN", "WHO", "CHANGED", "WHY")


@click.command()
@click.argument("audit")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@reads_workspace
def history(workspace: Workspace, audit: str, as_json: bool) -> int:
    """Show every save of AUDIT, oldest first: its number, when, who, and what changed.

    If a save was altered or removed afterwards, that is said and the exit code is 1. An audit that you are grading a
    second time is not shown before you have signed your own grade off: why it was reopened may say how it was graded.
    """
    workspace.look(quick=True)
    moderating.refuse_to_show(workspace, audit)
    revisions, broken = auditing.past(workspace, audit)
    if as_json:
        say.document([revision._asdict() for revision in revisions])
    else:
        rows = [(str(past.number), past.at, past.by, ", ".join(past.changed), past.why) for past in revisions]
        say.lines(aligned(_HEADINGS, rows))
    if broken is None:
        return DONE
    say.problems([broken])
    return SOMETHING_TO_REPORT
