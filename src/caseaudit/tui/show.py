"""The one road from text to the screen. Text is data: it is never read as markup."""

from __future__ import annotations

from unicodedata import category

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from caseaudit.plaintext import one_line, visible


def text(words: str, style: str = "") -> Content:
    """Return text as it was written, for a widget that wraps it."""
    return Content.styled(visible(words), style) if style else Content(visible(words))


def line(words: str, style: str = "") -> Content:
    """Return text on one line."""
    return Content.styled(one_line(words), style) if style else Content(one_line(words))


def paragraphs(*parts: tuple[str, str]) -> Content:
    """Return headed paragraphs: pairs of our heading and somebody's words. Empty words are left out."""
    pieces: list[Content] = []
    for heading, words in parts:
        if words:
            pieces.append(Content.assemble((f"{heading}  ", "bold $text-secondary"), text(words)))
    return Content("\n").join(pieces)


class ControlFilter(LineFilter):
    """The last gate: no control, bidirectional or hidden character reaches the terminal."""

    def apply(self, segments: list[Segment], _background: Color) -> list[Segment]:
        """Return the segments, with blanks in place of what would drive the terminal or reorder the line."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [self._printable(segment) for segment in segments]

    def _printable(self, segment: Segment) -> Segment:
        if segment.control or segment.text.isprintable():
            return segment
        return Segment("".join(map(_harmless, segment.text)), segment.style)


_HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
"""Needed by names in some scripts and by emoji; they move nothing."""


def _harmless(character: str) -> str:
    """Return the character, or as many blanks as it is wide: what follows on the line stays where it was."""
    harmful = category(character) in _HARMFUL and character not in _JOINERS
    return " " * cell_len(character) if harmful else character
