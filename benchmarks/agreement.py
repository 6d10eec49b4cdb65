"""Everything that is said of very many answers graded twice, in seconds of CPU.

Its baseline is one second, so that the ratio is the seconds: nobody else computes the same in one go, and what is
promised is that a person does not wait.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from statistics import median
from time import process_time

from benchmarks.figures import Figure
from benchmarks.sizes import Bench
from caseaudit.domain.agreement import USUAL
from caseaudit.domain.agreement_report import Pair, report

LIMIT = 0.2
SCALE = ("outstanding", "good", "requires-improvement", "inadequate")
_SECOND = 1.0
_COMMON = (1, 5, 3, 1)
"""How common each grade is."""
_SAME = 0.7
"""How often a moderator gives the same grade."""


def measure(bench: Bench) -> list[Figure]:
    """Report on pairs of thirty criteria and twelve auditors: over all, by criterion, by auditor, every interval."""
    pairs = _pairs(bench.sizes.pairs, Random(1))
    taken = [_cpu(partial(report, pairs, SCALE, USUAL)) for _ in range(bench.sizes.runs)]
    return [Figure(f"agreement on {len(pairs):,} pairs, seconds of CPU", median(taken), _SECOND, LIMIT)]


def _cpu(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def _pairs(number: int, chance: Random) -> list[Pair]:
    return [_pair(at, chance) for at in range(number)]


def _pair(at: int, chance: Random) -> Pair:
    first = chance.choices(SCALE, _COMMON)[0]
    second = first if chance.random() < _SAME else chance.choice(SCALE)
    return Pair("chronology", f"CHR-{at % 30:02}", f"Auditor {at % 12}", "Moderator", f"audit-{at // 8}", first, second)
