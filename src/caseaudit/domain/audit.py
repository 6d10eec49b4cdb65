"""One audit of one case: its answers, its judgement, its actions, and who signed it.

An audit is a value. Every function here returns a new one and leaves the old one as it was, so a
screen can undo, a draft can be thrown away, and two people's versions can be compared.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from caseaudit.domain.actions import Action as Action
from caseaudit.domain.actions import next_action_id as next_action_id
from caseaudit.domain.actions import with_action as with_action
from caseaudit.domain.carrying import PackUsed
from caseaudit.domain.checklist import Checklist, Criterion, Critical, Focus, JudgementRule, Kind, Scale
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.facts import Fact, unfilled
from caseaudit.domain.gaps import left_out as left_out
from caseaudit.domain.gaps import left_out_in_words as left_out_in_words
from caseaudit.domain.gaps import missing as missing
from caseaudit.domain.moderation import Moderation
from caseaudit.domain.signature import changed_since_sign_off as changed_since_sign_off
from caseaudit.domain.signature import content_digest as content_digest
from caseaudit.domain.timing import Timing
from caseaudit.problems import BadInput, NotReady, Problem, bad_input, nearest

FORMAT = 1

State = Literal["graded", "not-applicable", "insufficient-evidence", "not-assessed"]
Role = Literal["audit", "self-audit", "second-grade", "re-audit", "training"]
Purpose = Literal["routine", "thematic", "dip-sample", "deep-dive", "re-audit"]
EventKind = Literal["created", "signed-off", "reopened", "merged", "edited-outside", "moderated"]

STATES: tuple[State, ...] = ("graded", "not-applicable", "insufficient-evidence", "not-assessed")
UNGRADED: tuple[State, ...] = ("not-applicable", "insufficient-evidence")
ROLES: tuple[Role, ...] = ("audit", "self-audit", "second-grade", "re-audit", "training")
PURPOSES: tuple[Purpose, ...] = ("routine", "thematic", "dip-sample", "deep-dive", "re-audit")
MEANING = "I have read the file and this is my judgement of it."


class Revision(Struct, frozen=True, omit_defaults=True):
    """Which save this is, who made it, and the digest of the save before it."""

    number: int = 0
    previous: str = ""
    """SHA-256 of the bytes of the revision before, 64 hex digits; empty for the first."""
    by: str = ""
    at: str = ""
    why: str = ""


class ChecklistUsed(Struct, frozen=True, omit_defaults=True):
    """The checklist as it stood when the audit began."""

    id: str
    version: str
    title: str
    digest: str
    scale: str
    grades: tuple[str, ...]
    """Grade ids of the scale, best first."""
    good: tuple[str, ...]
    """The grade ids that count as good or better."""
    judgement: JudgementRule


class SectionUsed(Struct, frozen=True, omit_defaults=True):
    """A section of the checklist, and whether it applies to this case."""

    id: str
    title: str
    applies_when: str = ""
    on: bool = True


class Before(Struct, frozen=True, omit_defaults=True):
    """What the audit that a re-audit follows said to the same criterion."""

    wording: str
    """Digest of the words that were asked then: only the same words compare."""
    state: State
    grade: str = ""
    reason: str = ""
    count: int | None = None
    """The number given then, where the criterion counts something; absent in a re-audit begun before this was kept."""


class Answer(Struct, frozen=True, omit_defaults=True):
    """The answer to one criterion, with the words that were asked."""

    criterion: str
    section: str
    question: str
    wording: str
    focus: Focus
    state: State
    kind: Kind = "grade"
    weight: int = 1
    critical: Critical = "none"
    refuses: tuple[str, ...] = ()
    """The states that the checklist does not allow for this criterion."""
    grade: str = ""
    count: int | None = None
    reason: str = ""
    evidence: str = ""
    """Where in the file the evidence stands."""
    impact: str = ""
    """What difference the work made for the child."""
    carried: str = ""
    """Id of the audit that it was carried from; empty once somebody answers here."""
    timing: Timing | None = None
    """The dates, where a clock decides."""
    before: Before | None = None
    """Of a re-audit: what was said last time."""


class Judgement(Struct, frozen=True, omit_defaults=True):
    """The auditor's decision, beside what the rule suggested."""

    grade: str
    suggested: str = ""
    explanation: str = ""
    reason: str = ""


class SignOff(Struct, frozen=True, omit_defaults=True):
    """Who signed, when, what the signature means, and the digest of what was signed."""

    by: str
    at: str
    meaning: str
    digest: str


class Event(Struct, frozen=True, omit_defaults=True):
    """Something that happened to the whole audit."""

    at: str
    by: str
    what: EventKind
    note: str = ""


class Audit(Struct, frozen=True, omit_defaults=True):
    """One audit of one case against one checklist. Fields stand in the order of the file."""

    format: int
    id: str
    revision: Revision
    checklist: ChecklistUsed
    case: str
    team: str
    worker: str
    auditor: str
    date: str
    cohort: str = ""
    role: Role = "audit"
    purpose: Purpose = "routine"
    follows: str = ""
    """Id of the audit that this one moderates or repeats."""
    sample: str = ""
    """Id of the sample in which the case was drawn."""
    pack: PackUsed | None = None
    created: str = ""
    with_worker: bool | None = None
    child_view: bool | None = None
    family_view: bool | None = None
    facts: tuple[Fact, ...] = ()
    sections: tuple[SectionUsed, ...] = ()
    answers: tuple[Answer, ...] = ()
    judgement: Judgement | None = None
    escalations: tuple[Escalation, ...] = ()
    actions: tuple[Action, ...] = ()
    sign_off: SignOff | None = None
    moderation: Moderation | None = None
    events: tuple[Event, ...] = ()
    kept: dict[str, Any] = {}
    """What a newer caseaudit wrote and this one does not know; written back as it was."""

    @property
    def signed_off(self) -> bool:
        """Whether the audit is signed off."""
        return self.sign_off is not None

    def answer(self, criterion: str) -> Answer:
        """Return the answer to a criterion; raise `BadInput` if the audit does not ask it."""
        for answer in self.answers:
            if answer.criterion == criterion:
                return answer
        raise bad_input(self.id, "does not ask this criterion", nearest(criterion, self.criteria), "criterion")

    def section(self, section: str) -> SectionUsed:
        """Return a section; raise `BadInput` if the audit does not have it."""
        for used in self.sections:
            if used.id == section:
                return used
        known = [used.id for used in self.sections]
        raise bad_input(self.id, "has no such section", nearest(section, known), "section")

    @property
    def criteria(self) -> list[str]:
        """The ids of every criterion, in reading order."""
        return [answer.criterion for answer in self.answers]

    @property
    def asked(self) -> tuple[Answer, ...]:
        """The answers of the sections that apply to this case."""
        on = {section.id for section in self.sections if section.on}
        return tuple(answer for answer in self.answers if answer.section in on)


class Header(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known about an audit before the first question is read."""

    case: str
    team: str
    worker: str
    auditor: str
    date: str
    """ISO date on which the file was audited."""
    cohort: str = ""
    role: Role = "audit"
    purpose: Purpose = "routine"
    follows: str = ""
    sample: str = ""
    with_worker: bool | None = None
    child_view: bool | None = None
    family_view: bool | None = None


def begin(
    audit_id: str, header: Header, checklist: Checklist, scale: Scale, at: str, pack: PackUsed | None = None
) -> Audit:
    """Return a new audit with every criterion unanswered."""
    return Audit(
        format=FORMAT,
        id=audit_id,
        revision=Revision(),
        checklist=_checklist_used(checklist, scale),
        pack=pack,
        created=at,
        facts=tuple(map(unfilled, checklist.facts)),
        sections=tuple(
            SectionUsed(section.id, section.title, section.applies_when, on=not section.applies_when)
            for section in checklist.sections
        ),
        answers=tuple(
            _unanswered(section.id, criterion) for section in checklist.sections for criterion in section.criteria
        ),
        events=(Event(at, header.auditor, "created"),),
        **msgspec.structs.asdict(header),
    )


def _checklist_used(checklist: Checklist, scale: Scale) -> ChecklistUsed:
    return ChecklistUsed(
        id=checklist.id,
        version=checklist.version,
        title=checklist.title,
        digest=checklist.digest,
        scale=scale.id,
        grades=tuple(grade.id for grade in scale.grades),
        good=tuple(grade.id for grade in scale.grades if grade.good),
        judgement=checklist.judgement,
    )


def _unanswered(section: str, criterion: Criterion) -> Answer:
    return Answer(
        criterion=criterion.id,
        section=section,
        question=criterion.question,
        wording=criterion.wording,
        focus=criterion.focus,
        state="not-assessed",
        kind=criterion.kind,
        weight=criterion.weight,
        critical=criterion.critical,
        refuses=tuple(state for state in UNGRADED if state not in criterion.allows),
    )


def answered(audit: Audit, criterion: str, **changes: Any) -> Audit:
    """Return the audit with fields of one answer changed, switching its section on.

    Raises `NotReady` if the audit is signed off, `BadInput` if the criterion is not asked or the
    fields do not fit each other.
    """
    _refuse_if_signed(audit)
    before = audit.answer(criterion)
    after = _consistent(replace(before, **{"carried": "", **changes}))
    answers = tuple(after if answer is before else answer for answer in audit.answers)
    changed = replace(audit, answers=answers)
    return changed if after.state == "not-assessed" else _switched(changed, after.section, on=True)


def _consistent(answer: Answer) -> Answer:
    """A grade belongs to a graded answer only; a count to a counted one."""
    if answer.state in answer.refuses:
        others = [state for state in UNGRADED if state not in answer.refuses]
        remedy = f"Grade it, or use {others[0]}" if others else "Grade it"
        raise bad_input(answer.criterion, f"cannot be answered {answer.state}", remedy)
    if answer.state != "graded":
        return replace(answer, grade="", count=None)
    if answer.kind == "count":
        if answer.count is None or answer.count < 0:
            raise bad_input(answer.criterion, "asks for a number", "Give a whole number, 0 or more", "count")
        return replace(answer, grade="")
    if not answer.grade:
        raise bad_input(answer.criterion, "is graded without a grade", "Name the grade", "grade")
    return replace(answer, count=None)


def switched(audit: Audit, section: str, *, on: bool) -> Audit:
    """Return the audit with an optional section switched on or off; its answers are kept.

    Raises `BadInput` for a section that always applies or that the audit does not have.
    """
    _refuse_if_signed(audit)
    if not audit.section(section).applies_when and not on:
        raise bad_input(audit.id, "this section always applies", "Grade its criteria as not applicable", section)
    return _switched(audit, section, on=on)


def _switched(audit: Audit, section: str, *, on: bool) -> Audit:
    sections = tuple(replace(used, on=on) if used.id == section else used for used in audit.sections)
    return replace(audit, sections=sections)


def fact_noted(audit: Audit, fact: Fact) -> Audit:
    """Return the audit with a fact of the case noted; raise `NotReady` if it is signed off."""
    _refuse_if_signed(audit)
    return replace(audit, facts=tuple(fact if known.id == fact.id else known for known in audit.facts))


def amended(audit: Audit, **fields: Any) -> Audit:
    """Return the audit with fields of its header changed; raise `NotReady` if it is signed off."""
    _refuse_if_signed(audit)
    unknown = set(fields) - set(Header.__struct_fields__)
    if unknown:
        raise bad_input(audit.id, "has no such field", nearest(min(unknown), Header.__struct_fields__))
    return replace(audit, **fields)


def judged(audit: Audit, judgement: Judgement | None) -> Audit:
    """Return the audit with the auditor's decision; raise `NotReady` if it is signed off."""
    _refuse_if_signed(audit)
    if judgement and judgement.grade not in audit.checklist.grades:
        raise bad_input(audit.id, "is not a grade of this checklist", nearest(judgement.grade, audit.checklist.grades))
    return replace(audit, judgement=judgement)


def without_action(audit: Audit, action_id: str) -> Audit:
    """Return the audit without an action; raise `NotReady` if it is signed off."""
    _refuse_if_signed(audit)
    return replace(audit, actions=tuple(action for action in audit.actions if action.id != action_id))


def progress(audit: Audit) -> tuple[int, int]:
    """Return how many of the criteria asked are answered, and how many are asked."""
    asked = audit.asked
    return sum(answer.state != "not-assessed" for answer in asked), len(asked)


def signed(audit: Audit, by: str, at: str, meaning: str = MEANING) -> Audit:
    """Return the audit signed off; raise `NotReady` with everything that is missing."""
    if audit.signed_off:
        raise NotReady(Problem(audit.id, "is signed off already", "Reopen it with a reason to change it"))
    gaps = missing(audit)
    if gaps:
        raise NotReady(*gaps)
    sign_off = SignOff(by, at, meaning, content_digest(audit))
    return replace(audit, sign_off=sign_off, events=(*audit.events, Event(at, by, "signed-off", meaning)))


def reopened(audit: Audit, by: str, at: str, reason: str) -> Audit:
    """Return the audit open again, with the reopening on record; raise if it is open or has no reason."""
    if not audit.signed_off:
        raise NotReady(Problem(audit.id, "is not signed off", "Nothing to reopen: go on with the audit"))
    if not reason.strip():
        raise BadInput(Problem(audit.id, "is reopened without a reason", "Say why it has to change", "reason"))
    return replace(audit, sign_off=None, events=(*audit.events, Event(at, by, "reopened", reason)))


def _refuse_if_signed(audit: Audit) -> None:
    if audit.signed_off:
        raise NotReady(Problem(audit.id, "is signed off and cannot change", "Reopen it with a reason first"))
