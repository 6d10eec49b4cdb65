"""The bank holidays of England, for clocks that count working days."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import cache


@cache
def of_england() -> Container[date]:
    """Return the bank holidays of England, Good Friday and Christmas Day among them, of any year that is asked about.

    From the library `holidays`, subdivision ENG of GB. A holiday that is proclaimed later needs a newer version of it.
    """
    from holidays import country_holidays

    return country_holidays("GB", subdiv="ENG")
