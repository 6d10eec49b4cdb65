"""Counts that leave a service, and how those of several services become one.

Only counts: no case, no worker, no auditor, no audit, no words of a record, and no day finer than a month. The types
are the format of the file (`docs/counts-format.md`). Merging adds; its result does not depend on the order of the
files, nor on which were merged first. What may be merged at all is asked of `domain.federation_refusals`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from operator import add
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from caseaudit.domain.actions import ActionStatus
from caseaudit.domain.audit import State
from caseaudit.domain.checklist import Critical, Focus, Grade, Kind

FORMAT: Final = 1
"""The version of the file."""
MOST = 10**12
"""The largest count that a row can hold."""

Month = Annotated[str, Meta(pattern=r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$", max_length=7)]
Period = Annotated[str, Meta(pattern=r"^((?!0000)[0-9]{4}-(0[1-9]|1[0-2]))?$", max_length=7)]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]$", max_length=10)]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
Name = Annotated[str, Meta(min_length=1)]
Some = Annotated[int, Meta(ge=1, le=MOST)]
Few = Annotated[int, Meta(ge=0, le=MOST)]
Truth = Literal[0, 1]


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """One export of one service."""

    service: Name
    """What the service calls itself."""
    day: Day
    """The day of the export, on which it was seen which actions are overdue."""
    first: Period
    """The month of the first audit that counts; empty where none does."""
    last: Period
    """The month of the last one."""
    audits: Few
    """How many signed-off audits count."""
    in_progress: Few
    """How many audits were in progress, and do not count."""
    unreadable: Few
    """How many files could not be read."""
    copies: Few
    """How many files were copies of an audit."""
    only: tuple[str, ...]
    """The filters, in words."""
    program: str
    """The program with its version: `caseaudit 1.0`."""
    digest: Digest
    """The first 32 hex digits of the SHA-256 of what was exported."""


class Titled(NamedTuple):
    """What a version of a checklist is called."""

    checklist: Name
    version: str
    title: str


class Wording(NamedTuple):
    """The words of a criterion in a version of its checklist."""

    checklist: Name
    version: str
    criterion: Name
    wording: Digest
    """The digest of the question, its kind and its descriptors: two are the same question if it is equal."""
    place: Few
    """Where it stands in its checklist, counted from 0."""
    section: str
    """The section's title."""
    question: str


class Graded(NamedTuple):
    """A grade, and what it is called."""

    place: Few
    """Where it stands among all grades, scale by scale and best first, counted from 0."""
    id: Name
    label: str
    short: str
    mark: str
    good: bool
    """Whether it counts as good or better."""
    meaning: str

    def grade(self) -> Grade:
        """Return it as a grade of a scale."""
        return Grade(self.id, self.label, self.short, self.mark, self.good, self.meaning)


class AuditsAlike(NamedTuple):
    """How many signed-off audits are alike."""

    service: Name
    team: str
    cohort: str
    role: str
    month: Month
    checklist: Name
    version: str
    judgement: str
    """The id of a grade; empty where the checklist asks for no overall judgement."""
    n: Some
    good: Few
    """How many of them are judged good or better."""
    compliance: Few
    """How many of them ask anything about compliance."""
    quality: Few
    """How many of them ask anything about quality."""


class AnswersAlike(NamedTuple):
    """How many answers of signed-off audits are alike."""

    service: Name
    team: str
    cohort: str
    role: str
    month: Month
    checklist: Name
    version: str
    criterion: Name
    section: str
    focus: Focus
    kind: Kind
    critical: Critical
    weight: Annotated[int, Meta(ge=1, le=5)]
    state: State
    grade: str
    """The id of a grade; empty unless the state is `graded`, and for a number."""
    n: Some
    good: Few
    """How many of them are good or better."""
    limiting: Few
    """How many of them capped the judgement of their audit."""


class ActionsAlike(NamedTuple):
    """How many actions of signed-off audits are alike."""

    service: Name
    status: ActionStatus
    overdue: Truth
    """Whether they were due before the day of the export."""
    effect: Truth
    """Whether what difference they made is recorded."""
    n: Some


class RepeatsAlike(NamedTuple):
    """In how many cases a criterion was graded twice running."""

    service: Name
    checklist: Name
    criterion: Name
    n: Some
    repeated: Few
    """In how many of them it was below good both times."""


class Counts(Struct, frozen=True, forbid_unknown_fields=True):
    """What a file holds: the counts of one service, or of several merged."""

    caseaudit: Literal["counts"]
    format: Literal[1]
    services: Annotated[tuple[Source, ...], Meta(min_length=1)]
    checklists: tuple[Titled, ...] = ()
    criteria: tuple[Wording, ...] = ()
    grades: tuple[Graded, ...] = ()
    audits: tuple[AuditsAlike, ...] = ()
    answers: tuple[AnswersAlike, ...] = ()
    actions: tuple[ActionsAlike, ...] = ()
    repeats: tuple[RepeatsAlike, ...] = ()

    @property
    def names(self) -> list[str]:
        """The services, each once, by name."""
        return sorted({source.service for source in self.services})


Row = TypeVar("Row", AuditsAlike, AnswersAlike, ActionsAlike, RepeatsAlike)


def combined(parts: Sequence[Counts]) -> Counts:
    """Return the counts of all parts together, every row once and in order; of one part, that part in order."""
    return Counts(
        "counts",
        FORMAT,
        services=tuple(sorted((source for part in parts for source in part.services), key=msgspec.structs.astuple)),
        checklists=_titled(row for part in parts for row in part.checklists),
        criteria=_wordings(row for part in parts for row in part.criteria),
        grades=_grades(row for part in parts for row in part.grades),
        audits=_added(AuditsAlike, 4, (row for part in parts for row in part.audits)),
        answers=_added(AnswersAlike, 3, (row for part in parts for row in part.answers)),
        actions=_added(ActionsAlike, 1, (row for part in parts for row in part.actions)),
        repeats=_added(RepeatsAlike, 2, (row for part in parts for row in part.repeats)),
    )


def _added(shape: Callable[..., Row], measures: int, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows in order, with the last few columns summed over those that are alike in all the others."""
    counted: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows:
        key, found = row[:-measures], row[-measures:]
        before = counted.get(key)
        counted[key] = tuple(map(add, before, found)) if before else found
    return tuple(shape(*key, *counted[key]) for key in sorted(counted))


def _titled(rows: Iterable[Titled]) -> tuple[Titled, ...]:
    """Return one title for each version; of several, the last in the alphabet."""
    return tuple({row[:2]: row for row in sorted(rows)}.values())


def _wordings(rows: Iterable[Wording]) -> tuple[Wording, ...]:
    """Return every wording once; where it stands in several places, the first of them."""
    first = {(*row[:4], row.question): row for row in sorted(rows, reverse=True)}
    return tuple(sorted(first.values()))


def _grades(rows: Iterable[Graded]) -> tuple[Graded, ...]:
    """Return every grade once; where it is called by several names, the first in the alphabet."""
    return tuple(sorted({row.id: row for row in sorted(rows, reverse=True)}.values()))


def sealed(counts: Counts) -> Counts:
    """Return the counts of one export with their digest, which tells the same export apart from a new one."""
    (source,) = counts.services
    blank = combined([replace(counts, services=(replace(source, digest=""),))])
    digest = hashlib.sha256(msgspec.json.encode(blank)).hexdigest()[:32]
    return replace(blank, services=(replace(source, digest=digest),))
