"""The register: nothing is lost, nobody is overwritten, whatever happens between two saves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.listing import listing
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit, Revision
from caseaudit.problems import BadInput, StorageTrouble
from caseaudit.store import records
from caseaudit.store.index import Wanted
from caseaudit.store.register import Register, Stamp, Taken
from made_up import audits
from made_up import begun as made_up_audit

STAMP = Stamp("A. Auditor", "2026-11-20T12:00:00Z", "saved")


def graded(audit: Audit, grade: str = "good", reason: str = "On file.", criterion: str = "HND-01") -> Audit:
    """Return the audit with one answer graded."""
    return steps.answered(audit, criterion, state="graded", grade=grade, reason=reason)


@pytest.fixture
def register(workspace: Workspace) -> Register:
    """The register of an empty workspace."""
    return workspace.register


# ── saving and loading ───────────────────────────────────────────────────────


def test_a_new_audit_has_an_id_that_says_only_its_date(register: Register) -> None:
    """The id is a date and six characters by chance, a folder a month, one file an audit."""
    made = register.new_id("2026-11-20")
    assert made.startswith("20261120-")
    assert len({register.new_id("2026-11-20") for _ in range(100)}) == 100
    saved = register.save(made_up_audit(made), STAMP)
    assert register.path(saved) == register.places.audits / "2026-11" / f"{made}.json"
    assert register.path(saved).exists()


@settings(max_examples=12)
@given(audit=audits())
def test_what_was_saved_is_what_is_loaded(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any audit, in either format: the same words, the same digest, the next revision; and again when saved twice."""
    for record_format in ("json", "toml"):
        places = make(str(tmp_path_factory.mktemp("register") / "w"), record_format=record_format)
        register = Register(places, record_format)
        saved = register.save(replace(audit, revision=Revision()), STAMP)
        loaded = register.load(audit.id)
        assert loaded == saved
        assert loaded.revision == Revision(1, "", *STAMP)
        assert steps.content_digest(loaded) == steps.content_digest(audit)
        again = register.save(loaded, STAMP)
        assert register.load(audit.id) == again
        assert replace(again, revision=saved.revision) == saved
        assert register.history(audit.id).numbers() == [1, 2]


def test_unknown_fields_outlive_any_number_of_saves(register: Register) -> None:
    """What a newer version wrote into a record is still there after this one saved it twice."""
    saved = register.save(made_up_audit(), STAMP)
    path = register.path(saved)
    path.write_text(path.read_text().replace('"case"', '"mood": {"of": "the team"},\n "case"', 1))
    for grade in ("good", "inadequate"):
        register.save(graded(register.load(saved.id), grade), STAMP)
    assert register.load(saved.id).kept == {"record": {"mood": {"of": "the team"}}}
    assert '"of": "the team"' in path.read_text()


def test_the_number_taken_by_somebody_else(register: Register) -> None:
    """Who saves on an old revision is told, and nothing is overwritten."""
    first = register.save(made_up_audit(), STAMP)
    theirs = register.save(graded(first, "inadequate"), STAMP)
    with pytest.raises(Taken):
        register.save(graded(first, "good"), STAMP)
    assert register.load(first.id) == theirs


def test_what_could_never_be_read_again_is_not_written(workspace: Workspace, begun: Audit) -> None:
    """An audit over the limit is refused before anything is published, and drafts hold to a limit too."""
    huge = steps.answered(begun, "HND-02", reason="a" * 6 * 1_048_576)
    with pytest.raises(StorageTrouble, match=r"would be over the limit of 5 MiB\. Shorten the longest text"):
        auditing.save(workspace, huge, begun)
    assert workspace.register.load(begun.id) == begun
    draft = workspace.drafts.find(begun.id)
    assert draft is not None
    assert draft.audit == huge
    with pytest.raises(StorageTrouble, match="would be over the limit of 10 MiB"):
        auditing.keep_draft(workspace, steps.answered(begun, "HND-02", reason="a" * 11 * 1_048_576))
    workspace.drafts.find(begun.id)


def test_a_moved_date_moves_the_file(register: Register) -> None:
    """An audit whose date changes to another month lies in that month, once."""
    saved = register.save(made_up_audit(), STAMP)
    moved = register.save(steps.amended(saved, date="2027-01-04"), STAMP)
    assert [path.parent.name for path in register.files()] == ["2027-01"]
    assert register.load(saved.id) == moved
    back = register.save(steps.amended(moved, date="2026-11-20"), STAMP)
    assert [path.parent.name for path in register.files()] == ["2026-11"]
    assert register.load(saved.id) == back


# ── TOML ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def toml(tmp_path: Path) -> Register:
    """A register whose workspace asks for TOML."""
    return Register(make(str(tmp_path / "toml"), record_format="toml"), "toml")


def test_a_workspace_may_ask_for_toml(toml: Register) -> None:
    """The readable file is TOML, the history JSON, and both say the same."""
    saved = toml.save(graded(toml.save(made_up_audit(), STAMP)), STAMP)
    assert toml.path(saved).name == f"{saved.id}.toml"
    assert toml.read(toml.path(saved)) == toml.history(saved.id).audit(2) == toml.load(saved.id) == saved


def test_loading_toml_changes_nothing(toml: Register) -> None:
    """However often a record is loaded, no revision is added, even with unknown fields that TOML has no word for."""
    tables = records.encode(made_up_audit()).replace(b'"case"', b'"mood": null,\n "case"', 1)
    saved = toml.save(records.decode(tables, "x.json"), STAMP)
    for _ in range(3):
        assert toml.load(saved.id) == saved
    assert toml.history(saved.id).numbers() == [1]
    toml.save(graded(saved), STAMP)
    assert toml.history(saved.id).numbers() == [1, 2]


def test_toml_with_an_unknown_date_is_taken_in_once(toml: Register) -> None:
    """A date that somebody added by hand becomes one revision, not one at every look."""
    saved = toml.save(made_up_audit(), STAMP)
    path = toml.path(saved)
    path.write_text(path.read_text().replace('case = "EB-1042"', 'case = "EB-1042"\nseen = 2026-11-20\nshare = nan'))
    for _ in range(3):
        assert toml.load(saved.id).kept["record"]["seen"] == "2026-11-20"
    assert toml.history(saved.id).numbers() == [1, 2]


@pytest.mark.parametrize(("before", "after"), [("json", "toml"), ("toml", "json")])
def test_a_workspace_may_change_its_format(before: str, after: str, tmp_path: Path) -> None:
    """Records are written in the new format when they are next saved, and none is there twice."""
    places = make(str(tmp_path / "w"))
    saved = Register(places, before).save(made_up_audit(), STAMP)
    register = Register(places, after)
    assert register.load(saved.id) == saved
    again = register.save(graded(register.load(saved.id)), STAMP)
    assert [path.suffix for path in register.files()] == [f".{after}"]
    assert register.load(saved.id) == again


# ── a crash at any point ─────────────────────────────────────────────────────


def test_a_crash_before_the_readable_file_is_made_good(register: Register) -> None:
    """Revision 2 was published and the program killed: the next look writes the readable file."""
    first = register.save(made_up_audit(), STAMP)
    old = register.path(first).read_bytes()
    second = register.save(graded(first), STAMP)
    register.path(first).write_bytes(old)
    assert register.load(first.id) == second
    assert register.path(first).read_bytes() == records.encode(second)
    assert register.history(first.id).numbers() == [1, 2]


def test_a_crash_before_the_very_first_readable_file(register: Register) -> None:
    """Even the first save is made good from its revision."""
    saved = register.save(made_up_audit(), STAMP)
    register.path(saved).unlink()
    assert register.load(saved.id) == saved
    assert register.path(saved).exists()


def test_a_crash_several_revisions_ago(register: Register) -> None:
    """A readable file that fell behind by more than one, as a slow share may leave it, catches up."""
    first = audit = register.save(made_up_audit(), STAMP)
    old = register.path(first).read_bytes()
    for grade in ("good", "inadequate", "outstanding"):
        audit = register.save(graded(audit, grade), STAMP)
    register.path(first).write_bytes(old)
    assert register.load(first.id) == audit
    assert register.history(first.id).numbers() == [1, 2, 3, 4]


# ── edits outside the program ────────────────────────────────────────────────


def reworded(path: Path, old: str, new: str) -> None:
    """Change words in a file as an editor would."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_an_edit_in_place_becomes_a_revision(register: Register) -> None:
    """Somebody mended the file in an editor: their words are taken in, once, and it is on record."""
    saved = register.save(graded(register.save(made_up_audit(), STAMP)), STAMP)
    reworded(register.path(saved), "On file.", "On file, page 3.")
    loaded = register.load(saved.id)
    assert loaded.answer("HND-01").reason == "On file, page 3."
    assert loaded.revision.number == 3
    assert loaded.events[-1].what == "edited-outside"
    assert register.load(saved.id) == loaded
    assert register.history(saved.id).broken() is None


def test_only_the_look_of_a_file_is_no_edit(register: Register) -> None:
    """Other line ends, spaces or order of keys say the same: no revision is made, and saving goes on."""
    saved = register.save(made_up_audit(), STAMP)
    path = register.path(saved)
    path.write_bytes(path.read_bytes().replace(b"\n ", b"\r\n\t"))
    assert register.load(saved.id) == saved
    assert register.history(saved.id).numbers() == [1]
    assert register.save(graded(saved), STAMP).revision.number == 2


def test_an_edit_on_an_old_revision_merges(register: Register) -> None:
    """A copy edited elsewhere and brought back keeps its edit and everybody else's since."""
    first = register.save(made_up_audit(), STAMP)
    register.save(graded(first, criterion="HND-02", grade="yes"), STAMP)
    brought_back = graded(first, reason="Seen on the train.")
    register.path(first).write_bytes(records.encode(brought_back))
    loaded = register.load(first.id)
    assert loaded.answer("HND-01").reason == "Seen on the train."
    assert loaded.answer("HND-02").grade == "yes"


def test_where_an_edit_and_a_save_meet_the_note_says_so(register: Register) -> None:
    """If the copy changed the same answer, its words stand, the others are in the history, and a note says it."""
    first = register.save(made_up_audit(), STAMP)
    register.save(graded(first, reason="Saved."), STAMP)
    register.path(first).write_bytes(records.encode(graded(first, reason="Brought back.")))
    loaded = register.load(first.id)
    assert loaded.answer("HND-01").reason == "Brought back."
    assert "HND-01" in loaded.events[-1].note
    assert register.history(first.id).audit(2).answer("HND-01").reason == "Saved."


def test_an_edit_in_place_while_the_audit_is_open(workspace: Workspace, begun: Audit) -> None:
    """Somebody edits the file while I have the audit on screen: my save takes their words in before mine."""
    opened = auditing.take_up(workspace, begun.id)
    reworded(workspace.register.path(begun), '"team": "North"', '"team": "South"')
    saved = auditing.save(workspace, graded(opened.working), opened.saved)
    assert (saved.team, saved.answer("HND-01").grade) == ("South", "good")
    assert [event.what for event in saved.events] == ["created", "edited-outside"]


def test_an_edit_of_the_same_answer_while_it_is_open_is_asked_about(workspace: Workspace, begun: Audit) -> None:
    """The file and the screen say different things about one answer: both are kept until a person decides."""
    auditing.answer(workspace, begun.id, "HND-01", "good", reason="First.")
    opened = auditing.take_up(workspace, begun.id)
    reworded(workspace.register.path(begun), "First.", "In the file.")
    with pytest.raises(auditing.Overlapping) as clash:
        auditing.save(workspace, graded(opened.working, reason="On screen."), opened.saved)
    (overlap,) = clash.value.merge.overlaps
    assert (overlap.mine.reason, overlap.theirs.reason) == ("On screen.", "In the file.")
    assert workspace.register.load(begun.id).answer("HND-01").reason == "In the file."


def test_a_signed_audit_edited_by_hand_is_seen(
    workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """The edit is taken in and on record, and the signature no longer matches."""
    fill(begun)
    signed = auditing.sign_off(workspace, begun.id)
    reworded(workspace.register.path(signed), "Seen on file.", "Never seen.")
    loaded = workspace.register.load(signed.id)
    assert steps.changed_since_sign_off(loaded)
    assert loaded.events[-1].what == "edited-outside"


# ── copies ───────────────────────────────────────────────────────────────────

COPY_NAMES = [
    "{id} (conflicted copy 2026-11-20).json",
    "{id} (A. Auditor's conflicted copy 2026-11-20).json",
    "{id}-LAPTOP7.json",
    "{id}.sync-conflict-20261120-120000-ABCDEFG.json",
    "{id} (1).json",
    "{id} - Copy.json",
    "{id}_conflict-20261120-120000.json",
    "Copy of {id}.json",
    "{id} 2.json",
    "{id} [conflicted].json",
    "aaa.json",
    "{id}.toml",
]


@pytest.mark.parametrize("name", COPY_NAMES)
def test_a_copy_made_by_a_sync_program_is_counted_once_and_shown(name: str, workspace: Workspace, begun: Audit) -> None:
    """Whatever the copy is called, the id inside tells: one audit, one notice, and the audit itself still opens."""
    copy = workspace.register.path(begun).with_name(name.format(id=begun.id))
    copy.write_bytes(records.encode(replace(begun, team="Elsewhere"), copy.suffix))
    found = listing(workspace, Wanted(), quick=False)
    assert [(line.id, line.team) for line in found.lines] == [(begun.id, "North")]
    (problem,) = found.problems
    assert problem.where == str(copy)
    assert problem.what == f"is a copy of the audit {begun.id} and is not counted"
    assert workspace.register.load(begun.id) == begun
    copy.unlink()
    assert listing(workspace, Wanted(), quick=False).problems == []


def test_a_record_copied_in_opens_and_gains_a_history(workspace: Workspace, begun: Audit, tmp_path: Path) -> None:
    """A file from another workspace opens as it is; the first save keeps what it said as the revision that it names."""
    auditing.answer(workspace, begun.id, "HND-01", "good", reason="There.")
    other = Workspace(make(str(tmp_path / "other")), "B. Auditor")
    (other.places.audits / "2026-11").mkdir()
    (other.places.audits / "2026-11" / f"{begun.id}.json").write_bytes(workspace.register.path(begun).read_bytes())
    loaded = other.register.load(begun.id)
    assert auditing.past(other, begun.id) == ([], None)
    saved = other.register.save(graded(loaded, criterion="HND-02", grade="yes"), STAMP)
    assert other.register.history(begun.id).numbers() == [2, 3]
    assert saved.revision.number == 3
    assert other.register.history(begun.id).broken() is None
    assert other.register.load(begun.id).answer("HND-01").reason == "There."


def test_a_record_written_by_hand_opens(register: Register) -> None:
    """The shortest record that a person can write is read, and can be gone on with."""
    audit = replace(made_up_audit(), events=())
    path = register.path(audit)
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + records.encode(audit).replace(b"\n", b"\r\n"))
    assert register.load(audit.id) == audit
    assert register.save(graded(audit), STAMP).revision.number == 1


def test_an_audit_goes_on_without_its_checklist(workspace: Workspace, begun: Audit) -> None:
    """The checklist was reworded or taken away: the record holds the words that were asked."""
    (workspace.places.checklists / "handover.toml").unlink()
    again = Workspace(workspace.places, "A. Auditor")
    assert auditing.answer(again, begun.id, "HND-01", "good", reason="On file.").question == begun.answers[0].question
    with pytest.raises(BadInput, match="is not a checklist of this library"):
        again.library.get("handover")
