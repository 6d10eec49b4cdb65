"""DuckDB asks a lake: one machine, no server, and millions of answers in little memory. Needs the extra `lake`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseaudit.store import lake

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
    "preserve_insertion_order": "false",
    "disabled_optimizers": "join_order",
}
"""Nothing is fetched from anywhere, and nothing of a record is laid aside on disk.

The texts join what is small first; DuckDB, which knows no distinct counts of Parquet, would pair every answer to a
criterion with every other.
"""
_VIEW = "CREATE VIEW {table} AS SELECT {columns} FROM read_parquet([{files}])"


def connect() -> DuckDBPyConnection:
    """Return a database in memory. Raises `BadInput` if DuckDB is not installed."""
    try:
        import duckdb
    except ImportError:
        raise lake.not_installed("DuckDB", "lake") from None
    return duckdb.connect(config=dict(_SETTINGS))


class Duck(lake.Lake):
    """Counts over the lake in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the lake. Raises `BadInput` if it is none, or if DuckDB is not installed."""
        self._where = str(folder)
        self._connection = connect()
        try:
            with self._told():
                for table in lake.TABLES:
                    self._connection.execute(_view(folder, table))
                    if table == lake.EXPORT:
                        lake.about(self, self._where)
        except BaseException:
            self.close()
            raise

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a question; each `?` stands for one of the values. Raises `StorageTrouble`."""
        with self._told():
            return self._connection.execute(sql, list(values)).fetchall()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.OutOfMemoryException:
            raise lake.too_large(self._where) from None
        except (duckdb.Error, UnicodeError):
            raise lake.damaged(self._where) from None


def _view(folder: Path, table: str) -> str:
    files = sorted((folder / table).rglob("*.parquet")) if folder.is_dir() else []
    if not files:
        raise lake.no_lake(str(folder))
    listed = ", ".join(quoted(re.sub(r"([*?\[\]])", r"[\1]", str(file))) for file in files)
    columns = (*lake.names(lake.TABLES[table]), *lake.SAME.get(table, ()))
    return _VIEW.format(table=table, columns=", ".join(columns), files=listed)


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
