"""`caseaudit train paper`: what a group holds in its hands."""

from __future__ import annotations

import sys

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_workspace
from caseaudit.cli.handing import hand_over
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf
from caseaudit.desk import handouts
from caseaudit.desk.handouts import FORMS, Form
from caseaudit.desk.workspace import Workspace, library_of, now_utc
from caseaudit.problems import bad_input


@click.command(epilog="Example: caseaudit train paper supervision --extract B --to docx -o extract-b.docx")
@click.argument("checklist", required=False)
@click.option("--extract", metavar="LETTER", help="One extract and its questions, not the whole rubric.")
@click.option("--with-answers", "answers", is_flag=True, help="With --extract: the expert's grades and reasons too.")
@click.option("--session", metavar="ID", help="What came of a session, once it is revealed; without CHECKLIST.")
@click.option("--without-names", "unnamed", is_flag=True, help="With --session: letters, and nobody's words.")
@click.option("--to", "form", required=True, type=OneOf(FORMS), metavar="FORM", help=f"{', '.join(FORMS)}.")
@click.option("-o", "--output", metavar="FILE", help="The file to write; stdout, if left out and not a terminal.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@whole_or_nothing("output")
@may_read_workspace
def paper(
    meant: Meant,
    checklist: str | None,
    extract: str | None,
    answers: bool,
    session: str | None,
    unnamed: bool,
    form: Form,
    output: str | None,
    force: bool,
) -> int:
    """Write a hand-out: the rubric of CHECKLIST, one of its extracts, or the result of a session.

    An extract without --with-answers has room for everybody's own grade and not a word of the expert's.
    """
    _refuse(checklist, extract, session, form, answers=answers, output=output)
    if unnamed and not session:
        raise bad_input("--without-names", "goes with --session", "Name the session: --session ID")
    workspace = meant_workspace(meant)
    if session:
        content, problems = handouts.session(_needed(workspace, session), session, form, named=not unnamed)
    else:
        content, problems = _from_library(workspace, checklist or "", extract, form, answers=answers), []
    hand_over(workspace, content, output, force=force)
    return say.reported(problems)


def _refuse(
    checklist: str | None, extract: str | None, session: str | None, form: Form, *, answers: bool, output: str | None
) -> None:
    if bool(checklist) == bool(session):
        raise bad_input("CHECKLIST", "or --session is needed, and only one of them", "Name what the hand-out is about")
    if extract and session:
        raise bad_input("--extract", "goes with CHECKLIST", "Leave out --extract, or --session")
    if answers and not extract:
        raise bad_input("--with-answers", "goes with --extract", "Name the extract: --extract B")
    if form == "docx" and not output and sys.stdout.isatty():
        raise bad_input("--output", "is missing, and a Word file is nothing to show here", "Name the file to write")


def _needed(workspace: Workspace | None, session: str) -> Workspace:
    if workspace is None:
        raise bad_input(session, "is in no workspace", "Name the workspace: --workspace DIR")
    return workspace


def _from_library(
    workspace: Workspace | None, checklist: str, extract: str | None, form: Form, *, answers: bool
) -> bytes:
    library = library_of(workspace.places if workspace else None)
    day = now_utc().astimezone().date().isoformat()
    if extract:
        return handouts.extract(library, checklist, extract, form, day, answers=answers)
    return handouts.rubric(library, checklist, form, day)
