"""Eastborough, which does not exist: who works there, how good the practice is, and what its audits found.

Every audit is built with the domain's own steps, so it is as valid as one that a person made. Chance comes
from one seeded generator and plain arithmetic only: no clock, no environment, no order of a set.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from msgspec.structs import asdict, replace

from caseaudit.desk.demonstration_facts import noted
from caseaudit.desk.demonstration_people import AUDITORS, WORKERS, Worker
from caseaudit.desk.demonstration_words import ActionWords, Situation, Words, all_words
from caseaudit.domain import actions, escalation
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import UNGRADED, Action, Answer, Audit, Event, Header, Judgement, Purpose
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.judgement import suggest
from caseaudit.domain.merging import differences
from caseaudit.store.library import Library
from caseaudit.store.register import Stamp

FIRST_DAY = date(2025, 10, 1)
LAST_DAY = date(2026, 11, 20)
"""The day on which the demonstration is set: what is due before it and not done is overdue."""
_BANK_HOLIDAYS = (
    *(date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6)),
    *(date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31)),
)
WORKING_DAYS = tuple(
    day
    for day in (FIRST_DAY + timedelta(number) for number in range((LAST_DAY - FIRST_DAY).days + 1))
    if day.weekday() < 5 and day not in _BANK_HOLIDAYS
)

IN_PROGRESS = 0.08
"""Share of the audits that are not signed off; all of them among the latest."""
_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_FIRST_CASE = 1042
_CUTS = (1.15, -0.03, -1.12)
"""How good the work has to be for each grade but the lowest; about one grade apart."""
_PURPOSES: tuple[Purpose, ...] = ("routine", "thematic", "dip-sample", "deep-dive")
_PURPOSE_SHARES = (58, 18, 16, 8)


class Saved(NamedTuple):
    """An audit as it was saved once, and by whom, when and why."""

    audit: Audit
    stamp: Stamp


class Case(NamedTuple):
    """What is settled about one audit before its file is opened."""

    header: Header
    words: Words
    situation: Situation
    worker: Worker
    level: float
    """How good the work on this case is, in grades; 0 is the border of good."""
    place: int
    """Of the day among the working days."""


class Told(NamedTuple):
    """One audit: what was settled beforehand, and every save that was made of it, oldest first."""

    case: Case
    saves: list[Saved]


class Eastborough:
    """The fictional authority; `audits` tells its fourteen months once."""

    def __init__(self, library: Library, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 (repeatable is the point; nothing here is secret)
        self._words = all_words()
        self._blank = {words.checklist: _blank(library, words.checklist) for words in self._words}
        self.ids: set[str] = set()
        """Of every audit so far."""
        self._case_number = _FIRST_CASE
        self._to_repeat: list[tuple[Case, str]] = []

    def audits(self, number: int) -> Iterator[Told]:
        """Yield every audit in order of its date."""
        chance = self._chance
        last = len(WORKING_DAYS) - 1
        places = [*sorted(chance.randrange(last) for _ in range(number - 1)), last]
        open_ones = round(number * IN_PROGRESS)
        for index, place in enumerate(places):
            from_the_end = number - 1 - index
            unfinished = from_the_end < 2 * open_ones and from_the_end % 2 == 0
            yield self._unfinished(place) if unfinished else self._finished(place)

    # ── before the file is opened ────────────────────────────────────────────

    def _case(self, place: int) -> Case:
        chance = self._chance
        if self._to_repeat and chance.random() < 0.1 and self._to_repeat[0][0].place < place - 60:
            return self._repeated(place)
        words = chance.choices(self._words, [words.share for words in self._words])[0]
        worker = chance.choice(WORKERS)
        situations = words.situations_of(newly_qualified=worker.newly_qualified)
        situation = chance.choices(situations, [situation.share for situation in situations])[0]
        purpose = chance.choices(_PURPOSES, _PURPOSE_SHARES)[0]
        about_a_child = "worker" not in situation.cohorts
        header = Header(
            case=self._next_case() if about_a_child else worker.reference,
            team=worker.team.name,
            worker=worker.name,
            auditor="",
            date="",
            cohort=chance.choice(situation.cohorts),
            purpose=purpose,
        )
        return self._opened(Case(header, words, situation, worker, 0.0, place))

    def _repeated(self, place: int) -> Case:
        """A re-audit of the case that has waited longest."""
        before, audit_id = self._to_repeat.pop(0)
        header = replace(before.header, role="re-audit", purpose="re-audit", follows=audit_id)
        case = self._opened(before._replace(header=header, place=place))
        return case._replace(level=max(case.level, before.level) + 0.4)

    def _opened(self, case: Case) -> Case:
        """Say who audits, on which day, with whom; and how good the work is."""
        chance, auditor = self._chance, self._chance.choice(AUDITORS)
        about_a_child = case.header.cohort != "worker"
        header = replace(
            case.header,
            auditor=auditor.name,
            date=WORKING_DAYS[case.place].isoformat(),
            with_worker=chance.random() < 0.65,
            child_view=chance.random() < 0.4 if about_a_child else None,
            family_view=chance.random() < 0.3 if about_a_child else None,
        )
        team, passed = case.worker.team, case.place / len(WORKING_DAYS)
        level = team.level + team.drift * (passed - 0.5) + auditor.kindness + 0.65 * self._spread()
        return case._replace(header=header, level=level)

    def _next_case(self) -> str:
        self._case_number += self._chance.randrange(1, 5)
        return f"EB-{self._case_number}"

    def _spread(self) -> float:
        """A number round 0, mostly within 0.5; sums of three keep to arithmetic that is alike everywhere."""
        return self._chance.random() + self._chance.random() + self._chance.random() - 1.5

    def _at(self, day: str, hour: int) -> str:
        """A time of day in the two hours from `hour`."""
        minutes, seconds = self._chance.randrange(120), self._chance.randrange(60)
        return f"{day}T{hour + minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}Z"

    # ── reading the file ─────────────────────────────────────────────────────

    def _begun(self, case: Case) -> Audit:
        at = self._at(case.header.date, 9)
        fresh = steps.amended(self._blank[case.words.checklist], **asdict(case.header))
        created = Event(at, case.header.auditor, "created")
        audit = replace(fresh, id=new_id(self._chance, case.header.date, self.ids), created=at, events=(created,))
        audit = replace(audit, facts=noted(audit))
        for section in case.situation.sections:
            audit = steps.switched(audit, section, on=True)
        return audit

    def _answered(self, audit: Audit, case: Case, number: int) -> Audit:
        """Answer the first `number` of the criteria that apply."""
        for answer in audit.asked[:number]:
            outcome = self._outcome(audit, answer, case)
            audit = steps.answered(audit, answer.criterion, **written(self._chance, answer.criterion, outcome, case))
        return with_nobody_left_at_risk(audit, self._at(audit.date, 12))

    def _outcome(self, audit: Audit, answer: Answer, case: Case) -> str:
        """Return the state that the situation brings, or else a grade."""
        situation, criterion = case.situation, answer.criterion
        if criterion in situation.not_applicable:
            return "not-applicable"
        if criterion in situation.sometimes_not_applicable and self._chance.random() < 0.35:
            return "not-applicable"
        if criterion in situation.insufficient_evidence:
            return "insufficient-evidence"
        rare = self._chance.random() < 0.035
        if rare and case.words.entries(criterion, "insufficient-evidence", situation):
            return "insufficient-evidence"
        return self._grade(audit, criterion, case)

    def _grade(self, audit: Audit, criterion: str, case: Case) -> str:
        """Return the grade, or the nearest that has words in this situation."""
        worth = case.level + case.words.criteria[criterion].lean + 1.2 * self._spread()
        wanted = sum(worth <= cut for cut in _CUTS)
        grades = audit.checklist.grades
        nearest_first = sorted(range(len(grades)), key=lambda place: abs(place - wanted))
        words, situation = case.words, case.situation
        return next(grades[place] for place in nearest_first if words.entries(criterion, grades[place], situation))

    # ── from the answers to the sign-off ─────────────────────────────────────

    def _unfinished(self, place: int) -> Told:
        case = self._case(place)
        begun = self._begun(case)
        share = self._chance.choice((0.2, 0.4, 0.5, 0.5, 0.7, 1.0))
        audit = self._answered(begun, case, round(share * len(begun.asked)))
        return Told(case, [Saved(audit, Stamp(audit.auditor, self._at(audit.date, 14), "begun"))])

    def _finished(self, place: int) -> Told:
        case, chance = self._case(place), self._chance
        begun = self._begun(case)
        answered = self._with_actions(self._answered(begun, case, len(begun.asked)), case)
        saves = [self._halfway(begun, answered)] if chance.random() < 0.15 else []
        day = WORKING_DAYS[min(place + chance.randrange(4), len(WORKING_DAYS) - 1)].isoformat()
        saves.append(self._signed(answered, case, day))
        if chance.random() < 0.05:
            saves += self._reopened(saves[-1].audit, case, day)
        saves += self._followed_up(saves[-1].audit, case, day)
        self._remember(case, saves[-1].audit)
        return Told(case, saves)

    def _halfway(self, begun: Audit, answered: Audit) -> Saved:
        """What was saved when the auditor broke off for the day."""
        half = len(begun.answers) // 2
        audit = replace(begun, answers=answered.answers[:half] + begun.answers[half:])
        return Saved(audit, Stamp(begun.auditor, self._at(begun.date, 11), "begun"))

    def _signed(self, audit: Audit, case: Case, day: str, hour: int = 14) -> Saved:
        at = self._at(day, hour)
        signed = steps.signed(steps.judged(audit, self._judgement(audit, case.words)), audit.auditor, at)
        return Saved(signed, Stamp(audit.auditor, at, "signed off"))

    def _judgement(self, audit: Audit, words: Words) -> Judgement:
        """The suggested judgement; now and then the one above or below it, with the auditor's reason."""
        suggestion, grades, good = suggest(audit), audit.checklist.grades, audit.checklist.good
        decided, reason = suggestion.grade, ""
        if not suggestion.limiting and self._chance.random() < 0.15:
            place = grades.index(suggestion.grade)
            if suggestion.grade == good[-1]:
                decided, reason = grades[place + 1], self._chance.choice(words.judgement.lower)
            elif grades[place - 1] == good[-1] and _nearly_good(audit):
                decided, reason = good[-1], self._chance.choice(words.judgement.higher)
        return Judgement(decided, suggestion.grade, suggestion.explanation, reason)

    def _reopened(self, audit: Audit, case: Case, day: str) -> list[Saved]:
        """Reopen to raise one grade to good, and sign again the same evening; nothing where none can be raised."""
        raised = audit.checklist.good[-1]
        weak = [answer for answer in audit.asked if answer.grade == audit.checklist.grades[-2]]
        weak = [answer for answer in weak if case.words.entries(answer.criterion, raised, case.situation)]
        if not weak:
            return []
        at = self._at(day, 16)
        audit = steps.reopened(audit, audit.auditor, at, self._chance.choice(case.words.reopened))
        first = Saved(audit, Stamp(audit.auditor, at, "reopened"))
        criterion = self._chance.choice(weak).criterion
        audit = steps.answered(audit, criterion, **written(self._chance, criterion, raised, case))
        return [first, self._signed(audit, case, day, hour=18)]

    def _remember(self, case: Case, audit: Audit) -> None:
        """Put a weak audit on the list of those to repeat."""
        weak = audit.judgement is not None and audit.judgement.grade not in audit.checklist.good
        if weak and audit.role == "audit" and case.situation.repeatable and self._chance.random() < 0.25:
            self._to_repeat.append((case, audit.id))

    # ── actions ──────────────────────────────────────────────────────────────

    def _with_actions(self, audit: Audit, case: Case) -> Audit:
        """Add an action for most of what is weak, at most three."""
        place = {grade: number for number, grade in enumerate(audit.checklist.grades)}
        for answer in sorted(audit.asked, key=lambda answer: -place.get(answer.grade, 0)):
            likely = {2: 0.3, 3: 0.8}.get(place.get(answer.grade, 0), 0.0)
            choices = case.words.actions(answer.criterion, case.situation)
            if choices and len(audit.actions) < 3 and self._chance.random() < likely:
                audit = steps.with_action(audit, self._action(audit, answer, choices))
        return audit

    def _action(self, audit: Audit, answer: Answer, choices: list[ActionWords]) -> Action:
        words = self._chance.choice(choices)
        wait = self._chance.randrange(words.within * 2 // 3, words.within + 1)
        due = _working(date.fromisoformat(audit.date) + timedelta(wait))
        agreed = Action(steps.next_action_id(audit), words.what, words.owner, due.isoformat(), answer.criterion)
        return replace(agreed, raised=audit.date)

    def _followed_up(self, audit: Audit, case: Case, day: str) -> list[Saved]:
        """What became of the actions by the last day: one more save if any was done."""
        followed, last = audit, day
        for action in audit.actions:
            after = self._after(action, case)
            if after is not None:
                followed = steps.with_action(followed, after[0])
                last = max(last, after[1])
        if followed == audit:
            return []
        by, why = self._chance.choice(AUDITORS).name, ", ".join(differences(audit, followed))
        return [Saved(followed, Stamp(by, self._at(last, 20), why))]

    def _after(self, action: Action, case: Case) -> tuple[Action, str] | None:
        """The action once it was done, or months later closed with its effect, and the day; None if it is open."""
        due, chance = date.fromisoformat(action.due), self._chance
        done_on = _working(due + timedelta(chance.randrange(-3, 9)))
        closed_on = _working(due + timedelta(chance.randrange(120, 170)))
        if done_on > LAST_DAY or chance.random() > 0.84:
            return None
        words = next(words for words in case.words.criteria[action.criterion].actions if words.what == action.what)
        done = actions.done(action, done_on.isoformat(), words.done)
        if closed_on <= LAST_DAY and chance.random() < 0.75:
            return actions.closed(done, closed_on.isoformat(), words.effect), closed_on.isoformat()
        return done, done_on.isoformat()


def new_id(chance: Random, day: str, taken: set[str]) -> str:
    """Return an id that none has yet, and take it."""
    while True:
        tail = "".join(chance.choice(_ID_LETTERS) for _ in range(6))
        name = f"{day.replace('-', '')}-{tail}"
        if name not in taken:
            taken.add(name)
            return name


def written(chance: Random, criterion: str, outcome: str, case: Case, unlike: str = "") -> dict[str, str]:
    """Return the fields of an answer: what somebody wrote for this outcome, with another reason than one given."""
    words = case.words
    entries = words.entries(criterion, outcome, case.situation)
    entry = chance.choice([entry for entry in entries if entry.reason != unlike] or entries)
    if outcome in UNGRADED:
        return {"state": outcome, "reason": entry.reason}
    places = words.evidence(criterion, entry, case.situation)
    evidence = chance.choice(places) if places and chance.random() < 0.9 else ""
    impact = entry.impact if chance.random() < 0.85 else ""
    return {"state": "graded", "grade": outcome, "reason": entry.reason, "evidence": evidence, "impact": impact}


def _blank(library: Library, checklist_id: str) -> Audit:
    """An audit of a checklist before anything is known about it; copied, because digests take time."""
    checklist = library.get(checklist_id)
    nobody = Header(case="", team="", worker="", auditor="", date="")
    return steps.begin("blank", nobody, checklist, library.scales[checklist.scale], "")


def with_nobody_left_at_risk(audit: Audit, at: str) -> Audit:
    """Say of each answer that could not wait what the auditor did at once."""
    for answer in escalation.unasked(audit):
        told = f"The team manager of {audit.team}"
        said = Escalation(answer.criterion, "safe", told, audit.auditor, at, "Seen by the worker the same day.")
        audit = escalation.escalated(audit, said)
    return audit


def _nearly_good(audit: Audit) -> bool:
    graded = [answer for answer in audit.asked if answer.state == "graded"]
    return sum(answer.grade in audit.checklist.good for answer in graded) >= 0.6 * len(graded)


def _working(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(max(0, 7 - day.weekday())) if day.weekday() > 4 else day
