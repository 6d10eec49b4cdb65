"""Calibration: a group grades blind, the grades are revealed, and what divides the group stands first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain import calibration_words
from caseaudit.domain.calibration import (
    Asked,
    Mark,
    Person,
    emptied,
    faults,
    gathered,
    joined,
    marked,
    result,
    revealed,
    unmarked,
)
from caseaudit.domain.intervals import wilson
from caseaudit.problems import BadInput, NotReady
from hostile import HOSTILE
from made_up import AT, GRADES
from made_up_session import ABOUTS, EMPTY, EXPERT, PEOPLE, TIMES, B, C, given_by, mark, marks

# ── grading blind ────────────────────────────────────────────────────────────


@given(marks(), st.randoms())
def test_the_order_in_which_a_group_grades_changes_nothing(given: list[tuple[str, Mark]], random: object) -> None:
    """In turn at one keyboard, criterion by criterion or person by person."""
    mixed = [*given]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert given_by(EMPTY, mixed) == given_by(EMPTY, given)


@given(marks(), st.lists(st.integers(0, 3), min_size=20, max_size=20), st.permutations(range(4)))
def test_the_order_of_files_changes_nothing(given: list[tuple[str, Mark]], where: list[int], order: list[int]) -> None:
    """Marks spread over four files, in any order, one of them twice, come to what one keyboard would have."""
    files = [given_by(EMPTY, [one for one, at in zip(given, where, strict=False) if at == place]) for place in range(4)]
    together = gathered(EMPTY, [files[place] for place in (*order, order[0])])
    assert together == given_by(EMPTY, given)


def test_a_grade_given_again_takes_the_place_of_the_first() -> None:
    """And the reason with it."""
    session = given_by(EMPTY, [("Anna", mark(ABOUTS[0], "good")), ("anna ", mark(ABOUTS[0], "inadequate", "Line 5."))])
    assert [(each.name, each.marks) for each in session.participants] == [
        ("Anna", (mark(ABOUTS[0], "inadequate", "Line 5."),))
    ]


def test_what_is_left_to_grade_stands_in_the_order_of_the_session() -> None:
    """For somebody who graded one criterion, and for somebody who is not there yet."""
    session = marked(EMPTY, "Anna", mark(ABOUTS[2], "good"))
    assert unmarked(session, "ANNA") == [*ABOUTS[:2], ABOUTS[3]]
    assert unmarked(session, "Bo") == ABOUTS


@given(st.sampled_from([text for text in HOSTILE if text.strip()]))
def test_any_name_and_any_reason_go_through(text: str) -> None:
    """Brackets, formulas, other writing: they stay what they are, and one person stays one person."""
    session = marked(EMPTY, text, mark(ABOUTS[0], "good", text))
    again = marked(session, text.casefold(), mark(ABOUTS[1], "no", text))
    shown = result(revealed(again, AT), EXPERT)

    assert [person.name for person in shown.people] == [text]
    assert shown.spreads[0].given == ((text, mark(ABOUTS[0], "good", text)),)
    assert gathered(EMPTY, [session, again]) == again


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (Mark("farewell", "D", "BYE-01", "good"), "no such extract.*farewell:"),
        (Mark("goodbye", "B", "BYE-01", "good"), "no such extract.*farewell:B"),
        (Mark("farewell", "C", "BYE-03", "yes"), "does not grade this criterion.*BYE-01, BYE-02"),
        (Mark("farewell", "B", "BYE-03", "good"), "is not a grade of this scale.*no, yes"),
        (Mark("farewell", "B", "BYE-01", ""), "is not a grade of this scale"),
    ],
)
def test_a_mark_that_belongs_nowhere_is_refused(wrong: Mark, says: str) -> None:
    """Naming what there is; at the keyboard and in a file alike."""
    with pytest.raises(BadInput, match=says):
        marked(EMPTY, "Anna", wrong)
    file = joined(EMPTY, "Anna")
    file = replace(file, participants=(replace(file.participants[0], marks=(wrong,)),))
    with pytest.raises(BadInput, match=says):
        gathered(EMPTY, [file])


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_nobody_grades_without_a_name(name: str) -> None:
    """Whose sheet would it be?"""
    with pytest.raises(BadInput, match="participant without a name"):
        marked(EMPTY, name, mark(ABOUTS[0], "good"))


def test_a_file_of_another_session_or_about_other_words_is_refused() -> None:
    """Every one of them is named at once; the rest is not taken in either."""
    good = marked(EMPTY, "Anna", mark(ABOUTS[0], "good"))
    strange = replace(good, id="session-20261120-bbbbbb")
    changed = replace(good, extracts=(replace(B, digest="d" * 64), C))
    with pytest.raises(BadInput) as refused:
        gathered(EMPTY, [strange, good, changed])
    assert sorted(problem.where for problem in refused.value.problems) == [EMPTY.id, strange.id]


def test_one_person_with_two_different_sheets_is_asked_which_one_stands() -> None:
    """Who, and about what; not what they gave: whoever looks over the trainer's shoulder learns no grade."""
    one, other = (
        marked(EMPTY, name, mark(ABOUTS[0], grade)) for name, grade in (("Anna", "good"), ("anna", "inadequate"))
    )
    with pytest.raises(BadInput, match="two different grades") as refused:
        gathered(EMPTY, [one, other])
    assert f"of Anna and anna for {ABOUTS[0][2]}, extract {ABOUTS[0][1]} of" in str(refused.value)
    assert not {"good", "inadequate"} & {*str(refused.value).split()}


def test_what_is_handed_out_holds_nobodys_grades() -> None:
    """Whatever was graded until then."""
    assert emptied(given_by(EMPTY, [(name, mark(ABOUTS[0], "good")) for name in PEOPLE])) == EMPTY


def test_a_session_without_a_fault_has_none_and_a_broken_one_says_so() -> None:
    """Two sheets of one person, no name, nothing to grade."""
    anna = marked(EMPTY, "Anna", mark(ABOUTS[0], "good")).participants[0]
    assert list(faults(replace(EMPTY, participants=(anna,)))) == []
    assert len(list(faults(replace(EMPTY, participants=(anna, replace(anna, name="ANNA")))))) == 1
    assert len(list(faults(replace(EMPTY, participants=(replace(anna, name=" "),))))) == 1
    assert len(list(faults(replace(EMPTY, participants=(replace(anna, marks=anna.marks * 2),))))) == 1
    assert len(list(faults(replace(EMPTY, extracts=())))) == 1
    assert len(list(faults(replace(EMPTY, extracts=(replace(B, asked=(Asked("BYE-01", ()),)),))))) == 1


# ── revealing ────────────────────────────────────────────────────────────────


def test_nothing_is_shown_before_it_is_revealed_and_nothing_graded_after() -> None:
    """Blind means blind; and a session that nobody graded has nothing to reveal."""
    session = marked(EMPTY, "Anna", mark(ABOUTS[0], "good"))
    with pytest.raises(NotReady, match="not revealed yet"):
        result(session, EXPERT)
    with pytest.raises(NotReady, match="nobody who graded"):
        revealed(joined(EMPTY, "Anna"), AT)
    done = revealed(session, AT)
    for late in (
        lambda: marked(done, "Bo", mark(ABOUTS[0], "good")),
        lambda: joined(done, "Bo"),
        lambda: gathered(done, [session]),
        lambda: emptied(done),
        lambda: revealed(done, AT),
    ):
        with pytest.raises(NotReady, match="is revealed"):
            late()


def test_two_people_beside_the_expert() -> None:
    """Anna gives what the expert gives; Bo is one and two steps more severe, and says no where the expert says yes."""
    anna = [("Anna", mark(about, EXPERT[about])) for about in ABOUTS]
    bo = [("Bo", mark(about, grade)) for about, grade in
          zip(ABOUTS, ("requires-improvement", "no", "inadequate", "inadequate"), strict=True)]  # fmt: skip
    shown = result(revealed(given_by(EMPTY, [*anna, *bo]), AT), EXPERT)

    assert [(each.about, each.steps) for each in shown.spreads] == [
        (ABOUTS[3], 2), (ABOUTS[0], 1), (ABOUTS[1], 1), (ABOUTS[2], 1),
    ]  # fmt: skip
    assert [(name, each.grade) for name, each in shown.spreads[0].given] == [("Anna", "good"), ("Bo", "inadequate")]
    assert [(each.name, each.exact.n, each.exact.of, each.mean_steps) for each in shown.people] == [
        ("Anna", 4, 4, 0.0),
        ("Bo", 0, 4, (1 + 1 + 2) / 3),
    ]
    assert shown.most_generous is not None
    assert shown.most_severe is not None
    assert (shown.most_generous.name, shown.most_severe.name) == ("Anna", "Bo")
    assert [(each.scale, each.units, each.exact.n) for each in shown.among] == [(GRADES, 3, 0), (TIMES, 1, 0)]


def test_what_stands_on_no_scale_is_shown_and_counts_in_no_figure() -> None:
    """Not applicable and not enough evidence divide a group, and measure nobody."""
    anna = [("Anna", mark(about, EXPERT[about])) for about in ABOUTS]
    bo = [("Bo", mark(ABOUTS[0], "insufficient-evidence")), ("Bo", mark(ABOUTS[1], "yes"))]
    cem = [("Cem", mark(ABOUTS[0], "not-applicable"))]
    shown = result(revealed(given_by(EMPTY, [*anna, *bo, *cem]), AT), EXPERT)
    first = shown.spreads[0]

    assert (first.about, first.steps, first.divides, first.ungraded) == (ABOUTS[0], 0, True, 2)
    assert [calibration_words.parted(each) for each in shown.spreads] == [
        "2 without a grade", "all agree", "one person graded it", "one person graded it"
    ]  # fmt: skip
    assert calibration_words.standing(first) == [
        *((grade, ["Anna"] if grade == "good" else []) for grade in GRADES),
        ("not-applicable", ["Cem"]),
        ("insufficient-evidence", ["Bo"]),
    ]
    assert [(each.name, each.exact.n, each.exact.of) for each in shown.people] == [
        ("Anna", 4, 4), ("Bo", 1, 1), ("Cem", 0, 0)
    ]  # fmt: skip
    assert [(each.scale, each.exact.of) for each in shown.among] == [(GRADES, 0), (TIMES, 1)]
    assert "count in no figure" in calibration_words.ends(shown)
    assert calibration_words.dividing(shown) == "What divides the group: BYE-01 (farewell:B)."


@pytest.mark.parametrize(
    ("mean", "words"), [(-0.5, "0.5 higher"), (1 / 3, "0.3 lower"), (0.0, "the same"), (-0.04, "the same"), (None, "")]
)
def test_how_somebody_grades_is_said_in_words(mean: float | None, words: str) -> None:
    """Never a sign that has to be turned round in the head."""
    assert calibration_words.steps(Person("Cleo", wilson(1, 2), mean)) == words


def test_nobody_is_declared_generous_or_severe_after_one_session() -> None:
    """Who graded highest and lowest is said, and that it says little; and what was graded, in words."""
    given = [("Anna", mark(ABOUTS[0], "outstanding")), ("Bo", mark(ABOUTS[0], "inadequate"))]
    session = revealed(given_by(EMPTY, given), AT)
    said = calibration_words.ends(result(session, EXPERT), {"Anna": "Person A"})

    assert said.startswith("On average Person A graded highest, Bo lowest.")
    assert "nobody is a severe or a generous auditor on the strength of one session" in said
    assert calibration_words.graded(session) == "2 people graded farewell (extracts B and C)."


def test_who_stands_at_either_end_of_a_criterion() -> None:
    """By name, everybody who gave the highest and the lowest grade."""
    given = [("Anna", "good"), ("Bo", "good"), ("Cem", "inadequate"), ("Dee", "not-applicable")]
    shown = result(revealed(given_by(EMPTY, [(name, mark(ABOUTS[0], grade)) for name, grade in given]), AT), EXPERT)
    assert calibration_words.furthest(shown.spreads[0]) == "Highest: Anna, Bo. Lowest: Cem."
    assert calibration_words.furthest(shown.spreads[1]) == ""
    assert calibration_words.parted(shown.spreads[0]) == "2 steps apart, 1 without a grade"


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=60))
def test_everybody_has_a_letter_of_their_own(names: list[str]) -> None:
    """The same each time; whoever comes first by the alphabet need not be A; after Z comes AA."""
    session = given_by(EMPTY, [(name, mark(ABOUTS[0], "good")) for name in names])
    letters = session.lettered
    assert {*letters} == {each.name for each in session.participants}
    assert sorted(letters.values(), key=lambda letter: (len(letter), letter))[:2] == ["A", "B"][: len(letters)]
    assert len({*letters.values()}) == len(letters)
    assert replace(session, participants=session.participants[::-1]).lettered == letters


def test_one_alone_has_nobody_to_agree_with_and_is_at_no_end() -> None:
    """A new auditor learns beside the expert only."""
    shown = result(revealed(marked(EMPTY, "Anna", mark(ABOUTS[1], "no")), AT), EXPERT)
    assert (shown.among, shown.most_generous, shown.most_severe) == ((), None, None)
    assert (shown.people[0].exact.n, shown.people[0].exact.of, shown.people[0].mean_steps) == (0, 1, None)


@given(marks().filter(bool))
def test_every_mark_is_shown_once_and_the_widest_spread_first(given: list[tuple[str, Mark]]) -> None:
    """Nothing is lost on the way to the screen, and every criterion has its line."""
    shown = result(revealed(given_by(EMPTY, given), AT), EXPERT)
    steps = [each.steps for each in shown.spreads]

    shown_marks = [each for spread in shown.spreads for each in spread.given]
    assert (len(shown_marks), {*shown_marks}) == (len(given), {*given})
    assert {each.about for each in shown.spreads} == {*ABOUTS}
    assert steps == sorted(steps, reverse=True)
    assert sum(person.exact.of for person in shown.people) == len(given)
    assert {person.name for person in shown.people} == {name for name, _ in given}


@given(marks().filter(bool))
def test_without_the_experts_key_the_group_still_sees_itself(given: list[tuple[str, Mark]]) -> None:
    """The library moved on: nobody is measured, and the spread is as it was."""
    session = revealed(given_by(EMPTY, given), AT)
    blank, shown = result(session, {}), result(session, EXPERT)

    assert [each.steps for each in blank.spreads] == [each.steps for each in shown.spreads]
    assert all(person.exact.of == 0 and person.mean_steps is None for person in blank.people)
    assert blank.among == shown.among
