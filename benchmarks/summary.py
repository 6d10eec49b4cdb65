"""`caseaudit summary`, from its start to its end, against the least that it could cost, and against pandas.

The workspaces are those of `caseaudit demo`. Making a large one takes minutes: it is made once and kept in the folder
for temporary files. "From the disk" means that the system was told beforehand to let go of what it holds of the records
in memory. pandas is no dependency of the program: without it there are no figures against it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import sleep

from msgspec.structs import replace

from benchmarks.figures import Figure
from benchmarks.programs import PYTHON, caseaudit, peak_of, time_of
from benchmarks.sizes import Bench
from benchmarks.timing import medians
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.store import records
from caseaudit.store.places import Places

COLD, FROM_DISK, WARM, AFTER_CHANGES, GROWTH = 3.0, 2.0, 1.4, 1.25, 10.5
PANDAS_FEW, PANDAS_MANY, PANDAS_MEMORY = 1 / 5, 1 / 20, 1 / 30
MOST_MEMORY = 60.0  # megabytes
CHANGED = 10
_THREADS = 8
_SETTLED = 2.2
"""Seconds after which a change is long enough ago for a file not to be read twice."""
_WORTH_KEEPING = 1_000
_RUNS_EACH = 4
"""Of so many runs of a small program, one of pandas."""
_PEERS = Path(__file__).with_name("peers")


def measure(bench: Bench) -> list[Figure]:
    """Time summaries of few and of many audits, without an index and with one."""
    few, many = (_Summed(bench, number) for number in (bench.sizes.summed_few, bench.sizes.summed))
    figures = [*_without_index(few), *_with_index(many), *_growth(few, many)]
    if find_spec("pandas") is None:
        print("summary: no pandas to measure against. Run `pip install pandas`", file=sys.stderr)
        return figures
    return [*figures, *_against_pandas(few, many)]


class _Summed:
    """A workspace that is summed up."""

    def __init__(self, bench: Bench, number: int) -> None:
        self.bench, self.number = bench, number
        self.places = demonstration(bench, number)
        self.name = f"summary of {number:,}"
        self.home = bench.folder / f"home-{number}"
        self.home.mkdir()
        self._command = caseaudit("--workspace", str(self.places.workspace), "summary")
        self._homes = count()
        self._worker = count()

    def cold(self) -> float:
        """Return the seconds of a summary by somebody who never looked at the workspace before."""
        home = self.bench.folder / f"home-{self.number}-{next(self._homes)}"
        home.mkdir()
        try:
            return time_of(self._command, home)
        finally:
            shutil.rmtree(home)

    def warm(self) -> float:
        """Return the seconds of a summary with an index of everything."""
        return time_of(self._command, self.home)

    def settled(self) -> float:
        """As `warm`, some time after whatever changed last."""
        sleep(_SETTLED)
        self.warm()
        return self.warm()

    def after_changes(self) -> float:
        """Return the seconds of a summary after some audits were saved anew."""
        paths = sorted(self.places.audits.glob("*/*.json"))
        for path in paths[:: max(1, len(paths) // CHANGED)][:CHANGED]:
            audit = records.decode(path.read_bytes(), str(path))
            temporary = path.with_suffix(".tmp")
            temporary.write_bytes(records.encode(replace(audit, worker=f"Worker {next(self._worker)}")))
            temporary.replace(path)
        return self.warm()

    def peak(self) -> float:
        """Return the megabytes of a summary with an index of everything."""
        return peak_of(self._command, self.home)

    def peer(self, name: str, *arguments: str) -> float:
        """Return the seconds of another program over the same records."""
        return time_of(self.program(name, *arguments), self.bench.folder)

    def program(self, name: str, *arguments: str) -> tuple[str, ...]:
        """Return the command line of another program over the same records."""
        return (PYTHON, str(_PEERS / f"{name}.py"), str(self.places.audits), *arguments)

    def from_disk(self, timed: Callable[[], float]) -> float:
        """Return the seconds of something that finds none of the records in memory."""
        for path in self.places.audits.glob("*/*.json"):
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
        return timed()


def demonstration(bench: Bench, number: int) -> Places:
    """Return a demonstration of so many audits; a large one is made once and kept."""
    place = Path(tempfile.gettempdir()) if number >= _WORTH_KEEPING else bench.folder
    made = make_demonstration(place / f"caseaudit-benchmark-demo-{number}", number)
    sleep(_SETTLED)
    return made


def _without_index(few: _Summed) -> Iterator[Figure]:
    runs, read = few.bench.sizes.runs, partial(few.peer, "read_files", "1")
    yield Figure(f"{few.name}, no index yet, against reading", *medians(few.cold, read, runs), COLD)
    if hasattr(os, "posix_fadvise"):
        ours, theirs = (
            partial(few.from_disk, timed) for timed in (few.cold, partial(few.peer, "read_files", str(_THREADS)))
        )
        name = f"{few.name}, from the disk, against {_THREADS} threads that read"
        yield Figure(name, *medians(ours, theirs, max(1, runs // _RUNS_EACH)), FROM_DISK)


def _with_index(many: _Summed) -> Iterator[Figure]:
    runs = many.bench.sizes.runs
    many.warm()
    yield Figure(f"{many.name} against stat", *medians(many.warm, partial(many.peer, "stat_files"), runs), WARM)
    some = max(1, runs // _RUNS_EACH)
    yield Figure(f"{many.name}, {CHANGED} changed", *medians(many.after_changes, many.settled, some), AFTER_CHANGES)
    yield Figure(f"memory of that, against {MOST_MEMORY:.0f} MB", many.peak(), MOST_MEMORY, 1.0, "MB")


def _growth(few: _Summed, many: _Summed) -> Iterator[Figure]:
    names = f"summary of {many.number:,} against {few.number:,}"
    some = max(1, many.bench.sizes.runs // _RUNS_EACH)
    few.warm()
    yield Figure(f"{names}, no index yet", *medians(many.cold, few.cold, some), GROWTH)
    yield Figure(names, *medians(many.settled, few.settled, some), GROWTH)


def _against_pandas(few: _Summed, many: _Summed) -> Iterator[Figure]:
    runs = many.bench.sizes.runs
    for summed, ours, times, limit in (
        (few, few.cold, max(1, runs // _RUNS_EACH), PANDAS_FEW),
        (many, many.settled, 1, PANDAS_MANY),
    ):
        how = "no index yet, " if summed is few else ""
        pandas = partial(summed.peer, "pandas_summary")
        yield Figure(f"{summed.name}, {how}against pandas", *medians(ours, pandas, times), limit)
    theirs = peak_of(many.program("pandas_summary"), many.bench.folder)
    yield Figure("memory of that, against pandas", many.peak(), theirs, PANDAS_MEMORY, "MB")
