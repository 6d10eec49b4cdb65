"""What is being typed lies in a draft: it survives a crash, and can never harm what is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput
from caseaudit.store.drafts import Drafts
from hostile import HOSTILE
from made_up import AT, audits, header

typed = auditing.steps.answered


@settings(max_examples=25)
@given(audit=audits())
def test_a_draft_comes_back_as_it_was(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any audit, with all its texts and with fields that only a newer version knows."""
    drafts = Drafts(tmp_path_factory.mktemp("w") / ".caseaudit" / "drafts", "A. Auditor")
    drafts.keep(audit, AT)
    found = drafts.find(audit.id)
    assert found is not None
    assert (found.audit, found.base, found.at) == (audit, audit.revision.number, AT)
    assert drafts.ids() == [audit.id]
    drafts.drop(audit.id)
    assert drafts.find(audit.id) is None
    assert drafts.ids() == []


def test_typing_survives_the_end_of_the_program(workspace: Workspace, begun: Audit) -> None:
    """A killed program left a draft: opening the audit again takes it up, and saving empties it."""
    auditing.keep_draft(workspace, typed(begun, "HND-01", reason="Half a sent"))
    again = Workspace(workspace.places, "A. Auditor")
    opened = auditing.take_up(again, begun.id)
    assert opened.resumed
    assert opened.saved == begun
    assert opened.working.answer("HND-01").reason == "Half a sent"
    auditing.save(again, opened.working, opened.saved)
    assert again.drafts.ids() == []
    assert not auditing.take_up(again, begun.id).resumed


def test_a_draft_that_says_nothing_new_is_none(workspace: Workspace, begun: Audit) -> None:
    """A draft equal to what is saved is taken up without a word."""
    auditing.keep_draft(workspace, begun)
    assert not auditing.take_up(workspace, begun.id).resumed


def test_each_auditor_has_a_draft_of_their_own(workspace: Workspace, begun: Audit) -> None:
    """Two people on one share never see each other's unsaved words, even if their names look alike."""
    names = ["A. Auditor", "A Auditor", "a. auditor", "Ä. Auditor", "", "../x", "con", *HOSTILE]
    folders = {Drafts(workspace.places.drafts, name).folder for name in names}
    assert len(folders) == len(set(names))
    assert {folder.parent for folder in folders} == {workspace.places.drafts}
    auditing.keep_draft(workspace, typed(begun, "HND-01", reason="Mine."))
    assert not auditing.take_up(Workspace(workspace.places, "B. Auditor"), begun.id).resumed


def test_a_discarded_draft_is_gone_and_the_audit_stands(workspace: Workspace, begun: Audit) -> None:
    """Throwing away what was typed leaves the last saved revision."""
    auditing.keep_draft(workspace, typed(begun, "HND-01", reason="No."))
    auditing.discard_draft(workspace, begun.id)
    assert auditing.take_up(workspace, begun.id).working == begun


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("empty", lambda path: path.write_bytes(b""), "is a draft that cannot be read"),
    ("NUL", lambda path: path.write_bytes(b"\0" * 4096), "is a draft that cannot be read"),
    ("cut short", lambda path: path.write_bytes(path.read_bytes()[:300]), "is a draft that cannot be read"),
    ("not UTF-8", lambda path: path.write_bytes(path.read_bytes().replace(b"Typed", b"\xff\xfe")), "cannot be read"),
    ("too deep", lambda path: path.write_bytes(b'{"format":' + b"[" * 100_000), "cannot be read"),
    ("endless number", lambda path: path.write_bytes(b'{"format":' + b"9" * 9_000 + b"}"), "cannot be read"),
    ("newer", lambda path: path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 2', 1)), "newer"),
    ("a folder", lambda path: (path.unlink(), path.mkdir()), "is a folder, not a file"),
    ("a dead link", lambda path: (path.unlink(), path.symlink_to("nowhere")), "is a link, which is not followed"),
    ("too large", lambda path: path.write_bytes(b" " * 11 * 1_048_576), "over the limit of 10 MiB"),
]


@pytest.mark.parametrize(("damage", "says"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE])
def test_a_damaged_draft_is_named_and_the_saved_audit_unharmed(
    damage: Callable[[Path], object], says: str, workspace: Workspace, begun: Audit
) -> None:
    """One line that names the file and none of its words; the audit loads; once moved away, work goes on."""
    auditing.keep_draft(workspace, typed(begun, "HND-01", reason="Typed."))
    path = workspace.drafts.path(begun.id)
    damage(path)
    with pytest.raises(BadInput) as refused:
        auditing.take_up(workspace, begun.id)
    (problem,) = refused.value.problems
    assert problem.where == str(path)
    assert says in problem.what
    assert "Typed" not in str(problem)
    assert workspace.register.load(begun.id) == begun
    path.rename(path.with_suffix(".away"))
    assert auditing.answer(workspace, begun.id, "HND-02", "yes", reason="On file.").grade == "yes"


def test_a_draft_of_another_audit_is_never_saved_into_this_one(workspace: Workspace, begun: Audit) -> None:
    """A draft file copied to another id is refused."""
    auditing.keep_draft(workspace, begun)
    other = auditing.begin(workspace, "handover", header(case="EB-2"))
    workspace.drafts.path(begun.id).rename(workspace.drafts.path(other.id))
    with pytest.raises(BadInput, match="is a draft of another audit"):
        auditing.take_up(workspace, other.id)
