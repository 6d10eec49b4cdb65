"""Two people on one audit: every edit is kept, and a question is asked only where both changed the same thing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.tui.screens.audit.screen import AuditScreen
from tui.person import Person, somebody


@pytest.fixture
def colleague(workspace: Workspace) -> Workspace:
    """The same folder, opened by somebody else."""
    return Workspace(workspace.places, "B. Colleague", clock=workspace._clock)


def _audit(person: Person) -> Audit:
    """The audit as it stands on screen."""
    assert isinstance(person.screen, AuditScreen)
    return person.screen.audit


async def test_answers_to_different_questions_are_merged_without_a_word(
    workspace: Workspace, colleague: Workspace, begun: Audit
) -> None:
    """I answer the first, a colleague the second meanwhile: both stand, and nobody is asked anything."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-02", "no", reason="None on file.")
        await person.press("escape")
        assert person.place == "AuditsScreen"
    saved = workspace.register.load(begun.id)
    assert (saved.answer("HND-01").grade, saved.answer("HND-02").grade) == ("good", "no")


async def test_the_same_answer_changed_by_both_is_put_to_the_one_who_saves_last(
    workspace: Workspace, colleague: Workspace, begun: Audit
) -> None:
    """Both versions and the colleague's name stand on screen; nothing is overwritten before the choice."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="Met a stranger alone.")
        await person.press("f2")
        assert person.place == "Settle"
        assert "HND-01" in person.reads("#which")
        assert "B. Colleague" in person.reads("#which")
        assert "good" in person.reads("#both")
        assert "Met a stranger alone." in person.reads("#both")
        assert workspace.register.load(begun.id).answer("HND-01").grade == "inadequate"


@pytest.mark.parametrize(("key", "grade"), [("m", "good"), ("t", "inadequate")])
async def test_mine_or_theirs(workspace: Workspace, colleague: Workspace, begun: Audit, key: str, grade: str) -> None:
    """The choice is saved, shown, and the other version stays in the history."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="Met a stranger alone.")
        await person.press("f2", key)
        assert _audit(person).answer("HND-01").grade == grade
    assert workspace.register.load(begun.id).answer("HND-01").grade == grade
    history = workspace.register.history(begun.id)
    assert history.audit(2).answer("HND-01").grade == "inadequate"


async def test_each_overlap_is_asked_about_on_its_own(workspace: Workspace, colleague: Workspace, begun: Audit) -> None:
    """Mine for the first, theirs for the second."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2", "n", "1")
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="x")
        auditing.answer(colleague, begun.id, "HND-02", "no", reason="y")
        await person.press("f2", "m")
        assert "HND-02" in person.reads("#which")
        await person.press("t")
    saved = workspace.register.load(begun.id)
    assert (saved.answer("HND-01").grade, saved.answer("HND-02").grade) == ("good", "no")


async def test_deciding_later_keeps_my_draft_and_their_save(
    workspace: Workspace, colleague: Workspace, begun: Audit
) -> None:
    """Escape puts the question off: theirs stands in the register, mine in my draft, and it is asked again."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="x")
        await person.press("f2", "escape")
        assert person.place == "AuditScreen"
        assert _audit(person).answer("HND-01").grade == "good"
        draft = workspace.drafts.find(begun.id)
        assert draft is not None
        assert draft.audit.answer("HND-01").grade == "good"
        await person.press("f2")
        assert person.place == "Settle"


async def test_a_draft_that_overlaps_what_was_saved_meanwhile_says_so_when_it_is_taken_up(
    workspace: Workspace, colleague: Workspace, begun: Audit
) -> None:
    """I come back to my draft and a colleague has answered the same question: mine is shown, and I am told."""
    mine = steps.answered(begun, "HND-01", state="graded", grade="good")
    auditing.keep_draft(workspace, mine)
    auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="x")
    async with somebody(workspace, begun.id) as person:
        assert _audit(person).answer("HND-01").grade == "good"
        assert "HND-01" in person.told


async def test_undo_never_takes_back_what_a_colleague_did(
    workspace: Workspace, colleague: Workspace, begun: Audit
) -> None:
    """After a save that took a colleague's answer in, my undo leaves that answer alone."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-02", "no", reason="None on file.")
        await person.press("f2", "z", "escape")
    assert workspace.register.load(begun.id).answer("HND-02").grade == "no"


async def test_undo_after_a_choice_leaves_a_colleagues_other_answers_alone(
    workspace: Workspace, colleague: Workspace, begun: Audit
) -> None:
    """The choice is the new ground: what stood before it cannot be undone into."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="x")
        auditing.answer(colleague, begun.id, "HND-02", "no", reason="y")
        await person.press("f2", "m", "z", "escape")
    saved = workspace.register.load(begun.id)
    assert (saved.answer("HND-01").grade, saved.answer("HND-02").grade) == ("good", "no")


async def test_signing_over_a_colleagues_different_answer_is_refused(
    workspace: Workspace, colleague: Workspace, filled: Audit
) -> None:
    """A signature binds what the signer saw: somebody else's change in between stops it."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        auditing.answer(colleague, filled.id, "HND-01", "inadequate", reason="Met a stranger alone.")
        await person.press("s", "enter")
        assert person.place == "Review"
        assert "B. Colleague" in person.told
    saved = workspace.register.load(filled.id)
    assert not saved.signed_off
    assert saved.answer("HND-01").grade == "inadequate"


async def test_a_refused_signature_is_not_in_the_draft_either(
    workspace: Workspace, colleague: Workspace, filled: Audit
) -> None:
    """If the terminal is closed after the refusal, coming back finds the audit open."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        auditing.answer(colleague, filled.id, "HND-01", "inadequate", reason="Met a stranger alone.")
        await person.press("s", "enter")
    async with somebody(workspace, filled.id) as again:
        assert not _audit(again).signed_off


async def test_an_overlap_that_cannot_be_saved_is_said_and_nothing_is_lost(
    workspace: Workspace, colleague: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses just when the choice is made: the app says so and stays."""
    from caseaudit.problems import Problem, StorageTrouble

    def refuses(*_: object) -> None:
        raise StorageTrouble(Problem("audits", "the disk is full", "Free some space, then save again"))

    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="x")
        await person.press("f2")
        with monkeypatch.context() as broken:
            broken.setattr("caseaudit.store.filesystem.publish_new", refuses)
            await person.press("m")
            assert "disk is full" in person.told
            assert _audit(person).answer("HND-01").grade == "good"
        await person.press("f2")
    assert workspace.register.load(begun.id).answer("HND-01").grade == "good"


async def test_an_edit_made_outside_while_the_audit_is_open_is_taken_in(workspace: Workspace, begun: Audit) -> None:
    """Somebody corrects the team in the file itself: leaving keeps both that and my grade."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        path = workspace.register.path(begun)
        path.write_text(path.read_text().replace('"North"', '"South"'))
        await person.press("escape")
    saved = workspace.register.load(begun.id)
    assert (saved.team, saved.answer("HND-01").grade) == ("South", "good")


async def test_my_name_decides_whose_draft_it_is(workspace: Workspace, colleague: Workspace, begun: Audit) -> None:
    """Two people's drafts of one audit lie side by side."""
    for who, grade in ((workspace, "good"), (colleague, "inadequate")):
        auditing.keep_draft(who, steps.answered(replace(begun), "HND-01", state="graded", grade=grade))
    async with somebody(workspace, begun.id) as person:
        assert _audit(person).answer("HND-01").grade == "good"
    async with somebody(colleague, begun.id) as other:
        assert _audit(other).answer("HND-01").grade == "inadequate"
