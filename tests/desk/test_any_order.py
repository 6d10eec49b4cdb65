"""Four auditors, one audit, any order of events: what was acknowledged is never lost, and history replays."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from caseaudit.desk import auditing
from caseaudit.desk.auditing import Overlapping
from caseaudit.desk.session import Sitting
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit, content_digest
from caseaudit.problems import NotReady
from caseaudit.store import records
from made_up import header

PEOPLE = st.sampled_from(["Jo", "Sam", "Kim", "Ali"])
SAMPLE = Path(__file__).parents[1] / "sample" / "handover.toml"
CRITERIA = {"HND-01": ("good", "requires-improvement"), "HND-02": ("yes", "no"), "HND-04": ("outstanding", "good")}


def all_words(audit: Audit) -> set[str]:
    """Return every word that somebody typed into an audit."""
    return {answer.reason for answer in audit.answers} | {action.what for action in audit.actions}


def typed(sitting: Sitting) -> set[str]:
    """Return the words of a sitting that are not saved yet."""
    return all_words(sitting.working) - all_words(sitting.saved)


class Office(RuleBasedStateMachine):
    """Each person sits over the same audit; every word that they type is one of a kind."""

    def __init__(self) -> None:
        super().__init__()
        self.sittings: dict[str, Sitting] = {}
        self.saved: dict[int, Audit] = {}
        self.words = 0

    @initialize(record_format=st.sampled_from(["json", "toml"]))
    def begin(self, record_format: str) -> None:
        """Somebody begins the audit."""
        self.places = make(mkdtemp(dir=os.environ["HOME"]), record_format=record_format)
        self.places.checklists.mkdir()
        (self.places.checklists / "handover.toml").write_bytes(SAMPLE.read_bytes())
        self.saw(auditing.begin(self.desk("Jo"), "handover", header()))
        self.id = self.saved[1].id

    def desk(self, person: str) -> Workspace:
        """Open the workspace as a person does who starts the program."""
        return Workspace(self.places, person)

    def sitting(self, person: str) -> Sitting:
        """Return a person's sitting, beginning one (with the draft, if there is one) where there is none."""
        if person not in self.sittings:
            self.sittings[person] = Sitting(self.desk(person), self.id)
            self.saw(self.sittings[person].saved)
        return self.sittings[person]

    def saw(self, audit: Audit) -> None:
        """Remember what the register said that a revision is."""
        assert self.saved.setdefault(audit.revision.number, audit) == audit

    def word(self, person: str) -> str:
        """Return words that nobody wrote before."""
        self.words += 1
        return f"{person} {self.words}"

    @rule(person=PEOPLE, criterion=st.sampled_from(sorted(CRITERIA)), second=st.booleans())
    def answer(self, person: str, criterion: str, second: bool) -> None:
        """Somebody grades a criterion on screen."""
        sitting = self.sitting(person)
        if not sitting.working.signed_off:
            fields = {"state": "graded", "grade": CRITERIA[criterion][second], "reason": self.word(person)}
            sitting.change(steps.answered(sitting.working, criterion, **fields))

    @rule(person=PEOPLE)
    def act(self, person: str) -> None:
        """Somebody adds an action, which may be done after a sign-off too."""
        sitting = self.sitting(person)
        action = steps.Action(steps.next_action_id(sitting.working), self.word(person), person, "2026-12-01")
        sitting.change(steps.with_action(sitting.working, action))

    @rule(person=PEOPLE)
    def sign(self, person: str) -> None:
        """Somebody signs, if nothing is missing."""
        sitting = self.sitting(person)
        working = sitting.working
        if not working.signed_off:
            for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "1")):
                if working.answer(criterion).state == "not-assessed":
                    fields = auditing.verdict_of(sitting.workspace, working.answer(criterion), verdict, working)
                    working = steps.answered(working, criterion, **fields, reason=self.word(person))
            sitting.change(steps.signed(auditing.decided(working, "good", "So."), person, "2026-11-20T12:00:00Z"))

    @rule(person=PEOPLE)
    def reopen(self, person: str) -> None:
        """Somebody reopens what is signed."""
        sitting = self.sitting(person)
        if sitting.working.signed_off:
            at = "2026-11-20T12:00:00Z"
            sitting.change(steps.reopened(sitting.working, person, at, self.word(person)))

    @rule(person=PEOPLE, theirs=st.booleans())
    def save(self, person: str, theirs: bool) -> None:
        """Somebody saves; where it clashes, they choose their own side or the other in everything."""
        sitting = self.sitting(person)
        words = typed(sitting)
        try:
            self.saw(sitting.save())
        except Overlapping as raised:
            names = [overlap.what for overlap in raised.merge.overlaps]
            self.saw(sitting.settle(raised, names if theirs else []))
            if theirs:
                return
        assert words <= all_words(self.desk(person).register.load(self.id))

    @rule(person=PEOPLE)
    def undo(self, person: str) -> None:
        """Somebody takes back the last change."""
        self.sitting(person).undo()

    @rule(person=PEOPLE)
    def kill(self, person: str) -> None:
        """The draft was kept, then the program was killed: opening again brings every word back."""
        sitting = self.sitting(person)
        sitting.keep()
        del self.sittings[person]
        assert typed(sitting) <= all_words(self.sitting(person).working)

    @rule(person=PEOPLE)
    def leave(self, person: str) -> None:
        """Somebody throws their draft away and goes."""
        self.sitting(person).discard()
        del self.sittings[person]

    @rule(person=PEOPLE, criterion=st.sampled_from(["HND-01", "HND-02"]))
    def step_on_the_command_line(self, person: str, criterion: str) -> None:
        """Somebody answers from the command line while others have the audit on screen."""
        self.sittings.pop(person, None)
        desk = self.desk(person)
        auditing.discard_draft(desk, self.id)
        reason = self.word(person)
        try:
            auditing.answer(desk, self.id, criterion, CRITERIA[criterion][0], reason=reason)
        except NotReady:
            assert desk.register.load(self.id).signed_off
        else:
            assert desk.register.load(self.id).answer(criterion).reason == reason

    @rule()
    def crash_before_the_readable_file(self) -> None:
        """The newest revision was published and the readable file not replaced."""
        register = self.desk("Jo").register
        history = register.history(self.id)
        if len(history.numbers()) > 1:
            old = history.audit(history.numbers()[-2])
            register.path(old).write_bytes(records.encode(old, register.ending))

    @rule()
    def edit_outside(self) -> None:
        """Somebody edits the readable file in an editor."""
        register = self.desk("Jo").register
        audit = register.load(self.id)
        if not audit.signed_off:
            word = self.word("hand")
            edited = steps.amended(audit, worker=word)
            register.path(audit).write_bytes(records.encode(edited, register.ending))
            assert register.load(self.id).worker == word

    @invariant()
    def history_replays(self) -> None:
        """Every revision that anybody was told of is still what they were told, and the chain is whole."""
        if not self.saved:
            return
        register = self.desk("Jo").register
        now = register.load(self.id)
        history = register.history(self.id)
        self.saw(now)
        assert history.numbers() == list(range(1, now.revision.number + 1))
        assert all(history.audit(number) == audit for number, audit in self.saved.items())
        assert history.broken() is None
        assert register.read(register.path(now)) == now

    @invariant()
    def no_signature_comes_or_goes_unseen(self) -> None:
        """A signature always covers what the audit says, and goes only with a reopening on record."""
        if not self.saved:
            return
        revisions = [self.saved[number] for number in sorted(self.saved)]
        assert not any(steps.changed_since_sign_off(audit) for audit in revisions)
        last = revisions[-1]
        told = [event.what for event in last.events if event.what in ("signed-off", "reopened")]
        assert last.signed_off == (told[-1:] == ["signed-off"])
        assert content_digest(last)


Office.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
test_any_order_of_events = Office.TestCase
