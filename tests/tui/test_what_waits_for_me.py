"""One key from the list: what is planned for me, what I began, what was returned, what I said I would do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing, moderating, planning, sampling
from caseaudit.desk.planning import Wish
from caseaudit.desk.sampling_wish import Wish as Draw
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.planning import Auditor
from conftest import HEADER
from moderated import graded, returned, sitting, two
from tui.person import somebody

LIST = "Child ID,Team,Worker\n1001,North,W. [/] =1+1\n1002,South,V. Worker\n"


@pytest.fixture
def planned(workspace: Workspace, tmp_path: Path) -> str:
    """A plan of two cases for the person at the desk; returns its sample."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    columns = {"case": "Child ID", "team": "Team", "worker": "Worker"}
    sample = sampling.keep(
        workspace,
        sampling.draw_sample(workspace, Draw(path, date(2026, 11, 20), columns=columns, size=2, seed=7)).sample,
    )
    people = (Auditor(workspace.person, "East"),)
    planning.make(workspace, Wish(sample.id, people, "2026-12-18", ("handover",)))
    return sample.id


async def test_the_list_says_what_is_planned_and_the_page_who_is_how_far(workspace: Workspace, planned: str) -> None:
    """Home says how many are mine and which key shows them; there the plan's progress stands below."""
    async with somebody(workspace) as person:
        assert "2 planned for you. Press w" in person.page
        await person.press("w")
        assert f"{planned}  {workspace.person}: 0 of 2 signed off" in person.page


async def test_the_list_says_that_a_moderation_waits(workspace: Workspace, planned: str) -> None:
    """Returned to me, agreed with nobody yet, to be graded: beside what is planned, and only until it is done."""
    case = returned(workspace)
    async with somebody(case.auditor, size=(60, 20)) as person:
        assert "Moderation: 1 to acknowledge; 2 planned for you. Press w" in " ".join(person.page.split())
    async with somebody(case.auditor, size=(120, 40)) as person:
        await person.press("w", "end", "enter", "a")
        await person.types("Thank you.")
        await person.press("f2", "escape", "escape")
        assert person.place == "AuditsScreen"
        assert "2 planned for you. Press w" in person.page
        assert "Moderation: " not in person.page
    other = two(workspace, case="EB-2")
    third = graded(case.auditor, auditing.begin(case.auditor, "handover", replace(HEADER, case="EB-3")).id, "good")
    moderating.begin(other.moderator, third.id)
    async with somebody(other.moderator, size=(120, 40)) as person:
        assert "Moderation: 1 to agree, 1 to grade. Press w" in person.page
        await person.press("w")
        assert any("second grade · Handover" in each for each in person.lines())
    async with somebody(sitting(workspace, "N. Named")) as person:
        assert "Press w" not in person.page


async def test_what_waits_is_called_by_its_title_and_of_whom_it_is_where_there_is_room(
    workspace: Workspace, planned: str, begun: Audit
) -> None:
    """A planned checklist by its title, as what is begun; team and worker on a wide terminal."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("w")
        planned_first, _, mine = person.lines()
        for each in (planned_first, mine):
            assert "Handover between workers" in each
        assert "South        V. Worker" in "".join(person.lines())
        assert f"{begun.team} " in mine
        assert begun.worker in mine


async def test_what_is_planned_is_begun_with_enter(workspace: Workspace, planned: str) -> None:
    """The first of two planned cases is begun, opened, and afterwards shown as begun."""
    async with somebody(workspace) as person:
        await person.press("w")
        assert (person.place, len(person.lines())) == ("MineScreen", 2)
        assert "to begin" in person.lines()[0]
        await person.press("enter")
        assert person.place == "AuditScreen"
        await person.press("escape")
        assert person.place == "MineScreen"
        assert any("0 of 3 answered" in each for each in person.lines())
        await person.press("escape")
        assert person.place == "AuditsScreen"


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_the_overdue_action_comes_first(
    workspace: Workspace, planned: str, begun: Audit, size: tuple[int, int]
) -> None:
    """An action of mine that was due in October, then the plan, then what I began without a date."""
    auditing.add_action(workspace, begun.id, "Visit [Child A] \U0001f600", workspace.person, "2026-10-01", "HND-02")
    async with somebody(workspace, size=size) as person:
        await person.press("w")
        assert ["action" in person.lines()[0], "planned" in person.lines()[1], "audit" in person.lines()[3]] == [
            True
        ] * 3
        await person.press("enter")
        assert "HND-02" in person.question


async def test_nothing_waits(workspace: Workspace) -> None:
    """It says so."""
    async with somebody(workspace) as person:
        await person.press("w")
        assert "Nothing waits for you." in person.page
