"""What each list holds: its columns, their headings and kinds, from `annex_a.toml` beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

Kind = Literal["identifier", "text", "code", "date", "count", "birth", "age", "postcode"]
PLAIN = 0
"""The number of the list that is none of Annex A."""
_FILE = Path(__file__).with_name("annex_a.toml")
_PRIVATE_KINDS = {"identifier", "birth", "postcode"}
_PRIVATE_WORDS = ("ethnic", "birth", "postcode", "address", "nhs", "upn", "name", "surname", "phone", "email", "dob")
_NEVER_PRIVATE = {"team", "worker", "status", "cohort"}


class Column(Struct, frozen=True):
    """One column of a list."""

    key: str
    """What this program calls it, whatever the heading."""
    kind: Kind
    heading: str
    """The template's heading."""
    also: tuple[str, ...] = ()
    """Other headings under which it is found."""
    optional: bool = False

    @property
    def private(self) -> bool:
        """Whether it says who the child is, or what the law protects: it is kept only if somebody asks for it."""
        return is_private(self.key, self.kind, self.heading)

    @property
    def headings(self) -> frozenset[str]:
        """The headings it may have, squeezed."""
        return frozenset(map(squeezed, (self.heading, *self.also)))


class CaseList(Struct, frozen=True):
    """One list."""

    number: int
    title: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()
    """Other names of its sheet."""
    cohort: str = ""
    ends: str = ""
    """The column of the date that closes a case."""
    event: str = ""
    """The column of the date of an event: a child may stand on several rows."""
    order: tuple[tuple[str, str], ...] = ()
    """Pairs of dates of which the first cannot come after the second."""

    @property
    def called(self) -> str:
        """What it is called: `list 8, Children in care`."""
        return f"list {self.number}, {self.title}" if self.number else self.title.lower()

    def column(self, name: str) -> Column | None:
        """Return the column of a key or a heading, or None."""
        wanted = squeezed(name)
        return next((one for one in self.columns if wanted == squeezed(one.key) or wanted in one.headings), None)


class _Lists(Struct):
    list: tuple[CaseList, ...]


@cache
def lists() -> dict[int, CaseList]:
    """Return every list by its number; `PLAIN` is any list of cases that is none of Annex A."""
    import tomli

    found = msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), _Lists)
    return {one.number: one for one in found.list}


@cache
def squeezed(heading: str) -> str:
    """Return a heading's letters and digits alone, in one case: by these, headings are compared."""
    return "".join(filter(str.isalnum, heading.casefold()))


def is_private(key: str, kind: Kind, heading: str) -> bool:
    """Return whether a column may say who a child is, or what the law protects about them."""
    if key in _NEVER_PRIVATE:
        return False
    return kind in _PRIVATE_KINDS or any(word in squeezed(heading) for word in _PRIVATE_WORDS)
