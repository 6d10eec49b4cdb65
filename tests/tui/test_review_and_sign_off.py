"""The review: what is missing, what the rule suggests, what the auditor decides, and the signature."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import MEANING, Action, Audit, with_action
from caseaudit.tui.screens.audit.screen import AuditScreen
from caseaudit.tui.screens.review import Review
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.words import Words
from conftest import HEADER
from tui.person import Person, somebody


def _audit(person: Person) -> Audit:
    """The audit as it stands on screen, saved or not."""
    assert isinstance(person.screen, AuditScreen | Review)
    return person.screen.audit


async def test_the_review_lists_everything_that_is_missing_in_reading_order(workspace: Workspace, begun: Audit) -> None:
    """Unanswered, without a reason, without a judgement: each with what to do."""
    auditing.answer(workspace, begun.id, "HND-02", "yes")
    async with somebody(workspace, begun.id) as person:
        await person.press("r")
        assert person.place == "Review"
        keys = [line.split()[1].rstrip(":") for line in person.lines()]
        assert keys[:3] == ["HND-01", "HND-02", "HND-03"]
        assert "is not answered" in person.lines()[0]
        assert "has no reason" in person.lines()[1]


async def test_enter_goes_to_what_is_missing(workspace: Workspace, begun: Audit) -> None:
    """From the second line of the list to the second criterion, with the keys ready for grading."""
    async with somebody(workspace, begun.id) as person:
        await person.press("r", "down", "enter")
        assert person.place == "AuditScreen"
        assert person.screen.at == "HND-02"
        await person.press("1")
        assert _audit(person).answer("HND-02").grade == "yes"


async def test_escape_comes_back_to_where_one_was(workspace: Workspace, begun: Audit) -> None:
    """Looking at the review moves nothing."""
    async with somebody(workspace, begun.id) as person:
        await person.press("n", "r", "escape")
        assert person.screen.at == "HND-02"


async def test_nothing_is_signed_while_something_is_missing(workspace: Workspace, begun: Audit) -> None:
    """The key for signing says what is missing instead."""
    async with somebody(workspace, begun.id) as person:
        await person.press("r", "s")
        assert person.place == "Review"
        assert "HND-01" in person.told
        assert not _audit(person).signed_off


async def test_the_suggested_judgement_comes_with_its_reason(workspace: Workspace, filled: Audit) -> None:
    """One sentence says how the rule got there."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        assert "Good" in person.reads("#suggested")
        assert "100 %" in person.reads("#suggested")
        assert "Nothing is missing" in person.reads("#heading")


LEFT_OUT = "Left out, as not applying here: Cases in court (1 of 4 questions)."


async def test_what_is_left_out_is_named_before_it_is_signed(workspace: Workspace, filled: Audit) -> None:
    """u, the review and the last question all say it, so that whoever signs does so knowingly."""
    async with somebody(workspace, filled.id) as person:
        await person.press("u")
        assert f"{LEFT_OUT} Everything else is answered." in person.told
        await person.press("r")
        assert person.reads("#heading").splitlines()[0] == LEFT_OUT
        await person.press("s")
        assert person.place == "Confirm"
        assert LEFT_OUT in " ".join(str(part.content) for part in person.screen.query(Static))
        await person.press("escape", "escape", "n", "n", "n", "s", "1", "e")
        await person.types("Known to the court.")
        await person.press("escape", "u")
        assert person.told.endswith("Everything is answered. Press r to review and sign off.")


@pytest.fixture
def nothing_always_applies(workspace: Workspace) -> Audit:
    """A new audit of `handover` as a service has it in which both sections apply to some cases only."""
    path, title = workspace.places.checklists / "handover.toml", 'title = "The handover itself"'
    words = path.read_text(encoding="utf-8").replace(title, f'{title}\napplies_when = "the worker changed"')
    path.write_text(words, encoding="utf-8")
    return auditing.begin(workspace, "handover", HEADER)


async def test_an_audit_that_asks_nothing_is_not_called_answered(
    nothing_always_applies: Audit, workspace: Workspace
) -> None:
    """Opening says how to switch sections on, u that nothing is asked, and the review leads back to the first."""
    async with somebody(workspace, nothing_always_applies.id) as person:
        assert "off so far: 2 sections. Go to one that applies here and press s." in person.told
        await person.press("u")
        assert "Nothing is asked yet: every section is off." in person.told
        await person.press("r", "2", "escape", "s")
        assert person.place == "Review"
        assert "sections: are all left out, so nothing is asked. Switch on those that apply." in person.lines()[0]
        await person.press("enter", "s")
        assert person.place == "AuditScreen"
        assert _audit(person).asked


async def test_how_to_switch_sections_on_is_said_once(workspace: Workspace, begun: Audit) -> None:
    """At the first opening, before anything is answered; not to somebody who comes back to their work."""
    async with somebody(workspace, begun.id) as person:
        assert "off so far: 1 section." in person.told
    auditing.answer(workspace, begun.id, "HND-02", "yes")
    async with somebody(workspace, begun.id) as person:
        assert "off so far" not in person.told


async def test_a_critical_failing_limits_the_judgement_and_is_named(workspace: Workspace, filled: Audit) -> None:
    """One inadequate grade that leaves a child at risk is not outweighed; the criterion is named."""
    auditing.answer(workspace, filled.id, "HND-01", "inadequate", reason="Met a stranger alone.")
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        assert "Inadequate" in person.reads("#suggested")
        assert "HND-01 (critical: harm)" in person.reads("#suggested")


async def test_agreeing_with_the_suggestion_needs_no_reason(workspace: Workspace, filled: Audit) -> None:
    """s, enter: signed as suggested."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "s")
        assert person.place == "Confirm"
        assert MEANING in person.page.replace("\n", " ") or MEANING.split()[0] in person.page
        await person.press("enter")
        assert person.place == "Review"
        assert "Signed off by A. Auditor" in person.reads("#heading")
    saved = workspace.register.load(filled.id)
    assert saved.sign_off is not None
    assert (saved.sign_off.by, saved.sign_off.meaning) == ("A. Auditor", MEANING)
    assert saved.judgement is not None
    assert (saved.judgement.grade, saved.judgement.suggested) == ("good", "good")


async def test_the_signature_is_asked_for_once_more_and_can_be_refused(workspace: Workspace, filled: Audit) -> None:
    """Escape at the last question signs nothing."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "s", "escape")
        assert person.place == "Review"
        assert not _audit(person).signed_off
    assert not workspace.register.load(filled.id).signed_off


async def test_a_different_decision_asks_for_its_reason(workspace: Workspace, filled: Audit) -> None:
    """The auditor decides; where that differs from the rule, the record says why."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "3")
        assert person.place == "AskAndKeep"
        await person.types("the plan came late")
        await person.press("f2", "s", "enter")
    judgement = workspace.register.load(filled.id).judgement
    assert judgement is not None
    assert (judgement.grade, judgement.suggested) == ("requires-improvement", "good")
    assert judgement.reason == "the plan came late"


async def test_a_different_decision_without_a_reason_is_missing_one(workspace: Workspace, filled: Audit) -> None:
    """Leaving the question unanswered leaves a line in the list, and enter there asks again."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "3", "escape")
        assert "judgement" in person.lines()[0]
        await person.press("enter")
        assert person.place == "AskAndKeep"


async def test_coming_back_to_the_suggested_judgement_needs_no_reason_again(
    workspace: Workspace, filled: Audit
) -> None:
    """A change of mind back to the suggestion leaves nothing missing."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "3", "escape", "2")
        assert person.lines() == []


async def test_a_signed_off_audit_is_read_only(workspace: Workspace, signed: Audit) -> None:
    """Grades, words and sections stay as they were signed; the banner says how to reopen."""
    async with somebody(workspace, signed.id) as person:
        assert "Signed off by A. Auditor" in person.page
        await person.press("4", "0", "c", "s", "n", "1")
        assert "cannot change" in person.told
        await person.press("e")
        await person.types("x")
        assert all(area.read_only for area in person.screen.query(Words))
        await person.press("escape", "escape")
    assert workspace.register.load(signed.id) == signed


async def test_a_signed_off_audit_is_not_signed_again(workspace: Workspace, signed: Audit) -> None:
    """The review says so, and offers no second signature."""
    async with somebody(workspace, signed.id) as person:
        await person.press("r", "s")
        assert person.place == "Review"
        assert "Sign off" not in person.page.splitlines()[-1]
        assert "Signed off by" in person.page
        await person.press("4")
    assert workspace.register.load(signed.id) == signed


async def test_undo_never_takes_a_signature_away(workspace: Workspace, filled: Audit) -> None:
    """After the signature, undo has nothing to take back: the only way is a reopening with a reason."""
    async with somebody(workspace, filled.id) as person:
        await person.press("1", "r", "s", "enter", "escape", "z", "z")
        assert _audit(person).signed_off
        await person.press("escape")
    assert workspace.register.load(filled.id).signed_off


async def test_reopening_asks_why_and_keeps_the_reason_on_record(workspace: Workspace, signed: Audit) -> None:
    """With a reason the audit opens for change; signing again stands beside the first signature."""
    async with somebody(workspace, signed.id) as person:
        await person.press("o")
        await person.types("a visit was overlooked")
        await person.press("f2", "p", "p", "p", "1")
        assert _audit(person).answer("HND-01").grade == "outstanding"
        await person.press("escape")
    saved = workspace.register.load(signed.id)
    assert not saved.signed_off
    assert [event.what for event in saved.events] == ["created", "signed-off", "reopened"]
    assert saved.events[-1].note == "a visit was overlooked"
    told, _ = auditing.past(workspace, signed.id)
    assert "reopened: a visit was overlooked" in [save.why for save in told]


async def test_after_a_reopening_the_keys_are_keys_again(workspace: Workspace, signed: Audit) -> None:
    """Whoever looked at a text before they reopened does not write into it with the next key."""
    async with somebody(workspace, signed.id) as person:
        await person.press("e", "o")
        await person.types("why")
        await person.press("f2", "z", "z")
        assert _audit(person).answer("HND-01").reason == "Seen on file."
        await person.press("1")
        assert _audit(person).answer("HND-01").grade == "outstanding"


async def test_without_a_reason_nothing_is_reopened(workspace: Workspace, signed: Audit) -> None:
    """Empty words, or escape, leave the signature where it is."""
    async with somebody(workspace, signed.id) as person:
        await person.press("o", "f2", "o", "escape")
        assert _audit(person).signed_off
    assert workspace.register.load(signed.id) == signed


async def test_undo_never_takes_a_reopening_off_the_record(workspace: Workspace, signed: Audit) -> None:
    """Undo after a reopening does not put the old signature back."""
    async with somebody(workspace, signed.id) as person:
        await person.press("o")
        await person.types("why")
        await person.press("f2", "z", "escape")
    saved = workspace.register.load(signed.id)
    assert not saved.signed_off
    assert saved.events[-1].what == "reopened"


async def test_actions_are_listed_and_an_unfinished_one_holds_the_signature(
    workspace: Workspace, filled: Audit
) -> None:
    """An action wants what, who and when before the audit is signed."""
    half = with_action(filled, Action("A1", what="Joint visit", owner="", due="2026-12-01"))
    auditing.save(workspace, half, filled)
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        assert "Joint visit" in person.reads("#actions")
        assert "owner" in person.lines()[0]


async def test_what_may_name_the_child_is_pointed_out_and_never_changed(workspace: Workspace, filled: Audit) -> None:
    """Something formed like an NHS number is a hint before the signature, not a hindrance."""
    auditing.answer(workspace, filled.id, "HND-01", "good", reason="See 943 476 5919 on file.")
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        assert "HND-01" in person.lines()[0]
        await person.press("s")
        assert "may name the child" in " ".join(person.page.split())
        await person.press("enter")
    saved = workspace.register.load(filled.id)
    assert saved.signed_off
    assert saved.answer("HND-01").reason == "See 943 476 5919 on file."


async def test_a_checklist_without_a_roll_up_is_signed_without_a_judgement(
    workspace: Workspace, library_without_roll_up: None, filled: Audit
) -> None:
    """Where a service gives no overall grade, none is suggested and none is asked for."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "2")
        assert "no overall judgement" in person.reads("#suggested")
        await person.press("s", "enter")
    saved = workspace.register.load(filled.id)
    assert saved.signed_off
    assert saved.judgement is None


async def test_the_list_of_what_is_missing_keeps_its_cursor_in_reach(workspace: Workspace, begun: Audit) -> None:
    """On the smallest terminal every line can be reached."""
    async with somebody(workspace, begun.id, size=(60, 20)) as person:
        await person.press("r", "end")
        rows = person.finds(LineList)
        assert rows.cursor == len(rows.source) - 1
        assert person.lines()[-1].strip()[:20] in person.page


def _drafted_reason(workspace: Workspace, audit: Audit) -> str:
    """The reason of the judgement as the draft on disk gives it; nothing without a draft."""
    draft = workspace.drafts.find(audit.id)
    return draft.audit.judgement.reason if draft and draft.audit.judgement else ""


async def test_the_reason_of_a_judgement_is_on_the_disk_while_it_is_written(
    workspace: Workspace, filled: Audit, quick_draft: None
) -> None:
    """Nobody pressed F2, and the draft has it to the last letter: what ends the program now ends no sentence."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "3")
        assert person.place == "AskAndKeep"
        await person.types("Since last spring [Child A]")
        await person.waits_until(lambda: _drafted_reason(workspace, filled) == "Since last spring [Child A]")


async def test_a_reason_that_is_thrown_away_is_gone_from_the_draft_too(
    workspace: Workspace, filled: Audit, quick_draft: None
) -> None:
    """Escape, twice, leaves the judgement as it was before the box: the grade, and no reason."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "3")
        await person.types("Half a rea")
        await person.waits_until(lambda: _drafted_reason(workspace, filled) == "Half a rea")
        await person.press("escape", "escape")
        judgement = _audit(person).judgement
        assert judgement is not None
        assert (judgement.grade, judgement.reason) == ("requires-improvement", "")
        assert _drafted_reason(workspace, filled) == ""
        assert "the judgement differs from the suggested one" in person.lines()[0]


async def test_looking_at_the_reason_decides_nothing(workspace: Workspace, filled: Audit) -> None:
    """Whoever opens the box and leaves it has judged nothing that they had not judged before."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r", "e", "escape")
        assert person.place == "Review"
        assert _audit(person).judgement is None


async def test_typing_the_reason_is_undone_together(workspace: Workspace, filled: Audit) -> None:
    """One z in the audit takes back the sentence, and stays at the criterion that it was pressed at."""
    async with somebody(workspace, filled.id) as person:
        await person.press("n", "r", "3")
        await person.types("A whole sentence")
        await person.press("f2", "escape", "z")
        judgement = _audit(person).judgement
        assert judgement is not None
        assert judgement.reason == ""
        assert person.screen.at == "HND-02"
