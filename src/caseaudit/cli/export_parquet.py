"""`caseaudit export parquet`: hand over what is signed off, as tables that other programs read by the million."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.handing import tell_if_plain
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sharing import never_shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.desk import lakes
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import DONE, SOMETHING_TO_REPORT


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--replace", is_flag=True, help="Write over an earlier export of this kind.")
@never_shares("this holds single audits", "`export xlsx --share`, or `summary --share --json` for another program")
@whole_or_nothing("folder")
@reads_workspace
def parquet(workspace: Workspace, folder: str, replace: bool) -> int:
    """Hand over grades, judgements and dates in the folder DIR, as Parquet by year, and print the folder.

    No reason, no evidence and no words of an action are in it. `caseaudit summary --engine duckdb --from DIR`
    counts it, and so does Spark, on this machine or on a cluster.
    """
    made = lakes.export(workspace, Path(folder), replace=replace)
    say.out(folder)
    say.problems(made.problems)
    about = made.about
    say.note(f"Exported: audits {about.audits}, answers {about.answers}, actions {about.actions}.")
    if about.in_progress:
        say.note(f"In progress and not exported: {about.in_progress}.")
    if made.problems:
        say.note(f"Not exported: {about.unreadable} unreadable, {about.copies} copies.")
    tell_if_plain(workspace)
    return SOMETHING_TO_REPORT if made.problems else DONE
