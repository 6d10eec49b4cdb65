"""Whatever goes wrong: one plain line a problem, the right exit code, nothing on stdout, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.store import places
from cli.running import NEW, Run, program

MISTAKES = {
    "an unknown command": (["audti"], 'audti: is not a command. Probably "audit" is meant'),
    "an unknown command of a group": (["audit", "lst"], 'audit lst: is not a command. Probably "list" is meant'),
    "an unknown option": (["audit", "list", "--tem", "x"], "audit list: --tem: is not an option of this command. Prob"),
    "an unknown option before the command": (["--workspce", "x"], 'Probably "--workspace" is meant'),
    "an option without its value": (["audit", "list", "--team"], "--team: needs a value after it"),
    "a missing option": (["audit", "new", "--case", "x"], "audit new: --team: is missing"),
    "a missing argument": (["audit", "show"], "audit show: AUDIT: is missing"),
    "too many arguments": (["where", "extra"], "where: got unexpected extra argument (extra)"),
    "a word that is no choice": (["audit", "list", "--state", "signd-off"], 'Probably "signed-off" is meant'),
    "a day that is none": (["audit", "list", "--since", "2026-02-30"], "--since: is not a date"),
    "a limit that is none": (["audit", "list", "--limit", "0"], "--limit: is not a number that fits. Give a whole"),
    "a limit of many digits": (["audit", "list", "--limit", "9" * 5000], "--limit: is not a number that fits"),
    "an id that is none": (["audit", "show", "../../x"], "audit id: is not formed like an id"),
    "a device's name for an id": (["audit", "show", "con"], "audit id: is not formed like an id"),
    "an audit that is not there": (["audit", "show", "20261120-zzzzzz"], "is not an audit of this workspace"),
    "a checklist that is not there": ([*NEW[:5], "handovr", *NEW[6:]], 'Probably "handover" is meant'),
    "a case that is empty": ([*NEW[:3], " ", *NEW[4:]], "case: is empty. Give a case reference, never a name"),
    "a case as long as a book": ([*NEW[:3], "x" * 200, *NEW[4:]], "case: is longer than 120 characters"),
    "an audit that follows none": ([*NEW, "--follows", "20261120-zzzzzz"], "is not an audit of this workspace"),
    "a checklist file that is not there": (["checklist", "check", "nowhere.toml"], "nowhere.toml: does not exist"),
    "an id for a checklist": (["checklist", "new", "../x"], "id: is not formed like an id"),
    "no reason for reopening": (["audit", "reopen", "20261120-zzzzzz"], "--reason: is missing"),
    "a format of exports": (["export", "cvs"], 'export cvs: is not a command. Probably "csv" is meant'),
}


@pytest.mark.parametrize(("arguments", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_answered_in_one_line_with_the_nearest_word(
    here: Workspace, run: Run, arguments: list[str], told: str
) -> None:
    """Exit code 2; the line says where, what, and what to do."""
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("caseaudit: ")
    assert said.err.count("\n") == 1
    assert told in said.err


def test_a_group_alone_says_what_it_holds(run: Run) -> None:
    """`caseaudit audit` is no mistake of a letter: the commands are listed, and the exit code is still 2."""
    said = run("audit")
    assert (said.code, said.out) == (2, "")
    assert "sign-off" in said.err


def test_no_workspace_yet(run: Run) -> None:
    """The line says how to make one."""
    said = run("audit", "list")
    assert said.code == 2
    assert "is not a workspace yet. Run `caseaudit init` to make one there" in said.err


def test_the_app_without_a_terminal(here: Workspace, run: Run) -> None:
    """Alone, and for the demonstration: one sentence that says what to run instead, and nothing is made."""
    for arguments, instead in ((["--by", "K. Lee"], "caseaudit audit fill ID"), (["demo"], "--no-open")):
        said = run(*arguments)
        assert (said.code, said.out) == (2, "")
        assert "needs a terminal, and this is not one" in said.err
        assert instead in said.err
    assert not Path("caseaudit-demo").exists()


def test_somebody_else_changed_the_same_answer(answered: str, here: Workspace, run: Run) -> None:
    """Exit code 3 and nothing overwritten; answering that criterion again settles it."""
    opened = auditing.take_up(here, answered)
    auditing.keep_draft(here, auditing.steps.answered(opened.working, "HND-01", grade="inadequate"))
    run("audit", "answer", answered, "HND-01", "outstanding", "--by", "K. Lee")
    refused = run("audit", "sign-off", answered)
    assert (refused.code, refused.out, refused.err.count("\n")) == (3, "", 1)
    assert "HND-01: was changed by K. Lee too, differently" in refused.err
    assert '"grade": "outstanding"' in run("audit", "show", answered, "--json").out
    assert run("audit", "answer", answered, "HND-01", "good").code == 0
    assert run("audit", "sign-off", answered).lines[0] == "Judgement: Good"


def test_a_disk_that_refuses(audit: str, here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4, in plain words; what was saved stands."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    before = run("audit", "show", audit, "--json")
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        said = run("audit", "answer", audit, "HND-01", "good")
    assert said.code == 4
    assert "the disk is full. Free some space, then save again." in said.err
    assert run("audit", "show", audit, "--json") == before


def test_when_the_program_itself_fails(audit: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the note's id; the note is private and holds no value and no message."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Child A said")

    monkeypatch.setattr(auditing, "answer", broken)
    said = run("audit", "answer", audit, "HND-01", "good", "--reason", "Mum left.")
    assert (said.code, said.out, said.err.count("\n")) == (4, "", 1)
    assert "Traceback" not in said.err
    (note,) = places.log_folder().glob("crash-*.txt")
    assert note.stem in said.err
    assert "RuntimeError" in note.read_text()
    assert "Child" not in note.read_text() + said.err
    assert "Mum" not in note.read_text()
    assert note.stat().st_mode & 0o777 == 0o600


def test_stopped_with_control_c(audit: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130 and no word."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(auditing, "answer", stopped)
    said = run("audit", "answer", audit, "HND-01", "good")
    assert (said.code, said.out, said.err.strip()) == (130, "", "")


def test_a_reader_that_goes_away(audit: str) -> None:
    """`caseaudit ... | head -0` ends without a word on stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "caseaudit", "checklist", "show", "chronology", "--json"]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=60)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full() -> None:
    """A full disk behind `>` is told in one line, exit code 4."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "caseaudit", "checklist", "list"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=60)
    assert ended.returncode == 4
    assert ended.stderr == b"caseaudit: output: the disk is full. Free some space, then save again.\n"


def test_a_terminal_that_knows_few_letters(tmp_path: Path) -> None:
    """What the terminal's encoding lacks is spelt out; nothing fails."""
    made = program("init", str(tmp_path / "w"), "--name", "北", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert made.code == 0
    shown = program("checklist", "show", "chronology", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert shown.code == 0
    assert "Ofsted 2014 \\xb6" in shown.out
