"""Groups that are too small to be named are counted together, so that nobody can be told from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from caseaudit.domain.breakdown import CUT_THROUGH, Breakdown, Group, best_first
from caseaudit.domain.intervals import Interval, wilson
from caseaudit.domain.report import Row

OTHERS = "others"
"""The name of the groups that are too small to be named, counted together."""
FEWEST = 5
"""How many audits a group needs to be named, whatever the threshold of counts."""
NOT_CUTS = CUT_THROUGH | {"checklist"}
"""The dimensions that do not part audits by who did them, for whom, or when."""

Names = Mapping[str, str]


def names_shared(audits: Mapping[str, int], fewest: int = FEWEST) -> dict[str, str]:
    """Return the name under which each group is shared: its own, or `OTHERS` for one with too few audits.

    Others are at least two groups and `fewest` audits, so that nobody can subtract the rest from the whole: where too
    few groups are small, the next larger ones join them.
    """
    by_size = sorted((name for name, n in audits.items() if n), key=lambda name: (audits[name], name))
    others = [name for name in by_size if audits[name] < fewest]
    joining = [name for name in by_size if name not in others]
    while others and joining and (len(others) < 2 or sum(audits[name] for name in others) < fewest):
        others.append(joining.pop(0))
    return {name: OTHERS if name in others else name for name in audits}


def gathered(found: Breakdown, fewest: int, order: Sequence[str]) -> tuple[Breakdown, Names]:
    """Return the groups with the small ones as one, at the end, and who is who; `order`: ids of grades, best first."""
    if found.by in NOT_CUTS:
        return found, {}
    names = names_shared({group.name: group.audits for group in found.groups}, fewest)
    kept = [group for group in found.groups if names[group.name] != OTHERS]
    small = [group for group in found.groups if names[group.name] == OTHERS]
    return Breakdown(found.by, (*kept, *([_as_one(small, order)] if small else []))), names


def _as_one(groups: Sequence[Group], order: Sequence[str]) -> Group:
    judged: dict[str, int] = {}
    for grade, n in (item for group in groups for item in group.judgements.items()):
        judged[grade] = judged.get(grade, 0) + n
    return Group(
        name=OTHERS,
        checklist="",
        audits=sum(group.audits for group in groups),
        judgements=best_first(judged, order),
        good_or_better=added(group.good_or_better for group in groups),
        compliance=added(group.compliance for group in groups),
        quality=added(group.quality for group in groups),
        insufficient_evidence=added(group.insufficient_evidence for group in groups),
    )


def added(shares: Iterable[Interval]) -> Interval:
    """Return the share of several parts together."""
    found = list(shares)
    return wilson(sum(each.n for each in found), sum(each.of for each in found))


def rows_gathered(teams: Mapping[str, Sequence[Row]], names: Names) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each team under the name that it is shared by; of several, only their share is added."""
    grouped: dict[str, list[Row]] = {}
    for name, rows in teams.items():
        grouped.setdefault(names.get(name, name), []).extend(rows)
    return {name: _rows_as_one(grouped[name]) for name in sorted(grouped, key=lambda name: (name == OTHERS, name))}


def _rows_as_one(rows: Iterable[Row]) -> tuple[Row, ...]:
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row.checklist, row.criterion), []).append(row)
    return tuple(
        found[0]._replace(good_or_better=added(row.good_or_better for row in found)) for found in grouped.values()
    )
