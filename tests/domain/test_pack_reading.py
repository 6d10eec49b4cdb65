"""A pack is a named set of checklists; every fault in a file of packs is named at once, and the other packs stand."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from caseaudit.domain.packs import Member, Pack, read_packs
from caseaudit.problems import BadInput
from conftest import PACK

KNOWN = {"handover", "goodbyes", "chronology"}
CHANGE = Pack(
    "change",
    "A change of worker",
    "What a child should notice of it, and what they should not.",
    (Member("handover"), Member("goodbyes"), Member("chronology", "the child moved to another team too")),
)


def faults(text: str) -> list[tuple[str, str]]:
    """Return where each fault of a text stands, and what it is."""
    found = read_packs(tomllib.loads(text), KNOWN)
    return [(".".join(map(str, fault.path)), f"{fault.what}. {fault.remedy}") for fault in found.faults]


def test_a_sound_pack_is_read_as_it_is_written() -> None:
    """In the order of the file, which is the order in which a case file is read."""
    assert read_packs(tomllib.loads(PACK), KNOWN) == ({"change": CHANGE}, [])


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ('title = "A change of worker"', "", "change.title", "is missing"),
        ('title = "A change of worker"', "title = 5", "change.title", "is not text"),
        ('about = "What', 'abuot = "What', "change.abuot", 'Probably "about" is meant'),
        ('id = "goodbyes"', 'id = "goodbys"', "change.checklists.1.id", 'Probably "goodbyes" is meant'),
        ('id = "goodbyes"', 'id = "handover"', "change.checklists.1.id", "is in the pack twice"),
        ('id = "goodbyes"', 'id = "../x"', "change.checklists.1.id", "is not formed like an id"),
        ('id = "goodbyes"', "", "change.checklists.1.id", "is missing"),
        ("when = ", "wen = ", "change.checklists.2.wen", 'Probably "when" is meant'),
        ('when = "the child moved to another team too"', 'when = ""', "change.checklists.2.when", "is empty"),
        ("[change]\n", "[Change]\n[change]\n", "Change", "is not formed like an id"),
    ],
)
def test_a_fault_is_named_with_its_place_and_what_to_do(old: str, new: str, where: str, says: str) -> None:
    """A slip of the key is answered with the word that was meant."""
    assert old in PACK
    told = faults(PACK.replace(old, new, 1))
    assert [what for place, what in told if place == where and says in what], told


def test_every_fault_is_named_at_once() -> None:
    """In every pack of the file; nobody mends one to be told the next."""
    text = PACK.replace('title = "A change of worker"\n', "").replace("goodbyes", "goodbys").replace("when", "wen")
    assert len(faults(f'loose = "text"\n{text}')) == 4


def test_a_pack_with_a_fault_leaves_the_others_as_they_are() -> None:
    """One slip does not take every pack away."""
    other = PACK.replace("change", "other").replace('title = "A', 'titel = "A')
    assert list(read_packs(tomllib.loads(PACK + other), KNOWN).packs) == ["change"]


@pytest.mark.parametrize("table", [{"change": "text"}, {"change": {"checklists": "handover"}}, {"change": []}])
def test_what_is_no_pack_at_all_is_said(table: dict[str, Any]) -> None:
    """Whatever stands where a table should."""
    found = read_packs(table, KNOWN)
    assert found.packs == {}
    assert found.faults


def test_what_only_sometimes_applies_is_begun_only_where_somebody_says_so() -> None:
    """And what always applies can be left out."""
    assert CHANGE.chosen() == ["handover", "goodbyes"]
    assert CHANGE.chosen(wanted=["chronology"]) == ["handover", "goodbyes", "chronology"]
    assert CHANGE.chosen(wanted=["chronology"], unwanted=["handover"]) == ["goodbyes", "chronology"]


@pytest.mark.parametrize(
    ("wanted", "unwanted", "says"),
    [
        (["cronology"], [], 'Probably "chronology" is meant'),
        ([], ["handovr"], 'Probably "handover" is meant'),
        ([], ["handover", "goodbyes"], "has no checklist left to begin"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(wanted: list[str], unwanted: list[str], says: str) -> None:
    """A checklist that the pack does not hold, or none at all."""
    with pytest.raises(BadInput, match=says):
        CHANGE.chosen(wanted, unwanted)
