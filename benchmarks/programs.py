"""The programs that are started, each as a person would start it, in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.timing import seconds

PYTHON = sys.executable
MINIMAL_APP = (PYTHON, str(Path(__file__).with_name("minimal_app.py")))
MINIMAL_APP_READY = "ready to go"
"""What the smallest app shows at first."""
_OPEN = "import sys; from caseaudit.tui.start import run; run(*sys.argv[1:])"
_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small program that starts another: what a large one starts is taken to be as large as itself at first."""
_UNITS_IN_A_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


def caseaudit(*arguments: str) -> tuple[str, ...]:
    """Return the command line of this environment's `caseaudit`."""
    script = Path(PYTHON).with_name("caseaudit")
    return (str(script), *arguments) if script.exists() else (PYTHON, "-m", "caseaudit", *arguments)


def app(workspace: Path, audit: str = "") -> tuple[str, ...]:
    """Return a command line that opens the app on a workspace, or on one audit of it."""
    return (PYTHON, "-c", _OPEN, str(workspace), *([audit] if audit else []))


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which a program sees nothing of the person who runs the benchmarks."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**kept, **terminal, "HOME": str(home), "CASEAUDIT_AUDITOR": "A. Auditor"}


def time_of(command: tuple[str, ...], home: Path) -> float:
    """Return the seconds from the start of a program to its end. Raises if it fails."""
    surroundings = environment(home)

    def run() -> None:
        subprocess.run(
            command, env=surroundings, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )

    return seconds(run)


def peak_of(command: tuple[str, ...], home: Path) -> float:
    """Return the megabytes that a program has at most. Raises if it fails."""
    starter = (PYTHON, "-c", _PEAK, *command)
    ran = subprocess.run(starter, env=environment(home), cwd=home, capture_output=True, text=True, check=True)
    return int(ran.stdout) / _UNITS_IN_A_MEGABYTE
