"""`caseaudit checklist list` and `show`: read the practice library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.columns import GAP, aligned, cells, fitted, width
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.desk import checklists
from caseaudit.domain.checklist import Checklist, Criterion, Grade
from caseaudit.domain.how_many import how_many
from caseaudit.exports import checklist_json
from caseaudit.problems import DONE
from caseaudit.store.library import Library

_HEADINGS = ("ID", "AREAS", "FOR", "ASKS", "CRITICAL")
_SHARE_OF_AREAS = 0.48
"""Of the room that ids and numbers leave; the cohorts have the rest."""


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def list_checklists(meant: Meant, as_json: bool) -> int:
    """List the checklists: those that come with caseaudit, and the workspace's own.

    Each with its areas of practice, whom it is for, how many criteria it asks and how many of them are critical.
    What a line has no room for is counted (`+2`); a wider terminal shows more, and --json everything.
    """
    shelf = meant_library(meant).shelf
    found = list(shelf.checklists.values())
    if as_json:
        say.document([checklist_json.headline(checklist) for checklist in found])
    else:
        by_id = sorted(found, key=lambda checklist: checklist.id)
        say.lines(aligned(_headings(by_id), _rows(by_id, width())))
        say.note(checklists.OF_THEIR_TIME)
    return say.reported(shelf.problems)


def _headings(found: Sequence[Checklist]) -> tuple[str, ...]:
    """The status has a column only where one of them is not published."""
    return _HEADINGS if all(checklist.status == "published" for checklist in found) else (*_HEADINGS, "STATUS")


def _rows(found: Sequence[Checklist], line: int) -> list[tuple[str, ...]]:
    """Return the rows; areas and cohorts get what ids and numbers leave of a line of so many cells."""
    headings = _headings(found)
    ends = [_end(checklist)[: len(headings) - 2] for checklist in found]
    widest = (max(map(cells, column)) for column in zip((headings[0], *headings[3:]), *ends, strict=True))
    room = line - sum(widest) - len(GAP) * (len(headings) - 1)
    areas = round(room * _SHARE_OF_AREAS)
    return [
        (end[0], fitted(one.areas, areas, "areas"), fitted(one.cohorts, room - areas, "cohorts"), *end[1:])
        for one, end in zip(found, ends, strict=True)
    ]


def _end(checklist: Checklist) -> tuple[str, ...]:
    return (checklist.id, str(len(checklist.criteria)), str(checklist.critical), checklist.status)


@click.command()
@click.argument("checklist")
@click.option("--json", "as_json", is_flag=True, help="Everything the checklist says, as JSON.")
@may_read_workspace
def show(meant: Meant, checklist: str, as_json: bool) -> int:
    """Show CHECKLIST, an id or a file: every question, where to look, every descriptor, every source."""
    library = meant_library(meant)
    found = checklists.find(library, checklist)
    if as_json:
        say.document(checklist_json.document(found, library.scales, library.documents, library.clocks.timescales))
        return DONE
    say.lines(_lines(library, found))
    return DONE


def _lines(library: Library, checklist: Checklist) -> Iterator[str]:
    yield f"{checklist.title} {checklist.version} ({checklist.id}, {checklist.status})"
    yield f"{how_many(len(checklist.criteria), 'criterion', 'criteria')}, {checklist.critical} of them critical"
    yield f"For: {', '.join(checklist.cohorts)}{'; core, for any open case' if checklist.core else ''}"
    if checklist.areas:
        yield f"Areas: {'; '.join(library.areas.get(area, area) for area in checklist.areas)}"
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
    yield from _facts(checklist)


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
    if clock := library.clock_in_words(criterion.timescale):
        yield f"  Clock: {clock}"
    if criterion.by_clock:
        labels = {grade.id: grade.label for grade in grades}
        yield f"  By the clock: {'; '.join(f'{said}, {labels[to]}' for said, to in criterion.by_clock.items())}"
    yield f"  Sources: {'; '.join(_sources(library, criterion))}"


def _facts(checklist: Checklist) -> Iterator[str]:
    if checklist.facts:
        yield ""
        yield "Facts it asks for, never graded"
    for fact in checklist.facts:
        system = ", and what the case system says" if fact.system else ""
        about = ", ".join(filter(None, (fact.kind, fact.theme)))
        yield f"{fact.id}: {fact.label} [{about}]{system}"
        if fact.choices:
            yield f"  One of: {'; '.join(fact.choices)}"
        if fact.hint:
            yield f"  {fact.hint}"


def _sources(library: Library, criterion: Criterion) -> Iterator[str]:
    for source in criterion.sources:
        document = library.documents.get(source.document)
        reported = "as reported by " if document and document.reported else ""
        yield f"{reported}{document.short if document else source.document} ¶{source.paragraph} ({source.role})"
