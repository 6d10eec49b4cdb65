"""`caseaudit verify`, from start to end, against `sha256sum` of the very same files: the least it could cost."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from shlex import quote

from benchmarks.figures import Figure
from benchmarks.programs import caseaudit, time_of
from benchmarks.sizes import Bench
from benchmarks.summary import demonstration
from benchmarks.timing import medians

AGAINST_SHA256SUM = 5.0
_RUNS_EACH = 3
"""Of so many runs of a small program, one of these."""


def measure(bench: Bench) -> list[Figure]:
    """Time both by turns; the files are in memory from the first run on."""
    number = bench.sizes.summed_few
    workspace = demonstration(bench, number).workspace
    command = caseaudit("--workspace", str(workspace), "verify")
    if shutil.which("sha256sum") is None or shutil.which("xargs") is None:
        print("verify: no sha256sum to measure against", file=sys.stderr)
        return []
    folders = f"{quote(str(workspace / 'audits'))} {quote(str(workspace / '.caseaudit' / 'history'))}"
    baseline = ("sh", "-c", f"find {folders} -type f -print0 | xargs -0 sha256sum")
    times = (partial(time_of, each, bench.folder) for each in (command, baseline))
    runs = max(1, bench.sizes.runs // _RUNS_EACH)
    return [Figure(f"verify of {number:,} against sha256sum", *medians(*times, runs), AGAINST_SHA256SUM)]
