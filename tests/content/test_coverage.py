"""Every usable paragraph of the documents is cited by some criterion, or left out with a reason."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

SHARED = Path(__file__).parents[3] / "shared"
MAP = SHARED / "research" / "criteria-map.json"
LIBRARY = Library(shipped_checklists())
LEFT_OUT = tomllib.loads((shipped_checklists() / "coverage.toml").read_text(encoding="utf-8"))["left-out"]


def paragraphs(document: str, *spans: tuple[int, int]) -> set[tuple[str, int]]:
    """Return the paragraphs of some spans, both ends included."""
    return {(document, number) for first, last in spans for number in range(first, last + 1)}


USABLE = {
    *paragraphs("ofsted-2014", (1, 25), (27, 122), (124, 124), (127, 129), (131, 134), (136, 141), (143, 143)),
    *paragraphs("ofsted-2014", (145, 147), (149, 150), (153, 153), (155, 157)),
    *paragraphs("locumtoday-2019", (1, 6), (8, 16), (18, 18), (20, 46), (50, 50), (53, 57)),
    *paragraphs("pse-2019", (1, 3), (5, 10)),
    *paragraphs("communitycare-2020", (1, 11)),
    *paragraphs("newham-2019", (6, 9), (12, 16)),
}
"""Paragraphs that say something about practice or the service: not a name, a post, a list's first line, a fund."""
DOCUMENTS = {document for document, _ in USABLE}
LISTED = [(entry["document"], number) for entry in LEFT_OUT for number in entry["paragraphs"]]
CITED = {
    (source.document, source.paragraph)
    for checklist in LIBRARY.shelf.checklists.values()
    for criterion in checklist.criteria
    for source in criterion.sources
    if source.document in DOCUMENTS
}


def words(text: str) -> list[str]:
    """Return the words of a text, lower-case."""
    return re.findall(r"[a-z0-9']+", text.lower())


def runs_of_seven(text: str) -> set[tuple[str, ...]]:
    """Return every run of seven words."""
    said = words(text)
    return {tuple(said[at : at + 7]) for at in range(len(said) - 6)}


def test_every_usable_paragraph_is_cited_or_left_out_with_a_reason() -> None:
    """Nothing that the documents say about practice was overlooked."""
    assert sorted(USABLE - CITED - set(LISTED)) == []


def test_nothing_is_left_out_that_is_cited_or_could_not_be_used() -> None:
    """So that the list says the truth after a citation is added."""
    assert sorted(set(LISTED) & CITED) == []
    assert sorted(set(LISTED) - USABLE) == []


def test_nothing_is_cited_that_is_no_use() -> None:
    """Usable is cited and left out together, no more and no less."""
    assert CITED | set(LISTED) == USABLE


def test_no_paragraph_is_left_out_twice() -> None:
    """One paragraph, one reason."""
    assert [place for place, times in Counter(LISTED).items() if times > 1] == []


@pytest.mark.parametrize("entry", LEFT_OUT, ids=[f"{one['document']} {one['paragraphs']}" for one in LEFT_OUT])
def test_every_reason_is_one_line_of_plain_words(entry: dict[str, object]) -> None:
    """Document, paragraphs and reason, and nothing else."""
    reason = entry["reason"]
    assert set(entry) == {"document", "paragraphs", "reason"}
    assert isinstance(reason, str)
    assert "\n" not in reason
    assert 6 <= len(words(reason)) <= 30


def test_each_reason_is_a_reason_of_its_own() -> None:
    """A phrase that fits every paragraph explains none of them."""
    reasons = [entry["reason"] for entry in LEFT_OUT]
    openings = Counter(" ".join(words(reason)[:4]) for reason in reasons)
    assert len(set(reasons)) == len(reasons)
    assert max(openings.values()) == 1


def test_the_criteria_that_a_reason_points_to_exist() -> None:
    """`SUP-14` in a reason is a criterion of the library."""
    known = {criterion.id for checklist in LIBRARY.shelf.checklists.values() for criterion in checklist.criteria}
    named = {
        word.strip(".,;")
        for entry in LEFT_OUT
        for word in entry["reason"].split()
        if word[:3].isupper() and "-" in word
    }
    assert named
    assert named <= known


@pytest.mark.parametrize("name", ["areas.toml", "packs.toml", "coverage.toml"])
def test_no_sentence_of_a_table_is_copied_from_a_source(name: str) -> None:
    """What holds for the checklists holds for the lists beside them."""
    if not SHARED.is_dir():
        pytest.skip("the source documents are not here")
    own = runs_of_seven((shipped_checklists() / name).read_text(encoding="utf-8"))
    for document in (SHARED / "sources").glob("*.txt"):
        assert own & runs_of_seven(document.read_text(encoding="utf-8")) == set()


def test_the_usable_paragraphs_are_those_of_the_map() -> None:
    """The numbers above are a copy, so that the other tests need nothing that does not ship."""
    if not MAP.is_file():
        pytest.skip("the map of criteria is not here")
    found = json.loads(MAP.read_text(encoding="utf-8"))
    assert set(_cited_in([found["areas"], found["themes"]])) == USABLE


def _cited_in(value: object) -> list[tuple[str, int]]:
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    here = [(value["doc"], value["paragraph"])] if isinstance(value, dict) and "paragraph" in value else []
    return [*here, *(place for item in inside for place in _cited_in(item))]
