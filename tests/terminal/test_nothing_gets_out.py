"""What reaches the terminal: what the parser of these tests sees, and never a word of a case out of a crash.

That no text sends a control sequence is tested in `tests/trust`, for every command and for the app.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Action, Audit
from caseaudit.store.register import Stamp
from terminal.emulated import Sequence, Terminal, sequences, terminal, terminal_with

SENTINEL = "Sentinel Child"


# ── a hostile record ─────────────────────────────────────────────────────────


def _saved(workspace: Workspace, audit: Audit, words: str) -> Audit:
    """Save a copy of an audit in which everything that anybody writes is these words."""
    answers = tuple(
        replace(answer, reason=words, evidence=words, impact=words, question=words) for answer in audit.answers
    )
    title = replace(audit.checklist, title=words)
    written = replace(
        audit,
        case=words,
        team=words,
        worker=words,
        cohort="",
        answers=answers,
        checklist=title,
        actions=_actions(words),
    )
    return workspace.register.save(written, Stamp("A. Auditor", "2026-11-20T12:00:00Z", "x"))


def _actions(words: str) -> tuple[Action, ...]:
    return (Action("A1", words, words, "2026-12-01"),)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\x1b]0;owned\x07", Sequence("OSC", "0")),
        (b"\x1b]52;c;QUJD\x1b\\", Sequence("OSC", "52")),
        (b"\x1b[6n", Sequence("CSI", "6n")),
        (b"\x1b[31mred", Sequence("CSI", "m")),
        (b"\x1b[?1049h", Sequence("CSI", "?1049h")),
        (b"\x1bPq\x1b\\", Sequence("string", "P")),
        ("\x9b31m".encode(), Sequence("character", "U+009B")),
        ("\u202e".encode(), Sequence("character", "U+202E")),
        (b"\x9b31m", Sequence("character", "U+DC9B")),
        (b"\x07", Sequence("character", "U+0007")),
        (b"\x1bc", Sequence("ESC", "c")),
    ],
)
def test_the_parser_of_these_tests_sees_what_it_should(raw: bytes, found: Sequence) -> None:
    """A test that looks for something must be able to find it."""
    assert found in sequences(b"before " + raw + b" after\r\n")


# ── a crash ──────────────────────────────────────────────────────────────────

_START = """
import sys
from textual import work
from caseaudit.tui.screens.audit.screen import AuditScreen
from caseaudit.tui.widgets.criteria import CriteriaLines
{broken}
from caseaudit.cli.main import main
sys.exit(main(["--workspace", {folder!r}, "audit", "open", {audit!r}]))
"""
_BROKEN = {
    "a handler": """
def action_guidance(self):
    child = "Sentinel Child"
    raise ValueError(f"{child} is in the message too")
AuditScreen.action_guidance = action_guidance
""",
    "a worker": """
@work
async def action_guidance(self):
    child = "Sentinel Child"
    raise ValueError(f"{child} is in the message too")
AuditScreen.action_guidance = action_guidance
""",
    "the drawing of a line": """
def action_guidance(self):
    CriteriaLines.line = lambda *_: Sentinel("Sentinel Child")
    self.query_one("#criteria").refresh()
def Sentinel(child):
    raise KeyError(child)
AuditScreen.action_guidance = action_guidance
""",
    "markup in a text": """
from textual.widgets import Static
def action_guidance(self):
    child = "[/Sentinel Child] [Sentinel Child='"
    self.query_one("#banner", Static).display = True
    self.mount(Static(child))
AuditScreen.action_guidance = action_guidance
""",
}


@pytest.mark.parametrize("what", _BROKEN)
def test_a_crash_says_one_sentence_and_not_a_word_of_the_case(
    workspace: Workspace, begun: Audit, home_of_its_own: Path, what: str
) -> None:
    """The program fails with a child's name in its hands: the name is nowhere, the exit code says that it failed."""
    folder = str(workspace.places.workspace)
    code = _START.format(broken=_BROKEN[what], folder=folder, audit=begun.id)
    with terminal_with(code) as person:
        person.shows("HND-01")
        person.press("2")
        person.waits_for_file(workspace.drafts.path(begun.id), '"good"')
        person.press("g")
        exit_code = person.ends()
        after = person.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert exit_code not in (0, None)
    assert SENTINEL.encode() not in person.raw
    assert "Traceback" not in after
    assert " ".join(re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", after).split()).count("caseaudit: the program failed") == 1
    _notes_are_private_and_say_nothing(home_of_its_own)
    assert workspace.drafts.find(begun.id) is not None


def _notes_are_private_and_say_nothing(home: Path) -> None:
    notes = list(home.rglob("crash-*.txt"))
    assert len(notes) == 1
    assert SENTINEL not in notes[0].read_text()
    assert notes[0].stat().st_mode & 0o077 == 0


def test_nothing_of_a_case_stands_in_the_terminal_after_leaving(workspace: Workspace, begun: Audit) -> None:
    """The screen is the alternate one: scrolling back after work shows what stood there before."""
    _saved(workspace, begun, SENTINEL)
    with terminal("--workspace", str(workspace.places.workspace)) as person:
        person.shows(SENTINEL)
        _leaves(person)
        before, _, rest = person.raw.partition(b"\x1b[?1049h")
        shown, _, after = rest.rpartition(b"\x1b[?1049l")
    assert SENTINEL.encode() in shown
    assert SENTINEL.encode() not in before + after


def _leaves(person: Terminal) -> None:
    person.press("ctrl+q")
    assert person.ends() == 0
