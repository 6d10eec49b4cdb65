"""A terminal with the program in it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pexpect
import pyte

PATIENCE = 20.0
"""Seconds after which something that should happen is taken as not happening."""
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "ctrl+e": "\x05",
    "ctrl+n": "\x0e",
    "ctrl+k": "\x0b",
    "ctrl+q": "\x11",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f9": "\x1b[20~",
}
_SETTINGS = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}


def _heed_keys() -> None:
    """Let Control-C stop the program, also where these tests run in the background, which would have it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A terminal of some size in which one command runs."""

    def __init__(self, command: list[str], size: tuple[int, int], settings: dict[str, str]) -> None:
        columns, rows = size
        around = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**around, **_SETTINGS, **settings}
        self.process = pexpect.spawn(
            command[0],
            command[1:],
            env=environment,
            dimensions=(rows, columns),
            timeout=PATIENCE,
            preexec_fn=_heed_keys,
        )
        self.process.delaybeforesend = None
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    # ── hands ────────────────────────────────────────────────────────────────

    def press(self, *keys: str) -> None:
        """Send keys by their names, or characters as they are."""
        for key in keys:
            self.process.send(KEYS.get(key, key))

    def writes(self, words: str) -> None:
        """Go to the reason and type."""
        self.press("e")
        self.shows("esc Keys")
        self.press(words)

    def resizes(self, columns: int, rows: int) -> None:
        """Make the terminal another size, in cells."""
        self._screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def dies(self) -> None:
        """Kill the program as a power cut would: it gets no chance to do anything."""
        os.kill(self.process.pid, signal.SIGKILL)
        self._to_the_end()

    def is_closed(self) -> None:
        """Close the window: the terminal is gone, and the program is told so."""
        self.process.ptyproc.delayafterclose = self.process.ptyproc.delayafterterminate = 2
        self.process.close(force=False)

    # ── eyes ─────────────────────────────────────────────────────────────────

    @property
    def page(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def shows(self, *words: str) -> None:
        """Wait until all of these words stand on the screen."""
        self._waits_until(lambda: all(each in self.page for each in words), f"{words} on\n{{page}}")

    def hides(self, words: str) -> None:
        """Wait until these words no longer stand on the screen."""
        self._waits_until(lambda: words not in self.page, f"{words} to go from\n{{page}}")

    def waits_for_file(self, path: Path, words: str) -> None:
        """Wait until a file holds some words."""
        self._waits_until(lambda: path.exists() and words in path.read_text(errors="replace"), f"{words} in {path}")

    def settles(self, calm: float = 0.3) -> None:
        """Wait until the screen has not changed for some seconds."""
        deadline, before = time.monotonic() + PATIENCE, -1
        while before != len(self.raw):
            assert time.monotonic() < deadline, f"it is never quiet:\n{self.page}"
            before, until = len(self.raw), time.monotonic() + calm
            while time.monotonic() < until and before == len(self.raw) and self._look(calm):
                pass

    def ends(self) -> int:
        """Wait for the program to end; return its exit code."""
        self._to_the_end()
        self.process.wait()
        code = self.process.exitstatus
        return code if code is not None else -(self.process.signalstatus or 0)

    def _waits_until(self, happened: object, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not happened():  # type: ignore[operator]
            assert time.monotonic() < deadline, f"waited in vain for {what}".replace("{page}", self.page)
            self._look(0.02)

    def _look(self, seconds: float) -> bool:
        try:
            seen = self.process.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += seen
        self._stream.feed(seen)
        return True

    def _to_the_end(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._look(0.05):
            assert time.monotonic() < deadline, f"it never ended:\n{self.page}"


@contextmanager
def terminal(*arguments: str, size: tuple[int, int] = (100, 30), **settings: str) -> Iterator[Terminal]:
    """Start the program in a terminal; end it, if it has not ended, when the journey is over."""
    with _running([sys.executable, "-m", "caseaudit", *arguments], size, settings) as started:
        yield started


@contextmanager
def terminal_with(code: str, size: tuple[int, int] = (100, 30), **settings: str) -> Iterator[Terminal]:
    """Start some lines of Python in a terminal."""
    with _running([sys.executable, "-c", code], size, settings) as started:
        yield started


@contextmanager
def _running(command: list[str], size: tuple[int, int], settings: dict[str, str]) -> Iterator[Terminal]:
    started = Terminal(command, size, settings)
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError, OSError):
            os.kill(started.process.pid, signal.SIGKILL)
        started.process.close(force=True)


# ── what the bytes would do ──────────────────────────────────────────────────


class Sequence(NamedTuple):
    """What kind of control sequence it is, without its figures: two of a kind do the same sort of thing."""

    kind: str
    detail: str


_CSI = re.compile(r"\x1b\[([<-?]*)([\d;:]*)([ -/]*)([@-~])")
_OSC = re.compile(r"\x1b\](\d*)[^\x07\x1b]*(?:\x07|\x1b\\)")
_STRING = re.compile(r"\x1b([PX^_])[^\x1b]*\x1b\\")
_SHORT = re.compile(r"\x1b([ -/]*[0-~])")
_ORDINARY = {"\r", "\n", "\u200c", "\u200d"}
"""Line ends, and the joiners that names in some scripts and emoji need."""


def sequences(raw: bytes) -> set[Sequence]:
    """Return every kind of control sequence in what a program sent to its terminal."""
    text, found, at = raw.decode("utf-8", "surrogateescape"), set[Sequence](), 0
    while at < len(text):
        if text[at] == "\x1b":
            sequence, at = _sequence(text, at)
            found.add(sequence)
            continue
        if not text[at].isprintable() and text[at] not in _ORDINARY:
            found.add(Sequence("character", f"U+{ord(text[at]):04X}"))
        at += 1
    return found


def _sequence(text: str, at: int) -> tuple[Sequence, int]:
    if match := _CSI.match(text, at):
        private, figures, between, final = match.groups()
        detail = figures if private == "?" or final in "nt" else ""
        return Sequence("CSI", f"{private}{detail}{between}{final}"), match.end()
    if match := _OSC.match(text, at):
        return Sequence("OSC", match[1]), match.end()
    if match := _STRING.match(text, at):
        return Sequence("string", match[1]), match.end()
    match = _SHORT.match(text, at)
    return (Sequence("ESC", match[1]), match.end()) if match else (Sequence("ESC", "cut off"), at + 1)
