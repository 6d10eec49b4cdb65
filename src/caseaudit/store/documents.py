"""What samples, plans and sessions have in common on disk: one JSON file each in a folder of their own."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from caseaudit.problems import bad_input
from caseaudit.store import encryption
from caseaudit.store.names import is_audit_id, unguessable

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


def files(folder: Path) -> list[Path]:
    """Return every file of a folder by its plain name, newest first."""
    if not folder.is_dir():
        return []
    plain = {encryption.plain(path) for path in folder.iterdir()}
    found = (path for path in plain if path.suffix == ENDING and is_audit_id(path.stem))
    return sorted(found, key=lambda path: path.stem, reverse=True)


def read(path: Path, shape: type[Shape], newest: int, kind: str, remedy: str) -> tuple[Shape, bytes]:
    """Return what a file holds, and its bytes. `newest` is the latest format that is understood, `kind` what it is.

    Raises `BadInput` for a newer one and for one that cannot be read, `StorageTrouble`.
    """
    content = encryption.read(path, LIMIT)
    with contextlib.suppress(msgspec.MsgspecError, RecursionError, ValueError):
        found = msgspec.json.decode(content, type=_Stamp).format
        if found > newest:
            what = f"was made by a newer caseaudit (format {found}; this one reads up to {newest})"
            raise bad_input(str(path), what, "Update caseaudit. Nothing was changed")
        if found >= 1:
            return msgspec.json.decode(content, type=shape), content
    raise bad_input(str(path), f"is not a {kind} that this program wrote", remedy)
