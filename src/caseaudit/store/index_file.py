"""The file of the index: opened, made anew where it is damaged or of another version, and never trusted if altered."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from caseaudit.store import seals

VERSION = 6
_PATIENCE = 10.0  # seconds to wait for somebody else's commit

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS folder (path TEXT PRIMARY KEY, changed INTEGER, seen INTEGER);
CREATE TABLE IF NOT EXISTS file (
  path TEXT PRIMARY KEY, folder TEXT, size INTEGER, changed INTEGER,
  place TEXT, what TEXT, remedy TEXT, key TEXT);
CREATE INDEX IF NOT EXISTS file_folder ON file (folder);
CREATE INDEX IF NOT EXISTS file_wrong ON file (path) WHERE what IS NOT NULL;
CREATE TABLE IF NOT EXISTS audit (
  path TEXT PRIMARY KEY, id TEXT, case_reference TEXT, cohort TEXT, team TEXT, worker TEXT, auditor TEXT,
  date TEXT, checklist TEXT, version TEXT, title TEXT, role TEXT, purpose TEXT, state TEXT, judgement TEXT,
  judged_good INTEGER, answered INTEGER, asked INTEGER, open_actions INTEGER, next_due TEXT, revision INTEGER,
  words TEXT, copy INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS audit_id ON audit (id);
CREATE INDEX IF NOT EXISTS audit_date ON audit (copy, date DESC, id DESC);
CREATE TABLE IF NOT EXISTS answer (
  path TEXT, criterion TEXT, section TEXT, focus TEXT, kind TEXT, critical TEXT, weight INTEGER,
  state TEXT, grade TEXT, good INTEGER, limiting INTEGER, PRIMARY KEY (path, criterion)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS action (
  path TEXT, action TEXT, status TEXT, due TEXT, effect INTEGER, PRIMARY KEY (path, action)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
COMMIT;
"""


def open_or_make(path: Path) -> sqlite3.Connection:
    """Open the index; make it anew if it is damaged or of another version, in memory if nothing can be kept."""
    try:
        return _connect(path)
    except (sqlite3.DatabaseError, OSError) as error:
        if is_in_use(error):
            return in_memory()
        remove(path)
    with contextlib.suppress(sqlite3.DatabaseError, OSError):
        return _connect(path)
    return in_memory()


def is_in_use(error: Exception) -> bool:
    """Whether somebody else holds the index: then it is not damaged, and must not be taken from under them."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def remove(path: Path) -> None:
    """Remove an index with its journal: an old journal would be replayed into the new file."""
    for ending in ("", "-journal"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink()


def in_memory() -> sqlite3.Connection:
    """Return an index that is gone when the program ends."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(_SCHEMA)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    is_new = version == 0 and not path.stat().st_size
    if version != VERSION and not is_new:
        connection.close()
        raise sqlite3.DatabaseError
    if is_new:
        connection.executescript(_SCHEMA)
        seal(connection)
    # Readers are held up by a commit only, not by a long look.
    connection.executescript("PRAGMA synchronous = NORMAL; PRAGMA cache_spill = OFF")
    return connection


def _file(connection: sqlite3.Connection) -> str:
    """Return the file of a database; nothing of one in memory."""
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


def seal(connection: sqlite3.Connection) -> None:
    """Note that the index is as this program left it."""
    if path := _file(connection):
        seals.put(path)


def refuse_altered(connection: sqlite3.Connection) -> None:
    """Raise `DatabaseError` if anything but this program changed the index. Waits while somebody else commits."""
    connection.execute("PRAGMA user_version").fetchone()
    if (path := _file(connection)) and not seals.holds(path):
        raise sqlite3.DatabaseError
