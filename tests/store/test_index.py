"""The index can be deleted at any time and never lies: it always answers as one made anew."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.store import looking, questions, records
from caseaudit.store.index import FILTERS, SORTS, Index, Wanted
from caseaudit.store.places import Places
from hostile import HOSTILE
from made_up import begun as made_up_audit
from made_up import header

NAMES = ["copy.json", "20261120-audit1 (1).json", "zzz.toml", ".hidden.json", "x.txt"]
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
        """Begin with an empty workspace."""
        self.places = make(mkdtemp(dir=os.environ["HOME"]))
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

    @rule(quick=st.booleans())
    def look(self, quick: bool) -> None:
        """The index is refreshed on the way."""
        self.index.refresh(quick=quick)

    @invariant()
    def it_answers_as_one_made_anew(self) -> None:
        """After a refresh, everything that it says is what a new index says."""
        self.index.refresh()
        assert said(self.index) == anew(self.places)


Folder.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
test_the_index_never_lies = Folder.TestCase


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
    assert said(other) != []
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
