"""`caseaudit seal`: one line that says what is here now, to keep where nobody who can change audits can."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.desk import sealing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.domain.seal import short
from caseaudit.problems import DONE, SOMETHING_TO_REPORT


@click.command()
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write it with a line for each audit too: only then can `verify --seal` say which audit it was.",
)
@whole_or_nothing("output")
@reads_workspace
def seal(workspace: Workspace, output: str | None) -> int:
    """Print one line that stands for every save of every audit up to now.

    Keep it where nobody who can change audits can: in an email to your manager, in the minutes, on paper. It holds no
    word of any case and no case reference. `caseaudit verify --seal LINE` says later whether all of it is still there.
    """
    if output:
        sealing.refuse_place(workspace, Path(output))
    sealed = sealing.seal(workspace)
    is_inside = bool(output) and sealing.write(workspace, sealed.seal, Path(output or ""))
    say.out(short(sealed.seal))
    if is_inside:
        say.note("It lies in the workspace: whoever changes audits could change it too. Keep a copy elsewhere.")
    if sealed.ahead:
        later = f"{how_many(sealed.ahead, 'revision')} dated later than now"
        say.note(f"Not sealed: {later}. The clock of a computer is wrong; seal again when it is put right.")
    say.problems(finding.problem for finding in sealed.found)
    if sealed.found:
        say.note("Sealed as it is. Look into these first, then seal again.")
    return SOMETHING_TO_REPORT if sealed.found or sealed.ahead else DONE
