"""Drawing a sample on the command line, as a quality assurance lead does before the month's audits."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from case_lists import annex_a, looked_after
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.sampling_rules import RULES
from cli.running import Run
from cli.test_hostile import harmless
from hostile import HOSTILE


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An Annex A workbook with twelve children in care."""
    return str(annex_a(tmp_path / "annex a.xlsx", {6: [], 8: looked_after(12)}))


def test_from_the_list_to_the_files(here: Workspace, file: str, run: Run) -> None:
    """Look at the list, ask how many, draw, see it again, find the files."""
    checked = run("sample", "check", file, "--list", "8", "--on", "2026-11-20")
    assert checked.lines[0] == "List 8, Children in care (sheet List 8): 12 rows, 12 cases, 12 open."
    assert (checked.code, checked.err) == (0, "")

    sized = run("sample", "size", "--population", "12", "--size", "6")
    assert " ".join(sized.lines).startswith(
        "6 of 12 cases: a share found in a simple random sample of them lies within"
    )

    drawn = run("sample", "draw", file, "--list", "8", "--size", "6", "--by", "team", "--seed", "7")
    sample = drawn.lines[0].partition(":")[0]
    assert drawn.code == 0
    assert drawn.lines[0].startswith(f"{sample}: 6 cases of Children in care (list 8), drawn by A.")
    assert "Groups: Team 1 2 of 4, Team 2 2 of 4, Team 3 2 of 4." in drawn.lines
    assert drawn.lines[-1] == f"Find the files: caseaudit sample cases {sample} '{file}'"

    listed = run("sample", "list")
    assert listed.lines[1].split("  ")[0] == sample
    assert listed.lines[1].endswith("as drawn")
    assert run("sample", "show", sample).lines[:-1] == drawn.lines[:-1]

    found = run("sample", "cases", sample, file)
    assert (found.code, len(found.lines)) == (0, 1 + 6 + 6)
    assert found.lines[1].split()[1].startswith("9001")


def test_the_schema_describes_what_is_printed(here: Workspace, file: str, run: Run) -> None:
    """Of a draw, of a dry run, and of every sample of the list."""
    schema = json.loads(run("schema", "sample").out)
    draw = ("sample", "draw", file, "--list", "8", "--size", "3", "--by", "team", "--keep", "age-band", "--json")
    dry = json.loads(run(*draw, "--dry-run").out)
    drawn = json.loads(run(*draw, "--seed", str(dry["seed"])).out)
    by_rule = json.loads(run("sample", "draw", file, "--rule", "visit-overdue", "--on", "2026-12-25", "--json").out)

    for one in (dry, drawn, by_rule, *json.loads(run("sample", "list", "--json").out)):
        jsonschema.validate(one, schema, cls=jsonschema.Draft202012Validator)
    assert (dry["kept"], dry["id"], drawn["kept"]) == (False, "", True)
    assert drawn["cases"] == dry["cases"]


def test_a_dry_run_keeps_nothing(here: Workspace, file: str, run: Run) -> None:
    """And says how to keep the very same sample."""
    shown = run("sample", "draw", file, "--list", "8", "--size", "2", "--dry-run")

    assert "Nothing was kept." in shown.err
    assert not here.places.samples.exists()


def test_a_sample_edited_by_hand_is_said_to_be(here: Workspace, file: str, run: Run) -> None:
    """In the list and on its page; both exit with 1."""
    sample = run("sample", "draw", file, "--list", "8", "--size", "2").lines[0].partition(":")[0]
    path = here.places.samples / f"{sample}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Team", "Our team"), encoding="utf-8")

    for words in (("list",), ("show", sample)):
        said = run("sample", *words)
        assert said.code == 1
        assert "was changed after it was drawn, so it no longer proves how its cases were chosen" in said.err
    assert "changed by hand" in run("sample", "list").out


def test_the_rules_and_what_each_needs(run: Run) -> None:
    """Without a workspace: every rule, its list, its columns, its clocks; in JSON the clocks' sources."""
    page = run("sample", "rules")
    listed = json.loads(run("sample", "rules", "--json").out)

    assert page.code == 0
    assert [one["id"] for one in listed] == list(RULES)
    assert all(rule in page.out and str(found.number) in page.out for rule, found in RULES.items())
    assert max(map(len, page.lines)) <= 80
    assert "reg 33(1)" in json.dumps(next(one for one in listed if one["id"] == "review-overdue"))


def test_how_many_are_enough(run: Run) -> None:
    """81 of 480 for ten points at 95 %; all of a small list."""
    assert run("sample", "size", "--population", "480", "--margin", "10", "--confidence", "95").out.startswith(
        "81 of 480"
    )
    assert json.loads(run("sample", "size", "--population", "480", "--json").out) == {
        "population": 480,
        "size": 81,
        "margin": 9.94,
        "confidence": 95,
    }
    assert run("sample", "size", "--population", "3").out.startswith("3 of 3 cases: all of them")


def test_check_looks_at_every_list_and_names_each_problem(tmp_path: Path, run: Run) -> None:
    """Without a workspace; 1 if there is something to mend."""
    rows = looked_after(2)
    rows[1] = {**rows[1], "dental": "soon", "placements": "two"}
    path = str(annex_a(tmp_path / "a.xlsx", {6: [{"case": 1, "status": "c) Child in need plan"}], 8: rows}))

    checked = run("sample", "check", path, "--on", "2026-11-20")
    as_json = json.loads(run("sample", "check", path, "--on", "2026-11-20", "--json").out)

    assert checked.code == 1
    assert [line for line in checked.lines if line.startswith("List")] == [
        "List 6, Children in need (sheet List 6): 1 row, 1 case, 1 open.",
        "List 8, Children in care (sheet List 8): 2 rows, 1 case, 1 open.",
    ]
    assert checked.err.splitlines() == [
        f'caseaudit: {path}: List 8, row 3, column "Date of Last Dental Check": is not a date. '
        "Write it as dd/mm/yyyy, or leave it blank.",
        f'caseaudit: {path}: List 8, row 3, column "Number of Placements in the Last 12 months": is not a whole '
        "number. Write a number such as 0 or 3, or leave it blank.",
    ]
    assert [one["list"] for one in as_json] == [6, 8]


@pytest.mark.parametrize("events", [False, True])
def test_check_passes_no_list_that_cannot_be_drawn_from(
    here: Workspace, tmp_path: Path, run: Run, events: bool
) -> None:
    """A child on two open rows is named as the draw names it; a closed row does no harm, nor two events of a child."""
    path = tmp_path / "list.csv"
    rows = ("1,North,,2026-11-01", "1,South,,2026-11-02", "2,North,closed,2026-11-01", "2,North,,2026-11-02")
    heading = "Date" if events else "When"
    path.write_text("\n".join([f"Case,Team,Status,{heading}", *rows]), encoding="utf-8")

    on = ("--on", "2026-11-20")
    checked = run("sample", "check", str(path), *on)
    drawn = run("sample", "draw", str(path), "--size", "1", *on)

    assert checked.lines[0] == "Case list: 4 rows, 2 cases, 3 open."
    assert checked.err == drawn.err
    assert (checked.code, drawn.code) == ((0, 0) if events else (1, 2))
    told = f'{path}, rows 2, 3, column "Case": hold the same identifier, and this list has one row a child.'
    assert (told in checked.err) is not events


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--list", "8", "--size", "99"), 2, "asks for 99 and 12 cases can be drawn"),
        (("--list", "6", "--size", "1"), 2, "holds no open case"),
        (("--size", "1"), 2, "holds several lists. Say which with --list: 6 Children in need, 8 Children in care"),
        (("--rule", "three-placements"), 1, "no case: meets three-placements"),
        (("--list", "8", "--size", "1", "--where", "team"), 2, "--where: is not a name and words with = between them"),
        (("--rule", "visit-overdue", "--on", "2026-06-01"), 2, "is after 01/06/2026"),
        (("--list", "8", "--size", "1", "--exclude-sample", "sample-1"), 2, "is not a sample of this workspace"),
        (("--list", "8", "--size", "1", "--rule", "visit"), 2, "--rule: is not one of the words allowed here"),
        (("--list", "8", "--size", "1", "--seed", "x"), 2, "--seed: is not a number that fits"),
    ],
)
def test_what_cannot_be_drawn(
    here: Workspace, file: str, run: Run, options: tuple[str, ...], code: int, says: str
) -> None:
    """One line and an exit code; nothing is written, half or whole."""
    said = run("sample", "draw", file, *options)

    assert (said.code, said.out) == (code, "")
    assert says in " ".join(said.err.split())
    assert not here.places.samples.exists()


def test_hostile_names_of_teams_do_nothing(here: Workspace, tmp_path: Path, run: Run) -> None:
    """On every page of a sample, and in its file."""
    path = tmp_path / "a.csv"
    rows = [f'{at},"{words.replace(chr(34), "").replace(chr(0), "")}"' for at, words in enumerate(HOSTILE)]
    path.write_text("Case ID,Team\n" + "\n".join(rows), encoding="utf-8", errors="replace")

    drawn = run("sample", "draw", str(path), "--method", "equal", "--by", "team", "--size", "20")
    sample = drawn.lines[0].partition(":")[0]

    assert drawn.code == 0
    for said in (
        drawn,
        run("sample", "show", sample),
        run("sample", "cases", sample, str(path)),
        run("sample", "list"),
    ):
        assert harmless(said)


def test_two_people_who_work_for_one_service(here: Workspace, file: str, run: Run) -> None:
    """The name before the command is who draws; `--by` after it is the column."""
    assert "drawn by Q. Lead" in run("--by", "Q. Lead", "sample", "draw", file, "--list", "8", "--size", "1").lines[0]
