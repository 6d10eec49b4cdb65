"""`caseaudit export xlsx`: the summary and every answer behind it, as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.handing import tell_if_plain
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sharing import shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import chooses_audits
from caseaudit.desk import workbooks
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import DONE, SOMETHING_TO_REPORT, bad_input


@click.command()
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")
@click.option("--output", metavar="FILE", help="The file to write.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@shares
@whole_or_nothing("output")
@reads_workspace
def xlsx(workspace: Workspace, wanted: Wanted, output: str | None, force: bool, share: int | None) -> int:
    """Hand over a workbook: summary with charts, criteria, teams, months, actions, and every answer as a table.

    Its first sheet says what is in it and what was left out. Any number of answers fits: they go on to further
    sheets, and only one of them is in memory at a time. With --share, answers and actions are left out.
    """
    if not output:
        raise bad_input("--output", "is missing, and a workbook is nothing to show here", "Name the file to write")
    handed = workbooks.export(workspace, wanted, Path(output), force=force, share=share)
    say.problems(handed.problems)
    for line in _told(handed) if share is None else _told_shared(handed):
        say.note(line)
    tell_if_plain(workspace)
    return SOMETHING_TO_REPORT if handed.problems else DONE


def _told_shared(handed: workbooks.Handed) -> Iterator[str]:
    yield "Exported: figures alone, with small numbers hidden; answers and actions of single cases are left out."
    if handed.problems:
        yield f"Not counted: {len(handed.problems)} files, named above."


def _told(handed: workbooks.Handed) -> Iterator[str]:
    written = handed.written
    yield f"Exported: audits {written.audits}, answers {written.answers}, actions {written.actions}."
    if handed.problems:
        yield f"Left out: {len(handed.problems)} files, named above and on the first sheet."
    if written.cut:
        yield f"Cut, because a cell holds no more: {written.cut} texts; each says so at its end."
    if written.changed:
        yield f"Changed since sign-off: {written.changed} audits; the sheet Answers says which."
    if handed.hints:
        yield f"{handed.hints} texts may identify a child; `caseaudit audit sign-off` and the app say where."
