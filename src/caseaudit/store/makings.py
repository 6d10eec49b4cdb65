"""Exemplars in the making on disk: `training/making/<id>.json`, private, gone once the exemplar is finished."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from caseaudit.domain.making import FORMAT, Making
from caseaudit.problems import CaseauditError, Problem, bad_input, tried
from caseaudit.store import checklist_toml, documents, encryption, exemplars, filesystem, sessions
from caseaudit.store.documents import ENDING, LIMIT
from caseaudit.store.library import LIMIT as LARGEST_FILE
from caseaudit.store.library import Library
from caseaudit.store.names import checked_id
from caseaudit.store.places import Places

_NONE = "is no exemplar in the making in this workspace"
_RESTORE = "Restore the file from a backup, or remove it and begin again"
_SMALL = re.compile(r"(?<![^\W_])[a-z]{2,}(?![^\W_])")


def keep(places: Places, making: Making) -> Making:
    """Write a new one under an id of its own; return it. Raises `StorageTrouble`; nothing is there then."""
    return documents.keep_new(places, places.making, "making", making.begun_at, lambda name: replace(making, id=name))


def path_of(places: Places, making_id: str) -> Path:
    """Return where one stands. Raises `BadInput` for what is not formed like an id."""
    return places.making / f"{checked_id(making_id)}{ENDING}"


def find(places: Places, making_id: str) -> Making:
    """Return one of the workspace. Raises `BadInput` if there is none or it cannot be read, `StorageTrouble`."""
    return _read(documents.known(path_of(places, making_id), _NONE, "Begin one: caseaudit train make begin AUDIT"))


def _read(path: Path) -> Making:
    making, _ = documents.read(path, Making, FORMAT, "file of an exemplar in the making", _RESTORE)
    if making.id != path.stem:
        raise bad_input(str(path), "has the name of another one", _RESTORE)
    return making


def every(places: Places) -> tuple[list[Making], list[Problem]]:
    """Return every one that can be read, newest first, and what is wrong with the others."""
    return tried(_read, documents.files(places.making))


def change(places: Places, making_id: str, step: Callable[[Making], Making]) -> Making:
    """Change one where it stands, while nobody else does; return it as it is now.

    Raises what `step` raises, `BadInput`, `StorageTrouble`; nothing is changed then.
    """
    find(places, making_id)
    path = path_of(places, making_id)
    with sessions.alone(path):
        before = find(places, making_id)
        after = step(before)
        if after != before:
            content = documents.encode(after)
            filesystem.refuse_over(LIMIT, places.making, content)
            encryption.put(places.workspace, path, content)
        return after


def remove(places: Places, making_id: str) -> Path:
    """Remove one, and return where it stood. Raises `StorageTrouble`."""
    path = path_of(places, making_id)
    with sessions.alone(path):
        encryption.remove(path)
    return path


# ── what comes of it ─────────────────────────────────────────────────────────


def publish(places: Places, library: Library, checklist: str, table: Mapping[str, Any]) -> Path:
    """Write a finished exemplar into the workspace's own library, under the next free name; return its file.

    It is read before it is written, as every exemplar is. One that is there already, to the letter, is not written
    twice. Raises `BadInput`, `StorageTrouble`; nothing is written then.
    """
    folder = places.checklists / exemplars.FOLDER
    content = checklist_toml.written(table).encode()
    filesystem.refuse_over(LARGEST_FILE, folder, content)
    names = (folder / f"{checklist}.practice-{number}.toml" for number in count(1))
    exemplars.parsed(library, folder / f"{checklist}.toml", content)
    filesystem.make_folder(folder, inside=places.workspace)
    return next(path for path in names if _takes(path, content))


def _takes(path: Path, content: bytes) -> bool:
    """Whether a file holds this now: it did before, or it is written."""
    return _holds(path, content) if path.exists() else filesystem.publish_new(path, content)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return filesystem.read_regular(path, LARGEST_FILE) == content
    except CaseauditError:
        return False


def small_words(library: Library) -> frozenset[str]:
    """Return the words that the library which ships writes without a capital."""
    return _small_words(library.folders[0]) if library.folders else frozenset()


@lru_cache(maxsize=2)
def _small_words(folder: Path) -> frozenset[str]:
    files = [*folder.glob("*.toml"), *(folder / exemplars.FOLDER).glob("*.toml")]
    texts = (filesystem.read_regular(path, LARGEST_FILE).decode("utf-8", "replace") for path in files)
    return frozenset(word for text in texts for word in _SMALL.findall(text))
