"""The packs that ship: what each kind of case needs, in the order in which its file is read."""

from __future__ import annotations

import pytest

from caseaudit.store.library import Library
from caseaudit.store.packs import shelf
from caseaudit.store.places import shipped_checklists

LIBRARY = Library(shipped_checklists())
SHELF = shelf(LIBRARY)
CORE = ("chronology", "assessment", "voice-visits", "management-oversight")
ALWAYS = {
    "core": CORE,
    "child-in-need": ("chronology", "assessment", "child-in-need", "voice-visits", "management-oversight"),
    "child-protection": ("chronology", "assessment", "child-protection", "voice-visits", "management-oversight"),
    "children-in-care": (
        *("chronology", "assessment", "cla-plan-review", "permanence", "matching-placement"),
        *("identity-family-life-story", "health-education", "voice-visits", "management-oversight"),
    ),
    "care-leavers": ("leaving-care", "voice-visits", "management-oversight"),
    "front-door": ("front-door-early-help",),
}
EVERY_PACK = pytest.mark.parametrize("name", ALWAYS)


def test_the_packs_have_no_problems() -> None:
    """And there are six of them."""
    assert SHELF.problems == []
    assert list(SHELF.packs) == list(ALWAYS)


@EVERY_PACK
def test_what_every_case_of_a_kind_is_audited_against(name: str) -> None:
    """First what has happened, then what is known and planned, the child's own part, the managers' last."""
    assert SHELF.packs[name].always == ALWAYS[name]


def test_the_core_pack_is_the_core() -> None:
    """The four checklists that say of themselves that any open case can be audited against them."""
    assert {checklist.id for checklist in LIBRARY.shelf.checklists.values() if checklist.core} == set(CORE)


@EVERY_PACK
def test_what_sometimes_applies_comes_with_a_statement_that_can_be_confirmed(name: str) -> None:
    """A few words about the case that stand after "only where": no question, no full stop."""
    for member in SHELF.packs[name].sometimes:
        assert 5 <= len(member.when.split()) <= 30
        assert member.when[0].islower()
        assert member.when[-1].isalnum()


def test_a_family_with_a_parent_in_trouble_and_a_missing_child_find_their_checklists() -> None:
    """Those that the map of criteria adds to a plan, and the way into care."""
    for name in ("child-in-need", "child-protection"):
        sometimes = {member.id for member in SHELF.packs[name].sometimes}
        assert {"parental-needs", "missing-exploitation", "edge-of-care"} <= sometimes


def test_no_two_checklists_that_ship_ask_the_same_question() -> None:
    """In the shipped library each question is asked once; sharing is for a service's own checklists."""
    words = [criterion.wording for checklist in LIBRARY.shelf.checklists.values() for criterion in checklist.criteria]
    assert len(set(words)) == len(words)
