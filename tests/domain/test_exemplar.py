"""Exemplars: letters that say nothing, extracts that are found by what people call them, answers that make an audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain.exemplar import Exemplar, ExemplarSet, as_audit
from caseaudit.domain.judgement import suggest
from caseaudit.problems import BadInput
from caseaudit.store import exemplars
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from made_up import GRADES

LIBRARY = Library(shipped_checklists(), Path(__file__).parents[1] / "sample" / "training")
FAREWELL = LIBRARY.get("farewell")
OFSTED = LIBRARY.scales["ofsted"]
SET = exemplars.get(LIBRARY, "farewell")


def graded(exemplar: Exemplar, grades: tuple[str, ...]) -> Exemplar:
    """Return the extract with other grades for its answers."""
    answers = zip(exemplar.answers, grades, strict=True)
    return replace(exemplar, answers=tuple(replace(answer, grade=grade) for answer, grade in answers))


def test_a_set_reads_as_it_is_written() -> None:
    """Best first, with the line ends of the record, and the criteria in the checklist's order."""
    assert [exemplar.grade for exemplar in SET.exemplars] == list(GRADES)
    assert SET.criteria == ("BYE-01", "BYE-02", "BYE-03", "BYE-05", "BYE-06")
    assert SET.exemplars[2].text.splitlines()[4] == "18 June. No name yet. TM (R.A.) says by Friday."


@given(st.permutations(GRADES), st.permutations(range(4)))
def test_a_letter_says_nothing_of_the_grade(grades: list[str], order: list[int]) -> None:
    """It comes from the words of the extract: other grades or another order in the file change no letter."""
    letters = {SET.letter(exemplar): exemplar.text for exemplar in SET.exemplars}
    turned = [replace(SET.exemplars[place], grade=grade) for place, grade in zip(order, grades, strict=True)]
    other = replace(SET, exemplars=tuple(turned))

    assert {other.letter(exemplar): exemplar.text for exemplar in other.exemplars} == letters
    assert list(other.lettered) == ["A", "B", "C", "D"]


@pytest.mark.parametrize("said", ["requires-improvement", "Requires improvement", "REQUIRES_IMPROVEMENT", "3"])
def test_an_extract_is_found_by_its_grade_as_people_say_it(said: str) -> None:
    """By id, label or place on the scale."""
    assert SET.named(said, OFSTED).grade == "requires-improvement"


def test_an_extract_is_found_by_its_letter() -> None:
    """Small or capital, as it stands on the hand-out."""
    for letter, exemplar in SET.lettered.items():
        assert SET.named(letter, OFSTED) is SET.named(f" {letter.lower()} ", OFSTED) is exemplar


@pytest.mark.parametrize("said", ["E", " z "])
def test_a_letter_that_no_extract_has_is_refused_with_the_letters_there_are(said: str) -> None:
    """Nobody who asked for an extract by its letter is told of grades."""
    with pytest.raises(BadInput, match=r"^extract: does not exist\. Use one of: A, B, C, D\.$"):
        SET.named(said, OFSTED)


@pytest.mark.parametrize("said", ["goood", "0", "5", "", "AB"])
def test_what_is_no_extract_is_refused_with_the_grades_there_are(said: str) -> None:
    """One line, and a way on."""
    with pytest.raises(BadInput, match="good, inadequate, outstanding, requires-improvement"):
        SET.named(said, OFSTED)


def test_a_grade_without_an_extract_is_refused() -> None:
    """A set that is still being written has not every grade."""
    half: ExemplarSet = replace(SET, exemplars=SET.exemplars[:2])
    with pytest.raises(BadInput, match="grade: has no extract"):
        half.named("inadequate", OFSTED)


def test_the_answers_make_an_audit_for_training_that_asks_nothing_else() -> None:
    """It can never be counted, its optional sections are on, and nothing in it is unanswered."""
    audit = as_audit(SET.exemplars[0], FAREWELL, OFSTED)

    assert audit.role == "training"
    assert audit.criteria == list(SET.criteria)
    assert [answer.grade for answer in audit.asked] == ["outstanding", "outstanding", "yes", "good", "good"]
    assert suggest(audit).explanation == "60 % of the grades, by weight, are outstanding and none is below good."


@given(st.tuples(*[st.sampled_from(GRADES)] * 2, st.sampled_from(["yes", "no"]), *[st.sampled_from(GRADES)] * 2))
def test_the_judgement_is_that_of_an_audit_with_these_answers(grades: tuple[str, ...]) -> None:
    """As the rule of this checklist says it: BYE-01 is critical and weighs two, BYE-03 is no grade."""
    first, second, _, fifth, sixth = grades
    five = [first, first, second, fifth, sixth]
    good = sum(grade in ("outstanding", "good") for grade in five)
    if first == "inadequate" or five.count("inadequate") >= 2:
        expected = "inadequate"
    elif good == 5 and five.count("outstanding") >= 3:
        expected = "outstanding"
    elif good >= 4 and first in ("outstanding", "good"):
        expected = "good"
    else:
        expected = "requires-improvement"

    assert suggest(as_audit(graded(SET.exemplars[0], grades), FAREWELL, OFSTED)).grade == expected


def test_an_answer_that_the_checklist_does_not_ask_is_refused() -> None:
    """The checklist moved on."""
    exemplar = SET.exemplars[0]
    stray = replace(exemplar, answers=(replace(exemplar.answers[0], criterion="BYE-99"),))
    with pytest.raises(BadInput, match="does not ask this criterion"):
        as_audit(stray, FAREWELL, OFSTED)
