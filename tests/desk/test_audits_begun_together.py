"""All the audits of one case begun in one go; what two of them ask is answered once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing, carrying, checklists, packs
from caseaudit.desk.session import Sitting
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput
from conftest import HEADER, NOON


@pytest.fixture
def pair(change: Workspace) -> tuple[Audit, Audit]:
    """An audit of `handover` and one of `goodbyes`, begun together."""
    handover, goodbyes = packs.begin(change, "change", HEADER)
    return handover, goodbyes


def now(workspace: Workspace, audit: Audit) -> Audit:
    """Return an audit as it stands."""
    return workspace.register.load(audit.id)


# ── beginning ────────────────────────────────────────────────────────────────


def test_one_audit_is_begun_for_each_checklist(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """In reading order, of one case, each naming all; the list shows them in that order too."""
    handover, goodbyes = pair
    assert (handover.checklist.id, goodbyes.checklist.id) == ("handover", "goodbyes")
    assert handover.pack == goodbyes.pack
    assert handover.pack is not None
    assert handover.pack.audits == (handover.id, goodbyes.id)
    assert handover.pack.shared == ("HND-01", "HND-03", "HND-04")
    assert handover.id > goodbyes.id
    assert handover.revision.why == "begun with the pack change"


def test_a_checklist_that_sometimes_applies_is_begun_when_it_is_wanted(change: Workspace) -> None:
    """And any can be left out."""
    begun = packs.begin(change, "change", HEADER, wanted=["chronology"], unwanted=["handover"])
    assert [audit.checklist.id for audit in begun] == ["goodbyes", "chronology"]


def test_a_pack_of_the_workspace_stands_beside_those_that_ship(change: Workspace) -> None:
    """And takes the place of one with the same id."""
    shipped = packs.find(change.library, "core")
    assert len(shipped.checklists) == 4
    path = change.places.checklists / "packs.toml"
    path.write_text(path.read_text().replace("change", "core"), encoding="utf-8")
    assert packs.find(change.library, "core").checklists[0].id == "handover"
    assert next(iter(packs.shelf(change.library).packs)) == "core"


def test_a_pack_with_a_fault_is_named_with_its_line_and_begins_nothing(change: Workspace) -> None:
    """`checklist check` says the same; the packs that ship stay as they are."""
    path = change.places.checklists / "packs.toml"
    path.write_text(path.read_text().replace("goodbyes", "goodbys"), encoding="utf-8")
    (problem,) = packs.shelf(change.library).problems
    assert str(problem).startswith(f"{path}:10: change.checklists[2].id: is not a checklist of this library.")
    assert checklists.check(change.library, path) == [problem]
    assert problem in checklists.check(change.library, path.parent)
    with pytest.raises(BadInput, match="is not a pack of this library"):
        packs.begin(change, "change", HEADER)
    assert list(change.register.files()) == []
    assert "core" in packs.shelf(change.library).packs


@pytest.mark.parametrize("content", [b"", b"\0\0", b"[change", b"\xff\xfe", b"a = 1"])
def test_a_file_of_packs_that_cannot_be_read_is_named(change: Workspace, content: bytes) -> None:
    """One problem, with the file; nothing else suffers."""
    (change.places.checklists / "packs.toml").write_bytes(content)
    shelf = packs.shelf(change.library)
    assert len(shelf.problems) == 1
    assert "packs.toml" in str(shelf.problems[0])
    assert len(shelf.packs) == 6


def test_nothing_is_begun_where_one_checklist_has_a_problem(change: Workspace) -> None:
    """Every problem is named, and half a pack is none."""
    path = change.places.checklists / "goodbyes.toml"
    path.write_text(path.read_text().replace("weight = 2", "wieght = 2"), encoding="utf-8")
    with pytest.raises(BadInput, match="wieght"):
        packs.begin(change, "change", HEADER)
    assert list(change.register.files()) == []


def test_nothing_is_begun_with_a_header_that_cannot_be_used(change: Workspace) -> None:
    """Every field that is wrong is named."""
    with pytest.raises(BadInput) as refused:
        packs.begin(change, "change", replace(HEADER, case="", date="soon"))
    assert [problem.where for problem in refused.value.problems] == ["case", "date"]
    assert list(change.register.files()) == []


def test_a_retired_checklist_is_left_out_unless_it_is_named(change: Workspace) -> None:
    """What a service no longer uses is begun by no pack of its own accord."""
    path = change.places.checklists / "goodbyes.toml"
    path.write_text(path.read_text().replace('"published"', '"retired"'), encoding="utf-8")
    assert [audit.checklist.id for audit in packs.begin(change, "change", HEADER)] == ["handover"]
    named = packs.begin(change, "change", HEADER, wanted=["goodbyes"])
    assert [audit.checklist.id for audit in named] == ["handover", "goodbyes"]
    with pytest.raises(BadInput, match="has only retired checklists"):
        packs.begin(change, "change", HEADER, unwanted=["handover"])


# ── answering once ───────────────────────────────────────────────────────────


def test_what_is_answered_in_one_stands_in_the_other(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """Grade, reason and evidence, as a revision of its own that says where it came from."""
    handover, goodbyes = pair
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.", evidence="p. 4")
    there = now(change, goodbyes)
    got = there.answer("HND-01")
    assert (got.grade, got.reason, got.evidence, got.carried) == ("good", "Joint visit.", "p. 4", handover.id)
    assert there.revision.number == 2
    assert there.revision.why == f"HND-01 carried from {handover.id}"
    assert carrying.holders(change, now(change, handover), "HND-01") == [goodbyes.id]


def test_it_can_be_changed_there_and_then_stands_on_its_own(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """Nothing that is done in the first audit afterwards reaches it."""
    handover, goodbyes = pair
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.")
    auditing.answer(change, goodbyes.id, "HND-01", "2", reason="Seen by me too.")
    auditing.answer(change, handover.id, "HND-01", "inadequate", reason="Wrong child.")
    got = now(change, goodbyes).answer("HND-01")
    assert (got.grade, got.reason, got.carried) == ("good", "Seen by me too.", "")
    assert now(change, handover).answer("HND-01").grade == "inadequate"


def test_a_question_in_other_words_is_asked_in_each(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """HND-02 has the same id in both and is not the same question."""
    handover, goodbyes = pair
    auditing.answer(change, handover.id, "HND-02", "yes", reason="Seen.")
    assert now(change, goodbyes) == goodbyes


def test_an_audit_that_was_begun_by_itself_gets_nothing(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """Though it is of the same case and asks the same question."""
    alone = auditing.begin(change, "goodbyes", HEADER)
    auditing.answer(change, pair[0].id, "HND-01", "good", reason="Joint visit.")
    assert now(change, alone) == alone


def test_a_signed_off_audit_gets_nothing(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """A signature stands over what was signed."""
    handover, goodbyes = pair
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(change, goodbyes.id, criterion, verdict, reason="Seen.")
    signed = auditing.sign_off(change, goodbyes.id)
    auditing.answer(change, handover.id, "HND-01", "inadequate", reason="On second thoughts.")
    assert now(change, goodbyes) == signed


def test_an_audit_whose_case_was_put_right_gets_nothing(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """An answer about one child never reaches the file of another."""
    handover, goodbyes = pair
    moved = auditing.save(change, steps.amended(goodbyes, case="EB-9"), goodbyes)
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.")
    assert now(change, goodbyes) == moved


def test_what_is_typed_there_and_not_saved_yet_is_not_overtaken(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """The draft holds an answer of its own: nothing is carried, and saving it asks about no overlap."""
    handover, goodbyes = pair
    sitting = Sitting(change, goodbyes.id)
    sitting.change(steps.answered(sitting.working, "HND-01", state="graded", grade="inadequate", reason="No visit."))
    sitting.keep()
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.")
    sitting.save()
    assert now(change, goodbyes).answer("HND-01").grade == "inadequate"
    assert now(change, handover).answer("HND-01").grade == "good"


def test_what_is_carried_joins_what_is_typed_there_about_something_else(
    change: Workspace, pair: tuple[Audit, Audit]
) -> None:
    """The draft stays, and taken up again it has both."""
    handover, goodbyes = pair
    sitting = Sitting(change, goodbyes.id)
    sitting.change(steps.answered(sitting.working, "HND-02", state="graded", grade="yes", reason="On file."))
    sitting.keep()
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.")
    opened = auditing.take_up(change, goodbyes.id)
    assert opened.overlaps == ()
    assert opened.working.answer("HND-02").grade == "yes"
    assert opened.working.answer("HND-01").carried == handover.id


def test_a_sitting_carries_everything_it_saves(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """On screen an audit is saved when it is left: all of its answers go at once."""
    handover, goodbyes = pair
    sitting = Sitting(change, handover.id)
    sitting.change(steps.answered(sitting.working, "HND-01", state="graded", grade="good", reason="Joint visit."))
    sitting.change(steps.answered(sitting.working, "HND-03", state="graded", count=2, reason="Two."))
    sitting.save()
    there = now(change, goodbyes)
    assert [answer.criterion for answer in there.answers if answer.carried] == ["HND-01", "HND-03"]
    assert there.revision.number == 2


def test_an_audit_that_is_gone_or_broken_keeps_nobody_from_saving(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """The question is then asked there, if the audit comes back."""
    handover, goodbyes = pair
    path = change.register.find(goodbyes.id)
    assert path is not None
    path.write_bytes(b"{")
    assert auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.").grade == "good"
    assert path.read_bytes() == b"{"


def test_a_colleagues_answer_stands_where_both_were_answered(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """Two people work on the two audits: each answer stays where it was given."""
    handover, goodbyes = pair
    colleague = Workspace(change.places, "B. Auditor", clock=lambda: NOON)
    auditing.answer(colleague, goodbyes.id, "HND-01", "inadequate", reason="No visit.")
    assert now(change, handover).answer("HND-01").carried == goodbyes.id
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit on the 4th.")
    assert now(change, goodbyes).answer("HND-01").grade == "inadequate"
    assert now(change, handover).answer("HND-01").carried == ""


def test_the_history_says_that_it_was_carried(change: Workspace, pair: tuple[Audit, Audit]) -> None:
    """Who, when, what, and from where."""
    handover, goodbyes = pair
    auditing.answer(change, handover.id, "HND-01", "good", reason="Joint visit.")
    revisions, broken = auditing.past(change, goodbyes.id)
    assert (revisions[-1].by, revisions[-1].changed) == ("A. Auditor", ["HND-01"])
    assert "carried from" in revisions[-1].why
    assert broken is None
