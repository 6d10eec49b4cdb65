"""`caseaudit checklist check`, `new` and `diff`: write a checklist and know what it does."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library, meant_workspace
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.desk import checklists
from caseaudit.plaintext import one_line
from caseaudit.problems import DONE, SOMETHING_TO_REPORT
from caseaudit.store.library import Library


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="The problems as JSON.")
@may_read_workspace
def check(meant: Meant, paths: tuple[str, ...], as_json: bool) -> int:
    """Name everything that is wrong in the checklists at PATH, files or folders, each problem on its own line.

    The id of a checklist stands for its file. Without PATH the whole library is checked, with the workspace's
    own checklists. The exit code is 1 if there is a problem.
    """
    library = meant_library(meant)
    places = [_place(library, path) for path in paths] or list(library.folders)
    found = list(dict.fromkeys(problem for place in places for problem in checklists.check(library, place)))
    if as_json:
        say.document([problem._asdict() for problem in found])
    else:
        for problem in found:
            say.out(one_line(str(problem)))
    say.note(f"{len(found)} problem{'' if len(found) == 1 else 's'} found.")
    return SOMETHING_TO_REPORT if found else DONE


def _place(library: Library, path: str) -> Path:
    """Return a file or folder; where there is none of this name, the file of the checklist that has it as its id."""
    return Path(path) if Path(path).exists() else library.paths().get(path, Path(path))


@click.command()
@click.argument("checklist")
@click.option("--folder", metavar="DIR", help="Where to write it; the workspace's own checklists, if left out.")
@may_read_workspace
def new(meant: Meant, checklist: str, folder: str | None) -> int:
    """Write a checklist to start from, with CHECKLIST as its id, and print its file.

    Without a workspace and without --folder it is written in this folder.
    """
    workspace = None if folder else meant_workspace(meant)
    own = workspace.places.checklists if workspace else Path()
    say.out(str(checklists.begin(Path(folder) if folder else own, checklist)))
    return DONE


@click.command()
@click.argument("old")
@click.argument("new_version", metavar="NEW")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def diff(meant: Meant, old: str, new_version: str, as_json: bool) -> int:
    """Say what changed from the checklist OLD to NEW, each an id or a file, criterion by criterion.

    An answer carries over to the new version only where the wording it answers is unchanged.
    """
    library = meant_library(meant)
    found = checklists.differences(checklists.find(library, old), checklists.find(library, new_version))
    if as_json:
        say.document([difference._asdict() for difference in found])
        return DONE
    rows = [(one.criterion, one.what, "carries over" if one.carries else "asked anew") for one in found]
    say.lines(aligned(("CRITERION", "WHAT", "ANSWERS"), rows) if rows else ())
    if not rows:
        say.note("No criterion changed.")
    return DONE
