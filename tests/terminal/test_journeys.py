"""The whole way in a real terminal: from nothing to a figure in the summary, and what survives when it is cut short."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.grading import Sheet
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from made_up_session import with_exemplars
from terminal.emulated import Terminal, terminal
from tui import calibrating


def _folder(workspace: Workspace) -> str:
    return str(workspace.places.workspace)


def _record(workspace: Workspace) -> Audit:
    """The one audit of the workspace."""
    (path,) = workspace.register.files()
    return workspace.register.read(path)


def _draft(workspace: Workspace, audit: Audit) -> Path:
    return workspace.drafts.path(audit.id)


def test_from_the_first_run_to_a_figure_in_the_summary(workspace: Workspace) -> None:
    """Nothing is set up: the demonstration, a new audit, every criterion graded and reasoned, signed, counted."""
    with terminal(size=(120, 40)) as person:
        person.shows("look round in a demonstration")
        person.press("d")
        person.shows("Folder for the demonstration")
        person.press("f2")
        person.shows("136 audits")
        person.press("2")
        person.shows("all teams")
        signed_before = _signed_off(person)
        person.press("1")
        person.shows("136 audits")
        asked = _begins(person, case="EB-9001")
        _grades_everything(person, asked)
        person.shows("Nothing is missing")
        person.press("s")
        person.shows("Sign off?", "I have read the file")
        person.press("enter")
        person.shows("Signed off by A. Auditor")
        person.press("escape")
        person.shows("Press o to reopen")
        person.press("escape")
        person.shows("137 audits", "EB-9001")
        person.press("2")
        person.shows(f"{signed_before + 1} signed off")
        person.press("ctrl+q")
        assert person.ends() == 0


def _signed_off(person: Terminal) -> int:
    return int(person.page.partition(" signed off")[0].split()[-1])


def _begins(person: Terminal, case: str) -> int:
    """Begin an audit with the checklist that is offered; return how many criteria it asks."""
    person.press("n")
    person.shows("Case reference", "Team")
    person.press(case)
    person.shows(case)
    for tabs, words in ((2, "Northgate"), (1, "W. Somebody")):
        person.press(*["tab"] * tabs)
        person.settles()
        person.press(words)
        person.shows(words)
    person.press("f2")
    person.shows(case, "0 of", "answered")
    words = person.page.split()
    return int(words[words.index("answered") - 1])


def _grades_everything(person: Terminal, asked: int) -> None:
    """Grade each criterion that is asked, write why, go on; then see the review."""
    for number in range(1, asked + 1):
        person.press("2")
        person.shows(f"{number} of {asked} answered")
        person.writes("Seen on file.")
        person.shows("Seen on file.")
        person.press("ctrl+n")
        person.hides("esc Keys")
    person.press("r")
    person.shows("Review", "Suggested")


def test_a_power_cut_in_mid_sentence_loses_at_most_the_last_second(workspace: Workspace, begun: Audit) -> None:
    """Killed without warning a moment after the draft was kept: opening the audit again shows the sentence."""
    sentence = "The joint visit came three weeks after the change"
    with terminal("--workspace", _folder(workspace), "audit", "open", begun.id) as person:
        person.shows("HND-01")
        person.press("3")
        person.writes(sentence)
        person.waits_for_file(_draft(workspace, begun), sentence)
        person.press(", and ")
        person.dies()
    with terminal("--workspace", _folder(workspace), "audit", "open", begun.id) as again:
        again.shows("draft", "HND-02")
        again.press("p")
        again.shows("The joint visit came three weeks", "✓ Requires improvement")
        again.press("ctrl+q")
        assert again.ends() == 0
    assert workspace.register.load(begun.id).answer("HND-01").reason.startswith(sentence)


def test_a_power_cut_between_two_blind_grades_loses_neither(workspace: Workspace) -> None:
    """Killed as soon as the second is said to be kept: both are on the disk, and the turn goes on after them."""
    session = calibrating.begun(with_exemplars(workspace))
    with terminal("--workspace", _folder(workspace), "train") as person:
        person.shows("areas.")
        person.press("s")
        person.shows("Team day")
        person.press("enter")
        person.shows("Whose turn is it?")
        person.press("n")
        person.shows("F2 Done")
        person.press("Bo", "f2")
        person.shows("0 of 10 graded")
        person.press("2", "n", "3")
        person.shows("2 of 10 graded · kept")
        person.dies()
    sheet = Sheet(workspace, session.id, "Bo")
    assert [mark.grade for mark in sheet.marks.values()] == ["good", "requires-improvement"]


def test_a_terminal_that_is_closed_ends_the_program_and_keeps_the_words(workspace: Workspace, begun: Audit) -> None:
    """The window is shut: no process is left behind, and the words are in the draft or in the register."""
    with terminal("--workspace", _folder(workspace), "audit", "open", begun.id) as person:
        person.shows("HND-01")
        person.writes("half a thought")
        person.waits_for_file(_draft(workspace, begun), "half a thought")
        person.is_closed()
        assert _is_gone(person.process.pid)
    assert auditing.take_up(workspace, begun.id).working.answer("HND-01").reason == "half a thought"


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_long_reason_is_written_in_ones_own_editor(workspace: Workspace, begun: Audit, tmp_path: Path) -> None:
    """The terminal is handed to the editor and taken back; what the editor left stands on screen and is saved."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\n"
        "print('MY OWN EDITOR', flush=True)\n"
        "with open(sys.argv[1], 'a', encoding='utf-8') as file:\n"
        "    file.write('\\nand Zoë wrote a second line\\n')\n"
    )
    with terminal(
        "--workspace", _folder(workspace), "audit", "open", begun.id, EDITOR=f"{sys.executable} {script}", VISUAL=""
    ) as person:
        person.shows("HND-01")
        person.writes("first line")
        person.shows("first line")
        person.press("ctrl+e")
        person.shows("first line", "and Zoë wrote a second line", "HND-01")
        person.press("ctrl+q")
        assert person.ends() == 0
        assert b"MY OWN EDITOR" in person.raw
    assert _record(workspace).answer("HND-01").reason == "first line\nand Zoë wrote a second line"
    assert not list(workspace.drafts.folder.glob("*.tmp"))


def test_the_smallest_terminal_is_enough(workspace: Workspace, begun: Audit) -> None:
    """At 60 × 20 an audit is graded and saved; a larger window lays it out again at once."""
    with terminal("--workspace", _folder(workspace), size=(60, 20)) as person:
        person.shows("EB-1042")
        person.press("enter")
        person.shows("HND-01", "Outstanding")
        person.press("2")
        person.shows("✓ Good")
        person.resizes(120, 40)
        person.shows("The handover itself", "✓ Good", "Requires")
        person.press("ctrl+q")
        assert person.ends() == 0
    assert _record(workspace).answer("HND-01").grade == "good"


@pytest.mark.parametrize("variable", ["NO_COLOR", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT"])
def test_the_environment_writes_nothing_of_a_case_anywhere(
    workspace: Workspace, begun: Audit, home_of_its_own: Path, variable: str
) -> None:
    """Settings for developers of the toolkit, left over in a shell, make no copy of what is on screen."""
    aside = home_of_its_own / "aside"
    with terminal("--workspace", _folder(workspace), "audit", "open", begun.id, **{variable: str(aside)}) as person:
        person.shows("EB-1042")
        person.press("ctrl+q")
        assert person.ends() == 0
    assert not aside.exists()
    assert not list(home_of_its_own.rglob("*.svg"))
