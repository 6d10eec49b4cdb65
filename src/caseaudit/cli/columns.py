"""Rows of plain text in columns that line up, whatever the letters are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseaudit.plaintext import one_line

GAP = "  "
NOTHING = "-"


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the headings and the rows, one line each; an empty cell is a `-`."""
    table = [headings, *([one_line(cell) or NOTHING for cell in row] for row in rows)]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield GAP.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


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
