"""The line on stderr that says how far long work is: what it does, done of total, the rate, the time left.

It stands only where stderr is a terminal, and only once the work has taken a moment; whatever else is written takes
its place. A thread of its own draws it, so that the work itself is never held up. rich is loaded by that thread.
"""

from __future__ import annotations

import contextlib
import os
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING

from caseaudit.cli import say
from caseaudit.desk.watching import Now, Told, unwatched

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

A_MOMENT = 0.7
"""Seconds of work after which somebody wonders."""
_BETWEEN = 0.2  # seconds between one drawing and the next
_PATIENCE = 2.0  # seconds to wait for the last drawing
_NARROWEST = 40
_ROOM_FOR_KEYS = 4  # cells, so that `^C` begins no new line
_CANNOT_DRAW = {"", "dumb", "unknown"}


class Line:
    """The line of one command."""

    def __init__(self) -> None:
        self.now = Now("", 0, 0)
        self._over = Event()
        self._thread = Thread(target=self._draw, name="progress", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Take the line away."""
        self._over.set()
        self._thread.join(_PATIENCE)

    def _draw(self) -> None:
        if not self._over.wait(A_MOMENT):
            with contextlib.suppress(OSError), _bar() as bar:  # the terminal may be gone
                self._go_on(bar)

    def _go_on(self, bar: Progress) -> None:
        drawn, task = "", bar.add_task("", total=None, far="")
        while not self._over.wait(_BETWEEN if drawn else 0):
            now = self.now
            if now.what != drawn:
                drawn = now.what
                bar.reset(task, description=drawn, total=None, far="")
            _update(bar, task, now)
            bar.console.width = max(_NARROWEST, os.get_terminal_size(sys.stderr.fileno()).columns - _ROOM_FOR_KEYS)
            bar.refresh()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None, complete_style="cyan", finished_style="cyan"),
        TextColumn("{task.fields[far]}", markup=False),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        expand=True,
    )


def _update(bar: Progress, task: TaskID, now: Now) -> None:
    bar.update(task, total=now.total or None, completed=now.done)
    (shown,) = bar.tasks
    bar.update(task, far=said(now, shown.speed or 0.0, shown.time_remaining))


def said(now: Now, rate: float, left: float | None) -> str:
    """Return how far it is in words: `1,234 of 10,000  412/s  0:21 left`.

    `rate` is how many are done in a second, `left` how many seconds it will still take, if anybody can tell.
    """
    if not now.total:
        return ""
    parts = [f"{now.done:,} of {now.total:,}"]
    if rate and now.done < now.total:
        parts.append(f"{rate:,.0f}/s" if rate >= 1 else "under 1/s")
        parts += [f"{_clock(round(left))} left"] if left is not None else []
    return "  ".join(parts)


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


_line: Line | None = None


def watch(what: str) -> Told:
    """Show what is done and how far it is, where there is a terminal to show it on."""
    if not _is_shown():
        return unwatched(what)
    line = _begun()
    line.now = Now(what, 0, 0)

    def told(done: int, total: int) -> None:
        line.now = Now(what, done, total)

    return told


def _is_shown() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM", "") not in _CANNOT_DRAW


def _begun() -> Line:
    global _line
    if _line is None:
        _line = Line()
        say.before_writing(_end)
    return _line


def _end() -> None:
    global _line
    line, _line = _line, None
    if line:
        line.end()
