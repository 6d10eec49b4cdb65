"""The app in an encrypted workspace: it looks the same, and nothing that is typed lies readable on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyrage", reason="Encryption was not tested: pip install 'caseaudit[encrypt]'")

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput
from caseaudit.tui.start import _opened
from encrypted import encrypt, files
from tui.person import somebody

WORDS = "CANARY she said it herself"


async def test_what_is_typed_is_encrypted_from_the_first_draft_on(
    workspace: Workspace, begun: Audit, quick_draft: None
) -> None:
    """The draft while it is typed, the record after it is saved; taken up again, all of it is there."""
    encrypt(workspace)
    async with somebody(workspace, begun.id) as person:
        await person.press("e")
        await person.types(WORDS)
        await person.waits_until(lambda: _drafted(workspace, begun) == WORDS)
        draft = workspace.drafts.path(begun.id)
        assert not draft.exists()
        assert WORDS.encode() not in draft.with_name(f"{draft.name}.age").read_bytes()
        await person.press("ctrl+q")
        await person.waits_until(lambda: person.app.return_value == 0)
    assert workspace.register.load(begun.id).answer("HND-01").reason == WORDS
    assert not [path for path in files(workspace.places) if b"CANARY" in path.read_bytes()]


def _drafted(workspace: Workspace, audit: Audit) -> str:
    draft = workspace.drafts.find(audit.id)
    return draft.audit.answer("HND-01").reason if draft else ""


async def test_the_list_and_a_workspace_opened_in_the_app(workspace: Workspace, begun: Audit, tmp_path: Path) -> None:
    """With a key it opens and lists; with the key away it says so in one line, and stays where it is."""
    encrypt(workspace)
    async with somebody(None) as person:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CASEAUDIT_IDENTITY", str(tmp_path / "nowhere"))
            await person.press("o")
            await person.pastes(str(workspace.places.workspace))
            await person.press("f2")
            assert person.place == "WhichFolder"
            assert "your key is missing" in " ".join(person.reads("#problems").split())
        await person.press("f2")
        assert person.place == "AuditsScreen"
        await person.waits_until(lambda: any("EB-1042" in line for line in person.lines()))


def test_without_a_key_the_app_does_not_begin(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the screen changes, also where the workspace is found without being named: not with a welcome."""
    encrypt(workspace)
    monkeypatch.setenv("CASEAUDIT_IDENTITY", "nowhere.txt")
    monkeypatch.setenv("CASEAUDIT_WORKSPACE", str(workspace.places.workspace))
    with pytest.raises(BadInput, match="your key is missing"):
        _opened(None, "", None)
