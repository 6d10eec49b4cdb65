"""Two things timed in turn, so that whatever else the machine does falls on both alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter

Timed = Callable[[], float]
"""Does something once and returns how many seconds it took."""


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def in_turn(measured: Timed, baseline: Timed, runs: int) -> tuple[list[float], list[float]]:
    """Return the times of `runs` runs of each, one after the other; a first run of both is not counted."""
    measured(), baseline()
    pairs = [(measured(), baseline()) for _ in range(runs)]
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


def medians(measured: Timed, baseline: Timed, runs: int) -> tuple[float, float]:
    """Return the median time of each, in seconds."""
    ours, theirs = in_turn(measured, baseline, runs)
    return median(ours), median(theirs)


def slow_one_in_twenty(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(times, n=20, method="inclusive")[-1]
