"""Put what changed on disk into an index, with its tallies: in one transaction, so that all of it is there or none."""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from caseaudit.problems import Problem
from caseaudit.store import index_file, reading
from caseaudit.store.columns import ACTION, COLUMNS, NOT_PRACTICE, PLACE
from caseaudit.store.indexed import Entry
from caseaudit.store.looking import RACY, Look, changed_places, stamps_by_name
from caseaudit.store.names import FILE_ENDINGS
from caseaudit.store.packed import Codes, pack, unpack
from caseaudit.store.tallies import Tallies

if TYPE_CHECKING:
    from caseaudit.store.index import Found, Told

_MANY = 1_000
"""Audits from which on they are put in, or compared, all together."""
_ID, _ROLE, _CODES = PLACE["id"], PLACE["role"], PLACE["codes"]
_ACTION = (*ACTION, "effect")
_COUNTED = itemgetter(*map(_ACTION.index, ("status", "due", "effect")))


def _places(number: int) -> str:
    return ", ".join("?" * number)


_PUT_AUDIT = f"INSERT INTO audit VALUES ({_places(len(COLUMNS) + 5)})"
_PUT_ACTION = f"INSERT INTO action VALUES ({_places(len(_ACTION) + 1)})"
_PUT_FOLDER = f"INSERT OR REPLACE INTO folder VALUES ({_places(8)})"
_PUT_WRONG = f"INSERT OR REPLACE INTO wrong VALUES ({_places(6)})"
_HELD = "SELECT number, seen, latest, names, stamps, audits FROM folder WHERE path = ?"
_AUDIT_OF = f"SELECT {', '.join(COLUMNS)} FROM audit WHERE number = ?"
_ACTIONS_OF = f"SELECT {', '.join(_ACTION)} FROM action WHERE number = ? ORDER BY action"
_SEVERAL = "SELECT id FROM audit GROUP BY id HAVING count(*) > 1 OR max(copy) > 0"
_TWINS = "SELECT number, path, copy FROM audit WHERE id = ?"


class _File(NamedTuple):
    """A file to read."""

    folder: int
    path: str
    before: int | None
    """The number of the audit that it held; 0 if it could not be read, None if it was not there."""


class _Folder(NamedTuple):
    """A folder of which everything is known but the audits that are still to be read."""

    number: int
    found: Found
    audits: array[int]
    """The number of the audit in each file, in the order of the look; 0 for one that cannot be read."""
    awaited: dict[str, int]
    """Where in that order the files stand that are still to be read, by path."""


class _Held(NamedTuple):
    """What is held of a folder: a row of `_HELD`."""

    number: int
    seen: int
    latest: int
    names: bytes
    stamps: bytes
    audits: bytes


class TakingIn:
    """One look's changes. Everything is left to the transaction that it is used in."""

    def __init__(self, connection: sqlite3.Connection, seen: int, told: Told | None) -> None:
        self._connection, self._seen, self._told = connection, seen, told or (lambda _done, _total: None)
        self._codes = Codes(connection)
        self._tallies = Tallies(connection, self._codes)
        self._last = self._one("SELECT coalesce(max(number), 0) FROM audit")
        self._touched = set[str]()

    def take_in(self, changed: Iterable[Found], gone: Iterable[str]) -> None:
        """Take in the folders that changed, and forget those that are gone."""
        for path in gone:
            self._forget_folder(path)
        files: list[_File] = []
        folders = [self._sorted_out(found, files) for found in changed]
        anew = not self._last and len(files) >= _MANY
        if anew:
            index_file.drop_indexes(self._connection)
        numbers = self._read(files)
        for folder in folders:
            self._put_folder(folder, numbers)
        if anew:
            index_file.make_indexes(self._connection)
        self._settle_copies()
        self._tallies.put()

    # ── folders ──────────────────────────────────────────────────────────────

    def _sorted_out(self, found: Found, files: list[_File]) -> _Folder:
        """Forget the files of a folder that are gone; add those that have to be read to `files`."""
        row = self._connection.execute(_HELD, (found.path,)).fetchone()
        held = _Held(*row) if row else _Held(self._new_folder(found.path), 0, 0, b"", b"", b"")
        self._connection.execute("DELETE FROM wrong WHERE path = ?", (_storable(found.path),))
        if found.look and found.look.names == held.names and held.latest < held.seen - RACY:
            return _in_place(found, found.look, held, files)
        return self._compared(found, held, files)

    def _compared(self, found: Found, held: _Held, files: list[_File]) -> _Folder:
        before = stamps_by_name(held.names, held.stamps)
        numbers = dict(zip(before, array("q", held.audits), strict=True))
        now = stamps_by_name(found.look.names, found.look.stamps) if found.look else {}
        for name in before.keys() - now.keys():
            self._forget_file(f"{found.path}{os.sep}{name}", numbers[name])
        audits, awaited = array("q"), dict[str, int]()
        for place, (name, stamp) in enumerate(now.items()):
            audits.append(numbers.get(name, 0))
            if before.get(name) != stamp or max(stamp) >= held.seen - RACY:
                path = f"{found.path}{os.sep}{name}"
                files.append(_File(held.number, path, numbers.get(name)))
                awaited[path] = place
        return _Folder(held.number, found, audits, awaited)

    def _new_folder(self, path: str) -> int:
        self._connection.execute("INSERT INTO folder (path) VALUES (?)", (path,))
        return self._one("SELECT last_insert_rowid()")

    def _put_folder(self, folder: _Folder, numbers: dict[str, int]) -> None:
        number, found = folder.number, folder.found
        if found.look is None:
            self._put_wrong(number, found.path, found.problem)
            self._connection.execute(_PUT_FOLDER, (number, found.path, 0, 0, 0, b"", b"", b""))
            return
        for path, place in folder.awaited.items():
            folder.audits[place] = numbers[path]
        look = found.look
        row = (number, found.path, found.changed, self._seen, look.latest, look.names, look.stamps)
        self._connection.execute(_PUT_FOLDER, (*row, folder.audits.tobytes()))

    def _forget_folder(self, path: str) -> None:
        number, names, stamps, audits = self._connection.execute(
            "SELECT number, names, stamps, audits FROM folder WHERE path = ?", (path,)
        ).fetchone()
        for name, audit in zip(stamps_by_name(names, stamps), array("q", audits), strict=True):
            self._forget_file(f"{path}{os.sep}{name}", audit)
        self._connection.execute("DELETE FROM wrong WHERE folder = ?", (number,))
        self._connection.execute("DELETE FROM folder WHERE number = ?", (number,))

    # ── files ────────────────────────────────────────────────────────────────

    def _read(self, files: Sequence[_File]) -> dict[str, int]:
        """Read files and put in what they hold; return the number of each one's audit, by path."""
        numbers: dict[str, int] = {}
        called: dict[int, list[int]] = {}
        if files:
            self._told(0, len(files))
        with closing(reading.read([file.path for file in files])) as batches:
            for batch in batches:
                codes = called.setdefault(batch.reader, [])
                codes += map(self._codes.number, batch.kinds)
                numbers |= self._take_all(batch, files, codes)
                self._told(len(numbers), len(files))
        return numbers

    def _take_all(self, batch: reading.Batch, files: Sequence[_File], codes: list[int]) -> dict[str, int]:
        numbers: dict[str, int] = {}
        audits: list[tuple[Any, ...]] = []
        actions: list[tuple[Any, ...]] = []
        for place, made in zip(batch.places, _recoded(batch.entries, codes), strict=True):
            numbers[files[place].path] = self._take(files[place], made, audits, actions)
        self._connection.executemany(_PUT_AUDIT, audits)
        self._connection.executemany(_PUT_ACTION, actions)
        return numbers

    def _take(self, file: _File, made: Entry | Problem, audits: list[Any], actions: list[Any]) -> int:
        """Put in what one file holds; return the number of its audit, or 0."""
        if isinstance(made, Problem):
            self._forget_file(file.path, file.before)
            self._put_wrong(file.folder, file.path, made)
            return 0
        row = made.row
        if file.before and self._is_held(file.before, row, made.actions):
            return file.before
        self._forget_file(file.path, file.before)
        self._last += 1
        counts = row[_ROLE] not in NOT_PRACTICE
        audits.append((self._last, _storable(file.path), file.folder, *row, 0, int(counts)))
        actions += [(self._last, *action) for action in made.actions]
        self._touched.add(row[_ID])
        if counts:
            self._tallies.add(row, map(_COUNTED, made.actions))
        return self._last

    def _is_held(self, number: int, row: tuple[Any, ...], actions: list[tuple[Any, ...]]) -> bool:
        held = self._connection.execute(_AUDIT_OF, (number,)).fetchone()
        return held == row and self._connection.execute(_ACTIONS_OF, (number,)).fetchall() == sorted(actions)

    def _put_wrong(self, folder: int, path: str, problem: Problem | None) -> None:
        told = map(_storable, problem or Problem("", "", ""))
        self._connection.execute(_PUT_WRONG, (_storable(path), folder, *told))

    def _forget_file(self, path: str, audit: int | None) -> None:
        """Forget what a file held: the audit with that number, or with 0 what is wrong with it; with None nothing."""
        if audit is None:
            return
        if not audit:
            self._connection.execute("DELETE FROM wrong WHERE path = ?", (_storable(path),))
            return
        row, counts = self._held(audit)
        self._touched.add(row[_ID])
        if counts:
            self._tallies.add(row, self._actions(audit), -1)
        self._connection.execute("DELETE FROM audit WHERE number = ?", (audit,))
        self._connection.execute("DELETE FROM action WHERE number = ?", (audit,))

    def _held(self, number: int) -> tuple[tuple[Any, ...], int]:
        """Return the columns of an audit, and whether it counts."""
        row = self._connection.execute(_AUDIT_OF, (number,)).fetchone()
        return row, self._one(f"SELECT counts FROM audit WHERE number = {number:d}")

    def _actions(self, number: int) -> list[tuple[Any, ...]]:
        return [_COUNTED(row) for row in self._connection.execute(_ACTIONS_OF, (number,))]

    def _one(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0])

    # ── the same audit in several files ──────────────────────────────────────

    def _settle_copies(self) -> None:
        """Of the files that hold one audit, let only the one count that is opened by its id, or else the first."""
        if len(self._touched) == self._last:  # Each was put in now, and none is there twice.
            several = []
        elif len(self._touched) < _MANY:
            several = sorted(self._touched)
        else:
            several = [audit for (audit,) in self._connection.execute(_SEVERAL) if audit in self._touched]
        for audit in several:
            twins = sorted(self._connection.execute(_TWINS, (audit,)), key=lambda twin: _as_found(audit, twin[1]))
            for place, (number, _, copy) in enumerate(twins):
                if copy != int(place > 0):
                    self._turn(number, copy=place > 0)

    def _turn(self, number: int, *, copy: bool) -> None:
        """Let an audit count as a copy from now on, or as the audit itself."""
        row, _ = self._held(number)
        practice = row[_ROLE] not in NOT_PRACTICE
        if practice:
            self._tallies.add(row, self._actions(number), -1 if copy else 1)
        self._connection.execute(
            "UPDATE audit SET copy = ?, counts = ? WHERE number = ?", (int(copy), int(practice and not copy), number)
        )


def _in_place(found: Found, look: Look, held: _Held, files: list[_File]) -> _Folder:
    """Return a folder that holds the same files as before: only those with another stamp are to be read."""
    audits, awaited = array("q", held.audits), dict[str, int]()
    changed = changed_places(held.stamps, look.stamps)
    names = os.fsdecode(look.names).split("/") if changed else []
    for place in changed:
        path = f"{found.path}{os.sep}{names[place]}"
        files.append(_File(held.number, path, audits[place]))
        awaited[path] = place
    return _Folder(held.number, found, audits, awaited)


def _recoded(entries: Sequence[Entry | Problem], codes: Sequence[int]) -> Iterator[Entry | Problem]:
    """Yield what was read, with the numbers that the index has for the answers; `codes` has them by the reader's own.

    All in one piece: for each audit apart it would take three times as long.
    """
    packed = b"".join(made.row[_CODES] for made in entries if isinstance(made, Entry))
    numbers, start = pack(map(codes.__getitem__, unpack(packed))), 0
    for made in entries:
        if isinstance(made, Problem):
            yield made
            continue
        end = start + len(made.row[_CODES])
        yield Entry((*made.row[:_CODES], numbers[start:end]), made.actions)
        start = end


def _as_found(audit: str, path: str) -> tuple[bool, bool, str]:
    """Return what sorts the files of an audit as a register looks for it: by its own name, in the month of its id."""
    month = f"{os.sep}{audit[:4]}-{audit[4:6]}{os.sep}"
    return not path.endswith(tuple(f"{os.sep}{audit}{ending}" for ending in FILE_ENDINGS)), month not in path, path


def _storable(text: str) -> str:
    """Return a text that the database takes: a file's name may hold bytes that are no letters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="backslashreplace").decode()
    return text
