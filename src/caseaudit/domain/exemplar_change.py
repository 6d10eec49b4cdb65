"""What changed between two extracts of the same situation, line by line and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Sign = Literal[" ", "~", "+"]
_ALIKE = 0.5
"""From this share of words in common on, two lines are two versions of one."""
_WORDS = re.compile(r"\s+|\S+")


class Part(NamedTuple):
    """A piece of a line, and whether it stands in the later text only."""

    text: str
    new: bool


class Line(NamedTuple):
    """One line of the later text."""

    sign: Sign
    """Blank for a line that stands in both, `~` for one that was rewritten or shortened, `+` for a new one."""
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The line as it is written."""
        return "".join(part.text for part in self.parts)


def compared(before: str, after: str) -> tuple[Line, ...]:
    """Return the lines of the later text, each with what is new in it beside the earlier one."""
    known = before.split("\n")
    return tuple(_line(known, line) for line in after.split("\n"))


def _line(known: list[str], line: str) -> Line:
    if not line.strip() or any(line.split() == other.split() for other in known):
        return Line(" ", (Part(line, new=False),))
    words = _WORDS.findall(line)
    ratio, matcher = max(((matcher.ratio(), matcher) for matcher in _matchers(known, words)), key=lambda each: each[0])
    if ratio < _ALIKE:
        return Line("+", (Part(line, new=True),))
    return Line("~", tuple(_parts(matcher, words)))


def _matchers(known: list[str], words: list[str]) -> Iterator[SequenceMatcher[str]]:
    """Yield a comparison of a line's words with those of each line there was."""
    for line in known:
        yield SequenceMatcher(None, _WORDS.findall(line), words, autojunk=False)


def _parts(matcher: SequenceMatcher[str], words: list[str]) -> Iterator[Part]:
    for tag, _, _, start, end in matcher.get_opcodes():
        if start < end:
            yield Part("".join(words[start:end]), new=tag != "equal")
