"""The Training tab: read an extract beside its rubric, grade for yourself, reveal, step, look up, present."""

from __future__ import annotations

import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.desk import exemplars
from caseaudit.desk.exemplars import Rubric, Slide, good_looks_like, slides
from caseaudit.desk.workspace import Workspace
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from caseaudit.tui.screens.training.presenting import Presentation, paged
from hostile import HOSTILE
from made_up_session import with_exemplars
from tui.person import Person, somebody, squeezed

SHIPPED = Library(shipped_checklists())


@pytest.fixture
def farewell(workspace: Workspace) -> Rubric:
    """The exemplars of the small checklist `farewell`, in the workspace of the test."""
    return exemplars.rubric(with_exemplars(workspace).library, "farewell")


async def opens(person: Person, title: str) -> None:
    """Go to the tab, and open the area with this title."""
    await person.press("4")
    titles = [line[:39].strip() for line in person.lines()]
    await person.press(*["down"] * titles.index(title), "enter")
    assert person.place == "ExtractScreen"


def graded(person: Person) -> str:
    """Everything beside the extract, in sight or not."""
    return "\n".join(str(part.content) for part in person.screen.query(".criterion"))  # type: ignore[attr-defined]


async def test_the_areas_of_practice_with_exemplars_and_their_situation(workspace: Workspace, farewell: Rubric) -> None:
    """By title, those of the workspace among those that ship; the line that says nobody exists is there."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("4")
        titles = [line[:39].strip() for line in person.lines()]
        assert titles == sorted(titles)
        assert {"Saying goodbye", "Supervision"} <= {*titles}
        await person.press(*["down"] * titles.index("Saying goodbye"))
        assert farewell.found.fictional in person.reads("#about")
        assert " ".join(farewell.found.situation.split()) in person.reads("#about")


async def test_c_narrows_the_areas_to_a_cohort(workspace: Workspace, farewell: Rubric) -> None:
    """One cohort after the other, said below the list; after the last, all again."""
    async with somebody(workspace) as person:
        await person.press("4")
        everything = len(person.lines())
        assert f"All cohorts. {everything} of {everything} areas." in person.reads("#only")
        seen = []
        for _ in range(12):
            await person.press("c")
            seen.append(person.reads("#only"))
            if seen[-1].startswith("All"):
                break
        assert seen[-1].startswith("All cohorts")
        assert any("Only: care leaver" in words for words in seen)
        assert len(person.lines()) == everything


async def test_grades_stay_hidden_until_they_are_asked_for_one_by_one(workspace: Workspace, farewell: Rubric) -> None:
    """Space shows the next grade with its reason; nothing of the others; at last the whole extract's."""
    exemplar = farewell.found.lettered["A"]
    async with somebody(workspace, size=(120, 40)) as person:
        await opens(person, "Saying goodbye")
        assert squeezed(exemplar.text) in squeezed(person.reads("#words"))
        for shown, answer in enumerate(exemplar.answers):
            assert graded(person).count("The expert: ") == shown
            assert answer.reason not in graded(person)
            await person.press("space")
            assert answer.reason in graded(person)
        assert "The whole extract" not in graded(person)
        await person.press("enter")
        label = farewell.scale.grade(exemplar.grade)
        assert label
        assert f"The whole extract: {label.label}" in graded(person)
        await person.press("space", "h")
        assert "The expert: " not in graded(person)


async def test_the_rubric_stands_beside_the_extract_or_below_it_where_it_is_narrow(
    workspace: Workspace, farewell: Rubric
) -> None:
    """Each grade of each criterion is described; on 60 columns one above the other."""
    async with somebody(workspace, size=(120, 40)) as person:
        await opens(person, "Saying goodbye")
        for criterion in farewell.found.criteria:
            for label, looks_like in farewell.descriptors(criterion):
                assert f"{label}  {looks_like}" in graded(person)
        beside = person.finds("#record").region, person.finds("#criteria").region
        assert beside[0].y == beside[1].y
        await person.resizes(60, 20)
        stacked = person.finds("#record").region, person.finds("#criteria").region
        assert stacked[0].x == stacked[1].x
        assert min(region.height for region in stacked) >= 6


async def test_the_four_grades_of_one_situation_step_by_step(workspace: Workspace, farewell: Rubric) -> None:
    """One grade better with n, p one worse with p; signs in the margin and arrows say what changed."""
    found = list(farewell.found.exemplars)
    async with somebody(workspace, size=(120, 40)) as person:
        await opens(person, "Saying goodbye")
        await person.press(*["p"] * 4)
        assert "There is none worse." in person.told
        at = len(found) - 1
        assert squeezed(found[at].text.splitlines()[0]) in squeezed(person.reads("#words"))
        await person.press(*["space"] * 5, "n")
        for line in filter(str.strip, found[at - 1].text.splitlines()):
            signs = " " if line in found[at].text.splitlines() else "~+"
            assert any(f"{sign} {line}" in person.reads("#words") for sign in signs)
        moved = [now.criterion for now, was in zip(found[at - 1].answers, found[at].answers, strict=True)
                 if now.grade != was.grade]  # fmt: skip
        assert len(re.findall("[▲▼] was ", graded(person))) == len(moved) > 0
        assert "▲ was " in graded(person)


async def test_l_tells_no_grade_before_it_has_said_that_it_would(workspace: Workspace, farewell: Rubric) -> None:
    """To which grade it would be lifted is the grade of the whole: a second key shows it, until all is revealed."""
    exemplar = farewell.found.lettered["A"]
    answers = len(exemplar.answers)
    async with somebody(workspace) as person:
        await opens(person, "Saying goodbye")
        await person.press("l")
        assert farewell.lifted(exemplar) not in person.reads("#words")
        assert "tells the grade of the whole extract. l again shows it" in person.told
        await person.press("l")
        assert exemplar.lift in person.reads("#words")
        await person.press("h", *["space"] * answers, "l")
        assert exemplar.lift not in person.reads("#words")
        await person.press("space", "l")
        assert exemplar.lift in person.reads("#words")


async def test_l_says_what_would_lift_it(workspace: Workspace, farewell: Rubric) -> None:
    """Once the whole is revealed, at once; and pressed again puts it away."""
    exemplar = farewell.found.lettered["A"]
    async with somebody(workspace) as person:
        await opens(person, "Saying goodbye")
        assert exemplar.lift not in person.reads("#words")
        await person.press(*["space"] * (len(exemplar.answers) + 1), "l")
        assert farewell.lifted(exemplar) in person.reads("#words")
        assert exemplar.lift in person.reads("#words")
        await person.press("l")
        assert exemplar.lift not in person.reads("#words")


# ── what good looks like ─────────────────────────────────────────────────────


async def test_a_word_is_found_in_all_that_good_looks_like(workspace: Workspace) -> None:
    """Slash, a word, enter, enter: the criterion that says it."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("4", "slash")
        assert person.place == "LookingUp"
        await person.types("sister")
        expected = good_looks_like(workspace.library, "sister")
        assert len(person.lines()) == len(expected) > 0
        assert "sister" in person.reads("#passage").lower()
        await person.press("enter", "enter")
        assert person.place == "Reading"
        assert expected[0].criterion.id in person.question
        await person.press("escape", "c")
        assert "all cohorts" not in person.page
        await person.press("escape")
        assert person.place == "TrainingScreen"


async def test_where_nothing_is_found_the_key_that_is_named_works_from_where_one_is(workspace: Workspace) -> None:
    """In the words c is a letter: enter first; on the list c alone."""
    async with somebody(workspace) as person:
        await person.press("4", "slash", "enter", "c", "slash")
        await person.types("qqq")
        assert "; enter, then c, goes on to the next cohort" in person.reads("#passage")
        cohort = person.screen.cohort  # type: ignore[attr-defined]
        await person.press("enter", "c")
        assert person.screen.cohort != cohort  # type: ignore[attr-defined]
        assert "; c goes on to the next cohort" in person.reads("#passage")


async def test_an_exemplar_that_was_written_elsewhere_is_there_when_one_comes_back(workspace: Workspace) -> None:
    """As by `caseaudit train make finish`: no restart, also where the folder of checklists is new; the cursor stays."""
    shutil.rmtree(workspace.places.checklists)
    workspace = Workspace(workspace.places, workspace.person)
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("4", "down", "down")
        before = person.lines()
        await person.press("enter")
        with_exemplars(workspace)
        await person.press("escape")
        await person.catches_up()
        assert {*person.lines()} - {*before} == {line for line in person.lines() if "Saying goodbye" in line} != set()
        assert person.screen.current().title in before[2]  # type: ignore[attr-defined]


@given(
    st.lists(st.sampled_from(["child", "sibling", "date", "RECORD", "z", "plan", *HOSTILE]), max_size=3).map(" ".join)
)
def test_what_is_found_holds_every_word_and_more_words_find_less(words: str) -> None:
    """Any words at all, brackets and formulas too; a cohort narrows it further."""
    found = good_looks_like(SHIPPED, words)
    for passage in found:
        assert all(word.lower() in passage.criterion.good_looks_like.lower() for word in words.split())
    ids = [passage.criterion.id for passage in found]
    assert {passage.criterion.id for passage in good_looks_like(SHIPPED, f"{words} child")} <= {*ids}
    narrower = [passage.criterion.id for passage in good_looks_like(SHIPPED, words, "care-leaver")]
    assert narrower == [one.criterion.id for one in found if "care-leaver" in one.checklist.cohorts]


# ── on a projector ───────────────────────────────────────────────────────────


async def test_a_presentation_goes_forward_and_back_with_one_key_each(workspace: Workspace, farewell: Rubric) -> None:
    """At 80 by 24: the situation, the record, a question and its grades, then the expert; nobody's name anywhere."""
    workspace = Workspace(workspace.places, "P. Personal")
    async with somebody(workspace) as person:
        await opens(person, "Saying goodbye")
        await person.press("f")
        assert person.place == "Presentation"
        seen = [person.page]
        assert isinstance(person.screen, Presentation)
        pages = len(person.screen.pages)
        for _ in range(pages - 1):
            await person.press("space")
            seen.append(person.page)
        whole = squeezed("".join(seen))
        exemplar = farewell.found.lettered["A"]
        for answer in exemplar.answers:
            assert squeezed(farewell.criterion(answer.criterion).question) in whole
        assert "Personal" not in whole
        assert workspace.name not in " ".join(seen)
        await person.press("space", "backspace")
        assert person.page == seen[-2]
        await person.press("pageup", "pagedown", "escape")
        assert person.place == "ExtractScreen"


async def test_a_group_reads_the_extract_again_and_comes_back_to_its_question(
    workspace: Workspace, farewell: Rubric
) -> None:
    """With x and x again; home and end; what was said before does not lie over the first page."""
    async with somebody(workspace) as person:
        await opens(person, "Saying goodbye")
        person.app.notify("Removed: 15 texts")
        await person.press("f")
        assert list(person.app._notifications) == []
        first = person.page
        screen = person.screen
        assert isinstance(screen, Presentation)
        place = next(at for at, each in enumerate(screen.thoughts) if each.heading.startswith("Question 2"))
        await person.press(*["space"] * next(at for at, each in enumerate(screen.pages) if each.thought == place))
        question = person.page
        await person.press("x")
        assert squeezed(farewell.found.lettered["A"].text.splitlines()[0]) in squeezed(person.page)
        await person.press("x")
        assert person.page == question
        await person.press("end")
        assert screen.at == len(screen.pages) - 1
        await person.press("home")
        assert person.page == first


def test_the_grades_of_a_question_stand_together_where_they_fit() -> None:
    """All four of every question of supervision on one page at 120 by 40; none is broken at 80 by 24."""
    rubric = exemplars.rubric(SHIPPED, "supervision")
    thoughts = list(slides(rubric, rubric.found.lettered["A"]))
    grades = [at for at, each in enumerate(thoughts) if each.heading.endswith("what each grade looks like")]
    descriptors = [squeezed(looks) for one in rubric.criteria for _, looks in rubric.descriptors(one.id)]

    large, small = (paged(thoughts, *size) for size in ((120, 40), (80, 24)))
    assert len(grades) == len(rubric.criteria)
    assert [len([page for page in large if page.thought == at]) for at in grades] == [1] * len(grades)
    assert all(any(each in squeezed(page.words) for page in small) for each in descriptors)


@given(st.integers(20, 200), st.integers(8, 60))
def test_every_word_of_a_talk_is_on_a_page_and_no_page_is_taller_than_the_screen(width: int, height: int) -> None:
    """Whatever the projector."""
    rubric = exemplars.rubric(SHIPPED, "supervision")
    thoughts = list(slides(rubric, rubric.found.exemplars[0]))
    pages = paged(thoughts, width, height)

    assert squeezed("".join(page.words for page in pages)) == squeezed("".join(each.words for each in thoughts))
    assert all(page.words.count("\n") + 1 <= max(1, height - 6) for page in pages)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_presented(text: str) -> None:
    """It is wrapped as text, never as markup."""
    assert paged([Slide(text, text)], 80, 24)


# ── text is data ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["[/]", "[red]x[/red]", "[@click=app.quit]press[/]", "=1+1", "🏳️‍🌈 👩‍👧", "\\u202eevil", "\\u001b[31m"]
)
async def test_any_text_in_an_extract_is_only_text(workspace: Workspace, text: str) -> None:
    """Beside the rubric, as a change, in what would lift it and on a projector."""
    path = with_exemplars(workspace).places.checklists / "exemplars" / "farewell.toml"
    words = path.read_text("utf-8").replace("I showed her a photograph.", f"I showed her {text} a photograph.")
    path.write_text(re.sub(r'(lift = ")', lambda found: f"{found[1]}{text} ", words), "utf-8")
    async with somebody(workspace) as person:
        await opens(person, "Saying goodbye")
        for keys in (("l",), ("n", "n", "n", "p"), ("space",) * 6, ("p", "p", "f"), ("space",) * 6):
            await person.press(*keys)
            assert not {"\x1b", "\u202e"} & {*person.page}
        assert person.place == "Presentation"
