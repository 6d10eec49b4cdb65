"""Long work says how far it is, and whoever watches it may stop it at any moment: then nothing half done is left."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from caseaudit.desk import workbooks
from caseaudit.desk.demonstration import is_demonstration, make_demonstration
from caseaudit.desk.handing_over import FORMS, hand_over
from caseaudit.desk.listing import Wanted
from caseaudit.desk.summarising import summarise
from caseaudit.desk.watching import MAKING, READING, WRITING, Errand, Stopped, Told, each
from caseaudit.desk.workspace import Workspace
from caseaudit.store.places import Places

AUDITS = 12
LONG_AGO = 1_700_000_000


class Impatient:
    """Somebody who stops the work when told for the so-many-th time."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.heard: list[tuple[str, int, int]] = []

    def watch(self, what: str) -> Told:
        """Watch something; that it begins is told too."""

        def told(done: int, total: int) -> None:
            self.left -= 1
            if not self.left:
                raise Stopped
            self.heard.append((what, done, total))

        told(0, 0)
        return told


def stopped_everywhere(work: Callable[[Impatient], object], afterwards: Callable[[], None]) -> int:
    """Stop the work the first time it tells anything, then the second time, until it is whole; return how often."""
    for at in range(1, 1000):
        try:
            work(Impatient(at))
        except Stopped:
            afterwards()
        else:
            return at - 1
    raise AssertionError


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file and folder below a folder."""
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A small demonstration, to read from."""
    return make_demonstration(tmp_path_factory.mktemp("made") / "demo", AUDITS)


@pytest.fixture
def demo(places: Places) -> Workspace:
    """The demonstration, with an index that belongs to this test."""
    return Workspace(places, "A. Auditor")


# ── nothing half done ────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_an_export_stopped_at_any_moment_leaves_nothing(demo: Workspace, tmp_path: Path, form: str) -> None:
    """No half file, no temporary one, no folder; and not stopped, the file is there."""
    aside, path = tmp_path / "out", tmp_path / "out" / f"all{FORMS[form].ending}"
    aside.mkdir()
    cache = demo.places.index_file.parent

    def nothing_is_left() -> None:
        assert everything_in(aside) == {}
        assert not list(cache.glob("workbook-*"))

    moments = stopped_everywhere(lambda who: hand_over(demo, form, Wanted(), path, who.watch), nothing_is_left)
    assert moments >= 2
    assert path.exists()


def test_a_workbook_that_replaces_another_one_stopped_at_any_moment(demo: Workspace, tmp_path: Path) -> None:
    """The old one stands until the new one is whole."""
    path = tmp_path / "board.xlsx"
    path.write_bytes(b"the old one")

    def replaced(who: Impatient) -> None:
        workbooks.export(demo.once_more(who.watch), Wanted(), path, force=True)

    stopped_everywhere(replaced, lambda: everything_is(tmp_path, {str(path): b"the old one"}))
    assert path.read_bytes().startswith(b"PK")


def everything_is(folder: Path, expected: dict[str, bytes]) -> None:
    """A folder holds this and nothing else."""
    assert everything_in(folder) == expected


@pytest.mark.parametrize("existed", [True, False])
def test_a_demonstration_stopped_at_any_moment_leaves_nothing(tmp_path: Path, existed: bool) -> None:
    """The folder is as it was: empty, or not there; and it can be made there later."""
    folder = tmp_path / "demo"
    if existed:
        folder.mkdir()

    def nothing_is_left() -> None:
        assert everything_in(tmp_path) == ({str(folder): b""} if existed else {})

    moments = stopped_everywhere(lambda who: make_demonstration(folder, 5, watch=who.watch), nothing_is_left)
    assert moments == 1 + 1 + 5
    assert is_demonstration(folder)


def test_what_is_left_of_a_demonstration_that_was_killed_makes_way(tmp_path: Path) -> None:
    """A power cut clears nothing up: the next demonstration there does, and is the same as one made elsewhere."""
    left = Places(tmp_path / "demo")
    for folder in (left.audits / "2026-11", left.history / "20261120-aaaaaa"):
        folder.mkdir(parents=True)
    (left.audits / "2026-11" / "20261120-aaaaaa.json").write_bytes(b"{")
    (left.history.parent / "unfinished-demonstration").touch()
    made, other = make_demonstration(left.workspace, 3), make_demonstration(tmp_path / "other", 3)
    assert list(everything_in(made.workspace).values()) == list(everything_in(other.workspace).values())


def test_what_somebody_put_into_a_half_made_demonstration_stays(tmp_path: Path) -> None:
    """Only what a demonstration consists of is removed; the folder is then refused as any that holds something."""
    left = Places(tmp_path / "demo")
    left.history.mkdir(parents=True)
    (left.history.parent / "unfinished-demonstration").touch()
    (left.workspace / "minutes.txt").write_text("mine")
    with pytest.raises(Exception, match="holds something else than a demonstration"):
        make_demonstration(left.workspace, 3)
    assert (left.workspace / "minutes.txt").read_text() == "mine"


def test_an_index_stopped_while_it_is_built_is_built_the_next_time(demo: Workspace) -> None:
    """It is as it was, or further, and never wrong."""
    whole = summarise(demo.once_more()).signed_off
    demo.places.index_file.unlink()
    assert stopped_everywhere(lambda who: summarise(demo.once_more(who.watch)), lambda: None) >= 1
    assert summarise(demo.once_more()).signed_off == whole


def test_what_a_killed_export_left_is_swept_up_by_a_later_one(demo: Workspace, tmp_path: Path) -> None:
    """Temporary files and the parts of workbooks go after a day; what is younger may be somebody's who still writes."""
    cache = demo.places.index_file.parent
    cache.mkdir(parents=True, exist_ok=True)
    parts, young = cache / "workbook-old", cache / "workbook-young"
    left, mine = tmp_path / ".caseaudit-0123456789abcdef.tmp", tmp_path / "mine.tmp"
    for folder in (parts, young):
        folder.mkdir()
        (folder / "sheet").write_text("Mum left.")
    for path in (left, mine):
        path.write_text("half")
    for path in (parts, left, mine):
        os.utime(path, (LONG_AGO, LONG_AGO))
    hand_over(demo, "xlsx", Wanted(), tmp_path / "a.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["a.xlsx", "mine.tmp"]
    assert [path.name for path in cache.glob("workbook-*")] == ["workbook-young"]


# ── what is told ─────────────────────────────────────────────────────────────


def test_what_is_told_counts_up_to_the_whole(demo: Workspace, tmp_path: Path) -> None:
    """The audits that are read, then those that are written, each up to as many as there are."""
    who = Impatient(at=-1)
    handed = hand_over(demo, "csv", Wanted(), tmp_path / "all.csv", who.watch)
    for what in (READING, WRITING):
        assert [done for told, done, total in who.heard if told == what and total == handed.audits] == [
            *range(handed.audits + 1)
        ]


def test_nothing_that_is_told_is_of_a_case(demo: Workspace, tmp_path: Path) -> None:
    """Whoever looks over a shoulder reads what is done, never of whom."""
    who = Impatient(at=-1)
    for form in ("json", "xlsx", "markdown", "parquet"):
        hand_over(demo, form, Wanted(), tmp_path / f"{form}{FORMS[form].ending}", who.watch)
    make_demonstration(tmp_path / "demo", 2, watch=who.watch)
    assert {what for what, _, _ in who.heard} == {
        *(READING, WRITING, MAKING, "Drawing the report", "Putting the workbook together")
    }


def test_each_tells_after_every_item_and_before_the_first() -> None:
    """Also of nothing."""
    heard: list[tuple[int, int]] = []
    assert list(each("ab", lambda done, total: heard.append((done, total)))) == ["a", "b"]
    assert heard == [(0, 2), (1, 2), (2, 2)]
    assert list(each("", lambda *_: None)) == []


def test_an_errand_is_seen_from_elsewhere_and_ends_when_nobody_wants_it() -> None:
    """How far it is stands there to be read; after `stop` the work is stopped at the next thing it tells."""
    errand = Errand()
    told = errand.watch(READING)
    told(3, 7)
    assert errand.now == (READING, 3, 7)
    errand.stop()
    for tell in (lambda: told(4, 7), lambda: errand.watch(WRITING)):
        with pytest.raises(Stopped):
            tell()
    assert errand.now == (READING, 3, 7)


def test_one_thread_looks_at_a_time_and_the_wait_can_be_stopped(demo: Workspace) -> None:
    """Another one waits its turn, or, where it must not wait, leaves the index as it is."""
    with demo.looking():
        with pytest.raises(Stopped):
            demo.once_more(Impatient(at=3).watch).look()
        assert demo.once_more().look(patient=False).count(Wanted()) == 0
    assert demo.once_more().look().count(Wanted()) >= AUDITS
