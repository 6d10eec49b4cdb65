"""Handing over: which audits leave, which never do, and where they may be written."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import safety
from caseaudit.cli.main import main
from caseaudit.desk import auditing, exporting, summarising
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, NothingFound, StorageTrouble
from conftest import HEADER, NOON

EVERYTHING = Wanted()


@pytest.fixture
def three(workspace: Workspace, fill: Callable[[Audit], Audit]) -> list[str]:
    """One audit signed off, one in progress, one signed off for training."""
    kinds = (HEADER, HEADER, replace(HEADER, role="training"))
    begun = [auditing.begin(workspace, "handover", header) for header in kinds]
    for audit in (begun[0], begun[2]):
        fill(audit)
        safety.sign_off(workspace, audit.id)
    return [audit.id for audit in begun]


def ids(exported: exporting.Export) -> list[str]:
    """Return the ids in a JSON export."""
    return [audit["id"] for audit in json.loads(exported.content)["audits"]]


def test_only_what_is_signed_off_leaves(workspace: Workspace, three: list[str]) -> None:
    """Audits in progress leave when they are asked for; training never does."""
    assert ids(exporting.export(workspace, "json", EVERYTHING)) == three[:1]
    assert set(ids(exporting.export(workspace, "json", EVERYTHING, all_states=True))) == set(three[:2])
    training = Wanted(equal=(("role", "training"),))
    with pytest.raises(NothingFound):
        exporting.export(workspace, "json", training, all_states=True)


def test_the_rows_count_up_to_the_summary(tmp_path: Path) -> None:
    """What a board counts in the spreadsheet is what the summary says, with what was agreed in moderation."""
    workspace = Workspace(make_demonstration(tmp_path / "demo", audits=90), clock=lambda: NOON)
    content = exporting.export(workspace, "csv", EVERYTHING).content
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert any(line["counted_grade"] != line["grade"] for line in table), "nothing was moderated to another grade"
    for row in summarising.summarise(workspace).rows:
        about = [line for line in table if (line["checklist"], line["criterion"]) == (row.checklist, row.criterion)]
        assert Counter(line["counted_grade"] for line in about if line["counted_grade"]) == row.grades
        states = Counter(line["counted_state"] for line in about)
        assert (states["not-applicable"], states["insufficient-evidence"], states["not-assessed"]) == (
            row.not_applicable,
            row.insufficient_evidence,
            row.not_assessed,
        )


def test_what_cannot_be_read_is_counted(workspace: Workspace, three: list[str]) -> None:
    """The rest leaves, and the file is named."""
    (workspace.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b"")
    exported = exporting.export(workspace, "json", EVERYTHING)
    assert ids(exported) == three[:1]
    assert [Path(problem.where).name for problem in exported.problems] == ["20261101-broken.json"]


def test_texts_that_may_identify_a_child_are_counted(workspace: Workspace, three: list[str]) -> None:
    """A count, never the text."""
    auditing.reopen(workspace, three[0], "One more.")
    auditing.answer(workspace, three[0], "HND-01", "good", reason="Phone 020 7946 0018, E15 4BQ")
    safety.sign_off(workspace, three[0])
    assert exporting.export(workspace, "csv", EVERYTHING).hints == 1


def test_a_format_that_is_none(workspace: Workspace) -> None:
    """The nearest one is named."""
    with pytest.raises(BadInput, match='Probably "csv" is meant'):
        exporting.export(workspace, "cvs", EVERYTHING)


def test_a_file_is_never_overwritten_unasked(workspace: Workspace, tmp_path: Path) -> None:
    """What is there stays as it was; with `force` it is replaced whole."""
    target = tmp_path / "north.csv"
    exporting.write(workspace, b"one", target)
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput, match="exists already"):
        exporting.write(workspace, b"two", target)
    assert target.read_bytes() == b"one"
    exporting.write(workspace, b"two", target, force=True)
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_places_that_do_not_fit(workspace: Workspace, tmp_path: Path) -> None:
    """A folder, a folder that is not there, and the records themselves."""
    (workspace.places.audits / "2026-11").mkdir()
    refused = {
        tmp_path: "is a folder",
        tmp_path / "nowhere" / "x.csv": "is not a folder",
        workspace.places.audits / "2026-11" / "x.json": "is among the records themselves",
        workspace.places.drafts / "x.json": "is among the records themselves",
    }
    for path, told in refused.items():
        with pytest.raises(BadInput, match=told):
            exporting.write(workspace, b"x", path, force=True)


def test_a_folder_that_may_not_be_written(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain words, and no half of a file."""

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refused)
    with pytest.raises(StorageTrouble, match="you may not do that here"):
        exporting.write(workspace, b"x", tmp_path / "x.csv")


def test_on_the_command_line(
    workspace: Workspace, three: list[str], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """To a file: nothing on stdout, the count on stderr; to stdout: the very same bytes."""
    target = tmp_path / "out.csv"
    where = ["--workspace", str(workspace.places.workspace)]
    assert main(["export", "csv", *where, "--output", str(target)]) == 0
    told = capsysbinary.readouterr()
    assert (told.out, told.err) == (b"", b"1 audit exported.\n")
    assert main(["export", "csv", *where, "--team", "North"]) == 0
    assert capsysbinary.readouterr().out == target.read_bytes()
    assert main(["export", "csv", *where, "--output", str(target)]) == 2
    assert main(["export", "csv", *where, "--output", str(target), "--force"]) == 0
