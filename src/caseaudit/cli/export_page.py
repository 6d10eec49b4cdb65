"""`caseaudit export html` and `export markdown`: the report as a page that opens anywhere, and as text for an email."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.handing import hand_over
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sharing import bare, shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import reporting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT


def _writes(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the filters, the groups, and where to write."""
    command = whole_or_nothing("output")(reads_workspace(command))
    command = click.option("--force", is_flag=True, help="Replace the file if it is there already.")(command)
    command = click.option("--output", metavar="FILE", help="The file to write; stdout, if left out.")(command)
    groups = f"Also group by group, beside the teams: {', '.join(DIMENSIONS)}."
    command = click.option("--by", "dimension", type=OneOf(DIMENSIONS), metavar="WHAT", help=groups)(command)
    command = shares(command)
    return chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")(command)


@click.command()
@_writes
def html(workspace: Workspace, **asked: Any) -> int:
    """Hand over the report as one page that any browser opens, reads aloud and prints.

    Charts are inside it; it holds no script and loads nothing.
    """
    return _export("html", workspace, **asked)


@click.command()
@_writes
def markdown(workspace: Workspace, **asked: Any) -> int:
    """Hand over the same report as plain text with Markdown tables, for an email or a report of your own."""
    return _export("markdown", workspace, **asked)


def _export(
    form: reporting.Form,
    workspace: Workspace,
    wanted: Wanted,
    dimension: str | None,
    share: int | None,
    output: str | None,
    force: bool,
) -> int:
    made = reporting.page(workspace, wanted, form, [dimension] if dimension else [], share)
    hand_over(workspace, made.content, output, force=force)
    say.problems(made.problems)
    say.note(f"Report of {how_many(made.audits, 'signed-off audit')}.")
    if made.bare:
        say.note(bare(dimension))
    if made.problems:
        say.note(f"{how_many(len(made.problems), 'file')} left out, named above and in the report.")
    return SOMETHING_TO_REPORT if made.problems else DONE
