"""Second grades in Eastborough: who grades again, how often they differ, and what both agree on.

Chance comes from a generator of its own, so that the audits are the same with and without moderation.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from random import Random
from typing import Literal, NamedTuple

from msgspec.structs import replace

from caseaudit.desk.demonstration_cases import (
    WORKING_DAYS,
    Case,
    Saved,
    Told,
    new_id,
    with_nobody_left_at_risk,
    written,
)
from caseaudit.domain import audit as steps
from caseaudit.domain import moderating
from caseaudit.domain.audit import Answer, Audit, Judgement
from caseaudit.domain.judgement import suggest
from caseaudit.domain.moderating import Sides
from caseaudit.domain.moderation import Outcome, as_agreed_so_far
from caseaudit.store.register import Stamp

ONE_IN = 8
"""Of so many signed-off audits one is graded a second time."""
MODERATORS = ("D. Rosenthal-Bright", "Z. Featherstone-Iqbal", "H. Vantongeren")
GENEROUS = "A. Quennell"
"""The auditor whose grades are brought down more often than anybody else's."""
_WAITING: dict[int, Literal["to grade", "to agree", "to acknowledge"]] = {
    3: "to grade",
    5: "to agree",
    7: "to acknowledge",
}
"""By how many audits come after one: the three whose moderation is under way on the last day."""
_LAST = len(WORKING_DAYS) - 1
_PLACES = {day.isoformat(): place for place, day in enumerate(WORKING_DAYS)}

_LOWER = (
    "We read the record again together. It shows that the work was done, not what it changed for the child.",
    "What was written carries the lower descriptor: the next reader could not act on it without asking.",
    "The evidence named is of intentions. What happened afterwards is not on file.",
    "The auditor knew more than the file says. We grade the file.",
    "Part of it is there and the part that mattered most to the child is not.",
)
_KEPT = (
    "The entry that the second reader had not found is on file, under another heading.",
    "The auditor showed where the child's own words stand. The first grade holds.",
    "Read with the entry of the day before, this meets the descriptor.",
)
_HIGHER = (
    "The work did more for the child than the first grade said. The later entries show it.",
    "The auditor was strict about a date; the child noticed no delay.",
)
_RAISED_BY_AGREEMENT = "The agreed grades bring the judgement to this."
_COMMENTS = (
    "Thank you. Your reasons were easy to follow; say next time what changed for the child.",
    "We agreed on nearly everything. Please name the page where the evidence stands.",
    "Clear and fair. Look at the descriptors one grade down before you settle on good.",
    "Good to discuss. I learned where your team keeps its visit notes.",
)
_REPLIES = (
    "Thank you, that is helpful.",
    "Understood. I will look for the difference it made.",
    "Agreed. I have told the worker why the grade changed.",
    "",
)


class _Times(NamedTuple):
    """When each step was taken, as far as it was."""

    begun: str
    signed: str
    agreed: str
    read: str


class Moderators:
    """Those who grade again."""

    def __init__(self, seed: int, ids: set[str]) -> None:
        """`ids` are those of every audit; those of second grades join them."""
        self._chance = Random(f"{seed} moderation")  # noqa: S311 (repeatable is the point; nothing here is secret)
        self._ids = ids
        self._signed = 0

    def read(self, told: Told, after: int) -> list[list[Saved]]:
        """Return the saves of an audit and, where it is graded a second time, those of its second grade.

        `after` is how many audits come after it.
        """
        first, step = told.saves[-1].audit, _WAITING.get(after, "done")
        if first.sign_off is None:
            return [told.saves]
        self._signed += 1
        if step == "done" and self._signed % ONE_IN:
            return [told.saves]
        times = self._times(first.sign_off.at[:10], may_wait=step != "done")
        return [told.saves] if times is None else self._moderated(told, step, times)

    def _times(self, signed_on: str, *, may_wait: bool) -> _Times | None:
        """Return when each step was taken; None where there was no time for all of them, and it may not wait."""
        chance, place = self._chance, _PLACES[signed_on]
        begun = place + chance.randrange(2, 9)
        agreed = begun + chance.randrange(1, 6)
        read = agreed + chance.randrange(1, 6)
        if read > _LAST and not may_wait:
            return None
        late = 11 if begun > _LAST else 0
        hours = ((begun, 9), (begun, 10), (agreed, 11), (read, 12))
        return _Times(*(self._at(WORKING_DAYS[min(place, _LAST)].isoformat(), hour + late) for place, hour in hours))

    def _at(self, day: str, hour: int) -> str:
        return f"{day}T{hour:02d}:{self._chance.randrange(60):02d}:{self._chance.randrange(60):02d}Z"

    # ── grading ──────────────────────────────────────────────────────────────

    def _moderated(self, told: Told, step: str, times: _Times) -> list[list[Saved]]:
        first = told.saves[-1].audit
        moderator = self._chance.choice([name for name in MODERATORS if name != first.auditor])
        name = new_id(self._chance, times.begun[:10], self._ids)
        blank = moderating.second_grade(first, name, moderator, times.begun[:10], times.begun)
        answered = self._answered(blank, first, told.case, 0.25 if step == "to agree" else 0.0)
        begun = Saved(blank, Stamp(moderator, times.begun, "begun"))
        if step == "to grade":
            half = tuple(islice(answered.answers, len(blank.answers) // 2)) + blank.answers[len(blank.answers) // 2 :]
            return [told.saves, [begun, Saved(replace(blank, answers=half), Stamp(moderator, times.signed, "saved"))]]
        answered = with_nobody_left_at_risk(answered, times.signed)
        found = suggest(answered)
        judged = steps.judged(answered, Judgement(found.grade, found.grade, found.explanation))
        second = steps.signed(judged, moderator, times.signed)
        seconds = [begun, Saved(second, Stamp(moderator, times.signed, "signed off"))]
        return [self._agreed(told.saves, second, step, times), seconds]

    def _answered(self, blank: Audit, first: Audit, case: Case, harsher: float) -> Audit:
        audit = blank
        for answer in blank.asked:
            own = first.answer(answer.criterion)
            outcome = self._outcome(first, own, case, harsher)
            fields = written(self._chance, answer.criterion, outcome, case, unlike=own.reason)
            audit = steps.answered(audit, answer.criterion, **fields)
        return audit

    def _outcome(self, first: Audit, own: Answer, case: Case, harsher: float) -> str:
        """Return the auditor's own grade most of the time, now and then the one beside it; a state always."""
        if own.state != "graded":
            return own.state
        grades = first.checklist.grades
        lower = harsher + (0.2 if own.focus == "quality" else 0.08) + (0.25 if first.auditor == GENEROUS else 0.0)
        lower *= 0.4 if own.grade == grades[-2] else 1.0  # nobody calls work inadequate lightly
        chance = self._chance.random()
        by = 1 if chance < lower else -1 if chance > 0.95 else 0
        wanted = grades[max(0, min(len(grades) - 1, grades.index(own.grade) + by))]
        return wanted if case.words.entries(own.criterion, wanted, case.situation) else own.grade

    # ── agreeing ─────────────────────────────────────────────────────────────

    def _agreed(self, saves: list[Saved], second: Audit, step: str, times: _Times) -> list[Saved]:
        """Return the saves of the audit with what was agreed, returned and acknowledged among them."""
        first = saves[-1].audit
        apart = moderating.unsettled(first, second)
        for sides in apart[: len(apart) // 2] if step == "to agree" else apart:
            first = moderating.settled(first, second, self._settled(sides), second.auditor)
        if step == "to agree":
            why = f"{apart[0].criterion} agreed" if apart else "moderation"
            return _inserted(saves, first, Stamp(second.auditor, times.agreed, why)) if first.moderation else saves
        first = self._returned(first, second, times.agreed)
        saves = _inserted(saves, first, Stamp(second.auditor, times.agreed, "moderated"))
        if step == "to acknowledge":
            return saves
        read = moderating.acknowledged(first, first.auditor, times.read, self._chance.choice(_REPLIES))
        return _inserted(saves, read, Stamp(first.auditor, times.read, "moderation acknowledged"))

    def _settled(self, sides: Sides) -> Outcome:
        """Mostly the moderator's grade stands; sometimes the auditor can show why theirs should."""
        kept = self._chance.random() < 0.3
        stands = sides.first if kept else sides.second
        reasons = _KEPT if kept else _LOWER if (sides.apart or 0) > 0 else _HIGHER
        return Outcome(sides.criterion, stands.state, stands.grade, self._chance.choice(reasons))

    def _returned(self, first: Audit, second: Audit, at: str) -> Audit:
        own = first.judgement.grade if first.judgement else ""
        found = suggest(as_agreed_so_far(first)).grade if first.moderation else own
        reason = _RAISED_BY_AGREEMENT if found != own else ""
        comment = self._chance.choice(_COMMENTS)
        return moderating.returned(first, second, second.auditor, at, found, reason, comment)


def _inserted(saves: list[Saved], after: Audit, stamp: Stamp) -> list[Saved]:
    """Return the saves of an audit with one more at its time; what was saved later has what it said too."""
    change = partial(replace, moderation=after.moderation, events=after.events)
    before = [saved for saved in saves if saved.stamp.at <= stamp.at]
    later = [saved._replace(audit=change(saved.audit)) for saved in saves[len(before) :]]
    return [*before, Saved(change(before[-1].audit), stamp), *later]
