"""A session once it is revealed: criterion by criterion, what came of it, on a projector, on paper, over time."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Input, Select

from caseaudit.desk import handouts, training, training_talk
from caseaudit.desk.training import Shown
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Session
from caseaudit.store import sessions
from caseaudit.tui.screens.training.presenting import paged
from conftest import NOON
from exports.word_text import read
from made_up import AT
from made_up_session import ABOUTS, EMPTY, EXPERT, as_person, given_by, marks, with_exemplars
from tui.calibrating import SHEETS, begun, everything, fills, opens_sessions, revealed
from tui.person import somebody, squeezed

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """A workspace with the exemplars of the small checklist `farewell`."""
    return with_exemplars(workspace)


@pytest.fixture
def session(here: Workspace) -> Session:
    """A session that five people graded, each with one reason, once it is revealed."""
    return revealed(here, "as it says in line 3.", expert="J. Expert")


async def test_criterion_by_criterion_the_group_first_then_the_expert(here: Workspace, session: Session) -> None:
    """The widest spread first: who gave what, on the scale; with space the expert's grade and reason; then the next."""
    async with somebody(here, size=(120, 40)) as person:
        await opens_sessions(person)
        await person.press("enter")
        assert person.place == "RevealedScreen"
        assert [line.split(None, 3)[3].strip() for line in person.lines()[:10]] == [
            *["2 steps apart"] * 4, *["1 step apart"] * 4, "1 step apart, 1 with…", "all agree"
        ]  # fmt: skip
        said = person.reads("#said")
        assert "  Outstanding           1  Cem\n  Good                  3  Anna, Dee, Eve\n" in said
        assert "Inadequate            –" in said
        assert "2 steps apart. Highest: Cem. Lowest: Bo." in said
        assert "Bo: Bo: as it says in line 3." in said
        assert "J. Expert" not in said
        assert "►" not in said
        await person.press("space")
        said = person.reads("#said")
        assert "► Good                  3  Anna, Dee, Eve\n" in said
        assert "► The expert, J. Expert: Good. Told why, when and who, in person" in said
        await person.press("space")
        assert "BYE-02, extract B of Saying goodbye" in person.reads("#said")
        await person.press("x", "n")
        assert "► The expert" in person.reads("#said")
        await person.press("x", "p", "p")
        assert "►" not in person.reads("#said")


async def test_what_came_of_it_stands_last(here: Workspace, session: Session) -> None:
    """Everybody beside the expert, the ends, what divides the group, how far it agrees; without names if wanted."""
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter", *["n"] * 11)
        said = person.reads("#said")
        assert "Graded  5 people, farewell (extracts B and C)" in said
        assert "What divides the group: BYE-01 (farewell:B), BYE-02 (farewell:B)," in said
        assert "BYE-03 (farewell:C)" not in said
        assert "On average Cem graded highest, Bo lowest." in said
        await person.press("w")
        said = person.reads("#said")
        assert not [name for name in (*SHEETS, "J. Expert") if re.search(rf"\b{re.escape(name)}\b", said)]
        assert {f"Person {letter}:" in said for letter in "ABCDE"} == {True}


async def test_on_a_projector_nobody_is_named_until_the_group_wants_it(here: Workspace, session: Session) -> None:
    """At 80 by 24, one key forward and back: no name, no word of anybody, nothing of the workspace; w shows names."""
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter", "f")
        assert person.place == "RevealedPresentation"
        seen = [person.page]
        for _ in range(len(person.screen.pages) - 1):  # type: ignore[attr-defined]
            await person.press("space")
            seen.append(person.page)
        whole = "\n".join(seen)
        for secret in (*SHEETS, "line 3", "J. Expert", "A. Auditor", workspace_name(here)):
            assert secret not in whole, secret
        assert "Outstanding           1  ●\n" in "\n".join(line.strip() for line in whole.splitlines()) + "\n"
        assert squeezed("The expert: Good. Told why") in squeezed(whole)
        assert "Person A" in whole
        await person.press("space", "backspace")
        assert person.page == seen[-2]
        await person.press(*["pageup"] * len(seen), "space", "w")
        assert "Good                  3  Anna, Dee, Eve" in person.page
        await person.press("space")
        assert "as it says in line 3" in person.page
        await person.press("w")
        assert "2 steps apart" in person.page
        assert "Anna" not in person.page
        await person.press("escape")
        assert person.place == "RevealedScreen"


def workspace_name(here: Workspace) -> str:
    """Return what a workspace is called on screen."""
    return here.name


async def test_another_size_of_the_projector_stays_with_the_thought(here: Workspace, session: Session) -> None:
    """Also where two thoughts have the same heading."""
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("enter", "f", *["space"] * 21)
        heading = person.reads("#heading")
        await person.resizes(60, 20)
        assert person.reads("#heading") == heading
        await person.resizes(120, 40)
        assert person.reads("#heading") == heading


@settings(max_examples=30)
@given(marks().filter(bool), st.integers(30, 120), st.integers(10, 50))
def test_no_talk_without_names_holds_a_name_or_a_reason(
    given: list[tuple[str, object]], width: int, height: int
) -> None:
    """Whatever was given: every grade is counted, and every page fits."""
    shown = of_group(given)
    thoughts = list(training_talk.slides(shown, named=False))
    words = " ".join(f"{each.heading} {each.words}" for each in thoughts)

    assert not [name for name in ("Anna", "Cem", "Dee", "Eve", "Seen in line") if name in words]
    assert words.count("●") == len(given)
    assert all(page.words.count("\n") + 1 <= max(1, height - 6) for page in paged(thoughts, width, height))


def of_group(given: list[tuple[str, object]]) -> Shown:
    """Return what a made-up session shows, with a library that has nothing of it."""
    from caseaudit.domain.calibration import result
    from caseaudit.domain.calibration import revealed as laid_open

    session = laid_open(given_by(EMPTY, given), AT)  # type: ignore[arg-type]
    return Shown(session, result(session, EXPERT), dict.fromkeys(ABOUTS, "Because."), (), [])


@pytest.mark.parametrize("size", SIZES)
async def test_it_can_be_read_at_every_size(here: Workspace, session: Session, size: tuple[int, int]) -> None:
    """The scale stands there without scrolling; where it is narrow the list gives way."""
    async with somebody(here, size=size) as person:
        await opens_sessions(person)
        await person.press("enter")
        for words in ("Outstanding           1  Cem", "Requires improvement  1  Bo", "2 steps apart"):
            assert words in person.page
        assert person.finds("#spreads").display is (size[0] >= 80)


async def test_a_session_changed_by_hand_is_shown_with_a_warning(here: Workspace, session: Session) -> None:
    """In the list and above what came of it."""
    path = sessions.known(here.places, session.id)
    path.write_text(path.read_text("utf-8").replace("Team day", "Team night"), "utf-8")
    async with somebody(here) as person:
        await opens_sessions(person)
        assert person.lines()[0].startswith(" ! changed")
        assert "changed by hand" in person.reads("#note")
        await person.press("enter")
        assert person.place == "RevealedScreen"
        assert "changed by hand" in person.page


# ── on paper ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("gone", "offered"), [((), "docx"), (("docx",), "html"), (("docx", "jinja2"), "markdown")])
async def test_the_form_offers_a_format_that_can_be_written_here(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, gone: tuple[str, ...], offered: str
) -> None:
    """Word where its library is installed, else the page, else plain text, which needs nothing."""
    for module in gone:
        monkeypatch.setitem(sys.modules, module, None)
    async with somebody(here) as person:
        await person.press("4", "e")
        assert person.finds("#form", Select).value == offered
        assert person.finds(Input).value.endswith({"markdown": ".md"}.get(offered, f".{offered}"))


@pytest.mark.parametrize(
    ("days", "head", "subtitle"),
    [
        (0, "Calibration", "Calibration, 20 November 2026"),
        (5, "Session of 20 November 2026", "Session of 20 November 2026, 25 November 2026"),
    ],
)
def test_the_paper_of_a_session_says_its_day_in_full_and_once(
    here: Workspace, session: Session, days: int, head: str, subtitle: str
) -> None:
    """Nothing of it is cut in the header; the day it was written stands beside it only if it is another."""
    later = Workspace(here.places, here.person, clock=lambda: NOON + timedelta(days=days))
    written = read(handouts.session(later, session.id, "docx")[0])

    assert written.sections[0].header.paragraphs[0].text == f"Team day\t{head}"
    assert written.paragraphs[1].text == subtitle


async def test_a_hand_out_of_each_kind(here: Workspace, session: Session, tmp_path: Path) -> None:
    """The rubric, an extract without and with its answers, the result; never over a file that is there."""
    async with somebody(here) as person:
        await person.press("4")
        titles = [line[:39].strip() for line in person.lines()]
        await person.press(*["down"] * titles.index("Saying goodbye"))
        for what, form, name in (
            ("0", "markdown", "rubric.md"),
            ("3", "markdown", "b-blind.md"),
            ("4", "markdown", "b.md"),
        ):
            await person.press("e")
            person.finds("#what", Select).value = what
            person.finds("#form", Select).value = form
            await person.quiet()
            person.finds(Input).value = str(tmp_path / name)
            await person.press("f2")
        await person.press("e", "f2", "e", "f2")
        assert "exists already" in everything(person)
        await person.press("escape", "s", "enter", "e")
        person.finds("#form", Select).value = "markdown"
        await person.quiet()
        assert person.finds(Input).value.endswith(f"{session.id}-without-names.md")
        person.finds(Input).value = str(tmp_path / "nobody.md")
        await person.press("f2", "e")
        person.finds("#what", Select).value = "1"
        person.finds("#form", Select).value = "markdown"
        await person.quiet()
        assert person.finds(Input).value.endswith(f"{session.id}.md")
        person.finds(Input).value = str(tmp_path / "result.md")
        await person.press("f2")
        assert f"Written to {tmp_path / 'result.md'}." in person.told
    lift = training.graded(here.library, session)[0].exemplar.lift
    assert "What each grade looks like" in (tmp_path / "rubric.md").read_text("utf-8")
    assert lift not in (tmp_path / "b-blind.md").read_text("utf-8")
    assert lift in (tmp_path / "b.md").read_text("utf-8")
    assert "Anna" in (tmp_path / "result.md").read_text("utf-8")
    nobody = (tmp_path / "nobody.md").read_text("utf-8")
    assert not [secret for secret in (*SHEETS, "J. Expert", "A. Auditor", "in line 3") if secret in nobody]
    assert "Person A" in nobody


# ── over time ────────────────────────────────────────────────────────────────


async def test_how_somebody_grades_over_time_is_for_them_and_their_trainer(here: Workspace, session: Session) -> None:
    """The trainer of one session sees that one and not the other; Bo is refused, and stays with his own."""
    other = begun(as_person(here, "T. Other"), title="Another day")
    fills(here, other, "Anna", SHEETS["Anna"])
    training.reveal(here, other.id)
    seen = {}
    for name in ("A. Auditor", "Bo"):
        async with somebody(as_person(here, name)) as person:
            await opens_sessions(person)
            await person.press("m")
            await person.press("n")
            await person.types("Anna")
            await person.press("f2")
            seen[name] = [line[46:].strip() for line in person.lines()]
            if name == "Bo":
                assert "to that person and to the trainer" in person.told
            else:
                assert "10 of 10 (72–100 %)" in person.lines()[0]
                await person.press("enter")
                assert person.place == "RevealedScreen"
    assert (seen["A. Auditor"], seen["Bo"]) == (["Team day"], ["Team day"])


async def test_nothing_yet_over_time_says_what_to_do(here: Workspace) -> None:
    """No figure of nothing."""
    async with somebody(here) as person:
        await opens_sessions(person)
        await person.press("m")
        assert "Nothing that was graded under this name is revealed yet." in person.reads("#empty")
