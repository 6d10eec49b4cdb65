"""The JSON Schema of a file of counts, from the types that it is read into, with the name of each column."""

from __future__ import annotations

from typing import Any

import msgspec

from caseaudit.domain import federation
from caseaudit.domain.federation import Counts
from caseaudit.exports.schemas import DIALECT

Schema = dict[str, Any]


def counts() -> Schema:
    """Return the schema of what `caseaudit export counts` writes. A row is a list; its columns have titles."""
    schema = msgspec.json.schema(Counts)
    for name, definition in schema["$defs"].items():
        columns = getattr(getattr(federation, name), "_fields", ())
        for column, kind in zip(columns, definition.get("prefixItems", ()), strict=True):
            kind["title"] = column
    return {"$schema": DIALECT, "title": "A file of counts of caseaudit", **schema}
