"""Words that look like the name of a person or a place, or like a reference: for a person to decide on.

A capital where a sentence does not begin is what gives a name away. Where one begins, the word is ordinary if the
practice library writes it small. A nudge, not a guarantee: a name written small, or one that is a word, is not found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:['’‑-]{_LETTER}+)*")
_REFERENCE = re.compile(r"(?<![\w/.-])(?:[A-Z]{1,4}[-/ ]?\d{3,}[A-Z]?|\d{5,})(?![\w/-])")
_ROAD = re.compile(r"(?<![\w/.-])(?:[AM]\d{1,2}(?:\(M\))?|(?<=\bthe )[am]\d{1,2})(?![\w/-]|\.\d)")
"""The number of a road: `A13`, `M25`, `A1(M)`; those of three figures and more are found as references."""
_NO_ROAD_BEFORE = re.compile(
    r"\b(?:sections?|parts?|box(?:es)?|tables?|append(?:ix|ices)|annex(?:es)?|questions?|forms?|rows?|columns?|cells?"
    r"|levels?|actions?|criteri(?:on|a)|items?|steps?|grades?|rooms?|flat|class|groups?|child|adult|size"
    r") ?$",
    re.IGNORECASE,
)
_NO_ROAD_AFTER = re.compile(r" ?-?(?:paper|sheets?|pages?|size|sized|posters?|pads?|envelopes?|folders?|cards?|book)\b")
_PAPER = re.compile(r"A[0-6]$")
_OPENS = re.compile(r"(?:^|[.!?…]['\"’”)\]]*\s+|\n\s*|[•*–—-]\s+|[:,]\s+(?=['\"‘“]))['\"‘“(\[]*$")
_JOIN = re.compile(r"[ \u00a0]|\. ?")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_INITIALS = re.compile(rf"(?:^|\.){_LETTER}$")
_LETTERED = re.compile(
    r"\b(?:child|baby|brother|sister|sibling|adult|carer|worker|family|school|extract) $", re.IGNORECASE
)
_SHORT = 4  # letters up to which a word in capitals may be somebody's initials
_ENDINGS = re.compile(r"(?:n't|'(?:ve|m|ll|re|d|s))$")

ORDINARY = frozenset(
    {
        # days
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays",
        "wednesdays", "thursdays", "fridays", "saturdays", "sundays",
        # kin and titles
        "mum", "mummy", "mother", "dad", "daddy", "father", "nan", "nana", "nanna", "nanny", "gran", "granny",
        "grandma", "grandad", "grandpa", "grandfather", "grandmother", "auntie", "aunt", "uncle", "mr", "mrs", "ms",
        "miss", "dr", "sir",
        # roles and services
        "child", "children", "young", "person", "social", "worker", "workers", "team", "manager", "supervisor",
        "practice", "head", "teacher", "health", "visitor", "personal", "adviser", "advisor", "independent",
        "reviewing", "officer", "service", "services", "school", "primary", "secondary", "academy", "year",
        "reception", "nursery", "college", "hospital", "court", "police", "council", "local", "authority",
        "department", "auditor", "moderator", "case",
        # what is written short
        "gp", "hv", "sw", "ssw", "asw", "aysw", "fsw", "tm", "pa", "iro", "dsl", "senco", "sencos", "lado", "nhs",
        "cin", "cp", "cpp", "cla", "lac", "ehe", "cme", "uasc", "ehcp", "ehc", "send", "sen", "pep", "peps", "ico",
        "icpc", "icpcs", "rcpc", "rcpcs", "mash", "nfa", "mdt", "tac", "taf", "plo", "fgc", "gcp", "dash", "marac",
        "mappa", "sdq", "sdqs", "camhs", "cafcass", "nspcc", "ofsted", "dfe", "dv", "da", "asd", "adhd", "id", "ok",
        "uk",
        # other words of the field
        "i", "a", "section", "working", "together", "english", "british", "england", "wales", "scotland", "ireland",
        "outstanding", "good", "requires", "improvement", "inadequate", "met", "yes", "no",
    }
)  # fmt: skip
"""Words with a capital that stand for nobody."""


class LookAlike(NamedTuple):
    """A word, or words side by side, that may name somebody."""

    start: int
    end: int
    words: str


def look_alikes(text: str, ours: Sequence[tuple[int, int]], small: Collection[str]) -> Iterator[LookAlike]:
    """Yield what looks like a reference, then what looks like a name.

    `ours` are the places at which the program itself wrote, `small` the words that are written without a capital.
    """
    taken = _Places(ours)
    numbered = [*_REFERENCE.finditer(text), *(match for match in _ROAD.finditer(text) if _is_a_road(text, match))]
    references = sorted((match for match in numbered if not taken.meets(*match.span())), key=re.Match.start)
    yield from (LookAlike(*match.span(), match.group()) for match in references)
    taken = _Places([*ours, *(match.span() for match in references)])
    found = [match for match in _WORD.finditer(text) if not taken.meets(*match.span()) and _looks(text, match, small)]
    yield from (_said(text, run) for run in _runs(text, found))


def _is_a_road(text: str, match: re.Match[str]) -> bool:
    """Whether it is neither a size of paper nor a part of something: `A4 paper`, `section A2`."""
    before = text[max(0, match.start() - 20) : match.start()]
    if _NO_ROAD_AFTER.match(text, match.end()):
        return False
    if re.search(r"\bthe $", before, re.IGNORECASE):
        return True
    return not _PAPER.match(match.group()) and not _NO_ROAD_BEFORE.search(before)


class _Places:
    """Pieces of a text."""

    def __init__(self, pieces: Sequence[tuple[int, int]]) -> None:
        self.pieces = sorted(pieces)

    def meets(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in self.pieces)


def _looks(text: str, match: re.Match[str], small: Collection[str]) -> bool:
    if match.group()[0].islower() or _is_a_letter_for_somebody(text, match) or _is_a_number_of_a_part(text, match):
        return False
    plain = _ENDINGS.sub("", match.group().lower().replace("’", "'").replace("‑", "-"))
    if plain in ORDINARY or all(part in ORDINARY for part in plain.split("-")):
        return False
    return not (_may_be_large(text, match) and _is_small(plain, small))


def _is_a_letter_for_somebody(text: str, match: re.Match[str]) -> bool:
    """Whether it is the letter of `Child B`."""
    before = text[max(0, match.start() - 12) : match.start()]
    return len(match.group()) == 1 and _LETTERED.search(before) is not None


def _is_a_number_of_a_part(text: str, match: re.Match[str]) -> bool:
    """Whether it is the letter of `section B2`."""
    before = text[max(0, match.start() - 20) : match.start()]
    numbered = len(match.group()) == 1 and text[match.end() : match.end() + 1].isdigit()
    return numbered and _NO_ROAD_BEFORE.search(before) is not None


def _may_be_large(text: str, match: re.Match[str]) -> bool:
    """Whether any word may have a capital here: a sentence begins, or it stands in a heading, all in capitals."""
    if opens_sentence(text, match.start()):
        return True
    line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
    return line.isupper() or (len(match.group()) > _SHORT and match.group().isupper())


def opens_sentence(text: str, at: int) -> bool:
    """Return whether a sentence begins at a place of a text."""
    return _OPENS.search(text[max(0, at - 12) : at]) is not None or not text[:at].strip()


def _is_small(plain: str, small: Collection[str]) -> bool:
    return plain in small or all(part in small for part in re.split("['-]", plain))


def _runs(text: str, found: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield words that stand side by side together: `Oak Tree`, `J. Smith`."""
    run: list[re.Match[str]] = []
    for match in found:
        if run and not _joined(text, run[-1], match):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _joined(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    between = text[before.end() : after.start()]
    if not _JOIN.fullmatch(between):
        return False
    return "." not in between or len(before.group()) == 1


def _said(text: str, run: Sequence[re.Match[str]]) -> LookAlike:
    start, end = run[0].start(), run[-1].end()
    own = _POSSESSIVE.search(text[start:end])
    end -= len(own.group()) if own else 0
    if _INITIALS.search(text[start:end]) and text[end : end + 1] == ".":
        end += 1
    return LookAlike(start, end, " ".join(text[start:end].split()))
