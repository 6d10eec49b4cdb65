"""What the summary is narrowed to, and how what is shown leaves as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, Select

from caseaudit.desk.handing_over import FORMS
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.screens.form import Form
from tui.person import Person, somebody

Sign = Callable[..., Audit]


@pytest.fixture
def three(sign: Sign) -> None:
    """Three audits: two teams, two cohorts, three months."""
    sign("North", "good", case="EB-1", date="2026-09-01")
    sign("North", "inadequate", case="EB-2", date="2026-10-01", cohort="child-protection")
    sign("South", "inadequate", case="EB-3", date="2026-11-01")


def _shown(person: Person) -> str:
    """What the heading says of the audits that are shown."""
    return person.reads("#heading").splitlines()[1]


async def _writes(person: Person, field: str, words: str) -> None:
    person.finds(f"#{field}", Input).value = words
    await person.quiet()


async def test_what_is_filtered_is_always_said_and_counted(workspace: Workspace, three: None) -> None:
    """Teams and cohorts one after the other; the count is that of what is shown; escape shows all again."""
    async with somebody(workspace) as person:
        await person.press("2")
        assert _shown(person) == "3 signed off, 0 in progress · all teams, cohorts, dates"
        await person.press("t")
        assert _shown(person) == "2 signed off, 0 in progress · team North"
        await person.press("g")
        assert _shown(person) == "1 signed off, 0 in progress · team North · cohort child in need"
        await person.press("v", "v")
        assert "team North" in _shown(person)
        await person.press("escape")
        assert _shown(person) == "3 signed off, 0 in progress · all teams, cohorts, dates"


async def test_the_teams_go_both_ways(workspace: Workspace, three: None) -> None:
    """T is the team before; before the first one come all of them."""
    async with somebody(workspace) as person:
        await person.press("2", "T")
        assert "team South" in _shown(person)
        await person.press("t")
        assert "all teams" in _shown(person)


async def test_a_period_is_asked_for(workspace: Workspace, three: None) -> None:
    """p, the first day, the last day, F2."""
    async with somebody(workspace) as person:
        await person.press("2", "p")
        await person.types("2026-10-01")
        await person.press("enter")
        await person.types("2026-10-31")
        await person.press("f2")
        assert _shown(person) == "1 signed off, 0 in progress · all teams · 2026-10-01 to 2026-10-31"


async def test_a_period_may_be_typed_with_the_day_first(workspace: Workspace, three: None) -> None:
    """It is said as every other."""
    async with somebody(workspace) as person:
        await person.press("2", "p")
        await _writes(person, "since", "01/10/2026")
        await _writes(person, "until", "31/10/2026")
        await person.press("f2")
        assert _shown(person) == "1 signed off, 0 in progress · all teams · 2026-10-01 to 2026-10-31"


async def test_a_day_that_is_none_is_said_in_the_form(workspace: Workspace, three: None) -> None:
    """Every wrong day at once, and days the wrong way round; nothing changes behind."""
    async with somebody(workspace) as person:
        await person.press("2", "p")
        await _writes(person, "since", "20261001")
        await _writes(person, "until", "31 October")
        await person.press("f2")
        assert person.reads("#problems").count("is not a day") == 2
        await _writes(person, "since", "2026-11-01")
        await _writes(person, "until", "2026-10-01")
        await person.press("f2")
        assert "lies after the last day" in person.reads("#problems")
        await person.press("escape")
        assert "3 signed off" in _shown(person)


async def test_every_filter_can_be_asked_for_at_once(workspace: Workspace, three: None) -> None:
    """f: team, checklist, cohort and days in one form, as they stand."""
    async with somebody(workspace) as person:
        await person.press("2", "t", "f")
        assert person.place == "Narrow"
        assert person.finds("#team", Select).value == "North"
        person.finds("#team", Select).value = "South"
        await person.press("f2")
        assert "team South" in _shown(person)


async def test_where_nothing_matches_the_way_back_is_said(workspace: Workspace, three: None) -> None:
    """A filter that leaves nothing says which key takes it away; no view fails."""
    async with somebody(workspace) as person:
        await person.press("2", "p")
        await person.types("2030-01-01")
        await person.press("f2")
        for _ in range(4):
            assert "Press escape to show all" in person.reads("#heading")
            await person.press("enter", "v")
        await person.press("escape")
        assert "3 signed off" in _shown(person)


async def test_the_audits_behind_a_figure_are_filtered_too(workspace: Workspace, three: None) -> None:
    """What the heading counts is what enter shows."""
    async with somebody(workspace) as person:
        await person.press("2", "t", "enter")
        assert len(person.lines()) == 2
        assert all("North" in line for line in person.lines())


# ── export ───────────────────────────────────────────────────────────────────


async def _exports(person: Person, form: str, path: Path) -> None:
    """Ask for a format and a file, and wait until it is written or refused."""
    await person.press("e")
    person.finds("#form", Select).value = form
    await person.quiet()
    await _writes(person, "file", str(path))
    await person.press("f2")
    await person.waits_until(lambda: not isinstance(person.screen, Form))
    await person.waits_until(lambda: all(worker.is_finished for worker in person.app.workers))
    await person.quiet()


async def test_what_is_shown_leaves_as_a_file(workspace: Workspace, three: None, tmp_path: Path) -> None:
    """e, a format, a name: exactly the audits of the heading, and where they are."""
    path = tmp_path / "north.csv"
    async with somebody(workspace) as person:
        await person.press("2", "t")
        await _exports(person, "csv", path)
        assert f"2 audits written to {path}" in person.told
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert {row["team"] for row in csv.DictReader(file)} == {"North"}


@pytest.mark.parametrize("form", FORMS)
async def test_every_format_of_the_list_can_be_written(
    workspace: Workspace, three: None, tmp_path: Path, form: str
) -> None:
    """None is offered that does not work."""
    path = tmp_path / f"all{FORMS[form].ending}"
    async with somebody(workspace) as person:
        await person.press("2")
        await _exports(person, form, path)
        assert f"3 audits written to {path}" in person.told
    assert path.is_dir() if form == "parquet" else path.stat().st_size > 100


async def test_what_holds_everything_is_offered_only_where_nothing_is_filtered(
    workspace: Workspace, three: None
) -> None:
    """A lake of every audit would not be what is shown."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2", "e", "enter")
        assert "parquet" in person.page
        await person.press("escape", "escape", "t", "e", "enter")
        assert "json" in person.page
        assert "parquet" not in person.page


async def test_the_name_follows_the_format(workspace: Workspace, three: None) -> None:
    """The ending changes, the rest of the name stays."""
    async with somebody(workspace) as person:
        await person.press("2", "e")
        assert person.finds("#file", Input).value.endswith("caseaudit-2026-11-20.csv")
        person.finds("#form", Select).value = "markdown"
        await person.quiet()
        assert person.finds("#file", Input).value.endswith("caseaudit-2026-11-20.md")


async def test_a_file_that_is_there_is_never_written_over(workspace: Workspace, three: None, tmp_path: Path) -> None:
    """Nor anything among the records, nor nothing at all; the form says why and stays."""
    path = tmp_path / "mine.json"
    path.write_text("mine", encoding="utf-8")
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2", "e")
        for name, why in (
            (str(path), "exists already"),
            ("", "has no name"),
            (str(workspace.places.audits / "x.csv"), "among the records"),
            (str(tmp_path / "nowhere" / "x.csv"), "is not a folder"),
        ):
            await _writes(person, "file", name)
            person.finds("#share").focus()
            await person.press("f2")
            assert why in person.reads("#problems")
            assert person.app.focused is person.finds("#file")
    assert path.read_text(encoding="utf-8") == "mine"


async def test_a_file_left_out_is_said_with_the_export(workspace: Workspace, sign: Sign, tmp_path: Path) -> None:
    """An export that is not complete says so."""
    path = workspace.register.path(sign("North", "good"))
    (path.parent / "20261109-zzzzzz.json").write_bytes(b"{")
    async with somebody(workspace) as person:
        await person.press("2")
        await _exports(person, "json", tmp_path / "all.json")
        assert "1 file left out" in person.told
    assert json.loads((tmp_path / "all.json").read_bytes())
