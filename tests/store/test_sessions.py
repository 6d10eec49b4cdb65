"""Sessions on disk: private, durable, told where a hand changed them, and never in each other's way."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Mark, Session, marked
from caseaudit.problems import BadInput, NotReady, StorageTrouble
from caseaudit.store import sessions
from hostile import HOSTILE
from made_up_session import ABOUTS, EMPTY, given_by, mark, marks


@pytest.fixture
def path(workspace: Workspace) -> Path:
    """The file of a session that nobody graded in yet."""
    return sessions.path_of(workspace.places, sessions.keep(workspace.places, EMPTY).id)


def test_a_session_gets_an_id_of_its_own_and_comes_back_as_it_was(workspace: Workspace) -> None:
    """Two that begin in the same second do not meet."""
    one, other = (sessions.keep(workspace.places, EMPTY) for _ in range(2))
    found, problems = sessions.every(workspace.places)

    assert one.id != other.id
    assert one.id.startswith("session-20261120-")
    assert {kept.session.id for kept in found} == {one.id, other.id}
    assert all(kept.intact and kept.session.extracts == EMPTY.extracts for kept in found)
    assert problems == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes")
def test_only_the_person_themselves_may_read_it(path: Path) -> None:
    """The file holds what people gave; before and after a change."""
    sessions.change(path, lambda session: marked(session, "Anna", mark(ABOUTS[0], "good")))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@given(marks(), st.sampled_from(HOSTILE))
def test_whatever_was_graded_comes_back(given: list[tuple[str, Mark]], text: str) -> None:
    """Names and reasons of any kind."""
    whole = given_by(EMPTY, given)
    if text.strip() and "\ud800" not in text:
        whole = marked(whole, text, mark(ABOUTS[0], "good", text))
    decoded = msgspec.json.decode(sessions.encode(whole), type=Session)
    assert replace(decoded, digest="") == whole


@pytest.mark.parametrize(
    ("old", "new"), [('"good"', '"inadequate"'), ("T. Trainer", "A. Nother"), ('"revealed_at": ""', "")]
)
def test_a_change_by_hand_is_told_and_nothing_goes_on_from_it(
    workspace: Workspace, path: Path, old: str, new: str
) -> None:
    """A grade made better, another trainer: it is shown with a warning, and neither graded nor revealed."""
    sessions.change(path, lambda session: marked(session, "Anna", mark(ABOUTS[0], "good")))
    text = path.read_text("utf-8")
    path.write_text(text.replace(f'"grade": {old}', f'"grade": {new}').replace(old, new, 1) + "\n", "utf-8")
    found, problems = sessions.every(workspace.places)

    assert ([kept.intact for kept in found], len(problems)) in (([False], 1), ([], 1))
    with pytest.raises((NotReady, BadInput)):
        sessions.change(path, lambda session: marked(session, "Bo", mark(ABOUTS[0], "good")))


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "\x00", '{"format": 1}', '{"format": 9}', "[" * 5000, '{"format": 1, "id": 3}']
)
def test_a_damaged_file_is_named_and_the_others_are_shown(workspace: Workspace, path: Path, content: str) -> None:
    """In one line, without a word of what it says."""
    (path.parent / "session-20260101-broken.json").write_text(content, "utf-8")
    found, problems = sessions.every(workspace.places)
    assert ([kept.session.id for kept in found], len(problems)) == ([path.stem], 1)


def test_people_who_grade_at_once_do_not_take_each_others_place(path: Path) -> None:
    """Eight people, eight programs, one file: all eight sheets are in it."""

    def grade(number: int) -> None:
        sessions.change(path, lambda session: marked(session, f"Person {number}", mark(ABOUTS[0], "good")))

    with ThreadPoolExecutor(8) as people:
        list(people.map(grade, range(8)))
    kept = sessions.read(path)
    assert (len(kept.session.participants), kept.intact) == (8, True)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_program_that_was_killed_blocks_nobody_for_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its claim is left behind: at once somebody waits and is told, half a minute later it is forgotten."""
    claim = path.with_name(f".{path.stem}.claim")
    claim.write_bytes(b"")
    monkeypatch.setattr(sessions, "_PATIENCE", 0.0)
    with pytest.raises(StorageTrouble, match="being changed by somebody else"):
        sessions.change(path, lambda session: session)
    monkeypatch.setattr(sessions, "_LEFT_BEHIND", -1.0)
    monkeypatch.setattr(sessions, "_PATIENCE", 5.0)
    assert sessions.change(path, lambda session: marked(session, "Bo", mark(ABOUTS[0], "good"))).participant("Bo")


def test_a_session_that_is_not_there_is_told_with_those_that_are(workspace: Workspace, path: Path) -> None:
    """Whether its id is misspelt or no id at all."""
    with pytest.raises(BadInput, match=path.stem):
        sessions.known(workspace.places, "session-20261120-nobody")
    with pytest.raises(BadInput, match="not formed like an id"):
        sessions.known(workspace.places, "../settings")
