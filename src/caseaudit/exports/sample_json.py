"""A sample as JSON: its record, and whether it still says what was written when it was drawn."""

from __future__ import annotations

from typing import Any

import msgspec

from caseaudit.domain.sampling import Sample


def document(sample: Sample, *, intact: bool, kept: bool = True) -> dict[str, Any]:
    """Return everything a sample says; `kept` is false for one that was drawn to look at and not written."""
    fields: dict[str, Any] = msgspec.to_builtins(sample)
    return {**fields, "intact": intact, "kept": kept}
