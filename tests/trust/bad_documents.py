"""The catalogue of bad files: checklists and what lies beside them, and what the program itself writes."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from trust.bad_files import NEWER, TOO_DEEP, UTF_8, UTF_16, Row
from trust.bad_records import GOOD, record

SAMPLE = Path(__file__).parents[1] / "sample"
GOLDEN = Path(__file__).parent / "golden" / "quality-cycle"

# ── checklists and what lies beside them ─────────────────────────────────────

CHECKLIST = (SAMPLE / "handover.toml").read_bytes()
OWN = CHECKLIST.replace(b'id = "handover"\ntitle', b'id = "broken"\ntitle', 1)

CHECKLISTS = [
    Row(1, "an empty checklist", "checklist", b"", "is empty (an interrupted copy?)"),
    Row(2, "a checklist of NUL", "checklist", b"\0" * 8192, "holds only blanks, as after a power loss"),
    Row(3, "a checklist cut short", "checklist", OWN[:500], ": is not TOML: unterminated string"),
    Row(3, "cut short between lines", "checklist", OWN[: OWN.index(b"[[section]]")], "section: is missing"),
    Row(5, "a checklist with marks of a merge", "checklist", b"<<<<<<< HEAD\n" + OWN, ":1: holds the marks"),
    Row(7, "a checklist in UTF-16", "checklist", OWN.decode().encode("utf-16"), UTF_16),
    Row(8, "a checklist in cp1252", "checklist", OWN.replace(b"A small", b"Caf\xe9"), f":9:65: {UTF_8}"),
    Row(10, "weight twice", "checklist", OWN.replace(b"weight = 2", b"weight = 2\nweight = 3"), ":20:11: is not TOML"),
    Row(10, "a table twice", "checklist", OWN + b"\n[judgement]\n[judgement]\n", "is not TOML: cannot declare"),
    Row(11, "a key that nobody knows", "checklist", OWN.replace(b"weight = 2", b"wieght = 2"), "weight"),
    Row(13, "deep lists", "checklist", b"a = " + b"[" * 100_000, TOO_DEEP),
    Row(13, "deep tables", "checklist", b"a = " + b"{b = " * 5_000, TOO_DEEP),
    Row(14, "100,000 dots", "checklist", b"a" + b".a" * 100_000 + b" = 1", TOO_DEEP),
    Row(
        14,
        "300 lines of 2,000 dots",
        "checklist",
        b"".join(b"k%d" % n + b".a" * 2000 + b" = 1\n" for n in range(250)),
        TOO_DEEP,
    ),
    Row(
        15,
        "a weight of 5,000 digits",
        "checklist",
        OWN.replace(b"weight = 2", b"weight = " + b"9" * 5_000),
        "too large",
    ),
    Row(17, "a weight of inf", "checklist", OWN.replace(b"weight = 2", b"weight = inf"), "weight"),
    Row(
        22,
        "30 February in a checklist",
        "checklist",
        OWN.replace(b"weight = 2", b"weight = 2026-02-30"),
        ":19:10: is not",
    ),
    Row(20, "a control character", "checklist", OWN.replace(b"Handover b", b"Hand\x1bover b"), ":3:14: is not TOML"),
    Row(26, "over a mebibyte", "checklist", OWN + b"#" * 1_048_576, "is 1.0 MiB, over the limit of 1 MiB"),
    Row(33, "a newer checklist", "checklist", OWN.replace(b"format = 1", b"format = 99", 1), NEWER),
    Row(
        36, "an id that climbs", "checklist", OWN.replace(b'"broken"', b'"../../x"', 1), "id: is not formed like an id"
    ),
    Row(37, "another id than its name", "checklist", CHECKLIST, "id: is not the file's name"),
    Row(44, "a question twice", "checklist", OWN.replace(b"HND-02", b"HND-01"), "id: is used twice. Give each"),
    Row(
        45,
        "10,000 questions",
        "checklist",
        OWN + OWN[OWN.index(b"[[section.criterion]]") :] * 2_500,
        "MiB, over the limit",
    ),
    Row(50, "a question of 200 KB", "checklist", OWN.replace(b"Was the transfer", b"a" * 200_000), "longer than 20000"),
    Row(4, "JSON for a checklist", "checklist", b'{"format": 1, "x": "ZZCANARY"}', ":1:1: is not TOML"),
    *(
        Row(number, f"{kind}: {what}", kind, content, says)
        for kind in ("exemplars", "timescales", "packs", "scales", "settings")
        for number, what, content, says in (
            (1, "empty", b"", "is empty (an interrupted copy?)"),
            (2, "NUL", b"\0" * 900, "holds only blanks, as after a power loss"),
            (7, "UTF-16", "x = 'ZZCANARY'".encode("utf-16"), UTF_16),
            (13, "deep", b"a = " + b"[" * 100_000, TOO_DEEP),
            (4, "not TOML", b"ZZCANARY\n", ":1:9: is not TOML"),
        )
    ),
    Row(33, "newer settings", "settings", b'format = 99\nname = "ZZCANARY"\n', NEWER),
    Row(33, "newer exemplars", "exemplars", b'format = 99\nchecklist = "handover"\n', NEWER),
]


# ── what a program writes and reads again ────────────────────────────────────


PLACES = {"sample": "samples/*", "plan": "plans/*", "session": "training/*", "counts": "counts.json"}
SOUND = {kind: next(GOLDEN.glob(place)).read_bytes() for kind, place in PLACES.items()}
_NOT_OURS = "that this program wrote. "

DOCUMENTS = [
    *(
        Row(number, f"{kind}: {what}", kind, spoil(SOUND[kind]), _NOT_OURS)
        for kind in ("sample", "plan", "session")
        for number, what, spoil in (
            (1, "empty", lambda _: b""),
            (2, "NUL", lambda _: b"\0" * 900),
            (3, "cut in half", lambda sound: sound[: len(sound) // 2]),
            (4, "garbage at the end", lambda sound: sound + b" x"),
            (4, "another thing", lambda _: GOOD),
            (7, "UTF-16", lambda sound: sound.decode().encode("utf-16")),
            (8, "cp1252", lambda sound: sound.replace(b"Auditor", b"Caf\xe9")),
            (12, "100,000 tables", lambda _: b'{"a":' * 100_000),
            (15, "a format of 5,000 digits", lambda _: b'{"format": ' + b"9" * 5_000 + b"}"),
        )
    ),
    *(
        Row(33, f"newer {kind}", kind, b'{"format": 99, "x": "ZZCANARY"}', NEWER)
        for kind in ("sample", "plan", "session", "draft", "revision")
    ),
    Row(1, "empty counts", "counts", b"", "is empty (an interrupted copy?)"),
    Row(2, "counts of NUL", "counts", b"\0" * 900, "holds only blanks, as after a power loss"),
    Row(3, "counts cut in half", "counts", SOUND["counts"][: len(SOUND["counts"]) // 2], "ends in the middle"),
    Row(4, "another thing for counts", "counts", GOOD, "holds no counts. Make it with `caseaudit export counts`"),
    Row(7, "counts in UTF-16", "counts", SOUND["counts"].decode().encode("utf-16"), UTF_16),
    Row(8, "counts in cp1252", "counts", SOUND["counts"].replace(b"North", b"Caf\xe9"), UTF_8),
    Row(12, "100,000 tables of counts", "counts", b'{"a":' * 100_000, TOO_DEEP),
    Row(
        33,
        "newer counts",
        "counts",
        b'{"caseaudit": "counts", "format": 99}',
        "was made by a newer caseaudit (format 99",
    ),
    Row(1, "an empty draft", "draft", b"", "is a draft that cannot be read. Move the file away; the last saved"),
    Row(3, "a draft cut short", "draft", b'{"format": 1, "base": 1, "at": "ZZCANARY', "is a draft that cannot be read"),
    Row(12, "a deep draft", "draft", b'{"a":' * 100_000, "is a draft that cannot be read"),
    Row(
        35, "a copy of an audit", "copy", lambda path: copyfile(next(path.parent.glob("2*.json")), path), "is a copy of"
    ),
    Row(23, "a date of long ago", "harmless record", record(date="1850-01-01"), ""),
    Row(23, "a date to come", "harmless record", record(date="2126-01-01"), ""),
]
