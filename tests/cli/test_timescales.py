"""The clocks on the command line: those that ship, and what a workspace may set for itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli_w

from caseaudit.desk.workspace import Workspace
from caseaudit.plaintext import clean
from caseaudit.store.places import shipped_checklists
from cli.running import Run
from cli.test_hostile import harmless
from hostile import HOSTILE

OURS = """[core-group-later]
title = "Core groups after the first"
from = "the core group before"
until = "the next one meets"
within = 5
unit = "weeks"
counting = "day 0"
resets = "each core group"
standing = "local"
source = "Our procedures, chapter 3"
dated = "May 2026"
confidence = "A"
"""


def own(workspace: Workspace, text: str) -> Path:
    """Write the workspace's own clocks and return their file."""
    path = workspace.places.checklists / "timescales.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_clocks_are_listed_without_a_workspace(run: Run) -> None:
    """Id, length, standing and confidence in columns that fit 80 cells; title, source and its date below."""
    listed = run("timescale", "list")
    assert (listed.code, listed.err) == (0, "")
    assert listed.lines[0].split() == ["ID", "WITHIN", "STANDING", "CONFIDENCE"]
    at = next(number for number, line in enumerate(listed.lines) if line.startswith("looked-after-review-first"))
    assert listed.lines[at].split("  ")[-1] == "A"
    assert " ".join(part.strip() for part in listed.lines[at : at + 4]).startswith(
        "looked-after-review-first      20 working days             statutory  A First review of a looked after child. "
        "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), reg 33(1); as made in 2010."
    )
    assert max(map(len, listed.lines)) <= 80


def test_what_must_be_checked_says_so_wherever_it_is_shown(run: Run) -> None:
    """In the list, on its page, in JSON: the words in full."""
    words = "Confidence C: check before relying on it."
    listed = json.loads(run("timescale", "list", "--json").out)
    unsure = [clock["id"] for clock in listed if clock["confidence"] == "C"]
    assert "emergency-placement" in unsure
    assert [clock["id"] for clock in listed if words in clock["sentence"]] == unsure
    assert " ".join(run("timescale", "list").out.split()).count(words) == len(unsure)
    page = " ".join(run("timescale", "show", "emergency-placement").out.split())
    assert words in page
    assert "Confidence: C: check before relying on it" in page
    assert words in json.loads(run("timescale", "show", "emergency-placement", "--json").out)["sentence"]


def test_show_says_how_it_is_counted_and_who_says_so(run: Run) -> None:
    """The one clock that counts its first day."""
    shown = run("timescale", "show", "care-proceedings")
    assert shown.code == 0
    page = " ".join(shown.out.split())
    assert page.startswith("Care and supervision proceedings: 26 weeks, from the day the application is issued until")
    assert "Counted: The day it starts is the first day, so the last day comes one day sooner." in page
    assert "Source: Children Act 1989, s. 32(1)(a)(ii) and (5)" in page
    as_json = json.loads(run("timescale", "show", "care-proceedings", "--json").out)
    assert (as_json["from"], as_json["within"], as_json["unit"]) == ("the day the application is issued", 26, "weeks")
    assert (as_json["counting"], as_json["bank_holidays_matter"]) == ("inclusive first day", False)


def test_a_clock_that_does_not_exist_names_the_nearest(run: Run) -> None:
    """A slip of the key is answered with the id that was meant."""
    told = run("timescale", "show", "return-interveiw")
    assert told.code == 2
    assert 'is not a clock of this library. Probably "return-interview" is meant' in told.err


def test_a_checklist_shows_the_clock_below_its_question(run: Run) -> None:
    """For people and in JSON, with who sets it."""
    says = "Return home interview: 72 hours, from the child's return until"
    shown = run("checklist", "show", "missing-exploitation").lines
    assert sum(line.startswith(f"  Clock: {says}") for line in shown) == 1
    criteria = [
        criterion
        for section in json.loads(run("checklist", "show", "missing-exploitation", "--json").out)["sections"]
        for criterion in section["criteria"]
    ]
    (timed,) = [criterion for criterion in criteria if criterion["clock"]]
    assert (timed["id"], timed["timescale"], timed["clock"]["within"]) == ("MIS-02", "return-interview", 72)
    assert timed["clock"]["sentence"].startswith(says)


def test_a_workspace_sets_a_local_clock_and_adds_its_own(here: Workspace, run: Run) -> None:
    """Its table takes the place of the whole clock; a checklist may name one that it added."""
    own(here, OURS + OURS.replace("core-group-later", "our-handover"))
    listed = {clock["id"]: clock for clock in json.loads(run("timescale", "list", "--json").out)}
    assert (listed["core-group-later"]["within"], listed["core-group-later"]["usual"]) == (5, "")
    assert list(listed)[-1] == "our-handover"
    handover = here.places.checklists / "handover.toml"
    timed = handover.read_text("utf-8").replace("weight = 2\n", 'weight = 2\ntimescale = "our-handover"\n')
    handover.write_text(timed, "utf-8")
    assert run("checklist", "check", str(here.places.checklists)).code == 0
    assert (
        "  Clock: Core groups after the first: every 5 weeks; each core group starts it anew. Local: Our"
        in "\n".join(run("checklist", "show", "handover").lines)
    )


@pytest.mark.parametrize(
    ("name", "who"), [("looked-after-review-first", "law"), ("initial-conference", "national guidance")]
)
def test_what_law_or_guidance_sets_cannot_be_changed(name: str, who: str, here: Workspace, run: Run) -> None:
    """The table is refused with its line and what to do; the clock that ships goes on holding, and so do the others."""
    path = own(here, OURS + "\n" + OURS.replace("core-group-later", name))
    problem = (
        f"{path}:14: {name}: is set by {who} and cannot be changed here. Take this table out, or give yours an id of "
        "its own; a stricter rule of yours can stand beside it."
    )
    listed = run("timescale", "list", "--json")
    assert (listed.code, listed.err) == (1, f"caseaudit: {problem}\n")
    clocks = {clock["id"]: clock for clock in json.loads(listed.out)}
    assert clocks[name]["standing"] != "local"
    assert clocks["core-group-later"]["within"] == 5
    checked = run("checklist", "check", str(path.parent))
    assert (checked.code, checked.out) == (1, f"{problem}\n")
    assert run("timescale", "show", name).err == f"caseaudit: {problem}\n"
    assert problem in run("checklist", "list").err


def test_each_fault_stands_on_its_own_line_with_its_key(here: Workspace, run: Run, tmp_path: Path) -> None:
    """In the workspace's own file, and in any file of that name that somebody is about to put there."""
    faulty = OURS.replace('"weeks"', '"week"').replace('"May 2026"', '"May"').replace('"local"', '"statutory"')
    path = own(here, faulty.replace('standing = "statutory"', 'standing = "local"'))
    checked = run("checklist", "check", str(path))
    assert checked.code == 1
    assert [line.removeprefix(f"{path}:")[:27] for line in checked.lines] == [
        "6: core-group-later.unit: i",
        "11: core-group-later.dated:",
    ]
    path.unlink()
    elsewhere = tmp_path / "timescales.toml"
    elsewhere.write_text(faulty, encoding="utf-8")
    (line,) = run("checklist", "check", str(elsewhere)).lines
    assert line == f'{elsewhere}:9: core-group-later.standing: is not for a workspace to say. Write standing = "local".'
    assert run("timescale", "list").code == 0


def test_a_faulty_clock_of_the_workspace_can_be_named_but_not_shown(here: Workspace, run: Run) -> None:
    """One fault is told once: a checklist that names the clock is not blamed for it."""
    own(here, OURS.replace("core-group-later", "our-handover").replace('"May 2026"', '"May"'))
    handover = here.places.checklists / "handover.toml"
    timed = handover.read_text("utf-8").replace("weight = 2\n", 'weight = 2\ntimescale = "our-handover"\n')
    handover.write_text(timed, "utf-8")
    assert len(run("checklist", "check", str(here.places.checklists)).lines) == 1
    assert "  Clock:" not in run("checklist", "show", "handover").out
    shown = run("timescale", "show", "our-handover")
    assert (shown.code, shown.out) == (2, "")
    assert "our-handover: has problems of its own. Mend them; `caseaudit checklist check` names them." in shown.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "is empty (an interrupted copy?)", id="empty"),
        pytest.param(b"\0" * 64, "holds only blanks", id="blank"),
        pytest.param(OURS.encode("utf-16"), "is saved as UTF-16", id="UTF-16"),
        pytest.param(OURS.encode()[:90], "is not TOML", id="cut short"),
        pytest.param(b"<<<<<<< HEAD\n" + OURS.encode(), "unfinished merge", id="marks of a merge"),
        pytest.param(OURS.encode() * 2, "is not TOML", id="a clock twice"),
        pytest.param(b"within = 4\n", "within: is not a table. Begin each clock", id="no clock around a key"),
    ],
)
def test_a_file_that_cannot_be_read_takes_no_clock_away(content: bytes, says: str, here: Workspace, run: Run) -> None:
    """It is named, and what ships is listed as without it."""
    without = run("timescale", "list").out
    path = here.places.checklists / "timescales.toml"
    path.write_bytes(content)
    listed = run("timescale", "list")
    assert (listed.code, listed.out) == (1, without)
    assert listed.err.startswith(f"caseaudit: {path}")
    assert says in listed.err
    assert run("audit", "new", "--case", "EB-1", "--checklist", "handover", "--team", "N", "--worker", "W").code == 0


def test_the_file_that_ships_is_checked_as_such_from_anywhere(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law in it is no trespass, whichever way its folder is named."""
    monkeypatch.chdir(shipped_checklists())
    assert run("checklist", "check", "timescales.toml").code == 0
    assert "timescales.toml" not in run("checklist", "check", ".").out


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and text != "lone surrogate \ud800 here"])
def test_hostile_words_in_a_clock_come_out_harmless(text: str, here: Workspace, run: Run) -> None:
    """In the list, on the page, in JSON, and as an id."""
    keys = ("title", "from", "until", "source", "resets", "note", "applies_when")
    clock = {key: clean(text) for key in keys} | {"dated": "2026", "within": 4, "unit": "weeks", "counting": "day 0"}
    table = {**clock, "standing": "local", "confidence": "C"}
    path = own(here, tomli_w.dumps({"our-own": table, clean(text): table}))
    for said in (run("timescale", "list"), run("timescale", "show", "our-own"), run("checklist", "check", str(path))):
        assert harmless(said)
    assert run("timescale", "show", "our-own").out
    as_json = run("timescale", "show", "our-own", "--json")
    assert harmless(as_json)
    assert json.loads(as_json.out)["title"] == clean(text)
    told = run("timescale", "show", f"x{text}")
    assert harmless(told)
    assert (told.code, told.out) == (2, "")
