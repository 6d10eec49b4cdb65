"""A checklist: what is asked, what each grade means, and where the question comes from."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from caseaudit.domain.facts import FactAsked
from caseaudit.domain.grade import Grade as Grade
from caseaudit.problems import bad_input, nearest

Focus = Literal["compliance", "quality"]
Kind = Literal["grade", "yes-no", "timescale", "count"]
Critical = Literal["none", "harm", "welfare"]
SourceRole = Literal["finding", "recommendation", "commitment", "extension"]
Status = Literal["draft", "published", "retired"]
Audited = Literal["case-file", "supervision-file", "other-record"]

COHORTS = (
    "referral",
    "early-help",
    "child-in-need",
    "child-protection",
    "child-looked-after",
    "care-leaver",
    "private-fostering",
    "home-education",
    "worker",
)
SCALE_OF_KIND = {"yes-no": "yes-no", "timescale": "in-time"}
GOOD_OF_KIND = {"yes-no": ("yes",), "timescale": ("in-time",)}


class Scale(Struct, frozen=True, omit_defaults=True):
    """The grades an answer can have, best first."""

    id: str
    title: str
    grades: tuple[Grade, ...]

    def grade(self, grade_id: str) -> Grade | None:
        """Return the grade with this id, or None."""
        return next((grade for grade in self.grades if grade.id == grade_id), None)

    def named(self, text: str) -> Grade:
        """Return the grade that a person means by its id, its label or its place (1 is the best).

        Raises `BadInput` if it is none of them.
        """
        said = "-".join(text.lower().replace("_", " ").replace("-", " ").split())
        for place, grade in enumerate(self.grades, 1):
            if said == str(place):
                return grade
            if said in (grade.id, grade.label.lower().replace(" ", "-")):
                return grade
        raise bad_input("grade", f"is not on the scale {self.id}", nearest(said, [grade.id for grade in self.grades]))

    def rank(self, grade_id: str) -> int:
        """Return 0 for the best grade, rising towards the lowest."""
        return [grade.id for grade in self.grades].index(grade_id)

    @property
    def top(self) -> Grade:
        """The best grade."""
        return self.grades[0]

    @property
    def lowest(self) -> Grade:
        """The lowest grade."""
        return self.grades[-1]


class Document(Struct, frozen=True, omit_defaults=True):
    """A document that criteria cite."""

    id: str
    title: str
    short: str
    publisher: str
    date: str
    """ISO date of publication."""
    kind: str
    paragraphs: int
    """The last paragraph that can be cited."""
    reported: bool
    """Whether it reports somebody else's findings, and is shown "as reported by"."""
    date_note: str = ""


class Source(Struct, frozen=True, omit_defaults=True):
    """One paragraph that a criterion rests on, and how."""

    document: str
    paragraph: int
    role: SourceRole


class JudgementRule(Struct, frozen=True, omit_defaults=True):
    """How the grades of one audit suggest one judgement; see `domain.judgement`."""

    roll_up: bool = True
    reasons: Literal["required", "optional"] = "required"
    outstanding_share: float = 0.5
    good_share: float = 0.75
    lowest_share: float = 0.34


class Criterion(Struct, frozen=True, omit_defaults=True):
    """One question, with what each grade looks like in one case."""

    id: str
    question: str
    focus: Focus
    look_for: str
    good_looks_like: str
    weak_looks_like: str
    sources: tuple[Source, ...]
    kind: Kind = "grade"
    weight: int = 1
    critical: Critical = "none"
    critical_reason: str = ""
    allows: tuple[str, ...] = ("not-applicable", "insufficient-evidence")
    timescale: str = ""
    descriptors: dict[str, str] = {}
    """What the work looks like at each grade, keyed by grade id."""
    lift: dict[str, str] = {}
    """What would lift the work to this grade from the one below, keyed by grade id."""
    by_clock: dict[str, str] = {}
    """Of a graded criterion with a clock: the grade that is proposed for `in-time`, `late` and `not-done`."""

    @property
    def wording(self) -> str:
        """Digest of the words an answer answers: 32 hex digits of SHA-256."""
        return _digest([self.question, self.kind, self.descriptors])


class Section(Struct, frozen=True, omit_defaults=True):
    """Criteria that are read together; with `applies_when`, only where the auditor ticks it."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    about: str = ""
    applies_when: str = ""


class Checklist(Struct, frozen=True, omit_defaults=True):
    """One checklist, as its file says."""

    id: str
    title: str
    version: str
    status: Status
    audited: Audited
    cohorts: tuple[str, ...]
    scale: str
    about: str
    sections: tuple[Section, ...]
    core: bool = False
    areas: tuple[str, ...] = ()
    """The areas of practice it covers, by their ids in `areas.toml`; the main one first."""
    judgement: JudgementRule = JudgementRule()
    facts: tuple[FactAsked, ...] = ()
    """What it asks for beside its criteria; never graded."""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in reading order."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    @property
    def critical(self) -> int:
        """How many of its criteria can limit the judgement."""
        return sum(criterion.critical != "none" for criterion in self.criteria)

    def criterion(self, criterion_id: str) -> Criterion | None:
        """Return the criterion with this id, or None."""
        return next((criterion for criterion in self.criteria if criterion.id == criterion_id), None)

    def scale_of(self, criterion: Criterion) -> str:
        """Return the id of the scale that this criterion is graded on."""
        return SCALE_OF_KIND.get(criterion.kind, self.scale)

    @property
    def digest(self) -> str:
        """Digest of everything the checklist says: 32 hex digits of SHA-256."""
        return _digest(self)


def _digest(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:32]
