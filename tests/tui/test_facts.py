"""The facts of a case in the app: one key opens the form, and nothing in it is needed."""

from __future__ import annotations

import pytest

import sample_facts
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.screens.audit.screen import AuditScreen
from tui.person import Person, somebody


@pytest.fixture
def placed(workspace: Workspace) -> Audit:
    """An audit whose checklist asks for facts of every kind."""
    sample_facts.add_placement(workspace)
    return sample_facts.begun(workspace)


def noted(person: Person) -> dict[str, str]:
    """Return the facts on the screen's audit that are noted."""
    screen = person.app.screen_stack[-1]
    assert isinstance(screen, AuditScreen)
    return {fact.id: fact.value for fact in screen.audit.facts if fact.value}


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_facts_are_noted_in_a_form(workspace: Workspace, placed: Audit, size: tuple[int, int]) -> None:
    """A number, a date, a choice; F2 keeps them, and leaving the audit saves them."""
    async with somebody(workspace, placed.id, size=size) as person:
        await person.press("f")
        assert person.place == "FactsForm"
        assert "Moves in the last" in person.page
        await person.types("2")
        await person.press("tab")
        await person.types("2026-05-04")
        await person.press("tab", "tab", "enter", "down", "enter", "f2")
        assert person.place == "AuditScreen"
        assert noted(person) == {
            "placement-moves": "2",
            "plan-date": "2026-05-04",
            "placement-distance": "in the borough",
        }
        assert "3 of 6 facts noted." in person.told
        await person.press("f2")
    assert workspace.register.load(placed.id).facts[0].value == "2"


async def test_everything_that_is_wrong_is_said_at_once(workspace: Workspace, placed: Audit) -> None:
    """The form stays, with what to do; Escape leaves the audit as it was."""
    async with somebody(workspace, placed.id) as person:
        await person.press("f")
        await person.types("[/]")
        await person.press("tab")
        await person.types("2031-05-04")
        await person.press("f2")
        assert person.place == "FactsForm"
        assert "placement-moves: is not a number that fits" in person.page
        assert "plan-date: lies in the future" in person.page
        assert person.app.focused is person.finds("#fact-placement-moves")
        await person.press("escape", "escape")
        assert noted(person) == {}


async def test_noting_facts_is_undone_like_anything_else(workspace: Workspace, placed: Audit) -> None:
    """One step back takes the whole form back."""
    async with somebody(workspace, placed.id) as person:
        await person.press("f")
        await person.types("2")
        await person.press("f2", "z")
        assert noted(person) == {}


async def test_a_checklist_without_facts_says_so(workspace: Workspace, begun: Audit) -> None:
    """The key is no dead end."""
    async with somebody(workspace, begun.id) as person:
        await person.press("f")
        assert "asks for no facts" in person.told
        assert person.place == "AuditScreen"
