"""`caseaudit schema`: the JSON Schema of each format."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.exports import schemas, summary_schema


@click.command()
def record() -> int:
    """Print the JSON Schema of the record of one audit, as a file of the workspace holds it."""
    say.document(schemas.record())
    return 0


@click.command()
@may_read_workspace
def checklist(meant: Meant) -> int:
    """Print the JSON Schema of a checklist, with the scales and documents of this library."""
    say.document(schemas.checklist(meant_library(meant).knowledge))
    return 0


@click.command()
def summary() -> int:
    """Print the JSON Schema of what `caseaudit summary --json` prints."""
    say.document(summary_schema.summary())
    return 0
