"""Texts that break exports, one test for each kind of trouble and each format: they arrive whole, and only as text.

The texts are the team, the worker, the case and the reason of signed-off audits; reports hold the names of teams alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from errno import EACCES
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from caseaudit.cli.main import main
from caseaudit.desk import handing_over
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.plaintext import clean, one_line, visible
from caseaudit.problems import BadInput, StorageTrouble
from caseaudit.store.places import WORKSPACE_VARIABLE
from caseaudit.store.register import Stamp
from cli.running import program
from conftest import NOON
from exports.every_form import READERS
from exports.filled import filled
from exports.test_markdown import tokens

ROWS: dict[str, list[str]] = {
    "formulas": ["=1+1", "{=1}", "+1-1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.invalid")'],
    "bullets and phone numbers": ["- no concerns", "+44 7700 900123", "-5", "* seen twice", "1. first"],
    "formulas behind a blank": ["\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠A1"],
    "addresses": ["http://x.invalid/a?b=c", "https://x.invalid", "mailto:a@b.invalid", "file:///etc/passwd",
                  "internal:Summary!A1", "external:c:\\x.xlsx", "www.x.invalid", "ftp://x.invalid"],
    "control characters": ["escape \x1b[31mred", "nul \x00", "bell \x07", "delete \x7f", "c1 \x9b31m",
                           "\x1b]0;owned\x07"],
    "half a letter": ["lone \ud800 surrogate", "\udfff"],
    "codes of the format": ["_x0041_ stays", "_x001B_", "&lt;b&gt; &amp;", "%s {0} ${x}"],
    "names that are no sheets": ["a/b", "[x]:*?", "'a'", "History", "a" * 40, "con", "../../etc/passwd"],
    "what XML cannot hold": ["\ufffe and \uffff", "\x0b and \x0c"],
    "markup": ["<script>alert(1)</script>", '" onload="alert(1)', "</style><b>", "]]>", "<!-- x", "{{ 7 * 7 }}",
               "[/red]", "[@click=app.quit]x[/]", "<r><t>x</t></r>"],
    "markdown": ["\n# fake", "```\ncode\n```", "`x`", "![](http://x.invalid/t.png)", "[x](javascript:alert(1))", "a|b",
                 "**bold** _it_", "---", "> quoted", "~~gone~~"],
    "what hides and turns": ["\u202eevil\u202c", "\u2066x\u2069", "zero\u200bwidth", "\ufeffbom", "tag \U000e0041",
                             "c\u00ad\u00adut"],
    "letters from everywhere": ["emoji 👩‍👧‍👦 🏳️‍🌈 ✓", "عربى עברית 中文", "z̴̧̛͔̟͖̗͎a̸l̵g̷o̶", "e\u0301 é"],
}  # fmt: skip
"""Every kind of trouble, and texts that make it."""
LIVE_IN_OFFICE = re.compile(
    r'TargetMode="External"|oleObject|<f[ >]|externalLink|ddeLink|instrText[^>]*>\s*(?!PAGE|NUM)'
)
LIVE_IN_MARKDOWN = {
    "link_open",
    "image",
    "code_inline",
    "code_block",
    "fence",
    "html_inline",
    "html_block",
    "s_open",
    "hr",
}
LIVE_IN_HTML = re.compile(r"<(?:script|iframe|object|embed|link|img|form|input|base)\b|\son[a-z]+=|href=\"(?!#)", re.I)
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def audit_of(text: str, number: int) -> Audit:
    """Return a signed-off audit that says a text wherever a person can type."""
    kept = clean(text)
    audit = replace(filled("supervision"), id=f"20261120-text{number:03d}", revision=steps.Revision())
    answers = tuple(replace(answer, reason=kept, evidence=kept) for answer in audit.answers)
    return replace(audit, case=kept, team=kept, worker=kept, answers=answers)


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of every format, over one audit for each text."""
    folder = tmp_path_factory.mktemp("handed")
    workspace = Workspace(make(str(folder / "w"), name="Test service"), "A. Auditor", clock=lambda: NOON)
    for number, text in enumerate(text for row in ROWS.values() for text in row):
        workspace.register.save(audit_of(text, number), Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun"))
    paths = {form: folder / f"all{kind.ending}" for form, kind in handing_over.FORMS.items() if form in READERS}
    for form, path in paths.items():
        handing_over.hand_over(workspace, form, Wanted(), path)
    return paths


@cache
def said(form: str, path: Path) -> list[str]:
    """Return every text of a file, once for all tests."""
    return READERS[form](path)


def squeezed(text: str) -> str:
    """Return a text as it is shown, without any blank."""
    return "".join(one_line(text).split())


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("row", ROWS)
def test_it_arrives_whole(row: str, form: str, handed: dict[str, Path]) -> None:
    """Read by another program, each text is there as the screen shows it: nothing cut, nothing changed."""
    found = "\n".join(map(squeezed, said(form, handed[form])))
    assert [text for text in ROWS[row] if squeezed(clean(text)) not in found] == []


@pytest.mark.parametrize("text", ["a" * 40_000, "👩" * 20_000, "word " * 30_000], ids=["long", "emoji", "words"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_text_of_any_length_is_whole(form: str, text: str, workspace: Workspace, tmp_path: Path) -> None:
    """Longer than a cell of a workbook, and than Python reads of CSV unasked; `test_workbook` has the rest."""
    workspace.register.save(audit_of(text.strip(), 1), Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun"))
    handing_over.hand_over(workspace, form, Wanted(), tmp_path / "all")
    assert text.strip() in READERS[form](tmp_path / "all")


@pytest.mark.parametrize("form", [form for form in READERS if form not in ("json", "parquet")])
def test_nothing_drives_hides_or_reorders(form: str, handed: dict[str, Path]) -> None:
    """What reaches a reader's eye has no control character, and none that nobody sees."""
    texts = [text.replace("_x005F_", "_") for text in said(form, handed[form])]
    assert [text for text in texts if visible(text) != text] == []


def test_json_is_ascii(handed: dict[str, Path]) -> None:
    """Shown in a terminal it does nothing."""
    assert {*handed["json"].read_bytes()} <= {10, *range(32, 127)}


def test_no_cell_of_a_csv_file_is_a_formula(handed: dict[str, Path]) -> None:
    """A text is guarded by one `'`; a number is not."""
    cells = said("csv", handed["csv"])
    numbers = re.compile(r"\d+")
    assert [cell for cell in cells if cell.startswith(TRIGGERS)] == []
    assert {"'=1+1", "'- no concerns", "'-5", "'\t=1", "'＝1"} <= {*cells}
    assert all(not cell.startswith("'") for cell in cells if numbers.fullmatch(cell))


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_no_part_of_an_office_file_is_live(form: str, handed: dict[str, Path]) -> None:
    """No formula, link outwards, object or field but the number of the page; no text is the name of a sheet or file."""
    with ZipFile(handed[form]) as opened:
        assert [name for name in opened.namelist() if not re.fullmatch(r"[\w/\[\].-]+", name)] == []
        for name in opened.namelist():
            if not name.endswith(".png"):
                assert not LIVE_IN_OFFICE.search(opened.read(name).decode()), name


def test_a_page_runs_and_loads_nothing(handed: dict[str, Path]) -> None:
    """No script, no handler, no link outwards."""
    written = handed["html"].read_text(encoding="utf-8")
    assert not [found[0] for tag in re.findall(r"<[^>]*>", written) if (found := LIVE_IN_HTML.search(tag))]


def test_markdown_stays_text(handed: dict[str, Path]) -> None:
    """No link, picture, code or markup comes of a name; each heading is one of ours."""
    found = tokens(handed["markdown"].read_text(encoding="utf-8"))
    assert {token.type for token in found} & LIVE_IN_MARKDOWN == set()
    headings = [found[place + 1].content for place, token in enumerate(found) if token.type == "heading_open"]
    assert "fake" not in headings


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
