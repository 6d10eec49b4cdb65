"""The rules that look for worry: what they count from, and on which day they first say something."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from caseaudit.desk.bank_holidays import of_england
from caseaudit.domain.sampling_rules import RULES, age_band
from caseaudit.domain.timescales_counting import due
from caseaudit.problems import BadInput
from caseaudit.store.frames.lists import lists
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

LIBRARY = Library(shipped_checklists())
DAY = timedelta(days=1)
LONG_AGO = date(2019, 1, 7)


def last_day(clock: str, start: date) -> date:
    """Return the last day in time by a clock that ships."""
    return due(start, LIBRARY.timescale(clock), of_england())


def meets(rule: str, on: date, **cells: Any) -> bool:
    """Return whether a row meets a rule; cells that are not given are empty."""
    found = RULES[rule]
    row: dict[str, Any] = dict.fromkeys((*found.columns, *found.may_use))
    row |= {name.replace("_", "-"): value for name, value in cells.items()}
    return found.meets(row, on, last_day)


def first_said(rule: str, last_in_time: date, **cells: Any) -> bool:
    """Return whether a rule is silent on the last day in time and speaks on the day after."""
    return not meets(rule, last_in_time, **cells) and meets(rule, last_in_time + DAY, **cells)


def test_every_rule_reads_columns_and_clocks_that_there_are() -> None:
    """And no two have one title."""
    for rule in RULES.values():
        columns = {column.key for column in lists()[rule.number].columns}
        assert {*rule.columns, *rule.may_use} <= columns, rule.id
        assert all(LIBRARY.timescale(clock) for clock in rule.clocks)
    assert len({rule.title for rule in RULES.values()}) == len(RULES)


VISITED = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("says", "last", "cells"),
    [
        ("six weeks in the first year of a placement", date(2026, 10, 13), {"placed": date(2026, 3, 2)}),
        ("six weeks later too", date(2026, 10, 13), {"placed": LONG_AGO}),
        ("three months if it is to last", date(2026, 12, 1), {"placed": LONG_AGO, "placement": "U1: Foster"}),
        ("or the plan says so", date(2026, 12, 1), {"placed": LONG_AGO, "permanence": "Long-term fostering"}),
        ("not in the first year", date(2026, 10, 13), {"placed": date(2026, 3, 2), "placement": "U4: Foster"}),
        (
            "four weeks at home under an interim order",
            date(2026, 9, 29),
            {
                "placed": LONG_AGO,
                "legal_status": "C1: ICO",
                "placement": "P1: Placed with parents",
                "reviewed": VISITED,
            },
        ),
        (
            "one week before the first review",
            date(2026, 9, 8),
            {"placed": LONG_AGO, "legal_status": "C1: ICO", "placement": "P1: Placed with parents"},
        ),
    ],
)
def test_which_limit_holds_for_the_next_visit(says: str, last: date, cells: dict[str, Any]) -> None:
    """SI 2010/959, reg 28(2) and (4). Of 1 September 2026, six weeks are 13 October and three months 1 December."""
    assert first_said("visit-overdue", last, visited=VISITED, started=LONG_AGO, **cells), says


def test_a_new_placement_wants_its_first_visit_within_a_week() -> None:
    """Reg 28(2)(a): whatever visits there were before the child moved."""
    moved = date(2026, 11, 2)
    assert first_said("visit-overdue", date(2026, 11, 9), placed=moved, visited=None, started=LONG_AGO)
    assert first_said("visit-overdue", date(2026, 11, 9), placed=moved, visited=moved - DAY, started=LONG_AGO)


def test_a_year_after_a_leap_day() -> None:
    """A placement of 29 February 2024 is a year old on 28 February 2025."""
    cells = {"placed": date(2024, 2, 29), "started": date(2024, 2, 29), "placement": "U1: Foster placement"}
    assert not meets("visit-overdue", date(2025, 2, 28), visited=date(2025, 1, 1), **cells)
    assert meets("visit-overdue", date(2025, 2, 27), visited=date(2025, 1, 1), **cells)


def test_the_first_review_and_the_two_after_it() -> None:
    """Reg 33: 20 working days over Easter 2026, then three months, then six."""
    started = date(2026, 3, 30)  # Good Friday is 3 April, Easter Monday the 6th
    assert first_said("review-overdue", date(2026, 4, 29), started=started)
    assert first_said("review-overdue", date(2026, 7, 20), started=started, reviewed=date(2026, 4, 20))
    assert first_said("review-overdue", date(2027, 1, 20), started=started, reviewed=date(2026, 7, 20))


def test_a_health_assessment_by_age() -> None:
    """20 working days at first; then every six months under five, every twelve from five or where nobody knows."""
    assert first_said("health-assessment-overdue", date(2026, 4, 29), started=date(2026, 3, 30))
    done = {"started": LONG_AGO, "health": date(2026, 1, 31)}
    assert first_said("health-assessment-overdue", date(2026, 7, 31), born=date(2023, 5, 1), **done)
    assert first_said("health-assessment-overdue", date(2026, 7, 31), age=3, **done)
    assert first_said("health-assessment-overdue", date(2027, 1, 31), age=9, **done)
    assert first_said("health-assessment-overdue", date(2027, 1, 31), **done)


def test_a_permanence_plan_by_the_second_review() -> None:
    """20 working days and three months after 1 June 2026 is 29 September; a plan ends the matter."""
    started = date(2026, 6, 1)
    assert first_said("no-permanence-plan", date(2026, 9, 29), started=started, permanence="")
    assert not meets("no-permanence-plan", date(2027, 1, 1), started=started, permanence="Adoption")


def test_three_placements_and_missing_children() -> None:
    """Numbers and words of the list, no clock."""
    on = date(2026, 11, 20)
    assert [meets("three-placements", on, placements=number) for number in (None, 2, 3, 7)] == [
        False,
        False,
        True,
        True,
    ]
    assert meets("no-return-interview", on, missing=1, interview_offered="No")
    assert meets("no-return-interview", on, missing=1, interview_offered="")
    assert meets("no-return-interview", on, missing=2, interview_offered="Unknown")
    assert not meets("no-return-interview", on, missing=1, interview_offered="Yes")
    assert not meets("no-return-interview", on, missing=0, interview_offered="No")


def test_a_plan_for_the_second_time() -> None:
    """One earlier plan is enough."""
    on = date(2026, 11, 20)
    assert [meets("repeat-plan", on, plans=number) for number in (None, 0, 1)] == [False, False, True]


def test_review_conferences() -> None:
    """Three months to the first, six to the next."""
    started = date(2026, 1, 31)
    assert first_said("conference-review-overdue", date(2026, 4, 30), started=started)
    assert first_said("conference-review-overdue", date(2026, 10, 20), started=started, reviewed=date(2026, 4, 20))


def test_an_assessment_of_45_working_days() -> None:
    """From Monday 2 November 2026 over Christmas: 45 working days end on 7 January 2027; open ones count to the day."""
    started, last = date(2026, 11, 2), date(2027, 1, 7)
    assert first_said("assessment-over-45", last, started=started)
    assert not meets("assessment-over-45", date(2027, 6, 1), started=started, authorised=last)
    assert meets("assessment-over-45", date(2027, 6, 1), started=started, authorised=last + DAY)


def test_a_conference_within_15_working_days() -> None:
    """Held late, or not held and not found unnecessary."""
    discussed, last = date(2026, 11, 2), date(2026, 11, 23)
    assert first_said("conference-late", last, discussed=discussed)
    assert not meets("conference-late", last + DAY, discussed=discussed, unnecessary="Yes")
    assert meets("conference-late", last + DAY, discussed=discussed, conference=last + DAY, unnecessary="No")
    assert not meets("conference-late", last + DAY, discussed=discussed, conference=last)


def test_a_pathway_plan_of_six_months() -> None:
    """Or none at all."""
    assert first_said("pathway-plan-old", date(2026, 11, 1), pathway_plan=date(2026, 5, 1))
    assert meets("pathway-plan-old", date(2026, 11, 1))


@pytest.mark.parametrize("rule", ["protection-visit-overdue", "not-seen"])
def test_where_no_limit_holds_everywhere_the_service_sets_its_own(rule: str) -> None:
    """The message says in which file."""
    with pytest.raises(BadInput, match=r"Set yours in the workspace's checklists/timescales.toml"):
        meets(rule, date(2026, 11, 20), started=LONG_AGO)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2025, 11, 21), "under 1"),
        (date(2025, 11, 20), "1 to 4"),
        (date(2021, 11, 20), "5 to 9"),
        (date(2016, 11, 20), "10 to 15"),
        (date(2010, 11, 20), "16 and over"),
        (date(2027, 2, 1), "under 1"),
        (None, ""),
    ],
)
def test_age_bands_change_on_the_birthday(born: date | None, band: str) -> None:
    """On 20 November 2026; an expected birth is under 1."""
    assert age_band({"born": born}, date(2026, 11, 20)) == band
