"""What the audits say on every theme, as JSON, and its schema: both from the types themselves."""

from __future__ import annotations

from typing import Any

import msgspec

from caseaudit.domain.themes_figures import Answers
from caseaudit.exports.schemas import DIALECT


def document(found: Answers) -> dict[str, Any]:
    """Return the answers; a figure that is not shown is null."""
    told: dict[str, Any] = msgspec.to_builtins(found)
    return told


def schema() -> dict[str, Any]:
    """Return the JSON Schema of `document`."""
    return {"$schema": DIALECT, "title": "Themes of caseaudit", **msgspec.json.schema(Answers)}
