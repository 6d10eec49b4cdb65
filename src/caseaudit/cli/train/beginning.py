"""`caseaudit train list`, `sessions` and `begin`: what there is to grade, and a session to grade it in."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import Meant, may_read_workspace, reads_workspace, works_in_workspace
from caseaudit.desk import exemplars, training
from caseaudit.desk.exemplars import Rubric
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Session, unmarked
from caseaudit.exports import session_json
from caseaudit.problems import DONE
from caseaudit.store.sessions import Kept


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def list_exemplars(meant: Meant, as_json: bool) -> int:
    """List the extracts there are to grade: each checklist that has some, and their letters.

    A letter says nothing of the grade. `supervision:B` names an extract in `train begin`.
    """
    found, problems = exemplars.rubrics(meant_library(meant))
    if as_json:
        say.document([session_json.exemplars(each.found, each.checklist) for each in found])
    else:
        say.lines(aligned(("CHECKLIST", "EXTRACTS", "CRITERIA", "TITLE"), list(map(_row, found))))
    return say.reported(problems)


def _row(rubric: Rubric) -> tuple[str, ...]:
    return rubric.found.id, " ".join(rubric.found.lettered), str(len(rubric.criteria)), rubric.title


@click.command("sessions")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, without anybody's grades.")
@reads_workspace
def list_sessions(workspace: Workspace, as_json: bool) -> int:
    """List the sessions of this workspace, newest first. One that was changed by hand says so; exit code 1."""
    found, problems = training.listed(workspace)
    if as_json:
        say.document([session_json.headline(kept.session, intact=kept.intact) for kept in found])
    else:
        headings = ("ID", "BEGUN", "STATE", "DONE", "TRAINER", "TITLE")
        say.lines(aligned(headings, list(map(_row_of_session, found))))
    return say.reported(problems)


def _row_of_session(kept: Kept) -> tuple[str, ...]:
    session = kept.session
    state = "revealed" if session.revealed_at else "blind"
    return session.id, session.begun_at[:10], state if kept.intact else "changed by hand", _graded(session), \
        session.trainer, session.title  # fmt: skip


def _graded(session: Session) -> str:
    """Return how many have graded everything, of those who began."""
    begun = [each for each in session.participants if each.marks]
    return f"{sum(not unmarked(session, each.name) for each in begun)} of {len(begun)}"


@click.command(
    epilog='Example: caseaudit train begin --exemplar supervision:B --exemplar chronology:A --title "Team day"'
)
@click.option("--exemplar", "chosen", multiple=True, metavar="ID:LETTER", help="An extract to grade. Again for each.")
@click.option("--title", default="", help="What the session is called; the checklists, if left out.")
@click.option("--expert", default="", metavar="NAME", help="Whose grades the group is held against; may be left out.")
@works_in_workspace
def begin(workspace: Workspace, chosen: tuple[str, ...], title: str, expert: str) -> int:
    """Begin a session of calibration and print its id. You are its trainer.

    It is a record of training: it never counts in any list, summary or export of audits.
    """
    session = training.begin(workspace, chosen, title, expert)
    say.out(session.id)
    say.note(f'Next, for each who grades: caseaudit train grade {session.id} --as "NAME"')
    return DONE
