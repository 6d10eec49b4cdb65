"""What the index tells, and what becomes of it; that it never lies is in `tests/trust/test_index.py`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.store import looking, questions
from caseaudit.store.index import SORTS, Index, Wanted
from caseaudit.store.places import Places
from hostile import HOSTILE
from made_up import header

# ── the quick look ───────────────────────────────────────────────────────────


def test_the_quick_look_sees_every_save_of_ours(workspace: Workspace, begun: Audit) -> None:
    """A list that only looks at folders is never behind what this program saved."""
    for grade in ("good", "inadequate", "outstanding"):
        auditing.answer(workspace, begun.id, "HND-01", grade, reason="On file.")
        workspace.index.refresh(quick=True)
        (line,) = workspace.index.headlines(Wanted())
        assert line.revision == workspace.register.load(begun.id).revision.number


def test_the_quick_look_sees_a_save_after_a_long_rest(workspace: Workspace, begun: Audit) -> None:
    """Files and folders that have been still for an hour are skipped, and a save wakes them."""
    for path in [*workspace.places.audits.rglob("*"), workspace.places.audits]:
        os.utime(path, (1_000_000, 1_000_000))
    for _ in range(2):
        workspace.index.refresh(quick=True)
    told: list[tuple[int, int]] = []
    workspace.index.refresh(quick=True, told=lambda *read: told.append(read))
    assert told == []
    auditing.answer(workspace, begun.id, "HND-01", "good", reason="On file.")
    workspace.index.refresh(quick=True, told=lambda *read: told.append(read))
    assert told == [(0, 1), (1, 1)]
    assert workspace.index.headlines(Wanted())[0].answered == 1


@given(before=st.binary(min_size=24 * 150, max_size=24 * 150), places=st.sets(st.integers(0, 149)))
def test_stamps_that_differ_are_found_wherever_they_stand(before: bytes, places: set[int]) -> None:
    """Of the stamps of very many files: exactly those that are not as they were."""
    now = bytearray(before)
    for place in places:
        now[place * 24 + place % 24] ^= 1
    assert looking.changed_places(before, bytes(now)) == sorted(places)


def test_an_edit_under_an_old_time_is_seen(workspace: Workspace, begun: Audit) -> None:
    """A file whose time was set back long ago is edited and set back again, size unchanged: the list shows the edit."""
    path = workspace.register.path(begun)
    os.utime(path, (1_000_000, 1_000_000))
    workspace.index.refresh()
    path.write_bytes(path.read_bytes().replace(b"EB-1042", b"EB-9999"))
    os.utime(path, (1_000_000, 1_000_000))
    workspace.index.refresh()
    assert workspace.index.headlines(Wanted())[0].case == "EB-9999"


# ── what it tells ────────────────────────────────────────────────────────────


def test_a_line_says_what_the_audit_says(workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> None:
    """Every column of a list comes from the record."""
    fill(begun)
    auditing.add_action(workspace, begun.id, "Visit", "W. Worker", "2026-12-24")
    auditing.add_action(workspace, begun.id, "Write", "W. Worker", "2026-12-01", "HND-02")
    auditing.sign_off(workspace, begun.id)
    workspace.index.refresh()
    (line,) = workspace.index.headlines(Wanted())
    assert (line.id, line.case, line.team, line.worker) == (begun.id, "EB-1042", "North", "W. Worker")
    assert (line.state, line.judgement) == ("signed-off", "good")
    assert (line.answered, line.asked, line.open_actions, line.next_due) == (3, 3, 2, "2026-12-01")
    assert line.checklist == "handover"


def test_cells_hold_signed_off_answers_only(workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> None:
    """An audit in progress counts nowhere; an optional section counts where it was switched on."""
    fill(begun)
    workspace.index.refresh()
    assert questions.cells(workspace.index, Wanted()) == []
    auditing.sign_off(workspace, begun.id)
    workspace.index.refresh()
    assert [cell[:7] for cell in questions.cells(workspace.index, Wanted())] == [
        ("handover", "HND-01", "graded", "good", 1, 1, 1),
        ("handover", "HND-02", "graded", "yes", 1, 1, 1),
        ("handover", "HND-03", "graded", "", 1, 0, 0),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_looked_for(text: str, workspace: Workspace, begun: Audit) -> None:
    """A filter is data: quotes, percent signs and SQL find themselves and nothing else."""
    audit = auditing.begin(workspace, "handover", header(case=text[:100]))
    workspace.index.refresh()
    found = workspace.index.headlines(Wanted(equal=(("case", audit.case),)))
    assert [line.id for line in found] == [audit.id]
    assert audit.id in [line.id for line in workspace.index.headlines(Wanted(text=audit.case))]


def test_every_sort_puts_every_audit_somewhere(workspace: Workspace) -> None:
    """No sort loses a line, and windows of a list fit together."""
    for number in range(7):
        given = header(case=f"EB-{number % 3}", team="NS"[number % 2], date=f"2026-11-{20 - number}")
        auditing.begin(workspace, "handover", given)
    workspace.index.refresh()
    for sort in SORTS:
        whole = workspace.index.headlines(Wanted(sort=sort))
        windows = [workspace.index.headlines(Wanted(sort=sort), 3, start) for start in (0, 3, 6)]
        assert [line for window in windows for line in window] == whole
        assert len(whole) == 7


# ── damage ───────────────────────────────────────────────────────────────────


def spoilt(places: Places, start: int, length: int = 4096) -> None:
    """Overwrite part of an index file, as a bad disk would."""
    with places.index_file.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * length)


@pytest.mark.parametrize("start", [0, 20, 100, 4096, 8192, 3 * 4096, 5 * 4096])
def test_a_damaged_index_is_made_anew(start: int, workspace: Workspace, begun: Audit) -> None:
    """Wherever the damage lies, the list is right and nobody is bothered."""
    workspace.index.refresh()
    workspace.index.close()
    spoilt(workspace.places, start)
    index = Index(workspace.places)
    index.refresh()
    assert [line.id for line in index.headlines(Wanted())] == [begun.id]
    assert index.count(Wanted()) == 1
    assert index.unreadable() == index.copies() == []
    index.close()


def test_an_index_damaged_while_it_is_in_use_is_made_anew(workspace: Workspace, begun: Audit) -> None:
    """A table goes missing between the look and the question: it is made again and the question answered."""
    workspace.index.refresh()
    workspace.index.connection.execute("DROP TABLE audit")
    assert [line.id for line in workspace.index.headlines(Wanted())] == [begun.id]


def test_an_index_of_another_version_is_made_anew(workspace: Workspace, begun: Audit) -> None:
    """What an older or newer caseaudit left in the cache is not read."""
    workspace.index.refresh()
    workspace.index.connection.execute("PRAGMA user_version = 77")
    workspace.index.close()
    index = Index(workspace.places)
    index.refresh()
    assert index.count(Wanted()) == 1
    index.close()


def test_without_a_cache_folder_the_index_lives_in_memory(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where nothing can be kept, lists still work."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    index = Index(workspace.places)
    index.refresh()
    assert index.count(Wanted()) == 1
    assert index.connection.execute("PRAGMA database_list").fetchone()[2] == ""


def test_the_index_holds_no_free_text(workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> None:
    """Reasons, evidence and actions stay in the record; the cache is private."""
    fill(begun)
    auditing.add_action(workspace, begun.id, "ZZCANARY", "ZZCANARY", "2026-12-24")
    auditing.answer(workspace, begun.id, "HND-02", "yes", reason="ZZCANARY", evidence="ZZCANARY", impact="ZZCANARY")
    workspace.index.refresh()
    assert b"ZZCANARY" not in workspace.places.index_file.read_bytes()
    assert workspace.places.index_file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_counted(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission for one month: the other months are listed, and that one is never silently nothing."""
    auditing.begin(workspace, "handover", header(date="2026-12-01"))
    workspace.index.refresh()
    locked = str(workspace.places.audits / "2026-12")

    def refusing(folder: str) -> looking.Look:
        if folder == locked:
            raise PermissionError(13, "no", folder)
        return looking.look(folder)

    with monkeypatch.context() as broken:
        broken.setattr("caseaudit.store.index.look", refusing)
        workspace.index.refresh()
        assert [line.id for line in workspace.index.headlines(Wanted())] == [begun.id]
        (problem,) = workspace.index.unreadable()
        assert (
            str(problem) == f"{locked}: you may not do that here. Ask for access to the folder, or choose another one."
        )
    workspace.index.refresh()
    assert workspace.index.count(Wanted()) == 2
    assert workspace.index.unreadable() == []


def test_two_programs_may_look_at_once(workspace: Workspace, begun: Audit) -> None:
    """Two open indexes of one workspace take turns and agree."""
    other = Index(workspace.places)
    for index in (workspace.index, other, workspace.index):
        auditing.answer(workspace, begun.id, "HND-01", "good", reason=f"Seen by {id(index)}.")
        index.refresh()
        assert index.headlines(Wanted())[0].revision == workspace.register.load(begun.id).revision.number
    assert other.headlines(Wanted()) != []
    other.close()
    assert sqlite3.connect(workspace.places.index_file).execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_an_index_in_use_is_never_taken_from_under_its_user(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody holds the file, another one answers from memory; the file stays, and so does what it says."""
    monkeypatch.setattr("caseaudit.store.index_file._PATIENCE", 0.01)
    workspace.index.refresh()
    file = workspace.places.index_file
    before = file.stat().st_ino
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    impatient = Index(workspace.places)
    impatient.refresh()

    assert impatient.count(Wanted()) == 1
    assert file.stat().st_ino == before
    holder.execute("ROLLBACK")
    assert workspace.index.count(Wanted()) == 1


def test_many_who_open_a_new_index_at_once_all_get_an_answer(workspace: Workspace, begun: Audit) -> None:
    """The first start opens the index from two threads; nobody finds the other's half-made file damaged."""
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda _: _counted(workspace), range(24)))

    assert counts == [1] * 24


def _counted(workspace: Workspace) -> int:
    with closing(Index(workspace.places)) as index:
        index.refresh()
        return index.count(Wanted())
