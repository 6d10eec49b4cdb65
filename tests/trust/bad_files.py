"""What a bad file is: of which kind, how it is made, which command meets it, and what that says.

Every text in these files is `SECRET`, which no message may repeat.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SECRET = "ZZCANARY"
ID = "20261121-badbad"

Make = Callable[[Path], object]


class Kind(NamedTuple):
    """A kind of file: where it lies in a workspace, and the commands that meet it, with their exit codes."""

    place: str
    commands: tuple[tuple[str, int], ...]


class Row(NamedTuple):
    """One bad file."""

    number: int
    """Of the catalogue of bad inputs."""
    what: str
    kind: str
    made: bytes | Make
    says: str
    """Stands in the line about it; empty where it does no harm."""


KINDS = {
    "record": Kind(f"audits/2026-11/{ID}.json", (("audit list", 1), (f"audit show {ID}", 2))),
    "record.toml": Kind(f"audits/2026-11/{ID}.toml", (("summary", 1), (f"audit show {ID}", 2))),
    "harmless record": Kind(f"audits/2026-11/{ID}.json", (("summary", 0), (f"audit show {ID}", 0))),
    "copy": Kind("audits/2026-11/copy.json", (("audit list", 1), ("summary", 1))),
    "draft": Kind(".caseaudit/drafts/{drafts}/{audit}.json", (("audit fill {audit}", 2),)),
    "revision": Kind(
        ".caseaudit/history/{audit}/00000002.json", (("audit history {audit}", 2), ("audit show {audit}", 2))
    ),
    "checklist": Kind("checklists/broken.toml", (("checklist check {path}", 1), ("checklist show broken", 2))),
    "exemplars": Kind("checklists/exemplars/handover.toml", (("checklist check {path}", 1),)),
    "timescales": Kind("checklists/timescales.toml", (("timescale list", 1),)),
    "packs": Kind("checklists/packs.toml", (("pack list", 1),)),
    "scales": Kind("checklists/scales.toml", (("checklist check", 1),)),
    "settings": Kind("caseaudit.toml", (("audit answer {audit} HND-02 yes", 2),)),
    "sample": Kind("samples/sample-20261120-badbad.json", (("sample list", 1), ("sample show {id}", 2))),
    "plan": Kind("plans/sample-20261120-badbad.json", (("plan list", 1), ("plan show {id}", 2))),
    "session": Kind("training/session-20261120-badbad.json", (("train sessions", 1), ("train result {id}", 2))),
    "counts": Kind("../counts.json", (("merge {path}", 2),)),
    "grades": Kind("../grades.csv", (("agreement --from {path}", 2),)),
    "list.csv": Kind("../list.csv", (("sample check {path} --column case=CaseID", 2),)),
    "list.xlsx": Kind("../list.xlsx", (("sample check {path} --column case=CaseID", 2),)),
    "harmless list": Kind("../list.xlsx", (("sample check {path} --column case=CaseID", 0),)),
    "harmless list.csv": Kind("../list.csv", (("sample check {path} --column case=CaseID", 0),)),
    "faulty list.csv": Kind("../list.csv", (("sample check {path} --column case=CaseID", 1),)),
    "checklist.xlsx": Kind("../ours.xlsx", (("checklist from-xlsx {path}", 2),)),
}

# ── what is said of more than one ────────────────────────────────────────────

RESTORE = "Restore it from its history"
TOO_DEEP = "is nested too deeply"
TOO_LARGE = "holds a number that is too large. Use an ordinary number"
MERGE = "holds the marks of an unfinished merge. Keep one side"
NEWER = "was made by a newer caseaudit (format 99; this one reads up to 1). Update caseaudit"
UTF_8 = "is not UTF-8 text. Save the file as UTF-8"
UTF_16 = "is saved as UTF-16. Save it as UTF-8 and try again"
LACKS = "lacks a field that every record has"
UNFIT = "does not fit the record format"
