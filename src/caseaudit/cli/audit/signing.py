"""`caseaudit audit sign-off` and `reopen`."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.audit.text import Words
from caseaudit.cli.meant import works_in_workspace
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import left_out_in_words


@click.command("sign-off")
@click.argument("audit")
@click.option("--judgement", metavar="GRADE", help="Your judgement, if it is not the suggested one.")
@click.option("--reason", metavar="TEXT", help="Why your judgement differs from the suggested one.")
@works_in_workspace
def sign_off(workspace: Workspace, audit: str, judgement: str | None, reason: str | None) -> int:
    """Sign AUDIT off, and print the judgement and how it came about.

    Without --judgement the suggested judgement stands. Everything that is still missing is named, one
    line each. Text that looks as if it identifies a child is pointed out, and so are the sections that are
    left out as not applying to the case.
    """
    say.problems(auditing.identifiers_in(auditing.take_up(workspace, audit).working))
    signed = auditing.sign_off(workspace, audit, judgement or "", reason)
    say.lines(Words(workspace, signed).judgement())
    say.note(" ".join(filter(None, (left_out_in_words(signed), f"Signed off by {workspace.person}."))))
    return 0


@click.command()
@click.argument("audit")
@click.option("--reason", required=True, metavar="TEXT", help="Why it has to change; stays on record.")
@works_in_workspace
def reopen(workspace: Workspace, audit: str, reason: str) -> int:
    """Reopen the signed-off AUDIT so that it can change, with the reason on record."""
    auditing.reopen(workspace, audit, reason)
    say.note(f"{audit} is open again.")
    return 0
