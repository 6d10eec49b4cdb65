"""Who made a report, when, and with what; and days as people say them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from caseaudit.domain.trend_words import month_said
from caseaudit.plaintext import one_line


class Made(NamedTuple):
    """Who made a report, when, and with what."""

    by: str
    day: str
    """As ISO."""
    workspace: str
    """What the workspace is called."""
    program: str
    """The program with its version: `caseaudit 1.0`."""


def day_said(iso: str) -> str:
    """Return `9 May 2026` for `2026-05-09`; what is no date stays as it is."""
    try:
        day = datetime.fromisoformat(iso)
    except ValueError:
        return one_line(iso)
    return f"{day.day} {month_said(iso[:7])}"
