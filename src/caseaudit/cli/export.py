"""`caseaudit export`: hand over what is signed off, as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.handing import hand_over
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sharing import never_shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import chooses_audits
from caseaudit.desk import exporting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT

_FILTERS = ("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")

_INSTEAD = "`export xlsx --share` for figures alone, or `export html --share`"


def _writes(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command what every export takes: filters, where to write, and the workspace."""
    command = whole_or_nothing("output")(reads_workspace(command))
    command = click.option("--all-states", is_flag=True, help="Audits in progress too.")(command)
    command = click.option("--force", is_flag=True, help="Replace the file if it is there already.")(command)
    command = click.option("--output", metavar="FILE", help="The file to write; stdout, if left out.")(command)
    command = never_shares("this holds single cases", _INSTEAD)(command)
    return chooses_audits(*_FILTERS)(command)


@click.command()
@_writes
def csv(workspace: Workspace, **asked: Any) -> int:
    """Hand over one row an answer, as CSV that a spreadsheet opens with every letter right.

    A `'` before a text keeps the spreadsheet from taking it for a formula.
    """
    return _export("csv", workspace, **asked)


@click.command()
@_writes
def json(workspace: Workspace, **asked: Any) -> int:
    """Hand over the complete records, as one JSON document."""
    return _export("json", workspace, **asked)


@click.command()
@_writes
def facts(workspace: Workspace, **asked: Any) -> int:
    """Hand over one row a fact of a case that somebody noted, with what the case system says and whether it differs."""
    return _export("facts", workspace, **asked)


def _export(
    form: str,
    workspace: Workspace,
    wanted: Wanted,
    output: str | None,
    force: bool,
    all_states: bool,
) -> int:
    made = exporting.export(workspace, form, wanted, all_states=all_states)
    hand_over(workspace, made.content, output, force=force)
    say.problems(made.problems)
    for line in _told(made):
        say.note(line)
    return SOMETHING_TO_REPORT if made.problems else DONE


def _told(made: exporting.Export) -> list[str]:
    told = [f"{how_many(made.audits, 'audit')} exported."]
    if made.problems:
        told.append(f"{how_many(len(made.problems), 'file')} left out, named above.")
    if made.changed:
        told.append(f"{how_many(made.changed, 'audit')} changed since sign-off; the export says which.")
    if made.hints:
        told.append(
            f"{how_many(made.hints, 'text')} may identify a child; `caseaudit audit sign-off` and the app say where."
        )
    return told
