"""Agreement as plain text: what a quality assurance lead asks first stands first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from caseaudit.cli.columns import GAP, aligned, cells
from caseaudit.cli.summary_text import table
from caseaudit.cli.wrapped import wrapped
from caseaudit.domain import agreement_words as words
from caseaudit.domain.agreement import Agreement
from caseaudit.domain.agreement_coefficient import Coefficient
from caseaudit.domain.agreement_report import Group, Report
from caseaudit.domain.agreement_table import Crossed
from caseaudit.domain.intervals import LEAST, said
from caseaudit.plaintext import one_line

_MOST = 20
"""So many disagreements are listed."""
_LONGEST_NAME = 24
_SHORT = 4
"""A grade of so many cells can head a column."""


def page(found: Agreement) -> Iterator[str]:
    """Yield everything that a table of grades says."""
    yield from _overall(found)
    parted = [(each.steps, each.unit.name, _grades(each.unit.places, found)) for each in found.disagreements]
    yield from _disagreements(parted, found, "UNIT")


def report(found: Report) -> Iterator[str]:
    """Yield how far auditors and moderators agree: over all, then group by group."""
    yield from _overall(found.overall)
    yield from _groups("By checklist", found.checklists, "CHECKLIST")
    yield from _groups("By criterion", found.criteria, "CRITERION")
    yield from _groups("By auditor", found.auditors, "AUDITOR")
    parted = [
        (each.steps, f"{each.pair.audit} {each.pair.criterion}", f"{each.pair.first}, then {each.pair.second}")
        for each in found.disagreements
    ]
    yield from _disagreements(parted, found.overall, "AUDIT")


def _overall(found: Agreement) -> Iterator[str]:
    yield from _head(found)
    yield from _titled("Agreement", _shares(found))
    yield from _titled("Beyond chance", _beyond(found))
    yield from _titled(*_given(found))


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from lines


def _head(found: Agreement) -> Iterator[str]:
    people = ", ".join(map(_short, found.raters))
    twice = "all" if found.exact.of == found.units else str(found.exact.of)
    units = "1 unit" if found.units == 1 else f"{found.units} units"
    yield from wrapped(f"{units}, {twice} graded by two or more people. Raters: {people}.")
    yield from wrapped(f"Scale, best first: {', '.join(map(_short, found.scale))}.")
    yield from wrapped(words.IN_ONE_LINE)


def _short(name: str) -> str:
    """Return a name on one line, cut where it is too long for a column."""
    name = one_line(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _shares(found: Agreement) -> Iterator[str]:
    yield f"Same grade        {said(found.exact)}"
    if len(found.scale) > 2:
        yield f"Within one grade  {said(found.within_one)}"
    if found.direction:
        yield from wrapped(words.leaning(found.direction, *map(_short, found.raters)))


# ── coefficients ─────────────────────────────────────────────────────────────


def _beyond(found: Agreement) -> Iterator[str]:
    rows = [(words.name(each), _figure(each.value), _range(each), str(each.n)) for each in found.coefficients]
    yield from aligned(("MEASURE", "VALUE", "95 %", "UNITS"), rows)
    for sentence in words.missing(found.coefficients):
        yield from wrapped(sentence)
    if explanation := words.paradox(found):
        yield from wrapped(explanation)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _range(coefficient: Coefficient) -> str:
    if coefficient.low is None or coefficient.high is None:
        return ""
    return f"{coefficient.low:.2f} to {coefficient.high:.2f}"


# ── who gave what ────────────────────────────────────────────────────────────


def _given(found: Agreement) -> tuple[str, Iterator[str]]:
    if found.crossed is not None:
        first, second = map(_short, found.raters)
        return f"{first} (down) against {second} (across)", _matrix(found.crossed, found.scale)
    return "How often each grade was given", _counts(found)


def _matrix(crossed: Crossed, scale: Sequence[str]) -> Iterator[str]:
    totals = [sum(column) for column in zip(*crossed, strict=True)]
    rows = [*((*row, sum(row)) for row in crossed), (*totals, sum(totals))]
    yield from _numbers([*_labels(scale), "all"], [*_heads(scale), "all"], rows)


def _counts(found: Agreement) -> Iterator[str]:
    heads = _heads(found.scale)
    if heads != list(found.scale):
        yield from wrapped("; ".join(_labels(found.scale)))
    yield from _numbers(list(map(_short, found.raters)), heads, [each.grades for each in found.given])


def _heads(scale: Sequence[str]) -> list[str]:
    """Return what heads the column of each grade: itself if it is short, else its place."""
    if all(cells(grade) <= _SHORT and grade == one_line(grade) for grade in scale):
        return list(scale)
    return [str(place) for place in range(1, len(scale) + 1)]


def _labels(scale: Sequence[str]) -> list[str]:
    """Return each grade, with its place where that heads its column."""
    heads = _heads(scale)
    return [grade if head == grade else f"{head} {_short(grade)}" for head, grade in zip(heads, scale, strict=True)]


def _numbers(labels: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield a table of numbers, each right below its heading."""
    lines = [list(heads), *(list(map(str, row)) for row in rows)]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    starts = max(map(cells, labels))
    for label, line in zip(("", *labels), lines, strict=True):
        numbers = (" " * (width - cells(cell)) + cell for cell, width in zip(line, widths, strict=True))
        yield GAP.join((label + " " * (starts - cells(label)), *numbers))


# ── groups and disagreements ─────────────────────────────────────────────────


def _groups(title: str, groups: Sequence[Group], heading: str) -> Iterator[str]:
    if not groups:
        return
    rows = [(_short(group.name or group.checklist), said(group.exact), *_judged(group)) for group in groups]
    yield from _titled(title, aligned((heading, "SAME GRADE (95 %)", "GWET", "STEPS LOWER"), rows))
    if any(group.pairs < LEAST for group in groups):
        yield from wrapped(f"With fewer than {LEAST} pairs there are counts alone: too few to judge anybody by.")


def _judged(group: Group) -> tuple[str, str]:
    """Return the coefficient and the direction of a group; a direction that chance does not explain is marked."""
    if group.coefficient is None or group.direction is None:
        return "", ""
    steps = group.direction.mean_steps or 0.0
    mark = " clear" if group.direction.is_clear else ""
    return _figure(group.coefficient.value), f"{steps:+.2f}{mark}"


def _disagreements(parted: Sequence[tuple[int, str, str]], found: Agreement, heading: str) -> Iterator[str]:
    if not parted:
        return
    rows = [(str(steps), _short(unit), grades) for steps, unit, grades in parted[:_MOST]]
    title = f"Disagreements, largest first: {len(parted)} of {found.exact.of}"
    yield from _titled(title, table(("STEPS", heading, "GRADES"), rows))
    if more := len(parted) - len(rows):
        yield f"{more} more; --json lists them."


def _grades(places: Sequence[int | None], found: Agreement) -> str:
    """Return who gave which grade: of two in their order, of more by the grade, best first."""
    if len(found.raters) == 2:
        both = zip(found.raters, places, strict=True)
        return "; ".join(f"{_short(rater)} {_short(found.scale[place])}" for rater, place in both if place is not None)
    who: dict[int, list[str]] = {}
    for rater, place in zip(found.raters, places, strict=True):
        if place is not None:
            who.setdefault(place, []).append(_short(rater))
    return "; ".join(f"{_short(found.scale[place])}: {', '.join(who[place])}" for place in sorted(who))
