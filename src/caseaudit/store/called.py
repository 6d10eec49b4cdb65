"""What counts are called, remembered in the index: reading the library takes longer than counting.

Remembered as long as no file of the library changes. These are the library's own words, nothing of a record.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from caseaudit import __version__
from caseaudit.store.looking import RACY, look

Rows = list[tuple[Any, ...]]


class Remembered(NamedTuple):
    """The words of some checklists, and of every grade."""

    checklists: frozenset[str]
    """Those that were looked for; the library need not have them."""
    asked: Rows
    """Checklist, criterion, question, title of the section, and place."""
    grades: Rows
    """Id, label, short word, mark, goodness and meaning, in the order of the scales."""


def stamp(folders: Iterable[str]) -> bytes:
    """Return what changes with any file of a library; nothing where that cannot be told yet."""
    parts = [__version__.encode()]
    for folder in filter(os.path.isdir, folders):
        found = look(folder)
        if found.latest >= time.time_ns() - RACY:
            return b""
        parts += [os.fsencode(folder), found.names, found.stamps]
    return b"\0".join(parts)


def recall(connection: sqlite3.Connection, stamped: bytes) -> Remembered | None:
    """Return what is remembered of a library that is as its stamp says, or None."""
    rows = connection.execute("SELECT checklist FROM library WHERE stamp = ?", (stamped,)).fetchall()
    if not stamped or not rows:
        return None
    asked = connection.execute("SELECT checklist, criterion, question, section, place FROM called ORDER BY rowid")
    grades = connection.execute("SELECT id, label, short, mark, good, meaning FROM grade ORDER BY rowid")
    return Remembered(frozenset(name for (name,) in rows), asked.fetchall(), grades.fetchall())


def remember(connection: sqlite3.Connection, stamped: bytes, words: Remembered) -> bool:
    """Keep the words of a library for the next time; return whether that was possible."""
    if not stamped or not words.checklists:
        return False
    try:
        connection.execute("BEGIN IMMEDIATE")
        _replace(connection, stamped, words)
        connection.execute("COMMIT")
    except sqlite3.DatabaseError:  # Somebody else is at it, or the disk is full: next time, then.
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        return False
    return True


def _replace(connection: sqlite3.Connection, stamped: bytes, words: Remembered) -> None:
    for table in ("library", "called", "grade"):
        connection.execute(f"DELETE FROM {table}")
    connection.executemany("INSERT INTO library VALUES (?, ?)", [(stamped, name) for name in sorted(words.checklists)])
    connection.executemany("INSERT INTO called VALUES (?, ?, ?, ?, ?)", words.asked)
    connection.executemany("INSERT INTO grade VALUES (?, ?, ?, ?, ?, ?)", words.grades)
