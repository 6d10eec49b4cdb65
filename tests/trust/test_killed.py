"""Whatever kills the program: what it said is saved is there afterwards, and nothing is damaged."""

from __future__ import annotations

import random
from typing import Any

import pytest
from benchmarks import torture, torture_killing
from benchmarks.torture_desk import desk

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from terminal.emulated import terminal
from trust.tortured import LONGEST, tortured

KILLS = 500


@pytest.mark.timeout(LONGEST)
def test_five_hundred_kills_while_saving(figure: Any) -> None:
    """Killed at any moment of a save, on the command line and in the app: nothing acknowledged is lost or damaged.

    After each kill the register, the history, the readable file and `audit show` are looked at; in the end the janitor
    leaves none of the temporary files that the kills left.
    """
    counted = tortured("killed", KILLS)
    figure("Kills while saving, in every run of the tests", counted["Kills while saving"])
    figure(
        "Saves lost or damaged by those kills",
        counted["Acknowledged saves lost to a kill"] + counted["Audits damaged by a kill"],
    )
    acknowledged = counted["Saves and drafts acknowledged before a kill"]
    figure.at_least("Saves and drafts acknowledged before those kills", acknowledged)
    assert counted["Temporary files left by kills, all swept later"] > 0, "no kill came in the middle of a save"


@pytest.mark.timeout(LONGEST)
def test_the_installed_command_killed() -> None:
    """The same with `caseaudit audit answer`, started anew each time."""
    counted = tortured("commands", 8)
    assert counted["Kills of the installed command"] == 8
    assert counted["Saves lost by the installed command"] == counted["Audits damaged by the installed command"] == 0


@pytest.mark.parametrize("words", ["Seen at sch", "[Child A] =1+1 and"])
def test_the_app_killed_in_mid_sentence(words: str, workspace: Workspace, begun: Audit) -> None:
    """Typed for about a second, then killed: the draft has it, the audit is as it was, and the app offers it again."""
    with terminal("--workspace", str(workspace.places.workspace)) as person:
        person.shows("EB-1042")
        person.press("enter")
        person.shows("HND-01")
        person.writes(words)
        person.waits_for_file(workspace.drafts.path(begun.id), words)
        person.dies()
    assert workspace.register.load(begun.id) == begun
    assert workspace.register.history(begun.id).broken() is None
    assert auditing.take_up(workspace, begun.id).working.answer("HND-01").reason == words
    auditing.answer(workspace, begun.id, "HND-01", "good")
    assert workspace.register.load(begun.id).answer("HND-01").reason == words


def test_the_harness_finds_a_program_that_lies(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a program said that it saved what it did not, the count would show it."""
    audit = desk(tmp_path / "lied")
    monkeypatch.setattr(torture_killing, "_said_until_killed", lambda *_: b"CHR-01: Good. 1 of 10 answered.\n")
    assert torture_killing._kill_at_the_command_line(audit, random.Random(7).random()).lost == 1
    assert [name for name in ("Saves lost by it", "Kills") if torture.is_fault(name)] == ["Saves lost by it"]
