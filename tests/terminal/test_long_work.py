"""Long work in a real terminal: what it shows, and what is left when it is stopped. The program is a process."""

from __future__ import annotations

import csv
import os
import signal
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

import pytest

from caseaudit.desk.demonstration import is_demonstration, make_demonstration
from caseaudit.desk.lakes import Source
from caseaudit.desk.lakes import summarise as summarise_lake
from caseaudit.desk.listing import Wanted
from caseaudit.desk.summarising import summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.store.places import Places
from terminal.emulated import Terminal, terminal, terminal_with

MANY = 1_500
ENOUGH = 50_000
"""So many audits take minutes to make."""
STOPPED = "Stopped; nothing was written."


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Some thousand fictional audits: enough that an export takes seconds."""
    return make_demonstration(tmp_path_factory.mktemp("made") / "demo", MANY)


class Desk(NamedTuple):
    """Somebody with many audits and an empty folder."""

    workspace: Workspace
    aside: Path

    @property
    def folder(self) -> str:
        """The workspace, as it is named on the command line."""
        return str(self.workspace.places.workspace)

    @property
    def signed_off(self) -> int:
        """How many audits leave with an export."""
        return summarise(self.workspace.once_more()).signed_off

    def leaves_nothing(self, *allowed: str) -> None:
        """In the folder lies nothing else, and among what the account keeps for a while no part of a workbook."""
        assert sorted(path.name for path in self.aside.iterdir()) == sorted(allowed)
        assert not list(self.workspace.places.index_file.parent.glob("workbook-*"))


@pytest.fixture
def desk(places: Places, tmp_path: Path) -> Desk:
    """That person's desk; the index is built already."""
    found = Desk(Workspace(places, "A. Auditor"), tmp_path / "out")
    found.aside.mkdir()
    found.workspace.look()
    return found


def _exports(desk: Desk, form: str, *more: str, size: tuple[int, int] = (100, 30)) -> AbstractContextManager[Terminal]:
    """Begin an export into the empty folder."""
    place = [str(desk.aside / "lake")] if form == "parquet" else ["--output", str(desk.aside / f"all.{form}")]
    return _at_once("export", form, "--workspace", desk.folder, *place, *more, size=size)


def _at_once(*arguments: str, size: tuple[int, int]) -> AbstractContextManager[Terminal]:
    """Start the program, and have it show at once how far it is: machines differ in how long a moment is."""
    code = (
        "import sys\n"
        "from caseaudit.cli import progress\n"
        "from caseaudit.cli.main import main\n"
        "progress.A_MOMENT = 0\n"
        f"sys.exit(main({list(arguments)!r}))"
    )
    return terminal_with(code, size)


def _says_only(person: Terminal, *lines: str) -> None:
    """Nothing else is left on the screen: no bar, no half line. A terminal shows the keys of ctrl+c as they are."""
    assert [line.strip().removeprefix("^C") for line in person.page.splitlines() if line.strip()] == list(lines)


# ── what it shows ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_a_long_export_says_what_it_does_how_far_it_is_and_for_how_long_still(
    desk: Desk, size: tuple[int, int]
) -> None:
    """One line while it works; at the end it is gone, what is known is said, and the file is whole."""
    signed = desk.signed_off
    with _exports(desk, "csv", size=size) as person:
        person.shows("Writing audits", f" of {signed:,}  ", "/s  ", " left")
        assert person.ends() == 0
        assert "EB-" not in person.raw.decode()
        shown = [line.strip() for line in person.page.splitlines() if line.strip()]
    assert shown[0] == f"{signed} audits exported."
    with (desk.aside / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len({row["audit"] for row in csv.DictReader(file)}) == signed
    desk.leaves_nothing("all.csv")


def test_quiet_shows_nothing_but_the_end(desk: Desk) -> None:
    """Not one control character reaches the terminal."""
    with _exports(desk, "csv", "--quiet") as person:
        assert person.ends() == 0
        assert b"\x1b" not in person.raw
        assert person.raw.startswith(b"%d audits exported." % desk.signed_off)


# ── stopped with ctrl+c ──────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "parquet"])
def test_an_export_that_is_stopped_leaves_nothing_and_says_so(desk: Desk, form: str) -> None:
    """Exit code 130, one line, and the cursor is back."""
    with _exports(desk, form) as person:
        person.shows(f" of {desk.signed_off:,}")
        person.press("\x03")
        assert person.ends() == 130
        _says_only(person, STOPPED)
        assert person.raw.rfind(b"\x1b[?25h") > person.raw.rfind(b"\x1b[?25l")
    desk.leaves_nothing()


def test_impatience_disturbs_nothing(desk: Desk) -> None:
    """Ctrl+c five times: it is cleared up all the same, and said once."""
    with _exports(desk, "xlsx") as person:
        person.shows("Writing audits")
        person.press(*["\x03"] * 5)
        assert person.ends() == 130
        assert person.page.count(STOPPED) == 1
        assert person.page.rstrip().endswith(STOPPED)
    desk.leaves_nothing()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_that_was_to_be_replaced_stands_when_the_export_is_stopped(desk: Desk, form: str) -> None:
    """The old board paper is not lost to a new one that never came."""
    old = desk.aside / f"all.{form}"
    old.write_bytes(b"the old one")
    with _exports(desk, form, "--force") as person:
        person.shows("audits", " of ")
        person.press("\x03")
        assert person.ends() == 130
    assert old.read_bytes() == b"the old one"
    desk.leaves_nothing(old.name)


def test_a_lake_that_was_to_be_replaced_stands_when_the_export_is_stopped(desk: Desk) -> None:
    """It still counts the same audits."""
    with _exports(desk, "parquet", "--quiet") as first:
        assert first.ends() in (0, 1)
    lake = Source("duckdb", str(desk.aside / "lake"))
    before = summarise_lake(lake, today="2026-11-20")
    with _exports(desk, "parquet", "--replace") as person:
        person.shows("Writing audits")
        person.press("\x03")
        assert person.ends() == 130
    assert summarise_lake(lake, today="2026-11-20") == before
    desk.leaves_nothing("lake")


def test_a_summary_that_is_stopped_while_it_reads_is_right_the_next_time(desk: Desk) -> None:
    """The index is as it was, or further on, and never wrong."""
    signed, index = desk.signed_off, desk.workspace.places.index_file
    index.unlink()
    with terminal("summary", "--workspace", desk.folder) as person:
        person._waits_until(index.exists, "the index to be begun")
        person.press("\x03")
        assert person.ends() in (0, 130)
        assert "Traceback" not in person.page
    assert summarise(desk.workspace.once_more()).signed_off == signed


def test_a_demonstration_that_is_stopped_is_not_there(tmp_path: Path) -> None:
    """The folder is gone, and can be made."""
    folder = tmp_path / "demo"
    with terminal("demo", str(folder), "--audits", str(ENOUGH), "--no-open") as person:
        person.shows("Making audits", f" of {ENOUGH:,}", " left")
        person.press("\x03")
        assert person.ends() == 130
        _says_only(person, STOPPED)
    assert list(tmp_path.iterdir()) == []


# ── in the app ───────────────────────────────────────────────────────────────


def _orders(person: Terminal, path: Path) -> None:
    """Ask for an export of everything, as CSV, from the summary; wait until somebody sees how far it is."""
    person.shows("audits · by date")
    person.press("2")
    person.shows("signed off")
    person.press("e")
    person.shows("Format", "File")
    person.press("tab", str(path))
    person.shows(path.name)
    person.press("f2")
    person.shows(f"Writing {path.name}", "audits: ", " of ")


def test_an_export_from_the_app_is_stopped_with_escape(desk: Desk) -> None:
    """It says how far it is; stopped, it leaves nothing; the app goes on."""
    with terminal("--workspace", desk.folder, size=(120, 40)) as person:
        _orders(person, desk.aside / "all.csv")
        person.press("escape")
        person.shows(STOPPED)
        desk.leaves_nothing()
        person.press("v")
        person.shows("good or better")
        person.press("ctrl+q")
        assert person.ends() == 0


def test_quitting_while_an_export_is_written_ends_both(desk: Desk) -> None:
    """No process stays behind that goes on writing, and no half file."""
    with terminal("--workspace", desk.folder, size=(120, 40)) as person:
        _orders(person, desk.aside / "all.csv")
        person.press("ctrl+q")
        assert person.ends() == 0
    desk.leaves_nothing()


# ── ended from outside ───────────────────────────────────────────────────────


def test_a_window_that_is_closed_leaves_no_half_file(desk: Desk) -> None:
    """The program notices, clears up, and is gone."""
    with _exports(desk, "xlsx") as person:
        person.shows("Writing audits")
        person.is_closed()
        with pytest.raises(ProcessLookupError):
            os.kill(person.process.pid, 0)
    desk.leaves_nothing()


def test_a_computer_that_shuts_down_leaves_no_half_file(desk: Desk) -> None:
    """SIGTERM: cleared up as after ctrl+c; the exit code is the one that shells know."""
    with _exports(desk, "xlsx") as person:
        person.shows("Writing audits")
        os.kill(person.process.pid, signal.SIGTERM)
        assert person.ends() == 128 + signal.SIGTERM
        _says_only(person, STOPPED)
    desk.leaves_nothing()


def test_a_power_cut_leaves_nothing_under_the_final_name(desk: Desk) -> None:
    """What is left can be told by its name; the export works right afterwards."""
    with _exports(desk, "xlsx") as person:
        person.shows("Writing audits")
        person.dies()
    assert [path.name[:11] for path in desk.aside.iterdir()] == [".caseaudit-"]
    with _exports(desk, "csv", "--quiet", "--since", "2026-11-15") as again:
        assert again.ends() == 0


def test_a_demonstration_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    """Nobody has to clear a folder by hand before the training."""
    folder = tmp_path / "demo"
    with terminal("demo", str(folder), "--audits", str(ENOUGH), "--no-open") as person:
        person.shows("Making audits")
        person.dies()
    assert not is_demonstration(folder)
    with terminal("demo", str(folder), "--audits", "3", "--no-open") as again:
        assert again.ends() == 0
    assert Workspace(Places(folder)).look().count(Wanted()) == 3
