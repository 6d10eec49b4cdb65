"""The disk, the share or the program itself does not do as asked: nothing typed is lost, and the app says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import STORAGE_TROUBLE, Problem, StorageTrouble
from caseaudit.tui.screens.audit.screen import AuditScreen
from caseaudit.tui.screens.review import Review
from tui.person import Person, somebody


class Disk:
    """A disk that can be full for a while."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def fills_up(self, *what: str) -> None:
        """From now on nothing is written; or only not what is named: `put` (drafts), `publish_new` (revisions)."""
        for name in what or ("put", "publish_new"):
            self.patch.setattr(f"caseaudit.store.filesystem.{name}", self._refuse)

    def has_room_again(self) -> None:
        """Somebody freed some space."""
        self.patch.undo()

    def _refuse(self, path: Path, *_: object, **__: object) -> None:
        raise StorageTrouble(Problem(str(path.name), "the disk is full", "Free some space, then save again"))


@pytest.fixture
def disk() -> Disk:
    """The disk below the workspace."""
    patch = pytest.MonkeyPatch()
    yield Disk(patch)
    patch.undo()


def _audit(person: Person) -> Audit:
    """The audit as it stands on screen."""
    assert isinstance(person.screen, AuditScreen | Review)
    return person.screen.audit


async def test_a_draft_that_cannot_be_written_is_said_and_typing_goes_on(
    workspace: Workspace, begun: Audit, disk: Disk, quick_draft: None
) -> None:
    """The message names what is wrong and what to do; every letter stays on screen, and is kept when there is room."""
    async with somebody(workspace, begun.id) as person:
        disk.fills_up()
        await person.press("e")
        await person.types("before and ")
        await person.waits_until(lambda: "disk is full" in person.told)
        await person.types("after")
        assert _audit(person).answer("HND-01").reason == "before and after"
        disk.has_room_again()
        await person.types(".")
        await person.waits_until(lambda: workspace.drafts.find(begun.id) is not None)
        await person.press("escape", "escape")
    assert workspace.register.load(begun.id).answer("HND-01").reason == "before and after."


async def test_an_audit_that_cannot_be_saved_stays_open(workspace: Workspace, begun: Audit, disk: Disk) -> None:
    """Escape does not leave what is not saved; once there is room it does."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        disk.fills_up()
        await person.press("escape")
        assert person.place == "AuditScreen"
        assert "disk is full" in person.told
        disk.has_room_again()
        await person.press("escape")
        assert person.place == "AuditsScreen"
    assert workspace.register.load(begun.id).answer("HND-01").grade == "good"


async def test_where_only_the_register_refuses_the_draft_has_the_last_letter(
    workspace: Workspace, begun: Audit, disk: Disk
) -> None:
    """A save that fails puts everything into the draft at once, however short the pause was."""
    async with somebody(workspace, begun.id) as person:
        disk.fills_up("publish_new")
        await person.press("e")
        await person.burst(*"all", "ctrl+q")
        await person.waits_until(lambda: "disk is full" in person.told)
        draft = workspace.drafts.find(begun.id)
        assert draft is not None
        assert draft.audit.answer("HND-01").reason == "all"


async def test_quitting_with_something_unsaved_wants_the_key_twice(
    workspace: Workspace, begun: Audit, disk: Disk
) -> None:
    """The first time the app stays and says why; the second time it goes, with the exit code of storage trouble."""
    async with somebody(workspace, begun.id) as person:
        await person.press("2")
        disk.fills_up()
        await person.press("ctrl+q")
        assert person.app.return_value is None
        assert "again" in person.told
        await person.press("ctrl+q")
        assert person.app.return_value == STORAGE_TROUBLE


async def test_a_signature_that_cannot_be_saved_is_none(workspace: Workspace, filled: Audit, disk: Disk) -> None:
    """Signed means saved: where the disk refuses, the audit is still open, on screen and on disk."""
    async with somebody(workspace, filled.id) as person:
        await person.press("r")
        disk.fills_up()
        await person.press("s", "enter")
        assert "disk is full" in person.told
        assert not _audit(person).signed_off
        assert "Press s to sign" in person.reads("#heading")
        disk.has_room_again()
        await person.press("s", "enter")
        assert _audit(person).signed_off
    assert workspace.register.load(filled.id).signed_off


async def test_a_reopening_that_cannot_be_saved_is_said(workspace: Workspace, signed: Audit, disk: Disk) -> None:
    """What is in the register is still signed, and the message says why."""
    async with somebody(workspace, signed.id) as person:
        await person.press("o")
        await person.types("why")
        disk.fills_up()
        await person.press("f2")
        assert "disk is full" in person.told
        disk.has_room_again()
    assert workspace.register.load(signed.id).signed_off


async def test_an_audit_that_cannot_be_begun_leaves_the_form_as_it_was(workspace: Workspace, disk: Disk) -> None:
    """Nothing has to be typed twice."""
    async with somebody(workspace) as person:
        await person.press("n")
        await person.types("EB-5")
        await person.press("enter", "tab")
        await person.types("North")
        await person.press("enter")
        await person.types("W. Worker")
        disk.fills_up()
        await person.press("f2")
        assert person.place == "NewAudit"
        assert "disk is full" in person.reads("#problems")
        disk.has_room_again()
        await person.press("f2")
        assert person.place == "AuditScreen"


async def test_a_theme_that_cannot_be_remembered_still_changes(workspace: Workspace, disk: Disk) -> None:
    """Colours are no reason to stop."""
    async with somebody(workspace) as person:
        before = person.app.theme
        disk.fills_up()
        await person.press("f9")
        assert person.app.theme != before
        assert "disk is full" in person.told


async def test_a_share_that_disconnects_is_said_and_what_was_typed_is_saved_when_it_is_back(
    workspace: Workspace, begun: Audit, quick_draft: None
) -> None:
    """The folder is gone for a while: the words stay in memory, and nothing is made in its place."""
    folder = workspace.places.workspace
    away = folder.with_name("away")
    async with somebody(workspace, begun.id) as person:
        folder.rename(away)
        await person.press("e")
        await person.types("still here")
        await person.waits_until(lambda: "gone" in person.told)
        await person.press("f2")
        assert not folder.exists()
        away.rename(folder)
        await person.press("f2")
    assert workspace.register.load(begun.id).answer("HND-01").reason == "still here"


async def test_a_list_on_a_share_that_disconnects_says_so(workspace: Workspace, begun: Audit) -> None:
    """Looking again at a folder that is gone does not end the app."""
    folder = workspace.places.workspace
    async with somebody(workspace) as person:
        folder.rename(folder.with_name("away"))
        await person.press("r", "s", "enter")
        assert person.place == "AuditsScreen"
        assert begun.id in person.told or "gone" in person.told or person.lines() == []


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("scales.toml", "[ofsted\n"),
        ("scales.toml", "[ofsted]\n"),
        ("scales.toml", "ofsted = 1\n"),
        ("sources.toml", "[ofsted-2014]\n"),
        ("handover.toml", "["),
    ],
)
async def test_a_broken_file_in_the_services_own_library_does_not_end_the_app(
    workspace: Workspace, begun: Audit, file: str, content: str
) -> None:
    """A slip in a checklist, in the scales or in the sources is named; audits can still be listed and read."""
    (workspace.places.checklists / file).write_text(content)
    async with somebody(Workspace(workspace.places, "A. Auditor")) as person:
        await person.press("5")
        assert file in person.reads("#note")
        await person.press("2", "1")
        assert len(person.lines()) == 1
        await person.press("n", "escape", "enter")
        assert person.place in ("AuditsScreen", "AuditScreen")


async def test_a_draft_that_cannot_be_read_is_named_and_the_audit_is_not_harmed(
    workspace: Workspace, begun: Audit
) -> None:
    """A draft cut short by a crash of the machine says which file to move away."""
    workspace.drafts.folder.mkdir(parents=True, exist_ok=True)
    workspace.drafts.path(begun.id).write_bytes(b'{"format": 1')
    async with somebody(workspace) as person:
        await person.press("enter")
        assert person.place == "AuditsScreen"
        assert "draft that cannot be read" in person.told
    assert workspace.register.load(begun.id) == begun
