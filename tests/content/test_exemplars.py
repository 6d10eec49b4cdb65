"""Exemplars are what people learn to grade by. These tests hold those that ship to that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from test_library import CRITERIA, documents, runs
from test_library import words as said

from caseaudit.domain import identifiers
from caseaudit.domain.audit import Header, answered, begin
from caseaudit.domain.exemplar import Exemplar, ExemplarSet
from caseaudit.domain.exemplar_reading import LONGEST, SHORTEST, words
from caseaudit.domain.judgement import suggest
from caseaudit.store import exemplars
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

LIBRARY = Library(shipped_checklists())
SHELF = exemplars.shelf(LIBRARY)
SETS = list(SHELF.sets.values())
EXTRACTS = [(found, exemplar) for found in SETS for exemplar in found.exemplars]
NEEDED = {
    *("supervision", "chronology", "permanence", "management-oversight"),
    *("voice-visits", "assessment", "child-protection", "leaving-care"),
}
GRADES = ["outstanding", "good", "requires-improvement", "inadequate"]
SHORTEST_REASON, LONGEST_REASON = 15, 70

_SAYS_FICTIONAL = re.compile(r"\b(?:invented|made up|thought up|fiction|fictional|imagined|exists?)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_NUMBER = re.compile(r"[0-9]{5}|\b[0-9]{3}[ -][0-9]{3,4}\b|\b[A-Z]{2,4}[-/ ]?[0-9]{3}")
"""What a phone, an NHS or a case number looks like, sound or not."""
_DATE = re.compile(r"[0-9]+|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec")
"""A word of a row of dates, which two records may share."""

each_set = pytest.mark.parametrize("found", SETS, ids=[found.checklist for found in SETS])
each_extract = pytest.mark.parametrize(
    ("found", "exemplar"), EXTRACTS, ids=[f"{found.checklist}-{exemplar.grade}" for found, exemplar in EXTRACTS]
)


def own_texts(exemplar: Exemplar) -> list[str]:
    """Return what is written for one extract: its text, what would lift it, and the reasons."""
    return [exemplar.text, exemplar.lift, *(answer.reason for answer in exemplar.answers)]


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield every text with its checklist, and its grade or what all extracts of the set share."""
    for found in SETS:
        yield from ((found.checklist, "all", text) for text in (found.situation, found.fictional, found.kind))
        for exemplar in found.exemplars:
            yield from ((found.checklist, exemplar.grade, text) for text in [exemplar.title, *own_texts(exemplar)])


def test_every_set_that_ships_is_sound() -> None:
    """Nothing is wrong in any of them, and those that training stands on are there."""
    assert SHELF.problems == []
    assert NEEDED - SHELF.sets.keys() == set()


@each_extract
def test_the_answers_come_to_the_grade_by_the_checklists_rule(found: ExemplarSet, exemplar: Exemplar) -> None:
    """An audit that an auditor fills in from the key, with the rest left unanswered, suggests this grade."""
    checklist = LIBRARY.get(found.checklist)
    trainer = Header(case="Training", team="", worker="", auditor="Trainer", date="", role="training")
    audit = begin("training", trainer, checklist, LIBRARY.scales[checklist.scale], "")
    for answer in exemplar.answers:
        audit = answered(audit, answer.criterion, state="graded", grade=answer.grade, reason=answer.reason)

    assert suggest(audit).grade == exemplar.grade


@each_extract
def test_an_extract_can_be_read_in_two_minutes(found: ExemplarSet, exemplar: Exemplar) -> None:
    """Long enough to grade by, short enough for a meeting; reasons say why and do not lecture."""
    assert SHORTEST <= words(exemplar.text) <= LONGEST
    for text in own_texts(exemplar)[1:]:
        assert SHORTEST_REASON <= words(text) <= LONGEST_REASON, text


@each_set
def test_a_set_says_that_it_is_fictional(found: ExemplarSet) -> None:
    """In the sentence that stands with each extract."""
    assert _SAYS_FICTIONAL.search(found.fictional)


@each_set
def test_grades_within_an_extract_are_mixed_as_in_real_files(found: ExemplarSet) -> None:
    """Some answer differs from the grade of its extract: a group learns most where they part."""
    assert [answer for exemplar in found.exemplars for answer in exemplar.answers if answer.grade != exemplar.grade]


def test_where_a_grade_counts_over_several_records_the_situation_says_how_one_stands_for_them() -> None:
    """A group that has one note is not left to guess what the others hold; nowhere else is it said."""
    several = re.compile("sampled records|minutes of most meetings|of the (three )?records")
    counting = {
        found.id
        for found in SETS
        for criterion in filter(None, map(LIBRARY.get(found.checklist).criterion, found.criteria))
        if several.search(" ".join(criterion.descriptors.values()))
    }

    assert counting == {"child-protection", "supervision", "voice-visits"}
    assert counting == {found.id for found in SETS if "Where a grade counts over several" in found.situation}


@each_extract
def test_a_title_does_not_give_the_grade_away(found: ExemplarSet, exemplar: Exemplar) -> None:
    """It stands above the extract when a group grades it blind."""
    assert not re.search("|".join(GRADES).replace("-", "."), exemplar.title, re.IGNORECASE)


@each_extract
def test_what_a_group_reads_blind_names_no_criterion(found: ExemplarSet, exemplar: Exemplar) -> None:
    """An extract is a record, and records do not cite the checklist."""
    assert not [criterion for criterion in found.criteria if criterion in f"{exemplar.title}{exemplar.text}"]


def test_nothing_looks_like_a_real_number_or_a_real_year() -> None:
    """No year in digits, and nothing that could be a phone, an NHS, a pupil's or a case number."""
    found = [
        (checklist, where, text[:30])
        for checklist, where, text in texts()
        if identifiers.found(text) or _YEAR.search(text) or _NUMBER.search(text)
    ]

    assert found == []


# ── nothing is copied ────────────────────────────────────────────────────────


def test_nothing_is_copied_from_a_source() -> None:
    """No run of seven words of any document stands in an exemplar."""
    copied = {run: name for name, text in documents().items() for run in runs(text)}
    found = [
        (path.name, " ".join(run), copied[run])
        for path in exemplars.paths(LIBRARY).values()
        for run in runs(path.read_text(encoding="utf-8"))
        if run in copied
    ]

    assert found == []


def test_no_extract_speaks_in_the_words_of_a_descriptor() -> None:
    """A group that recognises the rubric in the extract learns to spot words, not practice."""
    described = {
        run: criterion.id for criterion in CRITERIA for text in criterion.descriptors.values() for run in runs(text)
    }
    found = {(checklist, where, described[run], " ".join(run)) for checklist, where, text in texts()
             for run in runs(text) if run in described}  # fmt: skip

    assert found == set()


def test_each_extract_is_written_anew() -> None:
    """No run of seven words stands in two extracts, of one set or of two, nor in their reasons."""
    owners: defaultdict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for found, exemplar in EXTRACTS:
        for text in own_texts(exemplar):
            for run in runs(text):
                owners[run].add((found.checklist, exemplar.grade))
    shared = {" ".join(run): where for run, where in owners.items() if len(where) > 1}

    assert {run: where for run, where in shared.items() if not all(map(_DATE.fullmatch, run.split()))} == {}


def test_no_two_sets_tell_of_the_same_child() -> None:
    """Situations share no run of seven words, and the four extracts of a set share theirs."""
    owners: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for found in SETS:
        for run in runs(found.situation):
            owners[run].add(found.checklist)

    assert {" ".join(run): where for run, where in owners.items() if len(where) > 1} == {}
    assert all(len(said(found.situation)) >= 25 for found in SETS)
