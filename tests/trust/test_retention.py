"""What is due is removed, every byte of it, and nothing else is touched."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit import __version__
from caseaudit.desk import retaining, summarising
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import retention as rules
from caseaudit.domain.actions import Action
from caseaudit.domain.calibration import Asked, Extract, Participant, Session
from caseaudit.domain.making import Making
from caseaudit.domain.planning import Assignment, Plan
from caseaudit.domain.sampling import SampledCase
from caseaudit.problems import BadInput, NotReady, StorageTrouble
from caseaudit.store import filesystem, makings, plans, samples, sessions
from caseaudit.store import retention as kept
from caseaudit.store.places import Places
from conftest import NOON
from store.test_samples import SAMPLE
from trust.conftest import Figures
from trust.kept_audits import marked, saved, typed

NOW = "2026-11-19T12:00:00Z"
OLD, YOUNG = "2024-11-19", "2025-11-20"
"""Two years and a day before the day of these tests, and one year."""
RULE = "\n[retention]\naudits_months = 24\n"
COPIES = (
    "{id} (1).json",
    "{id} - Copy.json",
    "{id}-OFFICE-PC.json",
    "{id} (A. Auditor's conflicted copy 2026-11-20).json",
    "{id}.sync-conflict-20261120-120000-ABCDEFG.json",
    "{id}_conf(1).json",
    "{id} (SFConflict a@b 2026-11-20).json",
    "{id}.json.orig.json",
    "copy of something.json",
    ".~{id}.json",
    ".syncthing.{id}.json.tmp",
    ".caseaudit-0123456789abcdef.tmp",
)
"""What sync programs, editors and crashes make of a file's name."""


def ruled(workspace: Workspace, rule: str = RULE) -> Workspace:
    """Settle how long the workspace keeps things, and return it opened anew."""
    with workspace.places.settings.open("a") as file:
        file.write(rule)
    return again(workspace)


def again(workspace: Workspace, person: str = "Q. Lead") -> Workspace:
    """Return the workspace as the lead opens it next."""
    return Workspace(workspace.places, person, clock=lambda: NOON)


def applied(workspace: Workspace, **options: bool) -> list[Path]:
    """Remove what is due, and return the certificates."""
    found = retaining.look(workspace, **options)
    return retaining.apply(workspace, found, retaining.going(found, **options), **options)


def everything(*folders: Path) -> dict[Path, bytes]:
    """Return every file below some folders with its bytes."""
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def mentions(word: str, *folders: Path) -> list[Path]:
    """Return every file and folder whose name or bytes hold a word, in the encodings that anything here writes."""
    wanted = (word.encode(), word.lower().encode(), word.encode("utf-16-le"))
    found = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if any(each.decode("latin1") in path.name for each in wanted)
    ]
    return found + [path for path, content in everything(*folders).items() if any(each in content for each in wanted)]


# ── the rule ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("counted", "months", "due"),
    [("2024-11-20", 24, "2026-11-20"), ("2024-02-29", 12, "2025-02-28"), ("2026-08-31", 6, "2027-02-28"),
     ("2026-11-30", 1, "2026-12-30"), ("2026-12-31", 1200, "2126-12-31"), ("9990-01-01", 1200, "9999-12-31")],
)  # fmt: skip
def test_months_are_months_of_the_calendar(counted: str, months: int, due: str) -> None:
    """So many months on, on the same day of the month, or the last day of a shorter one."""
    assert rules.due_on(counted, months) == due


@given(st.dates(), st.integers(1, 1200), st.dates())
def test_nothing_later_than_the_bound_is_due(counted: object, months: int, today: object) -> None:
    """So an audit dated after the bound need not be opened at all."""
    if rules.due_on(str(counted), months) <= str(today) and str(today) < "9999":
        assert str(counted) <= rules.months_before(str(today), months)


def test_no_period_ships(workspace: Workspace) -> None:
    """The council's schedule decides; without a line of its own nothing is ever due."""
    with pytest.raises(NotReady, match="says nothing of how long"):
        retaining.look(workspace)
    assert rules.Rule().shortest_of_audits == 0


def test_every_slip_in_the_rule_is_named_at_once(workspace: Workspace) -> None:
    """A line that does not mean what somebody thinks would keep records too long, or remove them too soon."""
    slips = '\n[retention]\naudit_months = 24\nsamples_months = "6"\ntraining_months = 0\nbasis = 7\n'
    with pytest.raises(BadInput) as refused:
        retaining.look(ruled(workspace, f"{slips}[retention.checklists]\nhandover = -1\n"))
    wrong = {problem.key: problem.what for problem in refused.value.problems}
    assert wrong == {
        "retention.audit_months": "is not a line of the retention rule",
        "retention.samples_months": "is not a number of months",
        "retention.training_months": "is not a number of months",
        "retention.basis": "is not text",
        "retention.checklists.handover": "is not a number of months",
    }


def test_a_line_for_a_checklist_that_there_is_none_of_is_told(workspace: Workspace) -> None:
    """Its audits would be kept for longer than the schedule says."""
    found = retaining.look(ruled(workspace, f"{RULE}[retention.checklists]\nhandovers = 12\n"))
    assert [(one.key, "handover" in one.remedy) for one in found.problems] == [("retention.checklists.handovers", True)]


def test_what_is_due_when_and_by_which_line(workspace: Workspace) -> None:
    """Counted from sign-off, else from the last save; a line for a checklist goes before that for all."""
    saved(workspace, marked("OLD", OLD))
    saved(workspace, marked("YOUNG", YOUNG))
    late = marked("LATE", OLD)
    saved(workspace, replace(late, sign_off=replace(late.sign_off, at="2026-01-05T09:00:00Z")))
    lead = ruled(workspace)

    assert [(one.id, one.due, one.rule) for one in retaining.look(lead).due] == [
        ("20241119-old", "2026-11-19", "audits_months = 24")
    ]
    assert [one.id for one in retaining.look(lead, on="2027-11-20").due] == ["20241119-old", "20251120-young"]
    shorter = ruled(workspace, "[retention.checklists]\nhandover = 12\n")
    assert [(one.id, one.rule) for one in retaining.look(shorter).due] == [
        ("20241119-old", "checklists.handover = 12"),
        ("20251120-young", "checklists.handover = 12"),
    ]


def test_what_somebody_is_typing_is_not_removed_under_their_hands(workspace: Workspace) -> None:
    """An audit that was never signed off counts from the last time anybody wrote in it."""
    old = saved(workspace, replace(marked("OPEN", OLD), sign_off=None))
    lead = ruled(workspace)
    assert [one.id for one in retaining.look(lead).due] == [old.id]
    workspace.drafts.keep(old, "2026-11-19T08:00:00Z")
    assert retaining.look(lead).due == []


# ── the removal ──────────────────────────────────────────────────────────────


def test_a_removal_takes_every_trace_and_nothing_else(
    workspace: Workspace, home_of_its_own: Path, figure: Figures
) -> None:
    """File, every revision, drafts of anybody, twelve styles of copy, damaged copies, what a crash left, the index."""
    old, young = saved(workspace, marked("OLD", OLD)), saved(workspace, marked("YOUNG", YOUNG))
    second = saved(workspace, marked("OLDSECOND", OLD, role="second-grade", follows=old.id))
    for audit in (old, second, young):
        typed(workspace, audit, audit.auditor)
        typed(workspace, audit, "B. Auditor")
    path = workspace.register.find(old.id)
    assert path is not None
    for name in COPIES:
        (path.parent / name.format(id=old.id)).write_bytes(path.read_bytes())
    (path.parent / f"{old.id} (damaged).json").write_bytes(path.read_bytes()[:400])
    aside = workspace.places.history.parent / "set-aside" / "2026-11-19"
    for kept_path in (path, workspace.register.find(young.id), workspace.register.history(old.id).path(1)):
        assert kept_path is not None
        there = aside / kept_path.relative_to(workspace.places.workspace)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(kept_path.read_bytes())
    (workspace.places.history / young.id / "note.txt").write_text(f"as {old.id}")
    lead = ruled(workspace)
    lead.look()
    lead.index.close()
    cached = workspace.places.index_file
    cached.with_name(f"{cached.name}.age").write_text(old.case)
    for left_behind in (
        workspace.drafts.folder / ".caseaudit-0123456789abcdef.tmp~",
        workspace.drafts.folder / ".caseaudit-0123456789abcdef.tmp.swp",
        cached.parent / "workbook-x7k2" / "sheet1.xml",
    ):
        left_behind.parent.mkdir(exist_ok=True)
        left_behind.write_text(old.answers[0].reason)
        os.utime(left_behind, (0, 0))
    os.utime(cached.parent / "workbook-x7k2", (0, 0))
    before = everything(workspace.places.workspace)

    certificates = applied(again(workspace))

    left = everything(workspace.places.workspace)
    assert mentions("ZZCANARY-OLD", workspace.places.workspace, home_of_its_own) == []
    assert {path: content for path, content in left.items() if path not in certificates} == {
        path: content for path, content in before.items() if path in left
    }
    assert {path.name for path in before.keys() - left.keys() if path.parent.parent == workspace.places.audits} == {
        f"{old.id}.json", f"{second.id}.json", f"{old.id} (damaged).json", *(name.format(id=old.id) for name in COPIES)
    }  # fmt: skip
    assert len(mentions("ZZCANARY-YOUNG", workspace.places.workspace)) > 3
    figure("Kinds of copy that a removal by retention finds", len(COPIES) + 1)


@settings(max_examples=20)
@given(data=st.data())
def test_whatever_is_due_goes_and_whatever_is_not_stays(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """For any mixture of ages, holds, open actions, second grades, drafts and copies."""
    places = make(str(tmp_path_factory.mktemp("any") / "workspace"), name="Test service")
    workspace = Workspace(places, "A. Auditor", clock=lambda: NOON)
    going, staying = set[str](), set[str]()
    for number in range(data.draw(st.integers(1, 4))):
        name = f"N{number}X"
        (going if _put(workspace, name, data) else staying).add(f"ZZCANARY-{name}")
    ruled(workspace)
    before = everything(places.workspace)

    certificates = applied(again(workspace))

    left = everything(places.workspace)
    assert [word for word in going if mentions(word, places.workspace)] == []
    assert [word for word in staying if not mentions(word, places.workspace)] == []
    assert {path: content for path, content in left.items() if path not in certificates} == {
        path: content for path, content in before.items() if any(word.encode() in content for word in staying)
    } | {places.settings: before[places.settings]} | {
        path: content for path, content in before.items() if path.parent.name == "holds"
    }


def _put(workspace: Workspace, name: str, data: st.DataObject) -> bool:
    """Put an audit into the workspace; return whether it is to go."""
    is_old, held, unfinished, has_second = (data.draw(st.booleans()) for _ in range(4))
    audit = marked(name, OLD if is_old else YOUNG)
    if unfinished:
        audit = replace(audit, actions=(Action("A1", audit.case, audit.auditor, "2026-12-01"),))
    audit = saved(workspace, audit, data.draw(st.integers(1, 3)))
    together = [audit]
    if has_second:
        second = marked(f"{name}SECOND", audit.date, role="second-grade", follows=audit.id)
        together.append(saved(workspace, second))
    for one in together:
        if data.draw(st.booleans()):
            typed(workspace, one, data.draw(st.sampled_from(["A. Auditor", "B. Auditor"])))
        for style in data.draw(st.sets(st.sampled_from(COPIES), max_size=2)):
            path = workspace.places.audits / one.date[:7] / f"{one.id}.json"
            path.with_name(style.format(id=one.id) if "{id}" in style else f"{name} {style}").write_bytes(
                path.read_bytes()
            )
    if held:
        kept.put_hold(
            workspace.places, kept.Hold(1, data.draw(st.sampled_from(together)).id, "Q. Lead", "", audit.case)
        )
    return is_old and not held and not unfinished


class _PulledPlug(BaseException):
    """The program is gone at this moment."""


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Pull the plug before a certain step that changes the disk: a rename, a removal, a write, a link."""
    steps = {"left": -1}

    def counting(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            steps["left"] -= 1
            if steps["left"] == 0:
                raise _PulledPlug
            return real(*arguments, **options)

        return step

    for name in ("rename", "replace", "unlink", "remove", "rmdir", "link", "mkdir"):
        monkeypatch.setattr(os, name, counting(getattr(os, name)))
    return lambda number: steps.update(left=number)


def test_a_removal_that_was_interrupted_anywhere_is_finished_by_the_next(
    workspace: Workspace, tmp_path: Path, plugged: Callable[[int], None], figure: Figures
) -> None:
    """Whatever step the plug was pulled before: nothing is left that nobody would find, nothing else is touched."""
    old = saved(workspace, marked("OLD", OLD), 1)
    saved(workspace, marked("OLDSECOND", OLD, role="second-grade", follows=old.id), 1)
    follows = saved(workspace, marked("YOUNG", YOUNG, role="re-audit", follows=old.id), 1)
    typed(workspace, old, "B. Auditor")
    path = workspace.places.audits / OLD[:7] / f"{old.id}.json"
    path.with_name(f"{old.id} (1).json").write_bytes(path.read_bytes())
    ruled(workspace)
    staying = {path.name: path.read_bytes() for path in workspace.places.workspace.rglob(f"*{follows.id}*.json")}
    step, finished = 0, False
    while not finished:
        step += 1
        folder = Path(shutil.copytree(workspace.places.workspace, tmp_path / f"{step}"))
        lead = Workspace(Places(folder), "Q. Lead", clock=lambda: NOON)
        plugged(step)
        try:
            applied(lead)
            finished = True
        except _PulledPlug:
            plugged(-1)
            lead.index.close()
            _is_still_found(Workspace(Places(folder), "Q. Lead", clock=lambda: NOON), folder)
        plugged(-1)
        applied(Workspace(Places(folder), "Q. Lead", clock=lambda: NOON))
        assert mentions("ZZCANARY-OLD", folder) == []
        assert {path.name: path.read_bytes() for path in folder.rglob(f"*{follows.id}*.json")} == staying
        assert all(json.loads(path.read_text())["completed_at"] for path in folder.glob(f"{kept.CERTIFICATES}/*.json"))
        shutil.rmtree(folder)
    figure.at_least("Steps of a removal before which the plug was pulled", step - 1)


def _is_still_found(lead: Workspace, folder: Path) -> None:
    """As long as anything of it is left, it is due, or a certificate says that its removal was begun."""
    found = retaining.look(lead)
    lead.index.close()
    assert not mentions("ZZCANARY-OLD", folder) or found.due or found.unfinished


def test_a_disk_that_refuses_is_told_and_the_next_run_finishes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where somebody has one of the files open."""
    old = saved(workspace, marked("OLD", OLD))
    lead = ruled(workspace)
    real = filesystem.remove

    def refusing(path: Path) -> None:
        if path.name == f"{old.id}.json":
            raise filesystem.trouble(path, PermissionError(13, "in use"))
        real(path)

    monkeypatch.setattr(filesystem, "remove", refusing)
    with pytest.raises(StorageTrouble, match="you may not do that here"):
        applied(lead)
    monkeypatch.setattr(filesystem, "remove", real)
    assert retaining.look(again(workspace)).unfinished
    applied(again(workspace))
    assert mentions("ZZCANARY-OLD", workspace.places.workspace) == []


def test_an_index_that_cannot_be_removed_keeps_the_removal_open(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds case references: nothing is certified as removed while they can still be read there."""
    saved(workspace, marked("OLD", OLD))
    lead = ruled(workspace)
    cache = workspace.places.index_file.parent
    real = Path.unlink

    def held_open(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".sqlite":
            raise PermissionError(13, "in use")
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held_open)
    with pytest.raises(StorageTrouble, match="you may not do that here"):
        applied(lead)
    assert mentions("ZZCANARY-OLD", cache)
    monkeypatch.setattr(Path, "unlink", real)
    assert retaining.look(again(workspace)).unfinished
    applied(again(workspace))
    assert mentions("ZZCANARY-OLD", cache, workspace.places.workspace) == []


# ── what stays ───────────────────────────────────────────────────────────────


def test_an_audit_under_hold_stays_with_its_second_grade_until_it_is_released(workspace: Workspace) -> None:
    """A claim, a complaint or an inquiry goes before any schedule; releasing lets the schedule decide again."""
    old = saved(workspace, marked("OLD", OLD))
    second = saved(workspace, marked("OLDSECOND", OLD, role="second-grade", follows=old.id))
    lead = ruled(workspace)
    assert retaining.hold(lead, [second.id], "", "Claim 7") == [second.id]
    assert retaining.hold(lead, [], old.case, "Claim 7") == [old.id]
    assert retaining.release(lead, [old.id], "") == [old.id]

    assert [(one.id, one.hold) for one in retaining.look(lead).due] == [(old.id, "Claim 7")]
    assert applied(again(workspace)) == []
    assert workspace.register.load(old.id) == old

    retaining.release(lead, [second.id], "")
    assert len(applied(again(workspace))) == 1
    assert mentions("ZZCANARY-OLD", workspace.places.workspace) == []


def test_a_hold_that_comes_between_the_list_and_the_removal_counts(workspace: Workspace) -> None:
    """Somebody else may put an audit under hold while the question is on the screen."""
    old = saved(workspace, marked("OLD", OLD))
    second = saved(workspace, marked("OLDSECOND", OLD, role="second-grade", follows=old.id))
    lead = ruled(workspace)
    found = retaining.look(lead)
    retaining.hold(again(workspace), [second.id], "", "Claim 7")
    certificate = retaining.apply(lead, found, retaining.going(found))[0]
    assert json.loads(certificate.read_text())["held_meanwhile"] == 2
    assert workspace.register.load(old.id) == old
    assert workspace.register.load(second.id) == second


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 40])
def test_a_hold_that_cannot_be_read_still_holds(workspace: Workspace, damage: bytes) -> None:
    """Whoever wrote it meant that the audit is kept."""
    old = saved(workspace, marked("OLD", OLD))
    lead = ruled(workspace)
    retaining.hold(lead, [old.id], "", "Claim 7")
    (workspace.places.history.parent / "holds" / f"{old.id}.json").write_bytes(damage)
    assert retaining.look(lead).due[0].kept_by() == "held"


def test_nothing_is_held_for_no_reason_or_by_a_slip(workspace: Workspace) -> None:
    """A name that is none would leave somebody believing that an audit is safe."""
    old = saved(workspace, marked("OLD", OLD))
    for audits, case, reason in (([old.id], "", " "), (["20241119-odl"], "", "x"), ([], "C-404", "x"), ([], "", "x")):
        with pytest.raises(BadInput):
            retaining.hold(workspace, audits, case, reason)
    with pytest.raises(NotReady):
        retaining.release(workspace, [old.id], "")
    assert retaining.holds(workspace) == {}


def test_a_suspended_rule_lists_and_removes_nothing(workspace: Workspace) -> None:
    """An inquiry may ask that nothing at all is destroyed, as the Independent Inquiry into Child Sexual Abuse did."""
    saved(workspace, marked("OLD", OLD))
    lead = ruled(workspace, f'{RULE}suspended = "Inquiry letter of 2 November"\n')
    found = retaining.look(lead)
    assert len(found.due) == 1
    with pytest.raises(NotReady, match="suspends every removal: Inquiry letter"):
        retaining.going(found)


def test_an_audit_with_open_actions_stays_unless_somebody_says_so(workspace: Workspace) -> None:
    """An action that nobody has closed is a promise to a child."""
    audit = marked("OLD", OLD)
    saved(workspace, replace(audit, actions=(Action("A1", audit.case, audit.auditor, "2026-12-01", status="done"),)))
    lead = ruled(workspace)
    assert [one.kept_by() for one in retaining.look(lead).due] == ["1 open action"]
    assert applied(again(workspace)) == []
    assert len(applied(again(workspace), even_with_open_actions=True)) == 1
    assert mentions("ZZCANARY-OLD", workspace.places.workspace) == []


# ── samples, plans, sessions ─────────────────────────────────────────────────


def test_a_sample_goes_with_its_plan_once_no_audit_needs_it(workspace: Workspace) -> None:
    """It proves how its cases were chosen, so it is never cut; it stays as long as an audit that was drawn in it."""
    audit = marked("OLD", OLD)
    case = SampledCase(audit.case, "drawn at random (1 of 12)", audit.team, audit.worker)
    sample = samples.keep(workspace.places, replace(SAMPLE, drawn_at=f"{OLD}T10:00:00Z", cases=(case,)))
    plan = Plan(1, sample.id, ("handover",), "Q. Lead", sample.drawn_at, 1, (), (Assignment(case.reference, "A", OLD),))
    filesystem.make_folder(workspace.places.plans)
    plans.keep_new(workspace.places, plan)
    saved(workspace, replace(audit, sample=sample.id))
    path = workspace.places.samples / f"{sample.id}.json"
    path.with_name(f"{sample.id}-OFFICE-PC.json").write_bytes(path.read_bytes())

    lead = ruled(workspace, "\n[retention]\naudits_months = 36\nsamples_months = 12\n")
    assert [(one.kind, one.needed_by) for one in retaining.look(lead).due] == [("sample", 1)]
    assert applied(again(workspace)) == []
    workspace.places.settings.write_text(workspace.places.settings.read_text().replace("= 36", "= 24"))
    (certificate,) = applied(again(workspace))
    assert mentions("ZZCANARY-OLD", workspace.places.workspace) == []
    assert mentions(sample.id, workspace.places.workspace) == []
    assert json.loads(certificate.read_text())["samples"] == 1


def test_a_session_of_training_goes_by_its_own_line(workspace: Workspace) -> None:
    """It says who gave which grade: personal data of the group, and of nobody else."""
    extract = Extract("handover", "1.0", "A", "ab" * 32, (Asked("HND-01", ("good",)),))
    group = (Participant("ZZCANARY-OLD"),)
    old = Session(1, "", "ZZCANARY-OLD", "T. Trainer", f"{OLD}T10:00:00Z", (extract,), group)
    gone = sessions.keep(workspace.places, old)
    young = sessions.keep(workspace.places, replace(old, title="Young", participants=(), begun_at=f"{YOUNG}T10:00:00Z"))
    lead = ruled(workspace, "\n[retention]\ntraining_months = 24\n")
    assert [(one.kind, one.id) for one in retaining.look(lead).due] == [("session", gone.id)]
    applied(again(workspace))
    assert mentions("ZZCANARY-OLD", workspace.places.workspace) == []
    assert sessions.files(workspace.places) == [sessions.path_of(workspace.places, young.id)]


def test_an_exemplar_in_the_making_goes_with_the_audit_that_it_is_made_of(workspace: Workspace) -> None:
    """It holds words of the case; another one stays."""
    old, young = saved(workspace, marked("OLD", OLD)), saved(workspace, marked("YOUNG", YOUNG))
    first = Making(1, "", old.id, "T. Trainer", NOW, "handover", "1.0", OLD, 35, (), (), extract="ZZCANARY-OLD")
    makings.keep(workspace.places, first)
    stays = makings.keep(workspace.places, replace(first, audit=young.id, extract="Young"))
    applied(ruled(workspace))
    assert mentions("ZZCANARY-OLD", workspace.places.workspace) == []
    assert makings.every(workspace.places) == ([stays], [])


# ── afterwards ───────────────────────────────────────────────────────────────


def test_the_summary_counts_what_is_left(workspace: Workspace) -> None:
    """The index is made anew from what there is."""
    for name, date in (("OLD", OLD), ("YOUNG", YOUNG), ("YOUNGER", "2026-11-01")):
        saved(workspace, marked(name, date))
    lead = ruled(workspace)
    assert summarising.summarise(lead, Wanted()).signed_off == 3
    applied(lead)
    assert summarising.summarise(lead, Wanted()).signed_off == 2
    assert summarising.summarise(again(workspace), Wanted()).signed_off == 2


def test_the_certificate_names_nobody_but_who_had_it_done(workspace: Workspace) -> None:
    """What, how many, of which months, by which rule; no id, because an export may still say whose it was."""
    old = saved(workspace, marked("OLD", OLD))
    basis = 'basis = "Retention schedule 2026, line 7.3"\n'
    (path,) = applied(ruled(workspace, f"{RULE}{basis}"))
    assert json.loads(path.read_text()) == {
        "format": 1,
        "begun_at": "2026-11-20T12:00:00Z",
        "by": "Q. Lead",
        "program": __version__,
        "rule": {"audits_months": 24, "basis": "Retention schedule 2026, line 7.3"},
        "audits": [{"checklist": "handover", "month": "2024-11", "number": 1}],
        "completed_at": "2026-11-20T12:00:00Z",
        "files": 3,
    }
    assert old.id not in path.name
    assert path.stat().st_mode & 0o777 == 0o600
