"""Windows and macOS: their rules, kept here by injecting what they do. Nothing below has run on the real systems."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, StorageTrouble
from caseaudit.store import claiming, filesystem
from caseaudit.store.names import is_reserved, refused_by_windows
from hostile import HOSTILE


def on_windows(number: int) -> OSError:
    """Return the error that Windows raises under a number; what other systems call it says little there."""
    error = OSError(errno.EACCES if number in (5, 32, 33) else errno.EINVAL, "as Windows says")
    error.winerror = number
    return error


def refusing(number: int, times: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """Return a system call that Windows refuses some times before it goes through."""
    left = [times]

    def call(*given: Any, **more: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise on_windows(number)
        return real(*given, **more)

    return call


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that are made, in seconds, without making them."""
    made: list[float] = []
    monkeypatch.setattr(filesystem.time, "sleep", made.append)
    return made


# ── a file that another program holds open ───────────────────────────────────


@pytest.mark.parametrize("number", [5, 32, 33, 1224])
@pytest.mark.parametrize("call", ["replace", "link", "unlink"])
def test_a_scanner_lets_go_after_a_moment(
    call: str, number: int, tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine times a file is held by a virus scanner or a sync program, the tenth time not: nobody notices."""
    path = tmp_path / "x"
    work = {
        "replace": lambda: filesystem.put(path, b"new"),
        "link": lambda: filesystem.publish_new(path, b"new"),
        "unlink": lambda: (path.write_bytes(b"new"), filesystem.remove(path)),
    }[call]
    monkeypatch.setattr(os, call, refusing(number, 9, getattr(os, call)))
    work()
    assert path.exists() == (call != "unlink")
    assert sorted(pauses) == pauses == [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.5, 0.5]


def test_who_never_lets_go_is_named(tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten tries one line says what to do; the file is as it was."""
    (tmp_path / "x").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refusing(32, 99, os.replace))
    with pytest.raises(
        StorageTrouble, match=r"x: another program holds the file open\. Close it there, then try again\."
    ):
        filesystem.put(tmp_path / "x", b"new")
    assert len(pauses) == 9
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"old"


def test_reading_waits_less_long(tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody replaces a file it cannot be opened; where it may not be read at all, nobody waits long."""
    (tmp_path / "x").write_bytes(b"words")
    real = os.open
    monkeypatch.setattr(os, "open", refusing(5, 3, real))
    assert filesystem.read_regular(tmp_path / "x", 100) == b"words"
    monkeypatch.setattr(os, "open", refusing(5, 4, real))
    with pytest.raises(StorageTrouble, match="another program holds the file open, or you may not do that here"):
        filesystem.read_regular(tmp_path / "x", 100)
    assert sum(pauses) < 0.2


# ── a share that went, a file that is not here ───────────────────────────────

REFUSALS = [
    (53, "the shared folder is disconnected. Reconnect it, then save again."),
    (59, "the shared folder is disconnected. Reconnect it, then save again."),
    (64, "the shared folder is disconnected. Reconnect it, then save again."),
    (121, "the shared folder does not answer. Reconnect it, then save again."),
    (112, "the disk is full. Free some space, then save again."),
    (19, "the disk can only be read. Choose a folder you may write to."),
    (21, "the drive is not ready. Reconnect it, then try again."),
    (206, "the name with its folders is too long. Move the workspace to a folder with a shorter name."),
    (1117, "the disk reports an error. Copy the workspace to another disk and try again there."),
]


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
@pytest.mark.parametrize(("number", "says"), REFUSALS)
def test_each_refusal_of_windows_has_its_sentence(
    call: str, number: int, says: str, workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the matter is, what to do, which revision is on disk; the audit is whole, and can be saved later."""
    with monkeypatch.context() as broken:
        broken.setattr(os, call, refusing(number, 99, getattr(os, call)))
        with pytest.raises(StorageTrouble) as refused:
            auditing.answer(workspace, begun.id, "HND-01", "good", reason="Typed.")
    assert says in str(refused.value)
    assert "On disk is revision 1, without your change" in str(refused.value)
    assert workspace.register.load(begun.id) == begun
    assert auditing.answer(workspace, begun.id, "HND-01", "good", reason="Typed.").reason == "Typed."


@pytest.mark.parametrize("number", [358, 362, 389, 404])
def test_a_record_that_was_not_downloaded(
    number: int, workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OneDrive shows a file that is only online: it is named, and nothing is said to be damaged."""
    path = workspace.register.path(begun)
    monkeypatch.setattr(os, "open", refusing(number, 1, os.open))
    with pytest.raises(StorageTrouble) as refused:
        workspace.register.read(path)
    online = "is kept online and not on this computer. Have it downloaded by the sync program, then try again."
    assert str(refused.value) == f"{path}: {online}"


# ── taking a free name ───────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [1, 50, 1142])
def test_windows_without_links_renames(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On FAT and some shares there are no hard links; there a rename refuses to replace: the first keeps the name."""

    def rename(old: Path, new: Path) -> None:
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, "as Windows says")
        old.replace(new)

    path = tmp_path / "00000001.json"
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        windows.setattr(os, "link", refusing(number, 99, os.link))
        windows.setattr(os, "rename", rename)
        first, second = filesystem.publish_new(path, b"first"), filesystem.publish_new(path, b"second")
    assert (first, second) == (True, False)
    assert path.read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_macos_without_links_asks_its_own_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`renamex_np` is told to refuse (`RENAME_EXCL`); where it says that it cannot, exclusive creation decides."""
    asked: list[int] = []

    class System:
        def renamex_np(self, old: bytes, new: bytes, flags: int) -> int:
            asked.append(flags)
            ctypes.set_errno(errno.ENOTSUP)
            return -1

    monkeypatch.setattr(os, "link", refusing(50, 99, os.link))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: System())
    assert filesystem.publish_new(tmp_path / "x", b"words")
    assert (tmp_path / "x").read_bytes() == b"words"
    assert asked == [4]


def test_the_call_of_this_system_refuses_to_replace(tmp_path: Path) -> None:
    """Here it runs for real: the one whose name is taken keeps its own, and the file that was there stays."""
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has this call under this name")
    with pytest.raises(FileExistsError):
        claiming._by_rename(tmp_path / "a", tmp_path / "b")
    claiming._by_rename(tmp_path / "a", tmp_path / "c")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"b", "c": b"a"}


# ── forced to the disk itself ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("says", "falls_back"), [(None, False), (errno.ENOTSUP, True), (errno.ENOTTY, True), (errno.EINVAL, True)]
)
def test_macos_forces_the_disk_too(
    says: int | None, falls_back: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`F_FULLFSYNC` where the system has it, plain `fsync` where the disk or the share does not know it."""
    import fcntl

    forced: list[str] = []

    def control(_: int, command: int) -> None:
        forced.append(f"command {command}")
        if says:
            raise OSError(says, os.strerror(says))

    real = os.fsync
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", control)
    monkeypatch.setattr(os, "fsync", lambda descriptor: (forced.append("fsync"), real(descriptor)))
    filesystem.put(tmp_path / "x", b"words", only_copy=False)
    assert forced == ["command 51", *(["fsync"] if falls_back else [])]


def test_macos_forces_a_revision_that_a_disk_without_links_gets_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a memory stick the finished file is written once more, under its name: that too is forced to the disk."""
    import fcntl

    forced: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _, command: forced.append(command))
    for name in ("_by_link", "_by_rename"):
        monkeypatch.setattr(claiming, name, _unknown_here)
    assert filesystem.publish_new(tmp_path / "x", b"words")
    assert forced == [51, 51]


def _unknown_here(*_: Path) -> None:
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


def test_a_disk_of_macos_that_fails_is_not_asked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failed force nothing that was written is trusted: it is said, and the old file stays."""
    import fcntl

    (tmp_path / "x").write_bytes(b"old")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "I/O")))
    with pytest.raises(StorageTrouble, match="the disk reports an error"):
        filesystem.put(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"old"


# ── names ────────────────────────────────────────────────────────────────────

DEVICES = ["con", "NUL", "aux.json", "prn.", "com1", "LPT9.csv", "com¹", "lpt³.toml", "conin$", "CONOUT$", "nul .txt"]
SILENTLY_OTHER = ["report.", "report ", "report.csv:hidden", "a<b", 'a"b', "a|b", "a?b", "a*b", "a\tb"]
FINE = [
    "report.csv",
    ".caseaudit-1.tmp",
    "com10",
    "console",
    "nullable.csv",
    "a b.csv",
    "Ä.csv",
    "20261120-k7m3x9.json",
]


@pytest.mark.parametrize("name", DEVICES + SILENTLY_OTHER)
def test_a_name_that_windows_takes_for_something_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it is refused before anything is written: words in `report:final.csv` would be where nobody sees them."""
    assert is_reserved(name) == (name in DEVICES)
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        for write in (filesystem.put, filesystem.publish_new):
            with pytest.raises(BadInput, match="Give another name"):
                write(tmp_path / name, b"words")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FINE)
def test_a_name_that_only_looks_like_it(name: str) -> None:
    """Ordinary names are taken."""
    assert refused_by_windows(name) == ""


def test_a_workspace_deep_down_is_told_of(tmp_path: Path) -> None:
    """Over 150 characters of folders: it is made, and one line says that Windows may not open what is in it."""
    deep = tmp_path / ("team-folder-" * 5) / ("children-services-" * 5)
    command = [sys.executable, "-m", "caseaudit", "init"]
    ran = subprocess.run([*command, str(deep)], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0
    assert ran.stderr == (
        f"With the folders above it the name has {len(str(deep))} characters. Windows may not open files in it; "
        "a place with 150 characters or fewer is safer.\n"
    )
    assert subprocess.run([*command, str(tmp_path / "w")], capture_output=True, text=True, timeout=60).stderr == ""


# ── other alphabets ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", ["cp1252", "cp850", "cp437"])
def test_a_console_with_another_code_page(page: str, workspace: Workspace, begun: Audit) -> None:
    """What an old console lacks is spelt out, nothing fails, and the record keeps every letter."""
    words = "北 ✓ Zoë, œuvre – “so”"
    console = {**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0", "PYTHONLEGACYWINDOWSSTDIO": "1"}
    start = [sys.executable, "-m", "caseaudit", "--workspace", str(workspace.places.workspace)]
    auditing.answer(workspace, begun.id, "HND-01", "good", reason=words)
    auditing.answer(workspace, begun.id, "HND-02", "yes", reason=" ".join(HOSTILE)[:500])
    for command in (["audit", "show", begun.id], ["audit", "list"], ["checklist", "show", "chronology"]):
        ran = subprocess.run([*start, *command], capture_output=True, env=console, timeout=60)
        assert ran.returncode == 0, ran.stderr
        assert b"Traceback" not in ran.stderr
        shown = ran.stdout.decode(page)
        assert command[1] != "show" or command[0] == "checklist" or "\\u5317" in shown
    assert words in workspace.register.path(begun).read_text(encoding="utf-8")
