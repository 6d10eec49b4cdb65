"""Rows of plain text in columns that line up, whatever the letters are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from caseaudit.plaintext import one_line

GAP = "  "
NOTHING = "-"
USUAL_WIDTH = 80


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the headings and the rows, one line each; an empty cell is a `-`."""
    table = [headings, *([one_line(cell) or NOTHING for cell in row] for row in rows)]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield GAP.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def width() -> int:
    """Return how many cells a line of the terminal has: `USUAL_WIDTH` at least, and where there is no terminal."""
    try:
        return max(USUAL_WIDTH, os.get_terminal_size().columns)
    except (OSError, ValueError):
        return USUAL_WIDTH


def fitted(items: Sequence[str], room: int, called: str) -> str:
    """Return the items that fit into some cells and how many more there are: `chronology, assessment +2`.

    Where there is no room for one and the count, just how many there are: `4 areas`.
    """
    for shown in range(len(items), 0, -1):
        more = f" +{len(items) - shown}" if shown < len(items) else ""
        text = f"{', '.join(items[:shown])}{more}"
        if cells(text) <= room:
            return text
    return f"{len(items)} {called}" if len(items) > 1 else _cut(items, room)


def _cut(items: Sequence[str], room: int) -> str:
    return f"{items[0][: max(0, room - 1)]}…" if items else ""


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes: two for a wide letter, none for a mark on one."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))
