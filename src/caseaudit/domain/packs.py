"""Packs: named sets of checklists for one case, in the order in which its file is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from msgspec import Struct

from caseaudit.domain import shape
from caseaudit.domain.shape import CHECKLIST_ID, Fault, Key, Path
from caseaudit.problems import bad_input, nearest

PACK_KEYS = {
    "title": Key(shape.text, needed=True),
    "about": Key(shape.text, needed=True),
    "checklists": Key(shape.tables, needed=True),
}
MEMBER_KEYS = {
    "id": Key(shape.matching(CHECKLIST_ID, '"voice-visits"'), needed=True),
    "when": Key(shape.text),
}


class Member(Struct, frozen=True, omit_defaults=True):
    """One checklist of a pack."""

    id: str
    when: str = ""
    """A statement about the case; without somebody's yes to it the checklist is left out. Empty: always in."""


class Pack(Struct, frozen=True, omit_defaults=True):
    """The checklists that one kind of case needs."""

    id: str
    title: str
    about: str
    checklists: tuple[Member, ...]

    @property
    def always(self) -> tuple[str, ...]:
        """The ids of the checklists that every such case needs."""
        return tuple(member.id for member in self.checklists if not member.when)

    @property
    def sometimes(self) -> tuple[Member, ...]:
        """The checklists that need a yes to their statement."""
        return tuple(member for member in self.checklists if member.when)

    def chosen(self, wanted: Collection[str] = (), unwanted: Collection[str] = ()) -> list[str]:
        """Return the checklists to begin, in reading order: those always in, and of the others those wanted.

        Raises `BadInput` for a checklist that the pack does not hold, and where none is left.
        """
        known = [member.id for member in self.checklists]
        for name in chain(wanted, unwanted):
            if name not in known:
                raise bad_input(name, f"is not in the pack {self.id}", nearest(name, known))
        left = [name for name in known if (name in self.always or name in wanted) and name not in unwanted]
        if not left:
            raise bad_input(self.id, "has no checklist left to begin", "Leave fewer of them out")
        return left


class Found(NamedTuple):
    """What a file of packs holds: the packs that can be used, and what is wrong with the others."""

    packs: dict[str, Pack]
    faults: list[Fault]


def read_packs(tables: Mapping[str, Any], checklists: Collection[str]) -> Found:
    """Return the packs of a file and every fault in it. `checklists` are the ids that a pack may name."""
    found = Found({}, [])
    for name, table in tables.items():
        faults = list(_pack_faults(name, table, checklists))
        found.faults.extend(faults)
        if not faults:
            members = tuple(Member(**member) for member in table["checklists"])
            found.packs[name] = Pack(name, table["title"], table["about"], members)
    return found


def _pack_faults(name: str, table: Any, checklists: Collection[str]) -> Iterator[Fault]:
    if not CHECKLIST_ID.fullmatch(name):
        yield Fault((name,), "is not formed like an id", 'Write it like "child-in-need"')
    if not isinstance(table, dict):
        yield Fault((name,), "is not a table", "Write it as in the packs.toml that ships with caseaudit")
        return
    yield from shape.faults(table, PACK_KEYS, (name,))
    members = table.get("checklists")
    seen: set[str] = set()
    for at, member in enumerate(members if isinstance(members, list) else ()):
        if isinstance(member, dict):
            yield from _member_faults(member, (name, "checklists", at), checklists, seen)


def _member_faults(member: Mapping[str, Any], path: Path, known: Collection[str], seen: set[str]) -> Iterator[Fault]:
    yield from shape.faults(member, MEMBER_KEYS, path)
    named = member.get("id")
    if not isinstance(named, str):
        return
    if named not in known:
        yield Fault((*path, "id"), "is not a checklist of this library", nearest(named, known))
    elif named in seen:
        yield Fault((*path, "id"), "is in the pack twice", "Name each checklist once")
    seen.add(named)
