"""The tab of actions: what is overdue first, done with evidence, closed with evidence of effect."""

from __future__ import annotations

from typing import cast

import pytest

import safety
from caseaudit.desk import auditing, reauditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Action, Audit
from caseaudit.tui.widgets.words import Words
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
    """It says what to do first, before anybody has written a word."""
    async with somebody(workspace) as person:
        await person.press("3", "c")
        assert person.place == "ActionsScreen"
        assert "is not completed yet. Press d first" in person.told
        assert action(workspace, acted).status == "open"


async def test_words_that_cannot_be_taken_stay_in_their_box(workspace: Workspace, acted: Audit) -> None:
    """Somebody else carries the action over while the sentence is written: it says so, and the sentence is there."""
    async with somebody(workspace) as person:
        await person.press("3", "d")
        await person.types("Visit record of [Child A]")
        reauditing.begin(workspace, acted.id)
        await person.press("f2")
        assert person.place == "AskText"
        assert "was carried into a re-audit" in person.reads("#problems")
        assert "carried" in person.page
        assert person.finds(Words).text == "Visit record of [Child A]"
        await person.press("escape", "escape")
        assert person.place == "ActionsScreen"


async def test_what_shows_that_it_was_done_may_not_be_nothing(workspace: Workspace, acted: Audit) -> None:
    """F2 on an empty box says what is wanting, and the box stays."""
    async with somebody(workspace) as person:
        await person.press("3", "d", "f2")
        assert "has no evidence that it was done" in person.page
        await answers(person, "Visit record")
        assert person.place == "ActionsScreen"
        assert action(workspace, acted).status == "done"


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
