"""What a theme is answered with: shares, spreads, and grades of a group, gathered in families of figures."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from msgspec import Struct

from caseaudit.domain.checklist import Source
from caseaudit.domain.intervals import wilson
from caseaudit.domain.themes_table import ThemeKind


class Share(Struct, frozen=True):
    """So many of so many, with the Wilson interval at 95 %, from 0 to 1; None where it is not shown."""

    n: int | None
    of: int | None
    low: float | None
    high: float | None


class Spread(Struct, frozen=True):
    """A number over several cases; None where it is not shown."""

    n: int | None
    median: float | None
    lowest: float | None
    highest: float | None
    unit: str
    """`weeks`; empty for a plain number."""


class Grades(Struct, frozen=True):
    """The overall grades of a group, by their labels: a median and a range, never an average."""

    n: int | None
    median: str
    """The better of the two in the middle where there are two."""
    best: str
    lowest: str


class Figure(Struct, frozen=True, omit_defaults=True):
    """One line of an answer: what it is, of whom, and one of the three; with none of them it is not shown."""

    what: str
    group: str = ""
    """`team North`, `child in need`; empty for all of them."""
    share: Share | None = None
    spread: Spread | None = None
    grades: Grades | None = None


class Family(Struct, frozen=True, omit_defaults=True):
    """Figures that belong together."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""
    """What to know before reading them."""
    note_counts: bool = False
    """Whether the note was made from the figures, and goes when one of them is hidden."""
    parts: bool = False
    """Whether they are parts of one whole, so that from all but one of them the last can be reckoned."""


class Found(NamedTuple):
    """What was found on one theme, and what is wanting."""

    families: list[Family]
    gaps: list[str]


class Answer(Struct, frozen=True):
    """What the audits say on one theme."""

    theme: str
    title: str
    kind: ThemeKind
    asks: str
    families: tuple[Family, ...]
    gaps: tuple[str, ...]
    """What cannot be said yet, and what it needs; of a theme that is context, why files cannot say it."""
    sources: tuple[Source, ...]


class Answers(Struct, frozen=True):
    """What the audits say on every theme."""

    today: str
    only: tuple[str, ...]
    """The filters, in words."""
    signed_off: int
    """How many signed-off audits of practice it rests on."""
    themes: tuple[Answer, ...]
    shared: str = ""
    """What was hidden so that it can leave the service; empty where nothing was."""


def share(what: str, tests: Sequence[bool | None], group: str = "") -> Figure | None:
    """Return how many of some cases are so; one of which nobody can say it is left out. None where none is left."""
    known = [test for test in tests if test is not None]
    return of(what, sum(known), len(known), group) if known else None


def of(what: str, n: int, whole: int, group: str = "") -> Figure:
    """Return a figure for `n` of a whole."""
    found = wilson(n, whole)
    return Figure(what, group, share=Share(found.n, found.of, round(found.low, 4), round(found.high, 4)))


def spread(what: str, numbers: Sequence[float], unit: str = "", group: str = "") -> Figure | None:
    """Return the median and the range of some numbers, None where there are none."""
    if not numbers:
        return None
    middle, least, most = (round(float(number), 2) for number in (median(numbers), min(numbers), max(numbers)))
    found = Spread(len(numbers), middle, least, most, unit)
    return Figure(what, group, spread=found)


def family(title: str, *figures: Figure | None, note: str = "", parts: bool = False) -> list[Family]:
    """Return a family of those figures that there are; none where there is not one."""
    found = tuple(figure for figure in figures if figure is not None)
    return [Family(title, found, note, parts=parts)] if found else []
