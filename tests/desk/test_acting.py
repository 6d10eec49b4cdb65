"""Actions across audits, and the same case again: nothing is chased twice."""

from __future__ import annotations

import csv
import io

import pytest
from icalendar import Calendar

import safety
from caseaudit.desk import acting, auditing, reauditing
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, NotReady

EVERY = Wanted()


@pytest.fixture
def signed(workspace: Workspace, begun: Audit) -> Audit:
    """A signed-off audit with an action that was due in October and one that is due in December."""
    for criterion, grade in (("HND-01", "requires improvement"), ("HND-02", "no"), ("HND-03", "2")):
        auditing.answer(workspace, begun.id, criterion, grade, reason="Seen on file.")
    auditing.add_action(workspace, begun.id, "Visit together", "W. Worker", "2026-10-01", "HND-01")
    auditing.add_action(workspace, begun.id, "=1+1 [/] \x1b[31m \U0001f600", "T. Manager", "2026-12-01")
    return safety.sign_off(workspace, begun.id)


def ids(found: list[acting.Listed]) -> list[tuple[str, str]]:
    """Return which actions of which audits."""
    return [(each.audit, each.action.id) for each in found]


def test_the_longest_overdue_comes_first(workspace: Workspace, signed: Audit) -> None:
    """Days past the date, and since it was agreed."""
    found = acting.listed(workspace, EVERY)
    assert ids(found) == [(signed.id, "A1"), (signed.id, "A2")]
    assert [each.overdue for each in found] == [50, 0]
    assert ids(acting.listed(workspace, EVERY, overdue=True)) == [(signed.id, "A1")]
    assert ids(acting.listed(workspace, EVERY, owner="t. manager")) == [(signed.id, "A2")]


def test_from_open_to_closed_and_out_of_the_list(workspace: Workspace, signed: Audit) -> None:
    """Done with evidence, closed with effect, after sign-off; `all` still shows it."""
    acting.finish(workspace, signed.id, "A1", "Visit record.")
    assert acting.close(workspace, signed.id, "A1", "He asks for her.").status == "closed"
    assert ids(acting.listed(workspace, EVERY)) == [(signed.id, "A2")]
    assert len(acting.listed(workspace, EVERY, status="all")) == 2
    assert workspace.register.load(signed.id).signed_off


def test_another_owner_another_day(workspace: Workspace, signed: Audit) -> None:
    """What is not said stays."""
    after = acting.alter(workspace, signed.id, "A2", owner="P. Supervisor")
    assert (after.owner, after.due) == ("P. Supervisor", "2026-12-01")
    with pytest.raises(BadInput, match="has no such action"):
        acting.alter(workspace, signed.id, "A9", owner="X")


def test_a_re_audit_takes_over_what_goes_on(workspace: Workspace, signed: Audit) -> None:
    """The actions stand in the re-audit alone; the first audit says where they went and keeps its signature."""
    acting.finish(workspace, signed.id, "A1", "Visit record.")
    again = reauditing.begin(workspace, signed.id, "B. Auditor")
    assert {each.audit for each in acting.listed(workspace, EVERY)} == {again.id}
    first = workspace.register.load(signed.id)
    assert {(action.status, action.why) for action in first.actions} == {("carried", again.id)}
    assert first.signed_off
    with pytest.raises(NotReady, match="was carried into a re-audit"):
        acting.cancel(workspace, signed.id, "A1", "No.")


def test_a_case_is_not_audited_again_twice_at_once(workspace: Workspace, signed: Audit) -> None:
    """The one that is open is named."""
    again = reauditing.begin(workspace, signed.id)
    with pytest.raises(NotReady, match=f"Go on with {again.id}"):
        reauditing.begin(workspace, signed.id)


def test_an_open_audit_is_not_audited_again(workspace: Workspace, begun: Audit) -> None:
    """It is gone on with."""
    with pytest.raises(NotReady, match="is no signed-off audit"):
        reauditing.begin(workspace, begun.id)


def test_a_spreadsheet_takes_no_action_for_a_formula(workspace: Workspace, signed: Audit) -> None:
    """Every field of every action arrives, as text."""
    content = acting.as_csv(workspace, acting.listed(workspace, EVERY))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["action"] for row in rows] == ["A1", "A2"]
    assert rows[1]["what"].startswith("'=1+1 [/]")
    assert "\x1b" not in content.decode()
    assert rows[0]["overdue_days"] == "50"


def test_a_calendar_reads_the_tasks(workspace: Workspace, signed: Audit) -> None:
    """One task an action, due on its day, with its status, and no control character."""
    acting.finish(workspace, signed.id, "A1", "Visit record.")
    calendar = Calendar.from_ical(acting.as_calendar(workspace, acting.listed(workspace, EVERY)))
    tasks = {str(task["uid"]): task for task in calendar.walk("VTODO")}
    first, second = tasks[f"{signed.id}-A1@caseaudit"], tasks[f"{signed.id}-A2@caseaudit"]
    assert (str(first["status"]), str(second["status"])) == ("COMPLETED", "NEEDS-ACTION")
    assert second["due"].dt.isoformat() == "2026-12-01"
    assert "=1+1 [/]" in str(second["summary"])
    assert "\x1b" not in str(second["summary"])
