"""One audit in plain words, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import MEANING, Action, Answer, Audit, SectionUsed, changed_since_sign_off, progress
from caseaudit.domain.escalation import SAFE_IN_WORDS, unasked
from caseaudit.domain.judgement import suggest
from caseaudit.domain.moderation import (
    agreed_on,
    as_agreed,
    as_counted,
    counting,
    moderated_in_words,
    standing_judgement,
)
from caseaudit.domain.reaudit import Movement, movements

_STATES = {
    "not-applicable": "Not applicable",
    "insufficient-evidence": "Not enough evidence on file",
    "not-assessed": "Not answered",
}
_INDENT = "    "


class Words:
    """An audit's own words, with the labels of the library's scales."""

    def __init__(self, workspace: Workspace, audit: Audit) -> None:
        self.audit = audit
        self._places = workspace.places
        self._labels = {grade.id: grade.label for scale in workspace.library.scales.values() for grade in scale.grades}

    def grade(self, grade_id: str) -> str:
        """Return the label of a grade, or its id spoken if the library does not know it."""
        return self._labels.get(grade_id) or grade_id.replace("-", " ").capitalize()

    def verdict(self, answer: Answer) -> str:
        """Return the grade, the count or the state of an answer."""
        if answer.state != "graded":
            return _STATES[answer.state]
        return str(answer.count) if answer.count is not None else self.grade(answer.grade)

    def everything(self) -> Iterator[str]:
        """Yield the whole audit: header, answers, judgement, actions, signature."""
        yield from self.header()
        for section in self.audit.sections:
            yield from self.section(section)
        yield from self.facts()
        yield ""
        yield from self.judgement()
        yield from self.escalations()
        yield from self.actions()
        yield from self.events()
        yield ""
        yield from self.signature()
        yield from self.moderation()

    def header(self) -> Iterator[str]:
        """Yield what is known before the first question."""
        audit, used = self.audit, self.audit.checklist
        answered, asked = progress(audit)
        yield f"{audit.id}: {used.title} {used.version}"
        yield f"Case: {audit.case}{f' ({_spoken(audit.cohort)})' if audit.cohort else ''}"
        yield f"Team: {audit.team or 'not recorded'}"
        yield f"Worker: {audit.worker or 'not recorded'}"
        yield f"Auditor: {audit.auditor}, {audit.date}, {audit.role}, {audit.purpose}"
        if moderated := moderated_in_words(audit, audit.moderation.at[:10] if audit.moderation else ""):
            yield f"Moderated by: {moderated}"
        if audit.follows:
            second = ", which it grades a second time; what counts stands there" if audit.role == "second-grade" else ""
            yield f"Follows: {audit.follows}{second}{self._what_became_of(audit.follows)}"
        if audit.pack:
            others = ", ".join(one for one in audit.pack.audits if one != audit.id)
            yield f"Pack: {audit.pack.id}; begun together with {others or 'no other'}"
        yield f"Done with the worker: {_yes_or_no(audit.with_worker)}"
        yield f"Child's view: {_yes_or_no(audit.child_view)}"
        yield f"Family's view: {_yes_or_no(audit.family_view)}"
        yield f"Answered: {answered} of {asked}"

    def _what_became_of(self, followed: str) -> str:
        from caseaudit.store.retention import removed_on

        on = removed_on(self._places, followed)
        return f" (removed by retention on {on})" if on else ""

    def section(self, section: SectionUsed) -> Iterator[str]:
        """Yield a section's answers, or that it does not apply."""
        yield ""
        if not section.on:
            yield f"{section.title}: left out, as not ticked: {section.applies_when}"
            return
        yield section.title
        for answer in self.audit.answers:
            if answer.section == section.id:
                yield from self.answer(answer)

    def answer(self, answer: Answer) -> Iterator[str]:
        """Yield one answer with the words that were asked: what counts, and beside it what the auditor gave."""
        outcome = agreed_on(self.audit, answer.criterion)
        counts, own = self.verdict(as_counted(self.audit, answer)), self.verdict(answer)
        yield f"  {answer.criterion}: {_with_own(counts, own) if outcome else own}"
        yield from _indented(answer.question)
        if outcome:
            yield from _indented(f"Agreed because: {outcome.reason}")
        reason = "Auditor's reason" if outcome else "Reason"
        for name, text in ((reason, answer.reason), ("Evidence", answer.evidence), ("Impact", answer.impact)):
            if text:
                yield from _indented(f"{name}: {text}")
        yield from self.dates(answer)
        yield from self.last_time(answer)
        if answer.carried:
            where = "the audit before" if answer.carried == self.audit.follows else "begun together with this one"
            yield from _indented(f"Carried from {answer.carried}, {where}. Change it here if it does not fit.")

    def last_time(self, answer: Answer) -> Iterator[str]:
        """Yield, in a re-audit, what was said last time and how it moved."""
        before = answer.before
        if before is None:
            return
        given = "Counted" if before.count is None else str(before.count)
        verdict = self.grade(before.grade) if before.grade else _STATES.get(before.state, given)
        yield from _indented(f"Last time: {verdict}{self._moved(answer)}. {before.reason}".rstrip())

    @cached_property
    def _movements(self) -> dict[str, Movement]:
        return {each.criterion: each for each in movements(self.audit)}

    def _moved(self, answer: Answer) -> str:
        found = self._movements.get(answer.criterion)
        if found is None or found.way in ("new", "not graded"):
            return ""
        words = "asked in other words, so not compared" if found.way == "other words" else f"now {found.way}"
        return f" ({words}{'; this finding repeats' if found.repeats else ''})"

    def dates(self, answer: Answer) -> Iterator[str]:
        """Yield the dates behind an answer and what they mean."""
        timing = answer.timing
        if timing is None:
            return
        named = (("start", timing.start), ("end", timing.end), ("until", timing.until), ("system", timing.system))
        given = [f"{name} {value}" for name, value in named if value]
        given += [f"held {', '.join(timing.held)}"] if timing.held else []
        yield from _indented(f"Dates: {'; '.join(given)}")
        if timing.said:
            yield from _indented(timing.said)

    def facts(self) -> Iterator[str]:
        """Yield the facts of the case that are noted, and how many are not."""
        noted = [fact for fact in self.audit.facts if fact.value or fact.system]
        if self.audit.facts:
            yield ""
            yield f"Facts, {len(noted)} of {len(self.audit.facts)} noted"
        for fact in noted:
            differs = " (not the same)" if fact.differs else ""
            system = f"; the case system says {fact.system}{differs}" if fact.system else ""
            yield f"  {fact.label}: {fact.value or 'not noted'}{system}"

    def judgement(self) -> Iterator[str]:
        """Yield the judgement that counts and how it came about; where it was agreed, the auditor's own after it."""
        judgement = self.audit.judgement
        if counting(self.audit) and standing_judgement(self.audit):
            yield from self.agreed_judgement()
        elif judgement is None:
            yield from self.suggestion()
        else:
            yield from self.own_judgement("Judgement")

    def agreed_judgement(self) -> Iterator[str]:
        """Yield the judgement after moderation, why it was agreed, what the agreed grades suggest."""
        agreed = self.audit.moderation
        yield f"Judgement: {self.grade(standing_judgement(self.audit))}, as agreed"
        if agreed and agreed.judgement_reason:
            yield f"Agreed because: {agreed.judgement_reason}"
        found = suggest(as_agreed(self.audit))
        if found.grade:
            yield f"The agreed grades suggest: {self.grade(found.grade)}. {found.explanation}"
        yield from self.own_judgement("Auditor's judgement")

    def own_judgement(self, called: str) -> Iterator[str]:
        """Yield the auditor's judgement, how it came about, and the reason if it differs from what was suggested."""
        judgement = self.audit.judgement
        if judgement is None:
            return
        differs = judgement.suggested and judgement.suggested != judgement.grade
        suggested = f" (suggested: {self.grade(judgement.suggested)})" if differs else ""
        yield f"{called}: {self.grade(judgement.grade)}{suggested}"
        if judgement.explanation:
            yield judgement.explanation
        if judgement.reason:
            yield f"Reason: {judgement.reason}"

    def suggestion(self) -> Iterator[str]:
        """Yield the judgement that the grades suggest so far."""
        found = suggest(self.audit)
        if found.grade:
            yield f"Suggested judgement: {self.grade(found.grade)}"
        yield found.explanation

    def escalations(self) -> Iterator[str]:
        """Yield what was said about the child's safety, and where nobody has said anything."""
        if self.audit.escalations or unasked(self.audit):
            yield ""
            yield "Is the child safe?"
        for said in self.audit.escalations:
            yield f"  {said.criterion}: {SAFE_IN_WORDS[said.safe]}; told: {said.told or 'nobody'}; {said.by}, {said.at}"
            if said.note:
                yield from _indented(said.note)
        for answer in unasked(self.audit):
            yield f"  {answer.criterion}: nobody has said yet"

    def actions(self) -> Iterator[str]:
        """Yield every action."""
        if self.audit.actions:
            yield ""
            yield "Actions"
        for action in self.audit.actions:
            yield from _action(action)

    def signature(self) -> Iterator[str]:
        """Yield who signed, and whether the audit is still what was signed."""
        signed = self.audit.sign_off
        if signed is None:
            yield "Not signed off."
            return
        yield f"Signed off by {signed.by}, {signed.at}: {signed.meaning}"
        if changed_since_sign_off(self.audit):
            yield "Changed since it was signed off: what stands here is not what was signed."

    def moderation(self) -> Iterator[str]:
        """Yield what was returned with the agreement, and the auditor's answer; nothing before it was returned."""
        agreed = self.audit.moderation
        if agreed is None or not agreed.at:
            return
        yield f"Moderated by {agreed.by}, {agreed.at}; second grade {agreed.second}"
        if agreed.comment:
            yield f"Returned with: {agreed.comment}"
        if agreed.acknowledged_at:
            reply = f": {agreed.reply}" if agreed.reply else ""
            yield f"Acknowledged by {agreed.acknowledged_by}, {agreed.acknowledged_at}{reply}"
        else:
            yield "Not acknowledged by its auditor yet."

    def events(self) -> Iterator[str]:
        """Yield what happened to the whole audit, and why it was reopened, where it was more than one signing."""
        later = [event for event in self.audit.events if event.what != "created"]
        if all(event.what == "signed-off" for event in later):
            return
        yield ""
        yield "What happened to it"
        for event in later:
            yield f"  {event.at}, {event.by or 'outside caseaudit'}: {_spoken(event.what)}"
            if event.note and event.note != MEANING:
                yield from _indented(event.note)


def _with_own(counts: str, own: str) -> str:
    """Return a verdict as agreed, and the auditor's own where that is another."""
    return f"{counts}, as agreed" + (f" (auditor's: {own})" if own != counts else "")


def _action(action: Action) -> Iterator[str]:
    about = f", for {action.criterion}" if action.criterion else ""
    yield f"  {action.id}: {action.status}, due {action.due}, {action.owner}{about}"
    yield from _indented(action.what)
    for name, text in (("Done, as shown by", action.evidence), ("Effect", action.effect)):
        if text:
            yield from _indented(f"{name}: {text}")


def _indented(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{_INDENT}{line}"


def _spoken(word: str) -> str:
    return word.replace("-", " ")


def _yes_or_no(answer: bool | None) -> str:
    return "not recorded" if answer is None else "yes" if answer else "no"
