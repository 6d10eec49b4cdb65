"""Find the dates in a text, in the forms in which people write them, and move each by the same number of days.

What is surely a date is moved in the form in which it stands. What only looks like one (a year alone,
`the 20th`, `3/4`, Christmas) is pointed out and left as it is: a person decides. Days first, as in Britain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

_FULL = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December")  # fmt: skip
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(_FULL, 1)}

_LETTER = r"[^\W\d_]"
_MONTH = (
    rf"(?<!{_LETTER})(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    rf"|Sept(?:ember)?|Sep|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?!{_LETTER})"
)
_DAY = r"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])(?P<th>st|nd|rd|th)?(?P<of>\s{1,3}of(?:\s{1,3}the)?)?"
_FIRST_DAY = (
    r"(?:(?<!\d)(?P<first>0?[1-9]|[12]\d|3[01])(?P<first_th>st|nd|rd|th)?"
    r"(?P<between>\s{0,3}[-–—/&]\s{0,3}|\s{1,3}(?:to|and)\s{1,3}(?:the\s{1,3})?))?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ANY_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d)"
_PAUSE = r"(?P<pause>\s{0,3}[-./,]?\s{0,3})"

_ISO = re.compile(rf"(?<![\d-]){_YEAR}(?P<mark>[-/.])(?P<m>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)(?!(?P=mark)\d)")
_IN_FIGURES = re.compile(
    r"(?<!\d)(?:(?<=\d{4}-)|(?<!\d[-/.]))(?P<day>\d\d?)(?P<mark>[-/.])(?P<m>\d\d?)(?P=mark)"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?!\d)(?!(?P=mark)\d)"
)
_IN_WORDS = re.compile(
    rf"{_FIRST_DAY}{_DAY}{_PAUSE}{_MONTH}(?P<dot>\.?)(?P<gap>\s{{0,3}}[-,]?\s{{0,3}}){_ANY_YEAR}(?!\d)", re.IGNORECASE
)
_NO_YEAR = re.compile(rf"{_FIRST_DAY}{_DAY}{_PAUSE}{_MONTH}", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}(?P<pause>\.?\s{{1,3}}(?:the\s{{1,3}})?)(?P<day>0?[1-9]|[12]\d|3[01])(?P<th>st|nd|rd|th)?(?!\d)"
    r"(?:(?P<gap>,?\s{1,3})(?P<year>(?:19|20)\d\d)(?!\d))?",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(
    rf"{_MONTH}(?P<gap>\.?,?\s{{1,3}}(?:of\s{{1,3}})?)(?P<year>(?:19|20)\d\d|['’]\d\d)(?!\d)", re.IGNORECASE
)
_MONTH_IN_FIGURES = re.compile(r"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2])(?P<mark>/)(?P<year>(?:19|20)\d\d)(?![\d/])")
_MONTH_IN_A_SENTENCE = re.compile(
    rf"(?<!{_LETTER})(?P<lead>(?P<surely>in|since|during|until|throughout|early|late|mid|last|next|this)|by|from|before"
    rf"|after|to|and|of)(?P<pause>\s{{1,3}}|-){_MONTH}",
    re.IGNORECASE,
)
_ALSO_NAMES = frozenset({"Jan", "Mar", "March", "Apr", "April", "May", "Jun", "June"})
_LIST_BEFORE = re.compile(r"(?<![\d/.-])\d\d?(?:st|nd|rd|th)?\s{0,3}(?:,|&|-|–|/|\band|\bto)\s{0,3}$", re.IGNORECASE)

_DAY_BY_ITSELF = r"(?:0?[1-9]|[12]\d|3[01])"
_PERHAPS = (
    re.compile(r"(?<!\d)\d{1,4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,4}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY_BY_ITSELF} \d\d? (?:19|20)\d\d(?!\d)"),
    re.compile(r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)"),
    re.compile(rf"(?<![\d/.])(?!24/7){_DAY_BY_ITSELF}/(?:0?[1-9]|1[0-2])(?![\d/])"),
    re.compile(r"(?<![\d.,£$€])(?:19|20)\d\d(?:[-/–]\d\d)?(?!\d)"),
    re.compile(rf"(?<!{_LETTER})(?:on|by|since|until|till|from|of|before|after|to|and)\s{{1,3}}the\s{{1,3}}"
               r"(?:[12]?\d(?:st|nd|rd|th)|30th|31st)(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<!{_LETTER})(?:Christmas|Boxing Day|New Year|Easter|Good Friday|Hallowe['’]?en|Bonfire Night"
               r"|Eid|Ramadan|Diwali|Vaisakhi|Hanukkah|Passover|Yom Kippur|Rosh Hashanah|Holi|Mother['’]s Day"
               rf"|Father['’]s Day|Valentine['’]s Day|Remembrance Sunday|Lunar New Year)(?!{_LETTER})", re.IGNORECASE),
)  # fmt: skip
_DAYS_BEFORE = re.compile(r"(?:\d\d?(?:st|nd|rd|th)?\s{0,3}(?:,|&|-|–|/|\band|\bto)\s{0,3}){1,8}$", re.IGNORECASE)
_FAR = 64  # characters in which a list of days is looked for
_MONTH_ALONE = re.compile(_MONTH)


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
    found: list[Dated] = []
    for dated in _candidates(text, days, near):
        if not any(dated.start < other.end and other.start < dated.end for other in found):
            found.append(dated)
    return sorted(found)


def _candidates(text: str, days: int, near: date) -> Iterator[Dated]:
    """Yield what may be dates, the surest form first."""
    for pattern, moved in _FORMS:
        for match in pattern.finditer(text):
            try:
                words = moved(match, days, near)
            except (ValueError, OverflowError):  # no such day, or none that a calendar has
                words = ""
            if words is not None:
                yield _weighed(text, match, words, near)
    for pattern in (*_PERHAPS, _MONTH_ALONE):
        for match in pattern.finditer(text):
            yield Dated(match.start(), match.end(), match.group(), sure=False)


def _weighed(text: str, match: re.Match[str], words: str, near: date) -> Dated:
    """Return a moved date; one that ends a list of days (`3, 5 and 9 May`) is pointed out with its list."""
    before = text[max(0, match.start() - _FAR) : match.start()]
    listed = _DAYS_BEFORE.search(before) if words and _LIST_BEFORE.search(before) else None
    begins = match.start() - len(listed.group()) if listed else match.start()
    sure = bool(words) and not listed
    return Dated(begins, match.end(), words if sure else text[begins : match.end()], sure, _is_long_ago(match, near))


def _is_long_ago(match: re.Match[str], near: date) -> bool:
    parts = match.groupdict()
    year = parts.get("year")
    return bool(year and parts.get("day")) and _year(str(year), near) <= near.year - _LONG_AGO


# ── one form each: what stands there once it is moved; "" where it is only perhaps a date ────────────────────────


def _iso(match: re.Match[str], days: int, _near: date) -> str:
    moved = _day(match, _year(match["year"], _near), int(match["m"])) + timedelta(days)
    mark = match["mark"]
    return mark.join((str(moved.year), _figures(moved.month, match["m"]), _figures(moved.day, match["day"])))


def _in_figures(match: re.Match[str], days: int, near: date) -> str:
    moved = _day(match, _year(match["year"], near), int(match["m"])) + timedelta(days)
    padded = "0" if "0" in (match["day"][0], match["m"][0]) else ""
    figures = [_figures(part, f"{padded}{written}") for part, written in
               ((moved.day, match["day"]), (moved.month, match["m"]))]  # fmt: skip
    return match["mark"].join((*figures, _year_written(moved, match["year"])))


def _in_words(match: re.Match[str], days: int, near: date) -> str:
    year = _year(match["year"], near)
    moved = _day(match, year, _number(match["month"])) + timedelta(days)
    tail = f"{match['dot']}{match['gap']}{_year_written(moved, match['year'])}"
    return f"{_day_and_month(match, days, year)}{tail}"


def _no_year(match: re.Match[str], days: int, near: date) -> str | None:
    if not match["month"][0].isupper():
        return None  # "may" and "march" are more often verbs
    return _day_and_month(match, days, _nearest_year(match, near))


def _month_first(match: re.Match[str], days: int, near: date) -> str | None:
    if not match["year"] and not match["month"][0].isupper():
        return None
    year = _year(match["year"], near) if match["year"] else _nearest_year(match, near)
    moved = _day(match, year, _number(match["month"])) + timedelta(days)
    if not match["year"] and not match["th"]:
        return ""  # "in November 20 children were seen"
    tail = f"{match['gap']}{_year_written(moved, match['year'])}" if match["year"] else ""
    return f"{_month(moved, match['month'])}{match['pause']}{_day_written(moved, match['day'], match['th'])}{tail}"


def _month_and_year(match: re.Match[str], days: int, near: date) -> str:
    moved = _middle(_year(match["year"], near), _number(match["month"])) + timedelta(days)
    return f"{_month(moved, match['month'])}{match['gap']}{_year_written(moved, match['year'])}"


def _month_in_figures(match: re.Match[str], days: int, near: date) -> str:
    moved = _middle(_year(match["year"], near), int(match["m"])) + timedelta(days)
    return f"{_figures(moved.month, match['m'])}/{moved.year}"


def _month_in_a_sentence(match: re.Match[str], days: int, near: date) -> str | None:
    """A month alone: a date after `in` or `since`; after `by` or `from` only where it is nobody's name."""
    month = match["month"]
    if not month[0].isupper() or (not match["surely"] and month.capitalize() in _ALSO_NAMES):
        return None
    middles = (_middle(year, _number(month)) for year in (near.year, near.year - 1, near.year + 1))
    moved = min(middles, key=lambda day: abs(day - near)) + timedelta(days)
    return f"{match['lead']}{match['pause']}{_month(moved, month)}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int, date], str | None]], ...] = (
    (_ISO, _iso),
    (_IN_FIGURES, _in_figures),
    (_IN_WORDS, _in_words),
    (_MONTH_FIRST, _month_first),
    (_NO_YEAR, _no_year),
    (_MONTH_AND_YEAR, _month_and_year),
    (_MONTH_IN_FIGURES, _month_in_figures),
    (_MONTH_IN_A_SENTENCE, _month_in_a_sentence),
)


def _day_and_month(match: re.Match[str], days: int, year: int) -> str:
    """Return the day or the two days of a date in words, and the month; the first day's too where it is another."""
    number = _number(match["month"])
    moved = date(year, number, int(match["day"])) + timedelta(days)
    last = f"{_day_written(moved, match['day'], match['th'])}{match['of'] or ''}{match['pause']}"
    month = _month(moved, match["month"])
    if not match["first"]:
        return f"{last}{month}"
    first = date(year, number, int(match["first"])) + timedelta(days)
    other = "" if first.month == moved.month else f" {_month(first, match['month'])}"
    return f"{_day_written(first, match['first'], match['first_th'])}{other}{match['between']}{last}{month}"


# ── parts of a date ──────────────────────────────────────────────────────────


def _day(match: re.Match[str], year: int, month: int) -> date:
    return date(year, month, int(match["day"]))


def _middle(year: int, month: int) -> date:
    """Return the day for which a whole month is taken."""
    return date(year, month, 15)


def _number(month: str) -> int:
    return _NUMBERS[month[:3].lower()]


def _year(written: str, near: date) -> int:
    """Return the year of two figures or four; of two, none that is over twenty years ahead."""
    figures = written.lstrip("'’")
    if len(figures) == 4:
        return int(figures)
    this_century = near.year - near.year % 100 + int(figures)
    return this_century if this_century <= near.year + 20 else this_century - 100


def _nearest_year(match: re.Match[str], near: date) -> int:
    """Return the year in which such a day is nearest to another. Raises `ValueError` where none near has it."""
    days = []
    for year in (near.year, near.year - 1, near.year + 1):
        try:
            days.append(_day(match, year, _number(match["month"])))
        except ValueError:
            continue
    return min(days, key=lambda day: abs(day - near)).year


def _year_written(moved: date, as_written: str) -> str:
    figures = as_written.lstrip("'’")
    mark = as_written[: len(as_written) - len(figures)]
    return mark + (str(moved.year) if len(figures) == 4 else f"{moved.year % 100:02}")


def _figures(number: int, as_written: str) -> str:
    return f"{number:02}" if as_written.startswith("0") or len(as_written) == 2 else str(number)


def _day_written(moved: date, as_written: str, th: str | None) -> str:
    figures = f"{moved.day:02}" if as_written.startswith("0") else str(moved.day)
    if not th:
        return figures
    ending = "th" if moved.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(moved.day % 10, "th")
    return figures + (ending.upper() if th.isupper() else ending)


def _month(moved: date, as_written: str) -> str:
    """Return a month as the one before it was written: in full or cut, in capitals or not."""
    full = _FULL[moved.month - 1]
    name = full if as_written.capitalize() in _FULL else full[:3]
    if as_written.isupper():
        return name.upper()
    return name.lower() if as_written.islower() else name
