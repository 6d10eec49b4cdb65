"""What is done to the disk is done whole or not at all, and a refusal is said in plain words."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import StorageTrouble
from caseaudit.store import claiming, filesystem
from caseaudit.store.filesystem import make_folder, publish_new, put, sweep

DAY = 24 * 60 * 60
NO_LINKS = [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK]


def failing(monkeypatch: pytest.MonkeyPatch, call: str, number: int, system: int) -> list[int]:
    """Make the `number`th use of a system call fail, counted from 1; return a list that grows with each use."""
    real: Callable[..., Any] = getattr(os, call)
    uses: list[int] = []

    def sometimes(*given: Any, **more: Any) -> Any:
        uses.append(len(uses) + 1)
        if uses[-1] == number:
            raise OSError(system, os.strerror(system))
        return real(*given, **more)

    monkeypatch.setattr(os, call, sometimes)
    return uses


def temporary_files(folder: Path) -> list[Path]:
    """Return what a save that was broken off may have left behind."""
    return list(folder.rglob("*.tmp"))


# ── every fault at every step of a save ──────────────────────────────────────

SAID = {
    errno.ENOSPC: "the disk is full. Free some space, then save again.",
    errno.EDQUOT: "your space on this disk is used up. Free some space, then save again.",
    errno.EFBIG: "the disk refuses a file of this size. Shorten the longest text, then save again.",
    errno.EROFS: "the disk can only be read. Choose a folder you may write to.",
    errno.EACCES: "you may not ",
    errno.ESTALE: "the shared folder is disconnected. Reconnect it, then save again.",
    errno.ETIMEDOUT: "the shared folder does not answer. Reconnect it, then save again.",
    errno.EMFILE: "too many files are open. Close other programs, then try again.",
    errno.EIO: "the disk reports an error. Copy the workspace to another disk and try again there.",
}


@pytest.mark.parametrize("call", ["open", "write", "fsync", "read", "link", "replace", "lseek"])
def test_a_fault_at_any_step_leaves_a_whole_audit(
    call: str, workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fail at the first use of a system call, then at the second, and so on until a save gets through.

    Each time the person is told, or the step went through all the same; what can be read afterwards is the audit
    before or after the step, whole; nothing is left lying about; the same step goes through when the fault is gone.
    """
    for number in range(1, 100):
        reason = f"Seen {number} times."
        before = workspace.register.load(begun.id)
        with monkeypatch.context() as broken:
            uses = failing(broken, call, number, errno.EIO)
            if told := refusal(workspace, begun, reason):
                assert SAID[errno.EIO] in told
        assert temporary_files(workspace.places.workspace) == []
        after = workspace.register.load(begun.id)
        assert after.answer("HND-01").reason in (reason, before.answer("HND-01").reason if told else reason)
        auditing.answer(workspace, begun.id, "HND-01", "good", reason=reason)
        assert workspace.register.load(begun.id).answer("HND-01").reason == reason
        assert workspace.register.history(begun.id).broken() is None
        if number > len(uses):
            assert number > 1
            assert not told
            return
    pytest.fail("a save never got through")


def refusal(workspace: Workspace, audit: Audit, reason: str) -> str:
    """Answer a question; return what is said if the disk refuses, else nothing."""
    said = ""
    try:
        auditing.answer(workspace, audit.id, "HND-01", "good", reason=reason)
    except StorageTrouble as error:
        said = str(error)
    assert "\n" not in said
    assert reason not in said
    return said


@pytest.mark.parametrize("call", ["open", "write", "fsync", "link"])
@pytest.mark.parametrize("system", SAID, ids=errno.errorcode.get)
def test_each_trouble_has_its_sentence(
    call: str, system: int, workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a quota, a read-only folder, a share that went: what the matter is and what to do, exit code 4."""
    number = 1 if call != "open" else 5
    with monkeypatch.context() as broken:
        failing(broken, call, number, system)
        assert SAID[system] in refusal(workspace, begun, "Typed.")
    assert workspace.register.load(begun.id).answer("HND-01").reason in ("", "Typed.")
    assert StorageTrouble.exit_code == 4


def test_words_are_kept_where_only_the_records_cannot_be_written(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of revisions refuses and the folder of drafts does not: what was typed lies in the draft."""
    real = os.open

    def refusing(path: str | Path, flags: int, *rest: Any) -> int:
        if flags & os.O_CREAT and "history" in str(path):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *rest)

    with monkeypatch.context() as broken:
        broken.setattr(os, "open", refusing)
        assert "the disk can only be read" in refusal(workspace, begun, "Typed.")
    assert workspace.register.load(begun.id) == begun
    assert auditing.take_up(workspace, begun.id).working.answer("HND-01").reason == "Typed."


def test_a_real_limit_of_the_system(workspace: Workspace, begun: Audit) -> None:
    """Under a limit on the size of files a long reason is refused, and the last saved revision stands."""
    script = """
        import resource, sys
        from caseaudit.desk import auditing
        from caseaudit.desk.workspace import Workspace
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        try:
            auditing.answer(Workspace.open(sys.argv[1]), sys.argv[2], "HND-01", "good", reason="x" * 100_000)
        except auditing.StorageTrouble as error:
            print(error, error.exit_code)
    """
    given = [str(workspace.places.workspace), begun.id]
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(script), *given], capture_output=True, text=True)
    said = "the disk refuses a file of this size. Shorten the longest text, then save again"
    assert ran.stdout.endswith(f"{said}. On disk is revision 1, without your change. 4\n")
    assert ran.stderr == ""
    assert workspace.register.load(begun.id) == begun
    assert temporary_files(workspace.places.workspace) == []


@pytest.mark.parametrize("lie", ["nothing", "half", "other bytes"])
def test_a_disk_that_lies_is_found_out(
    lie: str, workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says that all was written: reading it back tells, and nothing is published."""
    write = os.write

    def lying(descriptor: int, content: bytes) -> int:
        kept = {"nothing": b"", "half": content[: len(content) // 2], "other bytes": b"x" * len(content)}[lie]
        write(descriptor, kept)
        return len(content)

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lying)
        with pytest.raises(StorageTrouble, match="the disk reports an error"):
            auditing.answer(workspace, begun.id, "HND-01", "good")
    assert workspace.register.history(begun.id).numbers() == [1]
    assert workspace.register.load(begun.id) == begun


def test_a_disk_that_writes_a_little_at_a_time_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short write is gone on with until all is there."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:3]))
    put(tmp_path / "x", b"ten bytes.")
    assert (tmp_path / "x").read_bytes() == b"ten bytes."


# ── publishing under a name that must be free ────────────────────────────────


def test_who_comes_second_is_told(tmp_path: Path) -> None:
    """The first keeps the name; the second changes nothing and hears of it."""
    assert publish_new(tmp_path / "00000001.json", b"first")
    assert not publish_new(tmp_path / "00000001.json", b"second")
    assert (tmp_path / "00000001.json").read_bytes() == b"first"
    assert temporary_files(tmp_path) == []


def unknown_to_the_file_system(system: int = errno.EPERM) -> Callable[..., Any]:
    """Return a system call that this file system does not have."""

    def call(*_: Any) -> None:
        raise OSError(system, os.strerror(system))

    return call


@pytest.mark.parametrize("renames", [True, False], ids=["a rename that refuses", "exclusive creation"])
@pytest.mark.parametrize("system", NO_LINKS, ids=errno.errorcode.get)
def test_a_file_system_without_hard_links_keeps_the_promise(
    system: int, renames: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a memory stick or a simple share a rename or exclusive creation decides, with the same outcome."""
    monkeypatch.setattr(os, "link", unknown_to_the_file_system(system))
    if not renames:
        monkeypatch.setattr(claiming, "_by_rename", unknown_to_the_file_system(system))
    test_who_comes_second_is_told(tmp_path)
    with filesystem.filling(tmp_path / "workbook", replace=False) as stream:
        stream.write(b"much")
    with pytest.raises(FileExistsError), filesystem.filling(tmp_path / "workbook", replace=False) as stream:
        stream.write(b"other")
    assert (tmp_path / "workbook").read_bytes() == b"much"
    assert temporary_files(tmp_path) == []


def test_without_hard_links_a_full_disk_leaves_no_half_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk fills while the name is being claimed by exclusive creation, the name is free again."""
    monkeypatch.setattr(os, "link", unknown_to_the_file_system())
    monkeypatch.setattr(claiming, "_by_rename", unknown_to_the_file_system())
    with monkeypatch.context() as broken:
        failing(broken, "write", 2, errno.ENOSPC)
        with pytest.raises(StorageTrouble, match="the disk is full"):
            publish_new(tmp_path / "00000001.json", b"words")
    assert list(tmp_path.iterdir()) == []
    assert publish_new(tmp_path / "00000001.json", b"words")


def sharing_violation() -> OSError:
    """Return what Windows says while another program holds the file."""
    error = OSError(errno.EACCES, "in use")
    error.winerror = 32
    return error


@pytest.mark.parametrize(("busy", "goes_through"), [(3, True), (99, False)])
def test_a_file_that_another_program_holds_is_tried_again(
    busy: int, goes_through: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner lets go after a moment; who never lets go is named in a plain sentence."""
    real, tries, pauses = os.replace, list[int](), list[float]()

    def held(*names: Any) -> None:
        tries.append(1)
        if len(tries) <= busy:
            raise sharing_violation()
        real(*names)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(filesystem.time, "sleep", pauses.append)
    (tmp_path / "x").write_bytes(b"old")
    if goes_through:
        put(tmp_path / "x", b"new")
    else:
        with pytest.raises(StorageTrouble, match="another program holds the file open"):
            put(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == (b"new" if goes_through else b"old")
    assert len(pauses) == min(busy, 9)
    assert temporary_files(tmp_path) == []


def test_a_folder_is_forced_to_disk_at_each_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder in a folder that was not there either, no name is lost to a power cut."""
    forced: list[Path] = []
    monkeypatch.setattr(filesystem, "sync_folder", forced.append)
    make_folder(tmp_path / "a" / "b" / "c")
    assert forced == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]


# ── which copy is on disk ────────────────────────────────────────────────────

STANDS = [
    ("link", 1, "On disk is revision 1, without your change. What you typed is kept as a draft."),
    ("replace", 1, "Revision 2, with your change, can be read, but the disk did not confirm it."),
]


@pytest.mark.parametrize(("call", "number", "says"), STANDS, ids=[row[0] for row in STANDS])
def test_a_refusal_says_which_copy_is_on_disk(
    call: str, number: int, says: str, workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked up after the fault, never assumed: the revision before, or the new one that was not confirmed."""
    with monkeypatch.context() as broken:
        failing(broken, call, number, errno.EIO)
        told = refusal(workspace, begun, "Typed.")
    assert says in told
    assert workspace.register.load(begun.id).answer("HND-01").reason == ("" if "without" in says else "Typed.")


def test_saving_again_what_the_disk_did_not_confirm_confirms_it(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The revision is there but its name was not forced to disk: nobody hears `saved` until it was."""
    real = filesystem.sync_folder

    def refusing(folder: Path) -> None:
        if folder == workspace.register.history(begun.id).folder:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(folder)

    with monkeypatch.context() as broken:
        broken.setattr(filesystem, "sync_folder", refusing)
        assert "Revision 2, with your change, can be read" in refusal(workspace, begun, "Typed.")
        assert "the disk reports an error" in refusal(workspace, begun, "Typed.")
    assert refusal(workspace, begun, "Typed.") == ""
    assert workspace.register.history(begun.id).numbers() == [1, 2]


def test_what_is_saved_is_read_from_a_disk_that_refuses_to_be_written(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The readable file is behind and cannot be mended now: the audit opens all the same, as it was saved last."""
    with monkeypatch.context() as broken:
        failing(broken, "replace", 1, errno.ENOSPC)
        refusal(workspace, begun, "Typed.")
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", unknown_to_the_file_system(errno.EROFS))
        broken.setattr(os, "write", unknown_to_the_file_system(errno.EROFS))
        assert workspace.register.load(begun.id).answer("HND-01").reason == "Typed."
        assert "the disk can only be read" in refusal(workspace, begun, "More.")
    assert refusal(workspace, begun, "More.") == ""
    assert workspace.register.read(workspace.register.path(begun)).answer("HND-01").reason == "More."


# ── folders ──────────────────────────────────────────────────────────────────


def test_what_is_made_is_private(workspace: Workspace, begun: Audit) -> None:
    """Nobody else on the machine can read a new workspace: folders 0700, files 0600."""
    auditing.keep_draft(workspace, begun)
    places = workspace.places
    for path in [places.audits, places.history, places.drafts, *places.audits.rglob("*"), *places.history.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted
    assert stat.S_IMODE(workspace.drafts.path(begun.id).stat().st_mode) == 0o600


def test_a_file_where_a_folder_should_be(workspace: Workspace, begun: Audit) -> None:
    """Somebody's file called `drafts` is named and left alone."""
    workspace.places.drafts.rmdir()
    workspace.places.drafts.write_text("mine")
    with pytest.raises(StorageTrouble, match=r"a file stands where a folder should be\. Move it away"):
        auditing.keep_draft(workspace, begun)
    assert workspace.places.drafts.read_text() == "mine"


def test_a_workspace_that_is_gone_is_not_made_anew(workspace: Workspace, begun: Audit) -> None:
    """An unplugged drive: nothing is written where it was, and the person is asked to reconnect it."""
    opened = auditing.take_up(workspace, begun.id)
    working = auditing.steps.answered(opened.working, "HND-01", state="graded", grade="good")
    away = workspace.places.workspace.rename(workspace.places.workspace.with_name("unplugged"))
    for use in (
        lambda: auditing.save(workspace, working, opened.saved),
        lambda: auditing.keep_draft(workspace, working),
        lambda: workspace.register.load(begun.id),
        workspace.index.refresh,
    ):
        with pytest.raises(StorageTrouble, match=r"the folder is gone\. Reconnect the drive or share, then try again"):
            use()
    assert not workspace.places.workspace.exists()
    away.rename(workspace.places.workspace)
    assert auditing.save(workspace, working, opened.saved).answer("HND-01").grade == "good"


def test_folders_are_made_once_and_all_the_way(tmp_path: Path) -> None:
    """Making a folder that is there already does nothing."""
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()


# ── the janitor ──────────────────────────────────────────────────────────────


def test_the_janitor_takes_only_our_own_old_leavings(tmp_path: Path) -> None:
    """A temporary file of this program that is over a day old goes; everything else stays."""
    outside = tmp_path / "outside"
    workspace = tmp_path / "workspace"
    for folder in (outside, workspace / "audits", workspace / ".caseaudit" / "history"):
        folder.mkdir(parents=True)
    (workspace / "linked").symlink_to(outside)
    ours = [workspace / "audits" / ".caseaudit-0a.tmp", workspace / ".caseaudit" / "history" / ".caseaudit-0b.tmp"]
    others = [
        workspace / "audits" / "report.tmp",
        workspace / "audits" / ".other-0a.tmp",
        workspace / "audits" / ".caseaudit-0a.json",
        outside / ".caseaudit-0c.tmp",
    ]
    young = workspace / "audits" / ".caseaudit-0d.tmp"
    for path in (*ours, *others, young):
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    os.utime(young, (DAY * 9, DAY * 9))
    assert sweep(workspace, now=DAY * 10.0) == 2
    assert not any(path.exists() for path in ours)
    assert all(path.exists() for path in (*others, young))
