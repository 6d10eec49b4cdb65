"""A summary says what the records say: it equals a count that a person could make file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

import safety
from caseaudit.desk import auditing
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.summarising import DIMENSIONS, rows_by, summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Action, Answer, Audit, Judgement
from caseaudit.domain.moderation import as_agreed
from caseaudit.domain.report import Report
from caseaudit.plaintext import clean
from caseaudit.problems import BadInput
from caseaudit.store import records
from caseaudit.store.index import Wanted
from conftest import HEADER, NOON
from hostile import HOSTILE

TODAY = NOON.date().isoformat()
NAMES = [clean(text) for text in HOSTILE if "\n" not in clean(text)]
GOOD = {"outstanding", "good", "yes", "in-time"}


# ── counting by hand ─────────────────────────────────────────────────────────


def every_audit(workspace: Workspace) -> list[Audit]:
    """Return every record that is on disk, oldest first."""
    files = workspace.places.audits.rglob("*.json")
    return sorted((records.decode(path.read_bytes(), str(path)) for path in files), key=lambda a: (a.date, a.id))


def in_group(audit: Audit, answer: Answer) -> dict[str, Any]:
    """Return what an answer belongs to, by every dimension."""
    return {
        "team": audit.team,
        "worker": audit.worker,
        "auditor": audit.auditor,
        "cohort": audit.cohort,
        "month": audit.date[:7],
        "checklist": audit.checklist.id,
        "criterion": (audit.checklist.id, answer.criterion),
        "focus": answer.focus,
    }


def answers(audits: list[Audit]) -> Iterator[tuple[Audit, Answer]]:
    """Yield every answer that was asked."""
    for audit in audits:
        yield from ((audit, answer) for answer in audit.asked)


def by_hand(audits: list[Audit]) -> dict[str, Any]:
    """Count everything that a report says, audit by audit and answer by answer."""
    practice = [as_agreed(audit) for audit in audits if audit.role not in ("training", "second-grade")]
    signed = [audit for audit in practice if audit.sign_off]
    graded, good, states, people = Counter[Any](), Counter[Any](), Counter[Any](), Counter[Any]()
    for audit, answer in answers(signed):
        states[audit.checklist.id, answer.criterion, answer.state, answer.grade] += 1
        for dimension, group in in_group(audit, answer).items():
            graded[dimension, group] += answer.grade != ""
            good[dimension, group] += answer.grade in GOOD
        for dimension, group in set(in_group(audit, answer).items()):
            people[dimension, group, audit.id] = 1
    return {
        "signed off": len(signed),
        "in progress": len(practice) - len(signed),
        "states": states,
        "shares": {key: (good[key], n) for key, n in graded.items()},
        "audits": Counter((dimension, group) for dimension, group, _ in people),
        "judgements": Counter((a.checklist.id, a.judgement.grade) for a in signed if a.judgement),
        "judged": Counter((a.team, a.judgement.grade) for a in signed if a.judgement),
        "repeats": dict(repeats_by_hand(signed)),
        "actions": actions_by_hand(signed),
    }


def repeats_by_hand(signed: list[Audit]) -> Iterator[tuple[Any, tuple[int, int]]]:
    """Yield in how many cases a criterion was below good twice running, of those that graded it twice running."""
    compared, found = set[Any](), set[Any]()
    in_order = sorted(signed, key=lambda a: (a.checklist.id, a.case, a.date, a.id))
    for (checklist, case), group in groupby(in_order, key=lambda audit: (audit.checklist.id, audit.case)):
        for before, after in pairwise(group):
            earlier = {answer.criterion: answer.grade for answer in before.asked if answer.grade}
            for answer in after.asked:
                if answer.grade and answer.criterion in earlier:
                    compared.add((checklist, answer.criterion, case))
                    if not {answer.grade, earlier[answer.criterion]} & GOOD:
                        found.add((checklist, answer.criterion, case))
    cases, of = (Counter((checklist, criterion) for checklist, criterion, _ in keys) for keys in (found, compared))
    yield from ((key, (n, of[key])) for key, n in cases.items())


def actions_by_hand(signed: list[Audit]) -> tuple[int, int, int, int, str]:
    """Return how many actions are open, overdue, closed and cancelled, and the day of the oldest that is open."""
    every = [action for audit in signed for action in audit.actions]
    waiting = sorted(action.due for action in every if action.status == "open")
    by_status = Counter(action.status for action in every)
    overdue = sum(due < TODAY for due in waiting)
    return len(waiting), overdue, by_status["closed"], by_status["cancelled"], waiting[0] if waiting else ""


def as_by_hand(report: Report) -> dict[str, Any]:
    """Return what a report says, in the shape of `by_hand`."""
    states, shares, audits = Counter[Any](), dict[Any, Any](), Counter[Any]()
    for row in report.rows:
        key = (row.checklist, row.criterion)
        for grade, n in row.grades.items():
            states[(*key, "graded", grade)] = n
        for state in ("not-applicable", "insufficient-evidence", "not-assessed"):
            states[(*key, state, "")] = getattr(row, state.replace("-", "_"))
        states[(*key, "graded", "")] = row.numbers
    for each in report.breakdowns:
        for group in each.groups:
            name = (group.checklist, group.name) if each.by == "criterion" else group.name
            shares[each.by, name] = group.good_or_better[:2]
            audits[each.by, name] = group.audits
    return {
        "signed off": report.signed_off,
        "in progress": report.in_progress,
        "states": states,
        "shares": shares,
        "audits": audits,
        "judgements": Counter({(j.checklist, grade): n for j in report.judgements for grade, n in j.grades.items()}),
        "judged": Counter(
            {(g.name, grade): n for g in report.breakdowns[0].groups for grade, n in g.judgements.items()}
        ),
        "repeats": {(each.checklist, each.criterion): each.cases[:2] for each in report.repeats},
        "actions": (report.actions.open, report.actions.overdue, report.actions.closed, report.actions.cancelled,
                    report.actions.oldest),
    }  # fmt: skip


# ── the same, whatever happens to the records ────────────────────────────────


def edited(audit: Audit, chance: Random) -> Audit:
    """Return an audit changed in one way, as another program or another person may leave it."""
    answer = chance.choice(audit.answers)
    changes: list[Callable[[], dict[str, Any]]] = [
        lambda: {"team": chance.choice(NAMES), "worker": chance.choice(NAMES), "auditor": chance.choice(NAMES)},
        lambda: {"case": f"EB-{chance.randrange(6)}"},
        lambda: {"cohort": "", "date": f"2026-0{chance.randint(1, 9)}-15"},
        lambda: {"sign_off": None},
        lambda: {"role": chance.choice(("training", "second-grade", "re-audit", "self-audit"))},
        lambda: {"judgement": chance.choice((None, Judgement(chance.choice(audit.checklist.grades))))},
        lambda: {"actions": tuple(action_like(chance, number) for number in range(1, 4))},
        lambda: {"answers": tuple(regraded(a, audit, chance) if a is answer else a for a in audit.answers)},
        lambda: {"sections": tuple(replace(section, on=chance.random() < 0.7) for section in audit.sections)},
    ]
    return replace(audit, **chance.choice(changes)())


def action_like(chance: Random, number: int) -> Action:
    """Return some action."""
    status = chance.choice(("open", "open", "done", "closed", "cancelled"))
    return Action(f"A{number}", "Visit", "W. Worker", f"2026-1{chance.randint(0, 2)}-20", status=status)


def regraded(answer: Answer, audit: Audit, chance: Random) -> Answer:
    """Return an answer in some state, with some grade."""
    state = chance.choice(("graded", "graded", "not-applicable", "insufficient-evidence", "not-assessed"))
    return replace(answer, state=state, grade=chance.choice(audit.checklist.grades) if state == "graded" else "")


@pytest.mark.parametrize("seed", range(4))
def test_a_summary_is_what_a_person_counts_file_by_file(seed: int, tmp_path: Path) -> None:
    """Sixty audits of the demonstration, edited, damaged in name and in content, deleted: the two counts agree."""
    chance = Random(seed)
    workspace = Workspace(make_demonstration(tmp_path / "demo", audits=60, seed=seed), clock=lambda: NOON)
    for _ in range(3):
        for path in sorted(workspace.places.audits.rglob("*.json")):
            if chance.random() < 0.4:
                audit = edited(records.decode(path.read_bytes(), str(path)), chance)
                path.write_bytes(records.encode(audit, ".json"))
            elif chance.random() < 0.03:
                path.unlink()
        report = summarise(workspace, by=DIMENSIONS)
        hand = by_hand(every_audit(workspace))
        said = as_by_hand(report)
        assert +said["states"] == hand["states"]
        assert {key: said[key] for key in said if key != "states"} == {
            key: hand[key] for key in hand if key != "states"
        }
        assert report.overall.audits == report.signed_off == sum(each.audits for each in report.judgements)
        assert report.months[0].points == tuple(
            (month, *share)
            for (by, month), share in sorted(hand["shares"].items(), key=str)
            if by == "month" and share[1]
        )


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_team_and_a_worker(name: str, workspace: Workspace, fill: Callable[[Audit], Audit]) -> None:
    """Quotes, percent signs and markup are names like any other: one group each, and a filter finds them."""
    audit = fill(auditing.begin(workspace, "handover", replace(HEADER, team=name[:100], worker=name[:100])))
    safety.sign_off(workspace, audit.id)
    report = summarise(workspace, Wanted(equal=(("team", audit.team),)), by=["worker"])
    assert [(each.by, [group.name for group in each.groups]) for each in report.breakdowns] == [
        ("team", [audit.team]),
        ("worker", [audit.worker]),
    ]
    assert report.signed_off == 1
    assert report.only == (f"team {audit.team}",)
    assert list(rows_by(workspace, "team")) == [audit.team]


# ── what it says of single things ────────────────────────────────────────────


@pytest.fixture
def sign(workspace: Workspace, fill: Callable[[Audit], Audit]) -> Callable[..., Audit]:
    """Sign off an audit of `handover` with a grade for HND-01, of any case, day and role."""

    def signed(grade: str, judgement: str = "", **header: str) -> Audit:
        audit = fill(auditing.begin(workspace, "handover", replace(HEADER, **header)))
        auditing.answer(workspace, audit.id, "HND-01", grade, reason="Seen on file.")
        return safety.sign_off(workspace, audit.id, judgement, "Decided otherwise." if judgement else None)

    return signed


def test_what_capped_a_judgement_and_what_the_auditor_overruled(
    workspace: Workspace, sign: Callable[..., Audit]
) -> None:
    """HND-01 is critical: inadequate there caps the judgement, unless the auditor decided above it with a reason."""
    sign("good")
    sign("inadequate")
    sign("inadequate", judgement="requires-improvement")
    (row,) = summarise(workspace).limiting
    assert (row.criterion, row.capped[:2]) == ("HND-01", (1, 3))


def test_below_good_twice_running_is_a_repeat_finding(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """In one of two cases; a second grade is no audit of its own."""
    sign("inadequate", case="EB-1", date="2026-05-01")
    sign("inadequate", case="EB-1", date="2026-05-02", role="second-grade")
    sign("requires-improvement", case="EB-2", date="2026-05-01")
    assert summarise(workspace).repeats == ()
    sign("requires-improvement", case="EB-1", date="2026-09-01")
    sign("good", case="EB-2", date="2026-09-01")
    (repeat,) = summarise(workspace).repeats
    assert (repeat.checklist, repeat.criterion, repeat.cases[:2]) == ("handover", "HND-01", (1, 2))


@pytest.mark.parametrize("role", ["training", "second-grade"])
def test_training_and_second_grades_count_nowhere(
    role: str, workspace: Workspace, sign: Callable[..., Audit], begun: Audit
) -> None:
    """A group that learns, or a moderator who grades a case again, changes no figure; not even one in progress."""
    sign("good", case="EB-1")
    before = summarise(workspace, by=DIMENSIONS)
    sign("requires-improvement", case="EB-1", role=role)
    auditing.begin(workspace, "handover", replace(HEADER, role=role))
    assert summarise(workspace, by=DIMENSIONS) == before
    assert before.in_progress == 1
    assert summarise(workspace, Wanted(equal=(("role", role),))).signed_off == 0


def test_what_changed_and_what_did_not(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """Six good in spring, six inadequate in autumn: that is worse; what was good in both has not changed."""
    for day in range(1, 7):
        sign("good", date=f"2026-06-0{day}")
        sign("inadequate", date=f"2026-09-0{day}")
    changes = summarise(workspace).changes
    assert (changes.before, changes.latest) == (("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-06"))
    assert changes.compared == 2
    assert [(each.criterion, each.is_better) for each in changes.found] == [("HND-01", False)]
    assert summarise(workspace, Wanted(since="2026-09-01")).changes.compared == 0


def test_a_row_says_what_was_asked_even_when_the_checklist_is_gone(
    workspace: Workspace, sign: Callable[..., Audit]
) -> None:
    """The words come from the library, or else from a record."""
    sign("good")
    before = summarise(workspace).rows
    (workspace.places.checklists / "handover.toml").unlink()
    after = summarise(Workspace(workspace.places, clock=lambda: NOON)).rows
    assert before == after
    assert before[0].question.startswith("Did the new worker meet")
    assert before[0].section


def test_a_file_that_cannot_be_read_is_part_of_the_report(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """It is named, and the report says that it is partial."""
    audit = sign("good")
    assert not summarise(workspace).partial
    (workspace.places.audits / "2026-11").mkdir(exist_ok=True)
    (workspace.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b"{")
    path = workspace.register.path(audit)
    path.with_name(f"{audit.id} copy.json").write_bytes(path.read_bytes())
    report = summarise(workspace)
    assert report.partial
    assert (len(report.unreadable), len(report.copies), report.signed_off) == (1, 1, 1)


def test_a_dimension_that_does_not_exist_is_refused_with_the_nearest(workspace: Workspace) -> None:
    """As every word that is not on a list."""
    with pytest.raises(BadInput) as refused:
        summarise(workspace, by=["teem"])
    assert "team" in str(refused.value)
    with pytest.raises(BadInput):
        rows_by(workspace, "path")
