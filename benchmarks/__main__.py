"""`python -m benchmarks [NAME ...]`: measure, and say which figure is over its limit."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    agreement,
    durable_save,
    first_paint,
    grade_key,
    lake,
    long_list,
    parquet,
    sampling,
    start_up,
    summary,
    verify,
    workbook,
)
from benchmarks.figures import Figure, table
from benchmarks.sizes import FULL, QUICK, Bench, Sizes

BENCHMARKS: dict[str, Callable[[Bench], list[Figure]]] = {
    "first-paint": first_paint.measure,
    "start-up": start_up.measure,
    "grade-key": grade_key.measure,
    "long-list": long_list.measure,
    "durable-save": durable_save.measure,
    "workbook": workbook.measure,
    "lake": lake.measure,
    "parquet": parquet.measure,
    "sampling": sampling.measure,
    "agreement": agreement.measure,
    "summary": summary.measure,
    "verify": verify.measure,
}


def main(arguments: list[str]) -> int:
    """Run the benchmarks that are named, or all; return 1 if `--strict` and a figure is over its limit."""
    asked = _asked(arguments)
    figures: list[Figure] = []
    for name in asked.names or BENCHMARKS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        figures += _measured(BENCHMARKS[name], QUICK if asked.quick else FULL)
    for line in table(figures, times=asked.times):
        print(line)
    return int(asked.strict and any(figure.verdict == "over" for figure in figures))


def _measured(benchmark: Callable[[Bench], list[Figure]], sizes: Sizes) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="caseaudit-benchmark-") as folder:
        return benchmark(Bench(Path(folder).resolve(), sizes))


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure caseaudit against baselines, in turn with them. Use a machine that does nothing else.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHMARKS)}; all, if left out")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a figure is over its limit")
    parser.add_argument("--times", action="store_true", help="also print what each ratio was made of")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(f"{min(unknown)} is not a benchmark; use {', '.join(BENCHMARKS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
