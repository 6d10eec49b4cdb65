"""The dates behind a criterion that a clock decides: what was typed, what was computed, and by whose clock."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Verdict = Literal["in-time", "late", "not-done", "not-yet-due", "cannot-say"]


class Timing(Struct, frozen=True, omit_defaults=True):
    """Dates of one answer. A date is ISO; for a clock of hours a time of day follows: `2026-11-22T14:05`."""

    clock: str
    """Id in `timescales.toml`."""
    start: str = ""
    end: str = ""
    """When it was done; empty if it has not been."""
    held: tuple[str, ...] = ()
    """Of a clock that repeats: every visit, session or meeting, in order."""
    until: str = ""
    """Of a clock that repeats: the day up to which the record was read."""
    system: str = ""
    """What the case system gives for `end`, or for the last of `held`."""
    verdict: Verdict | Literal[""] = ""
    said: str = ""
    """What was computed, in one sentence, with the clock's source, as the auditor saw it."""

    @property
    def differs(self) -> bool | None:
        """Whether the case system gives another date than the file; None where one of the two was not noted."""
        on_file = self.end or (self.held[-1] if self.held else "")
        return self.system[:10] != on_file[:10] if self.system and on_file else None
