"""What a command loads, and what it does not: the first screen of help must be there at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from caseaudit import __version__
from caseaudit.cli.front import caseaudit
from caseaudit.desk.workspace import Workspace
from cli.running import NEW, Run, program

HEAVY = {"textual", "rich", "msgspec", "sqlite3", "tomli", "tomli_w", "platformdirs", "asyncio", "json", "stdnum"}
_LOADED = "import sys; from caseaudit.__main__ import main; code = main(); print(*sys.modules, file=sys.stderr)"


def loaded(*arguments: str) -> set[str]:
    """Return the modules in memory after a command."""
    ran = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments], capture_output=True, env=dict(os.environ), timeout=60, text=True
    )
    return set(ran.stderr.split())


def test_help_loads_no_command_and_nothing_heavy() -> None:
    """`caseaudit --help` comes from a table."""
    modules = loaded("--help")
    assert "caseaudit.cli.front" in modules
    assert not modules & HEAVY
    assert {name for name in modules if name.startswith("caseaudit.cli.")} == {
        *("caseaudit.cli.front", "caseaudit.cli.lazy", "caseaudit.cli.main", "caseaudit.cli.meant"),
        "caseaudit.cli.say",
    }


def test_version_loads_nothing() -> None:
    """Not even what reads options."""
    assert not {name for name in loaded("--version") if name.startswith(("click", "caseaudit.cli"))}


def test_a_list_does_not_load_what_reads_records(audit: str, here: Workspace, run: Run) -> None:
    """When nothing changed since the last list, the index answers alone."""
    for folder in (here.places.audits, *here.places.audits.iterdir()):
        os.utime(folder, (1_700_000_000, 1_700_000_000))
    run("audit", "list")
    assert not loaded("audit", "list") & (HEAVY - {"sqlite3", "platformdirs"})


@pytest.mark.parametrize("arguments", [("--version",), ("--by", "x", "--version")])
def test_the_version(arguments: tuple[str, ...]) -> None:
    """By the short way and by the long way it is the same."""
    said = program(*arguments)
    assert (said.code, said.out, said.err) == (0, f"caseaudit {__version__}\n", "")


def test_a_dumb_terminal_is_told_apart(here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that cannot draw gets a sentence and not a broken screen."""
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("caseaudit.cli.opening._is_terminal", lambda: True)
    said = run()
    assert said.code == 2
    assert "needs a terminal that can draw" in said.err


def test_every_command_can_be_loaded_and_says_what_it_does(run: Run) -> None:
    """The table of commands points at nothing that is not there."""
    for group, listed in [("", caseaudit.listed), *((name, g.listed) for name, g in _groups())]:
        for name in listed:
            said = run(*filter(None, (group, name)), "--help")
            assert said.code == 0
            assert said.out.startswith("Usage: caseaudit")


def _groups() -> list[tuple[str, object]]:
    return [(name, listed) for name, listed in caseaudit.listed.items() if hasattr(listed, "listed")]


def test_the_program_works_as_a_module(here: Workspace) -> None:
    """`python -m caseaudit` is the same program."""
    begun = program(*NEW)
    assert begun.code == 0
    assert begun.err == ""
    assert len(begun.lines) == 1
