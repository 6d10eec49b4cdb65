"""The catalogue of bad files, its records: damaged, hostile, of another shape, or no files at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from caseaudit.store import records
from made_up import begun as made_up_audit
from trust.bad_files import ID, LACKS, MERGE, NEWER, RESTORE, SECRET, TOO_DEEP, TOO_LARGE, UNFIT, UTF_8, UTF_16, Row


def words(**changes: Any) -> dict[str, Any]:
    """Return the tables of a record full of secrets, with some keys changed."""
    tables: dict[str, Any] = json.loads(records.encode(made_up_audit(ID, case=f"{SECRET}-1", worker=SECRET)))
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


def inserted(text: str) -> bytes:
    """Return the record with something put in front of its first key."""
    return GOOD.replace(b"{", b"{" + text.encode(), 1)


GOOD = record()
TOML = records.encode(records.decode(GOOD, "x.json"), ".toml")
RULE = b"[checklist.judgement]"
NO_CASE = json.dumps({key: value for key, value in words().items() if key != "case"}).encode()
NEVER = [{"id": "A1", "what": SECRET, "owner": SECRET, "due": "soon"}]
ODD_IDS = {
    36: ("../x", "a/b", "a\\b", "C:x", "..", "."),
    37: ("", "con", "nul", "com1", "lpt9"),
    39: ("A", "ı"),
    40: ("é", "é"),
    41: ("a" * 65,),
    42: ("a.", "a ", "-a", "a:b", "x\n"),
    21: ("x\u200by", "x\u202ey"),
}
"""Ids that cannot be the name of a file on every system."""

RECORDS = [
    Row(1, "empty", "record", b"", f"is empty (an interrupted copy?). {RESTORE}"),
    Row(1, "blanks only", "record", b" \r\n\t\n", f"is empty (an interrupted copy?). {RESTORE}"),
    Row(2, "8 KiB of NUL", "record", b"\0" * 8192, f"holds only blanks, as after a power loss. {RESTORE}"),
    Row(3, "cut in half", "record", GOOD[: len(GOOD) // 2], f"ends in the middle (an interrupted copy?). {RESTORE}"),
    Row(3, "cut in a text", "record", GOOD[: GOOD.index(SECRET.encode()) + 3], "ends in the middle"),
    Row(4, "garbage at the end", "record", GOOD + b" x", "is not JSON. Mend that place"),
    Row(2, "NUL in the middle", "record", GOOD[:200] + b"\0" * 64 + GOOD[264:], "is not JSON. Mend that place"),
    Row(5, "marks of a merge", "record", b"<<<<<<< HEAD\n" + GOOD, f":1: {MERGE}"),
    Row(
        5, "marks of a merge inside", "record", GOOD.replace(b' "id"', b'=======\n>>>>>>> x\n "id"', 1), f":4: {MERGE}"
    ),
    Row(5, "marks of a merge, TOML", "record.toml", TOML.replace(b"case", b"<<<<<<< HEAD\ncase", 1), MERGE),
    Row(7, "UTF-16", "record", GOOD.decode().encode("utf-16"), UTF_16),
    Row(7, "UTF-16, other end first", "record", b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), UTF_16),
    Row(7, "UTF-16, TOML", "record.toml", TOML.decode().encode("utf-16"), UTF_16),
    Row(8, "cp1252 é", "record", GOOD.replace(b"North", b"Caf\xe9"), UTF_8),
    Row(8, "cp1252 ’, TOML", "record.toml", TOML.replace(b"North", b"Jo\x92s"), UTF_8),
    Row(9, "a key twice", "record", inserted(f'"case": "{SECRET}",'), "holds the same key twice in one place. Keep"),
    Row(
        10, "a key twice, TOML", "record.toml", TOML.replace(b"case", b'case = ""\ncase', 1), "is not TOML: cannot over"
    ),
    Row(9, "an answer twice", "record", record(answers=words()["answers"][:1] * 2), "HND-01: is answered twice. Keep"),
    Row(9, "an action twice", "record", record(actions=words()["actions"] * 2), "A1: is an action that is there twice"),
    Row(
        9, "a section twice", "record", record(sections=words()["sections"][:1] * 2), "is a section that is there twice"
    ),
    Row(12, "100,000 lists", "record", b"[" * 100_000, UNFIT),
    Row(12, "100,000 tables", "record", b'{"a":' * 100_000, TOO_DEEP),
    Row(12, "100,000 lists inside", "record", inserted('"x": ' + "[" * 100_000 + "]" * 100_000 + ","), TOO_DEEP),
    Row(12, "200 tables inside", "record", inserted('"x": ' + '{"a":' * 200 + "1" + "}" * 200 + ","), TOO_DEEP),
    Row(13, "100,000 lists, TOML", "record.toml", b"a = " + b"[" * 100_000, TOO_DEEP),
    Row(14, "100,000 dots, TOML", "record.toml", b"a" + b".a" * 100_000 + b" = 1", TOO_DEEP),
    Row(13, "300 tables, TOML", "record.toml", TOML + b"[x" + b".a" * 300 + b"]\n", TOO_DEEP),
    Row(15, "5,000 digits", "record", inserted(f'"x": {"9" * 5000},'), TOO_LARGE),
    Row(15, "a count of 5,000 digits", "record", GOOD.replace(b'"count": 1', b'"count": ' + b"9" * 5000, 1), TOO_LARGE),
    Row(15, "5,000 digits, TOML", "record.toml", TOML + b"x = " + b"9" * 5000, TOO_LARGE),
    Row(16, "100,000 hex digits, TOML", "record.toml", b"x = 0x" + b"f" * 100_000 + b"\n" + TOML, TOO_LARGE),
    Row(15, "a count past all counting", "record", answer(count=10**30), "has a count that is out of range. Use 0 to"),
    Row(15, "a count below nothing", "record", answer(count=-1), "HND-01: has a count that is out of range"),
    Row(15, "a weight of nothing", "record", answer(weight=0), "HND-01: has a weight that is out of range. Use 1 to 5"),
    Row(15, "a revision past all", "record", record(revision={"number": 10**30}), "revision: is not a number that a"),
    Row(17, "1e400", "record", inserted('"x": 1e400,'), "holds a number that is too large"),
    Row(17, "NaN", "record", inserted('"x": NaN,'), ":1:7: is not JSON"),
    Row(17, "a share of NaN", "record.toml", TOML.replace(RULE, RULE + b"\ngood_share = nan"), "is not a share"),
    Row(17, "a share of inf", "record.toml", TOML.replace(RULE, RULE + b"\ngood_share = inf"), "is not a share"),
    Row(18, "a lone surrogate", "record", GOOD.replace(b'"North"', rb'"\ud800"'), "is not JSON"),
    Row(18, "a lone surrogate, unknown", "record", inserted(r'"x": "\ud800",'), "is not JSON"),
    Row(22, "30 February", "record", record(date="2026-02-30"), "date: is not a date. Write it as YYYY-MM-DD"),
    Row(
        22,
        "30 February, TOML",
        "record.toml",
        TOML.replace(b'"2026-11-20"', b"2026-02-30"),
        "is not TOML: invalid date",
    ),
    Row(22, "a date in words", "record", record(date="last week"), "date: is not a date"),
    Row(22, "an action due never", "record", record(actions=NEVER), "A1: is not a date"),
    Row(26, "6 MiB", "record", record(note="a" * 6 * 1_048_576), "is 6.0 MiB, over the limit of 5 MiB"),
    Row(33, "a newer format", "record", record(format=99), NEWER),
    Row(33, "a newer format, all new", "record", b'{"format": 99, "everything": "ZZCANARY"}', NEWER),
    Row(33, "a newer format, TOML", "record.toml", TOML.replace(b"format = 1", b"format = 99", 1), NEWER),
    Row(33, "format nought", "record", record(format=0), "format: has no valid format number"),
    Row(4, "a list", "record", b"[]", UNFIT),
    Row(4, "a text", "record", json.dumps(SECRET).encode(), UNFIT),
    Row(4, "nothing in it", "record", b"{}", LACKS),
    Row(4, "no case", "record", NO_CASE, LACKS),
    Row(4, "a number for a text", "record", record(case=7), f"case: {UNFIT}. Mend that field"),
    Row(4, "a text for a list", "record", record(answers=SECRET), f"answers: {UNFIT}"),
    Row(4, "a word that is none", "record", record(role=SECRET), f"role: {UNFIT}"),
    Row(4, "a state that is none", "record", answer(state=SECRET), f"answers[0].state: {UNFIT}"),
    Row(4, "something else", "record.toml", b'[package]\nname = "x"\n', LACKS),
    Row(4, "not TOML", "record.toml", b"case ZZCANARY\n", ":1:6: is not TOML"),
    Row(
        4, "a grade of another scale", "record", answer(grade="met"), "HND-01: has a grade that its scale does not know"
    ),
    Row(4, "graded without a grade", "record", answer(grade=""), "HND-01: has a grade that its scale does not know"),
    Row(
        4,
        "a grade where none goes",
        "record",
        answer(state="not-applicable"),
        "has a grade and is not-applicable. Keep",
    ),
    *(
        Row(number, f"id {odd!a}", "record", record(id=odd), "id: has an id that cannot be a file name. Use lower-case")
        for number, odds in ODD_IDS.items()
        for odd in odds
    ),
]


# ── what has a record's name and is no file ──────────────────────────────────


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


def a_link_beside(path: Path) -> None:
    """Make a link to a file in the same folder."""
    path.symlink_to(path.with_name("handover.toml"))


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
    Row(29, "a folder", "record", a_folder, "is a folder, not a file. Move it out of the folder of records"),
    Row(28, "a pipe", "record", a_pipe, "is not an ordinary file. Remove it from the workspace"),
    Row(30, "a link out", "record", a_link_out, "is a link, which is not followed. Put the file itself there"),
    Row(31, "a link to itself", "record", a_link_to_itself, "is a link, which is not followed"),
    Row(31, "a dead link", "record", a_dead_link, "is a link, which is not followed"),
    Row(27, "10 GB", "record", ten_gigabytes, "is 10240.0 MiB, over the limit of 5 MiB"),
    Row(28, "a pipe for a checklist", "checklist", a_pipe, "is not an ordinary file"),
    Row(29, "a folder for packs", "packs", a_folder, "is a folder, not a file"),
    Row(30, "a link for a checklist", "checklist", a_link_beside, "is a link, which is not followed"),
    Row(28, "a pipe for a sample", "sample", a_pipe, "is not an ordinary file"),
    Row(28, "a pipe for a plan", "plan", a_pipe, "is not an ordinary file"),
    Row(30, "a link for a session", "session", a_dead_link, "is a link, which is not followed"),
    Row(27, "10 GB of counts", "counts", ten_gigabytes, "is 10240.0 MiB, over the limit of 256 MiB"),
    Row(27, "10 GB of grades", "grades", ten_gigabytes, "is over the limit of 32 MiB"),
    Row(27, "10 GB of cases", "list.csv", ten_gigabytes, "is over the limit of 256 MiB"),
    Row(27, "10 GB of a workbook", "list.xlsx", ten_gigabytes, "is over the limit of 64 MiB"),
    Row(27, "10 GB of a checklist as workbook", "checklist.xlsx", ten_gigabytes, "is over the limit of 4 MiB"),
]
