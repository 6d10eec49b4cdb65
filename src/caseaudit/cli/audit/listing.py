"""`caseaudit audit list`: the audits, newest first. Kept light: it must answer at once for ten thousand."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import Number, OneOf, chooses_audits
from caseaudit.desk.listing import SORTS, Headline, Listing, Wanted, listing
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import Problem

NEWEST = 50
_EVERY = -1
_HEADINGS = ("ID", "DATE", "STATE", "ROLE", "CASE", "TEAM", "WORKER", "AUDITOR", "CHECKLIST", "JUDGEMENT", "DONE")


@click.command("list")
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "state", "role", "purpose")
@click.option("--urgent", is_flag=True, help="Only where a child may not be safe: a critical criterion at the foot.")
@click.option("--sort", type=OneOf(tuple(SORTS)), default="date", show_default=True, help="In which order.")
@click.option("--limit", type=Number(1), metavar="N", help=f"At most N audits; {NEWEST}, if left out.")
@click.option("--all", "everything", is_flag=True, help="All of them.")
@click.option("--json", "as_json", is_flag=True, help="All of them as JSON, unless there is a --limit.")
@whole_or_nothing()
@reads_workspace
def list_audits(
    workspace: Workspace, wanted: Wanted, urgent: bool, sort: str, limit: int | None, everything: bool, as_json: bool
) -> int:
    """List audits, newest first, one line each.

    ROLE tells a second grade from the audit that it grades; summaries leave out second grades and training.

    Files that cannot be read, and copies of an audit, are named on stderr; the exit code is then 1.
    """
    most = limit or (_EVERY if everything or as_json else NEWEST)
    found = listing(workspace, wanted._replace(sort=sort, urgent=urgent), most)
    if as_json:
        say.document([line._asdict() for line in found.lines])
    elif found.lines:
        _print(found)
    unmatched = [] if found.lines else _unmatched(workspace, wanted)
    if not (found.lines or unmatched or as_json):
        say.note("No audits.")
    return say.reported([*found.problems, *unmatched])


def _unmatched(workspace: Workspace, wanted: Wanted) -> list[Problem]:
    """Return why the list is empty, where the filters are why."""
    from caseaudit.desk import choosing

    return choosing.unmatched(workspace.index, wanted, choosing.EVERY)


def _print(found: Listing) -> None:
    say.lines(aligned(_HEADINGS, [_row(line) for line in found.lines]))
    if more := found.total - len(found.lines):
        say.note(f"{more} more; --all lists them.")


def _row(line: Headline) -> tuple[str, ...]:
    return (
        *(line.id, line.date, line.state, line.role, line.case, line.team, line.worker, line.auditor, line.checklist),
        *(line.judgement, f"{line.answered}/{line.asked}"),
    )
