"""`caseaudit train make begin`, `list` and `show`: from an audit to what is left to decide."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace, works_in_workspace
from caseaudit.cli.train.make import text
from caseaudit.desk import making
from caseaudit.desk.making_words import word_list
from caseaudit.desk.workspace import Workspace
from caseaudit.exports import making_json
from caseaudit.problems import DONE, SOMETHING_TO_REPORT


@click.command(epilog='Example: caseaudit train make begin 20261120-eb-1042-k7m2 --replace "Jaydon=Child A"')
@click.argument("audit")
@click.option("--replace", "given", multiple=True, metavar="NAME=WORDS", help="A name to replace. Again for each.")
@click.option("--words", "path", metavar="FILE", help="A file of such names, one on each line.")
@works_in_workspace
def begin(workspace: Workspace, audit: str, given: tuple[str, ...], path: str | None) -> int:
    """Begin to make an exemplar of AUDIT, which must be signed off, and print its id.

    Its grades and reasons become the key. An audit holds no text of the case file: you write the extract
    yourself. Names are replaced by your list wherever they stand, every date is moved by the same random
    number of weeks, and what may be a name or a date still is pointed out. The workspace keeps it in a
    private file, which is removed at the end.
    """
    made = making.begin(workspace, audit, word_list(given, Path(path) if path else None))
    say.out(made.id)
    say.note(text.standing(making.view(workspace, made)))
    return DONE


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, without a text.")
@reads_workspace
def list_makings(workspace: Workspace, as_json: bool) -> int:
    """List the exemplars in the making, newest first: whose, of which checklist, and what comes next."""
    views, problems = making.views(workspace)
    if as_json:
        say.document([making_json.headline(view) for view in views])
    else:
        rows = [(view.making.id, view.making.maker, view.checklist.id, view.next) for view in views]
        say.lines(aligned(("ID", "MAKER", "CHECKLIST", "NEXT"), rows))
    return say.reported(problems)


@click.command()
@click.argument("making_id", metavar="MAKING")
@click.option("--notes", is_flag=True, help="Also what else the audit says, to write the extract by.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@reads_workspace
def show(workspace: Workspace, making_id: str, notes: bool, as_json: bool) -> int:
    """Show MAKING as it reads with names replaced and dates moved, and what is left to do; then exit code 1."""
    view = making.show(workspace, making_id)
    if as_json:
        say.document(making_json.document(view, notes=notes))
    else:
        parts = (text.page, *((text.written_by,) if notes else ()), text.words, text.left)
        for part in parts:
            say.lines(part(view))
    return SOMETHING_TO_REPORT if view.left else DONE
