"""Three engines, one summary: SQLite, DuckDB and Spark answer every question with the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

import safety
from caseaudit.desk import lakes, summarising
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.lakes import Source
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.domain.report import Report
from caseaudit.exports import summary_json
from caseaudit.problems import BadInput, StorageTrouble
from caseaudit.store import questions, records
from caseaudit.store.index import Wanted
from caseaudit.store.lake_duckdb import Duck
from caseaudit.store.questions import Engine
from conftest import NOON
from desk.test_summarising import TODAY, edited
from no_sockets import exempt
from spark_here import MASTER, why_not

SIGNED = (("state", "signed-off"),)
SOME = [
    Wanted(),
    Wanted(since="2026-01-01", until="2026-08-31"),
    Wanted(text="عربى"),
    Wanted(text="éastborough ZWI"),
    Wanted(equal=(("role", "second-grade"),)),
    Wanted(equal=(("team", "'; DROP TABLE audit; --"),)),
    Wanted(text="eb-", equal=(("cohort", "child-protection"),)),
    Wanted(equal=(("case", "EB-1000"),)),
    Wanted(equal=(("checklist", "chronology"), ("purpose", "routine"))),
    Wanted(equal=(("checklist", "chronology"),)),
]
"""Filters: days, words of any alphabet in any case, exact words, and some that nothing fits."""


def everything(engine: Engine, wanted: Wanted, dimensions: tuple[str, ...] = DIMENSIONS) -> dict[str, Any]:
    """Return the rows of every question, broken down in several ways, over signed-off practice."""
    wanted = wanted._replace(practice_only=True, equal=(*SIGNED, *wanted.equal))
    inner = {"checklist", "focus"}
    return {
        "audits": questions.audits(engine, wanted),
        "cells": questions.cells(engine, wanted),
        "cells by month": questions.cells_by(engine, wanted, "month"),
        **{f"audits by {by}": questions.groups_of_audits(engine, wanted, by) for by in dimensions},
        **{f"{by}, {each}": questions.groups_of_answers(engine, wanted, by, each)
           for by in dimensions for each in sorted(inner - {by})},
        "repeats": questions.repeats(engine, wanted),
        "actions": questions.actions(engine, wanted, TODAY),
    }  # fmt: skip


def of_the_workspace(workspace: Workspace, wanted: Wanted, by: tuple[str, ...] = DIMENSIONS) -> Report:
    """Return the report of the index over what an export holds, and not what was left out.

    An export knows how many audits of everything are in progress, and of no part of it.
    """
    report = summarising.summarise(workspace, wanted, by)
    if wanted != Wanted():
        report = report._replace(in_progress=0, knows_in_progress=False)
    return report._replace(unreadable=(), copies=())


def of_the_lake(engine: Engine, wanted: Wanted, by: tuple[str, ...] = DIMENSIONS) -> Report:
    """Return the report of another engine over the export."""
    report = lakes.summarise_by(engine, "the export", wanted, summarising.checked(by), TODAY)
    return report._replace(unreadable=(), copies=())


@pytest.fixture(params=range(3))
def mixed(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """Forty audits of the demonstration, edited and damaged at random, with hostile names for teams and people."""
    chance = Random(request.param)
    workspace = Workspace(make_demonstration(tmp_path / "demo", audits=40, seed=request.param), clock=lambda: NOON)
    for path in sorted(workspace.places.audits.rglob("*.json")):
        audit = records.decode(path.read_bytes(), str(path))
        for _ in range(chance.randint(0, 4)):
            audit = edited(audit, chance)
        path.write_bytes(records.encode(audit, ".json") if chance.random() < 0.95 else b"{")
    return workspace


@pytest.fixture
def lake(mixed: Workspace, tmp_path: Path) -> Path:
    """The export of that workspace."""
    lakes.export(mixed, tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture(scope="module")
def spark() -> Iterator[Callable[[Path], Engine]]:
    """Spark on two processors of this machine, begun once; it opens any export."""
    if reason := why_not():
        pytest.skip(reason)
    from caseaudit.store.spark import Spark, session

    begun = session(MASTER)
    yield lambda folder: Spark(str(folder), MASTER)
    with exempt(wanted=True):
        begun.stop()


# ── the three are equal ──────────────────────────────────────────────────────


@pytest.mark.parametrize("wanted", SOME, ids=range(len(SOME)))
def test_duckdb_answers_as_sqlite_does(mixed: Workspace, lake: Path, wanted: Wanted) -> None:
    """Row for row in the same order, and figure for figure of the report."""
    with closing(Duck(lake)) as duck:
        assert everything(duck, wanted) == everything(mixed.index, wanted)
        assert of_the_lake(duck, wanted) == of_the_workspace(mixed, wanted)


@pytest.mark.opens_sockets("Python and Java talk to each other")
@pytest.mark.timeout(600)
def test_spark_answers_as_sqlite_does(
    mixed: Workspace, lake: Path, spark: Callable[[Path], Engine], request: pytest.FixtureRequest
) -> None:
    """Row for row in the same order, and figure for figure of the report; another filter for each workspace."""
    engine, dimensions = spark(lake), ("team", "month", "criterion", "focus")
    wanted = SOME[request.node.callspec.params["mixed"]]
    assert everything(engine, wanted, dimensions) == everything(mixed.index, wanted, dimensions)
    assert of_the_lake(engine, wanted, ("month",)) == of_the_workspace(mixed, wanted, ("month",))


@pytest.mark.opens_sockets("Python and Java talk to each other")
@pytest.mark.timeout(300)
def test_spark_takes_any_name_of_a_folder_and_any_uri(
    workspace: Workspace, tmp_path: Path, spark: Callable[[Path], Engine]
) -> None:
    """Stars and brackets are letters of a path; `file:` is one of the URIs that it understands."""
    odd, plain = tmp_path / "a b*[c]{d}'é", tmp_path / "plain"
    for folder in (odd, plain):
        lakes.export(workspace, folder)
    assert questions.audits(spark(odd), Wanted()) == []
    assert lakes.summarise(Source(lakes.DUCKDB, str(odd)), today=TODAY).signed_off == 0
    from caseaudit.store.spark import Spark

    assert questions.audits(Spark(plain.as_uri(), MASTER), Wanted()) == []


@pytest.mark.opens_sockets("Python and Java talk to each other")
@pytest.mark.timeout(300)
def test_spark_says_in_one_line_what_is_not_there(tmp_path: Path, spark: Callable[[Path], Engine]) -> None:
    """No such folder; a file system that it does not know."""
    with pytest.raises(BadInput, match="holds no audits as Parquet"):
        spark(tmp_path / "nowhere")
    from caseaudit.store.spark import Spark

    with pytest.raises(StorageTrouble, match="got no answer from Spark"):
        Spark("nothing://here/lake", MASTER)


# ── what an export holds ─────────────────────────────────────────────────────


def test_an_export_holds_what_is_signed_off_and_no_free_text(lake: Path, mixed: Workspace) -> None:
    """No training, no second grade, nothing in progress; not a word of a reason, of an action or of a file's name."""
    every = [records.decode(path.read_bytes(), str(path)) for path in readable(mixed)]
    with closing(Duck(lake)) as duck:
        tables = {table: duck.ask(f"SELECT * FROM {table}", ()) for table in ("audits", "cell", "actions")}
        ids = {audit_id for (audit_id,) in duck.ask("SELECT id FROM audits", ())}
    assert ids == {a.id for a in every if a.signed_off and a.role not in ("training", "second-grade")}
    words = {word for audit in every for answer in audit.answers for word in (answer.reason, answer.evidence)}
    words |= {action.what for audit in every for action in audit.actions}
    held = {cell for rows in tables.values() for row in rows for cell in row if isinstance(cell, str)}
    assert len(words) > 20
    assert not {word for word in words - {""} if any(word in cell for cell in held if len(word) > 8)}
    assert str(mixed.places.audits) not in " ".join(held)


def readable(workspace: Workspace) -> list[Path]:
    """Return the records that can be read."""
    return [path for path in workspace.places.audits.rglob("*.json") if path.read_bytes() != b"{"]


def test_an_export_says_what_it_is_and_what_was_left_out(lake: Path, mixed: Workspace) -> None:
    """In a note beside the tables; a summary of it says so too, and names no file."""
    summary = summarising.summarise(mixed)
    note = json.loads((lake / "_caseaudit.json").read_text())
    assert note["format"] == 2
    assert (note["audits"], note["in_progress"]) == (summary.signed_off, summary.in_progress)
    assert note["unreadable"] == len(summary.unreadable)
    report = lakes.summarise(Source(lakes.DUCKDB, str(lake)), today=TODAY)
    assert [problem.what for problem in report.unreadable] == (
        [f"{note['unreadable']} file{'s' * (note['unreadable'] > 1)} could not be read when this was exported"]
        if note["unreadable"]
        else []
    )


def test_an_export_lies_year_by_year_and_is_private(lake: Path) -> None:
    """`cell/year=2026/part-0.parquet`: nobody else on the machine may read it."""
    assert {path.name for path in lake.iterdir()} == {
        *("_caseaudit.json", "audits", "cell", "actions", "alike", "twice", "asked", "grade", "export"),
    }
    years = {path.name for path in (lake / "audits").iterdir()}
    assert years <= {"year=2025", "year=2026"}
    assert {path.name for path in (lake / "actions").iterdir()} == years
    assert {path.stat().st_mode & 0o777 for path in lake.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (lake, *lake.rglob("*")) if path.is_dir()} == {0o700}


def test_the_words_of_a_checklist_that_nobody_else_has_come_with_the_audits(workspace: Workspace, fill: Any) -> None:
    """A region summarises without the workspace, and reads the questions as they were asked."""
    from caseaudit.desk import auditing
    from conftest import HEADER

    audit = fill(auditing.begin(workspace, "handover", HEADER))
    safety.sign_off(workspace, audit.id)
    folder = workspace.places.workspace / "export"
    lakes.export(workspace, folder)
    report = lakes.summarise(Source(lakes.DUCKDB, str(folder)), today=TODAY)
    assert summary_json.document(report) == summary_json.document(summarising.summarise(workspace))
    assert report.rows[0].question.startswith("Did the new worker meet")
