"""However the program ends, it leaves no word of a record behind but in the workspace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from terminal.emulated import terminal, terminal_with
from trust.conftest import Figures
from trust.kept_audits import marked, saved

CANARY = b"ZZCANARY"
_IN_A_COMMAND = """
import sys
import caseaudit.cli.main as program
from caseaudit.cli.audit.text import Words
{broken}
sys.exit(program.main({arguments!r}))
"""
WAYS = {
    "an exception that nobody expected": (
        """
def everything(self):
    reason = self.audit.answers[0].reason
    raise ValueError(f"{reason} is in the message, and in what was at hand")
Words.everything = everything
""",
        ("audit", "show", "{id}"),
        4,
    ),
    "an exception within an exception": (
        """
def everything(self):
    try:
        {}[self.audit.answers[0].reason]
    except KeyError as error:
        raise RuntimeError(self.audit.case) from error
Words.everything = everything
""",
        ("audit", "show", "{id}"),
        4,
    ),
    "no memory left": (
        """
import resource
def everything(self):
    size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (1 << 20), size + (1 << 20)))
    return [self.audit.answers[0].reason * (1 << 24)]
Words.everything = everything
""",
        ("audit", "show", "{id}"),
        4,
    ),
    "no room left on the disk, for a save": (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))",
        ("audit", "reopen", "{id}", "--reason", "ZZCANARY-TOLD-reason"),
        4,
    ),
    "no room left on the disk, for an export": (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))",
        ("export", "json", "--output", "{out}"),
        4,
    ),
    "a disk that fails with the text in its message": (
        """
def everything(self):
    raise OSError(5, self.audit.answers[0].reason)
Words.everything = everything
""",
        ("audit", "show", "{id}"),
        4,
    ),
    "Ctrl-C": ("def everything(self):\n    raise KeyboardInterrupt(self.audit.case)\nWords.everything = everything",
               ("audit", "show", "{id}"), 130),
}  # fmt: skip
"""How a command may end before its time: what brings it about, the command, and its exit code."""
SIGNALS = {"SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP, "SIGINT": signal.SIGINT, "SIGABRT": signal.SIGABRT}


class Around(NamedTuple):
    """The workspace with an audit full of canaries, and the folders around it that must stay free of them."""

    workspace: Workspace
    audit: Audit
    outside: list[Path]

    def strays(self) -> list[Path]:
        """Return every file outside the workspace that holds a canary."""
        files = [path for folder in self.outside for path in folder.rglob("*") if path.is_file()]
        return [path for path in files if CANARY in path.read_bytes().upper() and path.suffix != ".sqlite"]


@pytest.fixture
def around(workspace: Workspace, home_of_its_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Around:
    """A service in which every word is a canary, with a home, a temporary folder and a place for exports of its own."""
    audit = saved(workspace, marked("KEPT", "2026-11-19"))
    outside = [home_of_its_own, tmp_path / "temporary", tmp_path / "out"]
    for folder in outside[1:]:
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(outside[1]))
    monkeypatch.chdir(outside[2])
    return Around(workspace, audit, outside)


@pytest.mark.parametrize("way", WAYS)
def test_a_command_that_ends_before_its_time_leaves_no_word(around: Around, way: str) -> None:
    """Its messages, the note of the crash, the temporary folder, the home: not one canary; the exit code tells."""
    broken, arguments, code = WAYS[way]
    filled = [each.format(id=around.audit.id, out="audits.json") for each in arguments]
    script = _IN_A_COMMAND.format(
        broken=broken, arguments=["--workspace", str(around.workspace.places.workspace), *filled]
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert done.returncode == code, done.stderr
    assert CANARY not in done.stderr + done.stdout
    assert b"Traceback" not in done.stderr
    assert around.strays() == []
    assert around.workspace.register.load(around.audit.id) == around.audit


@pytest.mark.parametrize("name", SIGNALS)
def test_an_app_that_is_ended_from_outside_leaves_no_word(around: Around, name: str) -> None:
    """Ended by another program, by a closed window, by Ctrl-C, by a fault of its own: no file, no core, no word."""
    with terminal("--workspace", str(around.workspace.places.workspace), "audit", "open", around.audit.id) as person:
        person.shows("HND-01")
        limits = Path(f"/proc/{person.process.pid}/limits")
        if limits.exists():
            assert "Max core file size        0                    0" in limits.read_text()
        os.kill(person.process.pid, SIGNALS[name])
        if name == "SIGINT":
            person.press("ctrl+q")
        person.ends()
        _, left, after = person.raw.rpartition(b"\x1b[?1049l")
    assert CANARY not in (after if left else b"")
    assert around.strays() == []


_IN_THE_APP = """
import sys
from caseaudit.store.drafts import Drafts
def keep(self, audit, at):
    reason = "ZZCANARY-CRASH-reason"
    raise RuntimeError(f"{{reason}} is in the message too")
Drafts.keep = keep
from caseaudit.cli.main import main
sys.exit(main(["--workspace", {folder!r}, "audit", "open", {audit!r}]))
"""


def test_a_crash_of_what_keeps_the_draft_leaves_no_word(workspace: Workspace, around: Around, begun: Audit) -> None:
    """The very part that has the words in its hands fails: one sentence, and the words are nowhere."""
    script = _IN_THE_APP.format(folder=str(workspace.places.workspace), audit=begun.id)
    with terminal_with(script) as person:
        person.shows("HND-01")
        person.press("2")
        code = person.ends()
        raw = person.raw
    assert code not in (0, None)
    assert b"ZZCANARY-CRASH" not in raw
    assert b"Traceback" not in raw
    assert around.strays() == []


def test_every_way_to_end_is_tried(figure: Figures) -> None:
    """Said on the page of promises."""
    figure("Ways to end before its time after which no word is left behind", len(WAYS) + len(SIGNALS) + 1)
