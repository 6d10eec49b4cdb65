"""What the audits say on every theme, in lines that fit the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseaudit.cli.wrapped import wrapped
from caseaudit.domain.checklist import Source
from caseaudit.domain.intervals import Interval, said
from caseaudit.domain.themes_figures import Answer, Answers, Family, Figure, Grades, Share, Spread
from caseaudit.domain.themes_sharing import is_hidden
from caseaudit.domain.withheld import SUPPRESSED
from caseaudit.plaintext import one_line

_ROLES = {"recommendation": " (rec)", "commitment": " (com)"}
_NOTHING = (
    "Nothing is signed off yet: no theme can be answered. `caseaudit audit list --state in-progress` has the rest."
)


def page(found: Answers, documents: Mapping[str, str]) -> Iterator[str]:
    """Yield the page: on what it rests, then theme by theme. `documents`: what each is called, by its id."""
    only = f" ({one_line(', '.join(found.only))})" if found.only else ""
    many = f"{found.signed_off} signed-off audit{'' if found.signed_off == 1 else 's'}"
    rests_on = "a few signed-off audits" if found.shared and not found.signed_off else many
    yield from wrapped(f"Themes of the service, from {rests_on}{only}, on {found.today}")
    if found.shared:
        yield from wrapped(found.shared)
    elif not found.signed_off:
        yield from wrapped(_NOTHING)
    for answer in found.themes:
        yield ""
        yield from theme(answer, documents)


def theme(answer: Answer, documents: Mapping[str, str]) -> Iterator[str]:
    """Yield one theme: the question, what answers it, what is wanting, and the paragraphs that it rests on."""
    yield from wrapped(f"{answer.theme} {answer.title}")
    yield from wrapped(answer.asks, "  ")
    for family in answer.families:
        yield from _family(family)
    if answer.gaps:
        heading = "Not from files: " if answer.kind == "context" else "Not yet: "
        for gap in answer.gaps:
            yield from wrapped(f"{heading}{one_line(gap)}", "  ")
    yield from wrapped(f"Sources: {_sources(answer.sources, documents)}", "  ")


def _family(family: Family) -> Iterator[str]:
    yield from wrapped(one_line(family.title), "  ")
    if family.note:
        yield from wrapped(one_line(family.note), "    ")
    for figure in family.figures:
        called = f"- {one_line(figure.group)}" if figure.group else one_line(figure.what)
        yield from wrapped(f"{called}: {in_words(figure)}", "    ")


def in_words(figure: Figure) -> str:
    """Return `7 of 12 (32–81 %)`, `31 weeks, 18 to 52 (n = 7)`, `Good, inadequate to good (n = 12)`, or `c`."""
    if is_hidden(figure):
        return SUPPRESSED
    if figure.share:
        return _share(figure.share)
    if figure.spread:
        return _spread(figure.spread)
    return _grades(figure.grades) if figure.grades else SUPPRESSED


def _share(share: Share) -> str:
    return said(Interval(share.n or 0, share.of or 0, share.low or 0.0, share.high or 0.0))


def _spread(spread: Spread) -> str:
    unit = f" {spread.unit.removesuffix('s') if spread.median == 1 else spread.unit}" if spread.unit else ""
    ends = "" if spread.lowest is None else f", {_number(spread.lowest)} to {_number(spread.highest)}"
    return f"{_number(spread.median)}{unit}{ends} (n = {spread.n})"


def _grades(grades: Grades) -> str:
    same = grades.best == grades.lowest
    ends = "" if same or not grades.best else f", {grades.lowest.lower()} to {grades.best.lower()}"
    return f"{grades.median}{ends} (n = {grades.n})"


def _number(value: float | None) -> str:
    return f"{round(value or 0, 1):g}"


def _sources(sources: tuple[Source, ...], documents: Mapping[str, str]) -> str:
    by_document: dict[str, list[str]] = {}
    for source in sources:
        by_document.setdefault(source.document, []).append(f"¶{source.paragraph}{_ROLES.get(source.role, '')}")
    return "; ".join(
        f"{one_line(documents.get(document, document))} {', '.join(cited)}" for document, cited in by_document.items()
    )
