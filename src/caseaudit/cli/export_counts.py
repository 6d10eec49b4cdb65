"""`caseaudit export counts`: hand over how many audits and answers are alike, for a region to merge."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.handing import hand_over
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sharing import never_shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import chooses_audits
from caseaudit.desk import counts_leaving
from caseaudit.desk.counts_leaving import Leaving
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT

_FEW = 5


@click.command()
@chooses_audits(*counts_leaving.FILTERS, words=False)
@click.option("--name", default="", metavar="NAME", help="What the service is called, if not as its workspace.")
@click.option("--without-teams", is_flag=True, help="Name no team: every team is called as the service is.")
@click.option("-o", "--output", metavar="FILE", help="The file to write; stdout, if left out.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@never_shares("counts must be whole to be added up", "`caseaudit merge FILE --share` for what is published")
@whole_or_nothing("output")
@reads_workspace
def counts(
    workspace: Workspace, wanted: Wanted, name: str, without_teams: bool, output: str | None, force: bool
) -> int:
    """Hand over counts alone, for `caseaudit merge`: how often each grade was given, by team, cohort and month.

    No case, worker, auditor or audit is in the file, no word of a record and no day within a month. It is
    not suppressed, so that counts add up: small groups can be told. Choose whole months with --since and
    --until.
    """
    made = counts_leaving.export(workspace, wanted, name=name, without_teams=without_teams)
    hand_over(workspace, made.content, output, force=force)
    say.problems(made.problems)
    for line in _told(made, without_teams=without_teams):
        say.note(line)
    return SOMETHING_TO_REPORT if made.problems else DONE


def _told(made: Leaving, *, without_teams: bool) -> Iterator[str]:
    source = made.source
    months = f", {source.first} to {source.last}" if source.first else ""
    yield f"Counts of {source.service}: {source.audits} signed-off audits{months}; {made.rows} rows of answers."
    if source.in_progress:
        yield f"In progress and not counted: {source.in_progress}."
    if made.problems:
        yield f"Not counted: {source.unreadable} unreadable, {source.copies} copies; the file says how many."
    if 0 < made.smallest < _FEW:
        audits = how_many(made.smallest, "audit")
        yield f"Nothing is suppressed: the smallest group is {audits}, and its grades can be told."
        larger = "" if without_teams else "; --without-teams makes groups larger"
        yield f"Send the file only to those who may know them{larger}."
