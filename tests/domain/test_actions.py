"""Actions: agreed, done with evidence, closed with evidence of effect, or given up with a reason."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.domain import actions
from caseaudit.domain.actions import Action
from caseaudit.problems import NotReady

VISIT = Action("A1", "Visit together", "W. Worker", "2026-12-01", "HND-01", raised="2026-11-20")


def test_it_is_done_when_something_shows_that_it_was() -> None:
    """Without evidence it is not; with it the day is kept."""
    with pytest.raises(NotReady, match="no evidence that it was done"):
        actions.done(VISIT, "2026-12-01", " ")
    done = actions.done(VISIT, "2026-12-01", "Visit record of 1 December.")
    assert (done.status, done.done_on, done.evidence) == ("done", "2026-12-01", "Visit record of 1 December.")


def test_it_is_closed_when_something_shows_that_it_made_a_difference() -> None:
    """Both are named at once: it is not done, and nothing shows an effect."""
    with pytest.raises(NotReady) as refused:
        actions.closed(VISIT, "2027-01-10", "")
    assert [problem.key for problem in refused.value.problems] == ["evidence", "effect"]
    done = actions.done(VISIT, "2026-12-01", "On file.")
    closed = actions.closed(done, "2027-01-10", "The child asks for the new worker by name.")
    assert (closed.status, closed.closed_on, closed.done_on) == ("closed", "2027-01-10", "2026-12-01")


def test_it_is_given_up_for_a_reason_only() -> None:
    """And the day is kept."""
    with pytest.raises(NotReady, match="without a reason"):
        actions.cancelled(VISIT, "2026-12-01", "")
    assert actions.cancelled(VISIT, "2026-12-01", "The family moved.").why == "The family moved."


def test_taken_up_again_it_is_open_and_keeps_what_was_written() -> None:
    """The evidence stays; the days go."""
    again = actions.taken_up_again(actions.done(VISIT, "2026-12-01", "On file."))
    assert (again.status, again.evidence, again.done_on) == ("open", "On file.", "")


@pytest.mark.parametrize(
    ("today", "status", "overdue"),
    [("2026-12-01", "open", False), ("2026-12-02", "open", True), ("2026-12-02", "done", False)],
)
def test_it_is_overdue_from_the_day_after_until_it_is_done(today: str, status: str, overdue: bool) -> None:
    """On its day it is not."""
    assert actions.is_overdue(replace(VISIT, status=status), today) is overdue
