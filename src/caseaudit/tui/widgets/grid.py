"""A table of many small cells, drawn line by line, with a cursor that goes over the cells."""

from __future__ import annotations

from typing import ClassVar, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from caseaudit.plaintext import one_line
from caseaudit.tui.widgets.lines import LineList, NoLines, Piece, column

LABEL, CELL = 10, 11
"""How many cells of the terminal the name of a row takes, and each cell of the table."""
_HEAD = 2


class Cells(Protocol):
    """What stands in the table."""

    columns: tuple[str, ...]
    """What the columns are called, from the left; the first one always stays in sight."""

    def __len__(self) -> int:
        """Return how many rows there are."""

    def line(self, index: int, width: int) -> list[Piece]:
        """Return a row as one line, for whoever reads it as a list."""

    def label(self, index: int) -> Piece:
        """Return the name of a row."""

    def cell(self, index: int, place: int) -> Piece:
        """Return one cell."""


class NoCells(NoLines):
    """A table with nothing in it."""

    columns: tuple[str, ...] = ()

    def label(self, _index: int) -> Piece:
        """Return nothing."""
        return Piece("")

    def cell(self, _index: int, _place: int) -> Piece:
        """Return nothing."""
        return Piece("")


class CellGrid(LineList):
    """The table. Columns that there is no room for are reached sideways."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "sideways(-1)", show=False),
        Binding("right,l", "sideways(1)", show=False),
    ]
    place = reactive(0, init=False, repaint=False)
    """The column that the cursor is in."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.cells: Cells = NoCells()
        self.first = 1
        """The first of the columns that move."""

    def set_cells(self, cells: Cells) -> None:
        """Show another table; the cursor stays as far as it can."""
        self.cells = cells
        self.set_source(cells, self.cursor)
        self.place = self.validate_place(self.place)
        self._keep_column_in_sight()
        self.refresh()

    @property
    def moving(self) -> int:
        """How many columns there is room for, besides the first."""
        return max(1, (self.size.width - LABEL - CELL) // CELL)

    @property
    def shown(self) -> range:
        """The columns in sight, besides the first."""
        return range(self.first, min(self.first + self.moving, len(self.cells.columns)))

    def validate_place(self, place: int) -> int:
        """Keep the cursor on a column."""
        return max(0, min(place, len(self.cells.columns) - 1))

    def watch_place(self) -> None:
        """Move the mark and keep it in sight."""
        self._keep_column_in_sight()
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    def action_sideways(self, by: int) -> None:
        """Move the cursor by some columns."""
        self.place += by

    def on_resize(self, event: Resize) -> None:
        """Fit the table to the new size."""
        super().on_resize(event)
        self._keep_column_in_sight()
        self.refresh()

    def _keep_column_in_sight(self) -> None:
        last = max(1, len(self.cells.columns) - self.moving)
        if self.place and self.place not in range(self.first, self.first + self.moving):
            self.first = self.place if self.place < self.first else self.place - self.moving + 1
        self.first = max(1, min(self.first, last))

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width or 1, len(self.source) + _HEAD)

    def _keep_in_sight(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height - _HEAD)
        if self.cursor < top or self.cursor >= top + height:
            self.scroll_to(y=self.cursor if self.cursor < top else self.cursor - height + 1, animate=False)

    def refresh_line(self, index: int) -> None:
        """Draw one row again."""
        self.refresh(Region(0, index - self.scroll_offset.y + _HEAD, self.size.width, 1))

    def on_click(self, event: Click) -> None:
        """Move to the cell clicked; choose it if the cursor is there already."""
        event.prevent_default()
        index, place = event.y - _HEAD + self.scroll_offset.y, self._place_at(event.x)
        if event.y < _HEAD or place is None or index >= len(self.source):
            return
        if (index, place) == (self.cursor, self.place):
            self.post_message(self.Chosen(index))
        self.cursor, self.place = index, place

    def _place_at(self, x: int) -> int | None:
        if x < LABEL + CELL:
            return 0
        place = self.first + (x - LABEL - CELL) // CELL
        return place if place in self.shown else None

    # ── drawing ──────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window: the head, which stays, or a row."""
        if not len(self.source):
            return Strip.blank(self.size.width, self.rich_style)
        index = y - _HEAD + self.scroll_offset.y
        segments = self._head(y) if y < _HEAD else self._row(index)
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style).simplify()

    def _head(self, y: int) -> list[Segment]:
        def name(place: int) -> Segment:
            tone = "strong" if place == self.place else "muted"
            return Segment(column(_halves(self.cells.columns[place])[y], CELL), self._style(tone))

        before = "◄" if self.first > 1 else " "
        after = "►" if self.shown and self.shown[-1] + 1 < len(self.cells.columns) else " "
        sides = f" {before}{after}" if y else ""
        names = [name(place) for place in (0, *self.shown)]
        return [Segment(f"{sides:<{LABEL}}", self._style("muted")), *names]

    def _row(self, index: int) -> list[Segment]:
        if index >= len(self.source):
            return []
        label = self.cells.label(index)
        tone = "strong" if index == self.cursor else label.tone
        segments = [Segment(f" {column(label.text, LABEL - 1)}", self._style(tone))]
        for place in (0, *self.shown):
            piece = self.cells.cell(index, place)
            style = self._style("cursor" if (index, place) == (self.cursor, self.place) else piece.tone)
            segments += [Segment(piece.text, style), Segment(" " * (CELL - cell_len(piece.text)), self.rich_style)]
        return segments


def _halves(name: str) -> tuple[str, str]:
    """Return a name in two lines, broken at a blank where the first one is full."""
    words, first = one_line(name).split(" "), ""
    while words and cell_len(f"{first} {words[0]}".strip()) < CELL:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return name, ""
    return (first, " ".join(words)) if words else ("", first)
