"""Copies that a sync program or a person makes: found whatever they are called, counted once, and each named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import safety
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from cli.running import Run
from trust.conftest import Figures

STYLES = {
    "OneDrive": "{name}-LAPTOP7.json",
    "Dropbox": "{name} (Jo Smith's conflicted copy 2026-11-20).json",
    "Google Drive": "{name} (1).json",
    "iCloud Drive": "{name} 2.json",
    "Nextcloud": "{name} (conflicted copy 2026-11-20 101500).json",
    "Syncthing": "{name}.sync-conflict-20261120-101500-ABCDEFG.json",
    "Resilio Sync": "{name}.Conflict.json",
    "Seafile": "{name} (SFConflict jo@example.org 2026-11-20-10-15-00).json",
    "Box": "{name} (Jo Smith's conflict).json",
    "Windows, in English": "{name} - Copy.json",
    "Windows, long ago": "Copy of {name}.json",
    "Windows, in German": "{name} - Kopie.json",
    "Windows, in French": "{name} - Copie.json",
    "macOS": "{name} copy.json",
    "a password manager": "{name}_conflict-20261120-101500.json",
    "a person": "aaa.json",
}
"""How they call what they make, as their makers describe it; none of them ever ran here."""

every_style = pytest.mark.parametrize("style", STYLES)


@pytest.fixture
def signed(here: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> Path:
    """The file of the one audit in the workspace, signed off."""
    fill(begun)
    safety.sign_off(here, begun.id)
    return here.register.path(begun)


def copied(original: Path, style: str) -> Path:
    """Put a copy beside a file, in which somebody wrote another team."""
    path = original.with_name(STYLES[style].format(name=original.stem))
    path.write_bytes(original.read_bytes().replace(b'"North"', b'"Elsewhere"'))
    return path


def counted_once(run: Run, copies: list[Path]) -> None:
    """Every list, summary and export counts one audit, and names each copy on stderr, in a line of its own."""
    for command in ("audit list --json", "summary --json", "export json", "export csv"):
        said = run(*command.split())
        assert said.code == 1, command
        assert "Elsewhere" not in said.out, command
        assert [len([line for line in said.err.splitlines() if copy.name in line]) for copy in copies] == [1] * len(
            copies
        )
    assert len(json.loads(run("audit", "list", "--json").out)) == 1
    assert len(json.loads(run("export", "json").out)["audits"]) == 1
    assert json.loads(run("summary", "--json").out)["audits"] == 1


@every_style
def test_a_copy_is_counted_once_and_named(style: str, signed: Path, run: Run) -> None:
    """The id inside tells, never the name; the audit that bears its own name is the one that counts."""
    copy = copied(signed, style)

    counted_once(run, [copy])
    assert "is a copy of the audit" in run("audit", "list").err
    assert run("audit", "show", signed.stem).code == 0
    assert copy.exists()


def test_all_of_them_at_once_are_one_audit(signed: Path, run: Run, figure: Figures) -> None:
    """Also those in another month; nothing is lost, and the doctor names each."""
    copies = [copied(signed, style) for style in STYLES]
    elsewhere = signed.parents[1] / "2026-10" / signed.name
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(signed.read_bytes())
    counted_once(run, copies)
    found = run("doctor")

    assert [copy.name for copy in copies if copy.name not in found.out] == []
    figure("Ways of naming a copy that are found and counted once", len(STYLES))


@every_style
def test_a_copy_of_a_revision_is_none(style: str, here: Workspace, signed: Path, run: Run) -> None:
    """The history is as it was, and the doctor names the copy."""
    history = here.register.history(signed.stem)
    before = history.numbers()
    copy = copied(history.path(before[-1]), style)

    assert history.numbers() == before
    assert history.broken() is None
    assert here.register.load(signed.stem).team == "North"
    assert copy.name in run("doctor").out


@pytest.mark.parametrize("style", [style for style in STYLES if style != "a person"])
def test_a_copy_of_a_draft_is_never_taken_up(style: str, here: Workspace, begun: Audit, run: Run) -> None:
    """What is typed is in the draft that bears the audit's name, and the doctor names the copy."""
    typed = auditing.steps.answered(begun, "HND-01", state="graded", grade="good", reason="Typed.")
    here.drafts.keep(typed, here.now())
    copy = copied(here.drafts.path(begun.id), style)

    assert auditing.take_up(here, begun.id).working == typed
    assert copy.name in run("doctor").out
