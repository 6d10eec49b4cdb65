"""From the plain tables of a `timescales.toml` to its clocks, naming everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from caseaudit.domain import shape
from caseaudit.domain.shape import CHECKLIST_ID, Fault, Key
from caseaudit.domain.timescales import (
    COUNTINGS_OF_UNIT,
    Confidence,
    Counting,
    Limit,
    Standing,
    Stretch,
    Timescale,
    Unit,
)
from caseaudit.problems import nearest

LONGEST = 1000
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_WHO_SAYS = {"statutory": "is set by law", "guidance": "is set by national guidance"}


def read_timescales(
    table: Mapping[str, Any], before: Mapping[str, Timescale] | None = None
) -> tuple[dict[str, Timescale], list[Fault]]:
    """Return every clock of a file that can be used, by id, and every fault found in the others.

    `before` is None for the file that ships. For a workspace's own file it holds the clocks that stood before:
    a local one gives way to one of the same id, and no other does.
    """
    faults = {name: list(_faults_of(name, value, before)) for name, value in table.items()}
    sound = {name: _build(name, table[name]) for name, found in faults.items() if not found}
    return sound, [fault for found in faults.values() for fault in found]


# ── what each table may hold ─────────────────────────────────────────────────

STRETCH_KEYS = {
    "within": Key(shape.whole(1, LONGEST), needed=True),
    "unit": Key(shape.one_of("days", "working days", "weeks", "months"), needed=True),
}
TIMESCALE_KEYS = {
    "title": Key(shape.text, needed=True),
    "from": Key(shape.text, needed=True),
    "until": Key(shape.text, needed=True),
    "within": Key(shape.whole(1, LONGEST)),
    "unit": Key(shape.one_of(*get_args(Unit)), needed=True),
    "counting": Key(shape.one_of(*get_args(Counting)), needed=True),
    "then": Key(shape.table),
    "limit": Key(shape.one_of(*get_args(Limit))),
    "or_before": Key(shape.true_or_false),
    "resets": Key(shape.text),
    "applies_when": Key(shape.text),
    "usual": Key(shape.text),
    "standing": Key(shape.one_of(*get_args(Standing)), needed=True),
    "source": Key(shape.text, needed=True),
    "dated": Key(shape.text, needed=True),
    "confidence": Key(shape.one_of(*get_args(Confidence)), needed=True),
    "note": Key(shape.text),
}


def _faults_of(name: str, table: Any, before: Mapping[str, Timescale] | None) -> Iterator[Fault]:
    if not CHECKLIST_ID.fullmatch(name):
        yield Fault((name,), "is not formed like an id", 'Write it like "first-visit"')
    if not isinstance(table, dict):
        yield Fault((name,), "is not a table", 'Begin each clock with its id in brackets: "[first-visit]"')
        return
    refused = list(_override_faults(name, table, before))
    yield from refused or _table_faults(name, table)


def _override_faults(name: str, table: Mapping[str, Any], before: Mapping[str, Timescale] | None) -> Iterator[Fault]:
    """Yield why a workspace's own clock cannot stand, before anything else about it matters."""
    if before is None:
        return
    stood = before.get(name)
    if stood is not None and stood.standing != "local":
        remedy = "Take this table out, or give yours an id of its own; a stricter rule of yours can stand beside it"
        yield Fault((name,), f"{_WHO_SAYS[stood.standing]} and cannot be changed here", remedy)
    elif table.get("standing") in tuple(_WHO_SAYS):
        yield Fault((name, "standing"), "is not for a workspace to say", 'Write standing = "local"')


def _table_faults(name: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    yield from shape.faults(table, TIMESCALE_KEYS, (name,))
    if isinstance(table.get("then"), dict):
        yield from shape.faults(table["then"], STRETCH_KEYS, (name, "then"))
    yield from _number_faults(name, table)
    yield from _counting_faults(name, table)
    if isinstance(table.get("dated"), str) and not _YEAR.search(table["dated"]):
        yield Fault((name, "dated"), "holds no year", 'Say how old the source is: "as made in 2010"')


def _number_faults(name: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield whether the number is there where it must be, and nowhere else."""
    if table.get("unit") == "weekday":
        present = [key for key in ("within", "usual") if key in table]
        yield from (Fault((name, key), "has no meaning for a weekday", "Take it out") for key in present)
    elif "within" in table and "usual" in table:
        yield Fault((name, "usual"), "stands beside a number", "Keep within, or usual where no number holds everywhere")
    elif "within" not in table and "usual" not in table:
        local = table.get("standing") == "local"
        remedy = "Add the number" + (", or say in usual what services often use" if local else "")
        yield Fault((name, "within"), "is missing", remedy)
    elif "usual" in table and table.get("standing") != "local":
        yield Fault((name, "usual"), "is for local clocks alone", "Give the number in within")


def _counting_faults(name: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield whether the unit can be counted in the way that is said."""
    unit, counting = table.get("unit"), table.get("counting")
    fitting = COUNTINGS_OF_UNIT.get(unit) if isinstance(unit, str) else None
    if fitting and counting in get_args(Counting) and counting not in fitting:
        yield Fault((name, "counting"), f"does not fit {unit}", nearest(str(counting), fitting))
    if "then" in table and counting in get_args(Counting) and counting != "day 0":
        yield Fault((name, "then"), "can only follow a count from day 0", "Make two clocks of it")


# ── building, once nothing is wrong ──────────────────────────────────────────


def _build(name: str, table: Mapping[str, Any]) -> Timescale:
    fields = {key: value for key, value in table.items() if key not in ("from", "then")}
    then = Stretch(**table["then"]) if "then" in table else None
    return Timescale(id=name, begins=table["from"], then=then, **fields)
