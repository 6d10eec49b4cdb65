"""`caseaudit audit show`: one audit in full."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.audit.text import Words
from caseaudit.cli.meant import reads_workspace
from caseaudit.desk import moderating
from caseaudit.desk.workspace import Workspace


@click.command()
@click.argument("audit")
@click.option("--json", "form", flag_value="json", help="The complete record as JSON.")
@click.option("--toml", "form", flag_value="toml", help="The complete record as TOML.")
@reads_workspace
def show(workspace: Workspace, audit: str, form: str | None) -> int:
    """Show AUDIT in full, as it is saved: answers, judgement, actions, signature.

    An audit that you are grading a second time is not shown before you have signed your own grade off.
    """
    workspace.look(quick=True)
    moderating.refuse_to_show(workspace, audit)
    saved = workspace.register.load(audit)
    if form == "json":
        from caseaudit.domain.unknown import tables

        say.document(tables(saved))
    elif form == "toml":
        from caseaudit.desk import exporting

        say.toml(exporting.as_toml(saved))
    else:
        say.lines(Words(workspace, saved).everything())
    return 0
