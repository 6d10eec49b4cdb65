"""Sharing a sample out: nobody audits their own case or team, loads are even, and the seed fixes it all."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caseaudit.domain.planning import Assignment, Auditor, Plan, may_audit, reassigned, shared_out, spread, standings
from caseaudit.domain.sampling import SampledCase
from caseaudit.problems import BadInput

TEAMS = ("North", "South", "East")
auditors = st.lists(
    st.builds(Auditor, st.sampled_from(["A. One", "B. Two", "C. Three", "D. Four"]), st.sampled_from(["", *TEAMS])),
    min_size=1,
    max_size=4,
    unique_by=lambda auditor: auditor.name,
)
cases = st.lists(
    st.tuples(st.sampled_from(TEAMS), st.sampled_from(["A. One", "W. Worker", "D. Four"])), min_size=1, max_size=8
).map(
    lambda rows: [
        SampledCase(f"C-{place:04}", "at random", team=team, worker=worker) for place, (team, worker) in enumerate(rows)
    ]
)


def least_possible_load(drawn: list[SampledCase], people: list[Auditor]) -> int:
    """Return the smallest largest load of all ways to share the cases out, tried one by one."""
    able = [[one.name for one in people if may_audit(one, case, own_teams=False)] for case in drawn]
    return min(max(Counter(way).values()) for way in product(*able))


@given(cases, auditors, st.integers(0, 99))
def test_everybody_may_audit_what_they_are_given_and_no_fairer_way_exists(
    drawn: list[SampledCase], people: list[Auditor], seed: int
) -> None:
    """Each case has one auditor who may audit it; the largest load is the smallest that any way has."""
    assume(all(any(may_audit(one, case, own_teams=False) for one in people) for case in drawn))
    assume(len(people) ** len(drawn) <= 5000)
    owner = shared_out(drawn, people, seed)
    named = {one.name: one for one in people}
    assert set(owner) == {case.reference for case in drawn}
    assert all(may_audit(named[owner[case.reference]], case, own_teams=False) for case in drawn)
    assert max(Counter(owner.values()).values()) == least_possible_load(drawn, people)


@given(cases, st.integers(0, 99), st.randoms())
def test_the_order_of_names_and_cases_changes_nothing(drawn: list[SampledCase], seed: int, chance: object) -> None:
    """The same seed makes the same plan."""
    people = [Auditor("M. Lead"), Auditor("N. Lead"), Auditor("O. Lead")]
    mixed, others = list(drawn), list(people)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(others)  # type: ignore[attr-defined]
    assert shared_out(drawn, people, seed) == shared_out(mixed, others, seed)


def test_every_case_that_nobody_may_audit_is_named() -> None:
    """Two cases of North, and the only auditor works there."""
    drawn = [SampledCase("C-1", "", team="North"), SampledCase("C-2", "", team=" north "), SampledCase("C-3", "")]
    with pytest.raises(BadInput) as refused:
        shared_out(drawn, [Auditor("A. One", "North")], 1)
    assert [problem.where for problem in refused.value.problems] == ["C-1", "C-2"]
    assert shared_out(drawn, [Auditor("A. One", "North")], 1, own_teams=True).keys() == {"C-1", "C-2", "C-3"}


def test_nobody_audits_their_own_case_whatever_is_allowed() -> None:
    """Not even where own teams are."""
    case = SampledCase("C-1", "", team="North", worker="a. one")
    with pytest.raises(BadInput, match="none of them may audit"):
        shared_out([case], [Auditor("A. One", "South")], 1, own_teams=True)


@pytest.mark.parametrize("people", [[], [Auditor("A. One"), Auditor("a.  one")]])
def test_nobody_and_the_same_person_twice_are_refused(people: list[Auditor]) -> None:
    """One line each."""
    with pytest.raises(BadInput):
        shared_out([SampledCase("C-1", "")], people, 1)


def test_due_dates_lie_evenly_over_working_days() -> None:
    """Five cases from Friday to Friday: one each working day, the last on the day."""
    days = spread(5, date(2026, 11, 20), date(2026, 11, 27), lambda day: day.weekday() < 5)
    assert [day.day for day in days] == [23, 24, 25, 26, 27]
    assert spread(2, date(2026, 11, 20), date(2026, 11, 20), lambda _: True) == [date(2026, 11, 20)] * 2


def made(**fields: object) -> Plan:
    """Return a plan of two cases of A. One."""
    assignments = (
        Assignment("C-1", "A. One", "2026-11-20", "North", "W. Worker"),
        Assignment("C-2", "A. One", "2026-12-20", "South", "B. Two"),
    )
    known = {"auditors": (Auditor("A. One", "East"),), "assignments": assignments}
    return Plan(1, "sample-1", ("chronology",), "Q. Lead", "2026-11-01T09:00:00Z", 1, **{**known, **fields})  # type: ignore[arg-type]


def test_a_case_goes_to_somebody_else_who_may_audit_it() -> None:
    """B. Two can take the first case; the second is their own."""
    after = reassigned(made(), "C-1", Auditor("B. Two", "East"), "2026-12-01")
    assert (after.assignments[0].auditor, after.assignments[0].due) == ("B. Two", "2026-12-01")
    assert [one.name for one in after.auditors] == ["A. One", "B. Two"]
    with pytest.raises(BadInput, match="own case"):
        reassigned(made(), "C-2", Auditor("B. Two"))
    with pytest.raises(BadInput, match="is not a case of this plan"):
        reassigned(made(), "C-9", Auditor("B. Two"))


def test_how_far_an_auditor_is() -> None:
    """One signed off, one to begin; what is signed off is never overdue."""
    (far,) = standings(made(), {"C-1": "signed off"}, "2026-12-21")
    assert tuple(far) == ("A. One", 2, 1, 0, 1, 1)
