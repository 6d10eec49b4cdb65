"""Verify: what is whole, what was edited outside, what points to nothing; and nothing of it costs a second reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from caseaudit.desk import acting, auditing, moderating, reauditing, verifying
from caseaudit.desk.watching import Stopped
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput
from caseaudit.store import encryption, plans, records, samples, sessions
from caseaudit.store.register import Register, Stamp
from conftest import HEADER, NOON

STAMP = Stamp("A. Auditor", "2026-11-20T12:00:00Z", "saved")


def found(workspace: Workspace, *ids: str) -> list[tuple[str, str]]:
    """Return the kind and the words of what verify finds."""
    return [(each.kind, each.problem.what) for each in verifying.verify(workspace, ids).found]


def signed(workspace: Workspace, fill: Callable[[Audit], Audit], begun: Audit) -> Audit:
    """Sign the audit off."""
    fill(begun)
    return auditing.sign_off(workspace, begun.id, "good")


@pytest.mark.parametrize("record_format", ["json", "toml"])
def test_what_the_program_does_leaves_everything_whole(
    workspace: Workspace, record_format: str, fill: Callable[[Audit], Audit]
) -> None:
    """Signed, moderated, acted on, reopened, audited again: nothing to report, in either format of records."""
    workspace.register = Register(workspace.places, record_format)
    audit = signed(workspace, fill, auditing.begin(workspace, "handover", HEADER))
    action = auditing.add_action(workspace, audit.id, "Tell them", "Sam", "2026-12-01", "HND-01")
    second = moderating.begin(workspace, audit.id, "M. Moderator")
    moderator = Workspace(workspace.places, "M. Moderator", clock=lambda: NOON)
    moderator.register = workspace.register
    fill(second)
    auditing.sign_off(moderator, second.id, "good")
    moderating.hand_back(moderator, audit.id, comment="Agreed.")
    acting.finish(workspace, audit.id, action.id, "On file.")
    again = reauditing.begin(workspace, audit.id)
    auditing.reopen(workspace, audit.id, "One date was wrong.")

    verified = verifying.verify(workspace)

    assert verified.found == []
    assert verified.audits == 3
    assert verified.revisions == sum(
        len(workspace.register.history(each).numbers()) for each in (audit.id, second.id, again.id)
    )


def test_an_edit_outside_is_shown_as_one(workspace: Workspace, begun: Audit) -> None:
    """Not as damage: it is taken in, on record, when the audit is opened; then nothing is left to report."""
    path = workspace.register.path(begun)
    path.write_bytes(path.read_bytes().replace(b"North", b"South"))

    ((kind, what),) = found(workspace)

    assert kind == "outside"
    assert what == "was edited outside caseaudit after revision 1 was saved, or that revision was altered"
    workspace.register.load(begun.id)
    assert found(workspace) == []


def test_other_line_ends_are_no_edit(workspace: Workspace, begun: Audit) -> None:
    """A version control system or an editor may change them: the record says the same."""
    path = workspace.register.path(begun)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert found(workspace) == []


def test_content_changed_under_a_signature_is_told(
    workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """Also once the edit is taken in, until somebody reopens it and signs again."""
    audit = signed(workspace, fill, begun)
    path = workspace.register.path(audit)
    path.write_bytes(path.read_bytes().replace(b"North", b"South"))
    workspace.register.load(audit.id)

    assert found(workspace) == [("signature", "was changed outside caseaudit after it was signed off")]
    auditing.reopen(workspace, audit.id, "The team was wrong.")
    auditing.sign_off(workspace, audit.id, "good")
    assert found(workspace) == []


def test_a_record_written_by_hand_is_whole(workspace: Workspace, begun: Audit) -> None:
    """It was never saved here: it needs no history."""
    by_hand = replace(begun, id="20261120-byhand", revision=type(begun.revision)())
    workspace.register.path(by_hand).write_bytes(records.encode(by_hand))
    assert found(workspace) == []


def test_a_copy_is_named_and_is_no_audit(workspace: Workspace, begun: Audit) -> None:
    """Its name could be an id; what it holds is another audit."""
    workspace.register.path(begun).with_name(f"{begun.id}-laptop.json").write_bytes(records.encode(begun))
    verified = verifying.verify(workspace)
    assert verified.audits == 1
    assert [each.problem.what for each in verified.found] == ["holds another audit than its name says"]


def test_a_record_copied_in_says_so_once_it_is_saved(workspace: Workspace, begun: Audit) -> None:
    """Before, nobody can tell it from one whose history was removed; the first save puts it on record."""
    auditing.answer(workspace, begun.id, "HND-01", "good", reason="There.")
    history = workspace.register.history(begun.id)
    for number in history.numbers():
        history.path(number).unlink()
    assert found(workspace) == [("readable", "has no history here: it was copied in, or its history was removed")]

    auditing.answer(workspace, begun.id, "HND-02", "yes")

    assert history.numbers() == [2, 3]
    assert found(workspace) == []
    (history.folder / "copied-in.json").unlink()
    assert found(workspace) == [
        ("history", "revision 1 is missing before it, and it is not on record as copied in"),
    ]


POINTS: dict[str, tuple[dict[str, object], str]] = {
    "a re-audit of nothing": ({"follows": "20260101-aaaaaa"}, "points to an audit that is not here"),
    "a sample that is gone": ({"sample": "sample-20260101-aaaaaa"}, "points to a sample that is not here"),
}


@pytest.mark.parametrize(("fields", "says"), POINTS.values(), ids=POINTS)
def test_what_points_to_nothing_is_named(
    workspace: Workspace, begun: Audit, fields: dict[str, object], says: str
) -> None:
    """By the field, never by what stands in it."""
    workspace.register.save(replace(begun, **fields), STAMP)
    (finding,) = verifying.verify(workspace).found
    assert finding.problem.what == says
    assert finding.problem.key == next(iter(fields))


def test_actions_that_point_to_nothing_are_named(workspace: Workspace, begun: Audit) -> None:
    """Carried from an action that its audit does not have; for a criterion that is not asked."""
    auditing.add_action(workspace, begun.id, "Tell them", "Sam", "2026-12-01")
    saved = workspace.register.load(begun.id)
    (action,) = saved.actions
    lost = (
        replace(action, id="A2", came_from=f"{begun.id}/A7"),
        replace(action, id="A3", came_from="20260101-aaaaaa/A1"),
        replace(action, id="A4", criterion="CHR-99"),
    )
    workspace.register.save(replace(saved, actions=(action, *lost)), STAMP)
    told = {(each.problem.key, each.problem.what) for each in verifying.verify(workspace).found}
    assert told == {
        ("A2", "points to an action that is not here"),
        ("A3", "points to an action that is not here"),
        ("A4", "points to a criterion that this audit does not ask"),
    }


def test_some_audits_can_be_verified_alone(workspace: Workspace, begun: Audit) -> None:
    """One that is not there is named, with the nearest that is."""
    other = auditing.begin(workspace, "handover", HEADER)
    workspace.register.history(other.id).path(1).write_bytes(b"{}")
    assert found(workspace, begun.id) == []
    assert [kind for kind, _ in found(workspace, other.id)] == ["history"]
    with pytest.raises(BadInput, match="is not an audit of this workspace"):
        verifying.verify(workspace, ["20260101-aaaaaa"])


def test_every_file_is_read_once(workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is wrong; what does not fit is read again, for somebody may just be saving."""
    auditing.answer(workspace, begun.id, "HND-01", "good", reason="There.")
    read: list[Path] = []
    real = encryption.read
    monkeypatch.setattr(encryption, "read", lambda path, limit: (read.append(path), real(path, limit))[1])
    for room in (samples, plans, sessions):
        assert room.files(workspace.places) == []

    verified = verifying.verify(workspace)

    history = workspace.register.history(begun.id)
    files = [workspace.register.path(begun), *(history.path(number) for number in history.numbers())]
    assert sorted(read) == sorted(files)
    assert verified.size == sum(path.stat().st_size for path in files)


def test_a_save_that_comes_between_is_no_finding(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves after the readable file was read and before the history is: it is looked at again."""
    real, saves = encryption.read, iter([True])

    def reading(path: Path, limit: int) -> bytes:
        content = real(path, limit)
        if next(saves, False):
            auditing.answer(workspace, begun.id, "HND-01", "good", reason="Meanwhile.")
        return content

    monkeypatch.setattr(encryption, "read", reading)
    assert found(workspace) == []


def test_it_can_be_stopped(workspace: Workspace, begun: Audit) -> None:
    """Whoever is told how far it is may stop it."""

    def stop(_what: str) -> Callable[[int, int], None]:
        def told(_done: int, _total: int) -> None:
            raise Stopped

        return told

    with pytest.raises(Stopped):
        verifying.verify(workspace.once_more(stop))
