"""Your data is yours in every later version: what earlier ones wrote is read, what a newer one wrote is unhurt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from caseaudit.desk import auditing, planning
from caseaudit.desk.planning import Auditor
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.signature import content_digest
from caseaudit.problems import CaseauditError
from caseaudit.store import counts_json, exemplars, plans, records, samples, sessions
from caseaudit.store.drafts import Drafts
from caseaudit.store.library import Library
from caseaudit.store.places import Places, shipped_checklists
from caseaudit.store.settings import workspace_settings
from cli.running import Run
from conftest import NOON
from trust.conftest import Figures

GOLDEN = Path(__file__).parent / "golden"
"""Workspaces as the program of an earlier day left them; see the README there."""
LAKE = GOLDEN / "lake"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path != LAKE)
CYCLE = GOLDEN / "quality-cycle"
COUNTS = CYCLE / "counts.json"
READABLE = sorted(path for name in NAMES for path in (GOLDEN / name).glob("audits/*/*"))
REVISIONS = sorted(path for name in NAMES for path in (GOLDEN / name).glob(".caseaudit/history/*/*"))
RECORDS = [*READABLE, *REVISIONS]
SIGNED = [path for path in READABLE if b"sign_off" in path.read_bytes()]

every_workspace = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def opened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of a workspace of an earlier version, opened by this one; commands find it too."""
    folder = copytree(GOLDEN / name, tmp_path / name)
    for empty in ("audits", ".caseaudit/history", ".caseaudit/drafts"):
        (folder / empty).mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("CASEAUDIT_WORKSPACE", str(folder))
    return Workspace(Places(folder), "A. Auditor", clock=lambda: NOON)


def state(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder and what is in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ── what earlier versions wrote ──────────────────────────────────────────────

READING = [
    *("audit list", "summary", "themes", "action list", "moderate list", "agreement", "checklist check", "plan list"),
    *("plan mine", "sample list", "train sessions", "export csv", "export json", "export facts", "export actions"),
    *("export calendar", "export counts --name X", "export markdown"),
]
OF_EACH = {
    "audits/*/*": ("audit show", "audit history"),
    "samples/*": ("sample show", "plan show"),
    "training/*": ("train result",),
    "checklists/*": ("checklist show",),
}


def commands(folder: Path) -> Iterator[str]:
    """Yield every command that reads a workspace, and those that read one of its documents for each of them."""
    yield from READING
    for found, asked in OF_EACH.items():
        yield from (f"{command} {path.stem}" for path in sorted(folder.glob(found)) for command in asked)


@every_workspace
def test_every_command_reads_what_an_earlier_version_wrote(opened: Workspace, run: Run) -> None:
    """None complains, none changes a byte, and every audit is in the list."""
    folder = opened.places.workspace
    before = state(folder)
    for command in commands(folder):
        said = run(*command.split())
        assert said.code == 0 or "is not revealed yet" in said.err, (command, said.err)
        assert folder.name not in said.err, (command, said.err)
    listed = run("audit", "list").out
    assert [path.stem for path in folder.glob("audits/*/*") if path.stem not in listed] == []
    assert state(folder) == before


def test_every_record_ever_written_is_read_and_written_back_the_same(figure: Figures) -> None:
    """Byte for byte, the readable files and every revision, as JSON and as TOML."""
    changed = [path for path in RECORDS if records.encode(_read(path), path.suffix) != path.read_bytes()]

    assert changed == []
    figure("Records and revisions of earlier versions, read and written back byte for byte", len(RECORDS))


def _read(path: Path) -> Any:
    return records.decode(path.read_bytes(), str(path))


def test_samples_plans_sessions_and_counts_are_as_they_were_written() -> None:
    """None counts as changed by hand, and a plan or counts written again are the same bytes."""
    (plan,) = CYCLE.glob("plans/*")

    assert all(samples.read(path).intact for path in CYCLE.glob("samples/*"))
    assert all(sessions.read(path).intact for path in CYCLE.glob("training/*"))
    assert plans.encode(plans.read(plan)) == plan.read_bytes()
    assert counts_json.encode(counts_json.decode(COUNTS.read_bytes(), "counts.json")) == COUNTS.read_bytes()


@pytest.mark.parametrize("name", ["quality-cycle"])
def test_an_old_export_is_counted_to_the_same_figures(opened: Workspace, run: Run) -> None:
    """The tables that an earlier version handed over say what the workspace that they came from says."""
    here, there = (run("summary", "--json", *of) for of in ((), ("--engine", "duckdb", "--from", str(LAKE))))
    said, counted = json.loads(here.out), json.loads(there.out)

    assert counted["audits"] == said["audits"] == 1
    assert counted["rows"] == said["rows"]
    assert counted["judgements"] == said["judgements"]


@pytest.mark.parametrize("path", SIGNED, ids=[path.stem for path in SIGNED])
def test_an_old_signature_still_holds(path: Path) -> None:
    """What was signed then is what this version takes to be signed."""
    audit = _read(path)

    assert audit.sign_off.digest == content_digest(audit)


@every_workspace
def test_an_old_history_holds_and_goes_on(opened: Workspace) -> None:
    """Each chain is whole, nothing counts as edited outside, and a new revision follows the old ones."""
    for path in opened.register.files():
        history = opened.register.history(path.stem)
        before = len(history.numbers())
        assert history.broken() is None
        audit = opened.register.load(path.stem)
        assert len(history.numbers()) == before
        auditing.add_action(opened, audit.id, "Ring", "W. Worker", "2026-12-24")
        assert len(history.numbers()) == before + 1
        assert history.broken() is None


@pytest.mark.parametrize("name", ["quality-cycle"])
def test_an_old_draft_is_taken_up(opened: Workspace) -> None:
    """What somebody typed before an update is there after it."""
    (draft,) = opened.places.drafts.rglob("*.json")

    assert auditing.take_up(opened, draft.stem).working.answer("PLC-01").reason == "Typed, not saved"


# ── what a newer version wrote: the same format, more in it ──────────────────

NEW = {"a": [1, {"b": "[Child A]"}], "c": None}


def added(value: Any) -> Any:
    """Return tables with a field in each of them that nobody knows."""
    if isinstance(value, list):
        return [added(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {**{key: added(item) for key, item in value.items()}, "x_new": NEW}


def fields(value: Any) -> int:
    """Return how many tables there are in tables."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, dict) + sum(map(fields, inside))


def test_what_a_newer_version_added_anywhere_in_a_record_is_kept(figure: Figures) -> None:
    """In the record and in every table of it; but for the revision, which each save has anew."""
    tables = 0
    for path in GOLDEN.glob("*/audits/*/*.json"):
        record = json.loads(path.read_bytes())
        more = added(record)
        more["revision"] = record["revision"]
        assert json.loads(records.encode(records.decode(json.dumps(more).encode(), "x.json"))) == more
        tables += fields(record) - 1
    figure("Tables of records in which a field of a newer version outlives a save", tables)


@pytest.mark.parametrize("name", ["quality-cycle"])
def test_what_a_newer_version_added_to_a_plan_is_kept(opened: Workspace) -> None:
    """A case given to somebody else leaves everything else as it was."""
    (path,) = opened.places.plans.iterdir()
    plan = json.loads(path.read_bytes())
    more = {**plan, "x_new": NEW, "assignments": [{**each, "x_new": NEW} for each in plan["assignments"]]}
    path.write_text(json.dumps(more), encoding="utf-8")
    case = planning.find(opened, path.stem).assignments[-1].case
    planning.reassign(opened, path.stem, case, Auditor("C. Auditor"))
    after = json.loads(path.read_bytes())

    assert after["x_new"] == NEW
    assert [each["x_new"] for each in after["assignments"]] == [NEW] * len(more["assignments"])
    assert after["assignments"][-1]["auditor"] == "C. Auditor"


# ── what a newer version wrote: another format ───────────────────────────────

Refused = Callable[[Path], object]
CHECKLIST = GOLDEN / "as-toml" / "checklists" / "handover.toml"
SHIPPED = Library(shipped_checklists())
EXEMPLARS = shipped_checklists() / "exemplars" / "supervision.toml"


def _draft(path: Path) -> object:
    drafts = Drafts(path.parent / ".caseaudit" / "drafts", "A. Auditor")
    drafts.folder = path.parent
    return drafts.find(path.stem)


NEWER: dict[str, tuple[Path, Refused]] = {
    "a record": (next(CYCLE.glob("audits/*/*")), _read),
    "a record as TOML": (next(GOLDEN.glob("as-toml/audits/*/*")), _read),
    "a sample": (next(CYCLE.glob("samples/*")), samples.read),
    "a plan": (next(CYCLE.glob("plans/*")), plans.read),
    "a session": (next(CYCLE.glob("training/*")), sessions.read),
    "counts": (COUNTS, lambda path: counts_json.decode(path.read_bytes(), str(path))),
    "a checklist": (CHECKLIST, SHIPPED.read),
    "exemplars": (EXEMPLARS, lambda path: exemplars.read(SHIPPED, path)),
    "a draft": (next(CYCLE.glob(".caseaudit/drafts/*/*")), _draft),
    "the settings of a workspace": (CYCLE / "caseaudit.toml", lambda path: workspace_settings(Places(path.parent))),
}


def newer(content: bytes, *, shape: bool) -> bytes:
    """Return a document in format 99: the rest as it was, or (`shape`) nothing that this version knows."""
    is_json = content.lstrip().startswith(b"{")
    if shape:
        kind = b'"caseaudit": "counts", ' if b'"caseaudit"' in content[:30] else b""
        return b"{" + kind + b'"format": 99, "words": {"of": "ZZCANARY"}}' if is_json else b"format = 99\n[words]\n"
    head, tail = (b'"format": 1', b'"format": 99') if is_json else (b"format = 1", b"format = 99")
    return content.replace(head, tail, 1).replace(b'"format":1', b'"format":99', 1)


@pytest.mark.parametrize("shape", [False, True], ids=["same shape", "another shape"])
@pytest.mark.parametrize("kind", NEWER)
def test_a_newer_format_is_refused_in_one_line_and_left_alone(kind: str, shape: bool, tmp_path: Path) -> None:
    """Whatever else it holds: that it is newer, which format it is, what to do; and no word out of it."""
    golden, reads = NEWER[kind]
    content = newer(golden.read_bytes(), shape=shape)
    path = tmp_path / golden.name
    path.write_bytes(content)
    with pytest.raises(CaseauditError) as refused:
        reads(path)
    said = str(refused.value)

    assert "was made by a newer caseaudit (format 99; this one reads" in said
    assert "Update caseaudit" in said
    assert "\n" not in said
    assert "ZZCANARY" not in said
    assert refused.value.exit_code == 2
    assert path.read_bytes() == content
