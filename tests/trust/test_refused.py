"""A disk, a quota or a share that refuses: the last good copy stands, and the program says which copy that is."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks import torture_refusing
from benchmarks.torture_desk import Desk, desk, edit, quietly

from trust.tortured import LONGEST, SKIPPED, tortured

ALL_THAT_MAKES_A_SAVE = 430
"""Nine faults at each call that makes a save, and two at every other."""


@pytest.mark.timeout(LONGEST)
def test_every_call_of_a_save_fails_in_every_way(figure: Any) -> None:
    """EIO, ENOSPC, EDQUOT, EROFS, EACCES, ESTALE, ETIMEDOUT, EINTR or a kill at each system call, by strace.

    The audit before or after is there, whole. The program says that it saved only if it did; else one line names the
    path, what is wrong and which revision is on disk. A write that only pretends is found out.
    """
    if reason := torture_refusing.why_not():
        pytest.skip(f"{SKIPPED}{reason}")
    counted = tortured("refused", ALL_THAT_MAKES_A_SAVE)
    figure.at_least("Faults injected into a save, in every run of the tests", counted["Faults injected into a save"])
    wrong = {name: value for name, value in counted.items() if name.startswith(("Audits", "Saves", "Refusals"))}
    assert len(wrong) == 4
    figure("Audits harmed, and saves falsely said to be done, by those faults", sum(wrong.values()))


# ── a disk that is really full ───────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "none", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"{SKIPPED}only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def answered(audit: Desk, words: str) -> subprocess.CompletedProcess[str]:
    """Answer with the real command."""
    command = [sys.executable, "-m", "caseaudit", *audit.command(0)[:-1], words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_disk_of_256_kib_really_full(small_disk: Path) -> None:
    """Saves go through until the disk is full; then one line says so, nothing is harmed, and space mends it."""
    audit = desk(small_disk / "workspace")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(60_000))
    number = 1
    while quietly(audit.command(number)) == 0:
        assert audit.saved() == number
        number += 1
    number = audit.saved() + 1
    refused = answered(audit, edit(number))
    assert refused.returncode == 4
    (line,) = refused.stderr.splitlines()
    assert str(small_disk) in line
    assert "the disk is full. Free some space, then save again. On disk is revision" in line
    assert audit.saved() == number - 1
    assert audit.workspace().register.history(audit.id).broken() is None
    assert audit.leavings() == 0
    ballast.unlink()
    assert answered(audit, edit(number)).returncode == 0
    assert audit.saved() == number
    assert audit.damage() == ""


@pytest.mark.parametrize("files", range(4, 12))
def test_too_few_files_may_be_open(files: int, tmp_path: Path) -> None:
    """With a limit on open files, from hopeless to enough: saved or one line, and never a save that is none."""
    audit = desk(tmp_path / "workspace")
    script = """
        import resource, sys
        from benchmarks.torture_desk import quietly
        from caseaudit.cli.main import main
        quietly([*sys.argv[2:-1], "edit 1"])
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[1])))
        sys.exit(main(sys.argv[2:]))
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(files), *audit.command(2)]
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    (line,) = ran.stderr.splitlines()
    assert (audit.saved() == 2) == (ran.returncode == 0)
    assert ran.returncode in (0, 4)
    assert line.startswith("CHR-01: Good." if ran.returncode == 0 else "caseaudit: ")
    assert audit.damage() == ""
