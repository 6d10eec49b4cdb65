"""A save of the register against the plain recipe: write a file beside it, force it to disk, rename it.

Both work in one folder, so on one disk; a folder that lies in memory says nothing, so give one on a disk
with the variable TMPDIR.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from benchmarks.figures import Figure
from benchmarks.sizes import Bench
from benchmarks.timing import medians, seconds
from benchmarks.workspaces import STAMP, answered
from caseaudit.desk.workspace import make
from caseaudit.domain.audit import Audit
from caseaudit.store.records import encode
from caseaudit.store.register import Register

LIMIT = 3.0
_ID = "20261102-saves"


class _Sitting:
    """One audit, saved again and again, each time with other words."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.audit = register.save(replace(answered(), id=_ID), STAMP)

    def save(self) -> float:
        """Return the seconds of one save."""
        changed = replace(self.audit, worker=f"Worker {self.audit.revision.number:06d}")
        return seconds(partial(self._take, changed))

    def _take(self, changed: Audit) -> None:
        self.audit = self.register.save(changed, STAMP)


def measure(bench: Bench) -> list[Figure]:
    """Save one audit by turns with the plain recipe for as many bytes."""
    sitting = _Sitting(Register(make(str(bench.folder / "saved"))))
    beside = sitting.register.path(sitting.audit).with_name("plain.txt")
    plain = partial(seconds, partial(_plainly, beside, encode(sitting.audit)))
    return [Figure("durable save", *medians(sitting.save, plain, bench.sizes.saves), LIMIT)]


def _plainly(target: Path, content: bytes) -> None:
    """Write, force to disk, rename: the least that survives a power cut."""
    temporary = target.with_suffix(".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(target)
