"""The practice library is content that people's work is judged by. These tests hold it to that."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from caseaudit.domain.checklist import Checklist, Criterion
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

HERE = Path(__file__).parent
SOURCES = Path(__file__).parents[3] / "shared" / "sources"
LIBRARY = Library(shipped_checklists())
CHECKLISTS = list(LIBRARY.shelf.checklists.values())
CRITERIA = [criterion for checklist in CHECKLISTS for criterion in checklist.criteria]
SHORTEST, LONGEST = 15, 70
LONGEST_SHARED_RUN = 7
ROLES_BY_PARAGRAPH = {
    "recommendation": {
        "ofsted-2014": {*range(9, 19), 142, 143},
        "locumtoday-2019": set(range(42, 47)),
        "pse-2019": {9, 10},
    },
    "commitment": {"locumtoday-2019": {50, *range(53, 60)}, "newham-2019": set(range(1, 20))},
}
"""Paragraphs in which the documents ask for something or promise it, and so observe nothing."""


def every(criteria: list[Criterion]) -> pytest.MarkDecorator:
    """Run a test for each criterion, by its id."""
    return pytest.mark.parametrize("criterion", criteria, ids=[criterion.id for criterion in criteria])


def words(text: str) -> list[str]:
    """Return the words of a text, lower-case."""
    return re.findall(r"[a-z0-9']+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of seven words."""
    said = words(text)
    return {tuple(said[at : at + LONGEST_SHARED_RUN]) for at in range(len(said) - LONGEST_SHARED_RUN + 1)}


def texts(criterion: Criterion) -> list[str]:
    """Return everything that a criterion says."""
    own = [criterion.question, criterion.look_for, criterion.good_looks_like, criterion.weak_looks_like]
    return [*own, criterion.critical_reason, *criterion.descriptors.values(), *criterion.lift.values()]


def test_the_library_has_no_problems() -> None:
    """Every shipped checklist can be read, and nothing in any of them is wrong."""
    assert LIBRARY.shelf.problems == []
    assert {"supervision", "chronology", "permanence"} <= LIBRARY.shelf.checklists.keys()


def test_ids_are_used_once_in_the_whole_library() -> None:
    """A criterion's id names one question, wherever it is read."""
    ids = [criterion.id for criterion in CRITERIA]

    assert sorted(set(ids)) == sorted(ids)


def test_ids_are_never_taken_back() -> None:
    """Audits refer to criteria by id, so an id that was once published stays with its checklist."""
    published = (HERE / "ids.txt").read_text(encoding="utf-8").split("\n")
    now = {f"{checklist.id} {criterion.id}" for checklist in CHECKLISTS for criterion in checklist.criteria}

    assert {line for line in published if line} <= now, "a published id is gone"
    assert now <= set(published), "add the new ids to tests/content/ids.txt"


@pytest.mark.parametrize("checklist", CHECKLISTS, ids=[checklist.id for checklist in CHECKLISTS])
def test_a_checklist_is_of_a_size_that_a_manager_can_use(checklist: Checklist) -> None:
    """Nine to eighteen criteria, published, and both compliance and quality are asked about."""
    assert 9 <= len(checklist.criteria) <= 18
    assert checklist.status == "published"
    assert {criterion.focus for criterion in checklist.criteria} == {"compliance", "quality"}


@every(CRITERIA)
def test_every_grade_of_the_scale_is_described_for_one_case(criterion: Criterion) -> None:
    """Four descriptors, each long enough to be observed and short enough to be read while grading."""
    lengths = {grade: len(words(text)) for grade, text in criterion.descriptors.items()}

    assert list(lengths) == ["outstanding", "good", "requires-improvement", "inadequate"]
    assert all(SHORTEST <= length <= LONGEST for length in lengths.values()), lengths


@every(CRITERIA)
def test_what_would_lift_the_work_is_said_for_each_step(criterion: Criterion) -> None:
    """From inadequate to outstanding, each step up names something to do."""
    assert set(criterion.lift) == {"requires-improvement", "good", "outstanding"}


@every(CRITERIA)
def test_neighbouring_grades_are_told_apart_by_what_they_say(criterion: Criterion) -> None:
    """Fewer than half of the words of a descriptor stand in its neighbour."""
    for above, below in pairwise(criterion.descriptors.values()):
        shared = set(words(above)) & set(words(below)) - COMMON
        assert len(shared) < len(set(words(above)) - COMMON) / 2, shared


COMMON = {
    *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "if", "in", "is", "it"),
    *("its", "no", "not", "nor", "of", "on", "one", "or", "that", "the", "their", "them", "they", "this", "to"),
    *("was", "were", "what", "when", "which", "who", "with", "child", "child's", "children", "file", "record"),
}


def test_no_descriptor_is_another_with_a_noun_swapped() -> None:
    """No two descriptors of the library share a run of seven words."""
    described = [(c.id, grade, runs(text)) for c in CRITERIA for grade, text in c.descriptors.items()]
    alike = [(a[:2], b[:2]) for a, b in combinations(described, 2) if a[2] & b[2]]

    assert alike == []


@every([criterion for criterion in CRITERIA if criterion.critical != "none"])
def test_a_critical_criterion_says_why_it_limits_the_judgement(criterion: Criterion) -> None:
    """A limit on somebody's judgement has a reason that can be read aloud."""
    assert len(words(criterion.critical_reason)) >= 8


@every(CRITERIA)
def test_every_citation_resolves(criterion: Criterion) -> None:
    """Document and paragraph exist in `sources.toml`, and the role fits what the paragraph is."""
    for source in criterion.sources:
        document = LIBRARY.documents[source.document]
        assert 1 <= source.paragraph <= document.paragraphs
        for role, paragraphs in ROLES_BY_PARAGRAPH.items():
            if source.paragraph in paragraphs.get(source.document, set()):
                assert source.role in (role, "extension"), f"{source} is a {role}"
            else:
                assert source.role != role, f"{source} is not a {role}"


@every(CRITERIA)
def test_nobody_is_named(criterion: Criterion) -> None:
    """The library judges practice, not a place or a person."""
    assert "newham" not in " ".join(texts(criterion)).lower()


def documents() -> dict[str, str]:
    """Return the source documents, where they are at hand."""
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not here")
    return {path.stem: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.txt")}


def test_no_sentence_is_copied_from_a_source() -> None:
    """No run of seven words of any document stands in the library."""
    copied = {run: name for name, text in documents().items() for run in runs(text)}
    found = [
        (path.name, " ".join(run), copied[run])
        for path in LIBRARY.paths().values()
        for run in runs(path.read_text(encoding="utf-8"))
        if run in copied
    ]

    assert found == []


@every(CRITERIA)
def test_every_cited_paragraph_stands_in_its_document(criterion: Criterion) -> None:
    """The paragraph that is cited is really there: its printed number, or enough paragraphs of text."""
    texts_of = documents()
    for source in criterion.sources:
        text = texts_of[source.document]
        if source.document == "ofsted-2014":
            assert re.search(rf"(?m)^{source.paragraph}\. ", text), source
        else:
            assert len([line for line in text.splitlines() if line.strip()]) >= source.paragraph, source
