"""The index makes a summary quick and never changes it: whatever happened, it says what a new index says."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from caseaudit.desk.behind import Behind, Figure
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.summarising import rows_by, summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.problems import CaseauditError
from caseaudit.store import records
from caseaudit.store.index import Wanted
from caseaudit.store.places import Places
from conftest import NOON
from desk.test_summarising import edited

NAMES = ("copy.json", "z.json", "notes.txt", ".hidden.json", "deeper/a.json")
STEPS = (-3_000_000, -3, 3, 3_000_000)
CHOICES = [
    Wanted(equal=(("team", "Harbour"),)),
    Wanted(since="2026-02-01", until="2026-06-30"),
    Wanted(since="2026-02-11", equal=(("checklist", "chronology"),)),
    Wanted(until="2026-07-15"),
    Wanted(text="eb-1 hill", equal=(("role", "audit"),)),
]
"""Audits of one team, of whole months, of days that cut a month, and with some words."""


class Trouble:
    """What happens to a workspace, its index and the clock between two summaries."""

    def __init__(self, places: Places, chance: Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.places, self.chance, self.monkeypatch = places, chance, monkeypatch
        self.now = time.time_ns
        self.kinds: list[Callable[[], object]] = [
            *(self.edit, self.edit, self.edit_under_the_same_time, self.rename, self.copy, self.damage, self.delete),
            *(self.turn_a_file_back, self.turn_the_clock, self.lose_the_index, self.spoil_the_index),
        ]

    def happens(self) -> None:
        """One of these things."""
        self.chance.choice(self.kinds)()

    def file(self) -> Path:
        """Return one of the records."""
        return self.chance.choice(sorted(self.places.audits.rglob("*.json")))

    def edit(self) -> None:
        """Somebody changes a record with another program."""
        path = self.file()
        try:
            audit = records.decode(path.read_bytes(), str(path))
        except CaseauditError:
            return  # It was damaged before.
        path.write_bytes(records.encode(edited(audit, self.chance), ".json"))

    def edit_under_the_same_time(self) -> None:
        """As `edit`, and the file's time of change says that nothing happened."""
        path = self.file()
        before = path.stat()
        path.write_bytes(path.read_bytes().replace(b'"good"', b'"GOOD"').replace(b'"GOOD"', b'"good"', 1))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def rename(self) -> None:
        """A file gets another name, perhaps that of another file or one that is no record's."""
        path = self.file()
        target = path.parent / self.chance.choice(NAMES) if self.chance.random() < 0.7 else self.file()
        target.parent.mkdir(exist_ok=True)
        path.rename(target)

    def copy(self) -> None:
        """A sync program leaves a copy."""
        path = self.file()
        path.with_name(f"{path.stem} (1).json").write_bytes(path.read_bytes())

    def damage(self) -> None:
        """A file is cut short."""
        path = self.file()
        path.write_bytes(path.read_bytes()[: self.chance.randrange(200)])

    def delete(self) -> None:
        """A file goes."""
        self.file().unlink()

    def turn_a_file_back(self) -> None:
        """A backup is restored: a file is older or younger than it was."""
        path = self.file()
        moment = path.stat().st_mtime + self.chance.choice(STEPS)
        os.utime(path, (moment, moment))

    def turn_the_clock(self) -> None:
        """The clock of the machine is set, forwards or back."""
        step = self.chance.choice(STEPS) * 1_000_000_000
        self.monkeypatch.setattr(time, "time_ns", lambda: self.now() + step)

    def lose_the_index(self) -> None:
        """The cache folder is emptied."""
        self.places.index_file.unlink(missing_ok=True)

    def spoil_the_index(self) -> None:
        """Some bytes of the index change, or its end goes."""
        content = bytearray(self.places.index_file.read_bytes()) if self.places.index_file.exists() else bytearray(1)
        for _ in range(self.chance.randrange(40)):
            content[self.chance.randrange(len(content))] = self.chance.randrange(256)
        self.places.index_file.write_bytes(content[: len(content) if self.chance.random() < 0.5 else 5_000])


def by_a_new_index(places: Places, folder: Path) -> dict[str, Any]:
    """Return what somebody finds who never looked at the workspace before: with another cache folder."""
    with pytest.MonkeyPatch.context() as other:
        other.setenv("XDG_CACHE_HOME", str(folder))
        return found(places)


def found(places: Places) -> dict[str, Any]:
    """Return all that a summary can say of a workspace: the whole, by every choice of audits, and behind figures."""
    workspace = Workspace(places, clock=lambda: NOON)
    said: dict[str, Any] = {"whole": summarise(workspace, by=DIMENSIONS), "lines": workspace.index.headlines(Wanted())}
    for wanted in CHOICES:
        said[f"{wanted}"] = summarise(workspace, wanted, by=DIMENSIONS)
        said[f"{wanted}, teams"] = rows_by(workspace, "team", wanted)
        for criterion, only in (("", "with open actions"), ("CHR-05", "below good"), ("SUP-03", "capped")):
            behind = Behind(workspace, Figure(wanted, criterion, only))
            said[f"{wanted}, {criterion} {only}"] = [behind.at(place) for place in range(behind.total)]
    workspace.index.close()
    return said


@pytest.mark.parametrize("seed", range(6))
def test_a_report_is_that_of_a_new_index(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After random edits, renames, copies, damage, clock steps and loss of the index, through twelve summaries."""
    chance = Random(seed)
    places = make_demonstration(tmp_path / "demo", audits=25, seed=seed)
    trouble = Trouble(places, chance, monkeypatch)
    for number in range(12):
        assert found(places) == by_a_new_index(places, tmp_path / f"cache {number}")
        for _ in range(chance.randint(1, 3)):
            trouble.happens()


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9])
def test_a_figure_changed_inside_the_index_is_never_believed(place: float, tmp_path: Path) -> None:
    """Damage that leaves a sound database: the index is made anew, even while the program runs."""
    workspace = Workspace(make_demonstration(tmp_path / "demo", audits=25), clock=lambda: NOON)
    before = summarise(workspace, by=DIMENSIONS)
    file = workspace.places.index_file
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 1
    file.write_bytes(content)
    assert summarise(workspace, by=DIMENSIONS) == before
    assert summarise(Workspace(workspace.places, clock=lambda: NOON), by=DIMENSIONS) == before
    assert file.read_bytes() != content
