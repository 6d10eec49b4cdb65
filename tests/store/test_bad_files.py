"""The catalogue of bad files: what each gets, and that the work around it goes on."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.listing import listing
from caseaudit.desk.summarising import summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, CaseauditError, StorageTrouble
from caseaudit.store import records
from caseaudit.store.index import Wanted
from caseaudit.store.names import is_audit_id
from made_up import begun as made_up_audit

SECRET = "ZZCANARY"
"""Stands in every text of the records below; no message may repeat it."""
BAD_ID = "20261121-badbad"


def words(**changes: Any) -> dict[str, Any]:
    """Return the tables of a record full of secrets, with some keys changed."""
    tables: dict[str, Any] = json.loads(records.encode(made_up_audit(BAD_ID, case=f"{SECRET}-1", worker=SECRET)))
    for answer in tables["answers"]:
        answer |= {"state": "graded", "grade": "good", "reason": SECRET, "count": 1}
    tables["answers"][1]["grade"] = "yes"
    tables["actions"] = [{"id": "A1", "what": SECRET, "owner": SECRET, "due": "2026-12-01"}]
    return {**tables, **changes}


def record(**changes: Any) -> bytes:
    """Return the bytes of that record as JSON."""
    return json.dumps(words(**changes), indent=1).encode()


def answer(**changes: Any) -> bytes:
    """Return the record with its first answer changed."""
    tables = words()
    tables["answers"][0] |= changes
    return json.dumps(tables, indent=1).encode()


GOOD = record()
TOML = records.encode(records.decode(GOOD, "x.json"), ".toml")
RULE = b"[checklist.judgement]"


def inserted(text: str) -> bytes:
    """Return the record with something put in front of its first key."""
    return GOOD.replace(b"{", b"{" + text.encode(), 1)


ODD_IDS = [
    *("../x", "a/b", "a\\b", "C:x", "..", ".", "", "con", "nul", "com1", "lpt9"),
    *("A", "ı", "é", "a.", "a ", "-a", "a" * 65, "x\u200by", "x\u202ey", "x\n"),
]


class Bad(NamedTuple):
    """A record that cannot be read."""

    name: str
    content: bytes
    says: str
    ending: str = ".json"


TABLE = [
    # interrupted, blank, half-merged
    Bad("empty", b"", "is empty (an interrupted copy?). Restore it"),
    Bad("blanks only", b" \r\n\t\n", "is empty (an interrupted copy?). Restore it"),
    Bad("8 KiB of NUL", b"\0" * 8192, "holds only blanks, as after a power loss. Restore it"),
    Bad("truncated", GOOD[: len(GOOD) // 2], "ends in the middle (an interrupted copy?). Restore it"),
    Bad("truncated in a text", GOOD[: GOOD.index(SECRET.encode()) + 3], "ends in the middle"),
    Bad("garbage at the end", GOOD + b" x", "is not JSON. Mend that place"),
    Bad("NUL in the middle", GOOD[:200] + b"\0" * 64 + GOOD[264:], "is not JSON. Mend that place"),
    Bad("marks of a merge", b"<<<<<<< HEAD\n" + GOOD, ":1: holds the marks of an unfinished merge. Keep one side"),
    Bad("marks of a merge inside", GOOD.replace(b' "id"', b'=======\n>>>>>>> x\n "id"', 1), ":4: holds the marks"),
    Bad("marks of a merge, TOML", TOML.replace(b"case", b"<<<<<<< HEAD\ncase", 1), "holds the marks of an", ".toml"),
    # encodings
    Bad("UTF-16", GOOD.decode().encode("utf-16"), "is saved as UTF-16. Save it as UTF-8 and try again"),
    Bad("UTF-16, other end first", b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), "is saved as UTF-16"),
    Bad("UTF-16, TOML", TOML.decode().encode("utf-16"), "is saved as UTF-16", ".toml"),
    Bad("cp1252 é", GOOD.replace(b"North", b"Caf\xe9"), "is not UTF-8 text. Save the file as UTF-8"),
    Bad("cp1252 ’, TOML", TOML.replace(b"North", b"Jo\x92s"), "is not UTF-8 text. Save the file as UTF-8", ".toml"),
    # the same thing twice
    Bad("a key twice", inserted(f'"case": "{SECRET}",'), "holds the same key twice in one place. Keep the right one"),
    Bad(
        "a key twice, TOML",
        TOML.replace(b"case", b'case = ""\ncase', 1),
        "is not TOML: cannot overwrite a value",
        ".toml",
    ),
    Bad("an answer twice", record(answers=words()["answers"][:1] * 2), "HND-01: is answered twice. Keep the right one"),
    Bad("an action twice", record(actions=words()["actions"] * 2), "A1: is an action that is there twice"),
    Bad("a section twice", record(sections=words()["sections"][:1] * 2), "handover: is a section that is there twice"),
    # depth and size
    Bad("100,000 lists", b"[" * 100_000, "does not fit the record format"),
    Bad("100,000 tables", b'{"a":' * 100_000, "is nested too deeply"),
    Bad("100,000 lists inside", inserted('"x": ' + "[" * 100_000 + "]" * 100_000 + ","), "is nested too deeply"),
    Bad("200 tables inside", inserted('"x": ' + '{"a":' * 200 + "1" + "}" * 200 + ","), "is nested too deeply"),
    Bad("100,000 lists, TOML", b"a = " + b"[" * 100_000, "is nested too deeply", ".toml"),
    Bad("100,000 dots, TOML", b"a" + b".a" * 100_000 + b" = 1", "is nested too deeply", ".toml"),
    Bad("300 tables, TOML", TOML + b"[x" + b".a" * 300 + b"]\n", "is nested too deeply", ".toml"),
    Bad("6 MiB", record(note="a" * 6 * 1_048_576), "is 6.0 MiB, over the limit of 5 MiB"),
    # numbers
    Bad("5,000 digits, unknown", inserted(f'"x": {"9" * 5000},'), "holds a number that is too large. Use an ordinary"),
    Bad(
        "5,000 digits, known",
        answer().replace(b'"count": 1', b'"count": ' + b"9" * 5000, 1),
        "holds a number that is too",
    ),
    Bad("5,000 digits, TOML", TOML + b"x = " + b"9" * 5000, "holds a number that is too large", ".toml"),
    Bad(
        "100,000 hex digits, TOML",
        b"x = 0x" + b"f" * 100_000 + b"\n" + TOML,
        "holds a number that is too large",
        ".toml",
    ),
    Bad("a count past all counting", answer(count=10**30), "HND-01: has a count that is out of range. Use 0 to 999999"),
    Bad("a count below nothing", answer(count=-1), "HND-01: has a count that is out of range"),
    Bad("a weight of nothing", answer(weight=0), "HND-01: has a weight that is out of range. Use 1 to 5"),
    Bad("a revision past all revisions", record(revision={"number": 10**30}), "revision: is not a number that a"),
    Bad("1e400", inserted('"x": 1e400,'), "holds a number that is too large"),
    Bad("NaN", inserted('"x": NaN,'), ":1:7: is not JSON"),
    Bad(
        "a share of NaN, TOML", TOML.replace(RULE, RULE + b"\ngood_share = nan"), "good_share: is not a share", ".toml"
    ),
    Bad(
        "a share of inf, TOML", TOML.replace(RULE, RULE + b"\ngood_share = inf"), "good_share: is not a share", ".toml"
    ),
    # texts
    Bad("a lone surrogate", GOOD.replace(b'"North"', rb'"\ud800"'), "is not JSON"),
    Bad("a lone surrogate, unknown", inserted(r'"x": "\ud800",'), "is not JSON"),
    # shape
    Bad("a list", b"[]", "does not fit the record format"),
    Bad("a text", json.dumps(SECRET).encode(), "does not fit the record format"),
    Bad("nothing in it", b"{}", "lacks a field that every record has"),
    Bad("no case", json.dumps({k: v for k, v in words().items() if k != "case"}).encode(), "lacks a field that every"),
    Bad("a number for a text", record(case=7), "case: does not fit the record format. Mend that field"),
    Bad("a text for a list", record(answers=SECRET), "answers: does not fit the record format"),
    Bad("a word that is none", record(role=SECRET), "role: does not fit the record format"),
    Bad("a state that is none", answer(state=SECRET), "answers[0].state: does not fit the record format"),
    Bad("another thing altogether", b'[package]\nname = "x"\n', "lacks a field that every record has", ".toml"),
    Bad("not TOML", b"case EB-1042\n", ":1:6: is not TOML", ".toml"),
    # what the types cannot say
    Bad("a newer format", record(format=99), "was made by a newer caseaudit (format 99; this one reads up to 1)"),
    Bad("a newer format, all new", b'{"format": 2, "everything": "else"}', "was made by a newer caseaudit (format 2"),
    Bad("a newer format, TOML", TOML.replace(b"format = 1", b"format = 99", 1), "was made by a newer", ".toml"),
    Bad("format nought", record(format=0), "format: has no valid format number"),
    Bad("30 February", record(date="2026-02-30"), "date: is not a date. Write it as YYYY-MM-DD"),
    Bad(
        "30 February, TOML",
        TOML.replace(b'date = "2026-11-20"', b"date = 2026-02-30"),
        "is not TOML: invalid date",
        ".toml",
    ),
    Bad("a date in words", record(date="last week"), "date: is not a date"),
    Bad(
        "an action due never",
        record(actions=[{"id": "A1", "what": "x", "owner": "y", "due": "soon"}]),
        "A1: is not a date",
    ),
    Bad("a grade of another scale", answer(grade="met"), "HND-01: has a grade that its scale does not know"),
    Bad("graded without a grade", answer(grade=""), "HND-01: has a grade that its scale does not know"),
    Bad(
        "a grade and not applicable",
        answer(state="not-applicable"),
        "HND-01: has a grade and is not-applicable. Keep one",
    ),
    *[
        Bad(f"id {odd!r}", record(id=odd), "id: has an id that cannot be a file name. Use lower-case letters")
        for odd in ODD_IDS
    ],
]
ROWS = pytest.mark.parametrize("bad", TABLE, ids=[bad.name for bad in TABLE])


@pytest.fixture
def month(workspace: Workspace, begun: Audit) -> Path:
    """The folder of November 2026, with one good audit in it."""
    return workspace.places.audits / begun.date[:7]


def signature(path: Path) -> tuple[int, ...]:
    """Return what would change if somebody wrote to a file."""
    status = path.lstat()
    return status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns


def promised(workspace: Workspace, good: Audit, path: Path, says: str) -> None:
    """Every bad file keeps the same promises, whatever is wrong with it.

    It is named in one line with a remedy, without a word of the record; the other audits are listed and
    counted; opening it says the same; the file itself is not touched.
    """
    before = signature(path)
    found = listing(workspace, Wanted(), quick=False)
    assert [line.id for line in found.lines] == [good.id]
    (problem,) = found.problems
    assert f"{path}" in str(problem)
    assert says in str(problem)
    assert "\n" not in str(problem)
    assert SECRET not in str(problem)
    assert problem.remedy
    assert summarise(workspace).unreadable == (problem,)
    with pytest.raises(CaseauditError) as refused:
        workspace.register.read(path)
    assert says in str(refused.value)
    assert refused.value.exit_code in (2, 4)
    assert refused.value.__cause__ is None
    assert signature(path) == before
    assert auditing.answer(workspace, good.id, "HND-02", "yes", reason="On file.").grade == "yes"


@ROWS
def test_a_bad_record_gets_one_clear_line_and_the_rest_goes_on(
    bad: Bad, workspace: Workspace, begun: Audit, month: Path
) -> None:
    """Each row of the catalogue."""
    path = month / f"{BAD_ID}{bad.ending}"
    path.write_bytes(bad.content)
    promised(workspace, begun, path, bad.says)


def test_where_in_the_file_it_stands() -> None:
    """A fault of the text itself is named with line and column, counted from 1."""
    with pytest.raises(BadInput) as refused:
        records.decode(GOOD.replace(b"North", b"Caf\xe9"), "x.json")
    line = next(number for number, text in enumerate(GOOD.split(b"\n"), 1) if b"North" in text)
    assert refused.value.problems[0].where == f"x.json:{line}:14"


# ── things with a record's name that are no files ────────────────────────────


def a_folder(path: Path) -> None:
    """Make a folder."""
    path.mkdir()


def a_pipe(path: Path) -> None:
    """Make a pipe that nobody writes to: opening it to read would wait for ever."""
    os.mkfifo(path)


def a_link_out(path: Path) -> None:
    """Make a link to a file outside the workspace."""
    target = path.parents[3] / "elsewhere.json"
    target.write_bytes(GOOD)
    path.symlink_to(target)


def a_link_to_itself(path: Path) -> None:
    """Make a link that goes round."""
    path.symlink_to(path)


def a_dead_link(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to(path.with_name("nothing"))


def ten_gigabytes(path: Path) -> None:
    """Make a file of 10 GB that takes no room."""
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)


NO_FILES = [
    (a_folder, "is a folder, not a file. Move it out of the folder of records"),
    (a_pipe, "is not an ordinary file. Remove it from the workspace"),
    (a_link_out, "is a link, which is not followed. Put the file itself there"),
    (a_link_to_itself, "is a link, which is not followed"),
    (a_dead_link, "is a link, which is not followed"),
    (ten_gigabytes, "is 10240.0 MiB, over the limit of 5 MiB"),
]


@pytest.mark.parametrize(("make", "says"), NO_FILES, ids=[make.__name__ for make, _ in NO_FILES])
@pytest.mark.timeout(20)
def test_what_is_no_file_is_named_and_never_waited_for(
    make: Callable[[Path], None], says: str, workspace: Workspace, begun: Audit, month: Path
) -> None:
    """A folder, a pipe, a link or a monster with a record's name is one line like any other."""
    path = month / f"{BAD_ID}.json"
    make(path)
    promised(workspace, begun, path, says)


@pytest.mark.parametrize("system", [errno.EACCES, errno.EIO, errno.ESTALE, errno.ETIMEDOUT])
def test_a_file_that_the_system_will_not_give_is_named(
    system: int, workspace: Workspace, begun: Audit, month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission, a bad disk, a share that went away: storage trouble, exit code 4, the others are listed."""
    path = month / f"{BAD_ID}.json"
    path.write_bytes(GOOD)
    opened = os.open

    def refusing(name: Any, *rest: Any, **more: Any) -> int:
        if str(name) == str(path):
            raise OSError(system, os.strerror(system), str(name))
        return opened(name, *rest, **more)

    monkeypatch.setattr(os, "open", refusing)
    says = {
        errno.EACCES: "you may not read this file. Ask for access to it",
        errno.EIO: "the disk reports an error. Copy the workspace to another disk",
        errno.ESTALE: "the shared folder is disconnected. Reconnect it",
        errno.ETIMEDOUT: "the shared folder does not answer. Reconnect it",
    }[system]
    promised(workspace, begun, path, says)
    with pytest.raises(StorageTrouble):
        workspace.register.read(path)


# ── names ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", [".lock", "desktop.ini", "~$x.json", "Thumbs.db", ".caseaudit-1.tmp", ".x.json", "x.json~"]
)
def test_files_of_other_programs_are_no_records(name: str, workspace: Workspace, begun: Audit, month: Path) -> None:
    """What systems and editors leave in a folder is neither read nor complained about."""
    (month / name).write_bytes(b"\0\xff")
    found = listing(workspace, Wanted(), quick=False)
    assert (len(found.lines), found.problems) == (1, [])


@pytest.mark.parametrize(
    "odd",
    [*ODD_IDS, "aux", "COM¹", "conin$", "a:b", "_vti_", "x\0y", "20261120-ABCDEF"],
)
def test_an_odd_id_is_refused_before_any_file_is_touched(odd: str, workspace: Workspace) -> None:
    """What a person gives as an id never becomes a path unless it is one of ours, on every system."""
    assert not is_audit_id(odd)
    outside = workspace.places.drafts / "x.json"
    outside.write_text("{}")
    for use in (
        lambda: workspace.register.load(odd),
        lambda: workspace.register.history(odd),
        lambda: workspace.drafts.find(odd),
        lambda: auditing.discard_draft(workspace, odd),
        lambda: auditing.answer(workspace, odd, "HND-01", "good"),
    ):
        with pytest.raises(BadInput, match="is not formed like an id"):
            use()
    assert outside.exists()


@pytest.mark.parametrize("name", ["a", "7", "20261120-k7m3x9", "com", "console", "a" * 64])
def test_an_id_of_ours_is_an_id(name: str) -> None:
    """Lower-case letters, digits and hyphens, up to 64 of them."""
    assert is_audit_id(name)


def test_an_id_that_nobody_has_is_told_with_the_nearest(workspace: Workspace, begun: Audit) -> None:
    """A slip in an id names the one that was meant."""
    with pytest.raises(BadInput, match=f'is not an audit of this workspace. Probably "{begun.id}" is meant'):
        workspace.register.load(begun.id[:-1])


def test_a_file_that_holds_another_audit_says_which(workspace: Workspace, month: Path) -> None:
    """A record copied under a name of its own is not taken for that audit."""
    (month / "20261122-copied.json").write_bytes(GOOD)
    with pytest.raises(BadInput, match=f"holds another audit than its name says. It is {BAD_ID}: rename the file"):
        workspace.register.load("20261122-copied")


# ── a damaged record that has a history ──────────────────────────────────────


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"{", b"<<<<<<< HEAD\n"])
def test_a_damaged_record_can_be_had_back(content: bytes, workspace: Workspace, begun: Audit) -> None:
    """The history still shows every revision; with the damaged file moved away the last one is written again."""
    path = workspace.register.path(begun)
    path.write_bytes(content)
    with pytest.raises(BadInput):
        workspace.register.load(begun.id)
    told, broken = auditing.past(workspace, begun.id)
    assert ([past.number for past in told], broken) == ([1], None)
    path.rename(path.with_suffix(".damaged"))
    assert workspace.register.load(begun.id) == begun
    assert path.exists()


def test_a_save_over_a_damaged_record_keeps_what_was_typed(workspace: Workspace, begun: Audit) -> None:
    """The file is not overwritten, the person is told, and the words are in the draft."""
    opened = auditing.take_up(workspace, begun.id)
    path = workspace.register.path(begun)
    path.write_bytes(b"{ half of")
    working = auditing.steps.answered(opened.working, "HND-01", state="graded", grade="good", reason="Typed.")
    with pytest.raises(BadInput, match="is not JSON"):
        auditing.save(workspace, working, opened.saved)
    assert path.read_bytes() == b"{ half of"
    draft = workspace.drafts.find(begun.id)
    assert draft is not None
    assert draft.audit.answer("HND-01").reason == "Typed."
