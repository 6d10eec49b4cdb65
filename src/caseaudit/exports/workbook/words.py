"""Short words that several sheets use."""

from __future__ import annotations

from caseaudit.domain.change import Period


def days(period: Period) -> str:
    """Return a period as people say it; `no day` where there is none."""
    if not period.last:
        return "no day"
    return period.first if period.first == period.last else f"{period.first} to {period.last}"


def counted(number: int, what: str) -> str:
    """Return `1 audit`, `2 audits`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
