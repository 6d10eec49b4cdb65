"""How much of everything: as the limits were set, or just enough to see that the benchmarks run."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Sizes(NamedTuple):
    """How often each thing is done, and how many audits there are."""

    runs: int
    """Programs started for each figure."""
    presses: int
    """Keys pressed for each figure."""
    saves: int
    listed: int
    """Audits in the workspace of `audit list`."""
    few: int
    """Audits in the shorter of the two lists on screen."""
    many: int
    """Audits in the longer one."""
    answers: int
    """Answers in the workbook, at least."""
    sampled: int
    """Rows of the list that a sample is drawn from."""
    pairs: int
    """Answers that were graded twice."""
    lake: int
    """Answers in the lake."""
    summed_few: int
    """Audits in the smaller of the two workspaces that are summed up."""
    summed: int
    """Audits in the larger one."""


FULL = Sizes(
    runs=15,
    presses=300,
    saves=300,
    listed=10_000,
    few=1_000,
    many=100_000,
    answers=100_000,
    pairs=10_000,
    sampled=100_000,
    lake=40_000_000,
    summed_few=10_000,
    summed=100_000,
)
QUICK = Sizes(
    runs=1,
    presses=4,
    saves=3,
    listed=20,
    few=5,
    many=50,
    answers=60,
    pairs=60,
    sampled=60,
    lake=3_000,
    summed_few=5,
    summed=20,
)


class Bench(NamedTuple):
    """Where a benchmark works, and how much it does."""

    folder: Path
    """A folder for this run alone, on the disk where the saves are measured."""
    sizes: Sizes
