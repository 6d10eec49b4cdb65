"""The list of very many audits against the list of few: from the start to the first row."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.programs import app, caseaudit, time_of
from benchmarks.sizes import Bench
from benchmarks.terminals import time_to_draw
from benchmarks.timing import medians
from benchmarks.workspaces import newest_case, workspace_of

LIMIT = 1.2


def measure(bench: Bench) -> list[Figure]:
    """Time the first row of both, first without an index and then with one."""
    few, many = bench.sizes.few, bench.sizes.many
    names = f"first row of {many:,} against {few:,}"
    short, long = (_made(bench, number) for number in (few, many))
    first_looks = Figure(f"{names}, no index yet", _first_row(bench, long, many), _first_row(bench, short, few))
    for workspace in (short, long):
        time_of(caseaudit("--workspace", str(workspace), "audit", "list"), bench.folder)
    rows = partial(_first_row, bench, long, many), partial(_first_row, bench, short, few)
    return [Figure(names, *medians(*rows, bench.sizes.runs), LIMIT), first_looks]


def _made(bench: Bench, number: int) -> Path:
    return workspace_of(bench.folder / f"list-{number}", number).workspace


def _first_row(bench: Bench, workspace: Path, number: int) -> float:
    return time_to_draw(app(workspace), bench.folder, newest_case(number))
