"""`caseaudit schema`: the JSON Schema of each format."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.exports import agreement_schema, schemas, summary_schema


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


@click.command()
def agreement() -> int:
    """Print the JSON Schema of what `caseaudit agreement --json` prints."""
    say.document(agreement_schema.agreement())
    return 0


@click.command()
def sample() -> int:
    """Print the JSON Schema of what `caseaudit sample show --json` prints: a sample's file, and its state."""
    say.document(schemas.sample())
    return 0


@click.command()
def themes() -> int:
    """Print the JSON Schema of what `caseaudit themes --json` prints."""
    from caseaudit.exports import themes_json

    say.document(themes_json.schema())
    return 0


@click.command()
def session() -> int:
    """Print the JSON Schema of the file of a session of calibration, as `caseaudit train hand-out` writes it too."""
    say.document(schemas.session())
    return 0


@click.command()
def counts() -> int:
    """Print the JSON Schema of a file of counts, as `caseaudit export counts` writes it."""
    from caseaudit.exports import counts_schema

    say.document(counts_schema.counts())
    return 0
