"""What the tests of the screens stand on, besides the workspace of every test."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

import safety
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.store import places
from conftest import HEADER


@pytest.fixture(autouse=True, scope="package")
def unhurried_collector() -> Iterator[None]:
    """Every app leaves a ring of objects behind; looking for them less often saves these tests 40 % of their time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def filled(begun: Audit, fill: Callable[[Audit], Audit]) -> Audit:
    """An audit with every criterion answered and reasoned, ready for its signature."""
    return fill(begun)


@pytest.fixture
def signed(workspace: Workspace, filled: Audit) -> Audit:
    """An audit that is signed off as good."""
    return safety.sign_off(workspace, filled.id)


@pytest.fixture
def sign(workspace: Workspace, fill: Callable[[Audit], Audit]) -> Callable[..., Audit]:
    """Make an audit of `handover` for a team, grade its first criterion, sign it off."""

    def signed_off(team: str, grade: str, **fields: str) -> Audit:
        audit = fill(auditing.begin(workspace, "handover", replace(HEADER, team=team, **fields)))
        auditing.answer(workspace, audit.id, "HND-01", grade, reason="Seen on file.")
        return safety.sign_off(workspace, audit.id)

    return signed_off


@pytest.fixture
def quick_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft is written after a hundredth of a second without a key, not most of a second."""
    monkeypatch.setattr("caseaudit.tui.screens.page.KEPT_AFTER", 0.01)


@pytest.fixture
def library_with(workspace: Workspace) -> Callable[[str, str], None]:
    """Change words of the checklist `handover`, as a service does between two versions."""

    def changed(before: str, after: str) -> None:
        path = workspace.places.checklists / "handover.toml"
        words = path.read_text(encoding="utf-8")
        assert before in words
        path.write_text(words.replace(before, after), encoding="utf-8")

    return changed


@pytest.fixture
def library_without_roll_up(workspace: Workspace) -> None:
    """The checklist `handover` as a service has it that gives no overall grade."""
    path = workspace.places.checklists / "handover.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[judgement]\nroll_up = false\n", encoding="utf-8")


@pytest.fixture
def settled() -> Callable[[str], None]:
    """Write the person's own settings file."""

    def written(words: str) -> None:
        path = places.personal_settings()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")

    return written
