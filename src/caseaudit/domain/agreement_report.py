"""How far auditors and moderators agree: over all, by checklist, by criterion and by auditor.

The answers of one audit are alike, as are those of one auditor, so every interval is somewhat narrower than it should
be. That is said wherever the figures are shown (`agreement_words.METHOD`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from caseaudit.domain.agreement import Agreement, agreement, apart_at_most
from caseaudit.domain.agreement_coefficient import Coefficient, Measure, Weights
from caseaudit.domain.agreement_direction import Direction, direction
from caseaudit.domain.agreement_raters import gwet
from caseaudit.domain.agreement_table import Table, Unit, counted, tallies
from caseaudit.domain.intervals import LEAST, Interval
from caseaudit.problems import bad_input

AUDITOR, MODERATOR = "auditor", "moderator"


class Pair(NamedTuple):
    """One answer that an auditor and a moderator graded, both on the same scale."""

    checklist: str
    """The id of the checklist."""
    criterion: str
    """The id of the criterion."""
    auditor: str
    moderator: str
    audit: str
    """The id of the audit that was moderated."""
    first: str
    """The auditor's grade, by its id."""
    second: str
    """The moderator's."""


class Group(NamedTuple):
    """The pairs of one checklist, criterion or auditor."""

    checklist: str
    """The id of the checklist; empty for an auditor."""
    name: str
    """The id of the criterion, or the auditor; empty for a whole checklist."""
    exact: Interval
    within_one: Interval
    coefficient: Coefficient | None
    """Gwet's; None where there are fewer than `LEAST` pairs."""
    direction: Direction | None
    """None where there are fewer than `LEAST` pairs."""

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return self.exact.of


class Parted(NamedTuple):
    """One pair whose grades differ."""

    pair: Pair
    steps: int
    """How far they are apart."""


class Report(NamedTuple):
    """How far auditors and moderators agree, on one scale."""

    overall: Agreement
    audits: int
    """How many audits the pairs come from."""
    checklists: tuple[Group, ...]
    criteria: tuple[Group, ...]
    auditors: tuple[Group, ...]
    disagreements: tuple[Parted, ...]
    """The largest first, then in the order of the pairs."""


def report(
    pairs: Sequence[Pair], scale: Sequence[str], measures: Iterable[Measure], weights: Weights = "linear"
) -> Report:
    """Return how far auditors and moderators agree, on a scale of grades given best first.

    Groups stand in the order of their names. Raises `BadInput` for a grade that is not on the scale.
    """
    points, units = len(scale), _units(pairs, scale)
    overall = agreement(Table(tuple(scale), (AUDITOR, MODERATOR), units), measures, weights)

    def by(key: Callable[[Pair], tuple[str, str]]) -> tuple[Group, ...]:
        found: dict[tuple[str, str], list[Unit]] = {}
        for pair, unit in zip(pairs, units, strict=True):
            found.setdefault(key(pair), []).append(unit)
        return tuple(_group(*name, found[name], points, weights) for name in sorted(found))

    return Report(
        overall=overall,
        audits=len({pair.audit for pair in pairs}),
        checklists=by(lambda pair: (pair.checklist, "")),
        criteria=by(lambda pair: (pair.checklist, pair.criterion)),
        auditors=by(lambda pair: ("", pair.auditor)),
        disagreements=_parted(pairs, units),
    )


def _units(pairs: Sequence[Pair], scale: Sequence[str]) -> tuple[Unit, ...]:
    places = {grade: place for place, grade in enumerate(scale)}
    for pair in pairs:
        if pair.first not in places or pair.second not in places:
            what = "was graded on another scale than the others"
            raise bad_input(pair.audit, what, "Compare the answers of one scale at a time", pair.criterion)
    return tuple(Unit(pair.audit, (places[pair.first], places[pair.second])) for pair in pairs)


def _group(checklist: str, name: str, units: Sequence[Unit], points: int, weights: Weights) -> Group:
    rows = counted(unit.places for unit in units)
    enough = len(units) >= LEAST
    return Group(
        checklist,
        name,
        apart_at_most(rows, 0),
        apart_at_most(rows, 1),
        gwet(tallies(rows, points), 2, weights) if enough else None,
        direction(rows) if enough else None,
    )


def _parted(pairs: Sequence[Pair], units: Sequence[Unit]) -> tuple[Parted, ...]:
    apart = (abs(first - second) for first, second in (_both(unit) for unit in units))
    found = [Parted(pair, steps) for pair, steps in zip(pairs, apart, strict=True) if steps]
    return tuple(sorted(found, key=lambda each: -each.steps))


def _both(unit: Unit) -> tuple[int, int]:
    first, second = unit.places
    return first or 0, second or 0
