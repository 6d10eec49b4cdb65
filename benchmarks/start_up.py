"""Small commands against an interpreter that does nothing."""

from __future__ import annotations

from functools import partial

from benchmarks.figures import Figure
from benchmarks.programs import PYTHON, caseaudit, time_of
from benchmarks.sizes import Bench
from benchmarks.timing import medians
from benchmarks.workspaces import workspace_of

HELP_LIMIT, LIST_LIMIT = 4.5, 7.0
_NOTHING = (PYTHON, "-c", "pass")


def measure(bench: Bench) -> list[Figure]:
    """Time `--version`, `--help`, and a list of the newest of many audits."""
    listed = workspace_of(bench.folder / "listed", bench.sizes.listed).workspace
    commands = (
        ("caseaudit --version", caseaudit("--version"), HELP_LIMIT),
        ("caseaudit --help", caseaudit("--help"), HELP_LIMIT),
        (f"audit list of {bench.sizes.listed:,}", caseaudit("--workspace", str(listed), "audit", "list"), LIST_LIMIT),
    )
    return [_figure(bench, *command) for command in commands]


def _figure(bench: Bench, name: str, command: tuple[str, ...], limit: float) -> Figure:
    ours, nothing = partial(time_of, command, bench.folder), partial(time_of, _NOTHING, bench.folder)
    return Figure(name, *medians(ours, nothing, bench.sizes.runs), limit)
