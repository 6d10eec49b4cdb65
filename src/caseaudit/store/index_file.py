"""The file of the index: opened, made anew where it is damaged or of another version, and never trusted if altered."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Mapping
from pathlib import Path

from caseaudit.store import seals
from caseaudit.store.columns import ACTION, AUDIT, CODE, MADE

_MEANING = 8
"""Raised where the same columns come to mean something else."""
DAMAGED = (sqlite3.DatabaseError, UnicodeError)
"""What reading a damaged database raises: its messages may quote bytes that are no text."""
_PATIENCE = 10.0  # seconds to wait for somebody else's commit


def _columns(*tables: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for table in tables for name, kind in table.items())


_TEXTS = dict.fromkeys(AUDIT, "TEXT")
_TABLES = f"""
CREATE TABLE folder (
  number INTEGER PRIMARY KEY, path TEXT UNIQUE, changed INTEGER, seen INTEGER, latest INTEGER, names BLOB, stamps BLOB,
  audits BLOB);
CREATE TABLE wrong (path TEXT PRIMARY KEY, folder INTEGER, place TEXT, what TEXT, remedy TEXT, key TEXT);
CREATE TABLE audit (
  number INTEGER PRIMARY KEY, path TEXT, folder INTEGER, {_columns(_TEXTS, MADE)}, copy INTEGER DEFAULT 0,
  counts INTEGER DEFAULT 0);
CREATE TABLE action (
  number INTEGER, {_columns(dict.fromkeys(ACTION, "TEXT"))}, effect INTEGER, PRIMARY KEY (number, action)
  ) WITHOUT ROWID;
CREATE TABLE code (number INTEGER PRIMARY KEY, {_columns(CODE)});
CREATE TABLE answer_tally (
  dimension TEXT, value TEXT, code INTEGER, n INTEGER, PRIMARY KEY (dimension, value, code)) WITHOUT ROWID;
CREATE TABLE audit_tally (
  dimension TEXT, value TEXT, state TEXT, checklist TEXT, title TEXT, judgement TEXT, judged_good INTEGER,
  compliance INTEGER, quality INTEGER, n INTEGER,
  PRIMARY KEY (dimension, value, state, checklist, title, judgement, judged_good, compliance, quality)) WITHOUT ROWID;
CREATE TABLE action_tally (
  status TEXT, due TEXT, effect INTEGER, n INTEGER, PRIMARY KEY (status, due, effect)) WITHOUT ROWID;
CREATE TABLE pair (
  checklist TEXT, case_reference TEXT, found BLOB, PRIMARY KEY (checklist, case_reference)) WITHOUT ROWID;
CREATE TABLE twice (
  checklist TEXT, criterion TEXT, repeated INTEGER, n INTEGER, PRIMARY KEY (checklist, criterion)) WITHOUT ROWID;
CREATE TABLE library (stamp BLOB, checklist TEXT);
CREATE TABLE called (checklist TEXT, criterion TEXT, question TEXT, section TEXT, place INTEGER);
CREATE TABLE grade (id TEXT, label TEXT, short TEXT, mark TEXT, good INTEGER, meaning TEXT);
CREATE VIEW audits AS
SELECT audit.*, substr(date, 1, 7) AS month, date AS first, date AS last, 1 AS n FROM audit;
CREATE VIEW actions AS
SELECT audits.*, {", ".join(f"action.{name}" for name in (*ACTION, "effect"))}
FROM action JOIN audits ON audits.number = action.number;
"""
INDEXES = {
    "audit_id": "audit (id)",
    "audit_date": "audit (copy, date DESC, id DESC)",
    "audit_case": "audit (checklist, case_reference) WHERE counts = 1 AND state = 'signed-off'",
    "audit_judged": "audit (state, checklist, judgement, date) WHERE counts = 1",
}
"""What is looked up by, and where; the same questions are answered without them, slowly."""
VERSION = zlib.crc32(f"{_MEANING} {_TABLES} {INDEXES}".encode()) >> 1
"""Another one for other tables."""


def open_or_make(path: Path) -> sqlite3.Connection:
    """Open the index; make it anew if it is damaged or of another version, in memory if nothing can be kept."""
    try:
        return _connect(path)
    except (*DAMAGED, OSError) as error:
        if is_in_use(error):
            return in_memory()
        remove(path)
    with contextlib.suppress(*DAMAGED, OSError):
        return _connect(path)
    return in_memory()


def is_in_use(error: Exception) -> bool:
    """Whether somebody else holds the index: then it is not damaged, and must not be taken from under them."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def remove(path: Path) -> None:
    """Remove an index to make way for another; where it cannot be removed, whoever opens it will see to that."""
    for file in _all_of(path):
        with contextlib.suppress(OSError):
            file.unlink()


def forget(path: Path) -> None:
    """Remove an index because of what it holds. Raises `StorageTrouble` if anything of it is still there."""
    from caseaudit.store import filesystem

    for file in _all_of(path):
        filesystem.remove(file)


def _all_of(path: Path) -> list[Path]:
    """Return an index, its seal, and its journal: an old journal would be replayed into a new file."""
    return [path.with_name(path.name + ending) for ending in ("", "-journal", seals.ENDING)]


def in_memory() -> sqlite3.Connection:
    """Return an index that is gone when the program ends."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _make(connection)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        if not path.stat().st_size:
            _make(connection)
            seal(connection)
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise sqlite3.DatabaseError
        # Readers are held up by a commit only, not by a long look; of what was taken out nothing is left in the file.
        settings = ("synchronous = NORMAL", "cache_spill = OFF", "temp_store = MEMORY", "secure_delete = ON")
        connection.executescript("; ".join(f"PRAGMA {setting}" for setting in settings))
    except BaseException:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables, unless somebody else made them meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        make_indexes(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def make_indexes(connection: sqlite3.Connection) -> None:
    """Make what audits are looked up by."""
    for name, columns in INDEXES.items():
        connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def drop_indexes(connection: sqlite3.Connection) -> None:
    """Take them away while very many audits are put in: at the end it is quicker."""
    for name in INDEXES:
        connection.execute(f"DROP INDEX IF EXISTS {name}")


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
