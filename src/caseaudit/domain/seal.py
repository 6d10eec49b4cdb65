r"""A seal: what the register held at one moment, in one line that is kept where nobody who can change audits can.

Canonical form. For every audit one line, `ID REVISION SHA256\n`: its id, the number of its newest revision saved by the
moment of the seal, and the SHA-256, in hex, of that revision's bytes. The lines stand in the order of their bytes. The
root is the SHA-256 of all of them. Each revision carries the digest of the one before, so the newest stands for all.

The short form is the first line alone; the long form has the lines below it, so `tail -n +2 FILE | sha256sum` gives the
root. Neither holds a case reference nor a word of any case: ids are a date and six characters by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from caseaudit.problems import bad_input

_SHORT = re.compile(
    r"caseaudit seal (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ): "
    r"(?P<audits>[\d,]+) audits?, (?P<revisions>[\d,]+) revisions?, "
    r"sha256 (?P<root>(?:[0-9a-fA-F] ?){64})(?![0-9a-fA-F])"
)
_LINE = re.compile(r"([a-z0-9-]{1,64}) ([1-9][0-9]{0,7}) ([0-9a-f]{64})")
_AGAIN = "Copy the line once more, from `caseaudit seal` to the last of its 64 letters and digits"


class Head(NamedTuple):
    """The newest revision of an audit at the moment of the seal."""

    audit: str
    number: int
    digest: str
    """SHA-256 of its bytes, in hex."""

    @property
    def line(self) -> str:
        """Return the line that stands for the audit."""
        return f"{self.audit} {self.number} {self.digest}\n"


class Seal(NamedTuple):
    """What the register held."""

    at: str
    """UTC: `2026-11-22T16:00:00Z`."""
    audits: int
    revisions: int
    root: str
    heads: Mapping[str, Head] | None = None
    """By the audit's id; None where the seal is the short line alone."""


class Saved(NamedTuple):
    """A revision that is in the register."""

    number: int
    digest: str
    at: str
    """When it was saved, as it says itself."""


Register = Mapping[str, tuple[Saved, ...]]
"""Every revision of every audit, in the order of their numbers, by the audit's id."""


class Difference(NamedTuple):
    """Something that is not as it was sealed."""

    audit: str
    """Empty where the seal cannot tell which."""
    what: str
    """In words, without a full stop."""


# ── sealing ──────────────────────────────────────────────────────────────────


def sealed(register: Register, at: str) -> Seal:
    """Return the seal of what was saved by a moment."""
    heads = {audit: head for audit, saved in register.items() if (head := _head(audit, saved, at))}
    revisions = sum(_up_to(register[audit], head.number) for audit, head in heads.items())
    return Seal(at, len(heads), revisions, root(heads.values()), heads)


def _head(audit: str, saved: tuple[Saved, ...], at: str) -> Head | None:
    for revision in reversed(saved):
        if revision.at <= at:
            return Head(audit, revision.number, revision.digest)
    return None


def _up_to(saved: tuple[Saved, ...], number: int) -> int:
    return sum(revision.number <= number for revision in saved)


def root(heads: Iterable[Head]) -> str:
    """Return the digest that stands for all of them."""
    return sha256("".join(sorted(head.line for head in heads)).encode()).hexdigest()


# ── as text ──────────────────────────────────────────────────────────────────


def short(seal: Seal) -> str:
    """Return the seal as one line."""
    audits = f"{seal.audits} audit{'' if seal.audits == 1 else 's'}"
    revisions = f"{seal.revisions} revision{'' if seal.revisions == 1 else 's'}"
    return f"caseaudit seal {seal.at}: {audits}, {revisions}, sha256 {seal.root}"


def long(seal: Seal) -> str:
    """Return the seal with a line for each audit."""
    return f"{short(seal)}\n" + "".join(sorted(head.line for head in (seal.heads or {}).values()))


def read(text: str, where: str) -> Seal:
    """Return the seal that a text holds, short or long; whatever stands round a short one is passed over.

    Line breaks and blanks that an email or a printer put into it do no harm. Raises `BadInput`.
    """
    lines = [line.strip() for line in text.splitlines()]
    listed = [match for line in lines if (match := _LINE.fullmatch(line))]
    found = _SHORT.search(" ".join(" ".join(lines).split()))
    if not found:
        raise bad_input(where, "holds no seal", _AGAIN)
    digest = found["root"].replace(" ", "").lower()
    audits, revisions = (int(found[name].replace(",", "")) for name in ("audits", "revisions"))
    seal = Seal(found["at"], audits, revisions, digest)
    return seal._replace(heads=_heads(listed, seal, where)) if listed else seal


def _heads(listed: list[re.Match[str]], seal: Seal, where: str) -> dict[str, Head]:
    heads = {match[1]: Head(match[1], int(match[2]), match[3]) for match in listed}
    if len(heads) != seal.audits or root(heads.values()) != seal.root:
        raise bad_input(
            where,
            "is not the seal that was written: its lines do not give its first line",
            "Use the copy kept elsewhere",
        )
    return heads


# ── comparing ────────────────────────────────────────────────────────────────


def differences(seal: Seal, register: Register) -> list[Difference]:
    """Return what is no longer as it was sealed; what was saved on top of it since is none.

    A short seal takes every revision for sealed that says it was saved by then; a long one knows them by number.
    """
    if seal.heads is None:
        return _by_root(seal, sealed(register, seal.at))
    found = [difference for head in seal.heads.values() for difference in _of(head, register.get(head.audit, ()))]
    there = sum(_up_to(register.get(head.audit, ()), head.number) for head in seal.heads.values())
    if there < seal.revisions and not found:
        return [
            Difference("", f"{_revisions(seal.revisions - there)} of those sealed {_are(seal.revisions - there)} gone")
        ]
    return found


def _of(head: Head, saved: tuple[Saved, ...]) -> list[Difference]:
    if not saved:
        return [Difference(head.audit, f"was sealed with revision {head.number}, and its history is gone")]
    known = {revision.number: revision.digest for revision in saved}
    if head.number not in known:
        ends = max(known)
        what = f"ends at revision {ends}" if ends < head.number else f"lacks revision {head.number}"
        return [Difference(head.audit, f"was sealed with revision {head.number}, and its history {what}")]
    if known[head.number] != head.digest:
        return [Difference(head.audit, f"was written anew: revision {head.number} is not the one that was sealed")]
    return []


def _by_root(seal: Seal, now: Seal) -> list[Difference]:
    if (now.audits, now.revisions, now.root) == (seal.audits, seal.revisions, seal.root):
        return []
    if now.audits < seal.audits:
        gone = seal.audits - now.audits
        return [Difference("", f"{gone} audit{'' if gone == 1 else 's'} of those sealed {_are(gone)} gone")]
    if now.revisions < seal.revisions:
        gone = seal.revisions - now.revisions
        return [Difference("", f"{_revisions(gone)} of those sealed {_are(gone)} gone")]
    if now.revisions > seal.revisions:
        more = now.revisions - seal.revisions
        what = f"{_revisions(more)} more {'says' if more == 1 else 'say'} to have been saved by {seal.at}"
        return [Difference("", f"{what} than were sealed: written later with an earlier date, or copied in")]
    return [Difference("", "something that was sealed was written anew")]


def _revisions(number: int) -> str:
    return f"{number:,} revision{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
