"""What goes on around a bad file, and which names are no records; the catalogue is in `tests/trust/bad_files.py`."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.listing import listing
from caseaudit.desk.summarising import summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, CaseauditError, StorageTrouble
from caseaudit.store import records
from caseaudit.store.index import Wanted
from caseaudit.store.names import is_audit_id
from trust.bad_files import ID, SECRET
from trust.bad_records import GOOD, ODD_IDS


@pytest.fixture
def month(workspace: Workspace, begun: Audit) -> Path:
    """The folder of November 2026, with one good audit in it."""
    return workspace.places.audits / begun.date[:7]


def signature(path: Path) -> tuple[int, ...]:
    """Return what would change if somebody wrote to a file."""
    status = path.lstat()
    return status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns


def promised(workspace: Workspace, good: Audit, path: Path, says: str) -> None:
    """Every bad file keeps the same promises, whatever is wrong with it.

    It is named in one line with a remedy, without a word of the record; the other audits are listed and
    counted; opening it says the same; the file itself is not touched.
    """
    before = signature(path)
    found = listing(workspace, Wanted(), quick=False)
    assert [line.id for line in found.lines] == [good.id]
    (problem,) = found.problems
    assert f"{path}" in str(problem)
    assert says in str(problem)
    assert "\n" not in str(problem)
    assert SECRET not in str(problem)
    assert problem.remedy
    assert summarise(workspace).unreadable == (problem,)
    with pytest.raises(CaseauditError) as refused:
        workspace.register.read(path)
    assert says in str(refused.value)
    assert refused.value.exit_code in (2, 4)
    assert refused.value.__cause__ is None
    assert signature(path) == before
    assert auditing.answer(workspace, good.id, "HND-02", "yes", reason="On file.").grade == "yes"


def test_where_in_the_file_it_stands() -> None:
    """A fault of the text itself is named with line and column, counted from 1."""
    with pytest.raises(BadInput) as refused:
        records.decode(GOOD.replace(b"North", b"Caf\xe9"), "x.json")
    line = next(number for number, text in enumerate(GOOD.split(b"\n"), 1) if b"North" in text)
    assert refused.value.problems[0].where == f"x.json:{line}:14"


# ── a file that the system will not give ─────────────────────────────────────


@pytest.mark.parametrize("system", [errno.EACCES, errno.EIO, errno.ESTALE, errno.ETIMEDOUT])
def test_a_file_that_the_system_will_not_give_is_named(
    system: int, workspace: Workspace, begun: Audit, month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission, a bad disk, a share that went away: storage trouble, exit code 4, the others are listed."""
    path = month / f"{ID}.json"
    path.write_bytes(GOOD)
    opened = os.open

    def refusing(name: Any, *rest: Any, **more: Any) -> int:
        if str(name) == str(path):
            raise OSError(system, os.strerror(system), str(name))
        return opened(name, *rest, **more)

    monkeypatch.setattr(os, "open", refusing)
    says = {
        errno.EACCES: "you may not read this file. Ask for access to it",
        errno.EIO: "the disk reports an error. Copy the workspace to another disk",
        errno.ESTALE: "the shared folder is disconnected. Reconnect it",
        errno.ETIMEDOUT: "the shared folder does not answer. Reconnect it",
    }[system]
    promised(workspace, begun, path, says)
    with pytest.raises(StorageTrouble):
        workspace.register.read(path)


# ── names ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", [".lock", "desktop.ini", "~$x.json", "Thumbs.db", ".caseaudit-1.tmp", ".x.json", "x.json~"]
)
def test_files_of_other_programs_are_no_records(name: str, workspace: Workspace, begun: Audit, month: Path) -> None:
    """What systems and editors leave in a folder is neither read nor complained about."""
    (month / name).write_bytes(b"\0\xff")
    found = listing(workspace, Wanted(), quick=False)
    assert (len(found.lines), found.problems) == (1, [])


@pytest.mark.parametrize(
    "odd",
    [*(odd for odds in ODD_IDS.values() for odd in odds), "aux", "COM¹", "conin$", "_vti_", "x\0y", "20261120-ABCDEF"],
)
def test_an_odd_id_is_refused_before_any_file_is_touched(odd: str, workspace: Workspace) -> None:
    """What a person gives as an id never becomes a path unless it is one of ours, on every system."""
    assert not is_audit_id(odd)
    outside = workspace.places.drafts / "x.json"
    outside.write_text("{}")
    for use in (
        lambda: workspace.register.load(odd),
        lambda: workspace.register.history(odd),
        lambda: workspace.drafts.find(odd),
        lambda: auditing.discard_draft(workspace, odd),
        lambda: auditing.answer(workspace, odd, "HND-01", "good"),
    ):
        with pytest.raises(BadInput, match="is not formed like an id"):
            use()
    assert outside.exists()


@pytest.mark.parametrize("name", ["a", "7", "20261120-k7m3x9", "com", "console", "a" * 64])
def test_an_id_of_ours_is_an_id(name: str) -> None:
    """Lower-case letters, digits and hyphens, up to 64 of them."""
    assert is_audit_id(name)


def test_an_id_that_nobody_has_is_told_with_the_nearest(workspace: Workspace, begun: Audit) -> None:
    """A slip in an id names the one that was meant."""
    with pytest.raises(BadInput, match=f'is not an audit of this workspace. Probably "{begun.id}" is meant'):
        workspace.register.load(begun.id[:-1])


def test_a_file_that_holds_another_audit_says_which(workspace: Workspace, month: Path) -> None:
    """A record copied under a name of its own is not taken for that audit."""
    (month / "20261122-copied.json").write_bytes(GOOD)
    with pytest.raises(BadInput, match=f"holds another audit than its name says. It is {ID}: rename the file"):
        workspace.register.load("20261122-copied")


# ── a damaged record that has a history ──────────────────────────────────────


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"{", b"<<<<<<< HEAD\n"])
def test_a_damaged_record_can_be_had_back(content: bytes, workspace: Workspace, begun: Audit) -> None:
    """The history still shows every revision; with the damaged file moved away the last one is written again."""
    path = workspace.register.path(begun)
    path.write_bytes(content)
    with pytest.raises(BadInput):
        workspace.register.load(begun.id)
    told, broken = auditing.past(workspace, begun.id)
    assert ([past.number for past in told], broken) == ([1], None)
    path.rename(path.with_suffix(".damaged"))
    assert workspace.register.load(begun.id) == begun
    assert path.exists()


def test_a_save_over_a_damaged_record_keeps_what_was_typed(workspace: Workspace, begun: Audit) -> None:
    """The file is not overwritten, the person is told, and the words are in the draft."""
    opened = auditing.take_up(workspace, begun.id)
    path = workspace.register.path(begun)
    path.write_bytes(b"{ half of")
    working = auditing.steps.answered(opened.working, "HND-01", state="graded", grade="good", reason="Typed.")
    with pytest.raises(BadInput, match="is not JSON"):
        auditing.save(workspace, working, opened.saved)
    assert path.read_bytes() == b"{ half of"
    draft = workspace.drafts.find(begun.id)
    assert draft is not None
    assert draft.audit.answer("HND-01").reason == "Typed."
