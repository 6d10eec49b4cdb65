"""What of the checklist to start from still stands in somebody's own: words nobody wrote, a source not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from caseaudit.domain.shape import Fault
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import filesystem, toml_text
from caseaudit.store.library import LIMIT, faulty

_WORDS = ("still says what it says in the checklist to start from", "Write your own")
_CITED = (
    "is still what the checklist to start from cites",
    "Cite what your question rests on; a document of your own goes into sources.toml, see docs/checklist-format.md",
)


def untouched(path: Path, template: str) -> list[Problem]:
    """Return what still stands in a checklist, or in those of a folder, as it stands in the template.

    A file that cannot be read has other problems, and none of these.
    """
    begun = toml_text.parse(template.encode(), "template")
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [problem for file in files for problem in _in_file(file, begun)]


def _in_file(path: Path, begun: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        content = filesystem.read_regular(path, LIMIT)
        table = toml_text.parse(content, str(path))
    except CaseauditError:
        return ()
    sentences = {words for _, words in _texts(begun, ()) if " " in words}
    (cited,) = begun["section"][0]["criterion"][0]["sources"]
    faults = [Fault(place, *_WORDS) for place, words in _texts(table, ()) if words in sentences]
    faults += [Fault((*place, "document"), *_CITED) for place, found in _tables(table, ()) if found == cited]
    return faulty(path, content, faults).problems if faults else ()


def _texts(found: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text in a table, with its place."""
    if isinstance(found, str):
        yield place, found
    for key, each in _inside(found):
        yield from _texts(each, (*place, key))


def _tables(found: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Yield every table in a table, with its place."""
    if isinstance(found, dict):
        yield place, found
    for key, each in _inside(found):
        yield from _tables(each, (*place, key))


def _inside(found: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(found, dict):
        yield from found.items()
    elif isinstance(found, list):
        yield from enumerate(found)
