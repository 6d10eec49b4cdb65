"""A sample becomes a plan, a plan becomes audits, and everybody sees what is theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import safety
from caseaudit.desk import auditing, planning, sampling
from caseaudit.desk.planning import Wish
from caseaudit.desk.sampling_wish import Wish as Draw
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.planning import Auditor
from caseaudit.domain.sampling import Sample
from caseaudit.problems import BadInput, NotReady

LIST = """Child ID,Team,Worker
1001,North,W. Worker
1002,North,V. Worker
1003,South,U. Worker
1004,South,A. Auditor
"""
PEOPLE = (Auditor("A. Auditor", "East"), Auditor("B. Auditor", "North"))


@pytest.fixture
def sample(workspace: Workspace, tmp_path: Path) -> Sample:
    """All four cases of a list."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    columns = {"case": "Child ID", "team": "Team", "worker": "Worker"}
    drawn = sampling.draw_sample(workspace, Draw(path, date(2026, 11, 20), columns=columns, size=4, seed=7))
    return sampling.keep(workspace, drawn.sample)


def wish(drawn: Sample, **fields: object) -> Wish:
    """Return a wish for a plan with the checklist for tests."""
    return Wish(drawn.id, PEOPLE, "2026-12-18", ("handover",))._replace(**fields)  # type: ignore[arg-type]


def test_a_plan_is_made_once(workspace: Workspace, sample: Sample) -> None:
    """Two cases each; A. Auditor has not their own; a second plan is refused and the first stands."""
    made = planning.make(workspace, wish(sample))
    assert sorted(each.auditor for each in made.assignments) == ["A. Auditor", "A. Auditor", "B. Auditor", "B. Auditor"]
    assert all(each.auditor != each.worker and each.due == "2026-12-18" for each in made.assignments)
    with pytest.raises(NotReady, match="has a plan already"):
        planning.make(workspace, wish(sample, seed=9))
    assert planning.find(workspace, sample.id) == made


def test_from_the_plan_to_the_signature(workspace: Workspace, sample: Sample) -> None:
    """What is planned for me is begun with one step and carries the sample; signed off, it leaves my list."""
    planning.make(workspace, wish(sample))
    (first, _) = planning.mine(workspace)
    (audit,) = planning.begin(workspace, sample.id, first.assignment.case)
    assert (audit.case, audit.team, audit.worker, audit.sample) == (
        first.assignment.case, first.assignment.team, first.assignment.worker, sample.id,
    )  # fmt: skip
    assert {task.progress for task in planning.mine(workspace)} == {"in progress", "to begin"}
    with pytest.raises(NotReady, match=f"Go on with {audit.id}"):
        planning.begin(workspace, sample.id, first.assignment.case)
    for criterion, grade in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(workspace, audit.id, criterion, grade, reason="Seen on file.")
    safety.sign_off(workspace, audit.id)
    assert len(planning.mine(workspace)) == 1
    far = {each.auditor: each for each in planning.standings(workspace, planning.find(workspace, sample.id))}
    assert (far["A. Auditor"].signed_off, far["A. Auditor"].to_begin) == (1, 1)


def test_a_case_that_was_begun_is_not_given_away(workspace: Workspace, sample: Sample) -> None:
    """Before that it is."""
    planning.make(workspace, wish(sample))
    mine = planning.mine(workspace)
    planning.begin(workspace, sample.id, mine[0].assignment.case)
    other = Auditor("C. Auditor", "East")
    with pytest.raises(NotReady, match="has been begun"):
        planning.reassign(workspace, sample.id, mine[0].assignment.case, other)
    planning.reassign(workspace, sample.id, mine[1].assignment.case, other)
    assert len(planning.mine(workspace)) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due": "2026-11-01"}, "is a day that is past"),
        ({"checklists": ()}, "needs a checklist or a pack"),
        ({"checklists": ("handower",)}, "handower"),
        ({"auditors": ()}, "has nobody to audit"),
        ({"auditors": (Auditor("B. Auditor", "North"),)}, "none of them may audit"),
        ({"sample": "sample-20200101-nobody"}, "is not a sample"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_is_written(
    workspace: Workspace, sample: Sample, fields: dict[str, object], said: str
) -> None:
    """A past day, no checklist, a misspelt one, nobody, nobody who may, no such sample."""
    with pytest.raises(BadInput, match=said):
        planning.make(workspace, wish(sample, **fields))
    assert planning.every(workspace) == ([], [])


def test_a_sample_changed_by_hand_is_not_planned(workspace: Workspace, sample: Sample) -> None:
    """Somebody took a case out of it."""
    path = workspace.places.samples / f"{sample.id}.json"
    path.chmod(0o600)
    path.write_text(path.read_text(encoding="utf-8").replace('"size": 4', '"size": 3'), encoding="utf-8")
    with pytest.raises((BadInput, NotReady)):
        planning.make(workspace, wish(sample))


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 2}', "\x00", '{"format": 1, "sample": 3}'])
def test_a_damaged_plan_is_named_and_the_others_are_shown(workspace: Workspace, sample: Sample, content: str) -> None:
    """In one line, without what it says."""
    planning.make(workspace, wish(sample))
    (workspace.places.plans / "sample-20260101-brokn1.json").write_text(content, encoding="utf-8")
    found, problems = planning.every(workspace)
    assert ([plan.sample for plan in found], len(problems)) == ([sample.id], 1)
