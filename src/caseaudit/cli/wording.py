"""Kinds of option: words of a choice, days, and the filters that choose audits."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from caseaudit.domain.days import as_iso
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import bad_input, nearest

_MEANINGS = {
    "case": "this case reference",
    "team": "this team",
    "worker": "this worker",
    "auditor": "this auditor",
    "checklist": "this checklist, by its id",
    "cohort": "this cohort",
    "state": "`in-progress` or `signed-off`",
    "role": "this role of the auditor, as `re-audit`",
    "purpose": "this purpose, as `thematic`",
}
_DIGITS = 9
_CHOICES = {"state": ("in-progress", "signed-off")}


class OneOf(click.Choice[str]):
    """A word out of a few; a mistake is answered with the nearest one."""

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """Return the word. Raises `BadInput` naming the nearest."""
        if value in self.choices:
            return str(value)
        raise bad_input(_called(param), "is not one of the words allowed here", nearest(str(value), self.choices))


class Number(click.ParamType[int]):
    """A whole number, `lowest` or more, and not above `highest` if there is one."""

    name = "number"

    def __init__(self, lowest: int, highest: int | None = None) -> None:
        self.lowest, self.highest = lowest, highest

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> int:
        """Return the number. Raises `BadInput`."""
        text = str(value)
        if text.isdecimal() and len(text) <= _DIGITS and self._fits(int(text)):
            return int(text)
        bounds = f"{self.lowest} or more" if self.highest is None else f"from {self.lowest} to {self.highest}"
        raise bad_input(_called(param), "is not a number that fits", f"Give a whole number, {bounds}")

    def _fits(self, number: int) -> bool:
        return self.lowest <= number and (self.highest is None or number <= self.highest)


class Day(click.ParamType[str]):
    """A date of our time, as `2026-11-20` or `20/11/2026`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """Return the date as ISO. Raises `BadInput`."""
        try:
            return date.fromisoformat(as_iso(str(value))).isoformat()
        except ValueError:
            raise bad_input(_called(param), "is not a date", "Write it as YYYY-MM-DD, as 2026-11-20") from None


def _called(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "option"
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name


def chooses_audits(*names: str, words: bool = True) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command one filter for each name, and dates and (`words`) words: it takes them as `wanted`."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def chosen(*first: Any, **options: Any) -> int:
            wanted = _wanted({name: options.pop(f"only_{name}") for name in names}, options)
            return command(*first, wanted=wanted, **options)

        return _with_filters(chosen, names, words)

    return decorate


def _wanted(only: dict[str, str | None], options: dict[str, Any]) -> Any:
    from caseaudit.desk.listing import Wanted

    since, until = options.pop("since") or "", options.pop("until") or ""
    if until and until < since:
        raise bad_input("--since", "is a later day than --until", "Swap the two dates")
    return Wanted(
        text=clean(options.pop("text", "") or ""),
        equal=tuple((name, one_line(clean(value))) for name, value in only.items() if value is not None),
        since=since,
        until=until,
    )


def _with_filters(command: Callable[..., int], names: Sequence[str], words: bool) -> Callable[..., int]:
    command = click.option("--until", type=Day(), metavar="DATE", help="Only audits dated on this day or before.")(
        command
    )
    command = click.option("--since", type=Day(), metavar="DATE", help="Only audits dated on this day or after.")(
        command
    )
    if words:
        help_ = "Only audits with these words anywhere in their line."
        command = click.option("--text", metavar="WORDS", help=help_)(command)
    for name in reversed(names):
        kind = OneOf(_CHOICES[name]) if name in _CHOICES else str
        command = click.option(
            f"--{name}", f"only_{name}", type=kind, metavar=name.upper(), help=f"Only {_MEANINGS[name]}."
        )(command)
    return command
