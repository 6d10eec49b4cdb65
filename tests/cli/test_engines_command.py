"""`export parquet` and `summary --engine`: the same figures from the same audits, whatever counts them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from caseaudit.desk.demonstration import make_demonstration
from cli.running import Run, Said, program
from cli.test_loading import loaded
from spark_here import MASTER, why_not

ENGINES = {"duckdb", "pyspark", "py4j", "pyarrow", "pandas", "numpy"}
WITHOUT = "import sys; sys.modules[{0!r}] = None; from caseaudit.__main__ import main; sys.exit(main())"
needs_spark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it is here")


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration workspace where commands find it."""
    folder = make_demonstration(tmp_path / "demo", audits=40).workspace
    monkeypatch.setenv("CASEAUDIT_WORKSPACE", str(folder))
    return folder


@pytest.fixture
def lake(demo: Path, run: Run, tmp_path: Path) -> str:
    """Its export, with the workspace gone: whoever reads it has nothing else."""
    exported = run("export", "parquet", str(tmp_path / "lake"))
    assert (exported.code, exported.lines) == (0, [str(tmp_path / "lake")])
    assert "Exported: audits 37, answers" in exported.err
    assert "In progress and not exported: 3." in exported.err
    return str(tmp_path / "lake")


def figures(said: Said) -> dict[str, object]:
    """Return what `--json` printed."""
    assert said.code == 0, said.err
    return dict(json.loads(said.out))


def test_duckdb_prints_what_sqlite_prints(lake: str, run: Run) -> None:
    """With the same filters and breakdowns; nothing of the workspace is read."""
    for asked in ((), ("--by", "worker"), ("--team", "Harbour", "--since", "2026-03-01"), ("--text", "eb-")):
        by_duckdb = run("summary", "--json", *asked, "--engine", "duckdb", "--from", lake, "--workspace", "nowhere")
        at_home = figures(run("summary", "--json", *asked))
        in_progress = None if asked[:1] in (("--team",), ("--text",)) else at_home["in_progress"]
        assert figures(by_duckdb) == {**at_home, "in_progress": in_progress}


def test_how_many_are_in_progress_is_told_of_everything_or_not_at_all(lake: str, run: Run) -> None:
    """An export has a number for all of them, and none for a team: it says no nought in its place."""
    counting = ("--engine", "duckdb", "--from", lake)
    assert run("summary").lines[0].endswith("; 3 in progress and not counted.")
    assert run("summary", *counting).lines[0] == run("summary").lines[0]
    of_a_team = run("summary", "--team", "Harbour", *counting).lines[0]
    assert of_a_team == run("summary", "--team", "Harbour").lines[0].partition(";")[0] + "."


@needs_spark
@pytest.mark.timeout(300)
def test_spark_prints_what_sqlite_prints_and_nothing_else(lake: str, run: Run, tmp_path: Path) -> None:
    """Spark's own words reach neither stdout nor stderr, and it leaves nothing lying about."""
    here = set(Path.cwd().iterdir())
    script = "import sys; from caseaudit.__main__ import main; sys.exit(main())"
    asked = ("summary", "--json", "--by", "month", "--engine", "spark", "--from", lake, "--master", MASTER)
    ran = subprocess.run([sys.executable, "-c", script, *asked], capture_output=True, timeout=290)
    assert ran.stderr == b""
    assert figures(Said(ran.returncode, ran.stdout.decode(), "")) == figures(run("summary", "--json", "--by", "month"))
    assert set(Path.cwd().iterdir()) == here


@pytest.mark.parametrize(
    ("module", "engine", "told"),
    [
        ("duckdb", "duckdb", "DuckDB: needs a library that is not installed. Run `pip install 'caseaudit[lake]'`."),
        ("pyspark.sql", "spark", "Spark: needs a library that is not installed. Run `pip install 'caseaudit[spark]'`."),
    ],
)
def test_without_its_library_an_engine_says_how_to_get_it(module: str, engine: str, told: str, lake: str) -> None:
    """One plain line, exit code 2."""
    command = [sys.executable, "-c", WITHOUT.format(module), "summary", "--engine", engine, "--from", lake]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"caseaudit: {told}\n")


def test_an_export_without_its_library_says_how_to_get_it(demo: Path, tmp_path: Path) -> None:
    """And writes nothing."""
    command = [sys.executable, "-c", WITHOUT.format("duckdb"), "export", "parquet", str(tmp_path / "lake")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "caseaudit[lake]" in ran.stderr
    assert not list(tmp_path.glob("*lake*"))


@needs_spark
@pytest.mark.parametrize(("version", "found"), [("", "there is none"), ("11.0.2", "this is Java 11")])
def test_spark_without_its_java_says_which_it_needs(version: str, found: str, lake: str, tmp_path: Path) -> None:
    """One plain line, exit code 2."""
    if version:
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        java.chmod(0o700)
    said = program("summary", "--engine", "spark", "--from", lake, JAVA_HOME=str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"caseaudit: Spark: needs Java 17 or newer, and {found}. Install a Java runtime")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--engine", "duckdb"), "--from: is missing"),
        (("--engine", "spark"), "--from: is missing"),
        (("--from", "x"), "--from: is not read by sqlite"),
        (("--engine", "duckdb", "--from", "x", "--master", "local"), "--master: is for Spark alone"),
        (("--engine", "duckdb", "--from", "nowhere"), "nowhere: holds no audits as Parquet"),
        (("--engine", "duck"), "is not one of the words allowed here"),
    ],
)
def test_options_that_do_not_go_together_are_refused(asked: tuple[str, ...], told: str, demo: Path, run: Run) -> None:
    """One line that says which, exit code 2."""
    said = run("summary", *asked)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err


def test_nothing_is_loaded_that_does_not_count(lake: str) -> None:
    """The index needs no engine, and DuckDB no Spark."""
    assert not loaded("summary") & ENGINES
    assert loaded("summary", "--engine", "duckdb", "--from", lake) & ENGINES == {"duckdb"}


def test_files_that_were_left_out_of_an_export_are_told_again(demo: Path, run: Run, tmp_path: Path) -> None:
    """By the export, which names them, and by every summary of it, which counts them; exit code 1."""
    broken = next((demo / "audits").rglob("*.json"))
    broken.write_bytes(b"{")
    exported = run("export", "parquet", str(tmp_path / "lake"))
    assert exported.code == 1
    assert broken.name in exported.err
    summed = run("summary", "--engine", "duckdb", "--from", str(tmp_path / "lake"))
    assert summed.code == 1
    assert "1 file could not be read when this was exported" in summed.err
    assert broken.name not in summed.err
