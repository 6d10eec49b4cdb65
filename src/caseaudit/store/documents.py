"""What samples, plans and sessions have in common on disk: one JSON file each in a folder of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from caseaudit.problems import BadInput, bad_input, nearest, newer
from caseaudit.store import encryption, filesystem
from caseaudit.store.names import is_audit_id, unguessable
from caseaudit.store.places import Places

LIMIT = 16 * 1_048_576
ENDING = ".json"

Shape = TypeVar("Shape", bound=msgspec.Struct)


class _Stamp(msgspec.Struct):
    format: int


def new_id(kind: str, at: str) -> str:
    """Return an id that nobody has: `sample-20261122-k7m3x9`. `at` begins with an ISO date."""
    return f"{kind}-{at[:10].replace('-', '')}-{unguessable(6)}"


def encode(document: msgspec.Struct | dict[str, Any]) -> bytes:
    """Return the bytes of a document or of its tables, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def keep_new(
    places: Places,
    folder: Path,
    kind: str,
    at: str,
    named: Callable[[str], Shape],
    encoded: Callable[[Shape], bytes] = encode,
) -> Shape:
    """Write a document under an id of its own (`new_id`), which `named` gives it; return it as `named` made it.

    Raises `StorageTrouble`; nothing is there then.
    """
    filesystem.make_folder(folder, inside=places.workspace)
    while True:
        name = new_id(kind, at)
        document = named(name)
        content = encoded(document)
        filesystem.refuse_over(LIMIT, folder, content)
        if encryption.publish_new(places.workspace, folder / f"{name}{ENDING}", content):
            return document


def files(folder: Path) -> list[Path]:
    """Return every file of a folder by its plain name, newest first."""
    if not folder.is_dir():
        return []
    plain = {encryption.plain(path) for path in folder.iterdir()}
    found = (path for path in plain if path.suffix == ENDING and is_audit_id(path.stem))
    return sorted(found, key=lambda path: path.stem, reverse=True)


def known(path: Path, what: str, otherwise: str) -> Path:
    """Return the file of a document if it is there. Raises `BadInput` with the id that is meant, if there is none.

    `what` is said of the id; `otherwise` is what to do where the folder holds no document at all.
    """
    if not encryption.exists(path):
        ids = [one.stem for one in files(path.parent)]
        raise bad_input(path.stem, what, nearest(path.stem, ids) if ids else otherwise)
    return path


def read(path: Path, shape: type[Shape], newest: int, kind: str, remedy: str) -> tuple[Shape, bytes]:
    """Return what a file holds, and its bytes. `newest` is the latest format that is understood, `kind` what it is.

    Raises `BadInput` for a newer one and for one that cannot be read, `StorageTrouble`.
    """
    content = encryption.read(path, LIMIT)
    with contextlib.suppress(msgspec.MsgspecError, RecursionError, ValueError):
        found = msgspec.json.decode(content, type=_Stamp).format
        if found > newest:
            raise BadInput(newer(str(path), found, newest))
        if found >= 1:
            return msgspec.json.decode(content, type=shape), content
    raise bad_input(str(path), f"is not a {kind} that this program wrote", remedy)
