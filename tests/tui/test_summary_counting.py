"""Figures are counted, and exports written, beside the screen: no key waits for them, and either can be stopped.

While a test holds `workspace.looking()`, another thread looks at the folder: whoever wants to count has to wait.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from textual.widgets import Input, Select

from caseaudit.desk.watching import READING, Now
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.screens.summary import counting, writing
from caseaudit.tui.screens.summary.heading import how_far
from caseaudit.tui.screens.summary.screen import SummaryScreen
from caseaudit.tui.screens.summary.writing import Writing
from tui.person import Person, somebody

Sign = Callable[..., Audit]


@pytest.fixture
def two(sign: Sign) -> None:
    """Two audits of two teams."""
    sign("North", "good", case="EB-1")
    sign("South", "inadequate", case="EB-2")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits is told so at once."""
    monkeypatch.setattr(counting, "A_MOMENT", 0.01)
    monkeypatch.setattr(writing, "A_MOMENT", 0.01)


def _summary(person: Person) -> SummaryScreen:
    assert isinstance(person.screen, SummaryScreen)
    return person.screen


async def _waits(person: Person) -> None:
    """Wait until the heading says that something is being counted."""
    await person.waits_until(lambda: "Counting …" in person.reads("#heading"))


def _shown(person: Person) -> str:
    """What the heading says of the audits that are shown."""
    return person.reads("#heading").splitlines()[1]


# ── no key waits ─────────────────────────────────────────────────────────────


async def test_keys_work_while_the_first_figures_are_counted(workspace: Workspace, two: None, soon: None) -> None:
    """The views turn, the help opens; the figures come when they are there."""
    async with somebody(workspace) as person:
        with workspace.looking():
            await person.burst("2")
            await _waits(person)
            await person.burst("v")
            assert _summary(person).at == "Criteria"
            await person.burst("question_mark")
            assert person.place == "Help"
            await person.burst("escape")
            assert "Escape stops it" in person.reads("#heading")
        await person.catches_up()
        assert "2 signed off" in _shown(person)
        assert "HND-01" in person.lines()[0]


async def test_what_is_shown_stays_until_other_figures_are_there(workspace: Workspace, two: None) -> None:
    """What is quick flickers nowhere: for a moment nothing is said, then the new figures stand there."""
    async with somebody(workspace) as person:
        await person.press("2", "v", "down")
        before = person.page
        with workspace.looking():
            await person.burst("t")
            assert person.page == before
        await person.catches_up()
        assert _shown(person) == "1 signed off, 0 in progress · team North"


async def test_the_newest_wish_is_the_one_that_counts(workspace: Workspace, two: None, soon: None) -> None:
    """North, then South, before either is counted: South is shown, and North never comes after it."""
    async with somebody(workspace) as person:
        await person.press("2")
        with workspace.looking():
            await person.burst("t", "t")
            await _waits(person)
        await person.catches_up()
        assert _shown(person) == "1 signed off, 0 in progress · team South"
        assert not [worker for worker in person.app.workers if worker.group == "count"]


async def test_what_is_opened_meanwhile_is_what_is_shown(workspace: Workspace, two: None) -> None:
    """Enter on a figure of all teams shows the audits of all teams, though North is being counted."""
    async with somebody(workspace) as person:
        await person.press("2")
        with workspace.looking():
            await person.burst("t")
            await person.burst("enter")
            assert person.place == "BehindScreen"
            assert len(person.lines()) == 2
        await person.catches_up()
        await person.press("escape")
        assert _shown(person) == "1 signed off, 0 in progress · team North"


# ── stopped ──────────────────────────────────────────────────────────────────


async def test_escape_stops_counting_and_what_was_shown_is_shown(workspace: Workspace, two: None, soon: None) -> None:
    """The filter that was never counted is gone too; a second escape takes away what is left of them."""
    async with somebody(workspace) as person:
        await person.press("2", "t")
        with workspace.looking():
            await person.burst("g")
            await _waits(person)
            assert person.lines()
            await person.burst("escape")
            await person.catches_up()
            assert _shown(person) == "1 signed off, 0 in progress · team North"
        await person.press("escape")
        assert "2 signed off" in _shown(person)


async def test_escape_stops_the_first_count_and_the_screen_says_how_to_count(
    workspace: Workspace, two: None, soon: None
) -> None:
    """2 counts, now as before."""
    async with somebody(workspace) as person:
        with workspace.looking():
            await person.burst("2")
            await _waits(person)
            await person.burst("escape")
            await person.catches_up()
            assert person.reads("#heading") == "Counting was stopped. Press 2 to count."
        await person.press("enter", "v", "e", "t", "f", "escape")
        await person.press("2")
        assert "2 signed off" in _shown(person)


@pytest.mark.parametrize("key", ["1", "3", "ctrl+q"])
async def test_leaving_stops_counting(workspace: Workspace, two: None, key: str) -> None:
    """Another tab, or out of the app: nobody waits for figures that nobody will see."""
    async with somebody(workspace) as person:
        with workspace.looking():
            await person.burst("2")
            screen = _summary(person)
            await person.burst(key)
            await person.waits_until(lambda: not screen.is_attached)
            assert screen.shown is None
    assert not screen.is_running


def test_how_many_files_are_read_is_said() -> None:
    """As soon as anybody knows it."""
    assert how_far(Now(READING, 1234, 100_000)) == "Counting … 1,234 of 100,000 files read. Escape stops it."
    assert how_far(Now(READING, 0, 0)) == "Counting … Escape stops it."


# ── exports ──────────────────────────────────────────────────────────────────


async def _orders(person: Person, path: Path, form: str = "csv") -> None:
    """Ask on the summary for an export."""
    await person.burst("e")
    person.finds("#form", Select).value = form
    await person.quiet()
    person.finds("#file", Input).value = str(path)
    await person.burst("f2")


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
async def test_an_export_that_takes_long_is_stopped_with_escape(
    workspace: Workspace, two: None, soon: None, tmp_path: Path, form: str
) -> None:
    """What it does stands there; after escape nothing is left, and that is said."""
    aside = tmp_path / "out"
    aside.mkdir()
    async with somebody(workspace) as person:
        await person.press("2")
        with workspace.looking():
            await _orders(person, aside / "all", form)
            await person.waits_until(lambda: "Reading audits" in person.page)
            assert "Writing all" in person.page
            await person.burst("escape")
            await person.waits_until(lambda: person.place == "SummaryScreen")
            assert "Stopped; nothing was written." in person.told
            assert list(aside.iterdir()) == []
        await _orders(person, aside / "all", form)
        await person.waits_until(lambda: "2 audits written" in person.told)


async def test_a_quick_export_shows_nothing_on_the_way(
    workspace: Workspace, two: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page stays as it is; then it is said where the file is."""
    monkeypatch.setattr("caseaudit.tui.screens.summary.writing.A_MOMENT", 60)
    async with somebody(workspace) as person:
        await person.press("2")
        before = person.page
        with workspace.looking():
            await _orders(person, tmp_path / "all.csv")
            assert person.place == "Writing"
            assert person.page.splitlines()[:-1] == before.splitlines()[:-1]
        await person.waits_until(lambda: f"2 audits written to {tmp_path / 'all.csv'}" in person.told)


async def test_quitting_stops_an_export(workspace: Workspace, two: None, tmp_path: Path) -> None:
    """Nobody waits for a file at a closed app; it is told to stop, and leaves nothing."""
    aside = tmp_path / "out"
    aside.mkdir()
    with ExitStack() as held:
        async with somebody(workspace) as person:
            await person.press("2")
            held.enter_context(workspace.looking())
            await _orders(person, aside / "all.xlsx", "xlsx")
            assert isinstance(person.screen, Writing)
            errand = person.screen.errand
            await person.burst("ctrl+q")
        assert errand.stopped
    assert list(aside.iterdir()) == []


async def test_the_name_of_a_file_is_shown_as_it_is(
    workspace: Workspace, two: None, soon: None, tmp_path: Path
) -> None:
    """Brackets are no markup, and a mark that turns text round is spelt out."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2")
        with workspace.looking():
            await _orders(person, tmp_path / "[Child A] [X] \u202evsc.csv")
            await person.waits_until(lambda: "Reading audits" in person.page)
            assert "Writing [Child A] [X] <U+202E>vsc.csv" in person.page
            await person.burst("escape")
            await person.waits_until(lambda: person.place != "Writing")
