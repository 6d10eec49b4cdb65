"""From the rows of a list to the cases that can be drawn, saying what was left out and why.

A row is left out once, for the first reason that holds: it is closed, it is not among those asked for, a later row
tells of the same child, no worker stands in it, or its case was audited or given by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from caseaudit.domain.sampling import LeftOut

Values = Mapping[str, Any]


class Row(NamedTuple):
    """One row of a list, in memory alone."""

    identifier: str
    """The child's identifier, as text: a number and the same number as text are one."""
    place: int
    """Its number in the sheet or the file, counted from 1."""
    values: Values
    """A `date`, a whole number or text for each column that was read; None or empty text where there is nothing."""


class Narrowed(NamedTuple):
    """The rows that are left, and what was set aside on the way."""

    rows: list[Row]
    left_out: tuple[LeftOut, ...] = ()

    def without(self, why: str, leaves: Callable[[Row], bool]) -> Narrowed:
        """Return what is left without the rows for which `leaves` holds; a reason that leaves out nothing is kept."""
        kept = [row for row in self.rows if not leaves(row)]
        return Narrowed(kept, (*self.left_out, LeftOut(why, len(self.rows) - len(kept))))


def closed(ends: str, on: date) -> Callable[[Row], bool]:
    """Tell whether a row's case has ended by a day: an end that is still to come closes nothing."""

    def is_closed(row: Row) -> bool:
        ended = row.values.get(ends)
        status = str(row.values.get("status") or "").casefold()
        return (isinstance(ended, date) and ended <= on) or status.startswith("closed")

    return is_closed


def unlike(column: str, wanted: Iterable[str]) -> Callable[[Row], bool]:
    """Tell whether a row's cell begins with none of the words, whatever the case of their letters."""
    starts = tuple(word.casefold() for word in wanted)
    return lambda row: not text(row.values.get(column)).casefold().startswith(starts)


def earlier(rows: Iterable[Row], event: str) -> Callable[[Row], bool]:
    """Tell whether a later row tells of the same child: by the date of the event, and of one day by what it says."""
    latest: dict[str, Row] = {}
    for row in rows:
        other = latest.get(row.identifier)
        if other is None or _lateness(row, event) > _lateness(other, event):
            latest[row.identifier] = row
    return lambda row: latest[row.identifier] is not row


def _lateness(row: Row, event: str) -> tuple[date, str]:
    when = row.values.get(event)
    return (when if isinstance(when, date) else date.min, repr(sorted(map(str, row.values.items()))))


def repeats(rows: Iterable[Row]) -> Iterator[list[int]]:
    """Yield the numbers of the rows that tell of one child, where there are several."""
    rows = list(rows)
    if len({row.identifier for row in rows}) == len(rows):
        return
    places: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        places[row.identifier].append(row.place)
    yield from (found for found in places.values() if len(found) > 1)


def text(value: object) -> str:
    """Return a cell as text: a date as ISO, nothing as nothing."""
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
