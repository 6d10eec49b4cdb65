"""`caseaudit demo`: a workspace of fictional audits to look round in."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.opening import open_app, refuse_without_terminal
from caseaudit.cli.stopping import stopping
from caseaudit.cli.wording import Number
from caseaudit.problems import DONE

FOLDER = "caseaudit-demo"
_AUDITS = 120
_SEED = 1


@click.command()
@click.argument("folder", metavar="[DIR]", default="")
@click.option("--audits", type=Number(1), default=_AUDITS, show_default=True, metavar="N",
              help="How many audits, second grades not counted.")  # fmt: skip
@click.option(
    "--seed", type=Number(0), default=_SEED, show_default=True, metavar="N", help="The same seed, the same audits."
)
@click.option("--no-open", is_flag=True, help="Only make it and print where it is; do not open the app.")
@may_read_workspace
def demo(meant: Meant, folder: str, audits: int, seed: int, no_open: bool) -> int:
    """Make a workspace of fictional audits in DIR, and open it.

    DIR is `caseaudit-demo` here, unless it or --workspace names another folder.

    Nobody in it exists. A demonstration that is there already is opened again; any other folder that
    holds something is refused.
    """
    folder = folder or meant.workspace or FOLDER
    if not no_open:
        refuse_without_terminal(f"Add --no-open to make it in {folder} without opening it")
    from caseaudit.desk import demonstration

    with stopping(folder):
        made = demonstration.make_demonstration(Path(folder), audits, seed, meant.watch()).workspace
    say.clear()
    if no_open:
        say.out(str(made))
        return DONE
    return open_app(Meant(workspace=str(made)))
