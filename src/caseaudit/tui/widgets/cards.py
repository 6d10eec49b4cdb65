"""The grades of a criterion side by side, as lines: what each is called and what it looks like."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from caseaudit.domain.checklist import Criterion, Grade
from caseaudit.tui.show import text

GUTTER = 1
_BAR = 2
"""Cells on the left of a card: the bar and a blank."""
Wrap = Callable[[Content, int, bool], list[Strip]]
"""Wraps words to a width in cells; the last argument says whether they stand on the chosen card."""


class Styles(NamedTuple):
    """The styles of what lies around the words."""

    page: Style
    card: Style
    bar: Style
    chosen_bar: Style


class Card(NamedTuple):
    """One grade: its number and what is written on its card."""

    number: int
    grade: Grade
    descriptor: str
    chosen: bool

    @property
    def words(self) -> Content:
        """The card's title and descriptor."""
        mark, style = ("✓", "bold reverse") if self.chosen else (self.grade.mark, "bold")
        title = Content.assemble((f" {self.number} {mark} {self.grade.label} ", style))
        return Content.assemble(title, "\n", text(self.descriptor or self.grade.meaning))


class Place(NamedTuple):
    """Where a card lies: its left edge and width in cells, its first line and how many there are."""

    number: int
    left: int
    width: int
    top: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a cell lies on the card."""
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


class Grid(NamedTuple):
    """The cards as lines, and where each of them lies."""

    lines: list[Strip]
    places: list[Place]


def cards_of(grades: tuple[Grade, ...], criterion: Criterion, chosen: str) -> list[Card]:
    """Return the cards of a criterion."""
    return [
        Card(number, grade, criterion.descriptors.get(grade.id, ""), grade.id == chosen)
        for number, grade in enumerate(grades, 1)
    ]


def width_of_card(width: int, columns: int) -> int:
    """Return how many cells wide a card is, where so many stand side by side."""
    return max(_BAR + 1, (width - GUTTER * (columns - 1)) // columns)


def draw(card: Card, width: int, wrap: Wrap, styles: Styles) -> list[Strip]:
    """Return the lines of one card."""
    return [_with_bar(strip, card, width, styles) for strip in wrap(card.words, width - _BAR, card.chosen)]


def grid(cards: list[Card], drawn: list[list[Strip]], width: int, columns: int, styles: Styles) -> Grid:
    """Lay drawn cards out in so many columns, each row as high as its longest card."""
    lines: list[Strip] = []
    places: list[Place] = []
    each = width_of_card(width, columns)
    for first in range(0, len(cards), columns):
        row = cards[first : first + columns]
        height = max(len(drawn[first + column]) for column in range(len(row)))
        filled = [
            drawn[first + n] + [_with_bar(Strip([]), card, each, styles)] * (height - len(drawn[first + n]))
            for n, card in enumerate(row)
        ]
        places += [Place(card.number, n * (each + GUTTER), each, len(lines), height) for n, card in enumerate(row)]
        between = Segment(" " * GUTTER, styles.page)
        lines += [_beside(cells, between, width, styles.page) for cells in zip(*filled, strict=True)]
    return Grid(lines, places)


def _with_bar(words: Strip, card: Card, width: int, styles: Styles) -> Strip:
    ground = styles.card if card.chosen else styles.page
    bar = Segment("▌", styles.chosen_bar if card.chosen else styles.bar)
    filled = words.adjust_cell_length(width - _BAR, ground)
    return Strip([bar, Segment(" ", ground), *filled], width).simplify()


def _beside(cells: tuple[Strip, ...], between: Segment, width: int, page: Style) -> Strip:
    segments: list[Segment] = []
    for strip in cells:
        segments += [between, *strip] if segments else [*strip]
    return Strip(segments).adjust_cell_length(width, page)
