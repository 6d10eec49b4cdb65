"""What was agreed, followed to its end on the command line; and the same case again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import Run


@pytest.fixture
def acted(answered: str, run: Run) -> str:
    """A signed-off audit with one action, long overdue."""
    added = run("audit", "action", answered, "--what", "Visit [/] =1+1", "--owner", "W. Worker", "--due", "2026-01-05")
    assert added.out.strip() == "A1"
    run("audit", "sign-off", answered)
    return answered


def test_from_overdue_to_closed(acted: str, run: Run) -> None:
    """It is listed, done, closed, and gone from the list."""
    listed = run("action", "list", "--overdue").lines
    assert listed[1].split()[:3] == [acted, "A1", "open"]
    assert "Visit [/] =1+1" in listed[1]
    done = run("action", "update", acted, "A1", "--done", "Visit record.", "--close", "He asks for her.")
    assert (done.code, f"{acted} A1: closed" in done.err) == (0, True)
    assert run("action", "list").err == "No actions of that kind.\n"
    (one,) = json.loads(run("action", "list", "--status", "closed", "--json").out)
    assert (one["evidence"], one["effect"], one["overdue_days"]) == ("Visit record.", "He asks for her.", 0)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("A1", "--close", "He asks for her."), 1, "is not completed yet"),
        (("A1", "--done", " "), 1, "has no evidence that it was done"),
        (("A1", "--cancel", ""), 1, "is cancelled without a reason"),
        (("A7", "--done", "x"), 2, "has no such action"),
        (("A1",), 2, "says nothing new"),
        (("A1", "--due", "soon"), 2, "is not a date"),
    ],
)
def test_what_cannot_be_said_is_refused(acted: str, run: Run, options: tuple[str, ...], code: int, said: str) -> None:
    """One line, the code, and nothing changes."""
    before = run("audit", "show", acted, "--json").out
    refused = run("action", "update", acted, *options)
    assert (refused.code, said in refused.err, len(refused.err.splitlines())) == (code, True, 1)
    assert run("audit", "show", acted, "--json").out == before


def test_files_for_a_spreadsheet_and_a_calendar(acted: str, run: Run, tmp_path: Path) -> None:
    """Both are written whole, and never over a file that is there."""
    for form, begins in (("actions", b"\xef\xbb\xbfaudit,case"), ("calendar", b"BEGIN:VCALENDAR")):
        path = tmp_path / form
        assert run("export", form, "--output", str(path)).code == 0
        assert path.read_bytes().startswith(begins)
        assert run("export", form, "--output", str(path)).code == 2


def test_the_same_case_again(acted: str, run: Run) -> None:
    """The new audit says what it follows and takes the action over; the first cannot be begun again twice."""
    again = run("audit", "re-audit", acted, "--by", "B. Auditor")
    assert (again.code, again.err) == (0, "1 action carried over.\n")
    shown = run("audit", "show", again.out.strip()).out
    assert f"Follows: {acted}" in shown
    assert run("action", "list").lines[1].split()[0] == again.out.strip()
    refused = run("audit", "re-audit", acted)
    assert (refused.code, "is being audited again already" in refused.err) == (1, True)
