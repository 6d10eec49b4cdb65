"""Commands in a real pseudo-terminal, a hundred in the time of ten.

One process loads the program once and waits. For each command it makes a copy of itself (`fork`) whose stdin and
stdout are one terminal and whose stderr is another, so that each can be read by itself, byte by byte. What it runs is
`caseaudit.cli.main.main`, as `python -m caseaudit` does; only loading is spared.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

PATIENCE = 40.0
"""Seconds after which a command is taken as never ending."""
SIZE = (40, 100)
"""Rows and columns of each terminal."""


class Told(NamedTuple):
    """What a command sent to its two terminals."""

    code: int
    out: bytes
    err: bytes


class Terminals:
    """A process that runs commands in terminals, one after the other."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        around = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1", **settings}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=around
        )

    def run(self, *arguments: str, folder: Path, typed: str = "") -> Told:
        """Run one command in a folder; `typed` is sent to its keyboard."""
        out, err = _Screen(), _Screen()
        order = {"arguments": arguments, "folder": str(folder), "out": out.name, "err": err.name, "typed": bool(typed)}
        asked, answers = _pipe(self._process.stdin), _pipe(self._process.stdout)
        asked.write(json.dumps(order).encode() + b"\n")
        asked.flush()
        out.to_type = typed.encode("utf-8", "replace")
        code = _attended(answers, out, err)
        told = Told(-1 if code is None else code, out.read_to_the_end(), err.read_to_the_end())
        if code is None:  # its terminals are gone, so it ends by itself
            self._process.kill()
            raise AssertionError(f"it never ended: {arguments}")
        return told

    def end(self) -> None:
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).close()
        self._process.wait(PATIENCE)
        _pipe(self._process.stdout).close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


@contextmanager
def terminals(**settings: str) -> Iterator[Terminals]:
    """Start the process; end it when everything is run."""
    started = Terminals(settings)
    try:
        yield started
    finally:
        started.end()


class _Screen:
    """The near end of a terminal."""

    def __init__(self) -> None:
        self.near, self._far = pty.openpty()
        self.name = os.ttyname(self._far)
        self.to_type = b""
        fcntl.ioctl(self._far, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        settings = termios.tcgetattr(self._far)
        settings[1] &= ~termios.OPOST  # bytes as the program wrote them
        settings[3] &= ~termios.ECHO
        termios.tcsetattr(self._far, termios.TCSANOW, settings)
        self._seen: list[bytes] = []

    def look(self) -> None:
        """Take what is there."""
        try:
            self._seen.append(os.read(self.near, 1 << 16))
        except OSError as error:
            if error.errno != errno.EIO:
                raise

    def type(self) -> None:
        """Send what the terminal takes of what is still to be typed."""
        self.to_type = self.to_type[os.write(self.near, self.to_type[:1024]) :]

    def read_to_the_end(self) -> bytes:
        """Return everything that was sent; the command has ended."""
        while select.select([self.near], [], [], 0)[0]:
            before = len(self._seen)
            self.look()
            if len(self._seen) == before or not self._seen[-1]:
                break
        os.close(self._far)
        os.close(self.near)
        return b"".join(self._seen)


def _attended(answers: IO[bytes], out: _Screen, err: _Screen) -> int | None:
    """Read both terminals until the command has ended; return its exit code, or None if it never ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        typing = [out.near] if out.to_type else []
        ready, takes, _ = select.select([answers, out.near, err.near], typing, [], 1)
        for screen in (out, err):
            if screen.near in ready:
                screen.look()
        if takes:
            out.type()
        if answers in ready:
            return int(answers.readline())
    return None


# ── the process itself ───────────────────────────────────────────────────────


def _serve() -> None:
    """Load the program, then run each order that comes in a copy of this process."""
    import gc

    _load()
    gc.collect()
    gc.freeze()
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _load() -> None:
    import importlib
    import pkgutil

    import caseaudit

    for module in pkgutil.walk_packages(caseaudit.__path__, "caseaudit."):
        if not module.name.startswith("caseaudit.tui") and not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)


def _run(order: dict[str, object]) -> None:
    """Become the command: its terminal is the controlling one. Never returns."""
    code = 99
    try:
        os.setsid()
        out = os.open(str(order["out"]), os.O_RDWR)
        err = os.open(str(order["err"]), os.O_RDWR | os.O_NOCTTY)
        for far, descriptors in ((out, (0, 1)), (err, (2,))):
            for descriptor in descriptors:
                os.dup2(far, descriptor)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(str(order["folder"]))
        from caseaudit.cli.main import main

        code = main([str(argument) for argument in order["arguments"]])  # type: ignore[attr-defined]
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
