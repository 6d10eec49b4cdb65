"""The export of very many audits as Parquet against that of few: whole programs, each workspace indexed before."""

from __future__ import annotations

from functools import partial

from benchmarks.figures import Figure
from benchmarks.programs import caseaudit, peak_of, time_of
from benchmarks.sizes import Bench
from benchmarks.timing import medians
from benchmarks.workspaces import workspace_of

GROWTH = 1.05
"""How much longer each audit may take among many than among few."""
_RUNS_EACH = 5
"""Of so many runs of a small program, one of these."""


def measure(bench: Bench) -> list[Figure]:
    """Time both by turns, and compare the most memory that they have at once."""
    many, few = bench.sizes.many, bench.sizes.listed
    long, short = _export(bench, many), _export(bench, few)
    times = (partial(time_of, command, bench.folder) for command in (long, short))
    runs = max(1, bench.sizes.runs // _RUNS_EACH)
    name, peaks = f"{many:,} audits against {few:,}", (peak_of(long, bench.folder), peak_of(short, bench.folder))
    return [
        Figure(f"export parquet of {name}", *medians(*times, runs), GROWTH * many / few),
        Figure(f"memory to export {name}", *peaks, unit="MB"),
    ]


def _export(bench: Bench, number: int) -> tuple[str, ...]:
    """Return the command that writes a workspace again and again, which it makes."""
    workspace = workspace_of(bench.folder / f"exported-{number}", number, signed=True).workspace
    return caseaudit("--workspace", str(workspace), "export", "parquet", str(bench.folder / f"{number}"), "--replace")
