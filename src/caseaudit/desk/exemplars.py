"""Exemplars on the desk: the extracts of a library, what good looks like by word, and a talk on a projector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk.workspace import Workspace, library_of
from caseaudit.domain.checklist import Checklist, Criterion
from caseaudit.domain.exemplar import Exemplar, ExemplarSet
from caseaudit.domain.rubric import Rubric as Rubric
from caseaudit.problems import Problem
from caseaudit.store import exemplars
from caseaudit.store.library import Library


def rubric(library: Library, name: str) -> Rubric:
    """Return the exemplars of a checklist, or a further set by its name.

    Raises `BadInput` if there is no such checklist, or none for it.
    """
    return _rubric(library, exemplars.get(library, name))


def _rubric(library: Library, found: ExemplarSet) -> Rubric:
    return Rubric(found, library.get(found.checklist), dict(library.scales))


def rubrics(library: Library) -> tuple[list[Rubric], list[Problem]]:
    """Return every set of exemplars, in order of the checklists' titles, and what is wrong with the others."""
    shelf = exemplars.shelf(library)
    found = [_rubric(library, each) for each in shelf.sets.values()]
    return sorted(found, key=lambda each: (each.checklist.title, each.found.id)), shelf.problems


def lying(workspace: Workspace) -> dict[Path, int]:
    """Return when each file of exemplars was written, in nanoseconds; a folder of the workspace's own may be new."""
    now = library_of(workspace.places)
    if now.folders != workspace.library.folders:
        workspace.library = now
    found = {}
    for path in exemplars.paths(workspace.library).values():
        with suppress(OSError):  # somebody may be removing it
            found[path] = path.stat().st_mtime_ns
    return found


# ── what good looks like, by word ────────────────────────────────────────────


class Passage(NamedTuple):
    """What good looks like for one criterion."""

    checklist: Checklist
    criterion: Criterion


def good_looks_like(library: Library, words: str = "", cohort: str = "") -> list[Passage]:
    """Return what good looks like wherever every word begins one of the text, whatever its case.

    With `cohort`, only of checklists for it. No words find everything.
    """
    begun = [re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE) for word in words.split()]
    return [
        Passage(checklist, criterion)
        for checklist in library.shelf.checklists.values()
        if cohort in ("", *checklist.cohorts)
        for criterion in checklist.criteria
        if all(one.search(criterion.good_looks_like) for one in begun)
    ]


# ── on a projector ───────────────────────────────────────────────────────────


EXTRACT = "Extract"
"""How the heading of the record itself begins, and no other's."""


class Slide(NamedTuple):
    """One thought on a projector."""

    heading: str
    words: str


def slides(rubric: Rubric, exemplar: Exemplar) -> Iterator[Slide]:
    """Yield an extract as a talk: the situation, the record, then question by question, each with its answer after it.

    Nobody's name is in it but those of the extract, which nobody bears.
    """
    found = rubric.found
    letter = found.letter(exemplar)
    yield Slide(rubric.checklist.title, f"Extract {letter}: {exemplar.title}\n\n{found.fictional}")
    yield Slide("The situation", found.situation)
    yield Slide(f"{EXTRACT} {letter}", exemplar.text)
    for place, answer in enumerate(exemplar.answers, 1):
        heading = f"Question {place} of {len(exemplar.answers)}"
        yield Slide(heading, f"{rubric.criterion(answer.criterion).question}\n\nWhich grade do you give, and why?")
        grades = [f"{label}: {looks_like}" for label, looks_like in rubric.descriptors(answer.criterion)]
        yield Slide(f"{heading}: what each grade looks like", "\n\n".join(grades))
        yield Slide(f"The expert: {rubric.label(answer.criterion, answer.grade)}", answer.reason)
    known = rubric.scale.grade(exemplar.grade)
    yield Slide("The whole extract", known.label if known else exemplar.grade)
    yield Slide(rubric.lifted(exemplar), exemplar.lift)
