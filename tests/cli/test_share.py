"""`--share`: what leaves the service has no small number in it, in any format, and single cases do not leave at all."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.exports import summary_schema
from cli.running import Run
from exports.word_text import opened_by_office

STATEMENT = "Counts from 1 to 4 are suppressed and shown as c"
SMALL_SHARE = re.compile(r"\b[1-4] of [0-9]+|\b[0-9]+ of [1-4]\b")
NO_COUNTS = {"weight", "threshold", "compared"}
"""Keys of a summary whose whole numbers count nobody."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of ninety fictional audits."""
    place = tmp_path_factory.mktemp("demonstration") / "w"
    make_demonstration(place, audits=90, seed=3)
    return place


@pytest.fixture
def demo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, where commands find it."""
    monkeypatch.setenv("CASEAUDIT_WORKSPACE", str(folder))
    return folder


def numbers(document: Any, under: str = "") -> list[tuple[str, int]]:
    """Return every whole number of a document, with the key that it stands under."""
    if isinstance(document, dict):
        return [found for key, value in document.items() for found in numbers(value, key)]
    if isinstance(document, list):
        return [found for value in document for found in numbers(value, under)]
    return [(under, document)] if isinstance(document, int) and not isinstance(document, bool) else []


def texts(path: Path) -> str:
    """Return every text of a Word file or a workbook."""
    with zipfile.ZipFile(path) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    return "\n".join(re.sub(r"<[^>]+>", " ", page) for page in pages)


@pytest.mark.parametrize("by", ["team", "worker", "auditor", "cohort", "month", "checklist", "criterion", "focus"])
def test_the_json_of_a_shared_summary_has_no_small_number(by: str, demo: Path, run: Run) -> None:
    """It says what was done, a suppressed figure is null, and the schema still describes it."""
    document = json.loads(run("summary", "--share", "--by", by, "--json").out)

    assert [(key, n) for key, n in numbers(document) if 0 < n < 5 and key not in NO_COUNTS] == []
    assert document["disclosure"]["threshold"] == 5
    assert document["disclosure"]["statement"][0].startswith(STATEMENT)
    assert any(n is None for row in document["rows"] for n in row["grades"].values())
    Draft202012Validator(summary_schema.summary()).validate(document)


def test_a_summary_for_the_service_itself_says_that_nothing_was_done(demo: Path, run: Run) -> None:
    """Every figure is there, and `disclosure` is null."""
    document = json.loads(run("summary", "--json").out)
    assert document["disclosure"] is None
    assert all(isinstance(n, int) for row in document["rows"] for n in row["grades"].values())


def test_the_text_of_a_shared_summary(demo: Path, run: Run) -> None:
    """`c` stands for what is hidden, and the last lines say so; with `--trend` too."""
    for more in ((), ("--by", "team"), ("--trend",)):
        shown = run("summary", "--share", *more)
        assert SMALL_SHARE.findall(shown.out) == []
        assert STATEMENT in " ".join(shown.out.split())


def test_the_threshold_is_the_services_own(demo: Path, run: Run) -> None:
    """With 10, a 9 is small; without `--share` there is nothing that it could say."""
    document = json.loads(run("summary", "--share", "--threshold", "10", "--json").out)
    assert [(key, n) for key, n in numbers(document) if 0 < n < 10 and key not in NO_COUNTS] == []

    assert run("summary", "--share", "--threshold", "2").code == 2
    alone = run("summary", "--threshold", "10")
    assert (alone.code, "Add --share" in alone.err) == (2, True)


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_shared_page_says_what_was_done(form: str, demo: Path, run: Run) -> None:
    """Right after what stands in short, before the first table; no table, chart or description has a small share."""
    made = run("export", form, "--share", "--by", "month")
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", made.out, flags=re.DOTALL)

    assert made.code == 0
    assert STATEMENT in words
    assert SMALL_SHARE.findall(words) == []


def test_a_shared_report_to_a_board(demo: Path, run: Run, tmp_path: Path) -> None:
    """The statement stands on its first page."""
    path = tmp_path / "board.docx"
    assert run("export", "docx", "--share", "--output", str(path)).code == 0
    assert STATEMENT in texts(path)
    assert SMALL_SHARE.findall(texts(path)) == []


def test_a_shared_workbook_has_figures_alone(demo: Path, run: Run, tmp_path: Path) -> None:
    """No sheet of answers or actions, no case reference, and its method says what was done."""
    path, whole = tmp_path / "shared.xlsx", tmp_path / "whole.xlsx"
    told = run("export", "xlsx", "--share", "--output", str(path))
    run("export", "xlsx", "--output", str(whole))
    cases = set(re.findall(r"\b[A-Z]{2}-[0-9]{4}\b", texts(whole)))

    assert "answers and actions of single cases are left out" in told.err
    assert STATEMENT in texts(path)
    assert SMALL_SHARE.findall(texts(path)) == []
    assert cases
    assert not any(case in texts(path) for case in cases)


@pytest.mark.parametrize(
    "command", [("export", "csv"), ("export", "json"), ("export", "parquet", "lake"), ("export", "docx", "--audit", "x",
                "--output", "case.docx")], ids=["csv", "json", "parquet", "one audit"]
)  # fmt: skip
def test_single_cases_are_never_shared(command: tuple[str, ...], demo: Path, run: Run, tmp_path: Path) -> None:
    """One line says why, and what to use instead; nothing is written."""
    said = run(*command, "--share")
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert "single" in said.err
    assert "--share" in said.err.split("Use", 1)[1]


def test_too_few_audits_are_not_shared(demo: Path, run: Run) -> None:
    """A filter that leaves fewer than five audits leaves nothing to share."""
    case = json.loads(run("audit", "list", "--json", "--state", "signed-off", "--role", "audit").out)[0]["case"]
    said = run("summary", "--share", "--case", case)
    assert (said.code, said.out) == (2, "")
    assert "too few to be shared" in said.err


# ── fit to be read ───────────────────────────────────────────────────────────


def test_what_was_done_stands_behind_the_first_page(demo: Path, run: Run, tmp_path: Path) -> None:
    """The first page says what c means; the second begins with what was done, and the pictures follow on it."""
    target = tmp_path / "board.docx"
    assert run("export", "docx", "--share", "--output", str(target)).code == 0
    first, second, *_ = opened_by_office(target.read_bytes(), tmp_path)
    assert "What is being done" in first
    assert "counts from 1 to 4 are shown as c" in " ".join(first.split())
    assert STATEMENT not in " ".join(first.split())
    assert STATEMENT in " ".join(second.split())
    assert "These figures are protected as one set" in second
    assert "How the audits were judged" in second


@pytest.mark.parametrize("command", [("export", "html"), ("export", "markdown"), ("summary",), ("summary", "--json")])
def test_a_share_that_hides_nearly_everything_says_so(demo: Path, run: Run, command: tuple[str, ...]) -> None:
    """Month by month much more has to be hidden; without it most criteria are shown."""
    said = run(*command, "--share", "--by", "month")
    assert said.code == 0
    assert (
        "Hardly any figure is shown: with --by month, more would give small numbers away. Make it again without "
        "--by month, and share that one alone.\n"
    ) in said.err
    assert "Hardly any" not in run(*command, "--share").err
    assert "Hardly any" not in run(*command, "--by", "month").err


def test_so_does_a_shared_summary_of_several_services(demo: Path, run: Run, tmp_path: Path) -> None:
    """Merged counts, on the screen and as a page."""
    counts = str(tmp_path / "counts.json")
    run("export", "counts", "--output", counts)
    for more in ((), ("--to", "html")):
        assert (
            "Hardly any figure is shown: with --by month" in run("merge", counts, "--share", "--by", "month", *more).err
        )
        assert "Hardly any" not in run("merge", counts, "--share", *more).err


def test_a_short_time_can_be_too_short_to_show_anything(demo: Path, run: Run) -> None:
    """Then a longer one helps, and nothing that was asked for beside the teams is to blame."""
    said = run("export", "html", "--share", "--since", "2026-09-01")
    assert (said.code, said.err.splitlines()[-1]) == (
        0,
        "Hardly any figure is shown. Share a longer time, or more of the service.",
    )
