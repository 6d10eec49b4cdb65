"""Records are read one after the other, or by copies of the process, to the same end; and a stop changes nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.summarising import summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import indexed, reading, records
from caseaudit.store.index import Index, Wanted
from caseaudit.store.packed import Kind, unpack
from conftest import NOON
from trust.bad_records import GOOD, RECORDS

BY_COPIES = pytest.param(3, marks=pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies of a process here"))


def batches(paths: list[str], readers: int) -> Iterable[reading.Batch]:
    """Read files by so many copies of this process, or with 1 by this one alone."""
    return reading._by_copies(paths, readers) if readers > 1 else reading._one_by_one(paths, range(len(paths)), 0)


def spelt_out(entry: indexed.Entry, kinds: list[Kind]) -> object:
    """Return what an entry says, with its codes in words."""
    return entry.row[:-1], [kinds[code] for code in unpack(entry.row[-1])], entry.actions


def read(paths: list[str], readers: int) -> dict[str, object]:
    """Return what is read of each file: its entry, or its problem."""
    found: dict[str, object] = {}
    kinds: dict[int, list[Kind]] = {}
    for batch in batches(paths, readers):
        known = kinds.setdefault(batch.reader, [])
        known += batch.kinds
        for place, made in zip(batch.places, batch.entries, strict=True):
            assert paths[place] not in found
            found[paths[place]] = made if isinstance(made, Problem) else spelt_out(made, known)
    return found


def opened(path: str) -> object:
    """Return the entry of a file that is opened as any other, or what is then told."""
    entries = indexed.Entries()
    try:
        return spelt_out(entries.entry(records.decode(Path(path).read_bytes(), path)), entries.kinds)
    except CaseauditError as error:
        return error.problems[0]


@pytest.fixture
def shelf(tmp_path: Path) -> list[str]:
    """The audits of the demonstration, and among them every bad file of the catalogue but the one that is too large."""
    places = make_demonstration(tmp_path / "demo", audits=30)
    bad = [row for row in RECORDS if isinstance(row.made, bytes) and "over the limit" not in row.says]
    for number, row in enumerate(bad):
        ending = ".toml" if row.kind == "record.toml" else ".json"
        (places.audits / "2026-05" / f"bad-{number}{ending}").write_bytes(row.made)
    (places.audits / "2026-05" / "good.json").write_bytes(GOOD)
    return sorted(str(path) for path in places.audits.rglob("*") if path.is_file())


@pytest.mark.parametrize("readers", [1, BY_COPIES])
def test_every_file_is_read_or_refused_as_if_it_were_opened(readers: int, shelf: list[str]) -> None:
    """Good and bad, whoever reads them: the same entry, or the same problem word for word."""
    assert read(shelf, readers) == {path: opened(path) for path in shelf}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies of a process here")
def test_what_a_copy_that_dies_does_not_send_is_read_all_the_same(
    shelf: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed by the system after its first files: nothing is missing, nothing is there twice."""
    before = read(shelf, 1)
    ours, one_by_one = os.getpid(), reading._one_by_one

    def mortal(paths: list[str], places: list[int], reader: int) -> Iterable[reading.Batch]:
        for batch in one_by_one(paths, places, reader):
            yield batch
            if os.getpid() != ours and reader == 1:
                os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(reading, "AT_ONCE", 10)
    monkeypatch.setattr(reading, "_one_by_one", mortal)
    assert read(shelf, 3) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies of a process here")
@pytest.mark.parametrize(
    "sent", [b"", b"\x00\x00", (500).to_bytes(8) + b"the beginning"], ids=["nothing", "half", "cut"]
)
def test_a_word_cut_short_by_a_copy_that_dies_is_not_taken_for_a_whole_one(
    sent: bytes, shelf: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrived of it is thrown away, and its files are read here."""
    before = read(shelf, 1)

    def cut(_batches: object, descriptor: int) -> None:
        os.write(descriptor, sent)
        os._exit(0)

    monkeypatch.setattr(reading, "_send_all", cut)
    assert read(shelf, 3) == before


@pytest.mark.parametrize("least", [1, 10**9], ids=["by copies", "alone"])
def test_an_index_made_by_copies_says_what_one_made_alone_says(
    least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codes get other numbers; no figure and no line changes."""
    places = make_demonstration(tmp_path / "demo", audits=60)
    expected = Workspace(places, clock=lambda: NOON)
    report, lines = summarise(expected), expected.index.headlines(Wanted())
    expected.index.close()
    places.index_file.unlink()
    monkeypatch.setattr(reading, "_WORTH_IT", least)
    monkeypatch.setattr(reading, "AT_ONCE", 7)
    workspace = Workspace(places, clock=lambda: NOON)
    assert summarise(workspace) == report
    assert workspace.index.headlines(Wanted()) == lines


def children() -> set[str]:
    """Return the processes that this one began, where the system tells; ended ones too until they are waited for."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for each in listed for child in each.read_text().split()}


@pytest.mark.parametrize("least", [1, 10**9], ids=["by copies", "alone"])
def test_whoever_stops_the_reading_leaves_the_index_as_it_was(
    least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C half-way: no half index, no copy of the process left; the next look reads everything."""
    places = make_demonstration(tmp_path / "demo", audits=40)
    monkeypatch.setattr(reading, "_WORTH_IT", least)
    monkeypatch.setattr(reading, "AT_ONCE", 5)

    every = len(list(places.audits.rglob("*.json")))

    def stop(done: int, total: int) -> None:
        assert total == every
        if done >= 10:
            raise KeyboardInterrupt

    index, before = Index(places), children()
    with pytest.raises(KeyboardInterrupt):
        index.refresh(told=stop)
    assert index.count(Wanted()) == 0
    assert children() == before
    told: list[tuple[int, int]] = []
    index.refresh(told=lambda *read: told.append(read))
    assert (told[0], told[-1]) == ((0, every), (every, every))
    assert index.count(Wanted()) == every
    index.close()
