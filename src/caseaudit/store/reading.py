"""Very many records read at once, into what the index holds of them.

One after the other, or, where there are enough of them to be worth it, by copies of this process that send back what
they made. A record that is refused is refused with the problem that opening it would tell.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import encryption, records
from caseaudit.store.indexed import Entries, Entry
from caseaudit.store.names import ENCRYPTED_ENDING
from caseaudit.store.packed import Kind

AT_ONCE = 250
"""How many files are read between two words about how far it is."""
_WORTH_IT = 5_000
"""Files from which on copies of the process pay."""
_SMALL = 1 << 14
"""Bytes: files below this are read in one piece. A larger one would cost every small one a larger buffer."""
_PIPE = 1 << 20
_SIZE = 8
"""Bytes that say how many follow: what is read in one piece is taken apart in a third of the time."""
_PLAINLY = 2
"""The version of `marshal` that does not look for what it sent before: nothing is here twice, so it is quicker."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MOST = 4
"""Copies of the process, at the most."""

Told = Callable[[int, int], None]
"""Is told how many files are read, and of how many."""


class Batch(NamedTuple):
    """Some files that were read."""

    places: list[int]
    """Which of them, counted from 0."""
    entries: list[Entry | Problem]
    kinds: list[Kind]
    """What the codes of the entries stand for: those that no batch of the same reader had before."""
    reader: int
    """Which reader it was."""


def read(paths: Sequence[str]) -> Generator[Batch, None, None]:
    """Yield what some files hold, in any order; to be closed, for it may have made copies of this process."""
    with _without_collecting():
        readers = _readers() if len(paths) >= _WORTH_IT else 1
        yield from _by_copies(paths, readers) if readers > 1 else _one_by_one(paths, range(len(paths)), 0)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that is made here goes round in circles: what looks for circles would only take time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _readers() -> int:
    """Return how many copies of the process may be made; a process with several threads cannot safely be copied."""
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    return min(_MOST, len(os.sched_getaffinity(0)))


def _one_by_one(paths: Sequence[str], places: Sequence[int], reader: int) -> Iterator[Batch]:
    made, told = Entries(), 0
    for start in range(0, len(places), AT_ONCE):
        some = places[start : start + AT_ONCE]
        entries = [_entry(paths[place], made) for place in some]
        yield Batch(list(some), entries, made.kinds[told:], reader)
        told = len(made.kinds)


def _entry(path: str, made: Entries) -> Entry | Problem:
    try:
        content = _content(path)
        if path.endswith(ENCRYPTED_ENDING):
            content = encryption.opened(content, path)
        return made.entry(records.decode(content, path))
    except CaseauditError as error:
        return error.problems[0]


def _content(path: str) -> bytes:
    """Return the bytes of a file; the usual small one in few steps, and any other as `filesystem` reads it."""
    with suppress(OSError):
        descriptor = os.open(path, _FLAGS)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode) and 0 < status.st_size < _SMALL:
                content = os.read(descriptor, _SMALL)
                if len(content) == status.st_size:
                    return content
        finally:
            os.close(descriptor)
    return encryption.stored(Path(path), records.LIMIT)


# ── copies of the process ────────────────────────────────────────────────────


def _by_copies(paths: Sequence[str], readers: int) -> Iterator[Batch]:
    """Yield what copies of this process read; what one of them does not send back is read here."""
    missing = set(range(len(paths)))
    copies = [_Copy(paths, range(number, len(paths), readers), number) for number in range(readers)]
    try:
        waiting = list(copies)
        while waiting:
            for copy in list(waiting):
                if batch := copy.next():
                    missing.difference_update(batch.places)
                    yield batch
                else:
                    waiting.remove(copy)
    finally:
        for copy in copies:
            copy.end()
    yield from _one_by_one(paths, sorted(missing), readers)


class _Copy:
    """A copy of this process that reads some files, and sends back what it made of them."""

    def __init__(self, paths: Sequence[str], places: Sequence[int], number: int) -> None:
        self._number = number
        ours, theirs = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(ours)
            _send_all(_one_by_one(paths, places, number), theirs)
        os.close(theirs)
        _widen(ours)
        self._sent = os.fdopen(ours, "rb")

    def next(self) -> Batch | None:
        """Return the next batch, or None if there is none."""
        size = int.from_bytes(self._sent.read(_SIZE))
        content = self._sent.read(size)
        if not size or len(content) < size:
            return None
        places, entries, kinds = marshal.loads(content)
        made = [Entry(*entry) if len(entry) == len(Entry._fields) else Problem(*entry) for entry in entries]
        return Batch(places, made, [Kind(*kind) for kind in kinds], self._number)

    def end(self) -> None:
        """End the copy, whatever it does."""
        self._sent.close()
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _send_all(batches: Iterator[Batch], descriptor: int) -> NoReturn:
    """Send every batch, then end this process without anything that an end usually brings."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Whoever stops the program stops the first process; it ends us.
        with os.fdopen(descriptor, "wb") as stream:
            for places, entries, kinds, _ in batches:
                sent = (places, [tuple(entry) for entry in entries], [tuple(kind) for kind in kinds])
                content = marshal.dumps(sent, _PLAINLY)
                stream.write(len(content).to_bytes(_SIZE) + content)
                stream.flush()
    finally:
        os._exit(0)


def _widen(pipe: int) -> None:
    """Let a pipe hold a whole batch, where the system can."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
