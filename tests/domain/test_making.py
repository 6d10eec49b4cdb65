"""An exemplar in the making: one word list and one number of days for every text, and nothing that leads back."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain import making as steps
from caseaudit.domain.exemplar_reading import Marking, read_exemplars
from caseaudit.domain.making import FORMAT, WEEKS, Confirmed, Found, Making
from caseaudit.domain.making_left import left, places
from caseaudit.domain.replaced_names import Name, surviving
from caseaudit.problems import BadInput
from caseaudit.store import makings
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from conftest import SAMPLE
from hostile import HOSTILE
from made_up_making import ANSWERS, LISTED, NAMES, TEXTS

LIBRARY = Library(shipped_checklists(), SAMPLE / "training")
MARKING = Marking(LIBRARY.get("farewell"), LIBRARY.scales)
SMALL = makings.small_words(LIBRARY)
FINDINGS = tuple(Found(criterion, *answer, "Case note of Jaydon") for criterion, answer in ANSWERS.items())
BEGUN = Making(
    FORMAT, "making-1", "20261120-audit", "A. Maker", "2026-11-20T12:00:00Z", "farewell", "1.0", "2026-11-20", 35,
    FINDINGS, tuple(ANSWERS), names=(Name("EB-1042", "the case"), Name("W. Worker", "the worker")),
)  # fmt: skip
WRITTEN = steps.with_names(msgspec.structs.replace(BEGUN, **TEXTS), [Name(*pair) for pair in NAMES.items()])


def every_text(making: Making) -> str:
    """Return the finished exemplar, all of it."""
    return json.dumps(steps.table(making, MARKING), ensure_ascii=False)


def test_every_text_goes_through_the_same_list_and_the_same_days() -> None:
    """In reasons as in the extract; what has no name and no date stands as it was written."""
    table = steps.table(WRITTEN, MARKING)
    (exemplar,) = table["exemplar"]
    reasons = [answer["reason"] for answer in exemplar["answer"]]

    assert reasons[0] == "The worker came on 25 December 2026 and told Child A who comes next."
    assert reasons[1] == "child a's own words are there, and the visit of 8-10 December follows from them."
    assert reasons[2] == "On 25/12/2026, eight days before."
    assert reasons[3] == "Two promises with their days, told to Mum."
    assert reasons[4] == ANSWERS["BYE-06"][1]
    assert "behind Alder Primary School with Child A" in exemplar["text"]
    assert "CHILD A'S rabbit" in exemplar["text"]
    assert "In January Ms the new worker" in exemplar["text"]


def test_the_finished_exemplar_is_read_as_every_other_is() -> None:
    """Nothing is left; the grade is what its answers come to by the checklist's rule."""
    assert not left(WRITTEN, MARKING, SMALL)
    found, faults = read_exemplars(steps.table(WRITTEN, MARKING), "farewell.practice-1", MARKING)

    assert faults == []
    assert found
    assert (found.from_practice, found.id, found.exemplars[0].grade) == (True, "farewell.practice-1", "good")


def test_nothing_in_it_leads_back() -> None:
    """No id, no reference, no name of anybody, no date as it was, not by how much dates were moved."""
    text = every_text(WRITTEN)

    assert surviving(text, LISTED) == []
    for link in ("20261120-audit", "making-1", "A. Maker", "November", "20/11", "20.11", "35", "Case note"):
        assert link not in text, link


@given(
    st.dictionaries(st.sampled_from([*steps.TEXTS, *ANSWERS]), st.sampled_from(HOSTILE), max_size=4),
    st.sampled_from(LISTED[:5]),
    st.sampled_from([str.upper, str.lower, str.title, str]),
    st.sampled_from(WEEKS),
)
@settings(max_examples=40)
def test_no_listed_name_survives_in_any_field(texts: dict[str, str], name: str, cased: object, weeks: int) -> None:
    """Whatever else stands in the text, in whatever case the name is, however far dates are moved."""
    making = msgspec.structs.replace(WRITTEN, days=7 * weeks)
    making = steps.with_names(making, [Name("O'Brien", "Mum")])
    for place, words in texts.items():
        making = steps.with_text(making, place, f"{words} {cased(name)}, {words}")  # type: ignore[operator]

    assert surviving(every_text(making), LISTED) == []


def test_what_is_left_is_named_all_at_once() -> None:
    """Texts to write, an identifier to take out, words in doubt once each with the texts they stand in."""
    making = steps.with_text(BEGUN, "situation", "Jaydon lives in Leeds since 2024. Ring 07700 900123.")
    making = steps.with_text(making, "lift", "Ask Jaydon in Leeds.")
    found = left(making, MARKING, SMALL)

    assert [(fix.place, fix.what) for fix in found.fixes] == [
        ("situation", "may hold a phone number"),
        ("kind", "is still to be written"),
        ("title", "is still to be written"),
        ("extract", "is still to be written"),
    ]
    assert [(doubt.words, doubt.kind) for doubt in found.doubts][:2] == [("2024", "date"), ("Jaydon", "name")]
    assert ("Leeds", "name", ("situation", "lift")) in found.doubts
    assert ("07700", "reference", ("situation",)) in found.doubts


def test_words_that_stay_are_not_asked_about_again_and_leave_the_list() -> None:
    """Until somebody lists them after all."""
    making = steps.with_kept(WRITTEN, ["oak tree"])
    assert "Oak Tree" in steps.shown(making, making.extract).words
    assert not left(making, MARKING, SMALL)
    again = steps.with_names(making, [Name("Oak Tree", "Ash")])
    assert again.kept == ()
    assert "Ash Primary" in steps.shown(again, again.extract).words


def test_a_name_that_is_a_month_is_replaced_where_it_is_no_date_and_pointed_out_where_it_is() -> None:
    """A date is never half a name: it has to be written in figures."""
    making = steps.with_names(WRITTEN, [Name("April", "Child B")])
    making = steps.with_text(making, "lift", "Ask April what she did on 10 April 2026.")

    assert steps.shown(making, making.lift).words == "Ask Child B what she did on 15 May 2026."
    back = steps.with_text(making, "lift", "Ask April what she did on 6 March 2026.")
    assert [(fix.place, fix.remedy) for fix in left(back, MARKING, SMALL).fixes] == [
        ("lift", "If it is in a date, write that date in figures")
    ]


def test_a_name_in_the_words_of_the_program_is_pointed_out() -> None:
    """It cannot be replaced there."""
    making = steps.with_names(WRITTEN, [Name("trainer", "Kim")])
    assert [fix.place for fix in left(making, MARKING, SMALL).fixes] == ["exemplar"]


def test_any_change_takes_the_confirmation_back() -> None:
    """By a step, or by hand: what was confirmed is what it said then."""
    signed = Confirmed("S. Second", "2026-11-20T12:00:00Z", steps.STATEMENT, steps.digest(WRITTEN, MARKING))
    confirmed = steps.with_confirmation(WRITTEN, signed)
    assert steps.is_confirmed(confirmed, MARKING)
    for changed in (
        steps.with_text(confirmed, "lift", "Ask."),
        steps.with_kept(confirmed, ["Oak Tree"]),
        steps.with_names(confirmed, [Name("Jaydon", "Child Z")]),
        steps.with_choice(confirmed, ["BYE-01", "BYE-02", "BYE-03", "BYE-05"]),
        msgspec.structs.replace(confirmed, days=42),
        msgspec.structs.replace(confirmed, extract=f"{confirmed.extract} More."),
    ):
        assert not steps.is_confirmed(changed, MARKING)


def test_the_grade_of_the_whole_follows_from_the_choice() -> None:
    """By the checklist's rule; too few criteria are pointed out."""
    assert steps.grade(WRITTEN, MARKING) == "good"
    few = steps.with_choice(WRITTEN, ["BYE-03", "BYE-02"])
    assert few.chosen == ("BYE-02", "BYE-03")
    assert steps.grade(few, MARKING) == "outstanding"
    assert [fix.place for fix in left(few, MARKING, SMALL).fixes] == ["criteria"]
    with pytest.raises(BadInput, match="BYE-99: criterion: has no grade in this audit"):
        steps.with_choice(WRITTEN, ["BYE-01", "BYE-99"])


@pytest.mark.parametrize("day", ["12/03/2014", "12.3.14", "12 March 2014"])
def test_a_day_of_years_ago_may_be_a_date_of_birth(day: str) -> None:
    """It is pointed out, not moved; replaced by an age, it is gone; kept all the same, it moves as every date."""
    making = steps.with_text(WRITTEN, "lift", f"Jaydon ({day}) was asked on 20 November 2026.")
    assert [doubt[:2] for doubt in left(making, MARKING, SMALL).doubts] == [(day, "date of birth")]
    aged = steps.with_names(making, [Name(day, "twelve")])
    assert steps.shown(aged, aged.lift).words == "Child A (twelve) was asked on 25 December 2026."
    kept = steps.with_kept(making, [day])
    assert not left(kept, MARKING, SMALL)
    assert day not in steps.shown(kept, kept.lift).words


def test_a_list_of_days_is_moved_whole() -> None:
    """As a supervision log writes it: not one of its dates stays, and as many days lie between them as did."""
    making = msgspec.structs.replace(WRITTEN, days=112)
    for written, moved in (
        ("Held: 3 Dec, 30 Dec, 27 Jan, 24 Feb", "Held: 25 Mar, 21 Apr, 19 May, 16 Jun"),
        ("3 and 30 December, 27 January", "25 March and 21 April, 19 May"),
        ("2 June, 30 June, 28 July", "22 September, 20 October, 17 November"),
    ):
        making = steps.with_text(making, "lift", written)
        assert steps.shown(making, making.lift).words == moved
        assert not left(making, MARKING, SMALL)


def test_a_date_that_is_not_moved_is_pointed_out_with_its_day() -> None:
    """`24 Feb`, not `Feb`: to keep a month lets none of its days through, and nothing is finished until then."""
    making = steps.with_text(WRITTEN, "lift", "Held Dec 3, Feb 24 and, late, 30 Febuary, on 3/12 and 10/12.")
    making = steps.with_kept(making, ["Dec", "Feb"])
    doubts = [doubt.words for doubt in left(making, MARKING, SMALL).doubts if doubt.kind == "date"]

    assert doubts == ["Dec 3", "Feb 24", "30 Febuary", "3/12", "10/12"]


def test_a_title_that_gives_the_grade_away_is_pointed_out() -> None:
    """It stands above the extract when a group grades it blind."""
    making = steps.with_text(WRITTEN, "title", "A good goodbye")
    assert [(fix.place, fix.what) for fix in left(making, MARKING, SMALL).fixes] == [("title", "gives a grade away")]


def test_one_whose_checklist_has_moved_on_says_so() -> None:
    """Grades that were given by other words are no key to these; one criterion that is gone breaks nothing."""
    old = msgspec.structs.replace(WRITTEN, version="0.9", findings=(*FINDINGS, Found("BYE-77", "good", "So.")))
    old = steps.with_choice(old, [*ANSWERS, "BYE-77"])
    assert {(fix.place, fix.remedy[:11]) for fix in left(old, MARKING, SMALL).fixes} == {
        ("exemplar", "Discard it,"),
        ("BYE-77", 'Probably "B'),
    }


def test_a_text_that_is_none_is_named_with_the_nearest() -> None:
    """The same for writing and reading."""
    with pytest.raises(BadInput, match=r'extrct: text: is no text of it\. Probably "extract"'):
        steps.with_text(WRITTEN, "extrct", "x")


def test_replacements_that_bring_a_name_back_are_refused() -> None:
    """All of them at once."""
    with pytest.raises(BadInput) as told:
        steps.with_names(WRITTEN, [Name("Kai", "Jaydon"), Name("Tom", "Oak Tree")])
    assert len(told.value.problems) == 2


def test_the_page_of_the_format_names_every_field() -> None:
    """Of the file, of what was found, of the word list and of the confirmation."""
    page = (Path(__file__).parents[2] / "docs" / "making-format.md").read_text("utf-8")
    fields = {field for part in (Making, Found, Name, Confirmed) for field in part.__struct_fields__}
    assert {field for field in fields if f"`{field}`" not in page} == set()


def test_dates_are_moved_by_whole_weeks_and_never_by_none() -> None:
    """Five weeks at least, half a year at most, either way."""
    assert {abs(weeks) for weeks in WEEKS} == {*range(5, 27)}
    assert len(WEEKS) == 44


@given(st.sampled_from(HOSTILE))
def test_any_text_goes_through_every_step(text: str) -> None:
    """As a text, a name, a replacement and a word that stays; what is left can always be said."""
    making = steps.with_kept(BEGUN, [text])
    for place in places(making):
        making = steps.with_text(making, place, text)
    assert left(making, MARKING, SMALL)
    if any(map(str.isalnum, text)):
        replaced = steps.with_names(making, [Name(" ".join(text.split()), "x")])
        assert surviving(every_text(replaced), [text]) == []
