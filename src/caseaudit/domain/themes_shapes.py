"""The few shapes in which facts answer a theme: shares, cut-offs, choices, ages, intervals, grades by a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from caseaudit.domain.themes_evidence import Evidence, Item, Noted, cohort, in_groups, judged_good, noted, together
from caseaudit.domain.themes_figures import Family, Figure, family, share, spread
from caseaudit.domain.timescales_counting import months_on

Test = Callable[[Noted], bool | None]
Bands = Sequence[tuple[str, Callable[[Noted], bool]]]


class Limit(NamedTuple):
    """An age that is too old: the words for it, and how many months it takes."""

    words: str
    months: int


def with_groups(
    what: str, items: Sequence[Item], test: Callable[[Item], bool | None], group_of: Callable[[Item], str]
) -> list[Figure | None]:
    """Return a share of all, and then of each group where there is more than one."""
    groups = in_groups(items, group_of)
    parts = [share(what, list(map(test, held)), name) for name, held in groups.items()] if len(groups) > 1 else []
    return [share(what, list(map(test, items))), *parts]


def by_cohort(one: Noted) -> str:
    """Return the cohort of a fact's audit."""
    return cohort(one.audit)


def is_yes(one: Noted) -> bool:
    """Return whether a fact was noted as yes."""
    return one.fact.value == "yes"


def yes(evidence: Evidence, fact_id: str, title: str) -> list[Family]:
    """Return how many said yes, by cohort."""
    figures = with_groups("yes", noted(evidence, fact_id), is_yes, by_cohort)
    return family(title, *figures, parts=True)


def choices(evidence: Evidence, fact_id: str, title: str, leaving_out: str = "") -> list[Family]:
    """Return how often each choice was made; one of them may stand for nothing to choose about."""
    found = [one for one in noted(evidence, fact_id) if one.fact.value != leaving_out]
    offered = dict.fromkeys(choice for one in found for choice in (*one.fact.choices, one.fact.value))
    offered.pop(leaving_out, None)
    figures = (share(choice, [one.fact.value == choice for one in found]) for choice in offered)
    return family(title, *figures, parts=True)


def cuts(evidence: Evidence, fact_id: str, title: str, bands: Bands, unit: str = "") -> list[Family]:
    """Return how many reach each cut-off, and the number's median and range."""
    found = noted(evidence, fact_id)
    figures = [figure for words, test in bands for figure in with_groups(words, found, test, by_cohort)]
    return family(title, *figures, spread("median", [one.number for one in found], unit), parts=True)


def grades_by(evidence: Evidence, fact_id: str, title: str, bands: Bands) -> list[Family]:
    """Return how many of the audits in each band were judged good or better."""
    found = noted(evidence, fact_id)
    figures = (share(words, [judged_good(one.audit) for one in found if test(one)]) for words, test in bands)
    return family(title, *figures, note="Judged good or better, in the audits that note it.", parts=True)


def ages(evidence: Evidence, fact_id: str, title: str, *limits: Limit) -> list[Family]:
    """Return how many dates were older than each limit on the day of the audit, by cohort, and how old they were."""
    found = [one for one in noted(evidence, fact_id) if one.day <= audited(one)]
    figures = [
        figure for limit in limits for figure in with_groups(limit.words, found, _older(limit.months), by_cohort)
    ]
    days = [(audited(one) - one.day).days for one in found]
    return family(title, *figures, spread("median age", days, "days"), parts=True)


def _older(months: int) -> Test:
    return lambda one: months_on(one.day, months) < audited(one)


def audited(one: Noted) -> date:
    """Return the day on which a fact's file was audited."""
    return date.fromisoformat(one.audit.date)


def between(evidence: Evidence, first: str, last: str) -> list[int]:
    """Return the days from one date to another, of every audit that notes both in their order."""
    pairs = [(one.day, other.day) for one, other in together(evidence, first, last) if other]
    return [(end - start).days for start, end in pairs if end >= start]


def gaps(found: Iterable[Noted]) -> list[tuple[Noted, int]]:
    """Return the longest stretch in days between two dates that follow each other, of those with two or more."""
    several = [one for one in found if len(one.days) > 1]
    return [(one, max((after - before).days for before, after in pairwise(one.days))) for one in several]
