"""`caseaudit audit dates`: type the dates, and the program counts by the clock."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.audit.text import Words
from caseaudit.cli.meant import works_in_workspace
from caseaudit.desk import timing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.timing import Timing


@click.command(
    epilog="Example: caseaudit audit dates 20261120-k7m3x9 CPP-13 --held 2026-05-04,2026-06-12 --until 2026-07-31"
)
@click.argument("audit")
@click.argument("criterion")
@click.option("--start", default="", metavar="DATE", help="What started the clock.")
@click.option("--end", default="", metavar="DATE", help="When it was done; left out, it has not been.")
@click.option("--held", default="", metavar="DATES", help="Of what happens again and again: every date, with commas.")
@click.option("--until", default="", metavar="DATE", help="Up to when the record was read; today, if left out.")
@click.option("--system", default="", metavar="DATE", help="What the case system gives for the end, or the last one.")
@works_in_workspace
def dates(
    workspace: Workspace, audit: str, criterion: str, start: str, end: str, held: str, until: str, system: str
) -> int:
    """Note the dates behind CRITERION of AUDIT, and say what they mean by its clock.

    A clock of hours needs the time of day: 2026-11-22T14:05. Where the criterion is graded by its clock, the grade is
    proposed and stands until you give another.
    """
    given = Timing("", start, end, tuple(day for day in held.split(",") if day.strip()), until, system)
    found = timing.put(workspace, audit, criterion, given)
    say.out(found.timing.said)
    saved = workspace.register.load(audit)
    if timing.differs(saved.answer(criterion)):
        say.note("The case system gives another date than the file.")
    if found.proposed:
        say.note(f"{criterion}: {Words(workspace, saved).verdict(saved.answer(criterion))}.")
    return 0
