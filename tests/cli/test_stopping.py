"""A command that is stopped says in one line what it wrote; what it writes is whole or not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from caseaudit.cli import say
from caseaudit.desk import exporting
from caseaudit.desk.workspace import Workspace
from cli.running import Run


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_stopped_before_anything_was_written(
    here: Workspace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 130, one line."""
    monkeypatch.setattr(exporting, "choose", _interrupted)
    for arguments in ((), ("--output", str(tmp_path / "a.csv"))):
        said_of_it = run("export", "csv", *arguments)
        assert said_of_it == (130, "", "Stopped; nothing was written.\n")
    assert list(tmp_path.glob("*.csv")) == []


def test_stopped_when_the_file_is_there_already(
    here: Workspace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stops it a moment too late is told that the file is whole; an old file is no new one."""
    path = tmp_path / "a.csv"
    write = exporting.write

    def written_then_stopped(*given: object, **settings: bool) -> None:
        write(*given, **settings)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "write", written_then_stopped)
        assert run("export", "csv", "--output", str(path)).err == (
            f"Stopped, but {path} was written already and is complete.\n"
        )
        assert run("export", "csv", "--output", str(path), "--force").err.endswith("is complete.\n")
    monkeypatch.setattr(exporting, "write", _interrupted)
    assert run("export", "csv", "--output", str(path), "--force").err == "Stopped; nothing was written.\n"


def test_stopped_while_it_prints(here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on stdout is not all of it, and that is said."""
    content = say.content

    def printed_then_stopped(what: bytes) -> None:
        content(what)
        raise KeyboardInterrupt

    monkeypatch.setattr(say, "content", printed_then_stopped)
    said_of_it = run("export", "csv")
    assert (said_of_it.code, said_of_it.err) == (130, "Stopped; what was printed is not complete.\n")


def test_a_mistake_is_no_stop(here: Workspace, run: Run, tmp_path: Path) -> None:
    """What goes wrong is said as ever."""
    said_of_it = run("export", "csv", "--output", str(tmp_path / "nowhere" / "a.csv"))
    assert said_of_it.code == 2
    assert "is not a folder" in said_of_it.err


def test_what_is_to_be_ignored_stays_ignored(here: Workspace, tmp_path: Path) -> None:
    """`nohup caseaudit export …` goes on when the window is closed."""
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from caseaudit.desk import exporting\n"
        "choose = exporting.choose\n"
        "def hung_up(*given, **settings):\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    return choose(*given, **settings)\n"
        "exporting.choose = hung_up\n"
        "from caseaudit.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    path = tmp_path / "a.csv"
    command = [sys.executable, "-c", code, "export", "csv", "--output", str(path)]
    ended = subprocess.run(command, env=dict(os.environ), capture_output=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"0 audits exported.\n")
    assert path.exists()
