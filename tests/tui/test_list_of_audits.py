"""The list of audits: find one, open it, begin another."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.widgets.lines import LineList
from conftest import HEADER
from tui.person import Person, somebody


@pytest.fixture
def three(workspace: Workspace) -> dict[str, Audit]:
    """Three audits: mine of North, mine of South, a colleague's of North; by case reference."""
    headers = [
        replace(HEADER, case="EB-1", team="North", worker="W. Ash", date="2026-11-03"),
        replace(HEADER, case="EB-2", team="South", worker="W. Birch", date="2026-11-02"),
        replace(HEADER, case="EB-3", team="North", worker="W. Cedar", date="2026-11-01", auditor="B. Colleague"),
    ]
    return {header.case: auditing.begin(workspace, "handover", header) for header in headers}


def _cases(person: Person) -> list[str]:
    """The case references, top to bottom."""
    return [next(word for word in line.split() if word.startswith("EB-")) for line in person.lines()]


async def test_an_empty_list_says_which_key_begins_an_audit(workspace: Workspace) -> None:
    """Nobody stares at an empty screen."""
    async with somebody(workspace) as person:
        assert "Press n" in person.page
        await person.press("n")
        assert person.place == "NewAudit"


async def test_the_list_shows_every_audit_newest_first(workspace: Workspace, three: dict[str, Audit]) -> None:
    """Date, case, checklist, team, worker and how far it is stand on one line each."""
    async with somebody(workspace, size=(120, 30)) as person:
        assert _cases(person) == ["EB-1", "EB-2", "EB-3"]
        first = person.lines()[0]
        for part in ("2026-11-03", "Handover between", "North", "W. Ash", "A. Auditor", "0 of 3"):
            assert part in first
        assert "3 audits" in person.page


async def test_s_sorts_by_the_next_column(workspace: Workspace, three: dict[str, Audit]) -> None:
    """By date, by case, by team: the top line says which."""
    async with somebody(workspace) as person:
        assert "by date" in person.page
        await person.press("s", "s")
        assert "by team" in person.page
        assert _cases(person) == ["EB-1", "EB-3", "EB-2"]


async def test_sorting_goes_round(workspace: Workspace, three: dict[str, Audit]) -> None:
    """After the last column comes the first again."""
    async with somebody(workspace) as person:
        await person.press(*"sssssss")
        assert "by date" in person.page


async def test_words_in_the_filter_narrow_the_list(workspace: Workspace, three: dict[str, Audit]) -> None:
    """Typing after / keeps the audits that hold every word; enter goes back to the list."""
    async with somebody(workspace) as person:
        await person.press("slash")
        await person.types("north ash")
        await person.waits_until(lambda: _cases(person) == ["EB-1"])
        await person.press("enter")
        assert isinstance(person.app.focused, LineList)
        assert "north ash" in person.page


async def test_escape_takes_the_filter_away(workspace: Workspace, three: dict[str, Audit]) -> None:
    """From the list, escape shows everything again."""
    async with somebody(workspace) as person:
        await person.press("slash")
        await person.types("cedar")
        await person.press("enter")
        await person.waits_until(lambda: _cases(person) == ["EB-3"])
        await person.press("escape")
        await person.waits_until(lambda: len(_cases(person)) == 3)


async def test_keys_typed_into_the_filter_are_letters(workspace: Workspace, three: dict[str, Audit]) -> None:
    """While the filter has the keyboard, n, s and 2 are what they say, not commands."""
    async with somebody(workspace) as person:
        await person.press("slash")
        await person.types("ns2")
        assert person.place == "AuditsScreen"
        assert person.finds("#filter").value == "ns2"  # type: ignore[attr-defined]


async def test_a_filter_that_matches_nothing_says_how_to_widen_it(
    workspace: Workspace, three: dict[str, Audit]
) -> None:
    """An empty answer is not an empty workspace."""
    async with somebody(workspace) as person:
        await person.press("slash")
        await person.types("nobody")
        await person.waits_until(lambda: "Nothing matches" in person.page)


async def test_keys_stay_keys_when_the_filters_leave_nothing(workspace: Workspace, three: dict[str, Audit]) -> None:
    """With words in the filter and the list empty, f, m and s widen and sort; none becomes a letter of the filter."""
    async with somebody(workspace, size=(120, 30)) as person:
        await person.press("slash")
        await person.types("south")
        await person.press("escape", "exclamation_mark")
        await person.waits_until(lambda: "Nothing matches" in person.page)
        await person.press("f", "m", "s")
        assert person.finds("#filter").value == "south"  # type: ignore[attr-defined]
        await person.press("n", "escape", "s")
        assert person.finds("#filter").value == "south"  # type: ignore[attr-defined]
        assert "by team" in person.page
        await person.press("exclamation_mark")
        await person.waits_until(lambda: _cases(person) == ["EB-2"])
        await person.press("enter")
        assert person.place == "AuditScreen"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_filter_can_be_read_on_the_top_line(workspace: Workspace, size: tuple[int, int]) -> None:
    """The tabs shorten to their numbers where that is the only way to say all that narrows the list."""
    async with somebody(workspace, size=size) as person:
        assert "2 Summary" in person.page
        await person.press("slash")
        await person.types("harbour")
        await person.press("enter", "exclamation_mark", "f", "m")
        await person.waits_until(lambda: "harbour" in person.page)
        top = person.page.splitlines()[0]
        assert "0 audits · not safe? · in progress · mine · “harbour” ·" in top
        assert "1 Audits" in top


async def test_f_shows_those_in_progress_then_those_signed_off(
    workspace: Workspace, three: dict[str, Audit], signed: Audit
) -> None:
    """The state filter goes all, in progress, signed off, all."""
    async with somebody(workspace) as person:
        assert len(_cases(person)) == 4
        await person.press("f")
        assert _cases(person) == ["EB-1", "EB-2", "EB-3"]
        await person.press("f")
        assert _cases(person) == [signed.case]
        await person.press("f")
        assert len(_cases(person)) == 4


async def test_m_shows_only_mine(workspace: Workspace, three: dict[str, Audit]) -> None:
    """Mine are those with my name as auditor."""
    async with somebody(workspace) as person:
        await person.press("m")
        assert _cases(person) == ["EB-1", "EB-2"]
        await person.press("m")
        assert len(_cases(person)) == 3


async def test_a_signed_off_audit_shows_its_judgement_and_an_open_one_its_progress(
    workspace: Workspace, three: dict[str, Audit], signed: Audit
) -> None:
    """Progress is never shown as quality."""
    async with somebody(workspace) as person:
        lines = {line.split()[2]: line for line in person.lines()}
        assert "good" in lines[signed.case]
        assert "0 of 3" in lines["EB-1"]
        assert "good" not in lines["EB-1"]


async def test_enter_opens_the_audit_under_the_cursor_and_escape_comes_back(
    workspace: Workspace, three: dict[str, Audit]
) -> None:
    """Down, enter: the second audit. Escape: the list, with the cursor where it was."""
    async with somebody(workspace) as person:
        await person.press("down", "enter")
        assert person.place == "AuditScreen"
        assert "EB-2" in person.page
        await person.press("escape")
        assert person.place == "AuditsScreen"
        assert person.finds(LineList).cursor == 1


async def test_a_click_moves_the_cursor_and_a_second_click_opens(workspace: Workspace, three: dict[str, Audit]) -> None:
    """The mouse does what enter does."""
    async with somebody(workspace) as person:
        await person.clicks("#audits", row=2)
        assert person.finds(LineList).cursor == 2
        assert person.place == "AuditsScreen"
        await person.clicks("#audits", row=2)
        assert person.place == "AuditScreen"
        assert "EB-3" in person.page


async def test_an_audit_that_a_colleague_saves_appears_when_one_looks_again(workspace: Workspace) -> None:
    """The key r reads the folder again."""
    async with somebody(workspace) as person:
        assert person.lines() == []
        auditing.begin(workspace, "handover", HEADER)
        await person.press("r")
        assert _cases(person) == ["EB-1042"]


async def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_shown(
    workspace: Workspace, three: dict[str, Audit]
) -> None:
    """A damaged record is said, with what to do; it is never silently left out, and never stops the others."""
    path = workspace.register.path(three["EB-1"])
    (path.parent / "20261109-zzzzzz.json").write_bytes(b"{")
    async with somebody(workspace, size=(160, 30)) as person:
        assert len(_cases(person)) == 3
        assert "20261109-zzzzzz.json" in person.reads("#note")


async def test_an_audit_that_vanished_is_said_and_the_list_stays(workspace: Workspace, three: dict[str, Audit]) -> None:
    """Somebody tidied the folder up while the list was on screen."""
    async with somebody(workspace) as person:
        _erase(workspace, three["EB-1"])
        await person.press("enter")
        assert person.place == "AuditsScreen"
        assert three["EB-1"].id in person.told


def _erase(workspace: Workspace, audit: Audit) -> None:
    workspace.register.path(audit).unlink()
    for revision in (workspace.places.history / audit.id).iterdir():
        revision.unlink()
    (workspace.places.history / audit.id).rmdir()
