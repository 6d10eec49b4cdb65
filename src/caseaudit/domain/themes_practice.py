"""Themes that are answered from grades, judgements, second grades and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from caseaudit.domain import actions as steps
from caseaudit.domain import themes_shapes as shapes
from caseaudit.domain.actions import Action
from caseaudit.domain.audit import Audit
from caseaudit.domain.intervals import newcombe, wilson
from caseaudit.domain.judgement import suggest
from caseaudit.domain.moderating import side_by_side
from caseaudit.domain.moderation import standing_judgement
from caseaudit.domain.themes_evidence import (
    Evidence,
    Noted,
    Pair,
    answers_to,
    asked_of,
    cohort,
    in_groups,
    is_good,
    judged_good,
    noted,
    team,
    wanting,
)
from caseaudit.domain.themes_figures import Family, Figure, Found, Grades, Share, family, of, share, spread

MOST_LISTED = 5
_LEFT_OUT = "Those given up or carried into a re-audit are left out."
_REFLECTION, _DATED, _HELD = "SUP-04", "SUP-06", "SUP-01"


def grade_gap(evidence: Evidence) -> Found:
    """T01: which way those who grade a second time differ, by judgement, by criterion, and where most."""
    if not evidence.pairs:
        return Found([], ["No audit has a second grade that is signed off; begin one with `caseaudit moderate begin`."])
    judged = [gap for pair in evidence.pairs if (gap := _judged_apart(pair)) is not None]
    sides = [each for pair in evidence.pairs for each in side_by_side(*pair) if each.apart is not None]
    differ = Counter(each.criterion for each in sides if each.apart)
    asked = Counter(each.criterion for each in sides)
    most = sorted(differ, key=lambda name: (-wilson(differ[name], asked[name]).low, name))[:MOST_LISTED]
    families = _direction("Overall grades", judged)
    families += _direction("Criteria", [each.apart or 0 for each in sides])
    families += family(
        "Criteria graded differently most often", *(of(name, differ[name], asked[name]) for name in most)
    )
    return Found(families, [])


def _judged_apart(pair: Pair) -> int | None:
    """Return how many grades lower the second judgement is; each as its own person gave it."""
    grades = pair.first.checklist.grades
    given = [audit.judgement.grade if audit.judgement else "" for audit in pair]
    return grades.index(given[1]) - grades.index(given[0]) if {*given} <= {*grades} else None


def _direction(title: str, apart: list[int]) -> list[Family]:
    return family(
        title,
        share("the second grade is lower", [gap > 0 for gap in apart]),
        share("the same", [gap == 0 for gap in apart]),
        share("the second grade is higher", [gap < 0 for gap in apart]),
        parts=True,
    )


def supervision(evidence: Evidence) -> Found:
    """T03: gaps between sessions, what is missing, and thinking and dated actions apart from frequency."""
    held = {one.audit.id: one for one in noted(evidence, "session-dates")}
    due = noted(evidence, "sessions-due")
    longest = [days for _, days in shapes.gaps(held.values())]
    families = family(
        "Sessions of the last six months",
        share("every session due was held", [_held(one.audit.id, held) >= one.number for one in due]),
        spread("longest gap, median", longest, "days"),
        parts=True,
    )
    for criterion, words in ((_HELD, "held as often as due"), (_REFLECTION, "thinking"), (_DATED, "dated actions")):
        found = [(audit, answer) for audit, answer in asked_of(evidence.audits) if answer.criterion == criterion]
        figures = shapes.with_groups("good or better", found, lambda pair: is_good(*pair), lambda pair: team(pair[0]))
        families += family(f"Supervision: {words} ({criterion})", *figures, parts=True)
    return Found(families, wanting(evidence, "session-dates", "sessions-due"))


def _held(audit_id: str, held: dict[str, Noted]) -> int:
    return len(held[audit_id].days) if audit_id in held else 0


def compliance_and_quality(evidence: Evidence) -> Found:
    """T04: what was done in time against how good it was, by team; a team is named where the first is clearly ahead."""
    asked = [(audit, answer) for audit, answer in asked_of(evidence.audits) if is_good(audit, answer) is not None]
    figures: list[Figure | None] = []
    for focus in ("compliance", "quality"):
        held = [(audit, answer) for audit, answer in asked if answer.focus == focus]
        figures += shapes.with_groups(focus, held, lambda pair: is_good(*pair), lambda pair: team(pair[0]))
    if not asked:
        return Found([], ["No signed-off audit has a graded criterion."])
    shown = tuple(figure for figure in figures if figure is not None)
    return Found([Family("Good or better", shown, _ahead(shown), note_counts=True, parts=True)], [])


def _ahead(figures: Iterable[Figure]) -> str:
    shares = {(one.what, one.group): one.share for one in figures if one.share}
    names = [
        group
        for (what, group), found in shares.items()
        if what == "compliance" and (other := shares.get(("quality", group))) and _is_ahead(found, other)
    ]
    whole = ["all together"] if "" in names else []
    named = ", ".join([*whole, *filter(None, names)])
    return f"Compliance is clearly ahead of quality: {named}." if named else ""


def _is_ahead(one: Share, other: Share) -> bool:
    return newcombe(wilson(one.n or 0, one.of or 0), wilson(other.n or 0, other.of or 0)).low > 0


# ── findings that come back, and actions ─────────────────────────────────────


def repeats(evidence: Evidence) -> Found:
    """T05: criteria below good in two audits running of one case, and how actions fare."""
    compared, repeated = _running(evidence)
    often = sorted(repeated, key=lambda key: (-wilson(repeated[key], compared[key]).low, key))[:MOST_LISTED]
    families = family(
        "Below good, and below good again in the next audit of the case",
        *(of(key[1], repeated[key], compared[key]) for key in often),
    )
    if compared:
        families += family("Of all findings", of("found again", repeated.total(), compared.total()))
    gaps = [] if compared else ["No case has been audited twice with the same checklist; `caseaudit audit re-audit`."]
    return Found(families + _followed(evidence), gaps)


def _running(evidence: Evidence) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return how often each criterion was below good at first and graded again, and how often below good again."""
    compared, repeated = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for held in in_groups(evidence.audits, lambda audit: (audit.case, audit.checklist.id)).values():
        for before, after in pairwise(held):
            first = {(answer.criterion, answer.wording): is_good(before, answer) for answer in before.asked}
            for answer in after.asked:
                good = is_good(after, answer)
                if good is not None and first.get((answer.criterion, answer.wording)) is False:
                    compared[after.checklist.id, answer.criterion] += 1
                    repeated[after.checklist.id, answer.criterion] += not good
    return compared, +repeated


def _loop(evidence: Evidence) -> Figure | None:
    """Return how many actions past their due date were closed with evidence of effect."""
    actions = [action for audit in evidence.audits for action in audit.actions]
    loops = list(_loops(actions, evidence.today.isoformat()))
    return share("closed with effect, of those past their due date", loops)


def _followed(evidence: Evidence) -> list[Family]:
    """Return how actions fare: closed, overdue, and for how long they have been open."""
    today = evidence.today.isoformat()
    held = [(audit, action) for audit in evidence.audits for action in audit.actions]
    waiting = [(audit, action) for audit, action in held if action.status == "open"]
    ages = [_days(steps.raised_on(action, audit), evidence.today) for audit, action in waiting]
    return family(
        "Actions",
        _loop(evidence),
        share("overdue, of those open", [steps.is_overdue(action, today) for _, action in waiting]),
        spread("age of those open, median", ages, "days"),
        note=_LEFT_OUT,
    )


def _loops(actions: list[Action], today: str) -> Iterator[bool]:
    for action in actions:
        if action.status not in ("cancelled", "carried") and action.due and action.due < today:
            yield steps.is_loop_closed(action)


def _days(first: str, today: date) -> int:
    return max(0, (today - date.fromisoformat(first)).days)


def records(evidence: Evidence) -> Found:
    """T06: how often the case system says something else than the file, by fact and by team."""
    families: list[Family] = []
    for fact_id in sorted({fact.id for audit in evidence.audits for fact in audit.facts if fact.system}):
        looked = [one for one in noted(evidence, fact_id) if one.fact.differs is not None]
        figures = shapes.with_groups("differs", looked, lambda one: one.fact.differs, lambda one: team(one.audit))
        families += family(looked[0].fact.label if looked else fact_id, *figures, parts=True)
    dated = [(audit, answer) for audit, answer in asked_of(evidence.audits) if answer.timing]
    figures = shapes.with_groups(
        "differs", dated, lambda pair: pair[1].timing.differs if pair[1].timing else None, lambda pair: team(pair[0])
    )
    families += family("Dates behind timed criteria", *figures, parts=True)
    told = "No audit notes what the case system says; `caseaudit audit fact AUDIT plan-date DATE --system DATE` does."
    return Found(families, [] if families else [told])


# ── judgements ───────────────────────────────────────────────────────────────


def thresholds(evidence: Evidence) -> Found:
    """T09: decisions at the right level and assessments that were needed, by who referred."""
    criteria = {"FRD-05": "the decision was at the right level", "FRD-06": "the assessment was needed"}
    figures = (share(f"{words} ({name})", answers_to(evidence, name)) for name, words in criteria.items())
    families = family("Graded good or better", *figures)
    referred = noted(evidence, "referred-by")
    right = [
        share(name, [is_good(one.audit, answer) for one in held for answer in one.audit.asked
                     if answer.criterion == "FRD-05"])
        for name, held in in_groups(referred, lambda one: one.fact.value).items()
    ]  # fmt: skip
    families += family("Decided at the right level (FRD-05), by who referred", *right, parts=True)
    missing = (
        [] if any(answers_to(evidence, *criteria)) else ["No audit grades FRD-05 or FRD-06 (front-door-early-help)."]
    )
    return Found(families, [*missing, *wanting(evidence, "referred-by")])


def voice(evidence: Evidence) -> Found:
    """T18: whether children and families were asked, and whether actions went somewhere."""
    families: list[Family] = []
    for title, field in (
        ("The child's view was sought", "child_view"),
        ("The family's view was sought", "family_view"),
    ):
        told = [audit for audit in evidence.audits if getattr(audit, field) is not None]
        figures = shapes.with_groups("yes", told, lambda audit, at=field: getattr(audit, at), cohort)  # type: ignore[misc]
        families += family(title, *figures, parts=True)
    learnt = share("the complaint's lesson was used (CMP-07)", answers_to(evidence, "CMP-07"))
    families += family("Graded good or better", learnt)
    gaps = [] if families else ["No audit says whether the child or the family was asked (audit details, key h)."]
    families += family("Actions", _loop(evidence), note=_LEFT_OUT)
    return Found(families, gaps)


def programme(evidence: Evidence) -> Found:
    """T20: how audits were chosen, by whom, graded how, with a second look, and with what follows."""
    audits = evidence.audits
    seconded = {pair.first.id for pair in evidence.pairs}
    below = [audit for audit in audits if judged_good(audit) is False]
    figures = (
        share("drawn in a sample", [bool(audit.sample) for audit in audits]),
        share("self-audits", [audit.role == "self-audit" for audit in audits]),
        share("graded a second time", [audit.id in seconded for audit in audits]),
        share("below good and with an action that has an owner and a date", [_is_followed(audit) for audit in below]),
    )
    families = family("The audits themselves", *figures)
    return Found(families, [] if audits else ["No audit is signed off."])


def _is_followed(audit: Audit) -> bool:
    return any(action.owner and action.due for action in audit.actions)


def unevenness(evidence: Evidence) -> Found:
    """T22: the median and the range of the overall grades, by team and by group of children."""
    audits, left_out = _on_the_usual_scale(evidence)
    families: list[Family] = []
    for title, group_of in (("By team", team), ("By group of children", cohort)):
        groups = in_groups(audits, group_of)
        figures = [_range(evidence, name, held) for name, held in groups.items()]
        families += family(title, *figures, note=f"The median and the range.{left_out}", parts=True)
    return Found(families, [] if audits else ["No signed-off audit has an overall grade."])


def _on_the_usual_scale(evidence: Evidence) -> tuple[list[Audit], str]:
    """Return the judged audits on the scale that most of them have, and how the others are mentioned."""
    judged = [audit for audit in evidence.audits if standing_judgement(audit) in audit.checklist.grades]
    scales = Counter(audit.checklist.grades for audit in judged)
    usual = max(scales, key=lambda scale: scales[scale], default=())
    others = " Audits on another scale are left out." if len(scales) > 1 else ""
    return [audit for audit in judged if audit.checklist.grades == usual], others


def _range(evidence: Evidence, group: str, audits: list[Audit]) -> Figure:
    order = audits[0].checklist.grades
    places = sorted(order.index(standing_judgement(audit)) for audit in audits)
    said = [evidence.labels.get(order[at], order[at]) for at in (places[(len(places) - 1) // 2], places[0], places[-1])]
    return Figure(group, grades=Grades(len(places), *said))


def overall(evidence: Evidence) -> Found:
    """T31: the overall grades by quarter, and what holds judgements down."""
    audits, note = _on_the_usual_scale(evidence)
    families: list[Family] = []
    for quarter, held in in_groups(audits, _quarter).items():
        given = [standing_judgement(audit) for audit in held]
        figures = (
            share(evidence.labels.get(one, one), [each == one for each in given]) for one in held[0].checklist.grades
        )
        families += family(quarter, *figures, note="" if families else note.strip(), parts=True)
    limits = Counter(name for audit in audits for name in suggest(audit).limiting)
    often = sorted(limits, key=lambda name: (-limits[name], name))[:MOST_LISTED]
    asked = Counter(answer.criterion for _, answer in asked_of(audits))
    families += family("What held the judgement down", *(of(name, limits[name], asked[name]) for name in often))
    return Found(families, [] if audits else ["No signed-off audit has an overall grade."])


_QUARTERS = ("January to March", "April to June", "July to September", "October to December")


def _quarter(audit: Audit) -> str:
    number = (int(audit.date[5:7]) - 1) // 3
    return f"{audit.date[:4]}, quarter {number + 1} ({_QUARTERS[number]})"
