"""`caseaudit retention hold` and `release`: keep named audits whatever the rule says."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.desk import retaining
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import DONE


@click.command()
@click.argument("audits", nargs=-1, metavar="[AUDIT]...")
@click.option("--case", default="", metavar="CASE", help="All audits of this case that there are now.")
@click.option("--reason", required=True, metavar="TEXT", help="Why: the claim, the complaint, the inquiry.")
@works_in_workspace
def hold(workspace: Workspace, audits: tuple[str, ...], case: str, reason: str) -> int:
    """Hold each AUDIT: no rule removes it until it is released. Prints the ids that were not held before.

    Its second grade is held with it. A re-audit is an audit of its own: name it too, or give --case.
    """
    say.lines(retaining.hold(workspace, audits, case, reason))
    return DONE


@click.command()
@click.argument("audits", nargs=-1, metavar="[AUDIT]...")
@click.option("--case", default="", metavar="CASE", help="All audits of this case.")
@works_in_workspace
def release(workspace: Workspace, audits: tuple[str, ...], case: str) -> int:
    """Release each AUDIT from its hold, so that the rule decides again. Prints the ids that were released."""
    say.lines(retaining.release(workspace, audits, case))
    return DONE
