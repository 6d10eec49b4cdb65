"""A target for the share of good or better: said for a workspace or one summary, held against chance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.domain.trend import Point, chart
from caseaudit.store.places import WORKSPACE_VARIABLE
from cli.running import Run
from exports.test_html_page import Page
from exports.word_text import read, whole

MISSED = "no month within the limits meets the target of 99 %, so it is consistently missed until something changes"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of fourteen months whose settings say that 99 % are to be good or better."""
    folder = tmp_path_factory.mktemp("settled") / "w"
    settings = make_demonstration(folder, audits=80).settings
    settings.write_text(f"{settings.read_text(encoding='utf-8')}target = 99\n", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def there(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the workspace in which people work."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(settled))


def said(run: Run, *options: str) -> Any:
    """Return a summary as another program reads it, once it fits its schema."""
    document = json.loads(run("summary", "--json", *options).out)
    Draft202012Validator(json.loads(run("schema", "summary").out)).validate(document)
    return document


def test_the_months_say_whether_the_target_is_met(run: Run) -> None:
    """By what chance does to it; for one summary another target can be given, and 0 is none."""
    assert run("summary", "--trend").lines[-1] == f"N{MISSED[1:]}."
    either = run("summary", "--trend", "--target", "50").lines[-1]
    assert either == "The target of 50 % is inside the limits, so it may or may not be met by chance."
    assert not [line for line in run("summary", "--trend", "--target", "0").lines if "target" in line]


def test_of_few_months_nothing_is_said_but_the_target(run: Run) -> None:
    """Eleven months are no trend: neither limits nor a word on whether the target is met."""
    shown = run("summary", "--trend", "--since", "2026-06-01").lines
    assert "The target of 99 % cannot be told from chance yet." in shown
    few = said(run, "--since", "2026-06-01")["trend"][0]
    assert (few["limits"], few["assurance"]) == (None, None)
    assert {mark["cause"] for mark in few["marks"]} == {None}
    assert [mark["signals"] for mark in few["marks"]] == [[] for _ in few["marks"]]


def test_the_json_holds_the_charts(run: Run) -> None:
    """Mean, limits, signals and assurance, of all checklists together and of each, as shares from 0 to 1."""
    document = said(run)
    assert document["target"] == 0.99
    assert [each["checklist"] for each in document["trend"]] == [each["checklist"] for each in document["months"]]
    for told, months in zip(document["trend"], document["months"], strict=True):
        found = chart([Point(**point) for point in months["points"]], target=99)
        assert told["mean"] == pytest.approx((found.mean or 0) / 100)
        assert told["assurance"] == found.assurance
        assert [(mark["month"], mark["n"], mark["of"], mark["cause"]) for mark in told["marks"]] == [
            (mark.month, mark.n, mark.of, mark.cause) for mark in found.marks
        ]
        assert (told["limits"] is None) == (found.limits is None)
        if found.limits:
            limits = [told["limits"][name] for name in ("low", "high")]
            assert limits == pytest.approx([bound / 100 for bound in found.limits])
    assert document["trend"][0]["assurance"] == "misses"
    assert said(run, "--target", "0")["target"] is None


def test_the_json_names_each_signal() -> None:
    """Oracle O10: seven months running on one side of the mean are a signal, and the rule is named."""
    from caseaudit.exports import summary_json
    from exports.made_up_report import report

    points = [Point(f"{2025 + place // 12}-{place % 12 + 1:02}", n, 10) for place, n in enumerate([5] * 7 + [9] * 7)]
    (months, *_) = report().months
    (told, *_) = summary_json.document(report()._replace(months=(months._replace(points=tuple(points)),)))["trend"]
    assert told["marks"][-1]["cause"] == "improvement"
    assert {"rule": "run", "upward": True} in told["marks"][-1]["signals"]
    assert told["marks"][0]["cause"] == "concern"


def test_every_report_says_it(run: Run, tmp_path: Path) -> None:
    """Page, text, Word and workbook: the sentence of a board, and in the workbook the line of the chart."""
    files = {form: tmp_path / f"report.{form}" for form in ("html", "markdown", "docx", "xlsx")}
    for form, file in files.items():
        assert run("export", form, "--output", str(file)).code == 0
    book = load_workbook(files["xlsx"])
    for words in (
        Page(files["html"].read_bytes()).text.replace("\N{NO-BREAK SPACE}", " "),
        files["markdown"].read_text(encoding="utf-8"),
        whole(read(files["docx"].read_bytes())).replace("\N{NO-BREAK SPACE}", " "),
        str(book["Months"]["A2"].value),
    ):
        assert MISSED in words
    rows = list(book["Months"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Checklist")
    targets = [row[head.index("Target")] for row in rows if str(row[1]).startswith("202")]
    assert targets == [0.99] * len(targets)
    (lines,) = book["Months"]._charts
    assert len(lines.ser) == 5


@pytest.mark.parametrize("wrong", ["101", "-1", "eighty", "80.5"])
def test_a_target_that_is_none_is_refused(run: Run, wrong: str) -> None:
    """In one line, with what to do."""
    refused = run("summary", "--trend", f"--target={wrong}")
    assert refused.code == 2
    assert refused.err == "caseaudit: --target: is not a number that fits. Give a whole number, from 0 to 100.\n"


def test_a_target_without_months_is_refused(run: Run) -> None:
    """It would change nothing that is shown."""
    assert run("summary", "--target", "80").err == (
        "caseaudit: --target: belongs to the months. Add --trend, or --json.\n"
    )


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("101", "is not one of the choices. Give a number from 0 to 100."),
        ("true", "is not a whole number. It says how many percent"),
        ('"80"', "is not a whole number. It says how many percent"),
    ],
)
def test_a_setting_that_is_none_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, why: str
) -> None:
    """The file and the key are named."""
    (tmp_path / "audits").mkdir()
    (tmp_path / "caseaudit.toml").write_text(f'format = 1\nname = "x"\ntarget = {wrong}\n', encoding="utf-8")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path))
    refused = run("summary", "--trend")
    assert refused.code == 2
    assert f"caseaudit.toml: target: {why}" in refused.err
