"""The audit screen against the smallest app there can be: from the start to the first text on the terminal."""

from __future__ import annotations

from functools import partial

from benchmarks.figures import Figure
from benchmarks.programs import MINIMAL_APP, MINIMAL_APP_READY, app
from benchmarks.sizes import Bench
from benchmarks.terminals import time_to_draw
from benchmarks.timing import medians
from benchmarks.workspaces import workspace_to_answer

LIMIT = 1.25


def measure(bench: Bench) -> list[Figure]:
    """Time the app opened on one audit until the question and its grades are there."""
    places, audit = workspace_to_answer(bench.folder / "painted")
    drawn = (audit.criteria[0], "1 ★ Outstanding", "4 ○ Inadequate")
    ours = partial(time_to_draw, app(places.workspace, audit.id), bench.folder, *drawn)
    minimal = partial(time_to_draw, MINIMAL_APP, bench.folder, MINIMAL_APP_READY)
    return [Figure("first paint of the audit screen", *medians(ours, minimal, bench.sizes.runs), LIMIT)]
