"""A disposable index of the register: what a list and a summary need, without opening every record.

It lies in the person's cache folder and holds no free text. A file is read again when its size or time of change
differs, or is too close to the last look. `refresh` stats every file, or (`quick`) only the folders: every save of
this program changes its folder's time, an edit in place does not. Must stay quick to import, for `audit list`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import index_file
from caseaudit.store.names import is_record_name
from caseaudit.store.places import Places

if TYPE_CHECKING:
    from caseaudit.domain.audit import Audit

_RACY_NS = 2_000_000_000

COPIES = """
UPDATE audit SET copy = (
  path <> (SELECT twin.path FROM audit AS twin WHERE twin.id = audit.id
           ORDER BY (instr(twin.path, '/' || twin.id || '.') = 0), twin.path LIMIT 1))
WHERE copy = 1 OR id IN (SELECT id FROM audit GROUP BY id HAVING count(*) > 1)
"""


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


_HEADLINE = """id, case_reference, cohort, team, worker, auditor, date, checklist, version, title, role,
purpose, state, judgement, answered, asked, open_actions, next_due, revision"""

SORTS = {
    "date": "date DESC, id DESC",
    "case": "case_reference, date DESC, id DESC",
    "team": "team, date DESC, id DESC",
    "worker": "worker, date DESC, id DESC",
    "auditor": "auditor, date DESC, id DESC",
    "checklist": "title, date DESC, id DESC",
    "state": "state, date DESC, id DESC",
}
FILTERS = ("case", "team", "worker", "auditor", "checklist", "cohort", "state", "role", "purpose")
_COLUMN = {"case": "case_reference", "state": "audit.state"}


class Wanted(NamedTuple):
    """Which audits, in which order. `text` matches anywhere in what the list shows."""

    text: str = ""
    sort: str = "date"
    equal: tuple[tuple[str, str], ...] = ()
    """Pairs of a filter and its value: `(("team", "North"), ("state", "signed-off"))`."""
    since: str = ""
    until: str = ""
    practice_only: bool = False
    """Leave out training, which never counts."""


class Index:
    """The index of one workspace."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.connection = index_file.open_or_make(places.index_file)

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    # ── keeping up with the folder ───────────────────────────────────────────

    def refresh(self, *, quick: bool = False) -> None:
        """Take in what changed on disk since the last look; a damaged index is made anew.

        Raises `StorageTrouble` if the folder of audits is gone.
        """
        try:
            self._look(quick)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)

    def _begin_anew(self, error: sqlite3.Error) -> None:
        """Throw the index away and read every record again; in memory if it is in use, or the disk keeps failing."""
        self.connection.close()
        if index_file.is_in_use(error):
            self.connection = index_file.in_memory()
        else:
            index_file.remove(self.places.index_file)
            self.connection = index_file.open_or_make(self.places.index_file)
        try:
            self._look(quick=False)
        except sqlite3.DatabaseError:
            self.connection = index_file.in_memory()
            self._look(quick=False)

    def _look(self, quick: bool) -> None:
        if not self.places.audits.is_dir():
            raise _trouble(str(self.places.audits), FileNotFoundError(ENOENT, "gone"))
        index_file.refuse_altered(self.connection)
        with self.connection:
            seen, before = time.time_ns(), self.connection.total_changes
            known = dict(self._rows("SELECT path, changed || ' ' || seen FROM folder"))
            found = list(_folders(str(self.places.audits), _Known(known) if quick else None))
            for folder in found:
                try:
                    self._refresh_folder(folder, known.get(folder, ""), seen, quick)
                except OSError as error:
                    self._cannot_look(folder, _trouble(folder, error).problems[0])
            for gone in known.keys() - set(found):
                self._forget_folder(gone)
            if self.connection.total_changes > before:
                self.connection.execute(COPIES)
        if self.connection.total_changes > before:
            index_file.seal(self.connection)

    def _refresh_folder(self, folder: str, known: str, seen: int, quick: bool) -> None:
        changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 (measured: Path costs half a list)
        if quick and known and _settled(changed, known):
            return
        before = {path: (size, at) for path, size, at in self._rows(
            "SELECT path, size, changed FROM file WHERE folder = ?", folder)}  # fmt: skip
        last = int(known.split()[1]) if known else 0
        now = dict(_files(folder))
        self._forget(before.keys() - now.keys())
        for path, signature in now.items():
            if before.get(path) != signature or signature[1] >= last - _RACY_NS:
                self._forget({path} & before.keys())
                self._note(folder, path, signature, self._read(path))
        self.connection.execute("INSERT OR REPLACE INTO folder VALUES (?, ?, ?)", (folder, changed, seen))

    def _cannot_look(self, folder: str, problem: Problem) -> None:
        """Count a folder that cannot be listed among what cannot be read, and look again next time."""
        self._forget_folder(folder)
        self._note(folder, folder, (0, 0), problem)
        self.connection.execute("INSERT OR REPLACE INTO folder VALUES (?, 0, 0)", (folder,))

    def _note(self, folder: str, path: str, signature: tuple[int, int], problem: Problem | None) -> None:
        row = (path, folder, *signature, *(problem or (None,) * 4))
        self.connection.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _read(self, path: str) -> Problem | None:
        """Index one record; return the problem if it cannot be read."""
        from caseaudit.store import filesystem, records

        try:
            audit = records.decode(filesystem.read_regular(Path(path), records.LIMIT), path)
        except CaseauditError as error:
            return error.problems[0]
        self._add(path, audit)
        return None

    def _add(self, path: str, audit: Audit) -> None:
        from caseaudit.store import indexed

        self._put("audit", [(path, *indexed.audit_row(audit), 0)])
        self._put("answer", [(path, *row) for row in indexed.answer_rows(audit)])
        self._put("action", [(path, *row) for row in indexed.action_rows(audit)])

    def _put(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            values = f"(?{', ?' * (len(rows[0]) - 1)})"
            self.connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES {values}", rows)

    def _forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            for table in ("file", "audit", "answer", "action"):
                self.connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))

    def _forget_folder(self, folder: str) -> None:
        self._forget([path for (path,) in self._rows("SELECT path FROM file WHERE folder = ?", folder)])
        self.connection.execute("DELETE FROM folder WHERE path = ?", (folder,))

    # ── asking it ────────────────────────────────────────────────────────────

    def headlines(self, wanted: Wanted, limit: int = -1, offset: int = 0) -> list[Headline]:
        """Return the lines of a list, from `offset`, at most `limit` of them (-1: all)."""
        where, values = conditions(wanted)
        order = SORTS.get(wanted.sort, SORTS["date"])
        sql = f"SELECT {_HEADLINE} FROM audit WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return [Headline(*row) for row in self._asked(sql, *values, limit, offset)]

    def count(self, wanted: Wanted) -> int:
        """Return how many audits there are."""
        where, values = conditions(wanted)
        return int(self._asked(f"SELECT count(*) FROM audit WHERE {where}", *values)[0][0])

    def distinct(self, column: str) -> list[str]:
        """Return the values that audits have in one of `FILTERS`, most used first."""
        name = _COLUMN.get(column, column) if column in FILTERS else "team"
        sql = f"SELECT {name} FROM audit WHERE {name} <> '' GROUP BY {name} ORDER BY count(*) DESC, {name}"
        return [value for (value,) in self._asked(sql)]

    def unreadable(self) -> list[Problem]:
        """Return the problem of every file that could not be read."""
        rows = self._asked("SELECT place, what, remedy, key FROM file WHERE what IS NOT NULL ORDER BY path")
        return [Problem(*row) for row in rows]

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
            self.connection.rollback()

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of one of the questions of `store.questions`."""
        return self._asked(sql, *values)

    def _asked(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a question; where the index turns out damaged, make it anew and ask again."""
        try:
            return list(self._rows(sql, *values))
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            return list(self._rows(sql, *values))

    def _rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        return iter(self.connection.execute(sql, values))


def _trouble(folder: str, error: OSError) -> CaseauditError:
    from caseaudit.store import filesystem

    return filesystem.trouble(Path(folder), error)


def _settled(changed: int, known: str) -> bool:
    """Whether a folder is as it was, and was so long enough before the last look that the clock can tell."""
    before, seen = map(int, known.split())
    return changed == before and changed < seen - _RACY_NS


class _Known:
    """The folders of the last look; one that did not change since still holds the folders that it held."""

    def __init__(self, known: dict[str, str]) -> None:
        self._known = known
        self._below: dict[str, list[str]] = {}
        for path in sorted(known):
            self._below.setdefault(os.path.dirname(path), []).append(path)  # noqa: PTH120 (as quick as it gets)

    def below(self, folder: str) -> list[str] | None:
        """Return the folders in a folder, or None if it has to be read again."""
        known = self._known.get(folder)
        if known and _settled(os.stat(folder).st_mtime_ns, known):  # noqa: PTH116
            return self._below.get(folder, [])
        return None


def _folders(top: str, known: _Known | None) -> Iterator[str]:
    with contextlib.suppress(OSError):
        yield top
        below = known.below(top) if known else None
        for folder in _read_below(top) if below is None else below:
            yield from _folders(folder, known)


def _read_below(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.path for entry in entries if entry.is_dir(follow_symlinks=False))


def _files(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_record_name(entry.name):
                status = entry.stat(follow_symlinks=False)
                yield entry.path, (status.st_size, max(status.st_mtime_ns, status.st_ctime_ns))


def conditions(wanted: Wanted) -> tuple[str, list[str]]:
    """Return what follows WHERE for the audits that are wanted, and its values."""
    clauses, values = ["copy = 0"], list[str]()
    for name, value in wanted.equal:
        clauses.append(f"{_COLUMN.get(name, name)} = ?" if name in FILTERS else "? = ''")
        values.append(value)
    for bound, comparison in ((wanted.since, ">="), (wanted.until, "<=")):
        if bound:
            clauses.append(f"date {comparison} ?")
            values.append(bound)
    if wanted.practice_only:
        clauses.append("role <> 'training'")
    for word in wanted.text.casefold().split():
        clauses.append("instr(words, ?) > 0")
        values.append(word)
    return " AND ".join(clauses), values
