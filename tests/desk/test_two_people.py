"""Several people in one register at the same moment: every edit is kept, and a clash is asked about."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.auditing import Overlapping
from caseaudit.desk.session import Sitting
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.problems import Conflict
from caseaudit.store.register import Register, Taken
from made_up import header

PROGRAMS, EDITS = 8, 20


@pytest.fixture
def sam(workspace: Workspace) -> Workspace:
    """The same workspace, opened by somebody else."""
    return Workspace(workspace.places, "S. Sam")


# ── eight programs at once ───────────────────────────────────────────────────


def edits(folder: str, audit_id: str, criterion: str) -> None:
    """What each program does: grade its own criterion again and again."""
    workspace = Workspace.open(folder, f"Auditor of {criterion}")
    for number in range(EDITS):
        auditing.answer(workspace, audit_id, criterion, "good", reason=f"{criterion} edit {number}")


def test_eight_programs_lose_nothing(tmp_path: Path) -> None:
    """Eight programs of their own make twenty edits each in one audit: all 160 are in it and in its history."""
    folder = str(tmp_path / "shared")
    workspace = Workspace(make(folder), "A. Auditor")
    audit = auditing.begin(workspace, "chronology", header())
    mine = [answer.criterion for answer in audit.asked if answer.kind == "grade"][:PROGRAMS]
    assert len(mine) == PROGRAMS
    context = get_context("spawn")
    programs = [context.Process(target=edits, args=(folder, audit.id, name)) for name in mine]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0] * PROGRAMS
    final = workspace.register.load(audit.id)
    assert [final.answer(name).reason for name in mine] == [f"{name} edit {EDITS - 1}" for name in mine]
    history = workspace.register.history(audit.id)
    assert len(history.numbers()) == 1 + PROGRAMS * EDITS
    seen = {answer.reason for number in history.numbers() for answer in history.audit(number).answers}
    assert {f"{name} edit {number}" for name in mine for number in range(EDITS)} <= seen
    assert history.broken() is None
    assert list(workspace.register.files()) == [workspace.register.path(final)]
    assert not list(Path(folder).rglob("*.tmp"))


# ── one after the other, without knowing of each other ───────────────────────


def test_different_answers_merge_without_a_question(workspace: Workspace, sam: Workspace, begun: Audit) -> None:
    """Both opened the audit; each answers another question; both saves go through."""
    mine, theirs = Sitting(workspace, begun.id), Sitting(sam, begun.id)
    mine.change(steps.answered(mine.working, "HND-01", state="graded", grade="good", reason="Mine."))
    theirs.change(steps.answered(theirs.working, "HND-02", state="graded", grade="no", reason="Theirs."))
    theirs.save()
    saved = mine.save()
    assert [answer.reason for answer in saved.answers] == ["Mine.", "Theirs.", "", ""]
    assert workspace.register.load(begun.id) == saved


def clash(workspace: Workspace, sam: Workspace, audit: Audit) -> tuple[Sitting, Overlapping]:
    """Both answer the same question; Sam saves first. Return my sitting and what my save raises."""
    mine, theirs = Sitting(workspace, audit.id), Sitting(sam, audit.id)
    mine.change(steps.answered(mine.working, "HND-01", state="graded", grade="good", reason="Mine."))
    mine.change(steps.answered(mine.working, "HND-02", state="graded", grade="yes", reason="Also mine."))
    theirs.change(steps.answered(theirs.working, "HND-01", state="graded", grade="inadequate", reason="Theirs."))
    theirs.save()
    with pytest.raises(Overlapping) as raised:
        mine.save()
    return mine, raised.value


def test_the_same_answer_asks_and_overwrites_nothing(workspace: Workspace, sam: Workspace, begun: Audit) -> None:
    """Exit code 3, one line that names who and which question, theirs as it was, mine in the draft."""
    _, raised = clash(workspace, sam, begun)
    assert str(raised) == (
        f"{begun.id}: HND-01: was changed by S. Sam too, differently. Look at theirs, then save yours again."
    )
    assert raised.exit_code == 3
    assert workspace.register.load(begun.id).answer("HND-01").reason == "Theirs."
    draft = workspace.drafts.find(begun.id)
    assert draft is not None
    assert [answer.reason for answer in draft.audit.answers[:2]] == ["Mine.", "Also mine."]


@pytest.mark.parametrize(("choice", "stands"), [(["HND-01"], "Theirs."), ([], "Mine.")])
def test_a_person_decides_and_the_rest_is_saved(
    choice: list[str], stands: str, workspace: Workspace, sam: Workspace, begun: Audit
) -> None:
    """Whichever side is chosen stands; what did not clash is saved with it; the other stays in the history."""
    mine, raised = clash(workspace, sam, begun)
    saved = mine.settle(raised, choice)
    assert [answer.reason for answer in saved.answers[:2]] == [stands, "Also mine."]
    assert workspace.register.load(begun.id) == saved
    assert workspace.register.history(begun.id).audit(2).answer("HND-01").reason == "Theirs."
    assert workspace.drafts.ids() == []


def test_an_unsettled_clash_never_slips_through_with_another_step(
    workspace: Workspace, sam: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """While a draft clashes in one answer, answering another or signing asks again and overwrites nothing."""
    fill(begun)
    clash(workspace, sam, begun)
    for step in (
        lambda: auditing.answer(workspace, begun.id, "HND-03", "1"),
        lambda: auditing.switch(workspace, begun.id, "court", on=True),
        lambda: auditing.add_action(workspace, begun.id, "Visit", "W. Worker", "2026-12-01"),
        lambda: auditing.sign_off(workspace, begun.id),
    ):
        with pytest.raises(Overlapping, match=r"HND-01: was changed by S\. Sam too"):
            step()
    assert workspace.register.load(begun.id).answer("HND-01").reason == "Theirs."


def test_answering_the_clashing_question_again_settles_it(workspace: Workspace, sam: Workspace, begun: Audit) -> None:
    """Having looked at theirs, I answer again: that is my decision, and the rest of my draft goes with it."""
    clash(workspace, sam, begun)
    auditing.answer(workspace, begun.id, "HND-01", "requires-improvement", reason="Having read yours.")
    saved = workspace.register.load(begun.id)
    assert [answer.reason for answer in saved.answers[:2]] == ["Having read yours.", "Also mine."]
    assert workspace.drafts.ids() == []


def test_two_actions_added_at_once_are_both_there(workspace: Workspace, sam: Workspace, begun: Audit) -> None:
    """Neither has to know that the other was adding one."""
    mine = Sitting(workspace, begun.id)
    mine.change(steps.with_action(mine.working, steps.Action("A1", "Visit", "W. Worker", "2026-12-01")))
    auditing.add_action(sam, begun.id, "Write", "M. Manager", "2026-12-08")
    assert [(action.id, action.what) for action in mine.save().actions] == [("A1", "Write"), ("A2", "Visit")]


# ── signatures ───────────────────────────────────────────────────────────────


def test_nobody_signs_what_somebody_else_is_changing(
    workspace: Workspace, sam: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """Sam changes an answer while I sign: my signature is not put under Sam's words; signing again reads them first."""
    fill(begun)
    mine = Sitting(workspace, begun.id)
    mine.change(steps.signed(auditing.decided(mine.working), "A. Auditor", workspace.now()))
    auditing.answer(sam, begun.id, "HND-01", "requires-improvement", reason="A stranger at the door.")
    with pytest.raises(Overlapping, match="sign_off"):
        mine.save("signed off")
    assert not workspace.register.load(begun.id).signed_off
    signed = auditing.sign_off(workspace, begun.id, "inadequate", "The first visit was by a stranger.")
    assert signed.signed_off
    assert not steps.changed_since_sign_off(signed)
    assert signed.answer("HND-01").grade == "requires-improvement"


def test_an_edit_against_a_signature_can_give_way(
    workspace: Workspace, sam: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """I was still typing when Sam signed: choosing Sam's sign-off leaves the signed words as they were signed."""
    fill(begun)
    mine = Sitting(workspace, begun.id)
    mine.change(steps.answered(mine.working, "HND-01", grade="inadequate", reason="Later thought."))
    signed = auditing.sign_off(sam, begun.id)
    with pytest.raises(Overlapping) as raised:
        mine.save()
    saved = mine.settle(raised.value, ["sign_off"])
    assert saved == signed


def test_an_edit_against_a_signature_can_stand_as_a_reopening(
    workspace: Workspace, sam: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """If my edit stands instead, the audit is open again and says so: no signature disappears without a trace."""
    fill(begun)
    mine = Sitting(workspace, begun.id)
    mine.change(steps.answered(mine.working, "HND-01", grade="inadequate", reason="Later thought."))
    auditing.sign_off(sam, begun.id)
    with pytest.raises(Overlapping) as raised:
        mine.save()
    saved = mine.settle(raised.value, [])
    assert not saved.signed_off
    assert saved.answer("HND-01").reason == "Later thought."
    assert [event.what for event in saved.events] == ["created", "signed-off", "reopened"]
    assert saved.events[-1].by == "A. Auditor"


def test_a_reopening_is_on_record_even_where_somebody_saved_meanwhile(
    workspace: Workspace, sam: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """Sam closes an action while I reopen: the reason for reopening survives the merge."""
    fill(begun)
    auditing.add_action(workspace, begun.id, "Visit", "W. Worker", "2026-12-01")
    auditing.sign_off(workspace, begun.id)
    mine = Sitting(workspace, begun.id)
    mine.change(steps.reopened(mine.working, "A. Auditor", workspace.now(), "A visit was overlooked."))
    auditing.add_action(sam, begun.id, "Write", "M. Manager", "2026-12-08")
    saved = mine.save()
    assert saved.events[-1].what == "reopened"
    assert saved.events[-1].note == "A visit was overlooked."
    assert len(saved.actions) == 2


# ── when it will not come to rest ────────────────────────────────────────────


def test_a_save_that_never_gets_its_turn_says_so_and_keeps_the_words(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If others are always quicker, the person is told, and what was typed stays in the draft."""

    def always_taken(*_: object) -> Audit:
        raise Taken

    monkeypatch.setattr(Register, "save", always_taken)
    opened = auditing.take_up(workspace, begun.id)
    working = steps.answered(opened.working, "HND-01", state="graded", grade="good", reason="Typed.")
    with pytest.raises(Conflict, match=r"is being saved by others all the time\. Save again in a minute"):
        auditing.save(workspace, working, opened.saved)
    draft = workspace.drafts.find(begun.id)
    assert draft is not None
    assert draft.audit == working


def test_a_draft_left_open_overnight_merges_with_what_was_saved(
    workspace: Workspace, sam: Workspace, begun: Audit
) -> None:
    """I left a draft; others saved twice; opening again brings all of it together and names the one clash."""
    auditing.keep_draft(workspace, steps.answered(begun, "HND-01", state="graded", grade="good", reason="Mine."))
    auditing.answer(sam, begun.id, "HND-02", "yes", reason="Theirs.")
    opened = auditing.take_up(workspace, begun.id)
    assert opened.resumed
    assert opened.overlaps == ()
    assert [answer.reason for answer in opened.working.answers[:2]] == ["Mine.", "Theirs."]
    auditing.answer(sam, begun.id, "HND-01", "inadequate", reason="Theirs too.")
    (overlap,) = auditing.take_up(workspace, begun.id).overlaps
    assert (overlap.what, overlap.mine.reason, overlap.theirs.reason) == ("HND-01", "Mine.", "Theirs too.")
