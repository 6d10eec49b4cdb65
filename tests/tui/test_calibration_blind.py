"""A session of calibration at one keyboard: begin it, take turns, grade blind, lose nothing, reveal."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from caseaudit.desk import summarising, training
from caseaudit.desk.listing import Wanted
from caseaudit.desk.training import Shown
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Mark
from caseaudit.plaintext import one_line
from caseaudit.store import sessions
from caseaudit.tui.widgets.words import AnswerWords
from hostile import HOSTILE
from made_up_session import as_person, with_exemplars
from tui.calibrating import EXTRACTS, SHEETS, begun, everything, fills, opens_sessions
from tui.person import Person, somebody


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """A workspace with the exemplars of the small checklist `farewell`."""
    return with_exemplars(workspace)


def kept(here: Workspace, session: str, name: str) -> dict[tuple[str, str], Mark]:
    """What is on the disk of somebody's grades, by extract and criterion."""
    person = sessions.intact(sessions.known(here.places, session)).participant(name)
    return {(mark.letter, mark.criterion): mark for mark in (person.marks if person else ())}


async def begins(person: Person) -> None:
    """Choose the two extracts, and begin a session on them."""
    await person.press("4", "s", "n")
    names = [each.name for each in person.screen.offered]  # type: ignore[attr-defined]
    for wanted in EXTRACTS:
        await person.press("home", *["down"] * names.index(wanted), "space")
    await person.press("enter")
    await person.types("Team day")
    await person.press("tab")
    await person.types("J. Expert")
    await person.press("f2")


async def test_a_session_that_was_begun_on_the_tab_closes_to_the_sessions(here: Workspace) -> None:
    """As the keys say: the sessions, then the training."""
    async with somebody(here) as person:
        await person.press("4", "n", "space", "enter", "f2")
        assert person.place == "TurnsScreen"
        await person.press("escape")
        assert person.place == "SessionsScreen"
        await person.press("escape")
        assert person.place == "TrainingScreen"


async def takes_turn(person: Person, name: str) -> None:
    """Sit down as somebody new."""
    await person.press("n")
    await person.types(name)
    await person.press("f2")
    assert person.place == "GradingScreen"


# ── the whole of it ──────────────────────────────────────────────────────────


async def test_five_people_from_the_first_extract_to_what_came_of_it(here: Workspace) -> None:
    """Each grades ten criteria alone; Dee comes back and changes her mind; the figures were worked out on paper.

    On eight criteria of four grades Bo is 1 step lower on five (5/8), Cem 1 higher on seven (-7/8), Dee 1 higher on one
    (-1/8), Eve 1 lower on one of the seven that she graded (1/7). Ranges are Wilson's at 95 %.
    """
    async with somebody(here, size=(120, 40)) as person:
        await begins(person)
        assert person.place == "TurnsScreen"
        for name, keys in SHEETS.items():
            await takes_turn(person, name)
            first = "4" if name == "Dee" else keys[0]
            await person.burst(*(key for grade in first + keys[1:] for key in (grade, "n")), "d")
            await person.catches_up()
            assert person.place == "TurnsScreen"
            assert "Hand the keyboard on." in person.reads("#hand")
        await person.press("home", "down", "down", "down", "enter")
        assert "Are you Dee?" in everything(person)
        await person.press("enter", "n", "p", "2", "d")
        assert [line.split()[:4] for line in person.lines()] == [["✓", "10", "of", "10"]] * 5
        await person.press("v", "enter")
        assert person.place == "RevealedScreen"
        shown = person.screen.shown  # type: ignore[attr-defined]
        await person.press("up", *["n"] * 10)
        _as_worked_out(shown)
        for words in (
            "Cem: 3 of 10 (11–60 %) as the expert, on average 0.9 higher",
            "Dee: 8 of 10 (49–94 %) as the expert, on average 0.1 higher",
            "Anna: 10 of 10 (72–100 %) as the expert, on average the same",
            "Eve: 8 of 9 (57–98 %) as the expert, on average 0.1 lower",
            "Bo: 5 of 10 (24–76 %) as the expert, on average 0.6 lower",
            "On average Cem graded highest, Bo lowest.",
            "Within one grade: 4 of 8",
            "Same grade: 1 of 2",
            "Graded  5 people, farewell (extracts B and C)",
            "On the scale Outstanding, Good, Requires improvement, Inadequate: 8 criteria.",
            "A coefficient is 1 for full agreement",
        ):
            assert words in person.reads("#said")
    assert summarising.summarise(here).signed_off == 0
    assert here.look().headlines(Wanted()) == []


def _as_worked_out(shown: Shown) -> None:
    """What divides the group, who is where, and how far they agree."""
    found = shown.result
    assert [(each.about[1], each.about[2][-2:], each.steps) for each in found.spreads] == [
        ("B", "01", 2), ("B", "02", 2), ("B", "06", 2), ("C", "05", 2), ("B", "03", 1), ("B", "05", 1), ("C", "01", 1),
        ("C", "02", 1), ("C", "06", 1), ("C", "03", 0),
    ]  # fmt: skip
    assert [(each.name, each.exact.n, each.exact.of) for each in found.people] == [
        ("Cem", 3, 10), ("Dee", 8, 10), ("Anna", 10, 10), ("Eve", 8, 9), ("Bo", 5, 10),
    ]  # fmt: skip
    assert [each.mean_steps for each in found.people] == [-7 / 8, -1 / 8, 0, pytest.approx(1 / 7), 5 / 8]
    assert [(each.units, each.exact.n, each.within_one.n) for each in found.among] == [(8, 0, 4), (2, 1, 2)]
    alpha = found.among[1].coefficient("alpha")
    assert alpha
    assert alpha.value == pytest.approx(1 - (2 / 10) / (2 * 4 * 6 / (10 * 9)))  # four said yes, six no; Krippendorff
    assert [each.ungraded for each in found.spreads if each.ungraded] == [1]
    assert shown.session.expert == "J. Expert"


# ── blind ────────────────────────────────────────────────────────────────────


async def test_whoever_grades_sees_nothing_of_the_others_or_of_the_expert(here: Workspace) -> None:
    """On no criterion, in no part of any screen of the stack, in sight or not; nor in what the screen knows."""
    session = begun(here)
    fills(here, session, "Anna", SHEETS["Anna"], "ANNA-SAW-IT")
    graded = training.graded(here.library, session)
    told = [answer.reason for each in graded for answer in each.exemplar.answers] + ["ANNA-SAW-IT"]
    told += [each.exemplar.lift for each in graded]
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter")
        assert "10 of 10 graded" in person.lines()[0]
        await takes_turn(person, "Bo")
        for _ in range(10):
            seen = " ".join(everything(person).split())
            assert [words for words in told if " ".join(words.split()) in seen] == []
            await person.press("3", "n")
        assert "Anna" not in person.page


async def test_the_extract_stands_beside_what_it_is_graded_by(here: Workspace) -> None:
    """Its words, the situation, that nobody in it exists; the question and every grade; one above the other at 60."""
    session = begun(here)
    exemplar = training.graded(here.library, session)[0]
    async with somebody(here, size=(120, 40)) as person:
        await opens_sessions(person)
        await person.press("enter")
        await takes_turn(person, "Bo")
        read = person.reads("#words")
        assert exemplar.exemplar.text in read
        assert exemplar.rubric.found.fictional in read
        assert person.finds("#record").region.y == person.finds("#side").region.y
        assert len(person.cards) == 4
        await person.resizes(60, 20)
        record, side = person.finds("#record").region, person.finds("#side").region
        assert record.x == side.x
        assert record.height > side.height
        await person.press("tab")
        assert person.finds("#side").region.height > person.finds("#record").region.height


# ── nothing is lost ──────────────────────────────────────────────────────────


async def test_every_grade_is_on_the_disk_before_the_next_key(here: Workspace) -> None:
    """Whatever kills the program between two grades; only the last key before it could be missing."""
    session = begun(here)
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter")
        await takes_turn(person, "Bo")
        for number in range(1, 4):
            await person.press("2", "n")
            assert len(kept(here, session.id, "Bo")) == number
        assert "3 of 10 graded · kept" in person.page
    assert len(kept(here, session.id, "Bo")) == 3


async def test_a_reason_is_kept_while_it_is_typed_and_when_one_leaves(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a pause, on going on, on handing the keyboard on and on quitting."""
    monkeypatch.setattr("caseaudit.tui.screens.page.KEPT_AFTER", 0.01)
    session = begun(here)
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter")
        await takes_turn(person, "Bo")
        await person.press("3", "e")
        await person.types("Line 3, her own words.")
        await person.waits_until(lambda: kept(here, session.id, "Bo")["B", "BYE-01"].reason == "Line 3, her own words.")
        await person.press("ctrl+n", "1", "e")
        await person.types("Line 5")
        await person.press("escape", "d")
        assert kept(here, session.id, "Bo")["B", "BYE-02"].reason == "Line 5"
        await person.press("enter", "enter", "p", "p")
        assert person.finds("#reason").text == "Line 3, her own words."  # type: ignore[attr-defined]
        await person.press("1", "e")
        await person.types("Yes: ")
        await person.burst("ctrl+q")
    mark = kept(here, session.id, "Bo")["B", "BYE-01"]
    assert (mark.grade, mark.reason) == ("outstanding", "Yes: Line 3, her own words.")


async def test_words_before_a_grade_are_words_and_wait_for_it(here: Workspace) -> None:
    """`e` opens the field as in an audit: no letter of a sentence is a key, and none is lost on the way."""
    session = begun(here)
    words = "no evidence of 1 missed, not discussed"
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter")
        await takes_turn(person, "Bo")
        await person.press("e")
        await person.types(words)
        assert "words wait for a grade" in person.page
        assert kept(here, session.id, "Bo") == {}
        await person.press("ctrl+q")
        assert "without one they are not kept. Press ^q again" in person.told
        await person.press("escape", "n", "p")
        assert person.finds(AnswerWords).text == words
        await person.press("n", "d")
        assert "These words have no grade" in person.page
        await person.press("escape")
        assert person.finds(AnswerWords).text == words
        await person.press("3", "d")
        assert kept(here, session.id, "Bo")["B", "BYE-01"].reason == words


async def test_an_answer_without_a_grade_where_the_checklist_allows_it(here: Workspace) -> None:
    """0 and i, as in an audit; they are shown as what they are."""
    path = here.places.checklists / "farewell.toml"
    allows = 'kind = "yes-no"\nallows = []'
    path.write_text(path.read_text("utf-8").replace('kind = "yes-no"', allows, 1), "utf-8")
    session = begun(here)
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter")
        await takes_turn(person, "Bo")
        await person.press("0")
        assert "Not applicable. It stands on no scale" in person.question
        await person.press("n", "i", "n", "i", "5")
        assert "The checklist asks for a grade here." in person.told
        assert [mark.grade for mark in kept(here, session.id, "Bo").values()] == [
            "not-applicable",
            "insufficient-evidence",
        ]
        assert "[·]" in person.reads("#strip")
        await person.press("u", "d")
        assert "2 of 10 graded" in person.lines()[0]


async def test_after_a_reveal_elsewhere_nobody_grades_and_nobody_is_held_up(here: Workspace) -> None:
    """The message says what to do; leaving asks once."""
    session = begun(here)
    fills(here, session, "Anna", "2")
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter")
        await takes_turn(person, "Bo")
        training.reveal(as_person(here, "T. Trainer"), session.id)
        await person.press("2")
        assert "is revealed. Begin another session" in person.told
        await person.press("d")
        assert person.place == "Confirm"
        await person.press("escape")
        assert person.place == "GradingScreen"
        await person.press("d", "enter")
        assert person.place == "TurnsScreen"
        await person.press("n", "B", "f2")
        assert person.place == "TurnsScreen"
    assert kept(here, session.id, "Bo") == {}


# ── beginning, sharing, revealing ────────────────────────────────────────────


async def test_a_session_is_begun_on_what_is_chosen(here: Workspace) -> None:
    """Space takes in and leaves out; nothing chosen, nothing begun; the checklists are its title if it has none."""
    async with somebody(here) as person:
        await person.press("4", "n", "enter")
        assert "Choose an extract first" in person.told
        await person.press("space", "down", "space", "up", "space")
        assert person.reads("#chosen") == "Chosen: assessment:B"
        await person.press("enter", "escape", "enter", "f2")
        assert person.place == "TurnsScreen"
        await person.press("escape", "s")
        assert "Assessment" in person.lines()[0]
    (found,) = training.listed(here)[0]
    assert (found.session.title, found.session.expert, found.session.trainer) == ("Assessment", "", "A. Auditor")


async def test_the_situation_of_an_extract_says_nothing_of_its_grade(here: Workspace) -> None:
    """In the list of extracts to choose from there is the title and the letter, and no grade."""
    async with somebody(here, size=(120, 40)) as person:
        await person.press("4", "n")
        said = "\n".join([*person.lines(), person.reads("#about")]).lower()
        assert not [word for word in ("outstanding", "inadequate", "requires improvement") if word in said]


async def test_files_go_round_and_come_back(here: Workspace, tmp_path: Path) -> None:
    """One is written with h; a folder or single files come back, in quotes or not; all of them or none."""
    session = begun(here)
    folder = tmp_path / "back"
    folder.mkdir()
    async with somebody(here, size=(120, 40)) as person:
        await opens_sessions(person)
        await person.press("enter", "h")
        person.finds(Input).value = str(folder / "Bo.json")
        await person.press("f2")
        assert "Written to" in person.told
        for name in ("Bo", "Cem"):
            training.hand_out(here, session.id, folder / f"{name}.json", force=True)
            for about in list(session.asked)[:3]:
                training.mark(folder / f"{name}.json", name, Mark(*about, session.asked[about][0]))
        (folder / "notes.json").write_text("{}", "utf-8")
        await person.press("g")
        await person.pastes(str(folder))
        await person.press("f2")
        assert "notes.json: is not a session" in " ".join(person.reads("#problems").split())
        await person.press("escape", "escape")
        assert person.lines() == []
        await person.press("g")
        await person.types("~nobody-of-this-name/Bo.json")
        await person.press("f2")
        assert "~nobody-of-this-name" in person.reads("#problems")
        await person.press("escape", "escape", "g")
        (folder / "notes.json").unlink()
        await person.pastes(f"'{folder / 'Bo.json'}'\n{folder}\n")
        await person.press("f2")
        assert "Bo: 3 of 10 graded\nCem: 3 of 10 graded" in person.told
        assert len(person.lines()) == 2
        await person.press("g", "f2", "h", "f2")
        assert "exists already" in person.told or person.place == "TurnsScreen"


async def test_the_reveal_asks_once_and_names_who_is_not_done(here: Workspace) -> None:
    """Escape leaves everything blind; with nobody's grade there is nothing to reveal."""
    session = begun(here)
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter", "v", "enter")
        assert "has nobody who graded anything yet" in person.told
        fills(here, session, "Anna", "2211")
        await person.press("v")
        assert "nobody can give or change a grade afterwards" in everything(person)
        assert "Not done yet: Anna (6 left)." in everything(person)
        await person.press("escape")
        assert not sessions.intact(sessions.known(here.places, session.id)).revealed_at
        await person.press("v", "enter")
        assert person.place == "RevealedScreen"


async def test_two_people_with_one_name_are_told_before_grades_are_shown(here: Workspace) -> None:
    """Another Anna says no, and sees nothing."""
    session = begun(here)
    fills(here, session, "Anna", "2211", "ANNA-SAW-IT")
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter", "n")
        await person.types("anna")
        await person.press("f2")
        assert person.place == "Confirm"
        await person.press("escape")
        assert person.place == "TurnsScreen"
        assert "ANNA-SAW-IT" not in everything(person)
        await person.press("n", "f2")
        assert "Type a name or a pseudonym" in everything(person)


async def test_help_on_every_screen_of_the_way_names_every_key_that_works_there(here: Workspace) -> None:
    """F1, from the list of sessions to the projector; what it names is bound there."""
    begun(here)
    way = ((), ("n",), ("escape", "m"), ("escape", "enter"), ("n", "B", "f2"), ("2", "d", "v", "enter"), ("f",))
    places = []
    async with somebody(here) as person:
        await opens_sessions(person)
        for keys in way:
            await person.press(*keys)
            below = person.screen
            places.append(person.place)
            await person.press("f1")
            assert person.place == "Help"
            said = everything(person)
            bound = {each.id for node in (below, *below.query(AnswerWords)) for found in
                     node._bindings.key_to_bindings.values() for each in found}  # fmt: skip
            for command in below.commands:  # type: ignore[attr-defined]
                assert command.help in said or "grade_" in command.id
                assert command.id in bound
            await person.press("escape")
    assert places == [
        "SessionsScreen", "ChoosingScreen", "OverTime", "TurnsScreen", "GradingScreen", "RevealedScreen",
        "RevealedPresentation",
    ]  # fmt: skip


async def test_the_way_through_on_the_smallest_terminal(here: Workspace) -> None:
    """The keys that one needs next stand at the bottom, and the title at the top, of each screen."""
    session = begun(here)
    async with somebody(here, size=(60, 20)) as person:
        await opens_sessions(person)
        assert "Open" in person.page.splitlines()[-1]
        await person.press("enter")
        assert "New person" in person.page.splitlines()[-1]
        await takes_turn(person, "Bo")
        assert all(name in person.page.splitlines()[-1] for name in ("Grade", "Reason", "Next", "Done"))
        assert "0 of 10 graded" in person.page.splitlines()[0]
        await person.press("2", "d", "v", "enter")
        assert all(name in person.page.splitlines()[-1] for name in ("On", "Present", "Names"))
    assert sessions.intact(sessions.known(here.places, session.id)).revealed_at


async def test_any_name_and_reason_are_only_text(here: Workspace) -> None:
    """Pasted or gathered; blind, in the list, revealed, and on a projector with names: only text."""
    session = begun(here, title=HOSTILE[0])
    texts = [text for text in HOSTILE if one_line(text)]
    for text in texts:
        training.mark(sessions.known(here.places, session.id), text, Mark("farewell", "B", "BYE-01", "good", text))
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter", "n")
        await person.pastes("[/] \x1b[31mred [@click=app.quit]x[/]")
        await person.press("f2", "3", "e")
        await person.pastes("[/] \x1b]0;owned\x07 \u202eevil")
        await person.press("escape", "d")
        assert len(person.lines()) == len({" ".join(one_line(text).casefold().split()) for text in texts}) + 1
        for keys in (("end", "enter", "enter", "d"), ("v", "enter"), ("space",), ("f", "w"), ("space",), ("space",)):
            await person.press(*keys)
            assert not {"\x1b", "\x9b", "\u202e", "\x07"} & {*everything(person)}
        assert person.place == "RevealedPresentation"
