"""How many of something, as people say it."""

from __future__ import annotations


def how_many(number: int, one: str, many: str = "") -> str:
    """Return `1 audit`, `3 audits`; `many` where an `s` does not make the plural."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
