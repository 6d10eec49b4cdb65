"""The index can be deleted at any time and never lies: whatever happens, it answers as one made anew.

`python -m pytest tests/trust/test_index.py --histories 2000 --timeout 0 --write-figures` tries as many.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from docs.trust_page import note_measured
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from caseaudit.desk.workspace import make
from caseaudit.domain import audit as steps
from caseaudit.store import index, questions, records
from caseaudit.store.index import FILTERS, Index, Wanted
from caseaudit.store.looking import RACY
from caseaudit.store.places import Places
from made_up import begun as made_up_audit
from trust.conftest import Figures

FEW = 15
"""Histories that are tried each time."""
NAMES = ["copy.json", "20261120-audit1 (1).json", "20261120-audit1.Conflict.json", "zzz.toml", ".hidden.json", "x.txt"]
QUESTIONS = [
    Wanted(),
    Wanted(text="north eb"),
    Wanted(equal=(("team", "North"),)),
    Wanted(equal=(("state", "in-progress"),), since="2026-11-01", until="2026-12-31"),
    Wanted(sort="team"),
    Wanted(practice_only=True),
]


def counts(index: Index, wanted: Wanted) -> list[Any]:
    """Return all that an index counts."""
    return [
        questions.audits(index, wanted),
        questions.cells(index, wanted),
        questions.groups_of_answers(index, wanted, "team", "focus"),
        questions.repeats(index, wanted),
        questions.actions(index, wanted, "2026-12-01"),
    ]


def said(index: Index) -> list[Any]:
    """Return all that an index says about its workspace."""
    answers: list[Any] = [
        (index.headlines(wanted), index.count(wanted), *counts(index, wanted)) for wanted in QUESTIONS
    ]
    return [*answers, [index.distinct(name) for name in FILTERS], index.unreadable(), index.copies()]


def anew(places: Places) -> list[Any]:
    """Return what an index says that has never seen the workspace before: one in memory."""
    os.environ["XDG_CACHE_HOME"] = str(places.settings)
    try:
        fresh = Index(places)
    finally:
        del os.environ["XDG_CACHE_HOME"]
    fresh.refresh()
    answers = said(fresh)
    fresh.close()
    return answers


class Folder(RuleBasedStateMachine):
    """Files come, change, move and go under an index that is only ever refreshed."""

    @initialize()
    def begin(self) -> None:
        """Begin with one record: most of what can happen needs a file."""
        self.places = make(mkdtemp(dir=os.environ["HOME"]))
        self.put(1, "2026-11", ".json", "North", signed=True)
        self.index = Index(self.places)

    def teardown(self) -> None:
        """Close the index."""
        self.index.close()

    def files(self) -> list[Path]:
        """Return the files that are there."""
        return sorted(path for path in self.places.audits.rglob("*") if path.is_file())

    def one(self, number: int) -> Path | None:
        """Return one of the files, if there is any."""
        files = self.files()
        return files[number % len(files)] if files else None

    @rule(
        number=st.integers(1, 4),
        month=st.sampled_from(["2026-11", "2026-12"]),
        ending=st.sampled_from([".json", ".toml"]),
        team=st.sampled_from(["North", "South"]),
        signed=st.booleans(),
    )
    def put(self, number: int, month: str, ending: str, team: str, signed: bool) -> None:
        """A record appears, or another takes its place; the same id may lie in two months."""
        audit = made_up_audit(f"20261120-audit{number}", team=team, date=f"{month}-20")
        audit = steps.answered(audit, "HND-01", state="graded", grade="good", reason="On file.")
        if signed:
            audit = replace(audit, sign_off=steps.SignOff("A", "2026-11-20T12:00:00Z", "m", "0" * 64))
        path = self.places.audits / month / f"{audit.id}{ending}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(records.encode(audit, ending))

    @rule(number=st.integers(0, 9), letter=st.sampled_from("XYZ"))
    def same_size_same_time(self, number: int, letter: str) -> None:
        """A file is edited in place so that neither its size nor its time of change tells."""
        if path := self.one(number):
            status, words = path.stat(), path.read_bytes()
            path.write_bytes(words.replace(b"EB-1042", b"EB-104" + letter.encode()))
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(number=st.integers(0, 9))
    def damage(self, number: int) -> None:
        """A file is cut short."""
        if path := self.one(number):
            path.write_bytes(path.read_bytes()[:40])

    @rule(
        number=st.integers(0, 9),
        name=st.sampled_from(NAMES),
    )
    def rename(self, number: int, name: str) -> None:
        """A file gets another name, perhaps that of another file."""
        if path := self.one(number):
            path.rename(path.with_name(name))

    @rule(number=st.integers(0, 9))
    def delete(self, number: int) -> None:
        """A file goes."""
        if path := self.one(number):
            path.unlink()

    @rule(number=st.integers(0, 9), seconds=st.sampled_from([-10_000_000, -5, 5, 10_000_000]))
    def turn_the_clock(self, number: int, seconds: int) -> None:
        """A file's time of change goes back or forth, as a restored backup or another clock leaves it."""
        if path := self.one(number):
            moment = path.stat().st_mtime + seconds
            os.utime(path, (moment, moment))

    @rule(name=st.sampled_from(["2026-11", "2026-12"]))
    def move_a_month(self, name: str) -> None:
        """A folder is renamed, or back."""
        here, there = self.places.audits / name, self.places.audits / f"{name} old"
        source, target = (here, there) if here.exists() else (there, here)
        if source.exists() and not target.exists():
            source.rename(target)

    @rule()
    def close_and_open(self) -> None:
        """The program ends and begins again."""
        self.index.close()
        self.index = Index(self.places)

    @rule(content=st.sampled_from([b"", b"not a database at all, but long enough to be read as one" * 9]))
    def spoil_the_index(self, content: bytes) -> None:
        """The index file itself is damaged while nobody uses it."""
        self.index.close()
        self.places.index_file.write_bytes(content)
        self.index = Index(self.places)

    @rule(place=st.integers(0, 99), bits=st.integers(1, 255))
    def turn_over_a_byte_of_the_index(self, place: int, bits: int) -> None:
        """A byte of the index file changes while nobody uses it, anywhere in it."""
        self.index.close()
        content = bytearray(self.places.index_file.read_bytes() or b"\0")
        content[len(content) * place // 100] ^= bits
        self.places.index_file.write_bytes(content)
        self.index = Index(self.places)

    @rule(version=st.sampled_from([0, 1, 77]))
    def another_version_was_here(self, version: int) -> None:
        """An older or newer caseaudit left an index of its own."""
        self.index.close()
        self.places.index_file.unlink(missing_ok=True)
        other = sqlite3.connect(self.places.index_file)
        other.executescript(f"CREATE TABLE audit (id, moved); PRAGMA user_version = {version}")
        other.close()
        self.index = Index(self.places)

    @rule()
    def delete_the_index(self) -> None:
        """Somebody empties the cache folder."""
        self.index.close()
        for path in self.places.index_file.parent.iterdir():
            path.unlink()
        self.index = Index(self.places)

    @rule(quick=st.booleans())
    def look(self, quick: bool) -> None:
        """The index is refreshed on the way."""
        self.index.refresh(quick=quick)

    @rule(number=st.integers(0, 9), letter=st.sampled_from("XYZ"))
    def edit_after_a_while(self, number: int, letter: str) -> None:
        """Nothing happens for some seconds, so that what is then found is sure; one file is edited after that."""
        later = time.time_ns() + 3 * RACY
        with patch.object(index, "time", SimpleNamespace(time_ns=lambda: later)):
            self.index.refresh()
        time.sleep(_TICK)
        self.same_size_same_time(number, letter)

    compared = 0

    @invariant()
    def it_answers_as_one_made_anew(self) -> None:
        """After a refresh, everything that it says is what a new index says."""
        self.index.refresh()
        assert said(self.index) == anew(self.places)
        Folder.compared += 1


_TICK = 0.02
"""Seconds: a change after them has another time, however coarse the clock of the disk."""
STEPS = 12
"""In a history, at the most."""


def test_the_index_never_lies(request: pytest.FixtureRequest, figure: Figures) -> None:
    """Records come, change, move and go; clocks go back; the index is spoilt, deleted, left by another version."""
    histories = int(request.config.getoption("--histories", default=FEW))
    tried = settings(max_examples=histories, stateful_step_count=STEPS, deadline=None, database=None)
    Folder.compared = 0
    run_state_machine_as_test(Folder, settings=tried)
    if histories > FEW and figure.writes:
        command = f"python -m pytest tests/trust/test_index.py --histories {histories} --timeout 0 --write-figures"
        note_measured("Histories of a folder of records", histories, command)
        note_measured("Answers of the index compared with those of one made anew", Folder.compared, command)
    figure("Histories tried at every change", FEW)
