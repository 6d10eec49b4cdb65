"""The first run: nothing is set up yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from caseaudit.desk.demonstration import MARK
from caseaudit.desk.workspace import make
from tui.person import somebody


async def test_a_first_run_explains_itself_and_offers_three_ways_in() -> None:
    """Somebody who knows nothing sees what this is, where it keeps things, and three keys to press."""
    async with somebody(None) as person:
        assert person.place == "Welcome"
        for way_in in ("demonstration", "workspace of your own", "workspace that exists"):
            assert way_in in person.page
        assert "on this computer" in person.page


async def test_n_makes_a_workspace_and_goes_on_to_its_audits(tmp_path: Path) -> None:
    """Pressing n, accepting a folder and pressing F2 makes a workspace; an empty list says what to press next."""
    folder = tmp_path / "new-service"
    async with somebody(None) as person:
        await person.press("n")
        await person.pastes(str(folder))
        await person.press("f2")
        assert person.place == "AuditsScreen"
        assert "Press n" in person.reads("#empty")
    assert (folder / "caseaudit.toml").is_file()


async def test_the_folder_offered_for_a_new_workspace_is_outside_the_current_folder(home_of_its_own: Path) -> None:
    """Enter alone is enough: the folder offered is the person's own data folder."""
    async with somebody(None) as person:
        await person.press("n", "enter")
        assert person.place == "AuditsScreen"
        assert person.app.desk.places.workspace.is_relative_to(home_of_its_own)


async def test_o_opens_a_workspace_that_exists(tmp_path: Path) -> None:
    """A colleague's workspace is opened by naming its folder."""
    make(str(tmp_path / "shared"), name="Eastborough")
    async with somebody(None) as person:
        await person.press("o")
        await person.pastes(str(tmp_path / "shared"))
        await person.press("f2")
        assert person.place == "AuditsScreen"
        assert person.app.desk.name == "Eastborough"


async def test_enter_takes_the_folder_that_is_offered_for_the_demonstration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two keys to something to look at: d, and enter; a demonstration that is there already is opened again."""
    monkeypatch.chdir(tmp_path)
    settings = make(str(tmp_path / "caseaudit-demo"), name="Made before").settings
    settings.write_text(f"{settings.read_text(encoding='utf-8')}{MARK} = true\n", encoding="utf-8")
    async with somebody(None) as person:
        await person.press("d")
        assert person.finds("#folder", Input).value == str(tmp_path / "caseaudit-demo")
        await person.press("enter")
        await person.waits_until(lambda: person.place == "AuditsScreen")
        assert person.app.desk.name == "Made before"


async def test_no_folder_at_all_is_said(home_of_its_own: Path) -> None:
    """Whoever empties the box and accepts is not left without a word."""
    async with somebody(None) as person:
        await person.press("o", "backspace", "f2")
        assert person.place == "WhichFolder"
        assert "has no name" in person.reads("#problems")


@pytest.mark.parametrize("key", ["n", "o", "d"])
async def test_escape_from_a_way_in_comes_back_to_the_welcome(key: str) -> None:
    """Nothing is made or opened by looking."""
    async with somebody(None) as person:
        await person.press(key, "escape")
        assert person.place == "Welcome"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("nowhere/at/all", "is not a workspace yet"),
        ("~nobody-of-this-name/audits", "is not a workspace yet"),
        ("a-file", "is not a workspace yet"),
    ],
)
async def test_a_folder_that_is_no_workspace_is_refused_in_words(home_of_its_own: Path, said: str, why: str) -> None:
    """A wrong folder says what is wrong and what to do; the box stays with it."""
    (home_of_its_own / "a-file").write_text("x")
    async with somebody(None) as person:
        await person.press("o")
        await person.pastes(said)
        await person.press("f2")
        assert person.place == "WhichFolder"
        assert why in person.reads("#problems")
        assert person.finds("#folder", Input).value == said


async def test_a_workspace_whose_settings_are_broken_is_refused_in_words(tmp_path: Path) -> None:
    """A workspace file that is not TOML is named; the app goes on."""
    folder = make(str(tmp_path / "broken")).workspace
    (folder / "caseaudit.toml").write_text("name = [")
    async with somebody(None) as person:
        await person.press("o")
        await person.pastes(str(folder))
        await person.press("f2")
        assert person.place == "WhichFolder"
        assert "caseaudit.toml" in person.reads("#problems")


async def test_a_folder_that_is_a_workspace_already_is_not_made_again(tmp_path: Path) -> None:
    """Making a workspace over another one is refused; the one that is there stays as it is."""
    folder = make(str(tmp_path / "old"), name="Old").workspace
    before = (folder / "caseaudit.toml").read_bytes()
    async with somebody(None) as person:
        await person.press("n")
        await person.pastes(str(folder))
        await person.press("f2")
        assert "is a workspace already" in person.reads("#problems")
    assert (folder / "caseaudit.toml").read_bytes() == before


async def test_the_workspace_that_was_open_last_is_one_key_away(tmp_path: Path) -> None:
    """Whoever worked in a folder yesterday opens it again with enter."""
    make(str(tmp_path / "shared"), name="Eastborough")
    async with somebody(None) as person:
        assert "last one" not in person.page
        await person.press("o")
        await person.pastes(str(tmp_path / "shared"))
        await person.press("f2")
        assert person.place == "AuditsScreen"
    async with somebody(None) as again:
        assert "last one" in again.page
        await again.press("enter")
        assert again.app.desk.name == "Eastborough"


async def test_a_last_workspace_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    """The share is not connected today: the welcome offers what works, and enter does nothing."""
    folder = make(str(tmp_path / "shared"), name="Eastborough").workspace
    async with somebody(None) as person:
        await person.press("o")
        await person.pastes(str(folder))
        await person.press("f2")
    folder.rename(tmp_path / "away")
    async with somebody(None) as again:
        assert "last one" not in again.page
        await again.press("enter")
        assert again.place == "Welcome"
