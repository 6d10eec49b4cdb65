"""The packs of a library: `packs.toml` in each of its folders; a later folder adds packs, or replaces some."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from caseaudit.domain.packs import Found, Pack, read_packs
from caseaudit.problems import CaseauditError, Problem, bad_input, nearest
from caseaudit.store import filesystem, toml_text
from caseaudit.store.library import LIMIT, Library, faulty

FILE = "packs.toml"


class Shelf(NamedTuple):
    """The packs that can be used, by id, and what is wrong with the others."""

    packs: dict[str, Pack]
    problems: list[Problem]


def shelf(library: Library) -> Shelf:
    """Return every pack, in the order of the files, and every problem."""
    found: dict[str, Pack] = {}
    problems: list[Problem] = []
    for folder in library.folders:
        read, wrong = _read(library, folder / FILE)
        found |= read
        problems += wrong
    return Shelf(found, problems)


def get(library: Library, pack_id: str) -> Pack:
    """Return one pack. Raises `BadInput` if there is none; the problems of the files are named with it."""
    packs, problems = shelf(library)
    if pack_id in packs:
        return packs[pack_id]
    error = bad_input(pack_id, "is not a pack of this library", nearest(pack_id, packs))
    raise type(error)(*error.problems, *problems)


def problems(library: Library, path: Path) -> list[Problem]:
    """Return everything that is wrong with a file of packs; nothing for a path that is none."""
    return _read(library, path)[1] if path.name == FILE else []


def _read(library: Library, path: Path) -> tuple[dict[str, Pack], list[Problem]]:
    if not path.exists():
        return {}, []
    try:
        content = filesystem.read_regular(path, LIMIT)
        found: Found = read_packs(toml_text.parse(content, str(path)), library.paths())
    except CaseauditError as error:
        return {}, list(error.problems)
    return found.packs, list(faulty(path, content, found.faults).problems) if found.faults else []
