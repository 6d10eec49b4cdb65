"""Running text, broken between words to fit the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from caseaudit.cli.columns import cells
from caseaudit.plaintext import visible

_NARROWEST, _WIDEST = 40, 100
_BULLETS = ("-", "*", "•", "–")


def width() -> int:
    """Return how wide text may be, in cells: the terminal's width within reason; 80 where there is none."""
    from shutil import get_terminal_size

    return max(_NARROWEST, min(get_terminal_size().columns, _WIDEST))


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """Yield a text line by line, none wider than the terminal unless one word is.

    Its own line ends stay. What goes on from the line of a bullet stands below its words.
    """
    room = width() - cells(indent)
    for line in visible(text).strip("\n").split("\n"):
        for part in _broken(line.rstrip(), room):
            yield f"{indent}{part}".rstrip()


def _broken(line: str, room: int) -> Iterator[str]:
    """Yield a line as it is if it fits, else in parts."""
    if cells(line) <= room:
        yield line
        return
    first, *others = line.split()
    hanging = line[: len(line) - len(line.lstrip())]
    part = hanging + first
    hanging += "  " if first in _BULLETS else ""
    for word in others:
        if cells(part) + 1 + cells(word) > room:
            yield part
            part = hanging + word
        else:
            part = f"{part} {word}"
    yield part
