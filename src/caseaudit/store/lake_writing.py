"""Write a lake, whole or not at all: beside its place, forced to disk, read back, and only then under its name."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from errno import EIO
from itertools import groupby
from pathlib import Path

from caseaudit.problems import bad_input
from caseaudit.store import filesystem, lake
from caseaudit.store.index import Index
from caseaudit.store.lake import About, Rows
from caseaudit.store.lake_duckdb import Duck, connect
from caseaudit.store.lake_rows import ACTIONS, ANSWERS, Reading
from caseaudit.store.lake_tables import Tables

_START = ".caseaudit-lake-"
AT_ONCE = 20_000
"""Audits in memory after which a year begins another file."""
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_COUNT = "SELECT count(*) FROM {table}"


def write(
    index: Index,
    folder: Path,
    named: Mapping[str, Rows],
    about: About,
    told: Callable[[int], None],
    *,
    replace: bool = False,
) -> About:
    """Write the audits of an index to a folder and return what it holds; only with `replace` over a lake.

    `named` holds the rows of `asked` and `grade`; the counts in `about` are filled in here; `told` takes from time to
    time how many audits are written, and whatever it raises leaves nothing behind. Raises `BadInput` for a
    folder that holds anything else or if DuckDB is not installed, `StorageTrouble` if the disk refuses.
    """
    _refuse_occupied(folder, replace=replace)
    try:
        with _staged(folder.parent) as beside:
            about = _write_tables(index, beside, named, about, told)
            _read_back(beside, about)
            _force_to_disk(beside)
            _take_the_place(beside, folder, replace=replace)
    except OSError as error:
        raise filesystem.trouble(folder, error) from None
    return about


def is_lake(folder: Path) -> bool:
    """Return whether a folder was written by `write`."""
    return (folder / lake.NOTE).is_file() and (folder / lake.EXPORT).is_dir()


def _refuse_occupied(folder: Path, *, replace: bool) -> None:
    if not os.path.lexists(folder) or (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())):
        return
    if folder.is_symlink() or not is_lake(folder):
        remedy = "Choose a folder that is empty or does not exist yet"
        raise bad_input(str(folder), "holds something else than an export of audits", remedy)
    if not replace:
        raise bad_input(str(folder), "exists already", "Choose another name, or add --replace to write over it")


# ── tables ───────────────────────────────────────────────────────────────────


def _write_tables(
    index: Index, beside: Path, named: Mapping[str, Rows], about: About, told: Callable[[int], None]
) -> About:
    """Write every table and the note; return what they hold."""
    with contextlib.closing(connect()) as database, _told(beside):
        tables = Tables(database, beside)
        _write_years(tables, index, about.made[:4], told)
        for table, rows in named.items():
            tables.fill(table, rows)
        written = tables.numbers
        about = about._replace(audits=written["audits"], answers=written[ANSWERS], actions=written[ACTIONS])
        tables.fill(lake.EXPORT, [tuple(about)])
        tables.put(table for table in lake.TABLES if table not in lake.DATED)
    (beside / lake.NOTE).write_text(f"{json.dumps(about._asdict(), indent=1)}\n", encoding="ascii")
    return about


def _write_years(tables: Tables, index: Index, this_year: str, told: Callable[[int], None]) -> None:
    """Write the audits year by year; where there are none, tables without rows."""
    with index.at_one_moment():
        reading = Reading(index)
        for year, months in groupby(reading.months(), key=lambda month: month.year):
            for month in months:
                for table, rows in month.rows.items():
                    tables.fill(table, rows)
                told(tables.numbers["audits"])
                if tables.waiting >= AT_ONCE:
                    tables.put_part(year)
            if tables.waiting:
                tables.put_part(year)
        tables.fill("twice", reading.twice())
    if not tables.numbers["audits"]:
        tables.put_part(this_year)


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
    filesystem.sweep_folders(parent, f"{_START}*{filesystem.TEMPORARY_ENDING}")
    beside = parent / f"{_START}{os.urandom(8).hex()}{filesystem.TEMPORARY_ENDING}"
    beside.mkdir(_PRIVATE_FOLDER)
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


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
        filesystem.force(opened.fileno())


def _take_the_place(beside: Path, folder: Path, *, replace: bool) -> None:
    """Give the folder its name; the lake that had it goes only when the new one is there."""
    if not replace or not is_lake(folder):
        _give_free_name(beside, folder)
        return
    old = beside.with_name(f"{beside.stem}-old{filesystem.TEMPORARY_ENDING}")
    try:
        folder.rename(old)
        beside.rename(folder)
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    filesystem.sync_folder(folder.parent)


def _give_free_name(beside: Path, folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()  # Windows gives no folder the name of another, not even of an empty one.
    beside.rename(folder)
    filesystem.sync_folder(folder.parent)
