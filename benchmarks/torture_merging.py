"""Three versions of an audit, made up by the million: what both began from, mine, theirs. Rules that a merge keeps.

Identity: against no change the other side stands. Symmetry: both are asked about the same things, and where nobody is
asked both get the same audit. Nothing dropped: every part that one side changed is in the merge, or is asked about.
Nothing mixed: no text stands in the merge that stood in none of the three. A sign-off that the other side did not see
always asks.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Action, Audit, Header, Judgement
from caseaudit.domain.merging import differences, merge
from caseaudit.problems import CaseauditError
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

AT = "2026-11-20T12:00:00Z"
_CHECKLIST = "chronology"
_WORDS = ("", "Seen on file.", "Seen on file. Late.", "Not on file.", "Met at school; Child A chose the place.")
_MOST_STEPS = 4
_SOME = 1000

Three = tuple[Audit, Audit, Audit]


class Counted(NamedTuple):
    """What was tried, and how often a rule did not hold."""

    triples: int
    asked: int
    """Triples in which somebody is asked."""
    lost: int
    """Triples in which something that one side changed is neither in the merge nor asked about."""
    mixed: int
    """Triples in which a text is made of two."""
    unasked: int
    """Triples in which a signature met a change and nobody is asked, or only one of the two is."""

    def plus(self, other: Counted) -> Counted:
        """Return both together."""
        return Counted(*map(sum, zip(self, other, strict=True)))


def merged(triples: int, seed: int, told: Callable[[int], None]) -> Counted:
    """Make up so many triples, on every core, and check each; `told` hears how many so far."""
    counted, programs = Counted(0, 0, 0, 0, 0), os.cpu_count() or 1
    bases()
    shares = [triples // programs + (number < triples % programs) for number in range(programs)]
    pipes = [_counted_elsewhere(share, seed + number) for number, share in enumerate(shares)]
    for pipe in pipes:
        with os.fdopen(pipe) as said:
            for line in said:
                counted = counted.plus(Counted(*map(int, line.split())))
                told(counted.triples)
    for _ in pipes:
        os.wait()
    return counted


def _counted_elsewhere(triples: int, seed: int) -> int:
    """Start a copy of this process that counts; return the end of the pipe on which it says what it counted."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return reading
    code = 1
    try:
        os.close(reading)
        for part in counted_in_parts(triples, seed):
            os.write(writing, f"{' '.join(map(str, part))}\n".encode())
        code = 0
    finally:
        os._exit(code)


def counted_in_parts(triples: int, seed: int) -> Iterator[Counted]:
    """Check so many triples; yield what was counted, a thousand at a time."""
    chance = random.Random(seed)
    for begun in range(0, triples, _SOME):
        counted = Counted(0, 0, 0, 0, 0)
        for _ in range(min(_SOME, triples - begun)):
            counted = counted.plus(checked(made_up(chance)))
        yield counted


# ── making up ────────────────────────────────────────────────────────────────


@cache
def bases() -> tuple[Audit, ...]:
    """Return what two people can have begun from: nothing answered, all answered, signed."""
    library = Library(shipped_checklists())
    checklist = library.get(_CHECKLIST)
    header = Header(case="EB-1", team="North", worker="W. Worker", auditor="A. Auditor", date="2026-11-20")
    begun = steps.begin("20261120-abcdef", header, checklist, library.scales[checklist.scale], AT)
    full = begun
    for answer in begun.answers:
        verdict: dict[str, Any] = (
            {"grade": _GRADES.get(answer.kind, ("good",))[0]} if answer.kind != "count" else {"count": 2}
        )
        full = steps.answered(full, answer.criterion, state="graded", reason=_WORDS[1], **verdict)
    full = steps.judged(
        steps.with_action(full, _action(full, "Visit the child")), Judgement("good", "good", reason="So.")
    )
    return begun, full, steps.signed(full, "A. Auditor", AT)


_GRADES = {"grade": ("good", "inadequate"), "yes-no": ("yes", "no"), "timescale": ("in-time", "late")}


def made_up(chance: random.Random) -> Three:
    """Return three versions, each side made by steps that a person can take."""
    base = chance.choice(bases())
    return base, _changed(base, chance, "Jo"), _changed(base, chance, "Sam")


def _changed(audit: Audit, chance: random.Random, by: str) -> Audit:
    for _ in range(chance.randrange(_MOST_STEPS + 1)):
        with suppress(CaseauditError):
            audit = chance.choice(_STEPS)(audit, chance, by)
    return audit


def _answer(audit: Audit, chance: random.Random, _: str) -> Audit:
    answer = chance.choice(audit.answers[:5])
    words = {"reason": chance.choice(_WORDS), "evidence": chance.choice(_WORDS)}
    if answer.kind == "count":
        return steps.answered(audit, answer.criterion, state="graded", count=chance.randrange(3), **words)
    grade = chance.choice(_GRADES.get(answer.kind, ("good", "inadequate")))
    return steps.answered(audit, answer.criterion, state="graded", grade=grade, **words)


def _clear(audit: Audit, chance: random.Random, _: str) -> Audit:
    return steps.answered(audit, chance.choice(audit.answers[:5]).criterion, state="not-assessed")


def _amend(audit: Audit, chance: random.Random, _: str) -> Audit:
    return steps.amended(
        audit, **{chance.choice(("team", "worker", "cohort")): chance.choice(("North", "South", "East"))}
    )


def _act(audit: Audit, chance: random.Random, by: str) -> Audit:
    return steps.with_action(audit, _action(audit, f"{by}: {chance.choice(_WORDS)}"))


def _action(audit: Audit, what: str) -> Action:
    return Action(steps.next_action_id(audit), what, "W. Worker", "2026-12-01")


def _close(audit: Audit, chance: random.Random, _: str) -> Audit:
    return steps.with_action(audit, replace(chance.choice(audit.actions or (_action(audit, "Visit"),)), status="done"))


def _drop(audit: Audit, _: random.Random, __: str) -> Audit:
    return steps.without_action(audit, "A1")


def _judge(audit: Audit, chance: random.Random, _: str) -> Audit:
    return steps.judged(audit, Judgement(chance.choice(("good", "inadequate")), "good", reason=chance.choice(_WORDS)))


def _sign(audit: Audit, _: random.Random, by: str) -> Audit:
    return steps.signed(audit, by, AT)


def _reopen(audit: Audit, _: random.Random, by: str) -> Audit:
    return steps.reopened(audit, by, AT, f"{by}: it has to change.")


_STEPS = (_answer, _answer, _answer, _clear, _amend, _act, _close, _drop, _judge, _sign, _reopen)


# ── the rules ────────────────────────────────────────────────────────────────


def checked(three: Three) -> Counted:
    """Return what there is to count in one triple."""
    base, mine, theirs = three
    here, there = merge(base, mine, theirs), merge(base, theirs, mine)
    asked = {overlap.what for overlap in here.overlaps}
    same = asked == {overlap.what for overlap in there.overlaps}
    same = same and (bool(asked) or not set(differences(here.audit, there.audit)) - _numbered(three))
    identity = merge(base, mine, base).audit == mine and merge(base, base, theirs).audit == theirs
    kept = _kept(base, mine, here.audit, asked) and _kept(base, theirs, here.audit, asked)
    signed = _signed_against_a_change(base, mine, theirs) or _signed_against_a_change(base, theirs, mine)
    unasked = signed and ("sign_off" not in asked or here.audit.signed_off)
    mixed = not (_texts(here.audit) <= _texts(*three) and {*here.audit.answers} <= {*mine.answers, *theirs.answers})
    return Counted(1, bool(asked), not (identity and kept), mixed, unasked or not same)


def _numbered(three: Three) -> set[str]:
    """Return the numbers of the actions: which of two new ones is the first depends on whose chair it is."""
    return {f"A{number}" for number in range(1, 3 + sum(len(audit.actions) for audit in three))}


def _kept(base: Audit, side: Audit, merged: Audit, asked: set[str]) -> bool:
    """Whether everything that one side changed is in the merge as that side has it, or is asked about."""
    mine, now = _parts(side), _parts(merged)
    return all(
        now.get(name) == mine.get(name) or name in asked
        for name in {*mine, *_parts(base)}
        if _parts(base).get(name) != mine.get(name) and not name.startswith("A")
    ) and _work(side) - _work(base) <= _work(merged) | {whole for whole in _work(side) if _asked(side, whole, asked)}


def _parts(audit: Audit) -> dict[str, Any]:
    fields = {field: getattr(audit, field) for field in ("team", "worker", "cohort", "judgement", "sign_off")}
    return fields | {answer.criterion: answer for answer in audit.answers}


def _work(audit: Audit) -> set[tuple[str, str]]:
    """Return what the actions say, without their numbers."""
    return {(action.what, action.status) for action in audit.actions}


def _asked(side: Audit, whole: tuple[str, str], asked: set[str]) -> bool:
    return any(action.id in asked for action in side.actions if (action.what, action.status) == whole)


def _texts(*audits: Audit) -> set[str]:
    return {text for audit in audits for answer in audit.answers for text in (answer.reason, answer.evidence)} | {
        action.what for audit in audits for action in audit.actions
    }


def _signed_against_a_change(base: Audit, signer: Audit, other: Audit) -> bool:
    fresh = signer.sign_off is not None and signer.sign_off not in (base.sign_off, other.sign_off)
    return fresh and bool(differences(base, other))
