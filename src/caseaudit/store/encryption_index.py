"""The index of an encrypted workspace: worked with in memory, kept encrypted to this person's own key.

It holds no free text, but it holds case references, teams and names of workers. Like any index it is disposable: one
that cannot be opened is made anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from caseaudit.problems import CaseauditError
from caseaudit.store import encryption_keys, filesystem, index_file
from caseaudit.store.called import Remembered
from caseaudit.store.index import Found, Index, Told
from caseaudit.store.names import ENCRYPTED_ENDING
from caseaudit.store.places import Places

_LARGEST = 1 << 31


class EncryptedIndex(Index):
    """The index of one encrypted workspace."""

    is_encrypted = True

    def __init__(self, places: Places) -> None:
        index_file.remove(places.index_file)
        super().__init__(places)

    @property
    def _file(self) -> Path:
        return encrypted_file(self.places)

    def _made(self) -> sqlite3.Connection:
        return _recalled(self._file) or _in_memory()

    def _begin_anew(self, _error: Exception, told: Told | None = None) -> None:
        self.connection.close()
        self._open(_in_memory())
        self._look(quick=False, told=told)

    def _take_in(self, changed: list[Found], gone: set[str], seen: int, told: Told | None) -> None:
        super()._take_in(changed, gone, seen, told)
        self._keep()

    def remember(self, stamped: bytes, words: Remembered) -> None:
        """Remember what counts are called, as long as the library keeps this stamp."""
        super().remember(stamped, words)
        self._keep()

    def _keep(self) -> None:
        """Write the index where this person alone can open it; where that fails it is made anew next time."""
        with contextlib.suppress(CaseauditError, AttributeError):
            public = [key.public for key in encryption_keys.held()]
            filesystem.make_folder(self._file.parent)
            filesystem.put(self._file, encryption_keys.encrypted(self.connection.serialize(), public), only_copy=False)


def encrypted_file(places: Places) -> Path:
    """Return where the index of an encrypted workspace is kept."""
    return places.index_file.with_name(places.index_file.name + ENCRYPTED_ENDING)


def forget_plain(places: Places) -> None:
    """Remove the index of the time before the workspace was encrypted. Raises `StorageTrouble` if it stays."""
    index_file.forget(places.index_file)


def _in_memory() -> sqlite3.Connection:
    """Return an empty index; what it needs for a moment stays in memory, too."""
    connection = index_file.in_memory()
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _copied_into_memory(content: bytes) -> sqlite3.Connection:
    """Return a database of its own with what the bytes hold: what SQLite reads them into says that it is a file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(sqlite3.connect(":memory:")) as read:
        read.deserialize(content)
        read.backup(connection)
    return connection


def _recalled(path: Path) -> sqlite3.Connection | None:
    """Return the index as it was kept; None if there is none that can be used."""
    try:
        content = encryption_keys.opened(filesystem.read_regular(path, _LARGEST), str(path))
        connection = _copied_into_memory(content)
        if connection.execute("PRAGMA user_version").fetchone()[0] != index_file.VERSION:
            return None
        connection.execute("PRAGMA temp_store = MEMORY")
    except (CaseauditError, *index_file.DAMAGED, AttributeError):
        return None
    return connection
