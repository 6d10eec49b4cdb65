"""Words of a record are where the page "Where your words are" says, and nowhere else (docs/record-format.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from trust import one_session
from trust.conftest import Figures
from trust.kept_audits import HEAD, NAMES, TEXT
from trust.one_session import Session, canaries

PAGE = (Path(__file__).parents[2] / "docs" / "record-format.md").read_text(encoding="utf-8")
WHERE = PAGE.partition("## Where your words are")[2].partition("\n## ")[0]
SHOWS_TEXT = {
    "audit show", "audit fill", "audit sign-off", "moderate compare", "retention list", "export csv", "export json",
}  # fmt: skip
"""Commands that were asked for what people wrote in these audits, and print it. No other command does."""
OF_PEOPLE = {"KEPT", "SECOND", "OPEN", "TYPED", "TOLD"}
"""Whose canaries say which place of a record they stood in."""


pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """One run of every command over a service full of canaries."""
    return one_session.session_of(tmp_path_factory)


def _places(content: bytes) -> set[str]:
    return {place for whose, place in canaries(content) if whose in OF_PEOPLE}


# ── what is printed ──────────────────────────────────────────────────────────


def test_only_commands_that_are_asked_for_text_print_any(session: Session) -> None:
    """Lists, summaries, figures and confirmations need no free text."""
    printed = defaultdict[str, set[str]](set)
    for one in session.printed:
        printed[one.command] |= _places(one.out) & {*TEXT}
    assert {command for command, places in printed.items() if places} == SHOWS_TEXT


def test_no_message_holds_what_somebody_wrote(session: Session, figure: Figures) -> None:
    """Not what stands in a record, and not what was typed a moment ago: messages end up in logs of other programs."""
    told = {one.line: found for one in session.printed if (found := _places(one.err) & {*TEXT})}
    assert told == {}
    figure.at_least("Commands searched for canaries in what they told", len({one.command for one in session.printed}))
    figure("Canaries of free text in the messages of all commands", sum(map(len, told.values())))


# ── what is written ──────────────────────────────────────────────────────────


def _content(path: Path) -> bytes:
    """Return the name of a file and what it holds; of a Word or Excel file, of every part of it."""
    name = str(path).encode()
    if not is_zipfile(path):
        return name + b"\n" + path.read_bytes()
    with ZipFile(path) as opened:
        parts = (opened.read(part) for part in opened.namelist())
        return b"\n".join((name, *(re.sub(rb"<[^>]*>", b"", part) for part in parts)))


def _kind(path: Path) -> str:
    """Return what a file is, as the page has it."""
    top, *rest = path.parts
    if path.parts[:2] == ("service", "workspace") or rest[:1] in (["made"], ["made-demo"]):
        return "the workspace"
    if top == "service":
        kinds = {"counts": "counts", "made-lake": "Parquet", "made-session": "hand-outs"}
        return next((kind for start, kind in kinds.items() if rest[0].startswith(start)), "exports with text")
    if ".cache/caseaudit" in path.as_posix():
        return "the index"
    return "elsewhere"


MAY_HOLD = {
    "the workspace": {*HEAD, *NAMES, *TEXT},
    "exports with text": {*HEAD, *NAMES, *TEXT},
    "the index": {*HEAD},
    "Parquet": {*HEAD},
    "hand-outs": set[str](),
    "counts": {"team"},
    "elsewhere": set[str](),
}
"""Which places of a record may be found in which files."""


def test_words_are_where_the_page_says_and_nowhere_else(session: Session, figure: Figures) -> None:
    """Home, cache, settings, logs, temporary files, counts, the index's own bytes: all is searched."""
    found = defaultdict[str, set[str]](set)
    files = [path for path in session.root.rglob("*") if path.is_file() and path.name != "strace.txt"]
    for path in files:
        found[_kind(path.relative_to(session.root))] |= _places(_content(path))
    assert {kind: places - MAY_HOLD[kind] for kind, places in found.items() if places - MAY_HOLD[kind]} == {}
    assert found["the workspace"] >= {*HEAD, *TEXT} - {"why"}
    assert found["exports with text"] >= {"reason", "evidence", "case"}
    assert found["the index"] == {*HEAD}
    figure("Canaries found where no words of a record belong", sum(len(found[kind] - MAY_HOLD[kind]) for kind in found))


def test_not_one_word_lies_outside_the_workspace_but_in_exports_and_the_index(session: Session) -> None:
    """Also of checklists, plans, samples, sessions and names: of every text in the whole service."""
    files = [path for path in session.root.rglob("*") if path.is_file()]
    elsewhere = [path for path in files if _kind(path.relative_to(session.root)) == "elsewhere"]
    held = {path.relative_to(session.root).as_posix() for path in elsewhere if canaries(_content(path))}
    assert held - {"strace.txt"} == set()
    assert list((session.root / "temporary").iterdir()) == []


def test_the_page_names_every_place() -> None:
    """Whoever answers for the data can find all of it."""
    for place in (
        "audits/", ".caseaudit/history/", ".caseaudit/drafts/", ".caseaudit/holds/", "samples/", "plans/", "training/",
        "checklists/", "caseaudit.toml", "index", "case-key", "settings.toml", "retention-certificates/",
        ".caseaudit/removed/", "crash", "counts", "export",
    ):  # fmt: skip
        assert place in WHERE, place
    for command in SHOWS_TEXT:
        assert f"`{command}`" in WHERE, command
