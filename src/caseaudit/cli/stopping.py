"""How long work is stopped: Ctrl-C, a window that is closed, a computer that shuts down. Whole, or not at all."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from click.exceptions import Exit

from caseaudit.cli import say

_KILLED = 128
"""What shells add to the number of the signal that ended a program."""
_SIGINT, _SIGHUP = 2, 1
_HASTE = 3.0
"""Seconds in which a second Ctrl-C does not disturb the clearing up after the first."""


class Told:
    """What the system told the program while it worked."""

    def __init__(self) -> None:
        self.signal = 0
        self._at = 0.0

    def stop(self, number: int, _frame: FrameType | None) -> None:
        """Have the work end as after Ctrl-C, which clears up."""
        if self.signal and time.monotonic() - self._at < _HASTE:
            return
        self.signal, self._at = number, time.monotonic()
        raise KeyboardInterrupt


def whole_or_nothing(target: str = "") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Have a command that is stopped say in one line what it wrote.

    `target` names its option or argument for the file or folder; a command that only prints has none.
    """

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def stoppable(*first: Any, **options: Any) -> int:
            with stopping(options[target] or "" if target else None):
                return command(*first, **options)

        return stoppable

    return decorate


@contextlib.contextmanager
def stopping(target: str | None) -> Iterator[None]:
    """End with one line and the exit code 130 when the work within is stopped; 128 and the signal, if it was another.

    `target` is the file or folder that appears whole or not at all, empty for stdout; None where nothing has to be
    cleared up, so that only Ctrl-C is answered.
    """
    before = _identity(target)
    with _unheard() if target is None else _listening() as told:
        try:
            yield
        except BaseException as error:
            # Some libraries turn the interruption into an error of their own.
            if not (told.signal or isinstance(error, KeyboardInterrupt)):
                raise
            _say(target or "", before, told.signal)
            raise Exit(_KILLED + (told.signal or _SIGINT)) from None


def _say(target: str, before: tuple[int, int] | None, signal: int) -> None:
    if signal == _SIGHUP:
        return  # Nobody sees it.
    if (now := _identity(target)) and now != before:
        say.note(f"Stopped, but {target} was written already and is complete.")
    elif say.has_printed():
        say.note("Stopped; what was printed is not complete.")
    else:
        say.note("Stopped; nothing was written.")


def _identity(target: str | None) -> tuple[int, int] | None:
    """Return what tells one file or folder from the next under the same name; None where there is none."""
    with contextlib.suppress(OSError, ValueError):
        if target:
            status = Path(target).lstat()
            return status.st_dev, status.st_ino
    return None


def _unheard() -> contextlib.AbstractContextManager[Told]:
    return contextlib.nullcontext(Told())


@contextlib.contextmanager
def _listening() -> Iterator[Told]:
    """Give what the system tells meanwhile, where it tells this thread. What is ignored stays ignored (`nohup`)."""
    import signal
    from threading import current_thread, main_thread

    told, before = Told(), dict[int, Any]()
    if current_thread() is main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number and signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, told.stop)
    try:
        yield told
    finally:
        for number, handler in before.items():
            # A program that was stopped is about to end; until then whoever presses on must not kill it.
            signal.signal(number, signal.SIG_IGN if told.signal else handler)
