"""Texts that have broken other programs go in on the command line and come out harmless."""

from __future__ import annotations

import json
import tomllib

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.plaintext import clean, one_line, visible
from cli.running import NEW, Run, Said
from hostile import HOSTILE

FORBIDDEN = {*map(chr, range(32)), "\x7f", *map(chr, range(0x80, 0xA0)), "\u202e", "\u2066", "\u200b"} - {"\n", "\t"}


def harmless(said: Said) -> bool:
    """Whether nothing on stdout or stderr can drive a terminal or reorder a line."""
    return not FORBIDDEN & {*said.out, *said.err}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_reason_is_kept_shown_and_exported(answered: str, run: Run, text: str) -> None:
    """It is shown as it was typed wherever that is printable, and no raw control byte reaches the terminal."""
    given = run("audit", "answer", answered, "HND-01", "good", "--reason", text)
    assert given.code == 0
    assert harmless(given)
    shown = run("audit", "show", answered)
    assert harmless(shown)
    assert visible(clean(text)).split("\n")[0].rstrip() in shown.out
    saved = json.loads(run("audit", "show", answered, "--json").out)
    assert saved["answers"][0]["reason"] == clean(text)
    as_toml = run("audit", "show", answered, "--toml")
    assert harmless(as_toml)
    assert tomllib.loads(as_toml.out)["answers"][0]["reason"] == clean(text)


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) <= 120])
def test_a_hostile_header_stays_on_its_line_of_a_list(here: Workspace, run: Run, text: str) -> None:
    """Case, team and worker are one line each, and the columns hold."""
    begun = run(*NEW[:2], "--checklist", "handover", "--case", text, "--team", text, "--worker", text)
    assert begun.code == 0
    listed = run("audit", "list")
    assert harmless(listed)
    assert len(listed.lines) == 2
    assert listed.lines[1].count(one_line(clean(text))) >= 2
    assert run("audit", "list", "--json", "--team", text).out == run("audit", "list", "--json").out
    assert harmless(run("audit", "list", "--json"))
    assert harmless(run("audit", "show", begun.out.strip()))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_word_in_a_mistake_is_one_harmless_line(here: Workspace, run: Run, text: str) -> None:
    """As an id, as a command, as a checklist, as a file."""
    for arguments in (
        ("audit", "show", text),
        (f"x{text}",),
        ("checklist", "show", text),
        ("checklist", "check", text),
    ):
        said = run(*arguments)
        assert harmless(said)
        assert said.code == 2
        assert said.err.count("\n") == 1
