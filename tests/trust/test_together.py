"""Several people in one register at the same moment: every edit is kept, and a merge drops and mixes nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest
from benchmarks import torture_merging
from benchmarks.torture_merging import checked, made_up

from caseaudit.domain.audit import Audit
from caseaudit.domain.merging import Merge, merge
from trust.tortured import LONGEST, tortured

PROGRAMS = 8
TRIPLES = 8_000


@pytest.mark.timeout(LONGEST)
def test_eight_programs_on_one_audit(figure: Any) -> None:
    """Eight programs make ten edits each, all at once, with the real command: each edit is there or in the history."""
    counted = tortured("together", PROGRAMS)
    figure("Edits of eight programs at once, in every run of the tests", counted["Edits that they made"])
    figure("Edits lost between them", counted["Edits lost to each other"] + counted["Audits damaged by each other"])


@pytest.mark.timeout(LONGEST)
def test_thousands_of_merges(figure: Any) -> None:
    """Identity, symmetry, nothing dropped, no text made of two, and a signature that meets a change always asks."""
    counted = tortured("merging", TRIPLES)
    figure("Triples of versions merged, in every run of the tests", counted["Triples of versions merged"])
    wrong = ("Changes lost in a merge", "Texts mixed from two", "Signatures that met a change unasked")
    figure("Changes lost, texts mixed or signatures unasked in them", sum(counted[name] for name in wrong))
    assert counted["Triples in which somebody is asked"] > TRIPLES / 20


def mine_wins(base: Audit, mine: Audit, theirs: Audit) -> Merge:
    """Merge as a program does that saves last."""
    return Merge(mine, (), theirs)


def nobody_asked(base: Audit, mine: Audit, theirs: Audit) -> Merge:
    """Merge, and keep quiet about what clashed."""
    return merge(base, mine, theirs)._replace(overlaps=())


def words_joined(base: Audit, mine: Audit, theirs: Audit) -> Merge:
    """Merge two texts into one, as programs do that merge by lines or words."""
    from msgspec.structs import replace

    found = merge(base, mine, theirs)
    sides = zip(found.audit.answers, mine.answers, theirs.answers, strict=True)
    both = tuple(replace(one, reason=f"{a.reason} {b.reason}") if a != b else one for one, a, b in sides)
    return found._replace(audit=replace(found.audit, answers=both))


@pytest.mark.parametrize(("poor", "counts"), [(mine_wins, "lost"), (nobody_asked, "unasked"), (words_joined, "mixed")])
def test_a_poor_merge_is_found_out(poor: Any, counts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last writer wins, a clash is hushed up, two texts become one: each is counted."""
    monkeypatch.setattr(torture_merging, "merge", poor)
    chance = random.Random(7)
    assert any(getattr(checked(made_up(chance)), counts) for _ in range(500))
