"""The tables of a lake: filled in memory with what cannot be derived, and put into files by DuckDB."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from caseaudit.store import lake
from caseaudit.store.lake import Rows
from caseaudit.store.lake_duckdb import quoted
from caseaudit.store.lake_rows import ACTIONS, ANSWERS, NARROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMNS = {**lake.TABLES, **NARROW}
_FILLED = ("audits", ANSWERS, ACTIONS)
"""What is emptied when a part of a year is in its files."""
_CREATE = "CREATE OR REPLACE TABLE {table} ({columns})"
_COPY = "COPY ({rows}) TO {file} (FORMAT parquet, COMPRESSION zstd)"
_AS_IT_IS = "SELECT * FROM {table}"
_ROWS = {
    "audits": "SELECT {columns} FROM audits ORDER BY path",
    "cell": (
        "SELECT {columns} FROM answer JOIN audits USING (path) JOIN alike USING (alike, checklist, version) "
        "ORDER BY path, criterion"
    ),
    "actions": "SELECT {columns} FROM action JOIN audits USING (path) ORDER BY path, action",
}


class Tables:
    """Tables in memory, and the folder of the files that they go to.

    An answer is two numbers here, of its audit and of its kind: rows that are narrow are quick to take in.
    """

    def __init__(self, database: DuckDBPyConnection, folder: Path) -> None:
        self.numbers = dict.fromkeys(_COLUMNS, 0)
        """How many rows each table was filled with."""
        self._written = 0
        self._database = database
        self._folder = folder
        for table in self.numbers:
            self._empty(table)

    def fill(self, table: str, rows: Rows) -> None:
        """Add rows to a table."""
        if rows:
            appender = self._database.appender(table)
            appender.append_rows(rows)
            appender.flush()
            self.numbers[table] += len(rows)

    @property
    def waiting(self) -> int:
        """How many audits are in memory."""
        return self.numbers["audits"] - self._written

    def put_part(self, year: str) -> None:
        """Write the audits in memory with their answers and actions to files of a year, and empty their tables."""
        for table in lake.DATED:
            rows = _ROWS[table].format(columns=", ".join(lake.names(lake.TABLES[table])))
            self._put(rows, self._folder / table / f"year={year}")
        for table in _FILLED:
            self._empty(table)
        self._written = self.numbers["audits"]

    def put(self, tables: Iterable[str]) -> None:
        """Write tables as they are, each to its file."""
        for table in tables:
            self._put(_AS_IT_IS.format(table=table), self._folder / table)

    def _put(self, rows: str, folder: Path) -> None:
        """Write rows to the next file of a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"part-{sum(1 for _ in folder.iterdir())}.parquet"
        self._database.execute(_COPY.format(rows=rows, file=quoted(str(file))))

    def _empty(self, table: str) -> None:
        self._database.execute(_CREATE.format(table=table, columns=_COLUMNS[table]))
