"""What can count a summary, and what it counts. Quick to load."""

from __future__ import annotations

from typing import NamedTuple

SQLITE, DUCKDB, SPARK = ENGINES = ("sqlite", "duckdb", "spark")
"""What can count: the index of the workspace, or one of two engines over a lake."""


class Source(NamedTuple):
    """A lake, and what asks it."""

    engine: str
    """`duckdb` or `spark`."""
    place: str
    """A folder, or for Spark any URI that it understands."""
    master: str = ""
    """For Spark: the cluster's URL; empty for this machine."""
