"""`caseaudit summary`: readable as text, complete as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from caseaudit.cli.columns import cells
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.plaintext import clean
from cli.running import NEW, Run
from hostile import HOSTILE


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration workspace of 120 audits, where commands find it."""
    folder = make_demonstration(tmp_path / "demo").workspace
    monkeypatch.setenv("CASEAUDIT_WORKSPACE", str(folder))
    return folder


def signed(run: Run, *more: str) -> str:
    """Begin an audit of `handover`, answer it, sign it off."""
    audit = run(*NEW, "--date", "2026-11-20", *more).out.strip()
    for criterion, grade in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        run("audit", "answer", audit, criterion, grade, "--reason", "Seen on file.")
    run("audit", "sign-off", audit)
    return audit


def test_what_one_audit_says(here: Workspace, run: Run) -> None:
    """Its judgement, each criterion in words, and how the figures are made in one line."""
    signed(run)
    shown = run("summary")
    assert shown.code == 0
    assert shown.lines == [
        "1 signed off, 2026-11-20; 0 in progress and not counted.",
        "k of n (low–high): of n answers graded, or audits judged, k are good or better;",
        "  the true share lies in the range, 95 % sure.",
        "",
        "Judgements",
        "CHECKLIST  AUDITS  AUDITS GOOD OR BETTER  JUDGED",
        "handover   1       1 of 1 (21–100 %)      1 good",
        "",
        "handover",
        "CRITERION  ANSWERS GOOD OR BETTER  ALL ANSWERS",
        "HND-01     1 of 1 (21–100 %)       1 good",
        "HND-02     1 of 1 (21–100 %)       1 yes",
        "HND-03     none graded             1 with a number",
        "",
        "Compliance and quality",
        "Compliance  1 of 1 (21–100 %)",
        "Quality     1 of 1 (21–100 %)",
        "",
        "Actions",
        "0 open; 0 done, 0 closed (0 with the effect shown).",
    ]


def test_a_summary_of_nothing_says_so(here: Workspace, run: Run) -> None:
    """What fits the filters is in progress: one line, and which they were."""
    run(*NEW)
    assert run("summary", "--team", "North", "--since", "2026-01-01").lines == [
        "0 signed off; 1 in progress and not counted.",
        "Only: team North; dated 2026-01-01 or after.",
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """The summary, and every breakdown; words go on below where they began."""
    monkeypatch.setenv("COLUMNS", str(width))
    for by in ((), ("--trend",), *(("--by", name) for name in DIMENSIONS)):
        shown = run("summary", *by)
        assert shown.code == 0
        assert [line for line in shown.lines if cells(line) > width] == []
        assert len(shown.lines) > 4


def test_everything_that_stands_out_has_its_place(demo: Path, run: Run) -> None:
    """In this order: what is weak, what is strong, what capped, how compliance compares, what changed, what returns."""
    shown = run("summary").out
    titles = [
        "\nJudgements\n",
        "\nWeakest, of those graded at least 5 times\n",
        "\nStrongest, of those graded at least 5 times\n",
        "\nWhat capped judgements\n",
        "\nCompliance and quality\n",
        "\nMost changed\n",
        "\nBelow good in two audits running of the same case\n",
        "\nActions\n",
    ]
    places = [shown.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("by", DIMENSIONS)
def test_group_by_group_the_text_says_what_the_json_says(demo: Path, run: Run, by: str) -> None:
    """One line a group, by name, with how many audits it has."""
    document = json.loads(run("summary", "--by", by, "--json").out)
    groups = next(each["groups"] for each in document["breakdowns"] if each["by"] == by)
    lines = run("summary", "--by", by).lines
    assert f"By {by}" in lines
    table = lines[lines.index(f"By {by}") + 1 :]
    assert table[0].startswith(f"{by.upper()} ")
    for group in groups:
        share = f"{group['good_or_better']['n']} of {group['good_or_better']['of']} ("
        assert any(line.startswith(f"{group['name']} ") and share in line for line in table)


def test_the_trend_month_by_month(demo: Path, run: Run) -> None:
    """Fourteen months: each with its count, then what chance alone would bring; after a breakdown if both are asked."""
    months = json.loads(run("summary", "--json").out)["months"][0]
    shown = run("summary", "--trend", "--by", "team")
    assert shown.code == 0
    assert "By team" in shown.lines
    table = shown.lines[shown.lines.index("Trend: answers good or better, month by month") + 2 :]
    assert months["checklist"] == ""
    assert len(months["points"]) == 14
    for point, line in zip(months["points"], table, strict=False):
        assert line.startswith(f"{point['month']}  {point['n']} of {point['of']} ")
    assert table[14].startswith("Mean of the months: ")
    assert table[15].startswith("By chance alone: ")


def test_no_signal_below_twelve_months(here: Workspace, run: Run) -> None:
    """One month is no trend, and is said to be none; of nothing there is nothing to say."""
    signed(run)
    shown = run("summary", "--trend").lines
    assert shown[-3:] == [
        "2026-11  2 of 2                  100 %  -",
        "Mean of the months: 100 %.",
        "Limits and signals need 12 months with audits; there are 1.",
    ]
    run(*NEW, "--team", "South")
    assert len(run("summary", "--trend", "--team", "South").lines) == 2


def test_the_json_fits_the_schema_that_the_program_prints(demo: Path, run: Run) -> None:
    """`summary --json` against `schema summary`."""
    schema = json.loads(run("schema", "summary").out)
    Draft202012Validator(schema).validate(json.loads(run("summary", "--by", "criterion", "--json").out))


def test_a_dimension_that_does_not_exist(here: Workspace, run: Run) -> None:
    """Refused with the nearest word, and the exit code of bad input."""
    refused = run("summary", "--by", "teams")
    assert refused.code == 2
    assert "team" in refused.err


@pytest.mark.parametrize("name", [text for text in HOSTILE if "\n" not in clean(text)])
def test_a_hostile_team_is_one_line_of_a_table(name: str, here: Workspace, run: Run) -> None:
    """Nothing in a name drives the terminal, breaks the table or hides a count."""
    signed(run, f"--team={name[:60]}", f"--worker={name[:60]}")
    for by in ("team", "worker"):
        shown = run("summary", "--by", by)
        assert shown.code == 0
        assert "\x1b" not in shown.out
        assert "\u202e" not in shown.out
        (row,) = shown.lines[shown.lines.index(f"By {by}") + 2 :]
        assert " 1       2 of 2 (34–100 %)" in row
