"""Texts of any length, and the file itself: it never takes the place of another, and the same bytes go everywhere.

That every text of the catalogue arrives whole in every format, as text alone, is tested in
`tests/trust/test_text_exports.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from caseaudit.cli.main import main
from caseaudit.desk import handing_over
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.plaintext import clean
from caseaudit.problems import BadInput, StorageTrouble
from caseaudit.store.places import WORKSPACE_VARIABLE
from caseaudit.store.register import Stamp
from cli.running import program
from exports.every_form import READERS
from exports.filled import filled


def audit_of(text: str, number: int) -> Audit:
    """Return a signed-off audit that says a text wherever a person can type."""
    kept = clean(text)
    audit = replace(filled("supervision"), id=f"20261120-text{number:03d}", revision=steps.Revision())
    answers = tuple(replace(answer, reason=kept, evidence=kept) for answer in audit.answers)
    return replace(audit, case=kept, team=kept, worker=kept, answers=answers)


@pytest.mark.parametrize("text", ["a" * 40_000, "👩" * 20_000, "word " * 30_000], ids=["long", "emoji", "words"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_text_of_any_length_is_whole(form: str, text: str, workspace: Workspace, tmp_path: Path) -> None:
    """Longer than a cell of a workbook, and than Python reads of CSV unasked; `test_workbook` has the rest."""
    workspace.register.save(audit_of(text.strip(), 1), Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun"))
    handing_over.hand_over(workspace, form, Wanted(), tmp_path / "all")
    assert text.strip() in READERS[form](tmp_path / "all")


# ── the file itself ──────────────────────────────────────────────────────────


@pytest.fixture
def single(workspace: Workspace) -> Workspace:
    """A workspace with one audit."""
    workspace.register.save(audit_of("North", 1), Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun"))
    return workspace


@pytest.mark.parametrize("form", handing_over.FORMS)
def test_a_file_that_is_there_stays(form: str, single: Workspace, tmp_path: Path) -> None:
    """Whatever the format: refused, and not a byte of it is changed."""
    target = tmp_path / f"there{handing_over.FORMS[form].ending}"
    target.write_bytes(b"mine")
    with pytest.raises(BadInput, match="exists already"):
        handing_over.hand_over(single, form, Wanted(), target)
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize("form", handing_over.FORMS)
def test_a_folder_that_refuses_is_told_in_plain_words(
    form: str, single: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the file is open in another program: no file and no part of one, and one line says why."""
    closed = tmp_path / "closed"
    closed.mkdir()
    for name in ("open", "mkdir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name), closed))
    with pytest.raises(StorageTrouble, match="you may not do that here") as told:
        handing_over.hand_over(single, form, Wanted(), closed / f"x{handing_over.FORMS[form].ending}")
    assert "\n" not in str(told.value)
    assert list(closed.iterdir()) == []


def refusing(real: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """Return a call of the system that is not allowed below a folder; root is allowed everything, so it is made up."""

    def guarded(path: Any, *more: Any, **others: Any) -> Any:
        if str(path).startswith(str(folder)):
            raise PermissionError(EACCES, "Permission denied")
        return real(path, *more, **others)

    return guarded


@pytest.mark.parametrize("form", handing_over.FORMS)
def test_nothing_is_handed_over_among_the_records(form: str, single: Workspace) -> None:
    """Neither beside the audits nor in their history, where a sync would carry it to everybody."""
    for folder in (single.places.audits, single.places.history.parent):
        with pytest.raises(BadInput, match="among the records themselves"):
            handing_over.hand_over(single, form, Wanted(), folder / f"x{handing_over.FORMS[form].ending}")


@pytest.mark.parametrize("form", ["markdown", "csv", "json", "html"])
def test_a_console_of_another_alphabet_gets_the_very_same_bytes(form: str, single: Workspace, tmp_path: Path) -> None:
    """An export is a file, also on stdout: no letter is replaced because the console could not show it."""
    emoji = audit_of("emoji 👩‍👧‍👦 and ✓", 2)
    single.register.save(emoji, Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun"))
    asked = ("--workspace", str(single.places.workspace), "export", form)
    target = tmp_path / "file"
    assert program(*asked, "--output", str(target)).code == 0
    narrow = program(*asked, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert narrow.code == 0
    assert narrow.out.encode() == target.read_bytes()


def test_a_summary_as_json_is_ascii(
    single: Workspace, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Also where a name holds what turns a line round or drives a terminal."""
    for number, text in enumerate(("\u202eevil", "c1 \x9b31m", "\x1b[31m"), 2):
        single.register.save(audit_of(text, number), Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun"))
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(single.places.workspace))
    assert main(["summary", "--by", "team", "--json"]) == 0
    assert {*capsysbinary.readouterr().out} <= {10, *range(32, 127)}
