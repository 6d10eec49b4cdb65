"""`export counts` and `merge`: three services hand over counts, and a region has the summary that each of them has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.store import counts_json
from cli.running import Run
from hostile import HOSTILE
from made_up_counts import WORDINGS, small

NAMES = ("Eastborough", "Midborough", "Westborough")


@pytest.fixture(scope="module")
def demonstrations(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three demonstration workspaces."""
    folder = tmp_path_factory.mktemp("services")
    return [make_demonstration(folder / name, audits=30, seed=seed).workspace for seed, name in enumerate(NAMES)]


@pytest.fixture
def files(demonstrations: list[Path], run: Run) -> list[str]:
    """The counts of the three, in the folder where the person is."""
    for workspace, name in zip(demonstrations, NAMES, strict=True):
        made = run("export", "counts", "--workspace", str(workspace), "--name", name, "--output", f"{name}.json")
        assert made.code == 0
    return [f"{name}.json" for name in NAMES]


def test_a_region_reads_the_summary_of_its_services(files: list[str], run: Run) -> None:
    """The same text as `summary` at home, and whose counts they are."""
    shown = run("merge", *files)
    assert shown.code == 0
    assert shown.err == ""
    assert re.search(r" signed off, 2025-\d\d to 20\d\d-\d\d; ", shown.lines[0])
    assert {"Judgements", "Actions", "Services"} <= set(shown.lines)
    assert [line.split()[0] for line in shown.lines[-3:]] == list(NAMES)


@pytest.mark.parametrize("by", ["service", "team", "cohort", "month", "checklist", "criterion", "focus"])
def test_it_can_be_broken_down(files: list[str], run: Run, by: str) -> None:
    """By service, and by everything that counts know."""
    shown = run("merge", *files, "--by", by)
    assert shown.code == 0
    assert f"By {by}" in shown.lines


def test_teams_are_named_with_their_service(files: list[str], run: Run) -> None:
    """North in one service is another team than North in the next."""
    shown = run("merge", *files, "--by", "team", "--json")
    groups = {each["name"] for each in json.loads(shown.out)["breakdowns"][0]["groups"]}
    assert {name.partition(":")[0] for name in groups} == set(NAMES)


def test_the_summary_as_json_fits_the_schema_of_a_summary(files: list[str], run: Run) -> None:
    """So a program that reads one reads the other."""
    schema = json.loads(run("schema", "summary").out)
    for more in ((), ("--by", "service"), ("--share",)):
        summary = json.loads(run("merge", *files, "--json", *more).out)
        Draft202012Validator(schema).validate(summary)
        assert summary["audits"] > 60


def test_merged_counts_can_be_merged_again(files: list[str], run: Run) -> None:
    """In any order and any brackets the file is the same, byte for byte."""
    east, mid, west = files
    assert run("merge", east, mid, west, "-o", "region.json").code == 0
    run("merge", west, mid, "--output", "some.json")
    run("merge", "some.json", east, "--to", "counts", "--output", "again.json")
    assert Path("region.json").read_bytes() == Path("again.json").read_bytes()
    assert run("merge", "region.json").out == run("merge", *files).out
    assert run("merge", "region.json", "--to", "counts").out.encode() == Path("region.json").read_bytes()


def test_a_file_of_counts_fits_its_schema(files: list[str], run: Run) -> None:
    """One service's and a merged one; what is no count does not fit."""
    schema = json.loads(run("schema", "counts").out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    run("merge", *files, "--output", "region.json")
    for file in (files[0], "region.json"):
        tables = json.loads(Path(file).read_text(encoding="utf-8"))
        validator.validate(tables)
        for table, column, value in (("answers", 15, -1), ("audits", 4, "2026-11-20"), ("answers", 13, "unknown")):
            row = [*tables[table][0][:column], value, *tables[table][0][column + 1 :]]
            assert not validator.is_valid({**tables, table: [row]})
    assert schema["$defs"]["AnswersAlike"]["prefixItems"][15]["title"] == "n"


@pytest.mark.parametrize("form", ["html", "markdown", "docx", "xlsx"])
def test_a_region_has_the_reports_of_a_service(files: list[str], run: Run, form: str) -> None:
    """Each with the services in it, and nothing but the file is written."""
    told = run("merge", *files, "--to", form, "--by", "service", "--name", "The region", "--output", f"report.{form}")
    assert (told.code, told.out) == (0, "")
    content = Path(f"report.{form}").read_bytes()
    assert content[:2] == b"PK" or (b"The region" in content and b"Midborough" in content)


def test_a_region_shares_without_small_numbers(files: list[str], run: Run) -> None:
    """Beside services no team is shown, since a team could be worked out from its service."""
    summary = json.loads(run("merge", *files, "--share", "--by", "service", "--json").out)
    assert summary["disclosure"]["threshold"] == 5
    assert [each["by"] for each in summary["breakdowns"]] == ["service"]
    assert "team" in [each["by"] for each in json.loads(run("merge", *files, "--share", "--json").out)["breakdowns"]]
    shared = run("merge", *files, "--share", "--threshold", "10").lines
    assert "What was done to share these figures" in shared
    assert tuple(shared[-3:]) == NAMES


def test_counts_themselves_are_never_suppressed(demonstrations: list[Path], run: Run) -> None:
    """A cell that is hidden could not be added to another: it is refused, with the command that shares."""
    refused = run("export", "counts", "--workspace", str(demonstrations[0]), "--share", "--output", "shared.json")
    assert refused.code == 2
    assert "counts must be whole to be added up. Use `caseaudit merge FILE --share`" in refused.err
    assert not Path("shared.json").exists()


# ── exporting ────────────────────────────────────────────────────────────────


def test_what_an_export_says(demonstrations: list[Path], run: Run) -> None:
    """How many audits count and of which months, what does not count, and that small groups can be told."""
    made = run("export", "counts", "--workspace", str(demonstrations[0]), "--without-teams")
    assert made.code == 0
    assert counts_json.decode(made.out.encode(), "x.json").names == ["Eastborough demo"]
    first, *rest = made.err.splitlines()
    assert first.startswith("Counts of Eastborough demo: ")
    assert rest[-2:] == [
        "Nothing is suppressed: the smallest group is 1 audit, and its grades can be told.",
        "Send the file only to those who may know them.",
    ]


def test_a_file_that_cannot_be_read_is_named_at_home_and_counted_for_the_region(
    demonstrations: list[Path], run: Run
) -> None:
    """The exit code says so in both places; the file's name does not leave."""
    broken = demonstrations[2] / "audits" / "20261101-broken.json"
    broken.write_bytes(b"{")
    made = run("export", "counts", "--workspace", str(demonstrations[2]), "--output", "west.json")
    broken.unlink()
    assert made.code == 1
    assert "20261101-broken.json" in made.err
    assert "Not counted: 1 unreadable, 0 copies; the file says how many." in made.err
    merged = run("merge", "west.json")
    assert merged.code == 1
    assert "1 file could not be read when this was exported" in merged.err
    assert "20261101-broken" not in merged.err + Path("west.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--case", "--worker", "--auditor", "--text"])
def test_no_filter_names_a_person_or_a_case(demonstrations: list[Path], run: Run, option: str) -> None:
    """The command does not know it."""
    refused = run("export", "counts", "--workspace", str(demonstrations[0]), option, "x")
    assert (refused.code, refused.out) == (2, "")


# ── refusing ─────────────────────────────────────────────────────────────────


def put(name: str, content: bytes) -> str:
    """Write a file where the person is."""
    Path(name).write_bytes(content)
    return name


def test_everything_is_refused_at_once_and_nothing_is_written(run: Run) -> None:
    """One line for each file that is damaged, and one for each criterion that two others ask in other words."""
    other = tuple(row._replace(wording="f" * 32, question="Is it?") for row in WORDINGS)
    whole = counts_json.encode(small("A"))
    files = [
        put("a.json", whole),
        put("b.json", counts_json.encode(small("B", criteria=other))),
        put("cut.json", whole[:-99]),
        put("newer.json", whole.replace(b'"format": 1', b'"format": 9')),
        put("negative.json", whole.replace(b'"good",1,1,0]', b'"good",-1,1,0]')),
        "gone.json",
    ]
    refused = run("merge", *files, "--output", "region.json")
    assert (refused.code, refused.out) == (2, "")
    assert [line.split(": ")[1] for line in refused.err.splitlines()] == [
        "cut.json",
        "newer.json",
        "negative.json",
        "gone.json",
        "a.json (versions 1.0, 1.1) against b.json (versions 1.0, 1.1)",
        "a.json (versions 1.0, 1.1) against b.json (versions 1.0, 1.1)",
    ]
    assert not Path("region.json").exists()


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--json", "--output", "x.json"), "--json: is for a summary on the screen"),
        (("--trend", "--to", "html"), "--trend: is for a summary on the screen"),
        (("--share", "--output", "x.json"), "--share: is for what is read, and counts must be whole"),
        (("--by", "worker"), "--by: is not one of the words allowed here"),
        (("--to", "pdf"), "--to: is not one of the words allowed here"),
        (("--output", "."), ".: is a folder"),
        (("--output", "nowhere/x.json"), "nowhere: is not a folder"),
        (("--output", "a.json"), "a.json: exists already"),
    ],
)
def test_what_does_not_go_together(run: Run, options: tuple[str, ...], what: str) -> None:
    """One line each, and nothing is written."""
    before = counts_json.encode(small("A"))
    put("a.json", before)
    refused = run("merge", "a.json", *options)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"caseaudit: {what}")
    assert Path("a.json").read_bytes() == before


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()], ids=range(len(HOSTILE)))
def test_hostile_names_stay_names(run: Run, text: str) -> None:
    """Of a service and a team: nothing reaches the terminal that could drive it."""
    kept = text.encode("utf-8", "replace").decode()
    content = (
        counts_json.encode(small("A")).decode().replace('"A"', json.dumps(kept)).replace('"North"', json.dumps(kept))
    )
    put("a.json", content.encode())
    shown = run("merge", "a.json", "--by", "team")
    assert shown.code == 0
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\x00"} & set(shown.out + shown.err)
