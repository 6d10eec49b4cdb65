"""Replace names in a text by a word list: whole words in whatever case, the longest first, each always alike.

Accents compare whether they are written as one character or as two (Unicode NFC and NFD), apostrophes and hyphens
whatever their shape, blanks whatever their number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from caseaudit.domain.look_alikes import opens_sentence

_APOSTROPHES = "'’‘ʼʹ`´′"
_HYPHENS = "-‐‑‒–—−"
_SENTENCE_ENDS = re.compile(r"['\"’”)]*(?:\s*$|\s*\n|\s+[A-Z])")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts without blanks between words, or with endings grown on to them: there a name may stand in a longer run."""


class Name(Struct, frozen=True):
    """A name, and what stands in its place wherever it is written."""

    name: str
    replacement: str


class Replaced(NamedTuple):
    """A piece of a text in which a name stands."""

    start: int
    end: int
    words: str
    """What takes its place."""
    name: Name


def replacements(text: str, names: Sequence[Name]) -> list[Replaced]:
    """Return where names stand in a text, in order, and what takes their place."""
    if not names:
        return []
    found = _pattern(tuple(each.name for each in names)).finditer(text)
    return [_replaced(text, match, names[int((match.lastgroup or "n0")[1:])]) for match in found]


def _replaced(text: str, match: re.Match[str], name: Name) -> Replaced:
    written, words = match.group(), name.replacement
    if written != name.name:
        words = _in_its_case(written, words)
    if words[:1].islower() and written[0].isupper() and opens_sentence(text, match.start()):
        words = words[0].upper() + words[1:]
    if written.endswith(".") and not words.endswith(".") and _SENTENCE_ENDS.match(text, match.end()):
        words += "."  # "Asked J.O. Then ..."
    return Replaced(*match.span(), words, name)


def surviving(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that stand in a text, each once; found in another way than they are replaced."""
    folded = _folded(text)
    return [name for name in names if re.search(_bounded(re.escape(_key(name)), _key(name)), folded)]


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same, whatever their case, blanks, accents' form and apostrophes."""
    return _key(one) == _key(other)


def listed(word: str, words: Iterable[str]) -> bool:
    """Return whether a word is one of some."""
    return _key(word) in map(_key, words)


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    """Return what names are compared by."""
    return _folded(name)


def _folded(text: str) -> str:
    plain = text.translate(_ALIKE)
    return " ".join(_composed(_composed(plain).casefold()).split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_ALIKE = {**dict.fromkeys(map(ord, _APOSTROPHES), "'"), **dict.fromkeys(map(ord, _HYPHENS), "-")}


# ── the pattern ──────────────────────────────────────────────────────────────


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    numbered = [(f"n{place}", _composed(name)) for place, name in enumerate(names)]
    longest_first = sorted(numbered, key=lambda each: len(each[1]), reverse=True)
    parts = (_bounded(f"(?P<{group}>{_spelt(name)})", name) for group, name in longest_first)
    return re.compile("|".join(parts), re.IGNORECASE)


def _bounded(pattern: str, name: str) -> str:
    """Return a pattern that ends where words end: no letter beside a letter, no figure beside a figure."""
    return f"{_edge(name[:1], before=True)}(?:{pattern}){_edge(name[-1:], before=False)}"


def _edge(character: str, *, before: bool) -> str:
    if not character or _UNSPACED.match(character):
        return ""
    look = "(?<!" if before else "(?!"
    if character.isdigit():
        return rf"{look}\d)"
    letters = character.isalpha() or unicodedata.category(character)[0] == "M"
    return rf"{look}[^\W\d_]|[{_marks()}])" if letters else ""


@lru_cache(maxsize=1)
def _marks() -> str:
    """Return the characters that are written on the letter before them."""
    places = (*range(0x300, 0x1E00), 0x200D, *range(0x20D0, 0x2100), *range(0xFE20, 0xFE30))
    return "".join(re.escape(chr(place)) for place in places if unicodedata.category(chr(place))[0] == "M")


def _spelt(name: str) -> str:
    return r"\s+".join("".join(map(_letter, part)) for part in name.split())


def _letter(character: str) -> str:
    """Return a pattern for a character in every case and form."""
    for alike in (_APOSTROPHES, _HYPHENS):
        if character in alike:
            return f"[{re.escape(alike)}]"
    return f"(?:{'|'.join(re.escape(form) for form in sorted(_forms(character), key=len, reverse=True))})"


def _forms(character: str) -> set[str]:
    cases = {character, character.lower(), character.upper(), character.title(), character.casefold()}
    return {unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")}


def _in_its_case(written: str, replacement: str) -> str:
    """Return a replacement in capitals, or in small letters, where the name is written so."""
    letters = [character for character in written if character.isalpha()]
    if len(letters) > 1 and written.isupper():
        return replacement.upper()
    return replacement.lower() if letters and written.islower() else replacement


# ── a list that somebody wrote ───────────────────────────────────────────────


def pair(line: str) -> Name | None:
    """Return the name and its replacement in `Jaydon = Child A`; None where that is not what stands there."""
    name, sign, replacement = line.partition("=")
    if not sign or not any(map(str.isalnum, name)):
        return None
    return Name(_composed(" ".join(name.split())), " ".join(replacement.split()))


def together(before: Iterable[Name], more: Iterable[Name]) -> tuple[Name, ...]:
    """Return one list; a later word takes the place of the same one before, and an empty replacement takes it off."""
    found = {_key(each.name): each for each in (*before, *more)}
    return tuple(each for each in found.values() if each.replacement)


def clashes(names: Sequence[Name]) -> Iterator[tuple[Name, str]]:
    """Yield each name whose replacement holds a name of the list, and which."""
    for each in names:
        for name in surviving(each.replacement, [other.name for other in names]):
            yield each, name
