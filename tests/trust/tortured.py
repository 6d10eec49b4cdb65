"""The longer runs of `python -m benchmarks.torture`, in short: in a program of their own, with a home of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
"""Seconds, on a machine that does much else; a test that is tortured needs as many."""
SKIPPED = "No fault was injected: "
"""How the reason of a skipped test begins; `.ci/run` looks for it."""


def tortured(name: str, points: int) -> dict[str, int]:
    """Run one torture and return its figures; fail with what it said if one that must be nought is not."""
    if os.name != "posix":
        pytest.skip(f"{SKIPPED}processes are copied, which this system cannot do")
    command = [sys.executable, "-m", "benchmarks.torture", name, "--points", str(points), "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST - 20)
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr[-4000:]}"
    return json.loads(ran.stdout)
