"""`caseaudit pack list` and `show`: the sets of checklists that one case needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.desk import packs
from caseaudit.domain.packs import Pack
from caseaudit.problems import DONE, CaseauditError
from caseaudit.store.library import Library

_HEADINGS = ("ID", "TITLE", "ALWAYS", "SOMETIMES")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with the checklists of each.")
@may_read_workspace
def list_packs(meant: Meant, as_json: bool) -> int:
    """List the packs: how many checklists each always begins, and how many more only where they apply."""
    library = meant_library(meant)
    shelf = packs.shelf(library)
    if as_json:
        say.document([_document(library, pack) for pack in shelf.packs.values()])
    else:
        say.lines(aligned(_HEADINGS, [_row(pack) for pack in shelf.packs.values()]))
    return say.reported(shelf.problems)


def _row(pack: Pack) -> tuple[str, ...]:
    return pack.id, pack.title, str(len(pack.always)), str(len(pack.sometimes))


@click.command()
@click.argument("pack")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def show(meant: Meant, pack: str, as_json: bool) -> int:
    """Show PACK: its checklists in reading order, and of those that only sometimes apply, when they do."""
    library = meant_library(meant)
    found = packs.find(library, pack)
    if as_json:
        say.document(_document(library, found))
    else:
        say.lines(_lines(library, found))
    return DONE


def _lines(library: Library, pack: Pack) -> Iterator[str]:
    yield f"{pack.title} ({pack.id})"
    yield pack.about
    yield ""
    for place, member in enumerate(pack.checklists, 1):
        yield f"{place:>2} {_title(library, member.id)} ({member.id})"
        if member.when:
            yield f"   only where {member.when}"
    yield ""
    sometimes = " --with CHECKLIST" if pack.sometimes else ""
    yield f"Begin: caseaudit audit new --pack {pack.id}{sometimes} --case REF --team TEAM --worker WORKER"


def _document(library: Library, pack: Pack) -> dict[str, Any]:
    members = [
        {"id": member.id, "title": _title(library, member.id), "when": member.when or None}
        for member in pack.checklists
    ]
    return {"id": pack.id, "title": pack.title, "about": pack.about, "checklists": members}


def _title(library: Library, checklist: str) -> str:
    try:
        return library.get(checklist).title
    except CaseauditError:
        return "a checklist with problems"
