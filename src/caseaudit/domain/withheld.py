"""A count that is not shown: it reads as the symbol that stands in its place, and whoever reckons with it finds 0.

The symbols are those of the Department for Education's open data standards (analysts' guide, "Statistics
production"), and what stands behind them is nowhere in the report any more.
"""

from __future__ import annotations

SUPPRESSED = "c"
NOT_APPLICABLE = "z"
NOT_AVAILABLE = "x"
LOW = "low"

SYMBOLS = {
    SUPPRESSED: "suppressed so that nobody can be recognised",
    NOT_APPLICABLE: "not applicable",
    NOT_AVAILABLE: "not available here",
    LOW: "rounds to 0 but is not 0",
}
"""What stands in place of a figure, and what it means."""


class Withheld(int):
    """A count in whose place a symbol stands; as a number it is 0, so nothing that is made from it says more."""

    def __str__(self) -> str:
        """Return the symbol."""
        return SUPPRESSED

    def __format__(self, _form: str) -> str:
        """Return the symbol, however a number would be written."""
        return SUPPRESSED

    __repr__ = __str__


C = Withheld()
"""The count that is suppressed."""


def is_said(n: int) -> bool:
    """Say whether a count has a place in a list that leaves out what is nought: one that is not shown has."""
    return n != 0 or is_withheld(n)


def is_withheld(*counts: int) -> bool:
    """Say whether any of some counts is not shown."""
    return any(isinstance(n, Withheld) for n in counts)
