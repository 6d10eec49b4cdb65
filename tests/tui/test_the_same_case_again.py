"""The same case audited again, in the app: last time beside every criterion, what moved, what repeats."""

from __future__ import annotations

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from tui.person import somebody


async def test_from_the_signature_to_the_next_round(workspace: Workspace, filled: Audit) -> None:
    """One key begins it; the page says what was said; = stands by it; the review counts what moved."""
    auditing.answer(workspace, filled.id, "HND-01", "requires-improvement", reason="The visit [/] came late.")
    auditing.add_action(workspace, filled.id, "Visit together", "W. Worker", "2026-12-01", "HND-01")
    auditing.sign_off(workspace, filled.id)
    async with somebody(workspace, filled.id, size=(100, 40)) as person:
        await person.press("b")
        assert "1 action goes over into it." in person.page
        await person.press("enter")
        again = person.screen
        assert "Last time: requires improvement. The visit [/] came late." in person.page
        await person.press("equals_sign")
        assert person.chosen == [3]
        assert "Carried from" in person.page
        await person.press("n", "1", "r")
        assert "Since last time: 0 better, 2 same, 0 worse. These findings repeat: HND-01." in " ".join(
            person.page.split()
        ).replace("─", "")
        assert again is not person.screen


async def test_an_open_audit_is_not_begun_again(workspace: Workspace, begun: Audit) -> None:
    """It says what to do first."""
    async with somebody(workspace, begun.id) as person:
        await person.press("b")
        assert "Sign it off first" in person.told
