"""The steps of moderation: begin a second grade, lay the two side by side, agree, return, acknowledge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.domain.audit import FORMAT, UNGRADED, Answer, Audit, Event, Revision
from caseaudit.domain.facts import emptied
from caseaudit.domain.moderation import Moderation, Outcome, holds, is_overtaken
from caseaudit.domain.people import same_person
from caseaudit.problems import BadInput, NotReady, Problem, bad_input, nearest


class Sides(NamedTuple):
    """One criterion as both graded it."""

    criterion: str
    first: Answer
    second: Answer
    outcome: Outcome | None
    """What was agreed, so far."""
    apart: int | None
    """Second less first in steps of the scale: above 0 the moderator is more severe. None unless both graded."""

    @property
    def differ(self) -> bool:
        """Whether the two gave a different state or grade."""
        return _given(self.first) != _given(self.second)


def second_grade(first: Audit, audit_id: str, moderator: str, on: str, at: str) -> Audit:
    """Return a new audit in which a second person grades the same case, in the words of the first.

    Nothing of what the first auditor wrote is in it. Raises `NotReady` for an audit that is not signed off or is no
    first grade, `BadInput` where the moderator is the auditor.
    """
    refuse_to_moderate(first, moderator)
    header = {name: getattr(first, name) for name in ("case", "team", "worker", "cohort", "purpose", "sample")}
    return Audit(
        format=FORMAT,
        id=audit_id,
        revision=Revision(),
        checklist=first.checklist,
        auditor=moderator,
        date=on,
        role="second-grade",
        follows=first.id,
        created=at,
        facts=tuple(map(emptied, first.facts)),
        sections=first.sections,
        answers=tuple(_blank(answer) for answer in first.answers),
        events=(Event(at, moderator, "created"),),
        **header,
    )


def _blank(answer: Answer) -> Answer:
    """Return what was asked, without what was said."""
    kept = ("criterion", "section", "question", "wording", "focus", "kind", "weight", "critical", "refuses")
    return Answer(state="not-assessed", **{name: getattr(answer, name) for name in kept})


def refuse_to_moderate(first: Audit, moderator: str) -> None:
    """Raise `NotReady` or `BadInput` where this person cannot grade this audit a second time."""
    if first.role == "second-grade" or first.role == "training":
        raise NotReady(Problem(first.id, f"is a {first.role} audit", "Moderate the audit that it follows"))
    if not first.signed_off:
        raise NotReady(Problem(first.id, "is not signed off", "Moderate it once its auditor has signed it off"))
    if holds(first):
        raise NotReady(Problem(first.id, "is moderated already", "Choose another audit"))
    if same_person(moderator, first.auditor):
        remedy = "Let somebody else grade it a second time"
        raise BadInput(Problem(first.id, "the moderator is the auditor", remedy, "moderator"))


def is_of_this_version(first: Audit, second: Audit) -> bool:
    """Return whether a second grade was begun after an earlier agreement had been overtaken."""
    return is_overtaken(first) and first.moderation is not None and second.created > first.moderation.at


# ── side by side ─────────────────────────────────────────────────────────────


def side_by_side(first: Audit, second: Audit) -> list[Sides]:
    """Return every criterion that either was asked, disagreement first, the widest first of all."""
    given = {answer.criterion: answer for answer in second.answers}
    either = {answer.criterion for audit in (first, second) for answer in audit.asked}
    agreed = {outcome.criterion: outcome for outcome in first.moderation.outcomes} if first.moderation else {}
    found = [
        Sides(name, answer, given[name], agreed.get(name), _apart(first, answer, given[name]))
        for answer in first.answers
        if (name := answer.criterion) in given and name in either
    ]
    return sorted(found, key=lambda sides: (not sides.differ, -abs(sides.apart or 0)))


def _given(answer: Answer | Outcome) -> tuple[str, str, int | None]:
    return answer.state, answer.grade, answer.count


def _apart(first: Audit, one: Answer, other: Answer) -> int | None:
    grades = first.checklist.grades
    if one.kind != "grade" or not {one.grade, other.grade} <= set(grades):
        return None
    return grades.index(other.grade) - grades.index(one.grade)


_NUMBERS = ("no", "one", "two", "three")


def apart_in_words(sides: Sides) -> str:
    """Return which way the two differ: `moderator one grade more severe`; nothing where they agree."""
    if not sides.differ:
        return ""
    if not sides.apart:
        return "graded differently"
    steps = abs(sides.apart)
    number = _NUMBERS[steps] if steps < len(_NUMBERS) else str(steps)
    which = "more severe" if sides.apart > 0 else "more generous"
    return f"moderator {number} grade{'' if steps == 1 else 's'} {which}"


# ── agreeing ─────────────────────────────────────────────────────────────────


def settled(first: Audit, second: Audit, outcome: Outcome, moderator: str) -> Audit:
    """Return the first audit with what was agreed on one criterion; said again, it takes the place of what was.

    Raises `BadInput` for what does not fit, `NotReady` where moderation is complete already.
    """
    moderation = _open_moderation(first, second, moderator)
    _refuse_outcome(first, second, outcome)
    others = tuple(known for known in moderation.outcomes if known.criterion != outcome.criterion)
    order = first.criteria
    outcomes = sorted((*others, outcome), key=lambda each: order.index(each.criterion))
    return replace(first, moderation=replace(moderation, outcomes=tuple(outcomes)))


def _open_moderation(first: Audit, second: Audit, moderator: str) -> Moderation:
    if second.follows != first.id or second.role != "second-grade":
        raise bad_input(second.id, f"is no second grade of {first.id}", "Name the second grade of this audit")
    if not second.signed_off:
        raise NotReady(Problem(second.id, "is not signed off", "Sign the second grade off before you agree"))
    if holds(first):
        raise NotReady(Problem(first.id, "is moderated already", "Reopen the audit if it has to change"))
    if not first.signed_off:
        raise NotReady(Problem(first.id, "is open again", f"Agree once {first.auditor} has signed it off"))
    if first.moderation is None or is_of_this_version(first, second):
        return Moderation(second.id, moderator, "")
    if is_overtaken(first):
        remedy = "Begin a second grade of what is signed now"
        raise NotReady(Problem(first.id, "was signed again after it was moderated", remedy))
    if first.moderation.second != second.id:
        raise NotReady(Problem(first.id, "is being agreed with another second grade", f"Use {first.moderation.second}"))
    return first.moderation


def _refuse_outcome(first: Audit, second: Audit, outcome: Outcome) -> None:
    answer = first.answer(outcome.criterion)
    if not outcome.reason.strip():
        remedy = "Say why, in a sentence, so that the next auditor knows"
        raise BadInput(Problem(first.id, "is agreed without a reason", remedy, outcome.criterion))
    given = {_given(answer), _given(second.answer(outcome.criterion))}
    if _given(outcome) not in given and not _fits(first, answer, outcome):
        grades = first.checklist.grades
        raise bad_input(first.id, "is not a grade of this scale", nearest(outcome.grade, grades), outcome.criterion)


def _fits(first: Audit, answer: Answer, outcome: Outcome) -> bool:
    if outcome.state == "graded" and answer.kind == "count":
        return outcome.count is not None and outcome.count >= 0
    if outcome.state == "graded":
        return answer.kind == "grade" and outcome.grade in first.checklist.grades
    return not outcome.grade and outcome.state in UNGRADED and outcome.state not in answer.refuses


def unsettled(first: Audit, second: Audit) -> list[Sides]:
    """Return the criteria on which the two differ and nothing is agreed yet."""
    return [sides for sides in side_by_side(first, second) if sides.differ and sides.outcome is None]


def noted(first: Audit, second: Audit, moderator: str, **said: str) -> Audit:
    """Return the first audit with what is to go with it when it is returned: judgement, its reason, comment.

    Raises `BadInput` for a grade that the scale does not have, `NotReady` where moderation is complete already.
    """
    moderation = _open_moderation(first, second, moderator)
    if wrong := _no_grade(first, said.get("judgement", "")):
        raise BadInput(wrong)
    return replace(first, moderation=replace(moderation, **{field: text.strip() for field, text in said.items()}))


def returned(first: Audit, second: Audit, by: str, at: str, judgement: str, reason: str, comment: str) -> Audit:
    """Return the first audit as moderated and handed back to its auditor.

    `judgement` is the agreed overall grade, `reason` why, where it is not the auditor's. Raises `NotReady` with
    everything that is missing, `BadInput` for a grade that the scale does not have.
    """
    moderation = _open_moderation(first, second, by)
    if wanting := list(_wanting(first, second, judgement, reason)):
        raise NotReady(*wanting)
    done = replace(
        moderation, by=by, at=at, judgement=judgement, judgement_reason=reason.strip(), comment=comment.strip()
    )
    return replace(first, moderation=done, events=(*first.events, Event(at, by, "moderated")))


def _wanting(first: Audit, second: Audit, judgement: str, reason: str) -> Iterator[Problem]:
    for sides in unsettled(first, second):
        yield Problem(first.id, "is graded differently and nothing is agreed", "Agree, with a reason", sides.criterion)
    if wrong := _no_grade(first, judgement):
        yield wrong
    own = first.judgement.grade if first.judgement else ""
    if first.checklist.judgement.roll_up and not judgement:
        yield Problem(first.id, "has no agreed judgement", "Agree on the overall grade", "judgement")
    elif judgement != own and not reason.strip():
        yield Problem(first.id, "the agreed judgement differs from the auditor's", "Say why", "judgement")


def _no_grade(first: Audit, judgement: str) -> Problem | None:
    grades = first.checklist.grades
    if not judgement or judgement in grades:
        return None
    return Problem(first.id, "is not a grade of this scale", nearest(judgement, grades), "judgement")


def acknowledged(first: Audit, by: str, at: str, reply: str = "") -> Audit:
    """Return the audit with its auditor's word that the moderation was read.

    Raises `NotReady` where nothing was returned yet, `BadInput` for anybody but the auditor.
    """
    if first.moderation is None or not first.moderation.at:
        raise NotReady(Problem(first.id, "has not been moderated", "Nothing to acknowledge yet"))
    if not same_person(by, first.auditor):
        raise BadInput(
            Problem(first.id, "is acknowledged by its auditor only", f"Let {first.auditor} do it", "auditor")
        )
    done = replace(first.moderation, acknowledged_by=by, acknowledged_at=at, reply=reply.strip())
    return replace(first, moderation=done)


def is_to_read(first: Audit, person: str) -> bool:
    """Return whether an audit was returned to this person, who has not acknowledged it yet."""
    moderation = first.moderation
    was_returned = bool(moderation and moderation.at and not moderation.acknowledged_at)
    return was_returned and same_person(first.auditor, person)


def days_to_moderation(first: Audit, today: str = "") -> int | None:
    """Return the calendar days from the auditor's signature to the agreement; while it is missing, to `today`.

    None where nothing is signed, or nothing agreed and no day given.
    """
    agreed = first.moderation.at[:10] if first.moderation else ""
    end = agreed or today
    if first.sign_off is None or not end:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(first.sign_off.at[:10])).days
