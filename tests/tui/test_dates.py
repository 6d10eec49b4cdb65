"""The dates behind a criterion: typed in a form, read by a clock."""

from __future__ import annotations

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.tui.screens.dates import DatesForm
from conftest import HEADER
from tui.person import somebody


@pytest.mark.parametrize(
    ("first", "dates", "wrong"),
    [("soon", "2026-05-04", "start"), ("", "2026-05-04 2026-03-04", "held"), ("2026-05-04", "never", "held")],
)
async def test_the_keyboard_goes_to_the_date_that_is_wrong(
    workspace: Workspace, first: str, dates: str, wrong: str
) -> None:
    """One that is no date, and one of a list that comes before the one before it."""
    audit = auditing.begin(workspace, "leaving-care", HEADER)
    clock = workspace.library.timescale("pathway-plan-review")
    async with somebody(workspace) as person:
        person.app.push_screen(DatesForm(workspace, audit, "TRP-02", clock))
        await person.quiet()
        await person.types(first)
        await person.press("tab")
        await person.types(dates)
        await person.press("tab", "tab", "f2")
        assert person.app.focused is person.finds(f"#{wrong}")
