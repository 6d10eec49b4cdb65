"""`caseaudit train result`: what a group gave, where it parted, and what the expert said."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.train import text
from caseaudit.desk import training
from caseaudit.desk.workspace import Workspace
from caseaudit.exports import session_json
from caseaudit.problems import bad_input


@click.command()
@click.argument("session", required=False)
@click.option("--as", "name", metavar="NAME", help="One person over time instead: to themselves and their trainer.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@works_in_workspace
def result(workspace: Workspace, session: str | None, name: str | None, as_json: bool) -> int:
    """Show what a group gave in SESSION, once it is revealed: the criteria that divide it first.

    Everybody's grades stand on the scale beside the expert's, with the expert's reason; then how much
    higher or lower everybody graded on average, and how far the group agrees. With --as it is one person's
    calibration, session by session, shown only to that person (--by) and to the trainer.
    """
    if name:
        return _person(workspace, session, name, as_json=as_json)
    if not session:
        raise bad_input("SESSION", "is missing", "Name a session, or a person with --as; `caseaudit train sessions`")
    shown = training.show(workspace, session)
    if as_json:
        say.document(session_json.result(shown.session, shown.result, shown.reasons))
    else:
        say.lines(text.page(shown))
    return say.reported(shown.problems)


def _person(workspace: Workspace, session: str | None, name: str, *, as_json: bool) -> int:
    turns, problems = training.over_time(workspace, name)
    turns = [turn for turn in turns if session in (None, turn.session.id)]
    if as_json:
        say.document([{**session_json.headline(turn.session), **session_json.person(turn.person)} for turn in turns])
    else:
        say.lines(text.over_time(turns))
    return say.reported(problems)
