"""Four auditors, one audit, any order, crashes at any step of a save: a model in memory knows what must be there."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from caseaudit.desk import auditing
from caseaudit.desk.auditing import Overlapping
from caseaudit.desk.session import Sitting
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from made_up import header

PEOPLE = st.sampled_from(["Jo", "Sam", "Kim", "Ali"])
CRITERIA = {"HND-01": "good", "HND-02": "yes", "HND-04": "good"}
STEPS = ("open", "read", "write", "fsync", "link", "replace", "unlink", "mkdir")
SAMPLE = Path(__file__).parents[1] / "sample" / "handover.toml"
NAMES = st.sampled_from(sorted(CRITERIA))
CRASHES = st.sampled_from([*[None] * 12, *range(1, 45)])
"""At which step on the disk the program crashes: a save takes about forty."""
Words = dict[str, str]
"""By criterion, the reason that somebody gave; each is one of a kind."""


class Crash(BaseException):
    """The program is gone: nothing of it runs any more."""


@contextmanager
def crashing(at: int) -> Iterator[None]:
    """Let the program take so many steps on the disk; from then on it takes none."""
    taken = Counter[str]()

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **more: Any) -> Any:
            taken["steps"] += 1
            if taken["steps"] >= at:
                raise Crash
            return real(*given, **more)

        return step

    with ExitStack() as patches:
        for name in STEPS:
            patches.enter_context(patch.object(os, name, watched(getattr(os, name))))
        yield


class Office(RuleBasedStateMachine):
    """What each of the four has in front of them, what the register must hold, and what must be in its history."""

    counted: ClassVar = Counter[str]()

    def __init__(self) -> None:
        super().__init__()
        self.sittings: dict[str, Sitting] = {}
        self.typed: dict[str, Words] = {}
        self.kept: dict[str, dict[str, set[str]]] = {}
        self.saved: Words = {}
        self.ever: set[str] = set()
        self.words = 0

    @initialize()
    def begin(self) -> None:
        """Somebody begins the audit."""
        self.places = make(mkdtemp(dir=os.environ["HOME"]))
        self.places.checklists.mkdir()
        (self.places.checklists / "handover.toml").write_bytes(SAMPLE.read_bytes())
        self.id = auditing.begin(self.desk("Jo"), "handover", header()).id

    def desk(self, person: str) -> Workspace:
        """Open the workspace as a person does who starts the program."""
        return Workspace(self.places, person)

    def sitting(self, person: str) -> Sitting:
        """Return a person's sitting; if there is none, they start the program, and see every word that it kept."""
        if person not in self.sittings:
            sitting = self.sittings[person] = Sitting(self.desk(person), self.id)
            found = {name: sitting.working.answer(name).reason for name in CRITERIA}
            for name, words in self.kept.get(person, {}).items():
                assert found[name] in words or words & self.ever, "a draft that was kept is gone"
            self.typed[person] = {
                name: word for name, word in found.items() if word != self.reason(sitting.saved, name)
            }
        return self.sittings[person]

    def reason(self, audit: Audit, name: str) -> str:
        """Return the reason of one answer."""
        return audit.answer(name).reason

    @rule(person=PEOPLE, name=NAMES)
    def types(self, person: str, name: str) -> None:
        """Somebody grades a criterion and writes why."""
        sitting = self.sitting(person)
        self.words += 1
        word = self.typed[person][name] = f"{person} {self.words}"
        fields = {"state": "graded", "grade": CRITERIA[name], "reason": word}
        sitting.change(steps.answered(sitting.working, name, **fields))

    @rule(person=PEOPLE, name=NAMES, crash_at=CRASHES)
    def types_and_waits(self, person: str, name: str, crash_at: int | None) -> None:
        """Somebody types, and a second later the draft is kept; or the program crashes on the way."""
        self.types(person, name)
        sitting, typed = self.sitting(person), dict(self.typed[person])
        if self.survives(person, crash_at, sitting.keep):
            self.kept[person] = {each: {word} for each, word in typed.items()}
        else:  # the draft is the one before, or already this one
            for each, words in self.kept.get(person, {}).items():
                words.update({typed[each]} if each in typed else ())
        self.counted["drafts"] += 1

    @rule(person=PEOPLE, name=NAMES, crash_at=CRASHES, theirs=st.booleans())
    def types_waits_and_saves(self, person: str, name: str, crash_at: int | None, theirs: bool) -> None:
        """Somebody types, the draft is kept, and they save."""
        self.types_and_waits(person, name, None)
        self.saves(person, crash_at, theirs)

    @rule(person=PEOPLE, crash_at=CRASHES, theirs=st.booleans())
    def saves(self, person: str, crash_at: int | None, theirs: bool) -> None:
        """Somebody saves, and chooses where it clashes; or the program crashes on the way, and it is in or not."""
        sitting, words = self.sitting(person), dict(self.typed[person])
        try:
            done = self.survives(person, crash_at, sitting.save)
        except Overlapping as clash:
            self.counted["clashes"] += 1
            names = [overlap.what for overlap in clash.merge.overlaps] if theirs else []
            sitting.settle(clash, names)
            words = {name: word for name, word in words.items() if name not in names}
            done = True
        if done:
            self.counted["saves"] += 1
            self.holds(words)
            self.typed[person], self.kept[person] = {}, {}
        elif self.found() != self.saved:
            self.holds(words)

    def survives(self, person: str, crash_at: int | None, work: Callable[[], object]) -> bool:
        """Do something, perhaps crashing at a step; return whether it was done. Who crashed starts anew."""
        if crash_at is None:
            work()
            return True
        try:
            with crashing(crash_at):
                work()
        except Crash:
            self.counted["crashes"] += 1
            del self.sittings[person], self.typed[person]
            return False
        return True

    def found(self) -> Words:
        """Return what somebody finds who opens the audit now."""
        audit = self.desk("A reader").register.load(self.id)
        return {name: word for name in CRITERIA if (word := self.reason(audit, name))}

    def holds(self, words: Words) -> None:
        """These words were saved, all of them, over those of before."""
        self.saved = {**self.saved, **words}
        self.ever |= set(words.values())
        assert self.found() == self.saved, "what was saved is not what is found"

    @rule(person=PEOPLE)
    def is_killed(self, person: str) -> None:
        """The program is killed while nothing happens: what was not kept is gone, and nothing else."""
        self.sittings.pop(person, None)
        self.typed.pop(person, None)

    @invariant()
    def the_register_is_what_the_model_says(self) -> None:
        """Every answer is the last one saved; every word that was ever saved is in the history, and that is whole."""
        if not hasattr(self, "id"):
            return
        assert self.found() == self.saved
        register = self.desk("A reader").register
        history = register.history(self.id)
        assert history.broken() is None
        revisions = [history.audit(number) for number in history.numbers()]
        assert self.ever <= {answer.reason for audit in revisions for answer in audit.answers}
        assert register.read(register.path(revisions[-1])) == revisions[-1]


def test_four_auditors_in_any_order_with_crashes(figure: Any) -> None:
    """No word that was said to be saved or kept is ever lost, whoever crashes at whatever step, whoever saves first."""
    Office.counted.clear()
    often = settings(
        max_examples=20,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Office, settings=often)
    figure.at_least("Saves of four auditors in any order", Office.counted["saves"])
    figure.at_least("Crashes at some step while four auditors save", Office.counted["crashes"])
    figure.at_least("Clashes that one of four auditors had to decide", Office.counted["clashes"])
