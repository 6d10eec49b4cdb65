"""What each chart shows, in words: the description inside the picture, and the text in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from caseaudit.domain.checklist import Grade
from caseaudit.domain.intervals import LEAST, Interval, said
from caseaudit.domain.report import Judgements, Row
from caseaudit.domain.trend import Chart, Mark
from caseaudit.domain.trend_words import month_said, sentence
from caseaudit.domain.withheld import SUPPRESSED, is_said, is_withheld
from caseaudit.plaintext import one_line

DEPTHS = 5
"""How many shades a heat map has."""


def judged(found: Iterable[Judgements], grades: Iterable[Grade]) -> str:
    """Return for each checklist how many audits had which judgement."""
    labels = {grade.id: grade.label for grade in grades}
    return " ".join(f"{one_line(each.title)}: {given(each, labels)}." for each in found)


def drawable(found: Iterable[Judgements]) -> list[Judgements]:
    """Return those of which a bar can be drawn: with every count, for the length of a bar would tell a hidden one."""
    return [each for each in found if each.grades and not is_withheld(*each.grades.values())]


def given(each: Judgements, labels: Mapping[str, str]) -> str:
    """Return `1 outstanding, 5 good, 2 without an overall judgement`, or `none`."""
    counted = [f"{n} {one_line(labels.get(grade, grade)).lower()}" for grade, n in each.grades.items()]
    without = [f"{each.without} without an overall judgement"] if is_said(each.without) else []
    return ", ".join(counted + without) or "none"


def criteria(rows: Iterable[Row]) -> str:
    """Return for each criterion `CHR-01: 7 of 12 (32–81 %)`."""
    return " ".join(f"{one_line(row.criterion)}: {said(row.good_or_better)}." for row in rows)


def trend(chart: Chart) -> str:
    """Return what the chart says, then each month with its count."""
    months = (f"{month_said(mark.month)}: {_month(mark)}" for mark in chart.marks)
    return f"{sentence(chart)} {'; '.join(months)}."


def _month(mark: Mark) -> str:
    return f"{mark.n} of {mark.of}" if mark.of else no_share(mark)


def no_share(mark: Mark) -> str:
    """Return why a month has no share: there were no audits, or it is not shown."""
    return SUPPRESSED if is_withheld(mark.of) else "no audits"


def heat(rows: Sequence[Row], groups: Mapping[str, Sequence[Row]]) -> str:
    """Return for each criterion the share of each group."""
    shares = {name: of_rows(found) for name, found in groups.items()}
    return " ".join(f"{one_line(row.criterion)}: {_across(row, shares)}." for row in rows)


def _across(row: Row, shares: Mapping[str, Mapping[tuple[str, str], Interval]]) -> str:
    key = row.checklist, row.criterion
    return "; ".join(f"{named(name)} {share(found.get(key))}" for name, found in shares.items())


def of_rows(rows: Iterable[Row]) -> dict[tuple[str, str], Interval]:
    """Return the share of each row by checklist and criterion."""
    return {(row.checklist, row.criterion): row.good_or_better for row in rows}


def share(found: Interval | None) -> str:
    """Return `7 of 12`, or `none graded`, or the symbol that stands in its place."""
    if found is None or not found.of:
        return found.symbol if found and found.symbol else "none graded"
    return f"{found.n} of {found.of}"


def named(group: str) -> str:
    """Return the name of a group, fit to show."""
    return one_line(group) or "not recorded"


def depth(found: Interval | None) -> int | None:
    """Return how dark a cell of a heat map is, from 0 for the lowest fifth; None for one of too few to be shaded."""
    if found is None or found.share is None or found.of < LEAST:
        return None
    return min(int(found.share * DEPTHS), DEPTHS - 1)
