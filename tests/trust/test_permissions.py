"""Whatever the program writes, it writes for its owner alone: files 0600, folders 0700, whatever the umask says."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from trust import one_session
from trust.conftest import Figures
from trust.one_session import Session

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """One run of every command, with a umask that forbids nothing."""
    return one_session.session_of(tmp_path_factory)


def _odd(folder: Path) -> dict[str, str]:
    """Return each file and folder below one that is not for its owner alone, or that its owner cannot use."""
    inside = [path for path in folder.rglob("*") if path.name != "strace.txt"]
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in inside}
    return {str(path): oct(mode) for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)}


def test_every_file_and_folder_is_for_its_owner_alone(session: Session, figure: Figures) -> None:
    """Workspace, cache, settings, exports, samples, plans, sessions, the secret; a umask that forbids nothing."""
    assert _odd(session.root) == {}
    figure.at_least("Files and folders looked at, each for its owner alone", len([*session.root.rglob("*")]))


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_the_umask_makes_no_difference(tmp_path: Path, umask: int) -> None:
    """Neither one that forbids nothing nor one that would take the files from their own owner."""
    code = (
        f"import os, sys; os.umask({umask}); from caseaudit.cli.main import main; "
        "sys.exit(main(['demo', 'w', '--audits', '3', '--no-open']) or main(['--workspace', 'w', 'audit', 'list']) or "
        "main(['--workspace', 'w', 'export', 'csv', '--output', 'a.csv']))"
    )
    home = {**os.environ, "HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir(0o700)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=home, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert _odd(tmp_path) == {}


def test_no_memory_is_ever_put_into_a_file() -> None:
    """A core file would hold every record that is open. Whatever the shell allows, the program allows none."""
    code = (
        "import resource, sys; most = resource.getrlimit(resource.RLIMIT_CORE)[1];"
        "resource.setrlimit(resource.RLIMIT_CORE, (most, most));"
        "from caseaudit.cli.main import main; main(['--help']);"
        "print(resource.getrlimit(resource.RLIMIT_CORE), file=sys.stderr)"
    )
    assert resource.getrlimit(resource.RLIMIT_CORE) is not None
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.stderr.decode().splitlines()[-1] == "(0, 0)"
