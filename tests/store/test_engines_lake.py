"""An export of tables is there whole or not at all, whatever the disk, the person or the machine does meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from caseaudit.desk import lakes
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.lakes import Source
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import BadInput, StorageTrouble
from caseaudit.store import lake, lake_writing
from caseaudit.store.lake_duckdb import Duck
from conftest import NOON

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))
from caseaudit.__main__ import main
sys.exit(main())
"""
"""The program on a disk that takes no file of more than 3,000 bytes."""


@pytest.fixture
def demo(tmp_path: Path) -> Workspace:
    """Twenty audits."""
    return Workspace(make_demonstration(tmp_path / "demo", audits=20), clock=lambda: NOON)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the export goes: the only thing in its folder."""
    (tmp_path / "handover").mkdir()
    return tmp_path / "handover" / "lake"


def audits(folder: Path) -> int:
    """Return how many audits an export holds."""
    with closing(Duck(folder)) as engine:
        return lake.about(engine, str(folder)).audits


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(place: Path) -> list[str]:
    """Return the names in the folder that the export lies in."""
    return sorted(path.name for path in place.parent.iterdir())


def test_a_workspace_without_audits_gives_tables_without_rows(workspace: Workspace, place: Path) -> None:
    """Every table is there, so that a summary of nothing says that it is one."""
    lakes.export(workspace, place)
    assert audits(place) == 0
    assert {path.name for path in (place / "cell").iterdir()} == {"year=2026"}


def test_an_earlier_export_is_replaced_only_when_asked(demo: Workspace, place: Path) -> None:
    """And then by the new one alone: no table of the old one stays."""
    lakes.export(demo, place)
    before = audits(place)
    (place / "audits" / "year=1999").mkdir()
    with pytest.raises(BadInput, match=r"exists already.*--replace"):
        lakes.export(demo, place)
    lakes.export(demo, place, replace=True)
    assert audits(place) == before
    assert not (place / "audits" / "year=1999").exists()
    assert beside(place) == ["lake"]


def test_the_same_audits_give_the_same_bytes(demo: Workspace, place: Path) -> None:
    """On another day with another index, too, but for the time of the export."""
    lakes.export(demo, place)
    demo.places.index_file.unlink()
    lakes.export(Workspace(demo.places, clock=lambda: NOON), place.with_name("other"))
    assert content(place) == content(place.with_name("other"))


def test_a_year_of_very_many_audits_goes_on_to_further_files(
    demo: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So an export takes no more memory the more there is; the summary is the same as that of a file a year."""
    lakes.export(demo, place)
    monkeypatch.setattr(lake_writing, "AT_ONCE", 2)
    lakes.export(demo, place.with_name("parts"))
    parts = sorted(path.name for path in (place.with_name("parts") / "cell" / "year=2026").iterdir())
    assert parts[:3] == ["part-0.parquet", "part-1.parquet", "part-2.parquet"]
    whole, in_parts = (lakes.summarise(Source(lakes.DUCKDB, str(at))) for at in (place, place.with_name("parts")))
    assert in_parts == whole


@pytest.mark.parametrize("replace", [False, True])
def test_a_folder_that_holds_anything_else_is_never_touched(demo: Workspace, place: Path, replace: bool) -> None:
    """Not even with `--replace`; an empty folder is free."""
    place.mkdir()
    (place / "letter.txt").write_text("Dear")
    with pytest.raises(BadInput, match="holds something else"):
        lakes.export(demo, place, replace=replace)
    assert content(place) == {"letter.txt": b"Dear"}
    (place / "letter.txt").unlink()
    lakes.export(demo, place, replace=replace)
    assert audits(place) > 0


def test_a_link_is_not_followed(demo: Workspace, place: Path) -> None:
    """What it points at may be somebody else's."""
    lakes.export(demo, place)
    place.with_name("link").symlink_to(place)
    with pytest.raises(BadInput, match="holds something else"):
        lakes.export(demo, place.with_name("link"), replace=True)
    assert place.with_name("link").is_symlink()


def test_nothing_is_written_among_the_records(demo: Workspace) -> None:
    """Neither in the folder of audits nor in their history."""
    for folder in (demo.places.audits, demo.places.history):
        with pytest.raises(BadInput, match="among the records themselves"):
            lakes.export(demo, folder / "lake")
    with pytest.raises(BadInput, match="is not a folder"):
        lakes.export(demo, demo.places.workspace / "nowhere" / "lake")


@pytest.mark.skipif(os.name == "nt", reason="this system has no limit on the size of files")
def test_a_disk_that_fills_up_leaves_the_old_export_and_nothing_else(demo: Workspace, place: Path) -> None:
    """Exit code 4 and one line; no half folder, neither at the place nor beside it."""
    folder = str(demo.places.workspace)
    demo.index.refresh()
    command = [sys.executable, "-c", LIMITED, "--workspace", folder, "export", "parquet", str(place)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (4, "", 1)
    assert beside(place) == []
    lakes.export(demo, place)
    before = content(place)
    assert subprocess.run([*command, "--replace"], capture_output=True).returncode == 4
    assert content(place) == before
    assert beside(place) == ["lake"]


def test_what_an_export_that_was_killed_left_behind_goes_after_a_day(demo: Workspace, place: Path) -> None:
    """What is younger may belong to somebody who is exporting now."""
    for name, moment in (("old", 1_000_000), ("new", None)):
        left = place.with_name(f".caseaudit-lake-{name}.tmp")
        (left / "audit").mkdir(parents=True)
        os.utime(left, (moment, moment) if moment else None)
    lakes.export(demo, place)
    assert beside(place) == [".caseaudit-lake-new.tmp", "lake"]


def test_tables_of_another_format_are_refused(demo: Workspace, place: Path) -> None:
    """Another version may mean something else by a column, and have other tables."""
    lakes.export(demo, place)
    file = place / "export" / "part-0.parquet"
    with closing(Duck(place)) as engine:
        engine.ask(f"COPY (SELECT * REPLACE (3 AS format) FROM export) TO '{file}.new' (FORMAT parquet)", ())
    file.with_name("part-0.parquet.new").replace(file)
    with pytest.raises(BadInput, match="is in format 3, and this version reads format 2"):
        audits(place)
    shutil.rmtree(place / "alike")
    with pytest.raises(BadInput, match="is in format 3, and this version reads format 2"):
        audits(place)


@pytest.mark.parametrize("damage", [b"", b"PAR1 and then nothing of the kind"])
def test_a_damaged_table_is_one_plain_line(demo: Workspace, place: Path, damage: bytes) -> None:
    """Whichever of them it is."""
    lakes.export(demo, place)
    (place / "cell" / "year=2026" / "part-0.parquet").write_bytes(damage)
    with pytest.raises(StorageTrouble, match=r"cannot be read\. Export the audits again"):
        lakes.summarise(Source(lakes.DUCKDB, str(place)))


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    """An empty folder, and none."""
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "nul\0"):
        with pytest.raises(BadInput, match="holds no audits as Parquet"):
            Duck(folder)
