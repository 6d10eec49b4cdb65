"""The practice library on the command line, with and without a workspace."""

from __future__ import annotations

import json
import re
from pathlib import Path

from caseaudit.desk.workspace import Workspace
from cli.running import Run, program
from conftest import SAMPLE


def test_the_library_needs_no_workspace(run: Run) -> None:
    """What ships is listed, as a table and as JSON."""
    assert run("checklist", "list").code == 0
    listed = json.loads(run("checklist", "list", "--json").out)
    assert {"chronology", "permanence", "supervision"} <= {checklist["id"] for checklist in listed}


def test_the_list_says_area_cohort_and_size_and_fits_a_line_of_80() -> None:
    """What a line has no room for is counted; the sentence on the age of the documents stands on stderr."""
    listed = program("checklist", "list")
    rows = {line.split()[0]: line.split()[1:] for line in listed.lines}
    assert max(map(len, listed.lines)) <= 80
    assert rows["ID"] == ["AREAS", "FOR", "ASKS", "CRITICAL"]
    assert rows["voice-visits"] == ["visits-voice", "+2", "child-in-need", "+4", "16", "2"]
    assert rows["leaving-care"] == ["2", "areas", "2", "cohorts", "18", "3"]
    assert "good in 2022 and outstanding in 2025-26" in listed.err


def test_the_list_as_json_leaves_nothing_out(run: Run) -> None:
    """Every area and every cohort, and the four checklists of the core."""
    listed = {one["id"]: one for one in json.loads(run("checklist", "list", "--json").out)}
    assert listed["voice-visits"]["areas"] == ["visits-voice", "advocacy-participation", "complaints-learning"]
    assert len(listed["voice-visits"]["cohorts"]) == 5
    assert (listed["voice-visits"]["criteria"], listed["voice-visits"]["critical"]) == (16, 2)
    assert {name for name, one in listed.items() if one["core"]} == {
        *("management-oversight", "chronology", "voice-visits", "assessment")
    }


def test_a_draft_is_marked_in_the_list(here: Workspace, run: Run) -> None:
    """The status has a column as soon as one checklist is not published."""
    run("checklist", "new", "case-recording")
    rows = {line.split()[0]: line.split() for line in run("checklist", "list").lines}
    assert rows["ID"][-1] == "STATUS"
    assert (rows["case-recording"][-1], rows["chronology"][-1]) == ("draft", "published")


def test_the_workspaces_own_are_listed_too(here: Workspace, run: Run) -> None:
    """A checklist of the workspace stands beside those that ship."""
    assert "handover" in {line.split()[0] for line in run("checklist", "list").lines}


def test_a_folder_that_is_named_and_is_no_workspace_is_an_error(tmp_path: Path, run: Run) -> None:
    """Only where nobody named one does the library do without."""
    assert run("checklist", "list", "--workspace", str(tmp_path)).code == 2


def test_show_as_json_says_everything(here: Workspace, run: Run) -> None:
    """Defaults are filled in, and sources carry the short title of their document."""
    shown = json.loads(run("checklist", "show", "handover", "--json").out)
    assert [c["id"] for section in shown["sections"] for c in section["criteria"]] == [
        *("HND-01", "HND-02", "HND-03", "HND-04")
    ]
    second = shown["sections"][0]["criteria"][1]
    assert (second["kind"], second["scale"], second["weight"], second["critical"]) == ("yes-no", "yes-no", 1, "none")
    source = second["sources"][0]
    assert (source["document"], source["paragraph"], source["short"]) == ("ofsted-2014", 44, "Ofsted 2014")
    assert shown["grades"][0]["id"] == "outstanding"


def test_show_for_people(here: Workspace, run: Run) -> None:
    """The question, its descriptors, and what it rests on."""
    shown = run("checklist", "show", "handover").lines
    assert shown[0] == "Handover between workers 1.0 (handover, published)"
    assert shown[1:3] == ["4 criteria, 1 of them critical", "For: child-in-need, child-protection"]
    assert "  Good: A joint visit took place before the transfer date and records the child's own words." in shown
    assert "  Sources: Ofsted 2014 ¶44 (finding)" in shown
    assert "Cases in court (only where the case is in court)" in shown


def test_show_names_the_areas_by_their_titles(run: Run) -> None:
    """And says whether it belongs to the core."""
    shown = run("checklist", "show", "voice-visits").lines[:4]
    assert shown[2].endswith("private-fostering; core, for any open case")
    assert shown[3].startswith("Areas: Visits and the child's voice; Advocates")


def test_check_finds_nothing_wrong_in_the_library(run: Run) -> None:
    """Without a path the whole library is checked."""
    checked = run("checklist", "check")
    assert (checked.code, checked.out) == (0, "")
    assert checked.err == "0 problems found.\n"


def test_check_names_every_problem_on_its_own_line(tmp_path: Path, run: Run) -> None:
    """Problems are what was asked for: stdout; the exit code is 1."""
    text = (SAMPLE / "handover.toml").read_text(encoding="utf-8")
    (tmp_path / "handover.toml").write_text(text.replace("weight = 2", "wieght = 2").replace("44", "4400"))
    checked = run("checklist", "check", str(tmp_path))
    assert checked.code == 1
    assert len(checked.lines) == 3
    assert 'Probably "weight" is meant' in checked.lines[0]
    assert f"{tmp_path / 'handover.toml'}:19" in checked.lines[0]
    as_json = json.loads(run("checklist", "check", str(tmp_path / "handover.toml"), "--json").out)
    assert [problem["key"].rpartition(".")[2] for problem in as_json] == ["wieght", "paragraph", "paragraph"]


def test_check_takes_the_id_of_a_checklist_as_the_others_do(here: Workspace, run: Run) -> None:
    """The file of that checklist is checked; a name that is neither a file nor an id is refused."""
    assert run("checklist", "check", "supervision").err == "0 problems found.\n"
    nowhere = run("checklist", "check", "supervison")
    assert (nowhere.code, "supervison: does not exist" in nowhere.err) == (2, True)


def test_one_criterion_is_not_called_criteria(here: Workspace, run: Run) -> None:
    """As in a checklist that was just begun."""
    run("checklist", "new", "case-recording")
    assert "1 criterion, 0 of them critical" in run("checklist", "show", "case-recording").lines


def test_new_writes_one_that_can_be_read(here: Workspace, tmp_path: Path, run: Run) -> None:
    """In the workspace's own folder, or where --folder says; it is never overwritten."""
    written = Path(run("checklist", "new", "case-recording").out.strip())
    assert written == here.places.checklists / "case-recording.toml"
    assert here.library.read(written).title == "Your title"
    assert "exists already" in run("checklist", "new", "case-recording").err
    elsewhere = run("checklist", "new", "other", "--folder", str(tmp_path / "drafts"))
    assert Path(elsewhere.out.strip()) == tmp_path / "drafts" / "other.toml"


def test_check_names_what_nobody_wrote_yet_and_a_source_of_ones_own_is_taken(here: Workspace, run: Run) -> None:
    """Every text of the one to start from, with its line, and what it cites; then the words and a document of ours."""
    written = Path(run("checklist", "new", "case-recording").out.strip())
    checked = run("checklist", "check", str(written))
    assert checked.code == 1
    assert [line.split(": ")[1] for line in checked.lines] == [
        "title", "about", "section[1].title",
        *(f"section[1].criterion[1].{key}" for key in (
            "question", "look_for", "good_looks_like", "weak_looks_like",
            *(f"descriptors.{grade}" for grade in ("outstanding", "good", "requires-improvement", "inadequate")),
            *(f"lift.{grade}" for grade in ("requires-improvement", "good", "outstanding")),
            "sources[1].document",
        )),
    ]  # fmt: skip
    assert "still says what it says in the checklist to start from. Write your own." in checked.lines[0]
    assert "a document of your own goes into sources.toml" in checked.lines[-1]

    text = re.sub('= "([A-Z][^"]* [^"]*)"', r'= "Ours: \1"', written.read_text("utf-8"))
    written.write_text(text.replace('"ofsted-2014"', '"our-policy"'), "utf-8")
    page = (Path(__file__).parents[2] / "docs" / "checklist-format.md").read_text("utf-8")
    example = page.partition("## Sources of your own")[2].partition("```toml\n")[2].partition("```")[0]
    (written.parent / "sources.toml").write_text(example, "utf-8")
    assert run("checklist", "check").err == "0 problems found.\n"
    assert "  Sources: Our policy ¶1 (extension)" in run("checklist", "show", "case-recording").lines


def test_diff_says_what_changed_and_which_answers_carry_over(tmp_path: Path, run: Run) -> None:
    """A changed weight keeps the answer; a changed question asks anew."""
    old, new = SAMPLE / "handover.toml", tmp_path / "handover.toml"
    text = old.read_text(encoding="utf-8").replace("weight = 2", "weight = 3")
    new.write_text(text.replace("Was the transfer summary", "Was a transfer summary"), encoding="utf-8")
    told = run("checklist", "diff", str(old), str(new))
    assert told.code == 0
    assert [line.split()[0] for line in told.lines[1:]] == ["HND-01", "HND-02"]
    assert told.lines[1].endswith("carries over")
    assert told.lines[2].endswith("asked anew")
    assert json.loads(run("checklist", "diff", str(old), str(new), "--json").out)[0]["carries"] is True
    assert run("checklist", "diff", str(old), str(old)).err == "No criterion changed.\n"


def test_a_checklist_that_does_not_exist_names_the_nearest(run: Run) -> None:
    """A slip of the key is answered with the word that was meant."""
    told = run("checklist", "show", "cronology")
    assert told.code == 2
    assert 'Probably "chronology" is meant' in told.err


def test_the_schemas_are_printed(run: Run) -> None:
    """Each is a JSON document that says which dialect it speaks."""
    for name in ("record", "checklist", "summary"):
        assert json.loads(run("schema", name).out)["$schema"].startswith("https://json-schema.org/")
