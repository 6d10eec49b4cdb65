"""Moderation on screen: a second grade given blind, both side by side, agreed on, returned, read, acknowledged."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.content import Content
from textual.widgets import Static

from caseaudit.desk import auditing, moderating
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from conftest import HEADER
from hostile import HOSTILE
from moderated import AUDITOR, MODERATOR, Two, graded, returned, sitting, two
from tui.person import somebody


@pytest.fixture
def moderator(workspace: Workspace) -> Workspace:
    """The workspace as the moderator has it open."""
    return sitting(workspace, MODERATOR, 5)


@pytest.fixture
def case(workspace: Workspace) -> Two:
    """A case that both have graded: good against requires improvement."""
    return two(workspace)


def on_record(workspace: Workspace, case: Two) -> Audit:
    """The first audit as it stands in the register."""
    return workspace.register.load(case.first.id)


# ── given blind ──────────────────────────────────────────────────────────────


async def test_begun_from_the_list_and_graded_without_a_look_at_the_first(
    workspace: Workspace, moderator: Workspace, signed: Audit
) -> None:
    """M asks, enter begins; the top line says what it is; no word of the first is on the page."""
    auditing.reopen(workspace, signed.id, "A word was missing.")
    auditing.answer(workspace, signed.id, "HND-01", "good", reason="The first auditor's words.")
    auditing.sign_off(workspace, signed.id)
    async with somebody(moderator, size=(120, 40)) as person:
        await person.press("M")
        assert person.place == "Confirm"
        assert "Begin a blind second grade?" in person.page
        await person.press("enter")
        assert person.place == "AuditScreen"
        assert "second grade, blind" in person.page
        assert "The first auditor's words." not in person.page
        await person.press("escape")
        lines = person.lines()
        assert [("second grade" in line, "you grade it again" in line) for line in lines] == [
            (True, False),
            (False, True),
        ]
        assert "good" not in "".join(lines)


async def test_the_first_stays_closed_until_the_second_is_signed(
    workspace: Workspace, moderator: Workspace, signed: Audit
) -> None:
    """Opening it says why not; M goes on with the second grade instead."""
    second = moderating.begin(moderator, signed.id)
    async with somebody(moderator) as person:
        await person.press("down", "enter")
        assert person.place == "AuditsScreen"
        assert "is hidden while you grade it a second time" in person.told
        await person.press("M")
        assert "second grade, blind" in person.page
        await person.press("m")
        assert "This is the second grade. Press r and sign off" in person.told
    graded(moderator, second.id, "good")
    async with somebody(moderator) as person:
        await person.press("down", "enter")
        assert person.place == "AuditScreen"


async def test_begun_from_within_the_audit_it_takes_its_place(moderator: Workspace, signed: Audit) -> None:
    """Escape from the second grade does not lead back to what it must not see."""
    async with somebody(moderator) as person:
        await person.press("enter", "m", "enter")
        assert "second grade, blind" in person.page
        await person.press("escape")
        assert person.place == "AuditsScreen"


async def test_what_cannot_be_moderated_says_why(workspace: Workspace, moderator: Workspace, signed: Audit) -> None:
    """My own audit; one that is open; one that a colleague grades at this moment."""
    async with somebody(workspace) as person:
        await person.press("M")
        assert "the moderator is the auditor" in person.told
    moderating.begin(moderator, signed.id)
    async with somebody(sitting(workspace, "N. Named")) as person:
        await person.press("down", "M")
        assert f"{MODERATOR} is grading it a second time, blind" in person.told
        assert person.place == "AuditsScreen"
    auditing.reopen(workspace, signed.id, "A slip.")
    async with somebody(sitting(workspace, "N. Named"), size=(80, 24)) as person:
        await person.press("down", "M")
        assert person.place == "AuditsScreen"


async def test_after_signing_the_second_grade_m_goes_on_from_the_review(moderator: Workspace, signed: Audit) -> None:
    """Before the signature there is no such key; after it the page says so, and m lays both side by side."""
    second = moderating.begin(moderator, signed.id)
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(moderator, second.id, criterion, verdict, reason="Seen.")
    async with somebody(moderator, second.id, size=(100, 30)) as person:
        await person.press("r", "m")
        assert person.place == "Review"
        assert "m Moderate" not in person.page
        await person.press("s", "enter")
        assert "Press m to lay it beside the first." in " ".join(person.page.split())
        assert "m Moderate" in person.page
        await person.press("m")
        assert person.place == "AgreeingScreen"
        await person.press("escape")
        assert person.place == "AuditScreen"


# ── side by side ─────────────────────────────────────────────────────────────


async def test_disagreement_stands_first_with_both_reasons_beside_each_other(case: Two) -> None:
    """Which way they differ in words, and what each wrote."""
    async with somebody(case.moderator, case.second.id, size=(120, 40)) as person:
        assert "Press m to lay it beside the first." in person.page
        await person.press("m")
        assert person.place == "AgreeingScreen"
        assert "moderator one grade more severe" in person.page
        assert [line.split()[:2] for line in person.lines()] == [
            ["≠", "HND-01"],
            ["=", "HND-02"],
            ["=", "HND-03"],
            ["·", "Judgement"],
        ]
        (row,) = (row for row in person.page.splitlines() if f"{AUDITOR} has read HND-01." in row)
        assert f"{MODERATOR} has read HND-01." in row


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_both_wrote_never_runs_together(case: Two, size: tuple[int, int]) -> None:
    """Side by side, each line of the one ends before the other begins, with a rule between them."""
    async with somebody(case.moderator, case.second.id, size=size) as person:
        await person.press("m")
        first, second = (person.finds(f"#{name}", Static) for name in ("first", "second"))
        assert first.region.y == second.region.y
        assert first.content_region.right + 2 <= second.content_region.x
        assert "│" in person.page.splitlines()[second.region.y]


async def test_on_a_small_terminal_they_stand_one_below_the_other(case: Two) -> None:
    """At 60 by 20 the list gives way, and nothing is cut at the side."""
    async with somebody(case.moderator, case.second.id, size=(60, 20)) as person:
        await person.press("m")
        first, second = (person.finds(f"#{name}", Static).region for name in ("first", "second"))
        assert second.y == first.bottom
        assert f"{MODERATOR} has read HND-01." in person.page
        assert not person.finds("#sides").display


async def test_agreeing_returning_and_what_goes_on_record(workspace: Workspace, case: Two) -> None:
    """A number and a reason; the judgement last; a comment; s returns it."""
    async with somebody(case.moderator, case.second.id, size=(100, 40)) as person:
        await person.press("m", "s")
        assert "Nothing is agreed yet on HND-01. Press u to go there." in person.told
        await person.press("3")
        assert "HND-01: why is Requires improvement agreed?" in person.page
        await person.types("Too late.")
        await person.press("f2")
        assert person.reads("#agreed") == "Agreed  Requires improvement. Too late."
        assert on_record(workspace, case).moderation is not None
        await person.press("u")
        assert "The agreed grades suggest" in person.page
        await person.press("3")
        await person.types("By the first.")
        await person.press("f2", "c")
        await person.types("Clear reasons.")
        await person.press("f2", "s")
        assert "Return it to its auditor?" in person.page
        assert "requires improvement. Comment: Clear reasons." in person.page
        await person.press("enter")
        assert f"Returned to {AUDITOR}." in person.told
        await person.press("p", "1")
        assert person.place == "AgreeingScreen"
    moderation = on_record(workspace, case).moderation
    assert moderation is not None
    assert (moderation.judgement, moderation.judgement_reason, moderation.comment, moderation.by) == (
        "requires-improvement", "By the first.", "Clear reasons.", MODERATOR,
    )  # fmt: skip
    assert [(each.criterion, each.grade, each.reason) for each in moderation.outcomes] == [
        ("HND-01", "requires-improvement", "Too late.")
    ]


async def test_a_mistake_is_said_and_changes_nothing(workspace: Workspace, case: Two) -> None:
    """No reason; a state that the criterion refuses. The box stays, with the words that were written in it."""
    async with somebody(case.moderator, case.second.id) as person:
        await person.press("m", "2", "f2")
        assert "is agreed without a reason" in person.reads("#problems")
        await person.press("escape", "0")
        await person.types("A whole sentence")
        await person.press("f2")
        assert "is not a grade of this scale" in person.reads("#problems")
        assert "A whole sentence" in person.page
        await person.press("escape", "escape", "5")
        assert person.place == "AgreeingScreen"
    assert on_record(workspace, case).moderation is None


async def test_numbers_that_differ_are_agreed_on_as_numbers(workspace: Workspace) -> None:
    """Enter asks for it."""
    case = two(workspace, second="good", numbers=("2", "3"))
    async with somebody(case.moderator, case.second.id) as person:
        await person.press("m")
        assert "enter asks for the number" in " ".join(person.page.split())
        await person.press("enter")
        await person.types("3")
        await person.press("f2")
        await person.types("The agency worker counts.")
        await person.press("f2")
    moderation = on_record(workspace, case).moderation
    assert moderation is not None
    assert moderation.outcomes[0].count == 3


async def test_the_auditor_closes_an_action_meanwhile(workspace: Workspace, case: Two) -> None:
    """What the moderator agrees next is saved beside it, without a question."""
    async with somebody(case.moderator, case.second.id) as person:
        await person.press("m")
        auditing.add_action(case.auditor, case.first.id, "Plan the goodbye.", "W. Worker", "2026-12-01")
        await person.press("2")
        await person.types("It holds.")
        await person.press("f2", "s", "enter")
        assert f"Returned to {AUDITOR}." in person.told
    first = on_record(workspace, case)
    assert [action.what for action in first.actions] == ["Plan the goodbye."]
    assert first.moderation is not None
    assert first.moderation.at


# ── back to the auditor ──────────────────────────────────────────────────────


async def test_the_auditor_reads_what_was_agreed_and_acknowledges(workspace: Workspace) -> None:
    """Opening the audit says so; m shows it; a takes a reply. The auditor agrees on nothing alone."""
    case = returned(workspace, "Name the page.")
    async with somebody(case.auditor, case.first.id, size=(100, 40)) as person:
        assert "It was moderated and returned to you. Press m" in person.told
        assert f"Agreed with {MODERATOR}: requires improvement." in person.question
        await person.press("m")
        assert "Name the page." in person.page
        assert "The visit came after the change." in person.page
        await person.press("1")
        assert person.place == "AgreeingScreen"
        await person.press("a")
        await person.types("Thank you.")
        await person.press("f2")
        assert "Acknowledged." in person.told
        await person.press("a")
        assert person.place == "AgreeingScreen"
    moderation = on_record(workspace, case).moderation
    assert moderation is not None
    assert (moderation.acknowledged_by, moderation.reply) == (AUDITOR, "Thank you.")


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_the_review_of_what_was_moderated_tells_what_counts(workspace: Workspace, size: tuple[int, int]) -> None:
    """What the agreed grades suggest, the agreed judgement marked, who agreed it and why, and the auditor's own."""
    case = returned(workspace)
    async with somebody(workspace, case.first.id, size=size) as person:
        await person.press("r")
        assert person.reads("#suggested").startswith("The agreed grades suggest  Requires improvement  ")
        decided = person.finds("#decided", Static).content
        assert isinstance(decided, Content)
        marked = [decided.plain[span.start : span.end] for span in decided.spans if "reverse" in str(span.style)]
        assert marked == [" 3 Requires improvement "]
        assert decided.plain.splitlines()[1:] == [
            f"Moderated  {MODERATOR}, agreed 2026-11-27; what was agreed counts.",
            "Because    By HND-01.",
            "Auditor's  Good.",
        ]
        assert "Auditor's  Good." in person.page


async def test_the_review_tells_nothing_that_is_not_returned_and_nothing_that_is_overtaken(
    workspace: Workspace, case: Two
) -> None:
    """While the two agree it is as before; once it is opened again, its auditor's grades are weighed."""
    moderating.settle(case.moderator, case.first.id, "HND-01", "requires-improvement", "Too late.")
    async with somebody(case.auditor, case.first.id) as person:
        await person.press("r")
        assert person.reads("#suggested").startswith("Suggested  Good  ")
        assert "oderated" not in person.page
    moderating.hand_back(sitting(workspace, MODERATOR, 7), case.first.id, "requires-improvement", "By HND-01.")
    auditing.reopen(case.auditor, case.first.id, "A slip.")
    async with somebody(case.auditor, case.first.id) as person:
        await person.press("r")
        assert person.reads("#suggested").startswith("Suggested  Good  ")
        assert "open again since, so it will count as its auditor signs it" in " ".join(person.page.split())
    auditing.sign_off(sitting(workspace, AUDITOR, 9), case.first.id)
    async with somebody(case.auditor, case.first.id) as person:
        assert "Agreed with" not in person.question
        assert "Press o to reopen it" in person.question


async def test_before_it_is_returned_the_auditor_can_only_read(case: Two) -> None:
    """Neither grade nor comment nor return answers."""
    async with somebody(case.auditor, case.first.id) as person:
        await person.press("m", "2", "c", "s", "a")
        assert person.place == "AgreeingScreen"
        assert "Agree:" not in person.page


# ── the list ─────────────────────────────────────────────────────────────────


async def test_who_has_to_do_what_mine_first(workspace: Workspace, moderator: Workspace) -> None:
    """The step, whose it is, how far, for how long; f adds what is done, m leaves only mine."""
    back = returned(workspace)
    two(workspace, case="EB-2")
    moderating.begin(sitting(workspace, "N. Named"), graded_first(workspace).id)
    async with somebody(moderator, size=(80, 24)) as person:
        await person.press("o")
        assert person.place == "ModerationScreen"
        assert [" ".join(line.split()) for line in person.lines()] == [
            "≠ to agree you EB-2 1 open 5 d Handover between …",
            "○ to grade N. Named EB-3 0 of 3 5 d Handover between …",
            "◐ to acknowledge A. Auditor EB-1042 agreed 7 d Handover between …",
        ]
        await person.press("m")
        assert len(person.lines()) == 1
        moderating.acknowledge(back.auditor, back.first.id)
        await person.press("m", "f")
        assert [line.split()[0] for line in person.lines()] == ["≠", "○", "✓"]
        await person.press("enter")
        assert person.place == "AgreeingScreen"
        await person.press("escape", "escape")
        assert person.place == "AuditsScreen"


def graded_first(workspace: Workspace) -> Audit:
    """A signed-off audit of another case."""
    auditor = sitting(workspace, AUDITOR)
    return graded(auditor, auditing.begin(auditor, "handover", replace(HEADER, case="EB-3")).id, "good")


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (60, "Next step Whose turn Case How far Days"),
        (120, "Next step Whose turn Case How far Days Auditor Moderator Checklist"),
    ],
)
async def test_every_column_has_its_heading_above_it(case: Two, width: int, headings: str) -> None:
    """Each name of a column begins where the column does, so nobody guesses who the moderator is."""
    async with somebody(case.moderator, size=(width, 20)) as person:
        await person.press("o")
        above, first = person.page.splitlines()[1:3]
        assert " ".join(above.split()) == headings
        said = {"Case": "EB-1042", "How far": "1 open", "Auditor": AUDITOR, "Moderator": MODERATOR}
        for name in filter(headings.__contains__, said):
            assert first[above.index(name) :].startswith(said[name])


async def test_an_empty_list_says_what_to_press(workspace: Workspace) -> None:
    """No second grade yet."""
    async with somebody(workspace) as person:
        await person.press("o")
        assert "Nothing waits. Press f for what is done" in person.page
        assert "Next step" not in person.page


# ── hostile text ─────────────────────────────────────────────────────────────


async def test_hostile_text_on_both_sides_is_words(workspace: Workspace) -> None:
    """Reasons, what was agreed, a comment, a name: shown as written, markup and all; nothing drives the terminal."""
    words = "\n".join(text for text in HOSTILE if len(text) < 60)
    first = graded(workspace, auditing.begin(workspace, "handover", HEADER).id, "good")
    who = sitting(workspace, "[Child A] =1+1 \x1b[31m [/]", 3)
    second = moderating.begin(who, first.id)
    graded(who, second.id, "requires-improvement")
    moderating.settle(who, first.id, "HND-01", "good", words)
    moderating.note(who, first.id, comment=words)
    async with somebody(who, second.id, size=(120, 60)) as person:
        await person.press("m")
        assert "[Child A] =1+1" in person.page
        assert "[@click=app.quit]press me[/]" in person.reads("#agreed")
        assert "\x1b" not in person.page
        assert "\u202e" not in person.page
        await person.press("escape", "escape")
    async with somebody(who, size=(120, 30)) as person:
        await person.press("o")
        assert "[Child A]" in person.page
        assert "\x1b" not in person.page
