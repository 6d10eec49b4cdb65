"""`caseaudit themes` and `export facts`: from facts noted on the command line to figures of the service."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

import sample_facts
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.facts_reading import THEME_IDS
from cli.running import Run
from hostile import HOSTILE


@pytest.fixture
def placed(here: Workspace, run: Run) -> list[str]:
    """Three signed-off audits of children in care, with their facts noted, and one in progress."""
    sample_facts.add_placement(here)
    audits = [sample_facts.begun(here, case=f"EB-{number}", team="North").id for number in range(4)]
    for audit, moves in zip(audits, ("0", "1", "4", "9"), strict=True):
        run("audit", "fact", audit, "placement-moves", moves)
        run(
            "audit",
            "fact",
            audit,
            "plan-date",
            "2024-05-04",
            "--system",
            "2024-05-04" if moves == "0" else "2024-04-30",
        )
        run("audit", "answer", audit, "PLC-01", "good", "--reason", "Seen on file.")
    for audit in audits[:3]:
        assert run("audit", "sign-off", audit).code == 0
    return audits


def test_themes_answer_from_what_is_signed_off(placed: list[str], run: Run) -> None:
    """With the figure, its interval and what it rests on; what is in progress does not count."""
    told = run("themes", "--theme", "T12", "--theme", "T06")

    assert told.code == 0
    assert told.lines[0].startswith("Themes of the service, from 3 signed-off audits, on ")
    assert "    one move or more: 2 of 3 (21–94 %)" in told.lines
    assert "    differs: 2 of 3 (21–94 %)" in told.lines
    assert "  Sources: Ofsted 2014 ¶76, ¶98" in told.lines
    assert [line[:3] for line in told.lines if line.startswith("T")][1:] == ["T06", "T12"]


def test_every_theme_is_said_in_eighty_columns(placed: list[str], run: Run) -> None:
    """All of them, in order; each with figures, or with what is wanting or why files cannot say it."""
    lines = run("themes").lines

    assert [line[:3] for line in lines[1:] if line.startswith("T")] == list(THEME_IDS)
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("  Not from files: ") for line in lines) == 7


def test_json_fits_its_schema(placed: list[str], run: Run) -> None:
    """What is printed, shared or not, is what `schema themes` describes."""
    schema = json.loads(run("schema", "themes").out)
    Draft202012Validator.check_schema(schema)
    for more in ((), ("--share",)):
        Draft202012Validator(schema).validate(json.loads(run("themes", "--json", *more).out))


def test_what_is_shared_holds_no_small_number(placed: list[str], run: Run) -> None:
    """Three audits are too few for any figure: the text says so and shows none."""
    told = run("themes", "--share", "--theme", "T12")

    assert told.lines[0].startswith("Themes of the service, from a few signed-off audits, on ")
    assert "    one move or more: c" in told.lines
    assert " of 3" not in told.out


def test_filters_choose_the_audits(placed: list[str], run: Run) -> None:
    """And are said."""
    told = run("themes", "--case", "EB-2", "--theme", "T12")

    assert told.lines[0].startswith("Themes of the service, from 1 signed-off audit (case EB-2), on ")
    assert "    three moves or more: 1 of 1 (21–100 %)" in told.lines


def test_a_theme_that_there_is_not_is_told(here: Workspace, run: Run) -> None:
    """With the nearest; exit code 2."""
    told = run("themes", "--theme", "T35")

    assert (told.code, told.out) == (2, "")
    assert "--theme: is not one of the words allowed here" in told.err


def test_a_workspace_without_signed_audits_says_what_to_do(here: Workspace, run: Run) -> None:
    """And still names what each theme needs."""
    told = run("themes")

    assert told.code == 0
    assert "Nothing is signed off yet" in told.out
    assert "it is asked with management-oversight" in " ".join(told.out.split())


def test_a_file_that_cannot_be_read_is_named(here: Workspace, placed: list[str], run: Run) -> None:
    """On stderr, with exit code 1; the rest is answered."""
    (broken,) = here.places.audits.rglob(f"{placed[0]}.json")
    broken.write_text("{", encoding="utf-8")
    for revision in (here.places.history / placed[0]).iterdir():
        revision.write_text("{", encoding="utf-8")
    told = run("themes", "--theme", "T12")

    assert told.code == 1
    assert placed[0] in told.err
    assert "from 2 signed-off audits" in told.lines[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_of_teams_are_text(here: Workspace, run: Run, text: str) -> None:
    """Whatever a team is called, a line of a theme is one line and drives nothing."""
    sample_facts.add_placement(here)
    for number, team in enumerate((text[:100], "South")):
        audit = sample_facts.begun(here, case=f"EB-{number}", team=team).id
        run("audit", "fact", audit, "plan-date", "2024-05-04", "--system", "2024-05-04")
        run("audit", "answer", audit, "PLC-01", "good", "--reason", "Seen on file.")
        run("audit", "sign-off", audit)
    told = run("themes", "--theme", "T06")

    assert "differs: 0 of 2 (0–66 %)" in told.out
    assert "\x1b" not in told.out


# ── facts as a table ─────────────────────────────────────────────────────────


def test_every_fact_that_is_noted_is_a_row(here: Workspace, placed: list[str], run: Run) -> None:
    """With its case, what the case system says and whether the two differ; what is not noted has none."""
    told = run("export", "facts")
    rows = list(csv.DictReader(io.StringIO(told.out.lstrip("\ufeff"), newline=""), strict=True))

    noted = [(audit, fact) for audit in sorted(placed[:3]) for fact in here.register.load(audit).facts if fact.value]
    assert [(row["audit"], row["fact"], row["value"], row["system"]) for row in rows] == [
        (audit, fact.id, fact.value, fact.system) for audit, fact in noted
    ]
    at = 2 * sorted(placed[:3]).index(placed[0]) + 1
    about = ("EB-0", "North", "child-looked-after", "2026-11-20", "placement")
    known = ("plan-date", "Date of the current plan", "T13", "date", "2024-05-04", "2024-05-04", "no")
    assert (*rows[at].values(),) == (placed[0], *about, *known)
    assert sorted(row["differs"] for row in rows) == ["", "", "", "no", "yes", "yes"]


def test_single_cases_are_never_shared(placed: list[str], run: Run) -> None:
    """`export facts --share` is refused, with what to use instead."""
    told = run("export", "facts", "--share")

    assert (told.code, told.out) == (2, "")
    assert "this holds single cases" in told.err
