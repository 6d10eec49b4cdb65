"""`caseaudit audit re-audit`: the same case again."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Day
from caseaudit.desk import reauditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many


@click.command()
@click.argument("audit")
@click.option("--auditor", default="", metavar="NAME", help="Who audits; you, if left out.")
@click.option("--worker", default="", metavar="WORKER", help="The worker now, if it is another one.")
@click.option("--date", type=Day(), metavar="DATE", help="The day of the audit; today, if left out.")
@works_in_workspace
def again(workspace: Workspace, audit: str, auditor: str, worker: str, date: str | None) -> int:
    """Begin the audit of the same case again after the signed-off AUDIT, and print the new audit's id.

    It shows what was said last time beside every criterion; where the words of a criterion have changed since, the two
    are not compared. Actions that are open, or done and not closed, go over into it.
    """
    begun = reauditing.begin(workspace, audit, auditor, date or "", worker)
    if begun.actions:
        say.note(f"{how_many(len(begun.actions), 'action')} carried over.")
    say.out(begun.id)
    return 0
