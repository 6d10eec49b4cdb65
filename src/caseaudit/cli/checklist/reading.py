"""`caseaudit checklist list` and `show`: read the practice library."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.desk import checklists
from caseaudit.domain.checklist import Checklist, Criterion, Grade
from caseaudit.exports import checklist_json
from caseaudit.problems import DONE, SOMETHING_TO_REPORT
from caseaudit.store.library import Library

_HEADINGS = ("ID", "TITLE", "VERSION", "STATUS", "CRITERIA", "FOR")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def list_checklists(meant: Meant, as_json: bool) -> int:
    """List the checklists: those that come with caseaudit, and the workspace's own."""
    shelf = meant_library(meant).shelf
    found = list(shelf.checklists.values())
    if as_json:
        say.document([checklist_json.headline(checklist) for checklist in found])
    else:
        for line in aligned(_HEADINGS, [_row(checklist) for checklist in found]):
            say.out(line)
    say.problems(shelf.problems)
    return SOMETHING_TO_REPORT if shelf.problems else DONE


def _row(checklist: Checklist) -> tuple[str, ...]:
    count = str(len(checklist.criteria))
    return (checklist.id, checklist.title, checklist.version, checklist.status, count, ", ".join(checklist.cohorts))


@click.command()
@click.argument("checklist")
@click.option("--json", "as_json", is_flag=True, help="Everything the checklist says, as JSON.")
@may_read_workspace
def show(meant: Meant, checklist: str, as_json: bool) -> int:
    """Show CHECKLIST, an id or a file: every question, where to look, every descriptor, every source."""
    library = meant_library(meant)
    found = checklists.find(library, checklist)
    if as_json:
        say.document(checklist_json.document(found, library.scales, library.documents))
        return DONE
    for line in _lines(library, found):
        say.out(line)
    return DONE


def _lines(library: Library, checklist: Checklist) -> Iterator[str]:
    yield f"{checklist.title} {checklist.version} ({checklist.id}, {checklist.status})"
    yield f"For: {', '.join(checklist.cohorts)}"
    yield checklist.about.strip()
    for section in checklist.sections:
        yield ""
        applies = f" (only where {section.applies_when})" if section.applies_when else ""
        yield f"{section.title}{applies}"
        if section.about:
            yield section.about
        for criterion in section.criteria:
            grades = library.scales[checklist.scale_of(criterion)].grades
            yield from _criterion(library, criterion, grades)


def _criterion(library: Library, criterion: Criterion, grades: tuple[Grade, ...]) -> Iterator[str]:
    yield ""
    critical = "" if criterion.critical == "none" else f", critical: {criterion.critical}"
    yield f"{criterion.id}: {criterion.question} [{criterion.focus}, weight {criterion.weight}{critical}]"
    if criterion.critical_reason:
        yield f"  Why it limits the judgement: {criterion.critical_reason}"
    yield f"  Look for: {criterion.look_for}"
    yield f"  Good looks like: {criterion.good_looks_like}"
    yield f"  Weak looks like: {criterion.weak_looks_like}"
    for grade in grades:
        if grade.id in criterion.descriptors:
            yield f"  {grade.label}: {criterion.descriptors[grade.id]}"
        if grade.id in criterion.lift:
            yield f"    To lift it there: {criterion.lift[grade.id]}"
    yield f"  Sources: {'; '.join(_sources(library, criterion))}"


def _sources(library: Library, criterion: Criterion) -> Iterator[str]:
    for source in criterion.sources:
        document = library.documents.get(source.document)
        reported = "as reported by " if document and document.reported else ""
        yield f"{reported}{document.short if document else source.document} ¶{source.paragraph} ({source.role})"
