"""The words of a summary are remembered between summaries, and are always those of the library as it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import safety
from caseaudit.desk.summarising import summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.store.library import Library
from conftest import NOON

LONG_AGO = 1_700_000_000


@pytest.fixture
def own(workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> Path:
    """The workspace's own checklist, unchanged for long; one audit of it is signed off."""
    safety.sign_off(workspace, fill(begun).id)
    path = workspace.places.checklists / "handover.toml"
    rest(path)
    return path


def rest(path: Path) -> None:
    """Make a file look as if nobody had touched it for long, as far as a test can."""
    os.utime(path, (LONG_AGO, LONG_AGO))


def questions(workspace: Workspace) -> list[str]:
    """Return the questions of a summary by somebody who begins the program anew."""
    again = Workspace(workspace.places, clock=lambda: NOON)
    found = [row.question for row in summarise(again).rows]
    again.index.close()
    return found


def test_the_library_is_not_read_again_for_its_words(
    workspace: Workspace, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second summary has them from the index."""
    monkeypatch.setattr("caseaudit.store.called.RACY", -(10**18))
    before = questions(workspace)
    monkeypatch.setattr(Library, "get", None)
    assert questions(workspace) == before
    assert before[0].startswith("Did the new worker meet")


def test_a_question_that_is_reworded_is_shown_at_once(
    workspace: Workspace, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the file's time of change says."""
    monkeypatch.setattr("caseaudit.store.called.RACY", -(10**18))
    questions(workspace)
    own.write_bytes(own.read_bytes().replace(b"Did the new worker meet", b"Has the new worker met"))
    rest(own)
    assert questions(workspace)[0].startswith("Has the new worker met")
    own.unlink()
    assert questions(workspace)[0].startswith("Did the new worker meet")


def test_words_that_may_still_change_are_not_remembered(workspace: Workspace, own: Path) -> None:
    """A file written in this moment may be written again before its time of change tells."""
    questions(workspace)
    own.write_bytes(own.read_bytes().replace(b"Did the new worker meet", b"Did the old worker meet"))
    assert questions(workspace)[0].startswith("Did the old worker meet")
