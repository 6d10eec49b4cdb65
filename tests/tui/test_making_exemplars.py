"""Making an exemplar in the app: choose an audit, write, decide, have it confirmed, finish; by keyboard alone."""

from __future__ import annotations

import pytest

from caseaudit.desk import exemplars, making
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.making import Making
from caseaudit.domain.replaced_names import surviving
from caseaudit.tui.screens.making.listing import MakingsScreen
from caseaudit.tui.widgets.words import Words
from made_up_making import LISTED, TEXTS, signed, written
from tui.person import Person, somebody, squeezed


@pytest.fixture
def made(workspace: Workspace) -> Making:
    """An exemplar in the making with nothing left to decide."""
    return written(workspace, signed(workspace).id)


async def writes(person: Person, words: str) -> None:
    """Write into the question on top, and accept."""
    await person.pastes(words)
    await person.press("f2")


async def opens(person: Person) -> None:
    """Open the one that is being made."""
    person.app.push_screen(MakingsScreen())
    await person.quiet()
    await person.press("enter")
    assert person.place == "MakingScreen"


async def test_the_walk_from_an_audit_to_the_library_on_a_small_terminal(workspace: Workspace) -> None:
    """Everything that is left is done with enter; a second person confirms; it is in the list of the training."""
    signed(workspace)
    async with somebody(workspace, size=(60, 20)) as person:
        await person.press("4", "m")
        assert "Nothing is being made." in person.reads("#empty")
        await person.press("n", "enter")
        assert person.place == "MakingScreen"
        for place in ("situation", "kind", "title", "extract", "lift"):
            assert person.lines()[0].startswith(f" ○ {place}")
            await person.press("enter")
            await writes(person, TEXTS[place])
        assert [line.split("  ")[0] for line in person.lines()] == [
            " ? Jaydon", " ? Kelly O'Brien", " ? Oak Tree", " ? Tolliver"
        ]  # fmt: skip
        assert "Jaydon: a name?" in person.reads("#words")
        for replacement in ("Child A", "Mum", "Alder"):
            await person.press("enter")
            await writes(person, replacement)
        assert "0 to write or mend, 1 word in doubt" in person.reads("#next")
        await person.press("s", "w")
        await writes(person, "Tolliver = the new worker\n")
        assert "Somebody else than A. Auditor reads it: c" in person.reads("#next")
        await person.press("f", "c", "c")
        assert person.place == "SecondPerson"
        await person.types("S. Second")
        await person.press("tab", "enter", "down", "enter", "tab", "enter", "down", "down", "enter", "f2")
        assert "Confirmed by S. Second. f writes it" in person.reads("#next")
        await person.press("f", "enter")
        assert person.place == "MakingsScreen"
        await person.press("escape")
        assert any("Saying goodbye (practice-1)" in line for line in person.lines())

    found = exemplars.rubric(workspace.library, "farewell.practice-1").found
    assert surviving(found.exemplars[0].text, LISTED) == []
    assert list(workspace.places.making.iterdir()) == []


async def test_nobody_confirms_without_having_read_it(workspace: Workspace, made: Making) -> None:
    """Each thing that is wanting is named, and nothing is confirmed."""
    async with somebody(workspace) as person:
        await opens(person)
        await person.press("c")
        assert "Read it to its end" in person.told
        assert squeezed("behind Alder Primary School with Child A") in squeezed(person.reads("#words"))
        await person.press("c")
        await person.types("S. Second")
        await person.press("f2")
        assert "is not answered yes" in person.reads("#problems")
        assert person.app.focused is person.finds("#read")
    assert making.show(workspace, made.id).making.confirmed is None


async def test_who_says_that_somebody_can_be_recognised_withdraws_what_was_confirmed(
    workspace: Workspace, made: Making
) -> None:
    """The page says who, and nothing is finished."""
    second = Workspace(workspace.places, "S. Second")
    making.confirm(second, made.id, making.ready(second, made.id))
    async with somebody(workspace, size=(120, 40)) as person:
        await opens(person)
        assert "Confirmed by S. Second" in person.reads("#next")
        await person.press("c", "c")
        await person.types("T. Third")
        await person.press("tab", "enter", "down", "enter", "tab", "enter", "down", "enter", "f2")
        assert person.place == "MakingScreen"
        assert "T. Third said: somebody in it can be recognised." in person.reads("#next")
        await person.press("f")
        assert person.place == "MakingScreen"
    now = making.show(workspace, made.id)
    assert (now.confirmed, now.refused, now.next) == (False, True, "to be changed")


async def test_texts_are_turned_written_and_marked(workspace: Workspace, made: Making) -> None:
    """The editor holds what was written, with the real names; the page what the exemplar will have."""
    async with somebody(workspace, size=(60, 20)) as person:
        await opens(person)
        await person.burst(*["p"] * 10)
        seen = []
        for _ in range(12):
            seen.append(person.reads("#words"))
            await person.press("n")
        assert "Situation" in seen[0]
        assert seen[-1].startswith("What the audit says")
        assert not surviving("".join(seen), LISTED)
        assert "20 November 2026" not in "".join(seen)
        await person.burst(*["p"] * 14)
        await person.press("e")
        assert person.finds(Words).text.startswith("Jaydon is nine")
        await person.press("escape", "d", "enter")
        assert "Removed: " in person.told
        assert person.place == "MakingsScreen"


async def test_a_text_of_hundreds_of_words_has_a_box_of_its_size(workspace: Workspace, made: Making) -> None:
    """The extract is written on nearly the whole terminal, from its end on; a title needs a few lines."""
    async with somebody(workspace, size=(120, 40)) as person:
        await opens(person)
        while "Extract:" not in person.reads("#words"):
            await person.press("n")
        await person.press("e")
        assert person.finds(Words).size.height > 25
        await person.types(" The end.")
        assert person.finds(Words).text.endswith(" The end.")
        await person.press("escape")
        assert "Press esc again to throw it away" in person.told
        await person.press("f2")
        assert person.place == "MakingScreen"
    assert making.show(workspace, made.id).making.extract.endswith(" The end.")


async def test_what_cannot_be_taken_stays_in_its_box(workspace: Workspace, made: Making) -> None:
    """A list that makes no sense and criteria that there are none of: it says why, and the words are still there."""
    async with somebody(workspace) as person:
        await opens(person)
        await person.press("w")
        await person.types("no sense")
        await person.press("f2")
        assert person.reads("#problems")
        assert person.finds(Words).text.endswith("\nno sense")
        await person.press("escape", "escape", "g")
        await person.types(" NONE-01")
        await person.press("f2")
        assert "NONE-01" in person.reads("#problems")
        assert person.finds(Words).text.endswith(" NONE-01")


async def test_any_text_is_only_text(workspace: Workspace, made: Making) -> None:
    """As a text, as words in doubt, as a name and as its replacement."""
    text = "[/] [red]x[/red] [@click=app.quit]press =1+1 👩‍👧 \u202eevil \x1b[31m"
    making.write(workspace, made.id, "situation", f"{text} Zoë {text}")
    making.write(workspace, made.id, "lift", text)
    async with somebody(workspace, size=(120, 40)) as person:
        await opens(person)
        for key in ("down", "n", "p", "s"):
            await person.press(key)
            assert not {"\x1b", "\u202e"} & {*person.page}
        await person.press("w")
        await person.pastes(f"\nAda = {text}")
        await person.press("f2", "n", "c")
        assert person.place in ("MakingScreen", "AskText")
