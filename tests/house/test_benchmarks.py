"""The benchmarks run from the root of the repository and give a ratio for everything that is promised."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROMISED = {
    "first-paint": ["first paint of the audit screen"],
    "start-up": ["caseaudit --version", "caseaudit --help", "audit list of 20"],
    "grade-key": ["grade key to repaint, p95"],
    "long-list": ["first row of 50 against 5", "first row of 50 against 5, no index yet"],
    "durable-save": ["durable save"],
    "workbook": ["xlsx of 60 answers"],
    "lake": [
        "counts of 3,000 answers in Parquet",
        "memory of that, against 120 MB",
        "summary of 3,000 answers in Parquet",
    ],
    "parquet": ["export parquet of 50 audits against 20", "memory to export 50 audits against 20"],
    "sampling": ["sample of 12 from 60, by team", "sample of 12 from 60, by four rules"],
    "agreement": ["agreement on 60 pairs, seconds of CPU"],
    "summary": [
        "summary of 5, no index yet, against reading",
        "summary of 5, from the disk, against 8 threads that read",
        "summary of 20 against stat",
        "summary of 20, 10 changed",
        "memory of that, against 60 MB",
        "summary of 20 against 5, no index yet",
        "summary of 20 against 5",
        "summary of 5, no index yet, against pandas",
        "summary of 20, against pandas",
        "memory of that, against pandas",
    ],
    "verify": ["verify of 5 against sha256sum"],
}
NEEDS_A_PSEUDO_TERMINAL = pytest.mark.skipif(os.name == "nt", reason="this system has no pseudo-terminals")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmarks as a person does."""
    command = (sys.executable, "-m", "benchmarks", *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@NEEDS_A_PSEUDO_TERMINAL
@pytest.mark.parametrize("name", PROMISED)
def test_a_benchmark_gives_every_ratio_it_promises(name: str) -> None:
    """With tiny sizes each benchmark runs to its end and prints its figures, each above nought, with a verdict."""
    if name == "lake":
        pytest.importorskip("pyarrow", reason="there is nothing to measure a lake against")
    if name == "summary":
        pytest.importorskip("pandas", reason="there is nothing to measure a summary against")
    finished = run(name, "--quick")

    rows = [re.split(r" {2,}", line) for line in finished.stdout.splitlines()]
    assert rows[0] == ["FIGURE", "RATIO", "LIMIT"]
    assert [row[0] for row in rows[1:]] == PROMISED[name]
    assert all(float(ratio) > 0 and verdict in ("ok", "over", "no limit") for _, ratio, _, verdict in rows[1:])
    assert finished.returncode == 0


@NEEDS_A_PSEUDO_TERMINAL
def test_no_benchmark_goes_untested() -> None:
    """The benchmarks that can be asked for are the ones tested here."""
    assert ", ".join(PROMISED) in run("nothing-of-the-kind").stderr


@NEEDS_A_PSEUDO_TERMINAL
def test_a_name_that_is_no_benchmark_is_refused() -> None:
    """A wrong name measures nothing and says which names there are."""
    refused = run("first-pain")

    assert refused.returncode == 2
    assert "first-pain is not a benchmark" in refused.stderr
