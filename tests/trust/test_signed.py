"""A signed-off audit cannot change without a visible reopening, whatever people do, in whatever order, however many.

Ten thousand random paths through the steps that the program knows, two people at once; then some hundred through the
desk itself, with every save on disk and edits in an editor in between. The dice are the same each time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.desk import acting, auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain import signature
from caseaudit.domain.audit import Action, Audit, Event, Judgement
from caseaudit.domain.escalation import Escalation, escalated
from caseaudit.domain.merging import merge, with_theirs
from caseaudit.problems import CaseauditError
from caseaudit.store import records
from conftest import HEADER
from made_up import begun
from trust.conftest import Figures

PATHS, TURNS = 10_000, 10
PATHS_ON_DISK, STEPS_ON_DISK = 150, 8


class Count(NamedTuple):
    """How often something came about on all paths: a test of what never happens must show that it could have."""

    signings: int
    reopenings: int
    refusals: int


def assert_never_changed_unseen(revisions: list[Audit]) -> None:
    """Between any two saves: what was signed stays as it is, or a reopening is on record."""
    for before, after in pairwise(revisions):
        reopened = signature.reopenings(after.events) > signature.reopenings(before.events)
        if before.sign_off and not reopened:
            assert after.sign_off == before.sign_off
            assert signature.content_digest(after) == signature.content_digest(before)
    for audit in revisions:
        assert not signature.changed_since_sign_off(audit)
        assert not signature.forged(audit)


def counted(paths: list[list[Audit]], refusals: int) -> Count:
    """Count what came about."""
    events = [event.what for path in paths for event in path[-1].events]
    return Count(events.count("signed-off"), events.count("reopened"), refusals)


# ── the steps themselves ─────────────────────────────────────────────────────


def complete() -> Audit:
    """Return an audit that can be signed off."""
    audit = begun()
    for criterion, fields in (("HND-01", {"grade": "good"}), ("HND-02", {"grade": "yes"}), ("HND-03", {"count": 2})):
        audit = steps.answered(audit, criterion, state="graded", reason="Seen on file.", **fields)
    return steps.judged(audit, Judgement("good", "good"))


Step = Callable[[Audit, Random, str], Audit]
GRADES = ("good", "outstanding", "requires-improvement")
DOES: tuple[Step, ...] = (
    lambda audit, dice, at: steps.answered(audit, "HND-01", state="graded", grade=dice.choice(GRADES), reason=at),
    lambda audit, dice, at: steps.answered(audit, "HND-02", evidence=at),
    lambda audit, dice, at: steps.answered(audit, "HND-03", state="graded", count=dice.randrange(9)),
    lambda audit, dice, at: steps.switched(audit, "court", on=dice.random() < 0.5),
    lambda audit, dice, at: steps.amended(audit, team=at),
    lambda audit, dice, at: steps.judged(audit, Judgement(dice.choice(GRADES), "good", reason=at)),
    lambda audit, dice, at: steps.with_action(audit, Action(steps.next_action_id(audit), at, "Sam", "2026-12-01")),
    lambda audit, dice, at: steps.without_action(audit, "A1"),
    lambda audit, dice, at: escalated(audit, Escalation("HND-01", "safe", "", "Jo", at)),
    lambda audit, dice, at: steps.signed(audit, dice.choice(("Jo", "Sam")), at),
    lambda audit, dice, at: steps.signed(audit, dice.choice(("Jo", "Sam")), at),
    lambda audit, dice, at: steps.reopened(audit, "Jo", at, "It has to change."),
)


class Path:
    """One audit that two people work on: each from the save that they saw last, merged as the desk merges."""

    def __init__(self, first: Audit, dice: Random) -> None:
        self.saved, self._dice, self.refusals = [first], dice, 0
        self._seen = {"Jo": first, "Sam": first}

    def go(self, number: int) -> None:
        """Take a step or two as one of them, and save."""
        person, at = self._dice.choice(("Jo", "Sam")), f"2026-11-20T12:00:{number:02}Z"
        mine = self._seen[person]
        for _ in range(self._dice.randrange(1, 4)):
            try:
                mine = self._dice.choice(DOES)(mine, self._dice, at)
            except CaseauditError:
                self.refusals += 1
        self._save(person, mine, at)

    def _save(self, person: str, mine: Audit, at: str) -> None:
        base, stored = self._seen[person], self.saved[-1]
        found = merge(base, mine, stored)
        theirs = [overlap.what for overlap in found.overlaps if self._dice.random() < 0.5]
        merged = with_theirs(found, theirs) if theirs else found.audit
        reopening = Event(at, person, "reopened", "changed by two people at the same time")
        self._seen[person] = signature.visibly_open(stored, merged, reopening)
        self.saved.append(self._seen[person])


def test_no_path_leads_from_signed_to_changed_to_signed_without_a_reopening(figure: Figures) -> None:
    """Two people, ten turns of up to three steps; where their changes meet, either side may be chosen."""
    dice, first, paths, refusals = Random("signed"), complete(), list[list[Audit]](), 0
    for _ in range(PATHS):
        path = Path(first, dice)
        for number in range(TURNS):
            path.go(number)
        assert_never_changed_unseen(path.saved)
        paths.append([path.saved[-1]])
        refusals += path.refusals
    count = counted(paths, refusals)
    assert min(count) > PATHS // 2
    figure("Random paths of a signed audit", PATHS)
    figure.at_least("Signings on them", count.signings)
    figure.at_least("Reopenings on them", count.reopenings)
    figure.at_least("Steps on them that were refused", count.refusals)


# ── the desk, with every save on disk ────────────────────────────────────────


def edit_outside(workspace: Workspace, audit_id: str, dice: Random) -> None:
    """Somebody takes the signature out of the file in an editor, and changes a word."""
    audit = workspace.register.load(audit_id)
    edited = replace(audit, sign_off=None, worker=f"W. {dice.randrange(99)}")
    workspace.register.path(audit).write_bytes(records.encode(edited))


def sign(workspace: Workspace, audit_id: str, _: Random) -> None:
    """Sign it off, with whatever grade the rule suggests."""
    auditing.sign_off(workspace, audit_id, "good", "All of it.")


def finish(workspace: Workspace, audit_id: str, _: Random) -> None:
    """Finish the first action, which goes on after sign-off."""
    acting.finish(workspace, audit_id, "A1", "It is on file.")


ON_DISK: tuple[Callable[[Workspace, str, Random], object], ...] = (
    lambda workspace, audit, dice: auditing.answer(workspace, audit, "HND-01", dice.choice(GRADES), reason="Again."),
    lambda workspace, audit, dice: auditing.answer(workspace, audit, "HND-03", str(dice.randrange(9))),
    lambda workspace, audit, dice: auditing.switch(workspace, audit, "court", on=False),
    lambda workspace, audit, dice: auditing.add_action(workspace, audit, "Tell them", "Sam", "2026-12-01"),
    finish,
    sign,
    sign,
    lambda workspace, audit, dice: auditing.reopen(workspace, audit, "It has to change."),
    edit_outside,
)


def test_no_path_over_the_desk_does_either(workspace: Workspace, figure: Figures) -> None:
    """Every save is read back from its history: the desk, the register and an editor together keep to it."""
    dice, refusals, paths = Random("on disk"), 0, list[list[Audit]]()
    for _ in range(PATHS_ON_DISK):
        audit = auditing.begin(workspace, "handover", HEADER)
        auditing.save(workspace, with_answers_of(complete(), audit), audit)
        for _ in range(STEPS_ON_DISK):
            try:
                dice.choice(ON_DISK)(workspace, audit.id, dice)
            except CaseauditError:
                refusals += 1
        workspace.register.load(audit.id)
        history = workspace.register.history(audit.id)
        paths.append([history.audit(number) for number in history.numbers()])
        assert_never_changed_unseen(paths[-1])
        assert history.broken() is None
    count = counted(paths, refusals)
    assert min(count) > 50
    figure("Random paths of a signed audit, every save on disk", PATHS_ON_DISK)


def with_answers_of(source: Audit, audit: Audit) -> Audit:
    """Return an audit with the answers and the judgement of another one."""
    return replace(audit, answers=source.answers, judgement=source.judgement)


def test_a_signature_taken_out_in_an_editor_is_a_reopening_on_record(workspace: Workspace) -> None:
    """The edit is taken in, nobody's words are lost, and the record says that it is open again, and why."""
    audit = auditing.begin(workspace, "handover", HEADER)
    auditing.save(workspace, with_answers_of(complete(), audit), audit)
    auditing.sign_off(workspace, audit.id, "good")
    edit_outside(workspace, audit.id, Random("edit"))

    loaded = workspace.register.load(audit.id)

    assert loaded.sign_off is None
    assert [event.what for event in loaded.events] == ["created", "signed-off", "edited-outside", "reopened"]
    with suppress(CaseauditError):
        auditing.sign_off(workspace, audit.id, "good")
    assert workspace.register.history(audit.id).broken() is None
