"""The forms in which people write a date, or a list of dates, and how each reads when it is moved by some days.

A list of days (`3, 10 and 17 December`) is one piece: all of it is moved, or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

_FULL = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December")  # fmt: skip
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(_FULL, 1)}
FULL_NAMES = tuple(map(str.lower, _FULL))
"""The months, in small letters."""

LETTER = r"[^\W\d_]"
_NAMES = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept(?:ember)?|Sep|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_A_MONTH = rf"(?<!{LETTER}){_NAMES}(?!{LETTER})"
MONTH = rf"(?<!{LETTER})(?P<month>{_NAMES})(?!{LETTER})"
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_THE = r"(?:the\s{1,3})?"
_JOINED = (
    r"(?:[^\S\n]{0,3}[-–—][^\S\n]{0,3}|\s{0,3}(?:[/&+;]|,(?:\s{0,3}(?:and|or|to|then)(?=\s))?)\s{0,3}"
    r"|\s{1,3}(?:and|to|or|until|till|then|plus|through)\s{1,3})"
)
SEPARATOR = rf"{_JOINED}{_THE}(?:{_WEEKDAY},?\s{{1,3}}{_THE})?"
"""What stands between two days of a list."""
A_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TH = r"(?:st|nd|rd|th)"
LISTED = rf"(?<![\d£$€]){A_DAY}{_TH}?(?!\w)"
"""A day that stands in a list."""
BEGINS = r"(?<![\w)][-/.:])"
"""What a list of days cannot begin within: a number with marks in it."""
_DAYS = rf"(?P<days>(?:{BEGINS}{LISTED}{SEPARATOR}(?:{LISTED}{SEPARATOR}){{0,12}})?)"
_DAY = rf"(?<!\d)(?P<day>{A_DAY})(?P<th>{_TH})?(?P<of>\s{{1,3}}of(?:\s{{1,3}}the)?)?"
_EACH = re.compile(rf"({A_DAY})({_TH})?({SEPARATOR})", re.IGNORECASE)

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PAUSE = r"(?P<pause>\s{0,3}[-./,]?\s{0,3})"
_COUNTED = r"(?:hours?|hrs?|days?|weeks?|months?|years?|min(?:ute)?s?|times?|visits?|sessions?|child(?:ren)?|people|of)"
AT_AN_HOUR = r"[.:]\d|\s?[ap]\.?m\b|\s?hrs?\b|\s?%"
_SHORT_YEAR = (
    r"(?<!,)(?<!,\s)(?<!,\s\s)(?<!,\s\s\s)(?<!\n)"
    rf"\d\d(?!{_TH}|{AT_AN_HOUR}|\s{{0,3}}[-./,]?\s{{0,3}}{_A_MONTH}|\s{{1,3}}{_COUNTED}\b)"
)
"""A year of two figures: neither the next day of a list (`3 Dec, 30 Dec`), nor an hour, nor how many."""
_ANY_YEAR = rf"(?P<year>(?:19|20)\d\d|['’]\d\d|{_SHORT_YEAR})"

_ORDINAL = (
    r"(?:(?:twenty|thirty)[-\s]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_SPELT = re.compile(
    rf"(?<!{LETTER})(?:{_ORDINAL}(?:\s{{1,3}}of(?:\s{{1,3}}the)?)?\s{{1,3}}{MONTH}"
    rf"|(?P<before>{_NAMES})\s{{1,3}}{_THE}{_ORDINAL}(?!{LETTER}))(?:,?\s{{1,3}}{_YEAR}(?!\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(rf"(?<![\d-]){_YEAR}(?P<mark>[-/.])(?P<m>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)(?!(?P=mark)\d)")
_IN_FIGURES = re.compile(
    r"(?<!\d)(?:(?<=\d{4}-)|(?<=/\d\d-)|(?<!\d[-/.]))(?P<day>\d\d?)(?P<mark>[-/.])(?P<m>\d\d?)(?P=mark)"
    rf"(?P<year>(?:19|20)\d\d|\d\d(?!{_TH}?(?:\s{{1,3}}of)?\s{{0,3}}[-./]?\s{{0,3}}{_A_MONTH}))(?!\d)(?!(?P=mark)\d)",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"{_DAYS}{_DAY}{_PAUSE}{MONTH}(?P<dot>\.?)(?P<gap>\s{{0,3}}[-,]?\s{{0,3}}){_ANY_YEAR}(?!\d)", re.IGNORECASE
)
_NO_YEAR = re.compile(rf"{_DAYS}{_DAY}{_PAUSE}{MONTH}", re.IGNORECASE)
_NO_DAY_AFTER = rf"(?![\d/]|{_TH}|{AT_AN_HOUR}|{_TH}?(?:\s{{1,3}}of)?\s{{0,3}}[-./]?\s{{0,3}}{_A_MONTH})"
_MONTH_FIRST = re.compile(
    rf"{MONTH}(?P<pause>\.?\s{{1,3}}{_THE})(?P<days>(?:{A_DAY}{_TH}?{SEPARATOR}(?={A_DAY}{_TH}?{_NO_DAY_AFTER})){{0,12}})"
    rf"(?P<day>{A_DAY})(?P<th>{_TH})?(?!\d)(?:(?P<gap>,?\s{{1,3}}){_YEAR}(?!\d))?",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"(?:(?<!{LETTER})(?P<lead>in|since|during|between|until|throughout|early|late|mid|last|next)(?P<pause>\s{{1,3}}|-))?"
    rf"(?P<months>(?:{_A_MONTH}{_JOINED}){{1,11}}){MONTH}(?:(?P<gap>\.?,?\s{{1,3}}){_YEAR}(?!\d))?",
    re.IGNORECASE,
)
_EACH_MONTH = re.compile(rf"({_A_MONTH})({_JOINED})", re.IGNORECASE)
_MONTH_AND_YEAR = re.compile(
    rf"{MONTH}(?P<gap>\.?,?\s{{1,3}}(?:of\s{{1,3}})?)(?P<year>(?:19|20)\d\d|['’]\d\d)(?!\d)", re.IGNORECASE
)
_MONTH_IN_FIGURES = re.compile(r"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2])(?P<mark>/)(?P<year>(?:19|20)\d\d)(?![\d/])")
_MONTH_IN_A_SENTENCE = re.compile(
    rf"(?<!{LETTER})(?P<lead>(?P<surely>in|since|during|until|throughout|early|late|mid|last|next|this)|by|from|before"
    rf"|after|to|and|of)(?P<pause>\s{{1,3}}|-){MONTH}",
    re.IGNORECASE,
)
_ALSO_NAMES = frozenset({"Jan", "Mar", "March", "Apr", "April", "May", "Jun", "June"})
ALSO_VERBS = frozenset({"may", "march", "mar"})
"""Months that, in small letters, are more often other words."""
_NEVER_BEFORE_A_VERB = frozenset({"in", "since", "during", "throughout", "early", "late", "mid", "last"})
_COUNTS_NO_DAYS = re.compile(r"\b(?:aged?|ages|sections?|questions?|paragraphs?|pages?|flat|room|number|no\.?)\s{1,3}$",
                             re.IGNORECASE)  # fmt: skip
_AFTER_A_DAY = re.compile(rf"(?<!\d){A_DAY}{_TH}?(?:\s{{1,3}}of)?\s{{0,3}}[-./]?\s{{0,3}}$", re.IGNORECASE)

# ── one form each: what stands there once it is moved; "" where it is only perhaps a date, None where it is none ─


def _spelt(match: re.Match[str], _days: int, _near: date) -> str | None:
    """A day in letters: pointed out."""
    month = match["month"] or match["before"]
    return None if month in ALSO_VERBS else ""


def _iso(match: re.Match[str], days: int, _near: date) -> str:
    moved = _day(match, year_of(match["year"], _near), int(match["m"])) + timedelta(days)
    mark = match["mark"]
    return mark.join((str(moved.year), _figures(moved.month, match["m"]), _figures(moved.day, match["day"])))


def _in_figures(match: re.Match[str], days: int, near: date) -> str:
    moved = _day(match, year_of(match["year"], near), int(match["m"])) + timedelta(days)
    padded = "0" if "0" in (match["day"][0], match["m"][0]) else ""
    figures = [_figures(part, f"{padded}{written}") for part, written in
               ((moved.day, match["day"]), (moved.month, match["m"]))]  # fmt: skip
    return match["mark"].join((*figures, _year_written(moved, match["year"])))


def _in_words(match: re.Match[str], days: int, near: date) -> str:
    if match["dot"] and len(match["year"]) == 2:
        return ""  # "on 20 Nov. 26 children were seen"
    return _day_first(match, days, year_of(match["year"], near), f"{match['dot']}{match['gap']}")


def _no_year(match: re.Match[str], days: int, near: date) -> str:
    if match["month"] in ALSO_VERBS and not (match["th"] or match["of"]):
        return ""  # "all 3 may come"
    return _day_first(match, days, _nearest_year(match, near))


def _day_first(match: re.Match[str], days: int, year: int, before_year: str = "") -> str:
    """Return the days of one month, and the month, moved."""
    if match["pause"].strip() in {".", ","} and match["pause"] != match["pause"].strip():
        return ""  # "aged 9. March was hard"
    listed = _listed(match)
    if not _is_a_list(match, listed):
        return ""
    asked = match.groupdict().get("year") or ""
    moved = [date(year, _number(match["month"]), int(each.day)) + timedelta(days) for each in listed]
    pieces = []
    for each, day, following in zip(listed, moved, moved[1:], strict=False):
        other = f"{match['of'] or ''} {_month(day, match['month'])}" if day.month != following.month else ""
        other += f" {_year_written(day, asked)}" if asked and day.year != following.year else ""
        pieces.append(f"{_day_written(day, each.day, each.th)}{other}{each.separator}")
    last = f"{_day_written(moved[-1], match['day'], match['th'])}{match['of'] or ''}{match['pause']}"
    tail = f"{before_year}{_year_written(moved[-1], asked)}" if asked else ""
    return f"{''.join(pieces)}{last}{_month(moved[-1], match['month'])}{tail}"


def _month_first(match: re.Match[str], days: int, near: date) -> str | None:
    if _AFTER_A_DAY.search(match.string, 0, match.start()):
        return None  # "on 3 December 10 children were seen"
    listed = _listed(match)
    surely = match["year"] or all(each.th for each in listed)
    if not surely or match["month"] in ALSO_VERBS or not _is_a_list(match, listed):
        return ""  # "in November 20 children were seen"
    year = year_of(match["year"], near) if match["year"] else _nearest_year(match, near)
    moved = [date(year, _number(match["month"]), int(each.day)) + timedelta(days) for each in listed]
    pieces = [f"{_month(moved[0], match['month'])}{match['pause']}"]
    for each, day, before in zip(listed, moved, (moved[0], *moved), strict=False):
        other = f"{_month(day, match['month'])} " if day.month != before.month else ""
        pieces.append(f"{other}{_day_written(day, each.day, each.th)}{each.separator}")
    tail = f"{match['gap']}{_year_written(moved[-1], match['year'])}" if match["year"] else ""
    return f"{''.join(pieces)}{tail}"


def _months(match: re.Match[str], days: int, near: date) -> str | None:
    """Months without a day, side by side: `December and January`."""
    listed = [(name, separator) for name, separator in _EACH_MONTH.findall(match["months"])]
    names = [*(name for name, _ in listed), match["month"]]
    if any(name in ALSO_VERBS for name in names):
        return None
    if not (match["lead"] or match["year"]) and all(name.capitalize() in _ALSO_NAMES for name in names):
        return ""  # "April and June came"
    moved = [day + timedelta(days) for day in _middles(names, match["year"], near)]
    pieces = [f"{_month(day, name)}{separator}" for day, (name, separator) in zip(moved, [*listed, (names[-1], "")],
                                                                                  strict=True)]  # fmt: skip
    tail = f"{match['gap']}{_year_written(moved[-1], match['year'])}" if match["year"] else ""
    return f"{match['lead'] or ''}{match['pause'] or ''}{''.join(pieces)}{tail}"


def _middles(names: list[str], year: str | None, near: date) -> list[date]:
    """Return the middle of each month: of the year written last, or of the one before; else those nearest."""
    if not year:
        return [_nearest_middle(name, near) for name in names]
    last = _number(names[-1])
    return [_middle(int(year) - (_number(name) > last), _number(name)) for name in names]


def _month_and_year(match: re.Match[str], days: int, near: date) -> str:
    moved = _middle(year_of(match["year"], near), _number(match["month"])) + timedelta(days)
    return f"{_month(moved, match['month'])}{match['gap']}{_year_written(moved, match['year'])}"


def _month_in_figures(match: re.Match[str], days: int, near: date) -> str:
    moved = _middle(year_of(match["year"], near), int(match["m"])) + timedelta(days)
    return f"{_figures(moved.month, match['m'])}/{moved.year}"


def _month_in_a_sentence(match: re.Match[str], days: int, near: date) -> str | None:
    """A month alone: a date after `in` or `since`; after `by` or `from` only where it is nobody's name."""
    month = match["month"]
    if month in ALSO_VERBS:
        return "" if match["lead"].lower() in _NEVER_BEFORE_A_VERB else None
    if not match["surely"] and month.capitalize() in _ALSO_NAMES:
        return None
    return f"{match['lead']}{match['pause']}{_month(_nearest_middle(month, near) + timedelta(days), month)}"


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int, date], str | None]], ...] = (
    (_SPELT, _spelt),
    (_ISO, _iso),
    (_IN_FIGURES, _in_figures),
    (_MONTH_FIRST, _month_first),
    (_IN_WORDS, _in_words),
    (_NO_YEAR, _no_year),
    (_MONTHS, _months),
    (_MONTH_AND_YEAR, _month_and_year),
    (_MONTH_IN_FIGURES, _month_in_figures),
    (_MONTH_IN_A_SENTENCE, _month_in_a_sentence),
)
"""Each form with what moves it, the surest first. A mover raises `ValueError` or `OverflowError` for a day that no
calendar has."""


# ── lists of days ────────────────────────────────────────────────────────────


class _Listed(NamedTuple):
    """One day of a list, as it is written."""

    day: str
    th: str
    separator: str


def _listed(match: re.Match[str]) -> list[_Listed]:
    """Return the days of a date in the order in which they stand."""
    return [*map(_Listed._make, _EACH.findall(match["days"])), _Listed(match["day"], match["th"] or "", "")]


def _is_a_list(match: re.Match[str], listed: list[_Listed]) -> bool:
    """Whether numbers before a month are surely days: each later than the one before, and not `aged 3, 10 May`."""
    if len(listed) == 1:
        return True
    numbers = [int(each.day) for each in listed]
    if numbers != sorted(set(numbers)) or _COUNTS_NO_DAYS.search(match.string, 0, match.start()):
        return False
    only_a_comma = listed[-2].separator.strip() in {",", ";"}
    return not only_a_comma or len(listed) > 2 or all(each.th for each in listed)


# ── parts of a date ──────────────────────────────────────────────────────────


def _day(match: re.Match[str], year: int, month: int) -> date:
    return date(year, month, int(match["day"]))


def _middle(year: int, month: int) -> date:
    """Return the day for which a whole month is taken."""
    return date(year, month, 15)


def _nearest_middle(month: str, near: date) -> date:
    middles = (_middle(year, _number(month)) for year in (near.year, near.year - 1, near.year + 1))
    return min(middles, key=lambda day: abs(day - near))


def _number(month: str) -> int:
    return _NUMBERS[month[:3].lower()]


def year_of(written: str, near: date) -> int:
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
