"""A program in a real pseudo-terminal: what is typed goes in as bytes, what is drawn comes out as bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from pathlib import Path
from time import perf_counter
from types import TracebackType

from benchmarks.programs import environment

ROWS, COLUMNS = 40, 120
_AT_ONCE = 1 << 16
_TO_START = 1800.0
_TO_ANSWER = 30.0
"""Seconds without anything drawn after which something has surely gone wrong."""


class Terminal:
    """One program in a terminal of 40 by 120; it is ended on leaving."""

    def __init__(self, command: tuple[str, ...], home: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.began = perf_counter()
        self._program = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(home), cwd=home, start_new_session=True
        )
        os.close(theirs)
        self._drawn = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._ours)

    def wait_for(self, *texts: str, patience: float = _TO_START) -> float:
        """Wait until all the texts were drawn since the last key; return when that was. Raises `TimeoutError`."""
        wanted = [text.encode() for text in texts]
        while not all(text in self._drawn for text in wanted):
            self._drawn += self._next(patience)
        return perf_counter()

    def press(self, key: str, *texts: str) -> float:
        """Press a key and wait for the texts; return the seconds between."""
        self._settle()
        began = perf_counter()
        os.write(self._ours, key.encode())
        return self.wait_for(*texts, patience=_TO_ANSWER) - began

    def _settle(self, quiet: float = 0.02) -> None:
        """Read until nothing is drawn for a moment, so that the next text is the answer to the next key."""
        while select.select([self._ours], [], [], quiet)[0]:
            self._next(quiet)
        self._drawn = b""

    def _next(self, patience: float) -> bytes:
        if not select.select([self._ours], [], [], patience)[0]:
            raise TimeoutError(f"nothing was drawn for {patience} seconds")
        try:
            return os.read(self._ours, _AT_ONCE)
        except OSError:
            raise RuntimeError(f"the program ended: {self._drawn[-2000:]!r}") from None


def time_to_draw(command: tuple[str, ...], home: Path, *texts: str) -> float:
    """Return the seconds from the start of a program until it has drawn the texts."""
    with Terminal(command, home) as terminal:
        return terminal.wait_for(*texts) - terminal.began
