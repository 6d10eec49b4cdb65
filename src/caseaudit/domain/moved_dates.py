"""Find the dates in a text, in the forms in which people write them, and move each by the same number of days.

What is surely a date is moved in the form in which it stands. What only looks like one (a year alone,
`the 20th`, `3/4`, Christmas) is pointed out and left as it is: a person decides. Days first, as in Britain.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from caseaudit.domain.moved_dates_forms import (
    A_DAY,
    ALSO_VERBS,
    AT_AN_HOUR,
    BEGINS,
    FORMS,
    FULL_NAMES,
    LETTER,
    LISTED,
    MONTH,
    SEPARATOR,
    year_of,
)

_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?"
_NO_DAY = rf"(?![\w/]|-\d+[-/.]\d|{AT_AN_HOUR})"
_AND_SO_ON = rf"(?:{SEPARATOR}{A_DAY}(?:st|nd|rd|th)?{_NO_DAY})*+"
_DAY_AND_MONTH = r"(?:0?[1-9]|[12]\d|3[01])[-.](?:0?[1-9]|1[0-2])(?![-.]?\d|\s?[ap]\.?m\b)"
_PERHAPS = (
    re.compile(r"(?<![\d/.])\d{1,2}\s?[-–—&]\s?\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)\d{2,4}(?!\d)"),
    re.compile(r"(?<!\d)\d{1,4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,4}(?!\d)"),
    re.compile(rf"(?<!\d){A_DAY} \d\d? (?:19|20)\d\d(?!\d)"),
    re.compile(r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)"),
    re.compile(rf"(?<![\d/.])(?!24/7){A_DAY}/(?:0?[1-9]|1[0-2])(?![\d/])"),
    re.compile(rf"(?<!{LETTER})(?:on|dated?|since|until|till|between|held|seen|w/c|commencing):?\s{{1,3}}{_DAY_AND_MONTH}"
               rf"(?:{SEPARATOR}{_DAY_AND_MONTH})*+", re.IGNORECASE),
    re.compile(r"(?<![\d.,£$€])(?:19|20)\d\d(?:[-/–]\d\d)?(?!\d)"),
    re.compile(rf"(?<!{LETTER})(?:on|by|since|until|till|from|of|before|after|to|and)\s{{1,3}}the\s{{1,3}}"
               rf"(?:[12]?\d(?:st|nd|rd|th)|30th|31st)(?!\w){_AND_SO_ON}", re.IGNORECASE),
    re.compile(rf"(?<!{LETTER})(?:on|by|since|until|till)\s{{1,3}}{A_DAY}(?:st|nd|rd|th)(?!\w){_AND_SO_ON}",
               re.IGNORECASE),
    re.compile(rf"(?<!\w)(?:the\s{{1,3}})?{A_DAY}(?:st|nd|rd|th)(?:{SEPARATOR}{A_DAY}(?:st|nd|rd|th)(?!\w))++",
               re.IGNORECASE),
    re.compile(rf"(?<!{LETTER}){_WEEKDAY},?\s{{1,3}}(?:the\s{{1,3}})?{A_DAY}(?:st|nd|rd|th)?{_NO_DAY}"
               rf"{_AND_SO_ON}", re.IGNORECASE),
    re.compile(rf"(?<!{LETTER})(?:Christmas|Boxing Day|New Year|Easter|Good Friday|Hallowe['’]?en|Bonfire Night"
               r"|Eid|Ramadan|Diwali|Vaisakhi|Hanukkah|Passover|Yom Kippur|Rosh Hashanah|Holi|Mother['’]s Day"
               rf"|Father['’]s Day|Valentine['’]s Day|Remembrance Sunday|Lunar New Year)(?!{LETTER})", re.IGNORECASE),
)  # fmt: skip
_MONTH_ALONE = re.compile(
    rf"(?:(?<!\d){A_DAY}(?:st|nd|rd|th)?[\W_]{{1,4}}(?:{LETTER}{{1,9}}[\W_]{{1,3}})?)?{MONTH}"
    rf"(?:[^\w\n.;,]{{1,3}}{A_DAY}(?:st|nd|rd|th)?(?!\w))?",
    re.IGNORECASE,
)
"""A month that no other form has taken, with the day beside it if there is one."""
_MISSPELT = re.compile(
    rf"(?<!\d){A_DAY}(?:st|nd|rd|th)?(?:\s{{1,3}}of)?[-\s]{{0,3}}(?P<word>{LETTER}{{5,10}})(?!{LETTER})"
)
_LIKE_A_MONTH = 0.83
"""How alike a word must be to a month: `Febuary` is, `marsh` and `novels` are not."""

_ONE_BEFORE = rf"(?:{LISTED}|(?<![\d/.]){A_DAY}[/.](?:0?[1-9]|1[0-2])(?!\d))(?:\s?\([^()\n]{{0,30}}\))?{SEPARATOR}"
_DAYS_BEFORE = re.compile(rf"{BEGINS}(?:{_ONE_BEFORE}){{1,8}}$", re.IGNORECASE)
_DAYS_AFTER = re.compile(
    rf"(?:{SEPARATOR}{A_DAY}(?:st|nd|rd|th)?{_NO_DAY})++"
    rf"(?!(?:st|nd|rd|th)?(?:\s{{1,3}}of)?(?:\s{{1,3}}the)?\s{{0,3}}[-./,]?\s{{0,3}}{MONTH})",
    re.IGNORECASE,
)
_A_DAY_ENDS = re.compile(r"\s{0,3}(?:[.,;:!?)\]\n]|$)")
_FAR = 64  # characters in which a list of days is looked for
_TAKEN = "\0"  # stands where a date was found already


_LONG_AGO = 4  # years


class Dated(NamedTuple):
    """A piece of a text that is a date, or may be one."""

    start: int
    end: int
    words: str
    """What stands there once it is moved; where that is not sure, what stands there now."""
    sure: bool
    long_ago: bool = False
    """Whether it is a day of years ago, as a date of birth is."""


def dates(text: str, days: int, near: date) -> list[Dated]:
    """Return the dates of a text in order, each moved by some days.

    A date without a year is taken for the one nearest to `near`; it matters at the end of February alone.
    """
    found = _Found(text)
    for pattern, moved in FORMS:
        for match in pattern.finditer(found.left()):
            try:
                words = moved(match, days, near)
            except (ValueError, OverflowError):  # no such day, or none that a calendar has
                words = ""
            if words is not None:
                found.take(_weighed(found, match, words, near))
    for pattern in (*_PERHAPS, _MISSPELT, _MONTH_ALONE):
        for match in filter(_may_be_one, pattern.finditer(found.left())):
            found.take(Dated(*match.span(), text[match.start() : match.end()], sure=False))
    return sorted(found.dates)


class _Found:
    """The dates that were found in a text so far: none of them meets another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dates: list[Dated] = []
        self._taken = bytearray(len(text))

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no date was found between two places."""
        return not any(self._taken[start:end])

    def take(self, dated: Dated) -> None:
        """Add a date, unless it stands where one was found."""
        if self.is_free(dated.start, dated.end):
            self.dates.append(dated)
            self._taken[dated.start : dated.end] = b"\1" * (dated.end - dated.start)

    def left(self) -> str:
        """Return the text, as long as it was, with nothing where a date was found."""
        return "".join(_TAKEN if taken else sign for sign, taken in zip(self.text, self._taken, strict=True))


def _may_be_one(match: re.Match[str]) -> bool:
    """Whether a month is more than a verb in small letters, and a word like a month is like it enough."""
    parts = match.groupdict()
    if word := parts.get("word"):
        return bool(get_close_matches(word.lower(), FULL_NAMES, 1, _LIKE_A_MONTH))
    return parts.get("month") not in ALSO_VERBS


def _weighed(found: _Found, match: re.Match[str], words: str, near: date) -> Dated:
    """Return a moved date; one beside which other days stand (`3 (missed), 10 May`) is pointed out with them."""
    begins, ends = _with_its_list(match, found) if match.groupdict().get("day") else match.span()
    sure = bool(words) and (begins, ends) == match.span()
    return Dated(begins, ends, words if sure else found.text[begins:ends], sure, _is_long_ago(match, near))


def _with_its_list(match: re.Match[str], found: _Found) -> tuple[int, int]:
    """Return where a date begins and ends together with the days that are listed before and after it."""
    begins, ends = match.span()
    before = _DAYS_BEFORE.search(match.string, max(0, begins - _FAR), begins)
    if before and found.is_free(before.start(), begins):
        begins = before.start()
    after = _DAYS_AFTER.match(match.string, ends)
    if after and _are_days(after):
        ends = after.end()
    return begins, ends


def _are_days(after: re.Match[str]) -> bool:
    """Whether the numbers after a date are more of its days: two and more, or one that ends there."""
    numbers = re.findall(r"\d+", after.group())
    joined = after.group().strip()[0] != "," and not after.group()[-1].isdigit()
    return len(numbers) > 1 or joined or _A_DAY_ENDS.match(after.string, after.end()) is not None


def _is_long_ago(match: re.Match[str], near: date) -> bool:
    parts = match.groupdict()
    year = parts.get("year")
    return bool(year and parts.get("day")) and year_of(str(year), near) <= near.year - _LONG_AGO
