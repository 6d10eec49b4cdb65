"""The count of a lake against pyarrow that only reads the columns of that count as dictionaries; both whole programs.

pyarrow is no dependency of the program or of its tests: without it there is no figure. A large lake is made once and
kept in the folder for temporary files.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.programs import PYTHON, caseaudit, peak_of, time_of
from benchmarks.sizes import Bench
from benchmarks.timing import medians
from caseaudit.store import lake

LIMIT = 1.7
MOST_MEMORY = 120.0  # megabytes
COLUMNS = "checklist,criterion,answer,grade"
"""What the answers are counted by."""
_WORTH_KEEPING = 1_000_000
_RUNS_EACH = 2
"""Of so many runs of a small program, one of these."""
_HERE = Path(__file__).parent


def measure(bench: Bench) -> list[Figure]:
    """Time both by turns, and take the most memory that the count has at once; then a summary of all there is."""
    if find_spec("pyarrow") is None:
        print("lake: nothing to measure against. Run `pip install pyarrow`", file=sys.stderr)
        return []
    answers, folder = bench.sizes.lake, _made(bench)
    counting = (PYTHON, str(_HERE / "lake_counts.py"), str(folder))
    ours, plain = (partial(time_of, program, bench.folder) for program in (counting, _scan(folder)))
    summing = partial(time_of, caseaudit("summary", "--engine", "duckdb", "--from", str(folder)), bench.folder)
    runs = -(-bench.sizes.runs // _RUNS_EACH)
    return [
        Figure(f"counts of {answers:,} answers in Parquet", *medians(ours, plain, runs), LIMIT),
        Figure(f"memory of that, against {MOST_MEMORY:.0f} MB", peak_of(counting, bench.folder), MOST_MEMORY, 1, "MB"),
        Figure(f"summary of {answers:,} answers in Parquet", *medians(summing, plain, min(runs, 3))),
    ]


def _scan(folder: Path) -> tuple[str, ...]:
    return (PYTHON, str(_HERE / "lake_scan.py"), str(folder / "cell"), COLUMNS)


def _made(bench: Bench) -> Path:
    answers = bench.sizes.lake
    place = Path(tempfile.gettempdir()) if answers >= _WORTH_KEEPING else bench.folder
    folder = place / f"caseaudit-benchmark-lake-{lake.FORMAT}-{answers}"
    if not folder.exists():
        time_of((PYTHON, str(_HERE / "made_lake.py"), str(folder), str(answers)), bench.folder)
    return folder
