"""`caseaudit init` and `where`: the folder that holds the audits."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.wording import OneOf
from caseaudit.desk import workspace as desk
from caseaudit.desk.workspace import Workspace
from caseaudit.store.names import LONGEST_WORKSPACE


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--name", default="", metavar="NAME", help="What it is called on screen; the folder's name, if left out.")
@click.option(
    "--record-format",
    type=OneOf(("json", "toml")),
    default="json",
    show_default=True,
    help="How records are written.",
)
def init(folder: str | None, name: str, record_format: str) -> int:
    """Make a new workspace in DIR, and print where it is.

    Without DIR it is made in your own data folder, where caseaudit finds it without being told.
    """
    made = str(desk.make(folder, name, record_format).workspace)
    say.out(made)
    if len(made) > LONGEST_WORKSPACE:
        long = f"With the folders above it the name has {len(made)} characters. Windows may not open files in it;"
        say.note(f"{long} a place with {LONGEST_WORKSPACE} characters or fewer is safer.")
    return 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@reads_workspace
def where(workspace: Workspace, as_json: bool) -> int:
    """Say where everything is: audits, history, drafts, checklists, settings; and who you are here."""
    found = desk.whereabouts(workspace)
    if as_json:
        say.document(found)
        return 0
    say.lines(aligned(("WHAT", "WHERE"), list(found.items())))
    return 0
