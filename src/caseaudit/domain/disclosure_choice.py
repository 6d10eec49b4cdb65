"""Which figures of a report are not shared: the small ones, and those that would give them away.

Shares, answers without a grade, and judgements are three families. Each is protected even from a reader who has the
other two by heart, so what holds for each holds for all of them on one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from caseaudit.domain.breakdown import Months
from caseaudit.domain.disclosure_groups import Names
from caseaudit.domain.disclosure_hiding import BASE, CANNOT, Counts, Exhausted, Hiding, Key, Swap
from caseaudit.domain.disclosure_linked import (
    ALL,
    EVERYBODY,
    ByTeam,
    Linked,
    evidence,
    judgements,
    leaf,
    of_checklist,
    shares,
)
from caseaudit.domain.report import Report, Row

Half = tuple[int, ...]
"""The places of the grades that are good or better, or of those below."""

Need = tuple[Key, int, Sequence[Sequence[Swap]]]
"""A count that must not be told, and the swaps that may see to it, the best first."""


class Choice(NamedTuple):
    """What is hidden, by whose it is and what it is of."""

    shares: frozenset[Key]
    """Good or better, and below it."""
    bases: frozenset[Key]
    """Of these not even how many were graded may be shown or follow."""
    evidence: frozenset[Key]
    """Too little evidence; of a criterion, its other answers without a grade too."""
    judged: tuple[frozenset[Key], frozenset[Key]]
    """Of these the judgements that are good or better, or those below, one by one."""
    judged_share: frozenset[Key]
    """Of these not even how many were judged good or better."""
    checklists: frozenset[str]
    """Of these not even how many audits there are."""


def chosen(report: Report, teams: ByTeam, months: Names, threshold: int, fewest: int) -> Choice:
    """Return what to hide of a report whose small groups are gathered already."""
    checklists = few(report, fewest)
    answers = _shares(shares(report, teams, months), list(small_months(report, fewest)), threshold)
    rows = [row for row in report.rows if _is_bare(row, checklists, threshold)]
    bare = {(EVERYBODY, leaf(row)) for row in rows} | answers.loose
    short = _evidence(evidence(report), bare, threshold)
    linked = judgements(report, possible_grades(report))
    halves = _halves(report)
    forced = [(EVERYBODY, of_checklist(name)) for name in checklists]
    judged = _judged_share(linked, halves, forced, threshold)
    ones = [_judged_ones(linked, half, judged.hidden, threshold) for half in halves]
    return Choice(
        frozenset(answers.hidden),
        frozenset(answers.loose),
        frozenset(short.hidden),
        (ones[0], ones[1]),
        frozenset(judged.hidden),
        frozenset(checklists),
    )


def _is_bare(row: Row, checklists: Iterable[str], threshold: int) -> bool:
    """Say whether the answers without a grade must go, whatever is known of the evidence of other criteria."""
    ungraded = row.not_applicable, row.not_assessed, row.numbers
    return row.checklist in checklists or any(0 < n < threshold for n in ungraded)


# ── too few audits ───────────────────────────────────────────────────────────


def few(report: Report, fewest: int) -> list[str]:
    """Return the checklists of which it is not said how many audits there are: none, or two at the least."""
    by_size = sorted(report.judgements, key=lambda each: (each.audits, each.checklist))
    found = [each for each in by_size if each.audits < fewest]
    joining = [each for each in by_size if each.audits >= fewest]
    while found and joining and (len(found) < 2 or sum(each.audits for each in found) < fewest):
        found.append(joining.pop(0))
    return [each.checklist for each in found]


def small_months(report: Report, fewest: int) -> Iterator[Key]:
    """Yield the months that may have too few audits, of all checklists and of each: an audit answers all it is asked.

    Reports count the answers of a month and not its audits, so the fewest audits that can have given them are taken.
    """
    asked = {checklist: len(rows) for checklist, rows in report.by_checklist().items()}
    together: dict[str, int] = {}
    for months in (each for each in report.months if each.checklist):
        for month, audits in _audits_at_least(months, asked[months.checklist]).items():
            together[month] = together.get(month, 0) + audits
            if audits < fewest:
                yield ("month", month), of_checklist(months.checklist)
    yield from ((("month", month), ALL) for month, audits in together.items() if audits < fewest)


def _audits_at_least(months: Months, criteria: int) -> dict[str, int]:
    return {point.month: -(-point.of // criteria) for point in months.points}


# ── the three families ───────────────────────────────────────────────────────


def _shares(linked: Linked, forced: Iterable[Key], threshold: int) -> Hiding:
    """Hide shares with a small count on either side; where that does not help, their bases too."""
    hiding = Hiding(linked.units, linked.true_sums, linked.prices)
    printed = {key: counts for key, counts in linked.units.items() if key not in linked.unprinted}
    small = [key for key, counts in printed.items() if any(0 < n < threshold for n in counts)]
    small = list(dict.fromkeys([*small, *(key for key in forced if key in printed)]))
    hiding.hide([*small, *linked.unprinted])
    return _protected(hiding, chain.from_iterable(_on_either_side(key, linked.units[key], threshold) for key in small))


def _on_either_side(key: Key, counts: Counts, threshold: int) -> Iterator[Need]:
    """Yield what a share needs: that neither side can be told, and not all of it either where that is small."""
    if sum(counts) < threshold:
        yield key, BASE, [[(0, None), (1, None)]]
    for place in (0, 1):
        if counts[place]:
            yield key, place, [[(0, 1)], [(place, None)]]


def _protected(hiding: Hiding, needs: Iterable[Need]) -> Hiding:
    """Protect every count that needs it; where that cannot be, hide all."""
    try:
        for key, place, ways in needs:
            hiding.protect(key, place, ways)
    except Exhausted:
        hiding.hide_everything()
    return hiding


def _evidence(linked: Linked, bare: Iterable[Key], threshold: int) -> Hiding:
    hiding = Hiding(linked.units, linked.true_sums, linked.prices)
    small = [key for key, counts in linked.units.items() if 0 < counts[0] < threshold]
    hiding.hide([*small, *(key for key in bare if key in linked.units)])
    return _protected(hiding, ((key, 0, [[(0, 1)]]) for key in small))


def _judged_share(linked: Linked, halves: Sequence[Half], forced: Iterable[Key], threshold: int) -> Hiding:
    """Hide all judgements where those that are good or better are few, or those below."""
    hiding = Hiding(linked.units, linked.true_sums, linked.prices)
    few_in = {key for key in linked.units for half in halves if 0 < _sum(linked, key, half) < threshold}
    small = sorted(few_in | set(forced), key=repr)
    hiding.hide(small)
    return _protected(hiding, _across(linked, small, halves, threshold))


def _across(linked: Linked, small: Iterable[Key], halves: Sequence[Half], threshold: int) -> Iterator[Need]:
    """Yield the judgements that need a swap with the other half, as few as they are together."""
    for key in small:
        for here, there in (halves, halves[::-1]):
            if 0 < _sum(linked, key, here) < threshold:
                for place in (place for place in here if linked.units[key][place] > 0):
                    yield key, place, [[(place, other) for other in there if linked.units[key][other] != CANNOT]]


def _sum(linked: Linked, key: Key, half: Half) -> int:
    return sum(max(0, linked.units[key][place]) for place in half)


def _judged_ones(linked: Linked, half: Half, forced: Iterable[Key], threshold: int) -> frozenset[Key]:
    """Return whose judgements of one half are hidden one by one; how many they are together may be known."""
    hiding = Hiding(linked.units, linked.true_sums, linked.prices)
    small = [(key, place) for key, place in product(linked.units, half) if 0 < linked.units[key][place] < threshold]
    hiding.hide([*forced, *(key for key, _ in small)])
    needs = ((key, place, _within(linked, key, place, half)) for key, place in small)
    alike = (need for need in needs if need[2][0])
    return frozenset(_protected(hiding, alike).hidden)


def _within(linked: Linked, key: Key, place: int, half: Half) -> list[list[Swap]]:
    """Return the swaps within a half; none where it has one grade, whose count is that of the half."""
    return [[(place, other) for other in half if other != place and linked.units[key][other] != CANNOT]]


# ── grades ───────────────────────────────────────────────────────────────────


def _halves(report: Report) -> tuple[Half, Half]:
    good, below = ([at for at, grade in enumerate(report.grades) if grade.good is way] for way in (True, False))
    return tuple(good), tuple(below)


def possible_grades(report: Report) -> dict[str, list[str]]:
    """Return the grades that occur in each checklist, best first."""
    given: dict[str, set[str]] = {}
    for row in report.rows:
        given.setdefault(row.checklist, set()).update(row.grades)
    for each in report.judgements:
        given.setdefault(each.checklist, set()).update(each.grades)
    return {name: [grade.id for grade in report.grades if grade.id in found] for name, found in given.items()}
