"""Grade a case file: one key a grade, and go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Answer, Audit
from caseaudit.tui.screens.audit.screen import AuditScreen
from caseaudit.tui.widgets.rubric import Rubric
from tui.person import Person, somebody


def _at(person: Person) -> str:
    """The criterion on screen."""
    assert isinstance(person.screen, AuditScreen)
    return person.screen.at


def _answer(person: Person, criterion: str) -> Answer:
    """An answer as it stands on screen, saved or not."""
    assert isinstance(person.screen, AuditScreen)
    return person.screen.audit.answer(criterion)


async def test_an_audit_opens_at_its_first_criterion_without_an_answer(workspace: Workspace, begun: Audit) -> None:
    """Coming back, one goes on where one was."""
    auditing.answer(workspace, begun.id, "HND-01", "good")
    async with somebody(workspace, begun.id) as person:
        assert _at(person) == "HND-02"


async def test_the_question_and_what_each_grade_looks_like_stand_on_screen(workspace: Workspace, begun: Audit) -> None:
    """The rubric is before the auditor's eyes while they grade: question, four grades, guidance, sources."""
    async with somebody(workspace, begun.id, size=(140, 50)) as person:
        for words in ("Did the new worker meet the child", "Outstanding", "Good", "Requires", "Inadequate"):
            assert words in person.page
        assert "critical: harm" in person.page
        assert "joint visit is recorded" in person.page
        assert "¶44" in person.page


@pytest.mark.parametrize(
    ("key", "grade"), [("1", "outstanding"), ("2", "good"), ("3", "requires-improvement"), ("4", "inadequate")]
)
async def test_one_key_gives_a_grade(workspace: Workspace, begun: Audit, key: str, grade: str) -> None:
    """1 is the best grade, 4 the lowest."""
    async with somebody(workspace, begun.id) as person:
        await person.press(key)
        if grade == "inadequate":
            await person.press("escape")
        assert _answer(person, "HND-01").grade == grade


async def test_the_grade_given_is_marked_on_its_card_in_the_list_and_beside_the_question(
    workspace: Workspace, begun: Audit
) -> None:
    """A word and a mark say it, so that it reads without colour and on a narrow screen."""
    async with somebody(workspace, begun.id, size=(120, 40)) as person:
        await person.press("2")
        assert person.chosen == [2]
        assert "Good" in person.lines("#criteria")[1]
        assert "✓ Good" in person.question


async def test_another_grade_takes_the_place_of_the_first(workspace: Workspace, begun: Audit) -> None:
    """A change of mind is one key."""
    async with somebody(workspace, begun.id) as person:
        await person.press("4", "escape", "2")
        assert _answer(person, "HND-01").grade == "good"
        assert person.chosen == [2]


async def test_a_click_on_a_card_grades(workspace: Workspace, begun: Audit) -> None:
    """The mouse does what the number does."""
    async with somebody(workspace, begun.id, size=(120, 40)) as person:
        await person.clicks_card(3)
        assert _answer(person, "HND-01").grade == "requires-improvement"


async def test_a_number_that_is_no_grade_changes_nothing(workspace: Workspace, begun: Audit) -> None:
    """5 on a scale of four."""
    async with somebody(workspace, begun.id) as person:
        await person.press("5")
        assert _answer(person, "HND-01").state == "not-assessed"


async def test_n_goes_on_and_p_goes_back(workspace: Workspace, begun: Audit) -> None:
    """From criterion to criterion, sections included; p at the first stays there."""
    async with somebody(workspace, begun.id) as person:
        await person.press("p")
        assert _at(person) == "HND-01"
        await person.press("n", "n")
        assert _at(person) == "HND-03"
        await person.press("n", "p")
        assert _at(person) == "HND-03"


async def test_a_key_held_down_ends_where_it_should(workspace: Workspace, begun: Audit) -> None:
    """A keyboard repeats faster than a slow screen draws: forward and back, and the app is quiet again."""
    async with somebody(workspace, begun.id) as person:
        await person.burst(*"nnn", *"ppp", *"nnn", *"pp")
        assert _at(person) == "HND-02"


async def test_n_after_the_last_criterion_goes_to_the_review(workspace: Workspace, begun: Audit) -> None:
    """The way on from the last question is the review."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "n", "n")
        assert person.place == "Review"


async def test_u_jumps_to_the_next_one_without_an_answer(workspace: Workspace, begun: Audit) -> None:
    """Answered ones are passed over; after the last it starts again; when nothing is left it says so."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "2", "p", "u")
        assert _at(person) == "HND-03"
        await person.press("u")
        assert _at(person) == "HND-01"


async def test_u_says_when_everything_is_answered(workspace: Workspace, filled: Audit) -> None:
    """And names the key of the next step."""
    async with somebody(workspace, filled.id) as person:
        await person.press("u")
        assert "Press r" in person.told


async def test_progress_counts_answers_not_quality(workspace: Workspace, begun: Audit) -> None:
    """Answered of asked stands at the top; an inadequate counts as much as an outstanding."""
    async with somebody(workspace, begun.id) as person:
        assert "0 of 3" in person.page
        await person.press("4")
        assert "1 of 3" in person.page


async def test_not_applicable_goes_to_the_reason(workspace: Workspace, begun: Audit) -> None:
    """0 takes the criterion out of every denominator, and asks why in the same breath."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "0")
        assert _answer(person, "HND-02").state == "not-applicable"
        await person.types("born yesterday")
        assert _answer(person, "HND-02").reason == "born yesterday"


async def test_insufficient_evidence_goes_to_the_reason(workspace: Workspace, begun: Audit) -> None:
    """The key i says that the file does not tell, and asks what was looked for."""
    async with somebody(workspace, begun.id) as person:
        await person.press("i")
        assert _answer(person, "HND-01").state == "insufficient-evidence"
        await person.types("no visits recorded")
        assert _answer(person, "HND-01").reason == "no visits recorded"


async def test_a_criterion_that_cannot_be_not_applicable_says_so_and_stays_as_it_was(
    workspace: Workspace, begun: Audit
) -> None:
    """HND-01 allows insufficient evidence only: the refusal says what can be used instead."""
    async with somebody(workspace, begun.id) as person:
        await person.press("3", "0")
        assert _answer(person, "HND-01").grade == "requires-improvement"
        assert "insufficient-evidence" in person.told
        assert isinstance(person.app.focused, Rubric)


async def test_a_yes_or_no_question_has_two_answers(workspace: Workspace, begun: Audit) -> None:
    """1 is yes, 2 is no, 3 is nothing."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n")
        assert list(person.cards) == [1, 2]
        await person.press("2")
        assert _answer(person, "HND-02").grade == "no"
        await person.press("3")
        assert _answer(person, "HND-02").grade == "no"


async def test_a_number_is_asked_for_and_shown(workspace: Workspace, begun: Audit) -> None:
    """Enter on a count asks for a whole number; there are no cards to choose from."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "enter")
        assert person.place == "AskText"
        await person.types("3")
        await person.press("f2")
        assert _answer(person, "HND-03").count == 3
        assert "3" in person.question
        assert not person.cards


@pytest.mark.parametrize("said", ["three", "-1", "2.5", "12345678", "²"])
async def test_what_is_not_a_whole_number_is_refused(workspace: Workspace, begun: Audit, said: str) -> None:
    """And the count stays unanswered."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "enter")
        await person.pastes(said)
        await person.press("f2")
        assert _answer(person, "HND-03").state == "not-assessed"
        assert "whole number" in person.told


async def test_a_count_that_is_not_applicable_takes_its_reason_not_a_number(workspace: Workspace, begun: Audit) -> None:
    """0 on a count goes to the reason like everywhere else."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "0")
        assert person.place == "AuditScreen"
        await person.types("first worker")
        assert _answer(person, "HND-03").reason == "first worker"
        assert _answer(person, "HND-03").state == "not-applicable"


async def test_a_number_can_be_given_again(workspace: Workspace, begun: Audit) -> None:
    """A slip is put right: c takes the number away, enter asks again."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "enter")
        await person.types("3")
        await person.press("f2", "c", "enter")
        await person.types("2")
        await person.press("f2")
        assert _answer(person, "HND-03").count == 2


async def test_c_takes_the_grade_away_and_leaves_the_words(workspace: Workspace, begun: Audit) -> None:
    """A grade in doubt is taken back without losing what was written."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2", "e")
        await person.types("seen")
        await person.press("escape", "c")
        answer = _answer(person, "HND-01")
        assert (answer.state, answer.grade, answer.reason) == ("not-assessed", "", "seen")
        assert not person.chosen


async def test_an_optional_section_is_off_until_somebody_says_it_applies(workspace: Workspace, begun: Audit) -> None:
    """The court section asks nothing until s switches it on; s again switches it off, and no answer is lost."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "n")
        assert "(off)" in person.lines("#criteria")[4]
        assert "the case is in court" in person.question
        await person.press("s")
        assert "0 of 4" in person.page
        assert "(off)" not in person.lines("#criteria")[4]
        await person.press("2", "s")
        assert "0 of 3" in person.page
        assert _answer(person, "HND-04").grade == "good"


async def test_grading_in_an_optional_section_switches_it_on(workspace: Workspace, begun: Audit) -> None:
    """Whoever grades it says that it applies; the list shows it at once."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "n", "2")
        assert "1 of 4" in person.page
        assert "(off)" not in "".join(person.lines("#criteria"))
        assert "(off)" not in person.page


async def test_a_section_that_always_applies_cannot_be_switched_off(workspace: Workspace, begun: Audit) -> None:
    """The refusal says what to do instead."""
    async with somebody(workspace, begun.id) as person:
        await person.press("s")
        assert "always applies" in person.told


async def test_undo_takes_a_grade_back_and_goes_to_where_it_was(workspace: Workspace, begun: Audit) -> None:
    """The key z, after moving on, returns to the criterion whose grade is taken back."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2", "n", "1", "n", "z")
        assert _at(person) == "HND-02"
        assert _answer(person, "HND-02").state == "not-assessed"
        await person.press("z")
        assert _at(person) == "HND-01"
        assert _answer(person, "HND-01").state == "not-assessed"
        await person.press("z")
        assert "Nothing to undo" in person.told


async def test_undo_takes_a_section_back_off(workspace: Workspace, begun: Audit) -> None:
    """Every kind of change can be undone."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "n", "s", "z")
        assert "0 of 3" in person.page


async def test_the_guidance_can_be_put_away_and_stays_away(workspace: Workspace, begun: Audit) -> None:
    """The key g hides where to look and what good looks like, for those who know it by heart."""
    async with somebody(workspace, begun.id) as person:
        await person.press("g", "n")
        assert not person.guidance
        await person.press("g")
        assert "Look for" in person.guidance


async def test_a_click_in_the_list_of_criteria_goes_there(workspace: Workspace, begun: Audit) -> None:
    """The list on the left is for going places too; the keys stay with the rubric."""
    async with somebody(workspace, begun.id, size=(120, 40)) as person:
        await person.clicks("#criteria", row=3)
        assert _at(person) == "HND-03"
        await person.press("p")
        assert _at(person) == "HND-02"


async def test_a_narrow_terminal_stacks_the_grades_and_hides_the_list(workspace: Workspace, begun: Audit) -> None:
    """At 60 columns the cards stand under each other at full width, and everything can still be done."""
    async with somebody(workspace, begun.id, size=(60, 20)) as person:
        assert not person.finds("#criteria").display
        places = person.finds(Rubric).cards.places
        assert {place.left for place in places} == {0}
        await person.press("2", "n", "2", "n")
        assert "2 of 3" in person.page


async def test_a_terminal_that_is_resized_keeps_its_place(workspace: Workspace, begun: Audit) -> None:
    """From wide to narrow and back: same criterion, same grade."""
    async with somebody(workspace, begun.id, size=(120, 40)) as person:
        await person.press("n", "2")
        await person.resizes(60, 20)
        await person.resizes(120, 40)
        assert _at(person) == "HND-02"
        assert _answer(person, "HND-02").grade == "no"


async def test_an_audit_keeps_its_questions_when_the_checklist_changes(
    workspace: Workspace, begun: Audit, library_with: Callable[[str, str], None]
) -> None:
    """A new wording never rewrites an audit that was begun with the old one."""
    library_with("meet the child together with the one", "ever meet the child")
    async with somebody(workspace, begun.id, size=(140, 50)) as person:
        assert "meet the child together with the one who was leaving" in person.page
        await person.press("n")
        assert "It is there, dated on or before the change" in person.page


async def test_an_audit_opens_when_its_checklist_is_gone(workspace: Workspace, begun: Audit) -> None:
    """The record stands alone: its questions are asked from itself."""
    (workspace.places.checklists / "handover.toml").unlink()
    async with somebody(workspace, begun.id, size=(140, 50)) as person:
        assert "Did the new worker meet the child" in person.page
        await person.press("2")
        assert _answer(person, "HND-01").grade == "good"
