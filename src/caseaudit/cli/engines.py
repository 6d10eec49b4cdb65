"""What counts a summary: the workspace's own index, or DuckDB or Spark over an export."""

from __future__ import annotations

from collections.abc import Callable

import click

from caseaudit.cli.wording import OneOf
from caseaudit.desk.sources import ENGINES, SPARK, SQLITE, Source
from caseaudit.problems import bad_input


def chooses_engine(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that say what counts: it takes them as `engine`, `place` and `master`."""
    command = click.option("--master", default="", metavar="URL", help="The Spark cluster; this machine, if left out.")(
        command
    )
    command = click.option(
        "--from", "place", default="", metavar="URI", help="The export to count, as `export parquet` writes it."
    )(command)
    return click.option(
        "--engine",
        type=OneOf(ENGINES),
        default=SQLITE,
        metavar="ENGINE",
        help="What counts: sqlite (this workspace; if left out), duckdb or spark (an export).",
    )(command)


def source(engine: str, place: str, master: str) -> Source | None:
    """Return the export that is meant and its engine, or None for the workspace.

    Raises `BadInput` for options that do not go together.
    """
    if master and engine != SPARK:
        raise bad_input("--master", "is for Spark alone", "Add --engine spark, or leave --master out")
    if engine == SQLITE and place:
        raise bad_input("--from", "is not read by sqlite", "Add --engine duckdb or --engine spark")
    if engine != SQLITE and not place:
        raise bad_input("--from", "is missing", "Give the folder that `caseaudit export parquet` wrote")
    return None if engine == SQLITE else Source(engine, place, master)
