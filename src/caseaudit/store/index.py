"""A disposable index of the register: what a list and a summary need, without opening every record.

It lies in the person's cache folder and holds no free text. A file is read again when its size or time of change
differs, or is too close to the last look. `refresh` stats every file, or (`quick`) only the folders: every save of
this program changes its folder's time, an edit in place does not. Must stay quick to import, for `audit list`.

Rooms: `columns` says what it holds (a new column is one line there), `looking` sees what changed on disk, `reading`
reads records, `taking_in` puts them in, `tallies` keeps the counts, `asking` finds the counts that a question needs.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import index_file
from caseaudit.store.looking import RACY, Look, look
from caseaudit.store.places import Places
from caseaudit.store.source import Engine, Relation, Source
from caseaudit.store.wanted import COLUMN, conditions
from caseaudit.store.wanted import FILTERS as FILTERS
from caseaudit.store.wanted import SORTS as SORTS
from caseaudit.store.wanted import Wanted as Wanted

if TYPE_CHECKING:
    from caseaudit.store.asking import Sources
    from caseaudit.store.called import Remembered

Told = Callable[[int, int], None]
"""Is told how many files are read, and of how many. Whatever it raises leaves the index as it was."""


class Headline(NamedTuple):
    """One line of a list of audits."""

    id: str
    case: str
    cohort: str
    team: str
    worker: str
    auditor: str
    date: str
    checklist: str
    version: str
    title: str
    role: str
    purpose: str
    state: str
    judgement: str
    answered: int
    asked: int
    open_actions: int
    next_due: str
    revision: int


HEADLINE = tuple({"case": "case_reference"}.get(field, field) for field in Headline._fields)
"""The columns of a headline."""


class Folder(NamedTuple):
    """What is known of a folder since the last look."""

    changed: int
    seen: int
    """When that was, in nanoseconds since 1970."""
    latest: int


class Found(NamedTuple):
    """A folder that has to be taken in anew."""

    path: str
    changed: int
    look: Look | None
    problem: Problem | None = None
    """Why it could not be looked at."""


class Index(Engine):
    """The index of one workspace."""

    is_encrypted = False

    def __init__(self, places: Places) -> None:
        self.places = places
        self._open(self._made())

    def _made(self) -> sqlite3.Connection:
        return index_file.open_or_make(self.places.index_file)

    def _open(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._counted: Sources | None = None

    @property
    def _sources(self) -> Sources:
        """Where counts are; a list need not load what knows that."""
        from caseaudit.store.asking import Sources

        self._counted = self._counted or Sources(self.connection)
        return self._counted

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    # ── keeping up with the folder ───────────────────────────────────────────

    def refresh(self, *, quick: bool = False, told: Told | None = None) -> None:
        """Take in what changed on disk since the last look; a damaged index is made anew.

        `told` hears now and then how many files are read. Raises `StorageTrouble` if the folder of audits is gone.
        """
        try:
            self._look(quick, told)
        except index_file.DAMAGED as error:
            self._begin_anew(error, told)

    def _begin_anew(self, error: Exception, told: Told | None = None) -> None:
        """Throw the index away and read every record again; in memory if it is in use, or the disk keeps failing."""
        self.connection.close()
        if index_file.is_in_use(error):
            self._open(index_file.in_memory())
        else:
            index_file.remove(self.places.index_file)
            self._open(index_file.open_or_make(self.places.index_file))
        try:
            self._look(quick=False, told=told)
        except index_file.DAMAGED:
            self._open(index_file.in_memory())
            self._look(quick=False, told=told)

    def _look(self, quick: bool, told: Told | None) -> None:
        if not self.places.audits.is_dir():
            raise _trouble(str(self.places.audits), FileNotFoundError(ENOENT, "gone"))
        index_file.refuse_altered(self.connection)
        seen = time.time_ns()
        known = {path: Folder(*rest) for path, *rest in self._rows("SELECT path, changed, seen, latest FROM folder")}
        folders = _Folders(self.connection, known, quick)
        changed = list(folders.changed(str(self.places.audits)))
        if changed or known.keys() - folders.there:
            self._take_in(changed, known.keys() - folders.there, seen, told)

    def _take_in(self, changed: list[Found], gone: set[str], seen: int, told: Told | None) -> None:
        from caseaudit.store.taking_in import TakingIn

        self.connection.execute("BEGIN IMMEDIATE")
        try:
            TakingIn(self.connection, seen, told).take_in(changed, gone)
            self.connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise
        self._forget_counts()
        index_file.seal(self.connection)

    def _forget_counts(self) -> None:
        if self._counted:
            self._counted.forget()

    # ── asking it ────────────────────────────────────────────────────────────

    def headlines(self, wanted: Wanted, limit: int = -1, offset: int = 0) -> list[Headline]:
        """Return the lines of a list, from `offset`, at most `limit` of them (-1: all)."""
        where, values = conditions(wanted)
        order = SORTS.get(wanted.sort, SORTS["date"])
        sql = f"SELECT {', '.join(HEADLINE)} FROM audit WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return [Headline(*row) for row in self._asked(sql, *values, limit, offset)]

    def count(self, wanted: Wanted) -> int:
        """Return how many audits there are."""
        where, values = conditions(wanted)
        return int(self._asked(f"SELECT count(*) FROM audit WHERE {where}", *values)[0][0])

    def distinct(self, column: str, among: Wanted | None = None) -> list[str]:
        """Return the values that audits have in one of `FILTERS`, most used first; of all audits, or `among` some."""
        name = COLUMN.get(column, column) if column in FILTERS else "team"
        where, values = conditions(among) if among else ("1 = 1", [])
        sql = f"SELECT {name} FROM audit WHERE {name} <> '' AND {where} GROUP BY {name} ORDER BY count(*) DESC, {name}"
        return [value for (value,) in self._asked(sql, *values)]

    def unreadable(self) -> list[Problem]:
        """Return the problem of every file that could not be read."""
        return [Problem(*row) for row in self._asked("SELECT place, what, remedy, key FROM wrong ORDER BY path")]

    def copies(self) -> list[Problem]:
        """Return a problem for every file that holds an audit which another file holds too."""
        rows = self._asked("SELECT path, id FROM audit WHERE copy = 1 ORDER BY path")
        remedy = "Compare it with the audit, then move the copy away"
        return [Problem(path, f"is a copy of the audit {audit} and is not counted", remedy) for path, audit in rows]

    @contextlib.contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Answer every question within from the same state, whoever else takes in what changed."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")
            self._forget_counts()

    def source(self, relation: Relation, wanted: Wanted, columns: Sequence[str]) -> Source:
        """Return where the counts of the audits that are wanted are; tallies, where there are any that fit."""
        try:
            return self._sources.source(relation, wanted, columns)
        except index_file.DAMAGED as error:
            self._begin_anew(error)
            return self._sources.source(relation, wanted, columns)

    def answers(self, wanted: Wanted, criterion: str, only: str) -> Source:
        """Return the audits that are wanted with their answer to a criterion; `only`: which of the answers, as SQL."""
        return self._sources.answers(wanted, criterion, only)

    def recall(self, stamped: bytes) -> Remembered | None:
        """Return what counts are called in a library with this stamp, if that is remembered."""
        from caseaudit.store.called import recall

        return recall(self.connection, stamped)

    def remember(self, stamped: bytes, words: Remembered) -> None:
        """Remember what counts are called, as long as the library keeps this stamp."""
        from caseaudit.store.called import remember

        if remember(self.connection, stamped, words):
            index_file.seal(self.connection)

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of one of the questions of `store.questions`."""
        return self._asked(sql, *values)

    def _asked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a question; where the index turns out damaged, make it anew and ask again."""
        try:
            return list(self._rows(sql, *values))
        except index_file.DAMAGED as error:
            self._begin_anew(error)
            return list(self._rows(sql, *values))

    def _rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        return iter(self.connection.execute(sql, values))


def _trouble(folder: str, error: OSError) -> CaseauditError:
    from caseaudit.store import filesystem

    return filesystem.trouble(Path(folder), error)


class _Folders:
    """The folders of a register, and which of them are not as they were at the last look."""

    def __init__(self, connection: sqlite3.Connection, known: dict[str, Folder], quick: bool) -> None:
        self._connection, self._known, self._quick = connection, known, quick
        self.there: set[str] = set()
        """Every folder that was found."""
        self._below: dict[str, list[str]] = {}
        for path in sorted(known):
            self._below.setdefault(os.path.dirname(path), []).append(path)  # noqa: PTH120 (as quick as it gets)

    def changed(self, folder: str) -> Iterator[Found]:
        """Yield a folder and those in it, as far as they have to be taken in."""
        known = self._known.get(folder)
        try:
            changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 (measured: Path costs half a list)
            if self._quick and known and changed == known.changed and changed < known.seen - RACY:
                below: Sequence[str] = self._below.get(folder, ())
            else:
                seen = look(folder)
                below = seen.below
                if not known or not self._is_as_it_was(folder, known, changed, seen):
                    yield Found(folder, changed, seen)
        except FileNotFoundError:
            return  # It went between one look and the next.
        except OSError as error:
            below = ()
            yield Found(folder, 0, None, _trouble(folder, error).problems[0])
        self.there.add(folder)
        for each in below:
            yield from self.changed(each)

    def _is_as_it_was(self, folder: str, known: Folder, changed: int, now: Look) -> bool:
        """Whether it holds the same files, unchanged, and the last look came long enough after all of it to tell."""
        if changed != known.changed or max(changed, known.latest) >= known.seen - RACY:
            return False
        row = self._connection.execute("SELECT names, stamps FROM folder WHERE path = ?", (folder,)).fetchone()
        return bool(row == (now.names, now.stamps))
