"""Themes that leave the service: no small number is shown, nor what would give one away.

Primary suppression of counts from 1 to below a threshold, and where figures are parts of one whole, of all of them:
from the rest the hidden one could be reckoned. Lowest and highest values belong to one case each and are never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from msgspec.structs import replace

from caseaudit.domain.themes_figures import Answer, Answers, Family, Figure, Grades, Share, Spread
from caseaudit.domain.withheld import SUPPRESSED

HIDDEN_SHARE = Share(None, None, None, None)


def shared(found: Answers, threshold: int) -> Answers:
    """Return the answers fit to leave: what is hidden is nowhere in them, and they say what was done."""
    themes = tuple(_answer(answer, threshold) for answer in found.themes)
    small = 0 < found.signed_off < threshold
    told = (
        f"To share: counts from 1 to {threshold - 1} are hidden ({SUPPRESSED}), and with one part of a whole all its "
        "parts; the lowest and the highest value, which belong to one case each, are left out. Answers with other "
        "filters, laid beside these, can give a number away: share one set."
    )
    return replace(found, themes=themes, shared=told, signed_off=0 if small else found.signed_off)


def is_hidden(figure: Figure) -> bool:
    """Return whether a figure stands without its numbers."""
    counted = (figure.share, figure.spread, figure.grades)
    return any(each is not None and each.n is None for each in counted)


def _answer(answer: Answer, threshold: int) -> Answer:
    return replace(answer, families=tuple(_family(each, threshold) for each in answer.families))


def _family(family: Family, threshold: int) -> Family:
    """Return a family in which all parts of a whole are hidden where one is; the whole itself need not be."""
    hidden = {grouped: _must_hide(family, threshold, grouped=grouped) for grouped in (False, True)}
    hides = [hidden[bool(figure.group)] or _is_small(figure, threshold) for figure in family.figures]
    figures = tuple(_shown(figure, hide=hide) for figure, hide in zip(family.figures, hides, strict=True))
    return replace(family, figures=figures, note="" if family.note_counts and any(hides) else family.note)


def _must_hide(family: Family, threshold: int, *, grouped: bool) -> bool:
    figures = [figure for figure in family.figures if bool(figure.group) == grouped]
    small = any(_is_small(figure, threshold) for figure in figures)
    return family.parts and (small or _give_away(figures, threshold))


def _is_small(figure: Figure, threshold: int) -> bool:
    counts: list[int] = []
    if figure.share and figure.share.n is not None and figure.share.of is not None:
        counts = [figure.share.n, figure.share.of, figure.share.of - figure.share.n]
    for other in (figure.spread, figure.grades):
        counts += [other.n] if other and other.n is not None else []
    return any(0 < count < threshold for count in counts)


def _give_away(figures: Sequence[Figure], threshold: int) -> bool:
    """Return whether one cut-off less another, of the same cases, would be a small number."""
    shares = [(figure.group, figure.share) for figure in figures if figure.share]
    return any(
        one == other and left.of == right.of and 0 < abs((left.n or 0) - (right.n or 0)) < threshold
        for (one, left), (other, right) in combinations(shares, 2)
    )


def _shown(figure: Figure, *, hide: bool) -> Figure:
    if figure.share:
        return replace(figure, share=HIDDEN_SHARE) if hide else figure
    if figure.spread:
        return replace(figure, spread=_middle(figure.spread, hide=hide))
    if figure.grades:
        n, middle = (None, "") if hide else (figure.grades.n, figure.grades.median)
        return replace(figure, grades=Grades(n, middle, "", ""))
    return figure


def _middle(spread: Spread, *, hide: bool) -> Spread:
    return Spread(None if hide else spread.n, None if hide else spread.median, None, None, spread.unit)
