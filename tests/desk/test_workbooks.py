"""Handing over a workbook: what leaves, what never does, and where it may be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

import safety
from caseaudit.cli.main import main
from caseaudit.desk import auditing, summarising, workbooks
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.exports.workbook import writing
from caseaudit.exports.workbook.model import Content
from caseaudit.problems import BadInput, NothingFound, StorageTrouble
from caseaudit.store import filesystem
from cli.running import program
from conftest import HEADER

EVERYTHING = Wanted()


@pytest.fixture
def four(workspace: Workspace, fill: Callable[[Audit], Audit]) -> list[str]:
    """Two audits signed off, of North and of South, one in progress, one signed off for training."""
    kinds = (HEADER, replace(HEADER, team="South"), HEADER, replace(HEADER, role="training"))
    begun = [auditing.begin(workspace, "handover", header) for header in kinds]
    for audit in (begun[0], begun[1], begun[3]):
        fill(audit)
        safety.sign_off(workspace, audit.id)
    return [audit.id for audit in begun]


def audits_in(path: Path) -> set[object]:
    """Return the ids of the audits whose answers a workbook holds."""
    return {row[0] for row in load_workbook(path)["Answers"].iter_rows(min_row=2, values_only=True) if row[0]}


def test_only_what_is_signed_off_leaves_and_never_training(
    workspace: Workspace, four: list[str], tmp_path: Path
) -> None:
    """And with a filter only what passes it, in the figures as in the answers."""
    target = tmp_path / "all.xlsx"
    handed = workbooks.export(workspace, EVERYTHING, target)
    assert audits_in(target) == set(four[:2])
    assert (handed.written.audits, handed.written.answers, handed.problems) == (2, 6, ())

    south = workbooks.export(workspace, Wanted(equal=(("team", "South"),)), tmp_path / "south.xlsx")
    assert audits_in(tmp_path / "south.xlsx") == {four[1]}
    assert south.written.audits == 1

    with pytest.raises(NothingFound):
        workbooks.export(workspace, Wanted(equal=(("role", "training"),)), tmp_path / "none.xlsx")
    assert not (tmp_path / "none.xlsx").exists()


def test_the_answers_count_up_to_the_summary(workspace: Workspace, four: list[str], tmp_path: Path) -> None:
    """What a board counts in the table is what the sheets of figures say."""
    workbooks.export(workspace, EVERYTHING, tmp_path / "all.xlsx")
    headings, *rows = load_workbook(tmp_path / "all.xlsx")["Answers"].iter_rows(values_only=True)
    table = [dict(zip(headings, row, strict=True)) for row in rows]
    for row in summarising.summarise(workspace).rows:
        grades = [line["grade"] for line in table if line["criterion"] == row.criterion and line["grade"]]
        assert {grade: grades.count(grade) for grade in grades} == row.grades


def test_what_cannot_be_read_is_named_on_the_first_sheet(workspace: Workspace, four: list[str], tmp_path: Path) -> None:
    """The rest leaves."""
    (workspace.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b"")
    handed = workbooks.export(workspace, EVERYTHING, tmp_path / "all.xlsx")
    assert [Path(problem.where).name for problem in handed.problems] == ["20261101-broken.json"]
    assert "20261101-broken.json" in [row[0] for row in load_workbook(tmp_path / "all.xlsx")["Contents"].values]


def test_texts_that_may_identify_a_child_are_counted(workspace: Workspace, four: list[str], tmp_path: Path) -> None:
    """A count, never the text."""
    auditing.reopen(workspace, four[0], "One more.")
    auditing.answer(workspace, four[0], "HND-01", "good", reason="Phone 020 7946 0018, E15 4BQ")
    safety.sign_off(workspace, four[0])
    assert workbooks.export(workspace, EVERYTHING, tmp_path / "all.xlsx").hints == 1


def test_a_file_is_never_overwritten_unasked(workspace: Workspace, tmp_path: Path) -> None:
    """What is there stays as it was; with `force` it is replaced whole; nobody else can read it."""
    target = tmp_path / "all.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(BadInput, match="exists already"):
        workbooks.export(workspace, EVERYTHING, target)
    assert target.read_bytes() == b"mine"
    workbooks.export(workspace, EVERYTHING, target, force=True)
    assert load_workbook(target).sheetnames[0] == "Contents"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is taken last, and only if it is free."""
    target = tmp_path / "all.xlsx"
    write = writing.write

    def slow(content: Content, *more: object) -> object:
        target.write_bytes(b"theirs")
        return write(content, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "write", slow)
    with pytest.raises(BadInput, match="exists already"):
        workbooks.export(workspace, EVERYTHING, target)
    assert target.read_bytes() == b"theirs"


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left on device")], ids=["stopped", "full"]
)
def test_half_a_workbook_is_none(
    error: BaseException, workspace: Workspace, four: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped or out of space: no file, no part of one, and none among the parts kept for a while."""

    def refused(*_: object) -> object:
        raise error

    monkeypatch.setattr("caseaudit.exports.workbook.contents.draw", refused)
    target = tmp_path / "out" / "all.xlsx"
    target.parent.mkdir()
    with pytest.raises((KeyboardInterrupt, StorageTrouble)):
        workbooks.export(workspace, EVERYTHING, target)
    assert list(target.parent.iterdir()) == []
    assert list(workspace.places.index_file.parent.glob("workbook-*")) == []


def test_places_that_do_not_fit(workspace: Workspace, tmp_path: Path) -> None:
    """A folder, a folder that is not there, and the records themselves."""
    refused = {
        tmp_path: "is a folder",
        tmp_path / "nowhere" / "x.xlsx": "is not a folder",
        workspace.places.audits / "x.xlsx": "is among the records themselves",
    }
    for path, told in refused.items():
        with pytest.raises(BadInput, match=told):
            workbooks.export(workspace, EVERYTHING, path, force=True)


def test_on_the_command_line(
    workspace: Workspace, four: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing on stdout, what was written on stderr; without a file to write it says so."""
    where = ["--workspace", str(workspace.places.workspace)]
    target = str(tmp_path / "all.xlsx")
    assert main(["export", "xlsx", *where, "--output", target]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Exported: audits 2, answers 6, actions 0.\n")
    assert main(["export", "xlsx", *where, "--output", target]) == 2
    assert main(["export", "xlsx", *where, "--output", target, "--force", "--team", "North"]) == 0
    assert audits_in(tmp_path / "all.xlsx") == {four[0]}
    assert main(["export", "xlsx", *where]) == 2
    assert "--output: is missing" in capsys.readouterr().err


def test_without_the_library_it_says_how_to_get_it(workspace: Workspace, tmp_path: Path) -> None:
    """One plain line, no file, and the exit code of bad input."""
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "xlsxwriter.py").write_text("raise ModuleNotFoundError(name='xlsxwriter')", encoding="utf-8")
    where = ("--workspace", str(workspace.places.workspace))
    told = program("export", "xlsx", *where, "--output", str(tmp_path / "all.xlsx"), PYTHONPATH=str(tmp_path / "gone"))
    said = "caseaudit: xlsx: needs a library that is not installed. Run `pip install 'caseaudit[xlsx]'`.\n"
    assert (told.code, told.out, told.err) == (2, "", said)
    assert not (tmp_path / "all.xlsx").exists()


def test_a_disk_that_knows_no_links_gets_a_whole_file_too(
    workspace: Workspace, four: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And there, too, a file that is there is not overwritten."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    target = tmp_path / "all.xlsx"
    workbooks.export(workspace, EVERYTHING, target)
    assert audits_in(target) == set(four[:2])
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError), filesystem.filling(target, replace=False) as stream:
        stream.write(b"other")
    assert audits_in(target) == set(four[:2])
