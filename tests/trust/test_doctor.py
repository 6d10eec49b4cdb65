"""The doctor finds what is wrong on a real workspace, explains it, changes nothing unasked, and loses nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing, doctoring, doctoring_place
from caseaudit.desk.doctoring import Finding
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Audit
from caseaudit.store import case_key, encryption, places, records
from conftest import HEADER, NOON
from trust.conftest import Figures

SECRETS = ("EB-1042", "943 476 5919", "A secret of the family", "W. Worker", "Hospital", "North")
LONG_AGO = NOON.timestamp() - 90 * 24 * 60 * 60


@pytest.fixture
def audit(workspace: Workspace) -> Audit:
    """A signed-off audit among two, in a workspace in which nothing is wrong."""
    auditing.begin(workspace, "handover", HEADER)
    audit = auditing.begin(workspace, "handover", HEADER)
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(workspace, audit.id, criterion, verdict, reason="A secret of the family.")
    auditing.sign_off(workspace, audit.id, "good")
    workspace.look()
    return workspace.register.load(audit.id)


def found(workspace: Workspace) -> list[Finding]:
    """Return what the doctor finds."""
    return doctoring.examine(workspace).found


def test_a_workspace_in_which_nothing_is_wrong_is_told_to_be_so(workspace: Workspace, audit: Audit) -> None:
    """Also after an ordinary day: a draft of today, somebody who is saving, a checklist of one's own, a cache."""
    auditing.keep_draft(workspace, replace(audit, sign_off=None))
    (workspace.register.path(audit).parent / ".caseaudit-0123.tmp").write_bytes(b"being written")
    os.utime(workspace.register.path(audit).parent / ".caseaudit-0123.tmp", (NOON.timestamp(), NOON.timestamp()))
    (workspace.register.path(audit).parent / ".caseaudit-0123.tmp").chmod(0o600)
    examined = doctoring.examine(workspace)
    assert examined.found == []
    assert (examined.audits, examined.revisions) == (2, 6)


# ── what it finds ────────────────────────────────────────────────────────────


def path_of(workspace: Workspace, audit: Audit) -> Path:
    """Return the readable file of an audit."""
    return workspace.register.path(audit)


def reworded(workspace: Workspace, audit: Audit, old: bytes, new: bytes) -> None:
    """Change words of the readable file in an editor."""
    path = path_of(workspace, audit)
    path.write_bytes(path.read_bytes().replace(old, new))


def aged(path: Path, content: bytes = b"{}") -> None:
    """Write a private file that is ninety days old."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    os.utime(path, (LONG_AGO, LONG_AGO))


def private(path: Path, content: bytes) -> None:
    """Write a private file."""
    path.write_bytes(content)
    path.chmod(0o600)


def copied(workspace: Workspace, audit: Audit, name: str, **changes: str) -> None:
    """Put a copy of an audit beside it, as a sync program does."""
    private(path_of(workspace, audit).with_name(name), records.encode(replace(audit, **changes)))


def rewritten(workspace: Workspace, audit: Audit, number: int, old: bytes, new: bytes) -> None:
    """Change words of a revision."""
    path = workspace.register.history(audit.id).path(number)
    path.write_bytes(path.read_bytes().replace(old, new))


def draft(workspace: Workspace, audit_id: str, content: bytes = b'{"format":1,"base":1,"at":"","audit":{}}') -> None:
    """Leave a draft of ninety days ago."""
    aged(workspace.places.drafts / "jo-0123" / f"{audit_id}.json", content)


def checklist(workspace: Workspace, old: str, new: str) -> None:
    """Change words of the workspace's own checklist, without a new version."""
    path = workspace.places.checklists / "handover.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def saved_at(workspace: Workspace, audit: Audit, hour: int, **fields: str) -> None:
    """Save once more with a computer whose clock is wrong."""
    other = Workspace(workspace.places, "B. Auditor", clock=lambda: NOON.replace(hour=hour))
    auditing.add_action(other, audit.id, "Tell them", "Sam", "2026-12-01")


def crashed(workspace: Workspace, audit: Audit) -> None:
    """Leave a note of a crash."""
    places.log_folder().mkdir(parents=True, exist_ok=True)
    private(places.log_folder() / "crash-0123.txt", b"ValueError")


def open_secret(workspace: Workspace, audit: Audit) -> None:
    """Let others read the secret of case references."""
    case_key.secret()
    places.case_key().chmod(0o644)


def spoilt_secret(workspace: Workspace, audit: Audit) -> None:
    """Put something else into the file of the secret."""
    case_key.secret()
    places.case_key().write_bytes(b"nothing")


def identifying(workspace: Workspace, audit: Audit) -> None:
    """Begin an audit with an NHS number as its case reference."""
    auditing.begin(workspace, "handover", replace(HEADER, case="943 476 5919"))


class Ill(NamedTuple):
    """Something that goes wrong, and what the doctor says."""

    does: Callable[[Workspace, Audit], object]
    check: str
    says: str
    mends: bool = False


ILLS = {
    "settings of a newer version": Ill(lambda w, a: w.places.settings.write_text("format = 9\n"), "settings", "newer"),
    "settings that are none": Ill(lambda w, a: w.places.settings.write_text("= ="), "settings", ""),
    "a folder open to everybody": Ill(
        lambda w, a: w.places.workspace.chmod(0o755), "permissions", "everybody who has an account", mends=True
    ),
    "a file open to others": Ill(
        lambda w, a: path_of(w, a).chmod(0o644), "permissions", "in a private workspace, open to others", mends=True
    ),
    "a link": Ill(lambda w, a: (w.places.audits / "elsewhere.json").symlink_to("/etc/hostname"), "links", "is a link"),
    "a folder that is a link": Ill(lambda w, a: (w.places.audits / "2020-01").symlink_to("/etc"), "links", "is a link"),
    "names alike": Ill(
        lambda w, a: [private(w.places.workspace / name, b"") for name in ("Notes.txt", "notes.txt")],
        "twins",
        "that Windows and macOS take for that of notes.txt",
    ),
    "names alike but for an accent": Ill(
        lambda w, a: [private(w.places.workspace / name, b"") for name in ("caf\u00e9.txt", "cafe\u0301.txt")],
        "twins",
        "has a name that Windows and macOS take for that of",
    ),
    "left by a crash": Ill(
        lambda w, a: aged(w.places.audits / ".caseaudit-12.tmp", b"x"),
        "leftovers",
        "1 file that a crash left",
        mends=True,
    ),
    "a revision cut short": Ill(
        lambda w, a: aged(w.places.history / a.id / "00000009.12.cut", b"{"), "leftovers", "a crash left", mends=True
    ),
    "a copy that says the same": Ill(
        lambda w, a: copied(w, a, f"{a.id} (1).json"), "copies", "says nothing that its history does not", mends=True
    ),
    "a copy that says something else": Ill(
        lambda w, a: copied(w, a, f"{a.id} (1).json", team="Hospital"),
        "copies",
        "says something that its history does not",
    ),
    "a copy whose name could be an id": Ill(
        lambda w, a: copied(w, a, f"{a.id}-laptop.json"), "copies", "says nothing that its history does not", mends=True
    ),
    "an audit under another name": Ill(
        lambda w, a: copied(w, a, "mine.json", id="20261120-zzzzzz"), "copies", "under another name"
    ),
    "a copy among the revisions": Ill(
        lambda w, a: aged(w.places.history / a.id / "00000005-LAPTOP.json"), "copies", "is no revision"
    ),
    "a copy of a whole history": Ill(
        lambda w, a: shutil.copytree(w.places.history / a.id, w.places.history / f"{a.id} (1)"),
        "copies",
        "is no history",
    ),
    "a file that is none of ours": Ill(
        lambda w, a: private(w.places.audits / "list of children.json", b"{}"), "unreadable", "lacks a field"
    ),
    "a readable file gone": Ill(lambda w, a: path_of(w, a).unlink(), "history", "has no readable file", mends=True),
    "a readable file left behind": Ill(
        lambda w, a: path_of(w, a).write_bytes(w.register.history(a.id).read(3)),
        "history",
        "and not 5, the newest",
        True,
    ),
    "a readable file emptied": Ill(lambda w, a: path_of(w, a).write_bytes(b""), "history", "is empty", mends=True),
    "an edit outside": Ill(
        lambda w, a: reworded(w, a, b'"what": "signed-off"', b'"what": "merged"'),
        "history",
        "edited outside",
        mends=True,
    ),
    "a copied-in record": Ill(
        lambda w, a: shutil.rmtree(w.places.history / a.id), "history", "has no history here", mends=True
    ),
    "a revision altered": Ill(
        lambda w, a: rewritten(w, a, 3, b"North", b"South"), "history", "was altered after revision 4"
    ),
    "the newest revisions gone": Ill(
        lambda w, a: w.register.history(a.id).path(5).unlink(), "history", "its history ends at 4"
    ),
    "the first revision gone": Ill(
        lambda w, a: w.register.history(a.id).path(1).unlink(), "history", "revision 1 is missing"
    ),
    "changed after sign-off": Ill(
        lambda w, a: (reworded(w, a, b"North", b"Hospital"), w.register.load(a.id)),
        "history",
        "after it was signed off",
    ),
    "a sample that is none": Ill(
        lambda w, a: aged(w.places.samples / "sample-20261120-abcdef.json"), "documents", "is not a sample"
    ),
    "a checklist gone": Ill(
        lambda w, a: (w.places.checklists / "handover.toml").unlink(),
        "checklists",
        "is in 2 audits and not in the library",
    ),
    "a checklist reworded": Ill(
        lambda w, a: checklist(w, "meet the child", "see the child"), "checklists", "changed without a new version"
    ),
    "a checklist that cannot be read": Ill(
        lambda w, a: (w.places.checklists / "other.toml").write_text("= ="), "checklists", ""
    ),
    "a clock that is ahead": Ill(lambda w, a: saved_at(w, a, 18), "dates", "with a date that is still to come"),
    "a clock that is behind": Ill(lambda w, a: saved_at(w, a, 6), "dates", "dated before the one it was made on"),
    "an identifier for a case reference": Ill(identifying, "references", "1 case reference that may be an NHS number"),
    "an old draft": Ill(lambda w, a: draft(w, a.id), "drafts", "was typed 90 days ago and never saved"),
    "a draft of nothing": Ill(
        lambda w, a: draft(w, "20260101-aaaaaa"), "drafts", "is a draft of an audit that is not here", mends=True
    ),
    "a draft that cannot be read": Ill(lambda w, a: draft(w, a.id, b"{"), "drafts", "cannot be read"),
    "an index damaged": Ill(
        lambda w, a: w.places.index_file.write_bytes(b"no database" * 500), "index", "is damaged", mends=True
    ),
    "a crash": Ill(crashed, "crashes", "1 note of a crash", mends=True),
    "a secret open to others": Ill(open_secret, "secret", "can be read by others", mends=True),
    "a secret spoilt": Ill(spoilt_secret, "secret", "does not hold the secret"),
}


MENDS = [name for name, wrong in ILLS.items() if wrong.mends]


@pytest.fixture
def ill(request: pytest.FixtureRequest, workspace: Workspace, audit: Audit) -> Ill:
    """A workspace in which one thing is wrong."""
    wrong = ILLS[request.param]
    wrong.does(workspace, audit)
    return wrong


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file and folder below one: its mode and what it holds."""
    return {
        str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() and not path.is_symlink() else b"")
        for path in (folder, *folder.rglob("*"))
    }


def opened(workspace: Workspace) -> Workspace:
    """Open the workspace as a person does who starts the program."""
    return Workspace(workspace.places, "A. Auditor", clock=lambda: NOON)


def test_many_audits_that_were_copied_in_are_one_finding_and_one_mend(workspace: Workspace, audit: Audit) -> None:
    """Nobody answers the same question two hundred times."""
    unsigned = replace(audit, sign_off=None, events=())
    copies = [replace(unsigned, id=f"20261120-copy{number:02}") for number in range(20)]
    for copy in copies:
        private(path_of(workspace, copy), records.encode(copy))
    (finding,) = found(workspace)
    assert finding.what.startswith("20 audits have no history here")
    assert "20261120-copy04 and 15 more" in finding.what

    assert doctoring.mended(finding) == "did so for 20 audits"

    assert found(opened(workspace)) == []
    assert workspace.register.history(copies[7].id).numbers() == [5]


@pytest.mark.parametrize("ill", ILLS, indirect=True)
def test_each_ill_is_found_and_explained(ill: Ill, workspace: Workspace) -> None:
    """Where, what, why it matters, what to do: four sentences without a word of any record. Nothing is changed."""
    before = everything(workspace.places.workspace)

    findings = [finding for finding in found(opened(workspace)) if finding.check == ill.check]

    (finding,) = [finding for finding in findings if ill.says in finding.what]
    assert bool(finding.fix) == ill.mends
    for sentence in (finding.what, finding.why, finding.remedy, finding.fix.would if finding.fix else "x"):
        assert sentence
        assert not sentence.endswith(".")
        assert "\n" not in sentence
        assert not any(secret in sentence for secret in SECRETS)
    assert everything(workspace.places.workspace) == before


@pytest.mark.parametrize("ill", MENDS, indirect=True)
def test_each_mend_mends_and_loses_nothing(ill: Ill, workspace: Workspace) -> None:
    """Afterwards the finding is gone, and every byte that was there is still there, if only set aside."""
    before = {content for _, content in everything(workspace.places.workspace).values()}
    (finding,) = [each for each in found(workspace) if each.check == ill.check and ill.says in each.what]

    said = doctoring.mended(finding)

    assert said
    assert not any(each.check == ill.check and ill.says in each.what for each in found(opened(workspace)))
    assert before <= {content for _, content in everything(workspace.places.workspace).values()}


def test_what_is_set_aside_is_still_known_as_that_audits(workspace: Workspace, audit: Audit) -> None:
    """Its name begins with the audit's id, by which retention finds it when the audit's time is over."""
    copied(workspace, audit, "somebody's copy.json")
    aged(workspace.places.history / audit.id / "00000009.12.cut", b"{")
    for finding in found(workspace):
        doctoring.mended(finding)
    aside = workspace.places.history.parent / "set-aside" / "2026-11-20"
    assert sorted(str(path.relative_to(aside)) for path in aside.rglob("*") if path.is_file()) == [
        f".caseaudit/history/{audit.id}/{audit.id} 00000009.12.cut",
        f"audits/2026-11/{audit.id} somebody's copy.json",
    ]
    assert found(opened(workspace)) == []


def test_a_folder_that_is_only_called_like_that_is_looked_into(workspace: Workspace, audit: Audit) -> None:
    """What somebody puts into a folder `set-aside` of their own among the audits is not passed over."""
    aged(workspace.places.audits / "set-aside" / f"{audit.id}.json", b"{")
    assert [finding.check for finding in found(workspace)] == ["unreadable"]


def test_every_check_is_tried(figure: Figures) -> None:
    """Each check has something here that it finds, or a test of its own below."""
    elsewhere = {"synced", "path", "disk", "retention", "encryption"}
    assert {ill.check for ill in ILLS.values()} | elsewhere == set(doctoring.NAMES)
    figure("Things that go wrong on a workspace, each found and explained by the doctor", len(ILLS))
    figure("Of these mended without losing a byte", len(MENDS))


# ── where a workspace lies ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    "folder", ["OneDrive - Council", "Dropbox (Team)", "iCloud Drive", "Mobile Documents", "Google Drive", "Nextcloud"]
)
def test_a_folder_that_is_copied_elsewhere_is_told(tmp_path: Path, folder: str) -> None:
    """By the names that sync programs give their folders."""
    (finding,) = found(Workspace(make(str(tmp_path / folder / "audits")), "A. Auditor"))
    assert finding.check == "synced"
    assert "lies in a folder that a sync program copies elsewhere" in finding.what


def test_a_path_that_is_too_long_is_told(tmp_path: Path) -> None:
    """Windows would not open what lies below."""
    found_there = found(Workspace(make(str(tmp_path / ("a" * 150) / "audits")), "A. Auditor"))
    assert [finding.check for finding in found_there] == ["path"]


def test_a_disk_that_is_nearly_full_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly full stands here for more room than any disk has."""
    monkeypatch.setattr(doctoring_place, "_ROOM", 1 << 62)
    assert [finding.check for finding in found(workspace)] == ["disk"]


def test_what_is_due_for_removal_is_told(workspace: Workspace, audit: Audit) -> None:
    """Where the workspace says how long audits are kept."""
    with workspace.places.settings.open("a", encoding="utf-8") as settings:
        settings.write("\n[retention]\naudits_months = 12\n")
    later = Workspace(workspace.places, "A. Auditor", clock=lambda: NOON.replace(year=2029))
    assert "retention" in [finding.check for finding in found(later)]


def test_an_encryption_that_was_begun_and_not_finished_is_told(workspace: Workspace) -> None:
    """Some files are encrypted then, and others are not."""
    keys = [f"age1{letter * 58}" for letter in "qp"]
    with workspace.places.settings.open("a", encoding="utf-8") as settings:
        settings.write(f'\n[encryption]\nrecipients = {keys}\ndoing = "encrypting"\n')
    assert "encryption" in [finding.check for finding in found(opened(workspace))]


def test_a_folder_that_is_shared_with_a_group_stays_so(workspace: Workspace, audit: Audit) -> None:
    """A team may share a folder on purpose: only everybody else is shut out."""
    root = workspace.places.workspace
    root.chmod(0o770)
    path_of(workspace, audit).chmod(0o660)
    assert found(workspace) == []
    root.chmod(0o775)
    (finding,) = found(workspace)
    doctoring.mended(finding)
    assert root.stat().st_mode & 0o777 == 0o770


def test_checks_can_be_asked_for_one_by_one(workspace: Workspace, audit: Audit) -> None:
    """By their names."""
    draft(workspace, audit.id)
    path_of(workspace, audit).chmod(0o644)
    assert {finding.check for finding in found(workspace)} == {"drafts", "permissions"}
    assert [finding.check for finding in doctoring.examine(workspace, ["drafts"]).found] == ["drafts"]


def test_every_record_is_read_once(workspace: Workspace, audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy too; what does not fit is read again, for somebody may just be saving."""
    copied(workspace, audit, f"{audit.id} (1).json")
    read: list[Path] = []
    real = encryption.read
    monkeypatch.setattr(encryption, "read", lambda path, limit: (read.append(path), real(path, limit))[1])
    found(workspace)
    assert sorted(read) == sorted(
        path
        for folder in (workspace.places.audits, workspace.places.history)
        for path in folder.rglob("*")
        if path.is_file()
    )
