"""The exemplars of a library: `exemplars/` in each of its folders, one file a checklist or more."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from caseaudit.domain.exemplar import ExemplarSet
from caseaudit.domain.exemplar_reading import Marking, checklist_of, read_exemplars
from caseaudit.domain.shape import Fault
from caseaudit.problems import CaseauditError, Problem, bad_input, nearest, tried
from caseaudit.store import filesystem, toml_text
from caseaudit.store.library import LIMIT, Library, faulty

FOLDER = "exemplars"


class Shelf(NamedTuple):
    """The sets that can be used, by name, and what is wrong with the others."""

    sets: dict[str, ExemplarSet]
    problems: list[Problem]


def shelf(library: Library) -> Shelf:
    """Return every set of exemplars, in order of name, and every problem."""
    found, problems = tried(lambda each: (each[0], read(library, each[1])), sorted(paths(library).items()))
    return Shelf(dict(found), problems)


def paths(library: Library) -> dict[str, Path]:
    """Return the file of every set, by name; a later folder takes the place of an earlier one.

    A set has the name of its checklist; a further one has a name of its own after a full stop.
    """
    return {path.stem: path for folder in library.folders for path in sorted((folder / FOLDER).glob("*.toml"))}


def get(library: Library, checklist: str) -> ExemplarSet:
    """Return the exemplars of a checklist, or a further set of it by its name, as `supervision.practice-1`.

    Raises `BadInput` if there is no such checklist, or none for it.
    """
    known = paths(library)
    if checklist in known:
        return read(library, known[checklist])
    library.get(checklist_of(checklist))
    if checklist_of(checklist) != checklist:
        remedy = f"Copy {FOLDER}/{checklist}.toml from the checklists of whoever has it; `caseaudit train list`"
        raise bad_input(checklist, "is not in this library", remedy)
    remedy = f"There are some for: {', '.join(sorted(known))}" if known else "Write some: docs/checklist-format.md"
    raise bad_input(checklist, "has no exemplars yet", remedy)


def read(library: Library, path: Path) -> ExemplarSet:
    """Return the exemplars in a file. Raises `BadInput` with every problem in it."""
    return parsed(library, path, filesystem.read_regular(path, LIMIT))


def parsed(library: Library, path: Path, content: bytes) -> ExemplarSet:
    """Return the exemplars that a file has, or is to have. Raises `BadInput` with every problem in it."""
    table = toml_text.parse(content, str(path))
    marking, missing = _marking(library, table.get("checklist"))
    found, faults = read_exemplars(table, path.stem, marking)
    if found is None:
        raise faulty(path, content, [*missing, *faults])
    return found


def _marking(library: Library, checklist: Any) -> tuple[Marking | None, list[Fault]]:
    """Return what a set is graded by; or None, and what is wrong if its own reading does not say it."""
    if not isinstance(checklist, str) or not checklist.strip():
        return None, []
    known = library.paths()
    if checklist not in known:
        return None, [Fault(("checklist",), "is not a checklist of this library", nearest(checklist, known))]
    try:
        return Marking(library.get(checklist), library.scales), []
    except CaseauditError:
        remedy = "Mend the checklist first; `caseaudit checklist check` names what is wrong with it"
        return None, [Fault(("checklist",), "has problems of its own", remedy)]


def problems(library: Library, path: Path) -> list[Problem]:
    """Return everything wrong with a file of exemplars, or with every file of a folder of them.

    Those in a folder `exemplars` are held against the checklists that lie beside it.
    """
    beside = _seen_from(library, (path if path.is_dir() else path.parent).absolute())
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [problem for file in files for problem in _problems_of(beside, file)]


def _seen_from(library: Library, folder: Path) -> Library:
    """Return the library as it is for a folder of exemplars: no checklist counts that only a later folder brings."""
    if folder.name != FOLDER:
        return library
    known, beside = library.folders, folder.parent
    return Library(*known[: known.index(beside) + 1]) if beside in known else Library(*known, beside)


def _problems_of(library: Library, path: Path) -> tuple[Problem, ...]:
    try:
        read(library, path)
    except CaseauditError as error:
        return error.problems
    return ()


def holds_exemplars(path: Path) -> bool:
    """Whether a path is a folder of exemplars, a file in one, or a file that holds extracts wherever it lies."""
    place = path.absolute()
    if path.is_dir():
        return place.name == FOLDER
    return place.parent.name == FOLDER or _has_extracts(path)


def _has_extracts(path: Path) -> bool:
    try:
        table = toml_text.parse(filesystem.read_regular(path, LIMIT), str(path))
    except CaseauditError:
        return False
    return "exemplar" in table and "section" not in table
