"""`caseaudit action update`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Day
from caseaudit.desk import acting
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import Action
from caseaudit.problems import bad_input


@click.command(
    epilog='Example: caseaudit action update 20261120-k7m3x9 A1 --done "Joint visit recorded on 3 December."'
)
@click.argument("audit")
@click.argument("action")
@click.option("--done", metavar="EVIDENCE", help="It was done; what shows that.")
@click.option("--close", metavar="EFFECT", help="It made a difference; what shows that.")
@click.option("--cancel", metavar="WHY", help="Nobody will do it; why.")
@click.option("--reopen", is_flag=True, help="It has to be done after all.")
@click.option("--owner", default="", metavar="NAME", help="Somebody else will do it.")
@click.option("--due", type=Day(), metavar="DATE", help="It is due on another day.")
@works_in_workspace
def update(
    workspace: Workspace, audit: str, action: str, done: str | None, close: str | None, cancel: str | None,
    reopen: bool, owner: str, due: str | None,
) -> int:  # fmt: skip
    """Say what became of ACTION of AUDIT.

    An action is done when something shows that it was; it is closed when something shows that it made a difference.
    Both can be said in one go. It works after sign-off too.
    """
    steps: list[Callable[[], Action]] = []
    if owner or due:
        steps.append(lambda: acting.alter(workspace, audit, action, owner=owner, due=due or ""))
    if reopen:
        steps.append(lambda: acting.take_up_again(workspace, audit, action))
    for words, said in ((done, acting.finish), (close, acting.close), (cancel, acting.cancel)):
        if words is not None:
            steps.append(partial(said, workspace, audit, action, words))
    if not steps:
        raise bad_input(
            "action update", "says nothing new", "Give --done, --close, --cancel, --reopen, --owner or --due"
        )
    for step in steps:
        after = step()
    say.note(f"{audit} {action}: {after.status}, {after.owner}, due {after.due}.")
    return 0
