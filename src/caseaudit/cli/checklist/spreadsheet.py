"""`caseaudit checklist to-xlsx` and `from-xlsx`: edit a checklist in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library, meant_workspace
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.desk import spreadsheets
from caseaudit.plaintext import one_line
from caseaudit.problems import DONE, bad_input
from caseaudit.store import filesystem

_REPLACE_HELP = "Write over the file if it is there already."


@click.command()
@click.argument("checklist", metavar="ID|FILE")
@click.option("--to", metavar="FILE", help="The workbook to write; ID.xlsx in this folder, if left out.")
@click.option("--replace", is_flag=True, help=_REPLACE_HELP)
@may_read_workspace
def to_xlsx(meant: Meant, checklist: str, to: str | None, replace: bool) -> int:
    """Write a checklist, by its id or its file, as a workbook to edit, and print the workbook's name.

    The sheet "How to edit" says how. `checklist from-xlsx` brings it back.
    """
    made = spreadsheets.to_workbook(meant_library(meant), checklist)
    path = Path(to or f"{made.checklist}.xlsx")
    if made.not_kept:
        say.note(f"Not carried by a workbook, and so not in the file that comes back: {made.not_kept}.")
    spreadsheets.keep(path, made.content, replace=replace)
    say.out(str(path))
    return DONE


@click.command()
@click.argument("workbook", metavar="FILE.xlsx")
@click.option("--to", metavar="FILE", help="The checklist to write; ID.toml among the workspace's own, if left out.")
@click.option("--replace", is_flag=True, help=_REPLACE_HELP)
@may_read_workspace
def from_xlsx(meant: Meant, workbook: str, to: str | None, replace: bool) -> int:
    """Bring a checklist back from the workbook FILE.xlsx, and print the file that was written.

    Everything that is wrong is named at once, each with its sheet, row and column; nothing is written until
    all is well. Without a workspace and without --to the file is written in this folder.
    """
    if to and not to.endswith(".toml"):
        raise bad_input("--to", "does not end in .toml", "Give the file the checklist's id as its name, then .toml")
    library = meant_library(meant)
    brought = spreadsheets.from_workbook(library, Path(workbook), Path(to).stem if to else "")
    path = Path(to) if to else _own_folder(meant) / f"{brought.checklist.id}.toml"
    for sheet in brought.not_read:
        say.note(f"Not read, being no part of a checklist: the sheet {one_line(sheet)}.")
    there = spreadsheets.standing(library, path, brought)
    if not (there and there.same):
        _tell(path, there, replace=replace)
        spreadsheets.keep(path, brought.content, replace=replace)
    say.out(str(path))
    return DONE


def _own_folder(meant: Meant) -> Path:
    """Return the folder of the workspace's own checklists, made if need be; this folder without a workspace."""
    workspace = meant_workspace(meant)
    if not workspace:
        return Path()
    filesystem.make_folder(workspace.places.checklists)
    return workspace.places.checklists


def _tell(path: Path, there: spreadsheets.Standing | None, *, replace: bool) -> None:
    """Say what writing over a file would lose, before it is written or refused."""
    if not there:
        return
    if there.not_kept:
        lost = "lost" if replace else "lost if it were replaced"
        say.note(f"{path}: {lost}: {there.not_kept}. A checklist is written anew, in the program's own form.")
    if there.same_version and replace:
        say.note(f"{path}: the version is as before. Raise it when wording changes.")
