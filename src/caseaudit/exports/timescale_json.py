"""A clock as JSON: its keys as in `timescales.toml`, with the words that people are shown."""

from __future__ import annotations

from typing import Any

import msgspec

from caseaudit.domain import timescales
from caseaudit.domain.timescales import Timescale


def document(clock: Timescale) -> dict[str, Any]:
    """Return everything a clock says, defaults filled in, how it is counted, and its sentence."""
    fields: dict[str, Any] = msgspec.to_builtins(clock)
    return {
        **fields,
        "counted": timescales.counted(clock),
        "bank_holidays_matter": clock.bank_holidays_matter,
        "sentence": timescales.sentence(clock),
    }
