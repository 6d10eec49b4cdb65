"""An exemplar in the making: what one signed-off audit found, on its way to an extract that names nobody.

What somebody wrote is kept as it was written; names are replaced and dates moved whenever it is shown, so that every
text goes through the same word list and the same number of days. Nothing here is ever counted, and the finished
exemplar holds nothing that leads back: no id, no reference, no word list, no number of days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from caseaudit.domain.audit import Audit
from caseaudit.domain.exemplar import Exemplar, ExemplarAnswer, as_audit
from caseaudit.domain.exemplar_reading import MOST, Marking
from caseaudit.domain.judgement import suggest
from caseaudit.domain.look_alikes import ORDINARY
from caseaudit.domain.moderation import as_agreed, holds
from caseaudit.domain.moderation import standing_judgement as standing_judgement
from caseaudit.domain.moved_dates import Dated, dates
from caseaudit.domain.replaced_names import Name, clashes, listed, replacements, together
from caseaudit.problems import BadInput, Problem, bad_input, nearest

FORMAT = 1
TEXTS = ("situation", "kind", "title", "extract", "lift")
"""What the maker writes, in the order of the finished file; the reasons come from the audit."""
WEEKS = (*range(-26, -4), *range(5, 27))
"""By how many weeks every date may be moved. Whole weeks: a Tuesday stays a Tuesday, five working days stay five."""
FICTIONAL = (
    "Made up from practice: names, places and dates are changed. If you think that you know somebody in it, stop and "
    "tell the trainer."
)
STATEMENT = "I have read every word of it, and nobody in it can be recognised."
"""What somebody says who confirms it."""

LOOK_FOR = (
    "Look for what no list finds: a nickname, a place, a rare job, illness or language, a day that everybody "
    "remembers, a story that was in the local news."
)


class Found(Struct, frozen=True, omit_defaults=True):
    """What the audit found on one criterion; the reason as the maker has it now."""

    criterion: str
    grade: str
    reason: str
    evidence: str = ""
    impact: str = ""


class Confirmed(Struct, frozen=True):
    """Who read it, when, what they said, and the digest of what they read."""

    by: str
    at: str
    statement: str
    digest: str


class Refused(Struct, frozen=True):
    """Who said that somebody can be recognised, when, and the digest of what they read."""

    by: str
    at: str
    digest: str


class Making(Struct, frozen=True, omit_defaults=True):
    """One exemplar in the making. Fields stand in the order of the file."""

    format: int
    id: str
    audit: str
    """Id of the audit that it comes from."""
    maker: str
    begun_at: str
    checklist: str
    version: str
    near: str
    """The audit's date: a date without a year is taken for the nearest to it."""
    days: int
    """By how many days every date is moved."""
    findings: tuple[Found, ...]
    chosen: tuple[str, ...]
    """The criteria that the extract is graded on, in the checklist's order."""
    cohort: str = ""
    judged: str = ""
    """The grade that the auditor decided on."""
    notes: tuple[str, ...] = ()
    """What else the audit says, to write by: why this judgement, and what was agreed."""
    names: tuple[Name, ...] = ()
    kept: tuple[str, ...] = ()
    """Words that only look like a name or a date, and stay."""
    situation: str = ""
    kind: str = ""
    title: str = ""
    extract: str = ""
    lift: str = ""
    confirmed: Confirmed | None = None
    refused: Refused | None = None

    @property
    def answers(self) -> tuple[Found, ...]:
        """What was found on the chosen criteria."""
        return tuple(found for found in self.findings if found.criterion in self.chosen)

    def found(self, criterion: str) -> Found:
        """Return what was found on a criterion. Raises `BadInput` if there is none such."""
        for each in self.findings:
            if each.criterion == criterion:
                return each
        known = [*TEXTS, *(each.criterion for each in self.findings)]
        raise bad_input(criterion, "is no text of it", nearest(criterion, known), "text")

    def text(self, place: str) -> str:
        """Return a text as it was written: one of `TEXTS`, or the reason of a criterion. Raises `BadInput`."""
        return str(getattr(self, place)) if place in TEXTS else self.found(place).reason


# ── as it is shown ───────────────────────────────────────────────────────────

Kind = Literal["name", "date", "doubt", "birth"]
"""A name that is replaced, a date that is moved, what may be a date, and what may be a date of birth."""


class Mark(NamedTuple):
    """A piece of a shown text that was changed, or that somebody has to decide on."""

    start: int
    end: int
    kind: Kind


class Shown(NamedTuple):
    """A text with its names replaced and its dates moved."""

    words: str
    marks: tuple[Mark, ...]


class _Change(NamedTuple):
    start: int
    end: int
    words: str
    kind: Kind


def shown(making: Making, words: str) -> Shown:
    """Return a text as the exemplar has it, and where it was changed or a date is in doubt."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for change in _changes(making, words):
        pieces += [words[at : change.start], change.words]
        length += change.start - at
        marks.append(Mark(length, length + len(change.words), change.kind))
        at, length = change.end, length + len(change.words)
    return Shown("".join([*pieces, words[at:]]), tuple(marks))


def _changes(making: Making, words: str) -> list[_Change]:
    """Return what is replaced, moved or in doubt, in order; a name goes before a date unless it stands within one."""
    dated = [_dated(making, words, day) for day in dates(words, making.days, date.fromisoformat(making.near))]
    moved = [day for day in dated if day and day.kind == "date"]
    doubts = [day for day in dated if day and day.kind != "date"]
    named = [_Change(*each[:3], "name") for each in replacements(words, making.names)]
    named = [each for each in named if not any(_within(each, day) for day in moved)]
    return sorted([*named, *(day for day in (*moved, *doubts) if not any(_meet(day, each) for each in named))])


def _dated(making: Making, words: str, day: Dated) -> _Change | None:
    """Return a date that is moved, or is pointed out; nothing for one that is in doubt and stays."""
    written = words[day.start : day.end]
    kept = listed(written, making.kept)
    if day.sure and (kept or not day.long_ago):
        return _Change(day.start, day.end, day.words, "date")
    return None if kept else _Change(day.start, day.end, written, "birth" if day.long_ago else "doubt")


def _within(one: _Change, other: _Change) -> bool:
    """Whether one stands in another that is longer."""
    return other.start <= one.start and one.end <= other.end and one[:2] != other[:2]


def _meet(one: _Change, other: _Change) -> bool:
    return one.start < other.end and other.start < one.end


def table(making: Making, marking: Marking) -> dict[str, Any]:
    """Return the finished exemplar as the tables of its file; it may have faults still."""

    def as_shown(words: str) -> str:
        return shown(making, words).words.strip()

    answers = [
        {"criterion": each.criterion, "grade": each.grade, "reason": as_shown(each.reason)} for each in making.answers
    ]
    return {
        "format": 1,
        "checklist": making.checklist,
        "version": making.version,
        "from_practice": True,
        "fictional": FICTIONAL,
        "situation": as_shown(making.situation),
        "kind": as_shown(making.kind),
        "exemplar": [
            {
                "grade": grade(making, marking),
                "title": as_shown(making.title),
                "text": f"{as_shown(making.extract)}\n" if making.extract.strip() else "",
                "lift": as_shown(making.lift),
                "answer": answers,
            }
        ],
    }


def grade(making: Making, marking: Marking) -> str:
    """Return the grade that the chosen answers come to by the checklist's rule; where it has none, the auditor's.

    Nothing where no answer has a weight in it.
    """
    known = marking.criteria()
    answers = tuple(
        ExemplarAnswer(each.criterion, each.grade, "") for each in making.answers if each.criterion in known
    )
    filled = as_audit(Exemplar("", "", "", "", answers), marking.checklist, marking.scale)
    if not filled.checklist.judgement.roll_up and making.judged:
        return making.judged
    rule = replace(filled.checklist.judgement, roll_up=True)
    return suggest(replace(filled, checklist=replace(filled.checklist, judgement=rule))).grade


def digest(making: Making, marking: Marking) -> str:
    """Return the SHA-256, in hex, of everything that the finished exemplar says."""
    return sha256(msgspec.json.encode(table(making, marking), order="deterministic")).hexdigest()


def is_confirmed(making: Making, marking: Marking) -> bool:
    """Return whether somebody confirmed what it says now."""
    return making.confirmed is not None and making.confirmed.digest == digest(making, marking)


def is_refused(making: Making, marking: Marking) -> bool:
    """Return whether somebody said of what it says now that somebody can be recognised."""
    return making.refused is not None and making.refused.digest == digest(making, marking)


# ── begun from an audit ──────────────────────────────────────────────────────


def findings(audit: Audit, marking: Marking) -> tuple[Found, ...]:
    """Return what an audit found, in the checklist's order: graded answers whose wording is as it was.

    Where it was moderated, what was agreed stands, with the reason that was agreed.
    """
    known = {each.id: each for each in marking.checklist.criteria}
    agreed = audit.moderation.outcomes if audit.moderation and holds(audit) else ()
    reasons = {each.criterion: each.reason for each in agreed if each.reason.strip()}
    return tuple(
        Found(each.criterion, each.grade, reasons.get(each.criterion, each.reason), each.evidence, each.impact)
        for each in as_agreed(audit).asked
        if each.state == "graded"
        and each.kind != "count"
        and each.criterion in known
        and known[each.criterion].wording == each.wording
    )


def usual_choice(found: Sequence[Found], marking: Marking) -> tuple[str, ...]:
    """Return the criteria that weigh most, as many as an extract may be graded on, in their order."""
    known = {each.id: each for each in marking.checklist.criteria}

    def weighs(each: Found) -> tuple[bool, int]:
        criterion = known[each.criterion]
        return criterion.critical == "none", -criterion.weight

    most = sorted(found, key=weighs)[:MOST]
    return tuple(each.criterion for each in found if each in most)


def notes(audit: Audit) -> Iterator[str]:
    """Yield what else an audit says, to write the extract by."""
    agreed = audit.moderation.judgement_reason if audit.moderation and holds(audit) else ""
    if why := agreed.strip() or (audit.judgement.reason.strip() if audit.judgement else ""):
        yield f"Why this judgement: {why}"
    for action in audit.actions:
        if action.what.strip():
            yield f"Agreed: {action.what.strip()}"


def known_names(audit: Audit) -> tuple[Name, ...]:
    """Return the names that a record knows, each with what stands in its place until somebody says otherwise."""
    signed = [audit.sign_off.by] if audit.sign_off else []
    second = [audit.moderation.by] if audit.moderation else []
    others = [*(action.owner for action in audit.actions), *(each.told for each in audit.escalations),
              *(each.by for each in audit.events)]  # fmt: skip
    people = [
        *((name, "the worker") for name in _called(audit.worker)),
        *((name, "the auditor") for each in (audit.auditor, *signed) for name in _called(each)),
        *((name, "the moderator") for each in second for name in _called(each)),
        *((name, "a colleague") for each in others if not _is_a_role(each) for name in _called(each)),
    ]
    found: list[Name] = []
    for name, replacement in ((audit.case, "the case"), (audit.team, "the team"), *people):
        if sum(map(str.isalnum, name)) > 1 and not listed(name, [known.name for known in found]):
            found.append(Name(" ".join(name.split()), replacement))
    wrong = {name for _, name in clashes(found)}
    return tuple(each for each in found if each.name not in wrong)


def _called(name: str) -> list[str]:
    """Return a person's name and the longer words of it, each of which may stand for them; not those of a role."""
    parts = [part for part in name.split() if len(part) > 2] if len(name.split()) > 1 else []
    return [each for each in (name, *parts) if not all(len(word) > 1 and word in ORDINARY for word in _plain(each))]


def _is_a_role(name: str) -> bool:
    """Whether words with a capital are those of a role, such as `Head of service`, and of nobody."""
    return not any(len(word) == 1 or (word not in ORDINARY and written[0].isupper())
                   for word, written in zip(_plain(name), name.split(), strict=True))  # fmt: skip


def _plain(name: str) -> list[str]:
    return [word.strip(".,()").casefold() for word in name.split()]


# ── steps ────────────────────────────────────────────────────────────────────


def with_names(making: Making, more: Sequence[Name]) -> Making:
    """Return it with more on its word list. Raises `BadInput` where a replacement would bring a name back."""
    names = together(making.names, more)
    if wrong := list(clashes(names)):
        raise BadInput(*(_clash(each, name) for each, name in wrong))
    kept = tuple(word for word in making.kept if not listed(word, [each.name for each in names]))
    return replace(making, names=names, kept=kept, confirmed=None)


def _clash(each: Name, name: str) -> Problem:
    what = f"would be replaced by words that hold {name}, which is on the list itself"
    return Problem(each.name, what, "Choose another replacement, or take that word off the list first", "replace")


def with_kept(making: Making, words: Sequence[str]) -> Making:
    """Return it with words that stay as they are; what was on the word list is taken off it."""
    gone = [Name(each.name, "") for each in making.names if listed(each.name, words)]
    new = [word for word in words if not listed(word, making.kept)]
    return replace(making, names=together(making.names, gone), kept=(*making.kept, *new), confirmed=None)


def with_text(making: Making, place: str, words: str) -> Making:
    """Return it with one text written anew: one of `TEXTS`, or the reason of a criterion. Raises `BadInput`."""
    if place in TEXTS:
        return replace(making, **{place: words}, confirmed=None)
    making.found(place)
    found = tuple(replace(each, reason=words) if each.criterion == place else each for each in making.findings)
    return replace(making, findings=found, confirmed=None)


def with_choice(making: Making, criteria: Sequence[str]) -> Making:
    """Return it graded on these criteria. Raises `BadInput` naming every one that the audit has no grade for."""
    known = [each.criterion for each in making.findings]
    wrong = [Problem(one, "has no grade in this audit", nearest(one, known), "criterion")
             for one in criteria if one not in known]  # fmt: skip
    if wrong:
        raise BadInput(*wrong)
    return replace(making, chosen=tuple(one for one in known if one in criteria), confirmed=None)


def with_confirmation(making: Making, confirmed: Confirmed) -> Making:
    """Return it confirmed; whatever is changed afterwards takes that back, and so does a refusal."""
    return replace(making, confirmed=confirmed, refused=None)


def with_refusal(making: Making, refused: Refused) -> Making:
    """Return it refused, and not confirmed any more, whoever confirmed it."""
    return replace(making, confirmed=None, refused=refused)
