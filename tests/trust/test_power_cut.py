"""The power goes: whatever the disk kept, what was said to be saved is there, and nothing is damaged for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from benchmarks.torture_desk import NOTHING, Desk, Tally
from benchmarks.torture_power import Recording, after_a_power_cut, power_cut

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import Conflict
from caseaudit.store import claiming, cut, filesystem
from trust.tortured import LONGEST, tortured

SAVES = 3
TWO_MINUTES = 120


@pytest.mark.timeout(LONGEST)
def test_every_state_that_a_power_cut_can_leave(figure: Any) -> None:
    """The calls of three saves are recorded; every subset that a disk may have kept is opened by the real register.

    Once with hard links, once where only a rename refuses to replace, once with exclusive creation alone. In each
    state the last save that was acknowledged is there and listed, the draft too, and the next save goes through.
    """
    counted = tortured("power", SAVES)
    figure.at_least(
        "States that a power cut can leave in three saves, each opened",
        counted["States a power cut can leave, each opened"],
    )
    figure(
        "Saves lost or audits damaged in them",
        counted["Saves lost to a power cut"] + counted["Audits damaged by a power cut"],
    )


FORGETFUL = {
    "folders are not forced to disk": (filesystem, "sync_folder", lambda _: None, 0),
    "files are not forced to disk": (filesystem, "force", lambda _: None, 0),
    "a file that was cut short counts": (cut, "is_cut", lambda _: False, 1),
}


@pytest.mark.parametrize("what", FORGETFUL)
def test_the_harness_finds_a_store_that_forgets(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take one care away, and a power cut loses or damages something: the count above can fail."""
    *care, saves = FORGETFUL[what]
    monkeypatch.setattr(*care)
    monkeypatch.setattr("benchmarks.torture_power._opened", _opened_or_broken)
    harm = power_cut(tmp_path, saves, "creation")
    assert harm.lost + harm.damaged > 0


def _opened_or_broken(audit: Desk, left: Any) -> Tally:
    from benchmarks import torture_power

    torture_power._lay_out(audit.folder, left.state)
    there = audit.workspace().register.find(audit.id)
    if left.saved < 0:
        return NOTHING if not there or not audit.damage() else Tally(1, 0, 0, 1)
    return Tally(1, 0, int(there is None), int(bool(audit.damage())))


def test_what_is_recorded_is_what_happened(tmp_path: Path) -> None:
    """Everything forced and nothing pending: the one state left is the folder as it is."""
    folder = tmp_path / "recorded"
    folder.mkdir()
    recording = Recording(folder)
    with recording.listening("link"):
        filesystem.put(folder / "x", b"words")
    states = list(after_a_power_cut(recording))
    assert states[0].state == frozenset()
    assert frozenset({("x", b"words")}) in [left.state for left in states]
    assert (folder / "x").read_bytes() == b"words"


# ── a revision that was cut short ────────────────────────────────────────────


@pytest.fixture
def short(workspace: Workspace, begun: Audit) -> Path:
    """The third revision, cut in the middle two minutes ago, as exclusive creation and a kill can leave it."""
    auditing.answer(workspace, begun.id, "HND-01", "good", reason="Saved.")
    history = workspace.register.history(begun.id)
    path = history.path(3)
    path.write_bytes(history.read(2)[:700])
    _age(path, TWO_MINUTES)
    return path


def _age(path: Path, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_a_cut_revision_never_counts(workspace: Workspace, begun: Audit, short: Path) -> None:
    """It is no revision: the audit opens as it was saved, its history is whole, and it is not removed by looking."""
    assert workspace.register.load(begun.id).answer("HND-01").reason == "Saved."
    assert workspace.register.history(begun.id).numbers() == [1, 2]
    assert workspace.register.history(begun.id).broken() is None
    told, problem = auditing.past(workspace, begun.id)
    assert (len(told), problem) == (2, None)
    assert short.exists()


def test_whoever_saves_next_sets_it_aside(workspace: Workspace, begun: Audit, short: Path) -> None:
    """Its bytes are kept under a name that says what they are; the save takes the number."""
    content = short.read_bytes()
    auditing.answer(workspace, begun.id, "HND-02", "yes", reason="After it.")
    (aside,) = short.parent.glob(f"00000003.*{cut.ENDING}")
    assert aside.read_bytes() == content
    assert workspace.register.history(begun.id).numbers() == [1, 2, 3]
    assert workspace.register.history(begun.id).broken() is None
    assert workspace.register.load(begun.id).answer("HND-02").reason == "After it."


def test_one_that_may_still_be_written_is_left_alone(
    workspace: Workspace, begun: Audit, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changed in the last minute: somebody may be writing it. Who saves now is asked to try again, losing nothing."""
    _age(short, 5)
    monkeypatch.setattr(auditing, "_ATTEMPTS", 3)
    with pytest.raises(Conflict, match="Save again in a minute"):
        auditing.answer(workspace, begun.id, "HND-02", "yes", reason="Kept.")
    assert short.exists()
    assert auditing.take_up(workspace, begun.id).working.answer("HND-02").reason == "Kept."
    _age(short, TWO_MINUTES)
    auditing.answer(workspace, begun.id, "HND-02", "yes")
    assert workspace.register.load(begun.id).answer("HND-02").reason == "Kept."


def test_who_was_taken_for_dead_hears_that_somebody_else_was_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that stood still for minutes and wakes up again never says that it saved, and replaces nothing."""
    path, real = tmp_path / "00000003.json", claiming._copy

    def slowly(finished: Path, descriptor: int) -> None:
        _age(path, TWO_MINUTES)
        assert cut.set_aside(path)
        assert filesystem.publish_new(path, b"{}\n")
        real(finished, descriptor)

    for name in ("_by_link", "_by_rename"):
        monkeypatch.setattr(claiming, name, _unknown)
    monkeypatch.setattr(
        claiming, "_copy", lambda *given: (monkeypatch.setattr(claiming, "_copy", real), slowly(*given))
    )
    assert not filesystem.publish_new(path, b'{"a": 1}\n')
    assert path.read_bytes() == b"{}\n"


def _unknown(*_: Path) -> None:
    raise OSError(38, os.strerror(38))


def test_every_beginning_is_cut_and_nothing_altered_is(workspace: Workspace, begun: Audit) -> None:
    """Cut at any byte, or zeros from there on, it is told; one byte changed anywhere, it is damage and is reported."""
    content = workspace.register.history(begun.id).read(1)
    whole = len(content.rstrip())
    for size in range(whole):
        assert cut.was_cut(content[:size])
        assert cut.was_cut(content[:size] + bytes(len(content) - size))
    assert not cut.was_cut(content)
    for place in range(len(content)):
        others = range(256) if place > whole - 20 else (0, 0x20, 0x22, 0x2C, 0x5B, 0x7D, content[place] ^ 1)
        for byte in set(others) - {content[place]}:
            altered = content[:place] + bytes([byte]) + content[place + 1 :]
            assert not cut.was_cut(altered), (place, byte)
