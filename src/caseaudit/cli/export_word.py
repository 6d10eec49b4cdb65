"""`caseaudit export docx`: the board's report, or the report of one case, as a Word file."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.handing import hand_over
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sharing import bare, refusal, shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import chooses_audits
from caseaudit.desk import reporting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT, bad_input


@click.command()
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")
@click.option("--audit", metavar="ID", help="The report of this one audit, to share with its worker.")
@click.option("--draft", is_flag=True, help="With --audit: of an audit in progress too, marked DRAFT on every page.")
@click.option("--output", metavar="FILE", help="The file to write; stdout, if left out and not a terminal.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@shares
@whole_or_nothing("output")
@reads_workspace
def docx(
    workspace: Workspace,
    wanted: Wanted,
    audit: str | None,
    draft: bool,
    output: str | None,
    force: bool,
    share: int | None,
) -> int:
    """Hand over the report to the board as a Word file; with --audit the report of one case, for its worker.

    The board's begins with one page to trust first; charts, tables and the method stand behind it. The one of a
    case says nothing of other cases.
    """
    _refuse(wanted, audit, draft=draft, output=output)
    if audit and share:
        raise refusal("this is about a single case", "`export docx --share` without --audit")
    made = reporting.case(workspace, audit, draft=draft) if audit else reporting.board(workspace, wanted, share)
    hand_over(workspace, made.content, output, force=force)
    say.problems(made.problems)
    for line in _told(made, audit):
        say.note(line)
    return SOMETHING_TO_REPORT if made.problems else DONE


def _refuse(wanted: Wanted, audit: str | None, *, draft: bool, output: str | None) -> None:
    if audit and wanted != Wanted():
        raise bad_input("--audit", "names one audit, so nothing else can choose", "Leave out the filters, or --audit")
    if draft and not audit:
        raise bad_input("--draft", "is for the report of one audit", "Name it with --audit")
    if not output and sys.stdout.isatty():
        raise bad_input("--output", "is missing, and a Word file is nothing to show here", "Name the file to write")


def _told(made: reporting.Document, audit: str | None) -> Iterator[str]:
    yield f"Report of the audit {audit}." if audit else f"Report of {how_many(made.audits, 'signed-off audit')}."
    if made.bare:
        yield bare()
    if made.problems:
        yield f"{how_many(len(made.problems), 'file')} left out, named above and in the report."
    if made.hints:
        hints = how_many(made.hints, "text")
        yield f"{hints} may identify a child; `caseaudit audit sign-off` and the app say where."
