"""A clock: what starts it, what ends it, how many days lie between, how they are counted, and who says so."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Unit = Literal["hours", "days", "working days", "weeks", "months", "school terms", "weekday"]
Counting = Literal["day 0", "inclusive first day", "to the hour", "not counted"]
Limit = Literal["at most", "at least", "beforehand"]
Standing = Literal["statutory", "guidance", "local"]
Confidence = Literal["A", "B", "C"]

CHECK_FIRST = "check before relying on it"
COUNTINGS_OF_UNIT: dict[str, tuple[str, ...]] = {
    "hours": ("to the hour",),
    "days": ("day 0", "inclusive first day"),
    "working days": ("day 0", "inclusive first day"),
    "weeks": ("day 0", "inclusive first day"),
    "months": ("day 0",),
    "school terms": ("not counted",),
    "weekday": ("not counted",),
}
"""How each unit can be counted. Terms lie in the schools' calendars; a weekday is no stretch of time."""


class Stretch(Struct, frozen=True):
    """So many of one unit."""

    within: int
    unit: Unit


class Timescale(Struct, frozen=True, rename={"begins": "from"}):
    """One clock of `timescales.toml`."""

    id: str
    title: str
    begins: str
    """What starts it; `from` in the file."""
    until: str
    """What ends it."""
    unit: Unit
    counting: Counting
    standing: Standing
    source: str
    """Act, regulation or guidance, with its number."""
    dated: str
    """How old the source is, in words that hold a year."""
    confidence: Confidence
    """A: its text was read; B: read second-hand; C: general knowledge."""
    within: int | None = None
    """How many units; None where no number holds everywhere, or where the unit needs none."""
    then: Stretch | None = None
    """What is counted on from where the first stretch ended."""
    limit: Limit = "at most"
    or_before: bool = False
    """Whether it is in time, too, if it was done before the start."""
    resets: str = ""
    """For a clock that repeats: what starts it anew."""
    applies_when: str = ""
    usual: str = ""
    """Where `within` is None: what services often use."""
    note: str = ""

    @property
    def bank_holidays_matter(self) -> bool:
        """Whether a bank holiday can move the day on which it is due."""
        return "working days" in (self.unit, self.then.unit if self.then else "")


def sentence(clock: Timescale) -> str:
    """Return what a clock says, and who says so: its standing, its source and the source's date.

    A clock of confidence C says as well that it must be checked.
    """
    said = f"{clock.title}: {_stretch_in_words(clock)}. {clock.standing.capitalize()}: {clock.source}; {clock.dated}."
    return " ".join(filter(None, (said, _unset(clock), caution(clock))))


def span(clock: Timescale) -> str:
    """Return how long it is, in a few words: `45 working days`, `every 6 weeks`, `6 weeks beforehand`."""
    if clock.unit == "weekday":
        return "Monday to Friday"
    if clock.usual:
        return f"no national limit; often {clock.usual}"
    length = _length(clock)
    if clock.resets:
        return f"every {length.removeprefix('1 ')}"
    return {"at least": f"at least {length}", "beforehand": f"{length} beforehand"}.get(clock.limit, length)


def counted(clock: Timescale) -> str:
    """Return how it is counted, for people: which day is the first, and what a bank holiday does."""
    if clock.unit == "weekday":
        return "Nothing is counted: the day itself must not be a Saturday or a Sunday."
    if clock.unit == "school terms":
        return "By the school's own term dates, which this program does not know."
    on = f"From there, {_amount(clock.then.within, clock.then.unit)} more." if clock.then else ""
    return " ".join(filter(None, (_first_day(clock), on, _bank_holidays(clock))))


def caution(clock: Timescale) -> str:
    """Return the warning that goes wherever a clock of confidence C is shown; nothing for the others."""
    return f"Confidence C: {CHECK_FIRST}." if clock.confidence == "C" else ""


def _stretch_in_words(clock: Timescale) -> str:
    if clock.limit == "beforehand":
        return f"{_length(clock)} or more before {clock.begins}"
    if clock.unit == "weekday" or clock.usual:
        return span(clock)
    if clock.resets:
        return f"{span(clock)}; {clock.resets} starts it anew"
    first_counts = ", counting the first day" if clock.counting == "inclusive first day" else ""
    unless = ", unless it was done before" if clock.or_before else ""
    return f"{span(clock)}, from {clock.begins} until {clock.until}{first_counts}{unless}"


def _unset(clock: Timescale) -> str:
    return f"Set yours in the workspace's timescales.toml, as [{clock.id}]." if clock.usual else ""


def _length(clock: Timescale) -> str:
    first = _amount(clock.within or 0, clock.unit)
    return f"{first} + {_amount(clock.then.within, clock.then.unit)}" if clock.then else first


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _first_day(clock: Timescale) -> str:
    if clock.unit == "hours":
        return "By the clock, from the minute it starts."
    if clock.counting == "inclusive first day":
        return f"The day it starts is the first {_counted_day(clock)}, so the last day comes one day sooner."
    if clock.unit == "months":
        return "To the same day of the month, or to the month's last day where there is no such day."
    return f"The day it starts is day 0; the next {_counted_day(clock)} is day 1."


def _counted_day(clock: Timescale) -> str:
    return "working day" if clock.unit == "working days" else "day"


def _bank_holidays(clock: Timescale) -> str:
    if clock.bank_holidays_matter:
        return "Saturdays, Sundays and the bank holidays of England are not working days."
    return "Nights, weekends and bank holidays count like any other time."
