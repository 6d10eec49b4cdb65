"""`caseaudit train make confirm`, `finish` and `discard`: a second person, the library, or nothing."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.train.make import text
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk import making
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.domain.making import LOOK_FOR, STATEMENT
from caseaudit.problems import DONE, NotReady, Problem

_READ = "Have you read every word of it? yes or no: "
_RECOGNISED = "Could anybody who knows the family recognise somebody in it? yes or no: "


@click.command()
@click.argument("making_id", metavar="MAKING")
@click.option("--read", "was_read", is_flag=True, help="Say, without being asked, that you read every word.")
@click.option("--nobody-recognised", "nobody", is_flag=True, help="Say, without being asked, that nobody can be.")
@works_in_workspace
def confirm(workspace: Workspace, making_id: str, was_read: bool, nobody: bool) -> int:
    """Read MAKING and confirm that nobody in it can be recognised; not as its maker, so with --by NAME.

    It is shown to you word for word as it will be. Then two questions are asked. What you confirm is what
    stands there now: any change afterwards asks for another confirmation. If you say that somebody can be
    recognised, nobody's confirmation holds any more, and its maker sees that you said so.
    """
    view = making.ready(workspace, making_id)
    say.lines(text.page(view))
    say.out()
    say.lines(wrapped(LOOK_FOR))
    if not was_read and say.yes_or_no(_READ) != "yes":
        raise NotReady(Problem(making_id, "is not confirmed: it was not read to its end", "Read it, then confirm it"))
    if not nobody:
        _refuse_recognised(workspace, making_id, view, say.yes_or_no(_RECOGNISED))
    making.confirm(workspace, making_id, view)
    say.note(f"Confirmed as {workspace.person}: {STATEMENT}")
    say.note(f"Next, its maker: caseaudit train make finish {making_id}")
    return DONE


def _refuse_recognised(workspace: Workspace, making_id: str, view: making.View, reply: str) -> None:
    """Raise `NotReady` unless nobody can be recognised; who says that somebody can withdraws what was confirmed."""
    if reply == "no":
        return
    if reply != "yes":
        what = "is not confirmed: it was not said that nobody can be recognised"
        raise NotReady(Problem(making_id, what, "Answer no, or say yes and tell its maker what gives them away"))
    making.refuse(workspace, making_id, view)
    what = "is not confirmed, whoever confirmed it before: it may let somebody be recognised"
    raise NotReady(Problem(making_id, what, "Kept for its maker under your name; tell them what gives it away"))


@click.command()
@click.argument("making_id", metavar="MAKING")
@works_in_workspace
def finish(workspace: Workspace, making_id: str) -> int:
    """Write the confirmed exemplar of MAKING into the workspace's own library and print what it is called.

    What it was made from is removed: the words as they were, the word list, by how much dates were moved,
    and which audit it was.
    """
    done = making.finish(workspace, making_id)
    say.out(done.name)
    say.note(f"Written: {done.path}")
    say.note(f"Removed: {done.removed}, with the original words, the word list and how far dates were moved.")
    say.note(f"Read it: caseaudit checklist exemplar {done.name}")
    return DONE


@click.command()
@click.argument("making_id", metavar="MAKING")
@works_in_workspace
def discard(workspace: Workspace, making_id: str) -> int:
    """Remove MAKING with everything in it, and say what that was. The audit stays as it is."""
    gone = making.discard(workspace, making_id)
    names, texts = how_many(gone.names, "name"), how_many(gone.texts, "text")
    say.note(f"Removed: {gone.path}, with {texts}, a list of {names} and how far dates were moved.")
    return DONE
