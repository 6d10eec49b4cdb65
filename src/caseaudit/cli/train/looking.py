"""`caseaudit train look-up`: what good looks like, found by word across every checklist."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.wording import OneOf
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk import exemplars
from caseaudit.desk.exemplars import Passage
from caseaudit.domain.checklist import COHORTS

_INDENT = "  "


@click.command("look-up", epilog="Example: caseaudit train look-up own words --cohort child-looked-after")
@click.argument("words", nargs=-1, metavar="WORD...")
@click.option("--cohort", type=OneOf(COHORTS), metavar="COHORT", help="Only checklists for these children.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def look_up(meant: Meant, words: tuple[str, ...], cohort: str | None, as_json: bool) -> int:
    """Find what good looks like: every criterion in whose good practice each WORD begins a word.

    Without a word every criterion is printed. Capitals make no difference.
    """
    found = exemplars.good_looks_like(meant_library(meant), " ".join(words), cohort or "")
    if as_json:
        say.document([_document(passage) for passage in found])
        return 0
    for passage in found:
        say.lines(_shown(passage))
    if not found:
        say.note("Nothing holds all of these words. Try fewer, or the beginning of one.")
    return 0


def _document(passage: Passage) -> dict[str, object]:
    checklist, criterion = passage
    return {
        "checklist": checklist.id,
        "cohorts": list(checklist.cohorts),
        "criterion": criterion.id,
        "question": criterion.question,
        "good_looks_like": criterion.good_looks_like,
    }


def _shown(passage: Passage) -> Iterator[str]:
    checklist, criterion = passage
    yield from wrapped(f"{criterion.id} ({checklist.title}) {criterion.question}")
    yield from wrapped(criterion.good_looks_like, _INDENT)
    yield ""
