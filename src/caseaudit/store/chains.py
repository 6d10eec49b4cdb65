"""Whether the revisions of one audit are those that were saved: pure functions on their bytes.

Each revision carries the SHA-256 of the one before it. So whatever is changed, taken out, put in or moved before the
newest one shows; the newest one itself is held against the readable file and, if it is signed, against its signature.
What none of that shows (the newest revisions cut off, or a whole chain written anew), a seal does: `domain.seal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import msgspec

from caseaudit.domain import signature
from caseaudit.domain.audit import Audit, Event, Revision, SignOff
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import records

KEEP = "Keep a copy of the workspace as it is, and ask who changed it"
_COPY_BACK = "Copy it back from a backup"


class Found(NamedTuple):
    """A revision as it lies on disk."""

    number: int
    """By the name of its file."""
    where: str
    content: bytes
    problem: Problem | None = None
    """Why it could not be read."""


class Beginning(msgspec.Struct, frozen=True):
    """Where the history of a record begins that came from elsewhere with revisions of its own."""

    format: int
    revision: int
    digest: str
    """SHA-256 of what was copied in, as it was kept."""
    by: str = ""
    at: str = ""


class Link(NamedTuple):
    """One revision of a chain."""

    number: int
    digest: str
    """SHA-256 of its bytes, in hex; empty where they could not be read."""
    where: str
    fault: Problem | None = None
    """What is wrong with it, whatever stands beside it."""
    previous: str = ""
    at: str = ""
    """When it was saved, as it says itself."""
    sign_off: SignOff | None = None
    reopenings: int = 0


class Chain(NamedTuple):
    """The revisions of one audit, in order."""

    links: tuple[Link, ...]
    problem: Problem | None
    """The first revision that is not as it was saved."""
    newest: Audit | None
    """The audit as the newest revision has it, if that can be read."""
    content: bytes
    """The bytes of the newest revision."""
    size: int
    """How many bytes all revisions have."""


class _Light(msgspec.Struct):
    """What a chain needs of a record: a fraction of the work of reading all of it."""

    id: str
    revision: Revision = Revision()
    sign_off: SignOff | None = None
    events: tuple[Event, ...] = ()


_light = msgspec.json.Decoder(_Light)


def checked(audit_id: str, found: Iterable[Found], beginning: Beginning | None = None) -> Chain:
    """Return the chain of an audit's revisions, given in the order of their numbers.

    `beginning` is what is on record of a history that does not begin with the first revision.
    """
    links: list[Link] = []
    last, size = None, 0
    for last in found:
        links.append(_link(audit_id, last))
        size += len(last.content)
    newest = None
    if last:
        newest, fault = _newest(last)
        links[-1] = links[-1]._replace(fault=links[-1].fault or fault)
    problem = next(_breaks(links, beginning), None)
    return Chain(tuple(links), problem, newest, last.content if last else b"", size)


def _newest(found: Found) -> tuple[Audit | None, Problem | None]:
    """Return what the newest revision says, or why it cannot be read: nothing after it vouches for its bytes."""
    try:
        return _decoded(found.content, found.where), None
    except CaseauditError as error:
        return None, error.problems[0]._replace(remedy=_COPY_BACK)


@lru_cache(8)  # one for each of those that read at once, and some more
def _decoded(content: bytes, where: str) -> Audit:
    """Return what a revision says. One that is signed is asked for twice, if it is the newest."""
    return records.decode(content, where, by_hand=False)


# ── one revision by itself ───────────────────────────────────────────────────


def _link(audit_id: str, found: Found) -> Link:
    if found.problem:
        return Link(found.number, "", found.where, found.problem._replace(remedy=_COPY_BACK))
    link = Link(found.number, sha256(found.content).hexdigest(), found.where)
    try:
        light = _read(found)
    except CaseauditError as error:
        return link._replace(fault=error.problems[0]._replace(remedy=_COPY_BACK))
    revision = light.revision
    return link._replace(
        fault=_fault(audit_id, found, light),
        previous=revision.previous,
        at=revision.at,
        sign_off=light.sign_off,
        reopenings=signature.reopenings(light.events),
    )


def _read(found: Found) -> _Light | Audit:
    """Return what a revision says. Raises `BadInput`."""
    try:
        return _light.decode(found.content)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return records.decode(found.content, found.where, by_hand=False)


def _fault(audit_id: str, found: Found, light: _Light | Audit) -> Problem | None:
    if light.id != audit_id:
        return Problem(found.where, "is a revision of another audit", KEEP)
    if light.revision.number != found.number:
        return Problem(found.where, f"says that it is revision {light.revision.number}", KEEP)
    if light.sign_off:
        return _signature_fault(found)
    taken = signature.taken_away(light.events)
    return Problem(found.where, taken, KEEP) if taken else None


def _signature_fault(found: Found) -> Problem | None:
    """Return what is wrong with a signed revision: its content is what the signature covers, so all of it is read."""
    try:
        audit = _decoded(found.content, found.where)
    except CaseauditError as error:
        return error.problems[0]._replace(remedy=_COPY_BACK)
    if what := signature.forged(audit):
        return Problem(found.where, what, KEEP)
    return None


# ── revisions beside each other ──────────────────────────────────────────────


def _breaks(links: Sequence[Link], beginning: Beginning | None) -> Iterator[Problem]:
    """Yield what is wrong, revision by revision."""
    if links:
        yield from _beginning(links[0], beginning)
    for place, link in enumerate(links):
        if link.fault:
            yield link.fault
        elif place:
            yield from _seam(links[place - 1], link)
        yield from _altered(links, place)


def _beginning(first: Link, beginning: Beginning | None) -> Iterator[Problem]:
    if first.number == 1:
        if first.previous:
            yield Problem(first.where, "is the first revision and names one before it", KEEP)
    elif beginning is None or (beginning.revision, beginning.digest) != (first.number, first.digest):
        missing = "revision 1 is" if first.number == 2 else f"revisions 1 to {first.number - 1} are"
        yield Problem(first.where, f"{missing} missing before it, and it is not on record as copied in", KEEP)


def _seam(before: Link, link: Link) -> Iterator[Problem]:
    """Yield what is wrong between two revisions, apart from the digest."""
    if link.number != before.number + 1:
        yield Problem(link.where, f"revision {before.number + 1} is missing before it", KEEP)
    elif before.sign_off and link.sign_off != before.sign_off and link.reopenings <= before.reopenings:
        yield Problem(link.where, f"changes the signature of revision {before.number} without a reopening", KEEP)


def _altered(links: Sequence[Link], place: int) -> Iterator[Problem]:
    """Yield whether a revision is not the one that the next was saved on."""
    if _fits(links, place):
        return
    link, after = links[place], links[place + 1]
    if place + 2 == len(links):
        what = f"does not fit revision {after.number}, which is the newest: one of the two was altered"
        yield Problem(link.where, what, KEEP)
    elif _fits(links, place + 1):
        yield Problem(link.where, f"was altered after revision {after.number} was saved on it", KEEP)
    else:
        yield Problem(after.where, "was altered: it fits neither the revision before it nor the one after it", KEEP)


def _fits(links: Sequence[Link], place: int) -> bool:
    """Whether a revision is what the next one says it is; where that cannot be told, it is."""
    if place + 1 >= len(links):
        return True
    link, after = links[place], links[place + 1]
    if not link.digest or after.fault or after.number != link.number + 1:
        return True
    return after.previous == link.digest
