"""Point out text that looks as if it names a child; never change it.

Patterns find candidates, check digits drop most of the chance matches (python-stdnum). A nudge, not a
guarantee: names are not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from caseaudit.domain.audit import Audit
from caseaudit.problems import Problem

_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b")
_PHONE = re.compile(r"(?<![\d-])(?:\+44[ -]?|\(?0)\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|born(?: on)?|date of birth)\W{0,3}\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}\b",
    re.IGNORECASE,
)
_TEN_DIGITS = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_CHANGE = "Take it out, or replace it with a case reference"
_SHARE_LESS = "It stays in the record: give the record to nobody who need not know it"
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")


def found(text: str) -> list[str]:
    """Return what kinds of identifier a text seems to hold, each once: "an NHS number", "a postcode", ..."""
    return [kind for kind, looks_like in _KINDS if looks_like(text)]


def hints(audit: Audit) -> list[Problem]:
    """Return where an audit's text seems to identify a child; the text itself is never quoted."""
    return [
        Problem(
            audit.id,
            f"may hold {' and '.join(kinds)}",
            remedy,
            place,
        )
        for texts, remedy in ((_texts(audit), _CHANGE), (_said_for_good(audit), _SHARE_LESS))
        for place, text in texts
        if (kinds := found(text))
    ]


def _texts(audit: Audit) -> Iterator[tuple[str, str]]:
    yield "case", audit.case
    yield "worker", audit.worker
    for answer in audit.answers:
        yield answer.criterion, "\n".join((answer.reason, answer.evidence, answer.impact))
    for action in audit.actions:
        yield action.id, "\n".join((action.what, action.owner, action.evidence, action.effect))
    if audit.judgement:
        yield "judgement", audit.judgement.reason


def _said_for_good(audit: Audit) -> Iterator[tuple[str, str]]:
    """Yield what nobody can change any more: it was said to somebody, or stands in another audit."""
    for answer in audit.answers:
        if answer.before:
            yield answer.criterion, answer.before.reason
    for escalation in audit.escalations:
        yield escalation.criterion, "\n".join((escalation.told, escalation.note))
    if audit.moderation:
        for outcome in audit.moderation.outcomes:
            yield outcome.criterion, outcome.reason
        given = audit.moderation
        yield "moderation", "\n".join((given.judgement_reason, given.comment, given.reply))


def _pattern(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


def _nhs_number(text: str) -> bool:
    from stdnum.gb import nhs

    return any(nhs.is_valid(match.group()) for match in _TEN_DIGITS.finditer(text))


def _upn(text: str) -> bool:
    from stdnum.gb import upn

    return any(upn.is_valid(match.group()) for match in _UPN.finditer(text))


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("an NHS number", _nhs_number),
    ("a unique pupil number", _upn),
    ("a postcode", _pattern(_POSTCODE)),
    ("a phone number", _pattern(_PHONE)),
    ("an email address", _pattern(_EMAIL)),
    ("a date of birth", _pattern(_BIRTH)),
)
