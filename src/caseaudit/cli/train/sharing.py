"""`caseaudit train hand-out`, `gather` and `reveal`: a session goes round, comes back, and is laid open."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.desk import grading, training
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import calibration_words
from caseaudit.domain.calibration import unmarked
from caseaudit.domain.people import same_person
from caseaudit.plaintext import one_line
from caseaudit.problems import DONE, SOMETHING_TO_REPORT, bad_input


@click.command("hand-out")
@click.argument("session")
@click.option("-o", "--output", metavar="FILE", help="The file to write.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@whole_or_nothing("output")
@works_in_workspace
def hand_out(workspace: Workspace, session: str, output: str | None, force: bool) -> int:
    """Write SESSION to a file that somebody takes to another machine, to grade there.

    It holds what is graded, nobody's grades and not the expert's. There: `caseaudit train grade FILE --as NAME`.
    """
    if not output:
        raise bad_input("--output", "is missing", "Name the file: -o session.json")
    training.hand_out(workspace, session, Path(output), force=force)
    say.note("Give everybody a copy of their own, and bring the files back with `caseaudit train gather`.")
    return DONE


@click.command()
@click.argument("session")
@click.argument("files", nargs=-1, metavar="FILE...")
@works_in_workspace
def gather(workspace: Workspace, session: str, files: tuple[str, ...]) -> int:
    """Take the grades in FILE... into SESSION. The order does not matter, nor a file that is gathered twice.

    A folder stands for every .json file in it.
    All of them are taken in, or, where something is wrong, none; everything that is wrong is named.
    """
    if not files:
        raise bad_input("FILE", "is missing", "Name the files that came back")
    say.lines(calibration_words.progress(training.gather(workspace, session, [Path(file) for file in files])))
    return DONE


@click.command()
@click.argument("session")
@click.option("--yes", is_flag=True, help="Do not ask.")
@works_in_workspace
def reveal(workspace: Workspace, session: str, yes: bool) -> int:
    """Reveal the grades of SESSION. Nobody grades in it afterwards; who is not done is named, exit code 1.

    It asks first, and says who has graded how much: there is no way back, and a file that is still out cannot be
    gathered any more.
    """
    if not (yes or _agreed(workspace, session)):
        say.note("Nothing was revealed.")
        return SOMETHING_TO_REPORT
    shown = training.reveal(workspace, session)
    late = [each.name for each in shown.participants if unmarked(shown, each.name)]
    for name in late:
        say.note(f"{name} had not graded everything.")
    say.note(f"Revealed. Next: caseaudit train result {session}")
    return SOMETHING_TO_REPORT if late else DONE


def _agreed(workspace: Workspace, session: str) -> bool:
    """Say how far everybody is, and whose session it is; ask."""
    now = grading.standing(workspace, session)
    if now.revealed or not any(turn.given for turn in now.turns):
        return True  # it is refused, with the reason
    for turn in now.turns:
        say.note(f"{one_line(turn.name)}: {turn.given} of {now.asked} graded.")
    say.note("A file that is still out cannot be gathered once the grades are revealed.")
    if not same_person(workspace.person, now.trainer):
        say.note(f"Its trainer is {one_line(now.trainer)}, not {workspace.person}.")
    return say.yes_or_no("Reveal the grades? There is no way back. yes or no: ") == "yes"
