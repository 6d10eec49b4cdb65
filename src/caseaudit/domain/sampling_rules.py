"""Rules that look for worry in a list of cases: what each goes by, why, and whether a case meets it.

A rule reads dates, numbers and codes of one row, and asks the clocks of `timescales.toml` for the last day that
was in time. It finds files to look at first. It grades nobody: a list can be wrong or late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

Values = Mapping[str, Any]
"""The cells of one row by column: a `date`, a whole number or text; None or empty text where there is nothing."""
Due = Callable[[str, date], date]
"""The last day in time by the clock of an id, counted from a day."""


class Rule(NamedTuple):
    """One rule."""

    id: str
    title: str
    number: int
    """The list of Annex A that it reads."""
    columns: tuple[str, ...]
    """The columns that it needs."""
    clocks: tuple[str, ...]
    """The clocks that it may go by."""
    why: str
    meets: Callable[[Values, date, Due], bool]
    """Whether a row meets it on a day."""
    may_use: tuple[str, ...] = ()
    """Columns that make it more exact where the list has them."""


# ── children in care (list 8) ────────────────────────────────────────────────


def _visit_overdue(row: Values, on: date, due: Due) -> bool:
    placed, visited = row["placed"] or row["started"], row["visited"]
    if visited is None or (placed and visited < placed):
        return placed is not None and on > due("looked-after-visit-first", placed)
    return on > due(_visit_clock(row, placed, on), visited)


def _visit_clock(row: Values, placed: date | None, on: date) -> str:
    """Return the clock that governs the next visit, as far as a list can tell: the longest that may apply."""
    if _says(row, "legal-status", "c1") and _says(row, "placement", "p1"):
        return "visit-interim-later" if row.get("reviewed") else "visit-interim-at-first"
    if placed is None or _a_year_on(placed) > on:
        return "looked-after-visit-first-year"
    meant_to_last = _says(row, "placement", "u1", "u4") or "long-term" in _word(row, "permanence")
    return "looked-after-visit-to-18" if meant_to_last else "looked-after-visit-later"


def _review_overdue(row: Values, on: date, due: Due) -> bool:
    started, reviewed = row["started"], row["reviewed"]
    if started is None:
        return reviewed is not None and on > due("looked-after-review-later", reviewed)
    first = due("looked-after-review-first", started)
    if reviewed is None or reviewed < started:
        return on > first
    return on > due("looked-after-review-second" if reviewed <= first else "looked-after-review-later", reviewed)


def _health_overdue(row: Values, on: date, due: Due) -> bool:
    started, assessed = row["started"], row["health"]
    if assessed is None:
        return started is not None and on > due("initial-health-assessment", started)
    age = _age(row, on)
    under_five = age is not None and age < 5
    return on > due("health-review-under-five" if under_five else "health-review-from-five", assessed)


def _no_permanence_plan(row: Values, on: date, due: Due) -> bool:
    return not _word(row, "permanence") and row["started"] is not None and on > due("permanence-plan", row["started"])


def _three_placements(row: Values, _on: date, _due: Due) -> bool:
    return (row["placements"] or 0) >= 3


def _no_interview_offered(row: Values, _on: date, _due: Due) -> bool:
    return (row["missing"] or 0) > 0 and not _word(row, "interview-offered").startswith("y")


# ── the other lists ──────────────────────────────────────────────────────────


def _repeat_plan(row: Values, _on: date, _due: Due) -> bool:
    return (row["plans"] or 0) > 0


def _conference_review_overdue(row: Values, on: date, due: Due) -> bool:
    started, reviewed = row["started"], row["reviewed"]
    if reviewed is not None and (started is None or reviewed > started):
        return on > due("review-conference-later", reviewed)
    return started is not None and on > due("review-conference-first", started)


def _protection_visit_overdue(row: Values, on: date, due: Due) -> bool:
    last = row["visited"] or row["started"]
    return last is not None and on > due("child-protection-visit", last)


def _not_seen(row: Values, on: date, due: Due) -> bool:
    last = row["seen"] or row["started"]
    return last is not None and on > due("child-in-need-visit", last)


def _assessment_over(row: Values, on: date, due: Due) -> bool:
    started = row["started"]
    return started is not None and (row["authorised"] or on) > due("assessment-census", started)


def _conference_late(row: Values, on: date, due: Due) -> bool:
    discussed = row["discussed"]
    if discussed is None or (row["conference"] is None and _word(row, "unnecessary").startswith("y")):
        return False
    return (row["conference"] or on) > due("initial-conference", discussed)


def _pathway_plan_old(row: Values, on: date, due: Due) -> bool:
    return row["pathway-plan"] is None or on > due("pathway-plan-review", row["pathway-plan"])


# ── what a row says ──────────────────────────────────────────────────────────


def _word(row: Values, column: str) -> str:
    return str(row.get(column) or "").casefold()


def _says(row: Values, column: str, *codes: str) -> bool:
    return _word(row, column).startswith(codes)


def _a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _age(row: Values, on: date) -> int | None:
    """Return the age in whole years, from the date of birth or else as the list gives it."""
    born = row.get("born")
    if isinstance(born, date):
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    given = row.get("age")
    return given if isinstance(given, int) else None


AGE_BANDS = ((0, "under 1"), (4, "1 to 4"), (9, "5 to 9"), (15, "10 to 15"))
"""The bands of the national statistics on looked after children: the highest age of each; above, `16 and over`."""


def age_band(row: Values, on: date) -> str:
    """Return the band of a row's age on a day; nothing where the age is not known."""
    age = _age(row, on)
    if age is None:
        return ""
    return next((band for highest, band in AGE_BANDS if age <= highest), "16 and over")


RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "visit-overdue",
            "The last visit is older than the law allows",
            8,
            ("visited", "placed", "started"),
            (
                "looked-after-visit-first",
                "looked-after-visit-first-year",
                "looked-after-visit-later",
                "looked-after-visit-to-18",
                "visit-interim-at-first",
                "visit-interim-later",
            ),
            "A child whom nobody visits has nobody to tell. Where a list leaves the limit open, the longest holds.",
            _visit_overdue,
            ("legal-status", "placement", "permanence", "reviewed"),
        ),
        Rule(
            "review-overdue",
            "The last review is older than the law allows",
            8,
            ("reviewed", "started"),
            ("looked-after-review-first", "looked-after-review-second", "looked-after-review-later"),
            "Reviews hold the plan to account. A review within the first limit is taken for the first one.",
            _review_overdue,
        ),
        Rule(
            "health-assessment-overdue",
            "The last health assessment is older than its clock allows",
            8,
            ("health", "started"),
            ("initial-health-assessment", "health-review-under-five", "health-review-from-five"),
            "Unmet health need shows here first. A child whose age the list does not give counts as five or older.",
            _health_overdue,
            ("born", "age"),
        ),
        Rule(
            "no-permanence-plan",
            "No plan for permanence after the second review was due",
            8,
            ("permanence", "started"),
            ("permanence-plan",),
            "By the second review the care plan says how the child will have a lasting home; without it, care drifts.",
            _no_permanence_plan,
        ),
        Rule(
            "three-placements",
            "Three or more placements in twelve months",
            8,
            ("placements",),
            (),
            "National statistics on looked after children count three or more as instability.",
            _three_placements,
        ),
        Rule(
            "no-return-interview",
            "Missing, and no return interview was offered",
            8,
            ("missing", "interview-offered"),
            ("return-interview",),
            "The interview is where a child says why. Unknown and blank count as not offered.",
            _no_interview_offered,
        ),
        Rule(
            "repeat-plan",
            "A second or later child protection plan",
            7,
            ("plans",),
            (),
            "What the first plan changed did not last, or the plan ended too early.",
            _repeat_plan,
        ),
        Rule(
            "conference-review-overdue",
            "The last review conference is older than its clock allows",
            7,
            ("reviewed", "started"),
            ("review-conference-first", "review-conference-later"),
            "The plan has run on without the people around the child looking at it together.",
            _conference_review_overdue,
        ),
        Rule(
            "protection-visit-overdue",
            "The last visit to a child with a plan is older than your own limit",
            7,
            ("visited", "started"),
            ("child-protection-visit",),
            "There is no national limit: set yours in the workspace's timescales.toml.",
            _protection_visit_overdue,
        ),
        Rule(
            "not-seen",
            "A child in need was last seen longer ago than your own limit",
            6,
            ("seen", "started"),
            ("child-in-need-visit",),
            "There is no national limit: set yours in the workspace's timescales.toml.",
            _not_seen,
        ),
        Rule(
            "assessment-over-45",
            "An assessment took, or has taken so far, more than 45 working days",
            4,
            ("started", "authorised"),
            ("assessment-census",),
            "A maximum: where more days were needed, the file says why.",
            _assessment_over,
        ),
        Rule(
            "conference-late",
            "The initial conference came later than 15 working days, or has not come",
            5,
            ("discussed", "conference"),
            ("initial-conference",),
            "A child thought to be at risk of significant harm waited for a plan.",
            _conference_late,
            ("unnecessary",),
        ),
        Rule(
            "pathway-plan-old",
            "No pathway plan, or one older than the law allows",
            9,
            ("pathway-plan",),
            ("pathway-plan-review",),
            "Newer exports of the list have the column; the template of 2019 has not.",
            _pathway_plan_old,
        ),
    )
}
"""Every rule, by id, in the order of the page that lists them."""
