"""`export html` and `export markdown`: a report that a lead sends on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.store.places import WORKSPACE_VARIABLE
from cli.running import Run

BLOCKED = (
    "import sys; sys.modules[{library!r}] = None; from caseaudit.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of twelve fictional audits."""
    folder = tmp_path_factory.mktemp("demonstration") / "w"
    make_demonstration(folder, audits=12, seed=2)
    return folder


def test_a_lead_writes_the_page_and_the_text(
    demonstration: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hold the same report; neither writes over a file that is there, unless told to."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(demonstration))
    page, text = tmp_path / "report.html", tmp_path / "report.md"
    assert run("export", "html", "--output", str(page)).code == 0
    assert run("export", "markdown", "--by", "month", "--output", str(text)).code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "## By month" in text.read_text(encoding="utf-8")
    again = run("export", "html", "--output", str(page))
    assert again.code == 2
    assert "exists already" in again.err
    assert run("export", "html", "--output", str(page), "--force").code == 0


def test_the_filters_choose_and_are_named(demonstration: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for stands in the report; on stdout, if no file is named."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(demonstration))
    made = run("export", "markdown", "--checklist", "supervision", "--since", "2026-01-01")
    assert "Only checklist Supervision; dated 1 January 2026 or after." in made.out
    assert "Chronologies" not in made.out
    assert "signed-off audit" in made.err


def test_what_is_not_signed_is_only_counted(audit: str, run: Run, here: object) -> None:
    """An audit in progress is a number; its team is not in the report."""
    made = run("export", "markdown")
    assert "No audit** is signed off yet" in made.out
    assert "1 audit in progress" in made.out
    assert "North" not in made.out


@pytest.mark.parametrize(("form", "library"), [("html", "matplotlib"), ("html", "jinja2")])
def test_without_its_libraries_one_line_says_what_to_install(demonstration: Path, form: str, library: str) -> None:
    """Exit code 2, and nothing on stdout."""
    command = [sys.executable, "-c", BLOCKED.format(library=library), "--workspace", str(demonstration), "export", form]
    ran = subprocess.run(command, capture_output=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().count("\n") == 1
    assert "pip install 'caseaudit[reports]'" in ran.stderr.decode()
