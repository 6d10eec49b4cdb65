"""Lists of days in the ways in which people write them, and a reading of such a list of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import groupby

from hypothesis import strategies as st

Style = Callable[[list[date]], str]
"""Writes days, given in order."""

LISTS = st.lists(st.dates(date(2026, 6, 8), date(2027, 5, 1)), min_size=1, max_size=6, unique=True).map(sorted)
"""Days less than half a year from 20 November 2026: without a year each is taken for itself."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _th(day: int) -> str:
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _each(form: str, between: str = ", ", last: str = "") -> Style:
    """Every day with its month, as `{0.day} {0:%b}`; `{th}` is the day as `3rd`."""

    def style(days: list[date]) -> str:
        written = [form.format(day, th=_th(day.day)) for day in days]
        return _joined(written, between, last or between)

    return style


def _by_month(day_form: str, month_form: str, last: str = " and ", between: str = ", ") -> Style:
    """The days of a month together, their month once: `3 and 30 December, 27 January`; `{days}` are the days."""

    def style(days: list[date]) -> str:
        groups = [list(group) for _, group in groupby(days, lambda day: (day.year, day.month))]
        return "; ".join(
            month_form.format(
                group[0], days=_joined([day_form.format(day, th=_th(day.day)) for day in group], between, last)
            )
            for group in groups
        )

    return style


def _joined(written: list[str], between: str, last: str) -> str:
    return last.join([*([between.join(written[:-1])] if written[1:] else []), written[-1]])


def _small(style: Style) -> Style:
    return lambda days: style(days).lower()


def _large(style: Style) -> Style:
    return lambda days: style(days).upper()


STYLES: tuple[Style, ...] = (
    _each("{0.day} {0:%b}"),
    _each("{0.day} {0:%B}", ", ", " and "),
    _each("{0.day} {0:%b}", " "),
    _each("{0.day} {0:%b}", "\n"),
    _each("{0:%d} {0:%b}", "; "),
    _each("{0.day} {0:%b}", " / "),
    _each("{0.day} {0:%b}.", ", "),
    _each("{0.day}-{0:%b}", ", "),
    _each("{0.day}{0:%b}", ","),
    _each("{0:%d-%b-%y}", ", "),
    _each("{0.day} {0:%b} {0:%y}", ", "),
    _each("{0.day} {0:%b} {0:%y}", " and "),
    _each("{0.day} {0:%B} {0:%Y}", " to "),
    _each("{th} {0:%B}", ", ", " and again on "),
    _each("the {th} of {0:%B}", ", then "),
    _each("{0:%A} {0.day} {0:%B}", ", "),
    _each("{0:%a} {th} {0:%b}", " – "),
    _each("{0:%b} {0.day}"),
    _each("{0:%B} {th}", ", ", " and "),
    _each("{0:%B} {0.day}, {0:%Y}", "; "),
    _by_month("{0.day}", "{days} {0:%B}"),
    _by_month("{0.day}", "{days} {0:%b}", " & "),
    _by_month("{0.day}", "{days} {0:%B}", ", "),
    _by_month("{0.day}", "{days} {0:%B} {0:%Y}", ", and "),
    _by_month("{th}", "{days} of {0:%B}"),
    _by_month("{th}", "the {days} of {0:%B}", " and the ", ", the "),
    _by_month("{0:%A} {0.day}", "{days} {0:%B}"),
    _by_month("{0.day}", "between {days} {0:%B} {0:%Y}"),
    _by_month("{0.day}", "{days} {0:%b}", " or "),
    _by_month("{0.day}", "{days} {0:%b}", "-", "-"),
    _by_month("{0.day}", "{days} {0:%b}", "/", "/"),
    _by_month("{0.day}", "{days} {0:%b}", " (late) and ", " (missed), "),
    _by_month("{0.day}", "{0:%B} {days}"),
    _by_month("{th}", "{0:%B} {days}"),
    _by_month("{0.day}", "{0:%B} {days}, {0:%Y}"),
    _small(_each("{0.day} {0:%b}")),
    _small(_each("{0:%B} {0.day}")),
    _small(_by_month("{0.day}", "{days} {0:%B}")),
    _large(_by_month("{0.day}", "{days} {0:%B}")),
)


_A_MONTH = "|".join(_MONTHS)
_TOKEN = re.compile(rf"\d{{4}}|(?P<day>\d+)|(?P<month>{_A_MONTH})[a-z]*", re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"((?:{_A_MONTH})[ -])\d\d$", re.IGNORECASE)


def read(words: str) -> list[tuple[int, int]]:
    """Return the days and months that one date, or the days of one month, say; the month stands first or last."""
    found: list[tuple[int, int]] = []
    waiting: list[int] = []
    month = 0
    first = words[:1].isalpha() and words[:3].lower() in _MONTHS
    for token in _TOKEN.finditer(words if first else _SHORT_YEAR.sub(r"\1", words)):
        if token["month"]:
            month = _MONTHS.index(token["month"].lower()) + 1
        elif token["day"]:
            waiting.append(int(token["day"]))
        if waiting and month and (first or token["month"]):
            found += [(day, month) for day in waiting]
            waiting = []
    return found
