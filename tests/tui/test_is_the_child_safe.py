"""The moment a critical criterion is graded inadequate, the app asks whether the child is safe now."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Static

import safety
from caseaudit.desk import auditing, escalating, reauditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.screens.audit.screen import AuditScreen
from tui.person import Person, somebody


def said(person: Person) -> list[tuple[str, str, str]]:
    """Return what is on record."""
    screen = person.app.screen_stack[-1]
    assert isinstance(screen, AuditScreen)
    return [(one.criterion, one.safe, one.told) for one in screen.audit.escalations]


async def test_it_is_asked_before_anything_else(workspace: Workspace, begun: Audit) -> None:
    """Grade 4 on a critical criterion opens the question; the answers are kept and the page says them."""
    async with somebody(workspace, begun.id) as person:
        await person.press("4")
        assert person.place == "IsTheChildSafe"
        assert "HND-01 is critical. Is the child safe now?" in person.page
        await person.press("enter", "down", "down", "enter", "tab")
        await person.types("[Child A] manager")
        await person.press("f2")
        assert person.place == "AuditScreen"
        assert said(person) == [("HND-01", "not-safe", "[Child A] manager")]
        assert "not safe now; told: [Child A] manager" in person.page


async def test_a_child_who_may_not_be_safe_needs_somebody_who_was_told(workspace: Workspace, begun: Audit) -> None:
    """F2 without a name says what to do, and the form stays."""
    async with somebody(workspace, begun.id) as person:
        await person.press("4", "enter", "down", "down", "enter", "f2")
        assert person.place == "IsTheChildSafe"
        assert "nobody has been told" in person.page
        await person.types("T. Manager")
        await person.press("f2")
        assert person.place == "AuditScreen"
        assert said(person) == [("HND-01", "not-safe", "T. Manager")]


async def test_who_has_not_said_whether_the_child_is_safe_is_taken_to_that_question(
    workspace: Workspace, begun: Audit
) -> None:
    """The cursor goes to what is wrong, wherever it stood."""
    async with somebody(workspace, begun.id) as person:
        await person.press("4", "tab")
        await person.types("T. Manager")
        await person.press("tab", "f2")
        assert person.app.focused is person.finds("#safe")


async def test_whoever_leaves_the_question_is_reminded_and_finds_it_again(workspace: Workspace, begun: Audit) -> None:
    """Escape leaves it unsaid: the page keeps asking, ! opens it, and the review lists it first."""
    async with somebody(workspace, begun.id) as person:
        await person.press("4", "escape")
        assert "Nobody has said yet whether the child is safe" in person.told
        assert "Is the child safe now? Press !" in person.page
        await person.press("r")
        assert "nobody has said if the child is safe" in person.page
        await person.press("enter")
        assert person.place == "IsTheChildSafe"
        await person.press("escape", "exclamation_mark")
        assert person.place == "IsTheChildSafe"


async def test_standing_by_an_inadequate_of_last_time_asks_too(workspace: Workspace, filled: Audit) -> None:
    """In a re-audit = grades as surely as 4 does."""
    auditing.answer(workspace, filled.id, "HND-01", "inadequate", reason="Nobody came.")
    again = reauditing.begin(workspace, safety.sign_off(workspace, filled.id).id)
    async with somebody(workspace, again.id) as person:
        await person.press("equals_sign")
        assert person.place == "IsTheChildSafe"


async def test_what_was_said_of_safety_stays_in_sight_at_the_signature_and_after_it(
    workspace: Workspace, filled: Audit
) -> None:
    """The last question names it, and the signature does not take its place."""
    auditing.answer(workspace, filled.id, "HND-01", "inadequate", reason="Nobody came.")
    escalating.escalate(workspace, filled.id, "HND-01", "not-safe", "Team manager", "")
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "s")
        assert person.place == "Confirm"
        words = " ".join(str(part.content) for part in person.screen.query(Static))
        assert "HND-01: The child is not safe now; told: Team manager." in words
        await person.press("enter", "escape", "p", "p", "p")
        assert "The child is not safe now; told: Team manager." in person.question
        assert "Signed off by A. Auditor" in person.question


async def test_what_nobody_knows_is_said_so(workspace: Workspace, begun: Audit) -> None:
    """A child whose safety is not known is not "a child who is not known"."""
    auditing.answer(workspace, begun.id, "HND-01", "inadequate", reason="Nobody came.")
    escalating.escalate(workspace, begun.id, "HND-01", "not-known", "Team manager", "")
    async with somebody(workspace, begun.id) as person:
        await person.press("p", "p", "p")
        assert "It is not known whether the child is safe; told: Team manager." in person.question


async def test_a_criterion_that_is_not_critical_asks_nothing(workspace: Workspace, begun: Audit) -> None:
    """Grading another criterion inadequate leaves the auditor where they are."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "n", "n", "4")
        assert person.place == "AuditScreen"


async def test_the_list_of_such_cases_is_one_key_away(
    workspace: Workspace, begun: Audit, sign: Callable[..., Audit]
) -> None:
    """Of two audits one has a critical criterion graded inadequate; ! shows that one, and again shows both."""
    sign("North", "good", case="EB-2")
    auditing.answer(workspace, begun.id, "HND-01", "inadequate", reason="Nobody came.")
    async with somebody(workspace) as person:
        both = len(person.lines())
        await person.press("exclamation_mark")
        assert "not safe?" in person.page
        assert len(person.lines()) < both
        await person.press("exclamation_mark")
        assert len(person.lines()) == both
