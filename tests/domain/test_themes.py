"""Themes: what audits, added up, say of the service; each figure from a handful of audits that anybody can count."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from caseaudit.domain import themes
from caseaudit.domain.actions import Action
from caseaudit.domain.audit import Audit, answered
from caseaudit.domain.facts_reading import THEME_IDS
from caseaudit.domain.themes import MEASURES
from caseaudit.domain.themes_evidence import Pair, without_texts
from caseaudit.domain.themes_table import THEMES
from caseaudit.domain.timing import Timing
from made_up import LIBRARY, begun
from made_up_themes import answer, evidence, fact, numbers, said, seen

SHIPPED = [(checklist, fact) for checklist in LIBRARY.shelf.checklists.values() for fact in checklist.facts]


# ── the table of themes ──────────────────────────────────────────────────────


def test_every_theme_has_its_place() -> None:
    """Thirty-four of them, in order; the facts of a checklist may name any."""
    assert tuple(theme.id for theme in THEMES) == THEME_IDS


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_a_theme_is_measured_or_says_why_files_cannot(theme: themes.Theme) -> None:
    """One of the two; and every paragraph that it cites is one of its document."""
    assert (theme.id in MEASURES) or theme.why_not
    assert bool(theme.why_not) == (theme.kind == "context")
    for source in theme.sources:
        assert 1 <= source.paragraph <= LIBRARY.documents[source.document].paragraphs


def test_without_any_audit_every_theme_says_why_it_cannot_be_answered() -> None:
    """No theme is empty, and none is a figure of nothing."""
    found = themes.answers(evidence())

    assert all(each.gaps and not each.families for each in found.themes)


def test_the_checklists_that_ship_ask_for_what_the_themes_need() -> None:
    """Each fact of a theme is asked by some checklist under that theme, and no fact is asked that nothing adds up."""
    asked = {(fact.theme, fact.id) for _, fact in SHIPPED}
    needed = {(theme, name) for theme, measure in MEASURES.items() for name in measure.facts}

    assert asked == needed


def test_a_fact_is_the_same_wherever_it_is_asked() -> None:
    """Facts are added up by their id: one id, one kind, one list of choices, one label."""
    shapes: dict[str, set[object]] = {}
    for _, asked in SHIPPED:
        shapes.setdefault(asked.id, set()).add((asked.kind, asked.choices, asked.label))
    assert [name for name, found in shapes.items() if len(found) > 1] == []


def test_every_shipped_fact_says_where_to_look() -> None:
    """With a hint."""
    assert [asked.id for _, asked in SHIPPED if not asked.hint] == []


# ── facts of the case ────────────────────────────────────────────────────────


def test_moves_have_both_cut_offs_and_the_median() -> None:
    """T12: seven of twelve children moved, two of them three times or more; Wilson's interval beside it."""
    moved = numbers("placement-moves", 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 5)

    assert said("T12", *moved)[:4] == [
        "Moves in the last 12 months",
        "one move or more: 7 of 12 (32–81 %)",
        "three moves or more: 2 of 12 (5–45 %)",
        "median: 1, 0 to 5 (n = 12)",
    ]


def test_the_grade_is_crossed_with_the_number_of_workers() -> None:
    """T02: judged good or better in three of four audits with one worker, and in none with three or more."""
    one = numbers("workers-12-months", 1, 1, 1) + numbers("workers-12-months", 1, judged="inadequate")
    many = numbers("workers-12-months", 3, 4, judged="requires-improvement")

    assert said("T02", *one, *many)[-4:] == [
        "Workers in the last 12 months, and the grade",
        "Judged good or better, in the audits that note it.",
        "one worker: 3 of 4 (30–95 %)",
        "three workers or more: 0 of 2 (0–66 %)",
    ]


def test_a_case_that_was_audited_again_counts_once() -> None:
    """As its last audit has it."""
    first = seen(fact("placement-moves", "4"), case="EB-7", date="2026-05-01")
    again = seen(fact("placement-moves", "0"), case="EB-7", date="2026-11-01")

    assert said("T12", first, again)[1] == "one move or more: 0 of 1 (0–79 %)"


@pytest.mark.parametrize(
    ("plan", "audited", "older"),
    [
        ("2026-05-20", "2026-11-20", 0),
        ("2026-05-19", "2026-11-20", 1),
        ("2025-08-31", "2026-02-28", 0),
        ("2025-08-31", "2026-03-01", 1),
        ("2027-01-01", "2026-11-20", None),
    ],
)
def test_the_age_of_a_plan_is_counted_to_the_day_of_the_audit(plan: str, audited: str, older: int | None) -> None:
    """T13: six months to the day are not older than six months; months that are too short end on their last day."""
    found = said("T13", seen(fact("plan-date", plan, "date"), date=audited))

    expected = [] if older is None else ["Plans in force", f"older than 6 months: {older} of 1"]
    assert [line.partition(" (")[0] for line in found[:2]] == expected


def test_a_share_is_given_for_each_cohort_where_there_are_several() -> None:
    """T13: all of them first, then each."""
    old, new = "2024-01-01", "2026-11-01"
    audits = [
        seen(fact("plan-date", old, "date"), cohort="child-looked-after"),
        seen(fact("plan-date", new, "date"), cohort="child-looked-after"),
        seen(fact("plan-date", new, "date"), cohort="child-in-need"),
    ]

    assert said("T13", *audits)[1:4] == [
        "older than 6 months: 1 of 3 (6–79 %)",
        "- child in need: 0 of 1 (0–79 %)",
        "- child looked after: 1 of 2 (9–91 %)",
    ]


def test_the_longest_stretch_between_visits() -> None:
    """T14: 57 days are longer than eight weeks, 56 are not; one visit has no stretch."""
    audits = [
        seen(fact("visit-dates", "2026-01-01 2026-02-26 2026-03-01", "dates")),
        seen(fact("visit-dates", "2026-01-01 2026-02-27", "dates")),
        seen(fact("visit-dates", "2026-01-01", "dates")),
    ]

    assert said("T14", *audits)[1:3] == ["longer than 8 weeks: 1 of 2 (9–91 %)", "median: 56.5 days, 56 to 57 (n = 2)"]


def test_weeks_in_court() -> None:
    """T29: from issue to the final order; the day of issue is the first; a case in court counts so far."""
    audits = [
        seen(fact("proceedings-issued", "2026-01-01", "date"), fact("final-order", "2026-07-01", "date")),
        seen(fact("proceedings-issued", "2026-01-01", "date"), fact("final-order", "2026-07-08", "date")),
        seen(fact("proceedings-issued", "2026-10-24", "date"), date="2026-11-20"),
    ]

    assert said("T29", *audits)[1:] == [
        "ended within 26 weeks: 1 of 2 (9–91 %)",
        "median, issue to final order: 26.5 weeks, 26 to 27 (n = 2)",
        "median so far, of those in court: 4 weeks, 4 to 4 (n = 1)",
    ]


def test_reviews_that_are_overdue_or_have_no_date() -> None:
    """T30: due the day before the audit is overdue, due that day is not."""
    audits = [
        seen(fact("next-review-due", "2026-11-19", "date", ahead=True), fact("next-review-set", "yes", "yes-no")),
        seen(fact("next-review-due", "2026-11-20", "date", ahead=True), fact("next-review-set", "no", "yes-no")),
    ]

    assert said("T30", *audits)[1:] == [
        "overdue on the day of the audit: 1 of 2 (9–91 %)",
        "no date set: 1 of 2 (9–91 %)",
    ]


def test_decisions_at_the_front_door() -> None:
    """T33: the median and the slowest, and whom nobody told."""

    def contact(decided: str, *told: str) -> Audit:
        dates = [
            ("referral-received", "2026-11-02"),
            ("decision-made", decided),
            *(("referrer-told", day) for day in told),
        ]
        return seen(*(fact(name, day, "date") for name, day in dates))

    assert said("T33", contact("2026-11-02", "2026-11-04"), contact("2026-11-03"), contact("2026-11-12"))[1:] == [
        "the same day or the next: 2 of 3 (21–94 %)",
        "median: 1 day, 0 to 10 (n = 3)",
        "From the decision to telling the referrer",
        "not told: 2 of 3 (21–94 %)",
        "median: 2 days, 2 to 2 (n = 1)",
    ]


def test_partners_who_are_not_involved_are_left_out() -> None:
    """T26: of those involved, who came and who wrote."""
    attended = ("came", "came", "sent a report", "neither", "not involved")
    audits = [seen(fact("meeting-police", how, "choice", choices=attended[1:])) for how in attended]

    assert said("T26", *audits)[1:3] == ["police came: 2 of 4 (15–85 %)", "police sent a report: 1 of 4 (5–70 %)"]


def test_escalation_that_was_not_called_for_is_no_share_of_anything() -> None:
    """T16: of the others, how many were about drift; and what nobody has answered yet."""
    choices = ("not called for", "called for and not made", "made, about drift", "made, about something else")
    audits = [
        seen(
            fact("officer-escalation", choices[2], "choice", choices=choices),
            fact("escalated-on", "2026-10-01", "date"),
        ),
        seen(fact("officer-escalation", choices[1], "choice", choices=choices)),
        seen(fact("officer-escalation", choices[0], "choice", choices=choices)),
    ]

    assert said("T16", *audits)[:6] == [
        "Challenge in the last 12 months",
        "called for and not made: 1 of 2 (9–91 %)",
        "made, about drift: 1 of 2 (9–91 %)",
        "made, about something else: 0 of 2 (0–66 %)",
        "Answers",
        "not answered yet: 1 of 1 (21–100 %)",
    ]


def test_what_is_not_noted_is_named_with_the_checklist_that_asks_it() -> None:
    """So that a lead knows what to ask auditors for."""
    assert answer("T13").gaps == ("No audit notes “Date of the plan in force”; it is asked with leaving-care.",)


def test_a_fact_of_ones_own_is_added_up_under_the_theme_it_names() -> None:
    """In the shape of its kind, after what the theme itself looks at."""
    mine = [seen(fact("respite-nights", str(nights), theme="T12")) for nights in (0, 2, 4)]

    assert "median: 2, 0 to 4 (n = 3)" in said("T12", *mine)


# ── how far the case system can be relied on ─────────────────────────────────


def test_discrepancies_are_counted_by_fact_and_by_team() -> None:
    """T06: only where both are noted; dates behind timed criteria have a line of their own."""

    def looked(system: str, team: str) -> Audit:
        return seen(fact("plan-date", "2026-05-04", "date", system), team=team)

    timed = answered(begun(), "HND-02", state="graded", grade="yes", timing=Timing("x", "2026-01-01", "2026-01-02"))
    differs = answered(timed, "HND-02", timing=Timing("x", "2026-01-01", "2026-01-02", system="2026-01-09"))
    audits = [looked("2026-05-04", "North"), looked("2026-05-05", "South"), looked("", "South"), timed, differs]

    assert said("T06", *audits) == [
        "Plan date",
        "differs: 1 of 2 (9–91 %)",
        "- team North: 0 of 1 (0–79 %)",
        "- team South: 1 of 1 (21–100 %)",
        "Dates behind timed criteria",
        "differs: 1 of 1 (21–100 %)",
    ]


# ── grades, second grades, findings that come back ───────────────────────────


def graded(grade: str, **fields: str) -> Audit:
    """Return an audit whose first criterion has this grade."""
    audit = answered(begun(**{"case": "EB-9", **fields}), "HND-01", state="graded", grade=grade, reason="Seen.")
    return replace(audit, judgement=seen(judged=grade).judgement)


def test_the_direction_of_second_grades() -> None:
    """T01: how often the second grade is lower, the same and higher, for overall grades and for criteria."""
    pairs = tuple(
        Pair(graded(first), graded(second))
        for first, second in (("good", "inadequate"), ("good", "good"), ("outstanding", "good"))
    )

    assert said("T01", pairs=pairs)[:4] == [
        "Overall grades",
        "the second grade is lower: 2 of 3 (21–94 %)",
        "the same: 1 of 3 (6–79 %)",
        "the second grade is higher: 0 of 3 (0–56 %)",
    ]
    assert said("T01", pairs=pairs)[-1] == "HND-01: 2 of 3 (21–94 %)"


def test_findings_that_come_back() -> None:
    """T05: of what was below good, what is below good again in the next audit of the case, in the same words."""
    audits = [
        graded("inadequate", case="EB-1", date="2026-01-01"),
        graded("requires-improvement", case="EB-1", date="2026-06-01"),
        graded("inadequate", case="EB-2", date="2026-01-01"),
        graded("good", case="EB-2", date="2026-06-01"),
        graded("good", case="EB-3", date="2026-01-01"),
        graded("inadequate", case="EB-3", date="2026-06-01"),
    ]

    assert said("T05", *audits)[:4] == [
        "Below good, and below good again in the next audit of the case",
        "HND-01: 1 of 2 (9–91 %)",
        "Of all findings",
        "found again: 1 of 2 (9–91 %)",
    ]


def test_other_words_are_another_finding() -> None:
    """T05: a criterion that was reworded in between is not compared."""
    first = graded("inadequate", date="2026-01-01")
    answers = (replace(first.answers[0], wording="0" * 32), *first.answers[1:])
    again = replace(graded("inadequate", date="2026-06-01"), answers=answers)

    assert said("T05", first, again)[0].startswith("Not yet: No case has been audited twice")


def test_a_loop_is_closed_with_evidence_of_effect() -> None:
    """T05: of actions past their due date, without those given up or carried on; what is not due yet is not asked."""
    past, ahead = "2026-11-01", "2026-12-24"
    actions = (
        Action("A1", "", "", past, status="closed", effect="Seen weekly since."),
        Action("A2", "", "", past, status="done"),
        Action("A3", "", "", past, raised="2026-11-20"),
        Action("A4", "", "", past, status="cancelled"),
        Action("A5", "", "", past, status="carried"),
        Action("A6", "", "", ahead, raised="2026-11-28"),
    )

    assert said("T05", replace(seen(), actions=actions))[:5] == [
        "Actions",
        "Those given up or carried into a re-audit are left out.",
        "closed with effect, of those past their due date: 1 of 3 (6–79 %)",
        "overdue, of those open: 1 of 2 (9–91 %)",
        "age of those open, median: 6 days, 2 to 10 (n = 2)",
    ]


def test_compliance_ahead_of_quality_is_called_so_only_where_it_is_clear() -> None:
    """T04: by team, and named where the interval of the difference leaves out nought."""

    def both(team: str, quality: str) -> Audit:
        audit = answered(begun(team=team), "HND-01", state="graded", grade=quality)
        return answered(audit, "HND-02", state="graded", grade="yes")

    audits = [both("North", "inadequate")] * 8 + [both("South", "good")] * 8
    lines = said("T04", *audits)

    assert lines[1] == "Compliance is clearly ahead of quality: all together, team North."
    assert "- team North: 0 of 8 (0–32 %)" in lines


def test_groups_have_a_median_and_a_range_and_no_average() -> None:
    """T22: by team and by cohort; of two in the middle the better one."""
    audits = [seen(judged=grade, team="North") for grade in ("outstanding", "good", "inadequate", "inadequate")]

    assert said("T22", *audits)[1:3] == [
        "The median and the range.",
        "team North: Good, inadequate to outstanding (n = 4)",
    ]


def test_overall_grades_by_quarter_and_what_held_them_down() -> None:
    """T31: every grade of the scale with its share; the criteria that capped a judgement by name."""
    capped = graded("inadequate", date="2026-11-20")
    lines = said("T31", seen(judged="good", date="2026-01-31"), capped)

    assert lines[0] == "2026, quarter 1 (January to March)"
    assert lines[2] == "Good: 1 of 1 (21–100 %)"
    assert lines[5] == "2026, quarter 4 (October to December)"
    assert lines[-1] == "HND-01: 1 of 2 (9–91 %)"


def test_what_no_theme_looks_at_is_not_held() -> None:
    """The audits of years fit into memory: texts are left out, and every theme says the same without them."""
    audits = [graded("inadequate", case=f"EB-{number}", date="2026-11-20") for number in range(3)]
    slim = [without_texts(audit) for audit in audits]

    assert slim[0].answers[0].reason == slim[0].answers[0].question == ""
    assert themes.answers(evidence(*slim)) == themes.answers(evidence(*audits))
