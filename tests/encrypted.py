"""An encrypted workspace for tests: the person here has a key, and a recovery key lies beside the workspace.

Tests that need it begin with `pytest.importorskip("pyrage", reason=WHY_NOT)`; `.ci/run` fails where that skips.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from caseaudit.desk import encrypting
from caseaudit.desk.workspace import Workspace
from caseaudit.store import encryption_keys
from caseaudit.store.places import Places

AT = "2026-11-20T12:00:00Z"
WHY_NOT = "Encryption was not tested: pip install 'caseaudit[encrypt]'"


class Keys(NamedTuple):
    """Whose keys a workspace is encrypted to."""

    mine: str
    """The public key of the person here."""
    recovery: str
    """The public key of the sheet in the safe."""
    sheet: Path
    """What was typed from that sheet."""


def key_in(path: Path) -> str:
    """Write a new secret key into a file; return its public half."""
    key = encryption_keys.made()
    path.write_text(f"{key.secret}\n", encoding="ascii")
    return key.public


def keys_in(folder: Path) -> Keys:
    """Give the person here a key, and write a recovery key below a folder."""
    mine, _ = encrypting.new_key(AT)
    sheet = folder / "recovery.txt"
    return Keys(mine.public, key_in(sheet), sheet)


def encrypt(workspace: Workspace | Places) -> Keys:
    """Encrypt a workspace to the person here and to a recovery key."""
    places = workspace.places if isinstance(workspace, Workspace) else workspace
    keys = keys_in(places.workspace.parent)
    made = encrypting.turn_on(places, keys[:2])
    assert not made.problems
    return keys


def files(places: Places) -> list[Path]:
    """Return every file of a workspace that may hold somebody's words."""
    own = (places.settings, places.checklists, places.encryption)
    return [
        path
        for path in sorted(places.workspace.rglob("*"))
        if path.is_file() and not any(path.is_relative_to(each) for each in own)
    ]
