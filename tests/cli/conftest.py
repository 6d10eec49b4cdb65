"""Running the command line as a person does, in a workspace of its own."""

from __future__ import annotations

import io
import sys

import pytest

from caseaudit.cli.main import main
from caseaudit.desk.workspace import Workspace
from caseaudit.store.places import WORKSPACE_VARIABLE
from cli.running import NEW, Run, Said


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process; `typed` is what comes through the pipe on stdin."""

    def ran(*arguments: str, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsysbinary.readouterr()
        return Said(code, captured.out.decode(), captured.err.decode())

    return ran


@pytest.fixture
def here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace of the test is the one that commands find."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.places.workspace))
    return workspace


@pytest.fixture
def audit(here: Workspace, run: Run) -> str:
    """The id of an audit of `handover`, begun on the command line."""
    return run(*NEW, "--auditor", "A. Auditor", "--date", "2026-11-20").out.strip()


@pytest.fixture
def answered(audit: str, run: Run) -> str:
    """The id of an audit that is ready for sign-off."""
    for criterion, grade in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        run("audit", "answer", audit, criterion, grade, "--reason", "Seen on file.")
    return audit
