"""Whether the file that people read says what the newest revision says. Pure: everything is given as bytes."""

from __future__ import annotations

from hashlib import sha256
from typing import Literal, NamedTuple

from caseaudit.domain.audit import Audit
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import records
from caseaudit.store.chains import KEEP, Chain

Standing = Literal["same", "older", "edited", "altered", "cut", "gone", "no-history", "copy", "unreadable"]
"""Beside its history a readable file says the same; or what an earlier revision said; or something of its own; or the
same, where the newest revision has other bytes than a save gives; or it names a later revision than there is. It may be
missing, have no history, hold another audit than its name says, or be unreadable."""


class Readable(NamedTuple):
    """The file that people read, beside its history."""

    standing: Standing
    audit: Audit | None = None
    """What it says, where it was read."""
    problem: Problem | None = None


def missing(audit_id: str, where: str) -> Readable:
    """Return what is said where there is a history and no readable file. `where` is the folder of the history."""
    remedy = f"Open it once, and it is written again: caseaudit audit show {audit_id}"
    return Readable("gone", None, Problem(where, "has no readable file, so no list and no summary has it", remedy))


def compared(audit_id: str, chain: Chain, where: str, content: bytes) -> Readable:
    """Return how a readable file stands beside its history."""
    if chain.newest and content == chain.content:
        return Readable("same", chain.newest)
    try:
        audit = records.decode(content, where)
    except CaseauditError as error:
        return Readable("unreadable", None, error.problems[0])
    if audit.id != audit_id:
        remedy = f"It is {audit.id}: compare the two, then rename this file or move it away"
        return Readable("copy", audit, Problem(where, "holds another audit than its name says", remedy))
    return _without_history(audit, where) if not chain.links else _beside(audit, chain, where)


def _without_history(audit: Audit, where: str) -> Readable:
    """Return how a record stands that has no history: as it should be, if it was written by hand and never saved."""
    if not audit.revision.number:
        return Readable("same", audit)
    remedy = (
        "If it was copied in, the next save begins its history; if not, copy "
        f".caseaudit/history/{audit.id} back from a backup"
    )
    problem = Problem(where, "has no history here: it was copied in, or its history was removed", remedy)
    return Readable("no-history", audit, problem)


def _beside(audit: Audit, chain: Chain, where: str) -> Readable:
    newest, last = chain.newest, chain.links[-1]
    number = audit.revision.number
    if number > last.number:
        what = f"is revision {number}, and its history ends at {last.number}: the newest revisions are gone"
        return Readable("cut", audit, Problem(where, what, "Copy them back from a backup, or keep a copy and ask"))
    if newest == audit:
        return _same(audit, chain)
    if newest is None and number == last.number:
        return Readable("same", audit)  # The revision that it says is the one that cannot be read.
    digest = sha256(records.encode(audit)).hexdigest()
    if any((link.number, link.digest) == (number, digest) for link in chain.links[:-1]):
        what = f"says what revision {number} said and not {last.number}, the newest: a crash or a sync program left it"
        return Readable("older", audit, Problem(where, what, _open_it(audit)))
    which = "that revision" if number == last.number else f"revision {last.number}"
    what = f"was edited outside caseaudit after revision {number} was saved, or {which} was altered"
    return Readable("edited", audit, Problem(where, what, f"{_open_it(audit)}; the edit is then on record"))


def _same(audit: Audit, chain: Chain) -> Readable:
    """The words are the same: then the newest revision must have the bytes that a save gives them."""
    if chain.content == records.encode(audit):
        return Readable("same", audit)
    what = "was altered without a change to what it says"
    return Readable("altered", audit, Problem(chain.links[-1].where, what, KEEP))


def _open_it(audit: Audit) -> str:
    return f"Look at it, then open it: caseaudit audit show {audit.id}"
