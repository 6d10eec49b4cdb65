"""One point of a trend."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """What one month counted: `n` of `of` audits; of none, the month is a gap."""

    month: str
    """As `2026-05`."""
    n: int
    of: int
