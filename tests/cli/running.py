"""What a command answers, and the program itself as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

NEW = ("audit", "new", "--case", "EB-1042", "--checklist", "handover", "--team", "North", "--worker", "W. Worker")


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines on stdout."""
        return self.out.splitlines()


Run = Callable[..., Said]


def program(*arguments: str, **settings: str) -> Said:
    """Run the program itself, with some variables of its environment set and nothing on stdin."""
    command = [sys.executable, "-m", "caseaudit", *arguments]
    ran = subprocess.run(command, input=b"", capture_output=True, env={**os.environ, **settings}, timeout=60)
    return Said(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
