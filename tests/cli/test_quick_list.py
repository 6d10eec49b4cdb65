"""A list looks only into folders that changed, and still misses nothing."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from caseaudit.desk.listing import Wanted, listing
from caseaudit.desk.workspace import Workspace
from caseaudit.store import looking
from caseaudit.store.register import Register
from cli.running import NEW, Run

LONG_AGO = 1_700_000_000


class Shelf:
    """The folder of audits, whose folders all changed long ago, each at a moment of its own."""

    def __init__(self, workspace: Workspace, sample: bytes, sample_id: str, chance: random.Random) -> None:
        self.root = workspace.places.audits
        self.sample, self.sample_id, self.chance = sample, sample_id, chance
        self.moment = LONG_AGO

    def folders(self) -> list[Path]:
        """Every folder, the top one too."""
        return [self.root, *sorted(path for path in self.root.rglob("*") if path.is_dir())]

    def change(self) -> None:
        """Do one thing that another program may do to a folder, and let time pass."""
        before = {folder: folder.stat().st_mtime_ns for folder in self.folders()}
        self.chance.choice((self.add, self.add, self.nest, self.remove, self.move))()
        for folder in self.folders():
            if before.get(folder) != folder.stat().st_mtime_ns:
                self.moment += 1
                os.utime(folder, (self.moment, self.moment))

    def add(self) -> None:
        """A record is copied in."""
        name = f"20261120-{self.chance.randrange(10**6):06}"
        target = self.chance.choice(self.folders()) / f"{name}.json"
        target.write_bytes(self.sample.replace(self.sample_id.encode(), name.encode()))

    def nest(self) -> None:
        """A folder is made, in any folder."""
        (self.chance.choice(self.folders()) / f"f{self.chance.randrange(10**6)}").mkdir()

    def remove(self) -> None:
        """A folder goes, with all that is in it."""
        if below := self.folders()[1:]:
            shutil.rmtree(self.chance.choice(below))

    def move(self) -> None:
        """A folder moves to the top, under another name."""
        if below := self.folders()[1:]:
            self.chance.choice(below).rename(self.root / f"m{self.chance.randrange(10**6)}")


@pytest.mark.parametrize("seed", range(5))
def test_a_quick_look_finds_what_a_thorough_one_finds(audit: str, here: Workspace, seed: int) -> None:
    """After any sequence of records and folders that come, go and move."""
    record = next(here.places.audits.glob(f"*/{audit}.json"))
    shelf = Shelf(here, record.read_bytes(), audit, random.Random(seed))
    for _ in range(40):
        shelf.change()
        quick = listing(here, Wanted())
        on_disk = {path.stem for path in Register(here.places).files()}
        assert {line.id for line in quick.lines} == on_disk
        assert quick.problems == []


def test_a_folder_that_could_not_be_read_is_looked_into_again(
    audit: str, here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named while it is closed, and its audits are back as soon as it opens."""
    month = here.places.audits / "2026-11"
    os.utime(here.places.audits, (LONG_AGO, LONG_AGO))
    run("audit", "list")

    def closed(folder: str) -> looking.Look:
        if Path(folder) == month:
            raise PermissionError(13, "Permission denied", folder)
        return looking.look(folder)

    os.utime(month, (LONG_AGO, LONG_AGO))
    with monkeypatch.context() as patched:
        patched.setattr("caseaudit.store.index.look", closed)
        told = run("audit", "list")
    assert told.code == 1
    assert str(month) in told.err
    assert run("audit", "list").lines[1].split()[0] == audit


def test_a_record_saved_by_the_program_is_seen_at_once(audit: str, here: Workspace, run: Run) -> None:
    """Every save changes its folder."""
    run("audit", "list")
    second = run(*NEW).out.strip()
    assert {line.split()[0] for line in run("audit", "list").lines[1:]} == {audit, second}
