"""The tab of actions: what is overdue first, done with evidence, closed with evidence of effect."""

from __future__ import annotations

from typing import cast

import pytest

import safety
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Action, Audit
from tui.person import Person, somebody


@pytest.fixture
def acted(workspace: Workspace, filled: Audit) -> Audit:
    """A signed-off audit with one action that is overdue and one that is not."""
    auditing.add_action(workspace, filled.id, "Visit [Child A] =1+1", "A. Auditor", "2026-10-01", "HND-01")
    auditing.add_action(workspace, filled.id, "Write the summary", "T. Manager", "2026-12-01")
    return safety.sign_off(workspace, filled.id)


def action(workspace: Workspace, audit: Audit, place: int = 0) -> Action:
    """Return one action as it is saved."""
    return workspace.register.load(audit.id).actions[place]


async def answers(person: Person, words: str) -> None:
    """Write into the question on top and accept."""
    await person.types(words)
    await person.press("f2")
    await person.catches_up()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_what_is_overdue_comes_first_and_is_told_in_words(
    workspace: Workspace, acted: Audit, size: tuple[int, int]
) -> None:
    """The line says how late, the pane below says everything, whatever the text."""
    async with somebody(workspace, size=size) as person:
        await person.press("3")
        assert person.place == "ActionsScreen"
        first = person.lines()[0]
        assert "50 d late" in first
        assert "Visit [Child A]" in person.page


async def test_done_and_closed_from_the_keyboard(workspace: Workspace, acted: Audit) -> None:
    """One key asks what shows it, another what difference it made; then it leaves the list."""
    async with somebody(workspace) as person:
        await person.press("3", "d")
        await answers(person, "Visit record")
        assert action(workspace, acted).status == "done"
        await person.press("c" if "Visit" in person.lines()[0] else "down")
        if person.place == "ActionsScreen":
            await person.press("c")
        await answers(person, "He asks for her")
        assert (action(workspace, acted).status, action(workspace, acted).effect) == ("closed", "He asks for her")
        assert len(person.lines()) == 1


async def test_what_is_not_done_cannot_be_closed(workspace: Workspace, acted: Audit) -> None:
    """It says what to do first."""
    async with somebody(workspace) as person:
        await person.press("3", "c")
        await answers(person, "He asks for her")
        assert "is not completed yet" in person.told
        assert action(workspace, acted).status == "open"


async def test_mine_and_which(workspace: Workspace, acted: Audit) -> None:
    """One key shows what I have to do; another goes round: overdue, closed, all, open and done."""
    async with somebody(workspace) as person:
        await person.press("3", "m")
        assert len(person.lines()) == 1
        await person.press("m", "f")
        assert "overdue" in person.page.splitlines()[0]
        await person.press("f")
        assert "No actions here" in person.page
        await person.press("f")
        assert len(person.lines()) == 2


async def test_enter_opens_the_audit_at_its_criterion(workspace: Workspace, acted: Audit) -> None:
    """From the action to the file, and back."""
    async with somebody(workspace) as person:
        await person.press("3", "enter")
        assert person.place == "AuditScreen"
        assert "HND-01" in cast("str", person.question)
        await person.press("escape")
        assert person.place == "ActionsScreen"
