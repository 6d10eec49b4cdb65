"""Themes that are answered from facts of the case: moves, visits, plans, health, court, meetings, care leavers."""

from __future__ import annotations

from collections.abc import Callable

from caseaudit.domain import themes_shapes as shapes
from caseaudit.domain.themes_evidence import Evidence, Noted, answers_to, in_groups, noted, together, wanting
from caseaudit.domain.themes_figures import Family, Figure, Found, family, share, spread
from caseaudit.domain.themes_shapes import Bands, Limit

WEEKS_8, DAYS_OF_A_WEEK = 56, 7
COURT_WEEKS = 26
HIGH_SDQ = 17
"""From which score on the questionnaire gives cause for concern, as the Department for Education counts it."""


def _found(evidence: Evidence, families: list[Family], *facts: str) -> Found:
    return Found(families, wanting(evidence, *facts))


def _at_least(number: int) -> Callable[[Noted], bool]:
    return lambda one: one.number >= number


_WORKERS: Bands = (
    ("one worker", lambda one: one.number <= 1),
    ("two workers", lambda one: one.number == 2),
    ("three workers or more", _at_least(3)),
)
_MOVES: Bands = (
    ("no move", lambda one: one.number == 0),
    ("one or two moves", lambda one: 0 < one.number < 3),
    ("three moves or more", _at_least(3)),
)
_STAGES: Bands = (
    ("under 13 weeks", lambda one: one.number < 13),
    ("13 to 51 weeks", lambda one: 13 <= one.number < 52),
    ("a year or longer", _at_least(52)),
)


def workers(evidence: Evidence) -> Found:
    """T02: changes of worker; workers are counted, not changes."""
    title = "Workers in the last 12 months"
    fact = "workers-12-months"
    families = shapes.cuts(evidence, fact, title, _WORKERS[1:]) + shapes.grades_by(
        evidence, fact, f"{title}, and the grade", _WORKERS
    )
    return _found(evidence, families, fact)


def early_help(evidence: Evidence) -> Found:
    """T10: what audited referrals say of early help."""
    before, again = "early-help-before", "referred-before"
    families = shapes.yes(evidence, before, "Early help in the year before the referral")
    return Found(families + shapes.yes(evidence, again, "Repeat referrals within a year"), [])


def distance(evidence: Evidence) -> Found:
    """T11: how far away children live, and how good practice is there."""
    fact = "placement-distance"
    offered = dict.fromkeys(one.fact.value for one in noted(evidence, fact))
    bands = [(choice, _chose(choice)) for choice in offered]
    families = shapes.choices(evidence, fact, "Where children live")
    families += shapes.choices(evidence, "why-away", "Why they live outside the borough")
    return _found(
        evidence, families + shapes.grades_by(evidence, fact, "Where, and the grade", bands), fact, "why-away"
    )


def _chose(choice: str) -> Callable[[Noted], bool]:
    return lambda one: one.fact.value == choice


def moves(evidence: Evidence) -> Found:
    """T12: placement stability, with both cut-offs."""
    fact, title = "placement-moves", "Moves in the last 12 months"
    families = shapes.cuts(evidence, fact, title, (("one move or more", _at_least(1)), _MOVES[2]))
    return _found(evidence, families + shapes.grades_by(evidence, fact, f"{title}, and the grade", _MOVES), fact)


def plans(evidence: Evidence) -> Found:
    """T13: how old the plans in force are."""
    limits = Limit("older than 6 months", 6), Limit("older than 12 months", 12)
    return _found(evidence, shapes.ages(evidence, "plan-date", "Plans in force", *limits), "plan-date")


def visits(evidence: Evidence) -> Found:
    """T14: the longest stretch between visits, and who is seen alone."""
    longest = shapes.gaps(noted(evidence, "visit-dates"))
    late = shapes.with_groups(
        "longer than 8 weeks", longest, lambda gap: gap[1] > WEEKS_8, lambda gap: shapes.by_cohort(gap[0])
    )
    families = family(
        "The longest stretch between the last three visits",
        *late,
        spread("median", [days for _, days in longest], "days"),
        parts=True,
    )
    families += shapes.yes(evidence, "seen-alone", "Seen alone on the last visit")
    return _found(evidence, families, "visit-dates", "seen-alone")


def health_and_education(evidence: Evidence) -> Found:
    """T15: checks of health and education; always of a sample."""
    dated = (
        ("last-health-assessment", "Health assessments", Limit("older than 12 months", 12)),
        ("last-dental-check", "Dental checks", Limit("older than 12 months", 12)),
        ("last-education-plan", "Education plans", Limit("older than 4 months", 4)),
    )
    families = [found for fact, title, limit in dated for found in shapes.ages(evidence, fact, title, limit)]
    families += shapes.yes(evidence, "immunised", "Immunisations up to date")
    families += shapes.yes(evidence, "education-targets", "Education plans with targets that can be measured")
    high: Bands = ((f"{HIGH_SDQ} or more, cause for concern", _at_least(HIGH_SDQ)),)
    families += shapes.cuts(evidence, "sdq-score", "Strengths and difficulties questionnaire", high)
    facts = [fact for fact, _, _ in dated]
    return _found(evidence, families, *facts, "immunised", "education-targets", "sdq-score")


def reviewing_officer(evidence: Evidence) -> Found:
    """T16: what the reviewing officer challenged, whether where it was called for, and how soon it was answered."""
    fact = "officer-escalation"
    families = shapes.choices(evidence, fact, "Challenge in the last 12 months", leaving_out="not called for")
    days = shapes.between(evidence, "escalated-on", "escalation-answered")
    dated = together(evidence, "escalated-on", "escalation-answered")
    families += family(
        "Answers",
        share("not answered yet", [other is None for _, other in dated]),
        spread("median time to an answer", days, "days"),
        parts=True,
    )
    families += family(
        "Graded good or better",
        share("pressed until the plan moved (CLA-07)", answers_to(evidence, "CLA-07")),
        share("answered by managers (CLA-10)", answers_to(evidence, "CLA-10")),
    )
    return _found(evidence, families, fact, "escalated-on")


def missing(evidence: Evidence) -> Found:
    """T17: how often children go missing, what for, and whether people understand it."""
    bands: Bands = (("one episode or more", _at_least(1)), ("three or more", _at_least(3)))
    families = shapes.cuts(evidence, "missing-episodes", "Missing episodes in the last 12 months", bands)
    families += shapes.choices(evidence, "missing-pull", "What the last one was about")
    understood = share("people understand why (MIS-03)", answers_to(evidence, "MIS-03"))
    families += family("Graded good or better", understood)
    return _found(evidence, families, "missing-episodes", "missing-pull")


def stages(evidence: Evidence) -> Found:
    """T21: the grade by how long the plan has lasted."""
    families = shapes.grades_by(evidence, "weeks-on-plan", "Weeks on the plan, and the grade", _STAGES)
    return _found(evidence, families, "weeks-on-plan")


def permanence(evidence: Evidence) -> Found:
    """T23: days from care to a decision and to a match, and children without one."""
    started, decided, matched = "care-started", "permanence-decided", "match-approved"
    families = family(
        "Decisions and matches",
        share("no permanence decision yet", [other is None for _, other in together(evidence, started, decided)]),
        share("decided, and no match yet", [other is None for _, other in together(evidence, decided, matched)]),
    )
    families += family(
        "How long it took",
        spread("from care to the decision", shapes.between(evidence, started, decided), "days"),
        spread("from the decision to a match", shapes.between(evidence, decided, matched), "days"),
    )
    return _found(evidence, families, started, decided)


def care_leavers(evidence: Evidence) -> Found:
    """T24: in touch, at home, occupied."""
    touched = [one for one in noted(evidence, "last-contact") if one.day <= shapes.audited(one)]
    days = [(shapes.audited(one) - one.day).days for one in touched]
    families = family(
        "Last contact",
        share("longer than 8 weeks before the audit", [each > WEEKS_8 for each in days]),
        spread("median", days, "days"),
        parts=True,
    )
    families += shapes.yes(evidence, "home-suitable", "A suitable home")
    families += shapes.yes(evidence, "occupied", "In education, employment or training")
    return _found(evidence, families, "last-contact", "home-suitable", "occupied")


def having_a_say(evidence: Evidence) -> Found:
    """T25: advocates, and the child's part in meetings."""
    families = shapes.yes(evidence, "advocate-offered", "An advocate was offered")
    families += shapes.yes(evidence, "advocate-used", "An advocate was used")
    for name, held in in_groups(noted(evidence, "child-at-meeting"), shapes.by_cohort).items():
        offered = dict.fromkeys(choice for one in held for choice in (*one.fact.choices, one.fact.value))
        figures = (share(choice, [one.fact.value == choice for one in held]) for choice in offered)
        families += family(f"The child at the last meeting, {name}", *figures, parts=True)
    return _found(evidence, families, "advocate-offered", "advocate-used", "child-at-meeting")


_PARTNERS = {
    "meeting-health": "health",
    "meeting-school": "school or nursery",
    "meeting-police": "police",
    "meeting-adult-services": "adult drug, alcohol or mental health service",
}


def partners(evidence: Evidence) -> Found:
    """T26: who came, of those who are involved with the family."""

    def attendance(fact: str, name: str) -> list[Figure | None]:
        involved = [one.fact.value for one in noted(evidence, fact) if one.fact.value != "not involved"]
        return [share(f"{name} {how}", [value == how for value in involved]) for how in ("came", "sent a report")]

    figures = [figure for fact, name in _PARTNERS.items() for figure in attendance(fact, name)]
    families = family("At the last meeting, of those involved", *figures, parts=True)
    return _found(evidence, families, *_PARTNERS)


def court(evidence: Evidence) -> Found:
    """T29: weeks from issue to the final order; the day of issue is the first day (Children Act 1989, s.32)."""
    issued, ordered = "proceedings-issued", "final-order"
    ended = [(days + 1) / DAYS_OF_A_WEEK for days in shapes.between(evidence, issued, ordered)]
    going_on = [one for one, other in together(evidence, issued, ordered) if other is None]
    days = [(shapes.audited(one) - one.day).days for one in going_on]
    so_far = [(each + 1) / DAYS_OF_A_WEEK for each in days if each >= 0]
    families = family(
        "Care and supervision proceedings",
        share(f"ended within {COURT_WEEKS} weeks", [weeks <= COURT_WEEKS for weeks in ended]),
        spread("median, issue to final order", ended, "weeks"),
        spread("median so far, of those in court", so_far, "weeks"),
        parts=True,
    )
    return _found(evidence, families, issued)


def reviews_due(evidence: Evidence) -> Found:
    """T30: reviews of children in need that are overdue or have no date."""
    due = noted(evidence, "next-review-due")
    families = family(
        "Reviews of children in need",
        share("overdue on the day of the audit", [one.day < shapes.audited(one) for one in due]),
        share("no date set", [not shapes.is_yes(one) for one in noted(evidence, "next-review-set")]),
    )
    return _found(evidence, families, "next-review-due", "next-review-set")


def front_door(evidence: Evidence) -> Found:
    """T33: days from contact to decision and to telling the referrer."""
    received, decided, told = "referral-received", "decision-made", "referrer-told"
    days = shapes.between(evidence, received, decided)
    families = family(
        "From the contact to the decision",
        share("the same day or the next", [each <= 1 for each in days]),
        spread("median", days, "days"),
        parts=True,
    )
    families += family(
        "From the decision to telling the referrer",
        share("not told", [other is None for _, other in together(evidence, decided, told)]),
        spread("median", shapes.between(evidence, decided, told), "days"),
        parts=True,
    )
    return _found(evidence, families, received, decided)


def return_interviews(evidence: Evidence) -> Found:
    """T34: offered, accepted, done in time."""
    asked = {
        "return-interview-offered": "offered",
        "return-interview-accepted": "accepted",
        "return-interview-in-time": "done within 72 hours",
    }
    figures = [share(words, list(map(shapes.is_yes, noted(evidence, fact)))) for fact, words in asked.items()]
    return _found(evidence, family("After the last episode", *figures, parts=True), *asked)
