"""Write a lake, whole or not at all: beside its place, forced to disk, read back, and only then under its name."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from errno import EIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from caseaudit.problems import bad_input
from caseaudit.store import filesystem, lake
from caseaudit.store.index import Index
from caseaudit.store.lake import About, Rows
from caseaudit.store.lake_duckdb import Duck, connect, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_START = ".caseaudit-lake-"
_ONE_DAY = 24 * 60 * 60  # seconds
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_CREATE = "CREATE OR REPLACE TABLE {table} ({columns})"
_COPY = "COPY {table} TO {file} (FORMAT parquet, COMPRESSION zstd)"
_COUNT = "SELECT count(*) FROM {table}"


def write(index: Index, folder: Path, named: Mapping[str, Rows], about: About, *, replace: bool = False) -> About:
    """Write the audits of an index to a folder and return what it holds; only with `replace` over a lake.

    `named` holds the rows of `asked` and `grade`; the counts in `about` are filled in here. Raises `BadInput` for a
    folder that holds anything else or if DuckDB is not installed, `StorageTrouble` if the disk refuses.
    """
    _refuse_occupied(folder, replace=replace)
    try:
        with _staged(folder.parent) as beside:
            about = _write_tables(index, beside, named, about)
            _read_back(beside, about)
            _force_to_disk(beside)
            _take_the_place(beside, folder, replace=replace)
    except OSError as error:
        raise filesystem.trouble(folder, error) from None
    return about


def is_lake(folder: Path) -> bool:
    """Return whether a folder was written by `write`."""
    return (folder / lake.NOTE).is_file() and (folder / "export").is_dir()


def _refuse_occupied(folder: Path, *, replace: bool) -> None:
    if not os.path.lexists(folder) or (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())):
        return
    if folder.is_symlink() or not is_lake(folder):
        remedy = "Choose a folder that is empty or does not exist yet"
        raise bad_input(str(folder), "holds something else than an export of audits", remedy)
    if not replace:
        raise bad_input(str(folder), "exists already", "Choose another name, or add --replace to write over it")


# ── tables ───────────────────────────────────────────────────────────────────


def _write_tables(index: Index, beside: Path, named: Mapping[str, Rows], about: About) -> About:
    """Write every table and the note; return what they hold."""
    with contextlib.closing(connect()) as database, _told(beside):
        tables = _Tables(database, beside)
        tables.write_years(index, about.made[:4])
        for table, rows in named.items():
            tables.fill(table, rows)
            tables.put(table)
        written = tables.numbers
        about = about._replace(audits=written["audit"], answers=written["answer"], actions=written["action"])
        tables.fill("export", [tuple(about)])
        tables.put("export")
    (beside / lake.NOTE).write_text(f"{json.dumps(about._asdict(), indent=1)}\n", encoding="ascii")
    return about


class _Tables:
    """Tables in memory that are filled with rows, and put into files."""

    def __init__(self, database: DuckDBPyConnection, folder: Path) -> None:
        self.numbers = dict.fromkeys(lake.TABLES, 0)
        self._database = database
        self._folder = folder
        for table in lake.TABLES:
            self._empty(table)

    def write_years(self, index: Index, this_year: str) -> None:
        """Write the audits year by year; where there are none, tables without rows."""
        with index.at_one_moment():
            for year, months in groupby(lake.months(index), key=lambda month: month.year):
                for month in months:
                    for table, rows in month.rows.items():
                        self.fill(table, rows)
                self._put_year(year)
        if not self.numbers["audit"]:
            self._put_year(this_year)

    def _put_year(self, year: str) -> None:
        for table in lake.DATED:
            self.put(table, f"year={year}")

    def fill(self, table: str, rows: Rows) -> None:
        """Add rows to a table."""
        if rows:
            appender = self._database.appender(table)
            appender.append_rows(rows)
            appender.flush()
            self.numbers[table] += len(rows)

    def put(self, table: str, partition: str = "") -> None:
        """Write what a table was filled with to a file of its own, and empty the table."""
        folder = self._folder / table / partition
        folder.mkdir(parents=True)
        self._database.execute(_COPY.format(table=table, file=quoted(str(folder / "part-0.parquet"))))
        self._empty(table)

    def _empty(self, table: str) -> None:
        self._database.execute(_CREATE.format(table=table, columns=lake.TABLES[table]))


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in plain words that DuckDB could not write."""
    import duckdb

    try:
        yield
    except (duckdb.Error, UnicodeError):
        raise filesystem.trouble(folder.parent, OSError(0, "the tables could not be written")) from None


def _read_back(beside: Path, about: About) -> None:
    """Raise `OSError` unless the files hold what was written."""
    with contextlib.closing(Duck(beside)) as engine:
        kept = [engine.ask(_COUNT.format(table=table), ())[0][0] for table in lake.DATED]
        if lake.about(engine, str(beside)) != about or kept != [about.audits, about.answers, about.actions]:
            raise OSError(EIO, "the disk did not keep what was written")


# ── the folder ───────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _staged(parent: Path) -> Iterator[Path]:
    """Give a private folder beside the place that the lake will have; remove what is left of it at the end."""
    _sweep(parent)
    beside = parent / f"{_START}{os.urandom(8).hex()}{filesystem.TEMPORARY_ENDING}"
    beside.mkdir(_PRIVATE_FOLDER)
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove what exports that were killed left there over a day ago."""
    for folder in parent.glob(f"{_START}*{filesystem.TEMPORARY_ENDING}"):
        with contextlib.suppress(OSError):
            if time.time() - folder.lstat().st_mtime > _ONE_DAY:
                shutil.rmtree(folder)


def _force_to_disk(folder: Path) -> None:
    for place in folder.rglob("*"):
        if place.is_dir():
            place.chmod(_PRIVATE_FOLDER)
            filesystem.sync_folder(place)
        else:
            place.chmod(_PRIVATE_FILE)
            _sync_file(place)
    filesystem.sync_folder(folder)


def _sync_file(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _take_the_place(beside: Path, folder: Path, *, replace: bool) -> None:
    """Give the folder its name; the lake that had it goes only when the new one is there."""
    if not replace or not is_lake(folder):
        _give_free_name(beside, folder)
        return
    old = beside.with_name(f"{beside.stem}-old{filesystem.TEMPORARY_ENDING}")
    folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    filesystem.sync_folder(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def _give_free_name(beside: Path, folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()  # Windows gives no folder the name of another, not even of an empty one.
    beside.rename(folder)
    filesystem.sync_folder(folder.parent)
