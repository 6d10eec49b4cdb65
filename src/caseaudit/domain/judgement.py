"""From the grades of one audit to one suggested judgement, with the reason in one sentence.

The rule is the checklist's (`[judgement]`). It follows how inspection judgements are limited: a failing
that leaves a child at risk is not outweighed by good work elsewhere (Ofsted, 8 August 2014, "What the
inspection judgements mean"). The auditor decides; the program only suggests.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from msgspec import Struct

from caseaudit.domain.audit import Answer, Audit, ChecklistUsed
from caseaudit.domain.checklist import GOOD_OF_KIND


class Suggestion(Struct, frozen=True):
    """What the rule makes of the grades so far."""

    grade: str
    """Grade id, or empty where nothing can be suggested yet."""
    explanation: str
    """One sentence; names criteria by their id."""
    limiting: tuple[str, ...] = ()
    """Ids of the criteria that cap the judgement."""


class _Shares(Struct, frozen=True):
    """Shares of the graded weight, each from 0 to 1."""

    top: float
    good: float
    lowest: float


def suggest(audit: Audit) -> Suggestion:
    """Return the judgement that the checklist's rule suggests for the answers so far."""
    if not audit.checklist.judgement.roll_up:
        return Suggestion("", "This checklist asks for no overall judgement.")
    asked = audit.asked
    graded = [answer for answer in asked if answer.state == "graded" and answer.kind == "grade"]
    if not graded:
        return Suggestion("", "Nothing is graded yet.")
    found = _limited_to_lowest(audit.checklist, graded) or _by_shares(audit.checklist, asked, graded)
    answered = sum(answer.state != "not-assessed" for answer in asked)
    so_far = f"So far, with {answered} of {len(asked)} answered: " if answered < len(asked) else ""
    return Suggestion(found.grade, so_far + found.explanation, found.limiting)


def _limited_to_lowest(used: ChecklistUsed, graded: Sequence[Answer]) -> Suggestion | None:
    lowest = used.grades[-1]
    failed = [answer for answer in graded if answer.critical != "none" and answer.grade == lowest]
    if not failed:
        return None
    return Suggestion(lowest, f"Limited to {_spoken(lowest)} by {_named(failed)}.", _ids(failed))


def _by_shares(used: ChecklistUsed, asked: Sequence[Answer], graded: Sequence[Answer]) -> Suggestion:
    shares = _shares(used, graded)
    suggested = _grade_of(used, shares, all(answer.grade in used.good for answer in graded))
    if suggested in used.good and (holding := _holding_below_good(used, asked)):
        return _held_below_good(used, holding)
    return Suggestion(suggested, _explanation(used, shares, suggested))


def _shares(used: ChecklistUsed, graded: Sequence[Answer]) -> _Shares:
    total = sum(answer.weight for answer in graded)

    def share(grades: tuple[str, ...]) -> float:
        return sum(answer.weight for answer in graded if answer.grade in grades) / total

    return _Shares(top=share(used.grades[:1]), good=share(used.good), lowest=share(used.grades[-1:]))


def _grade_of(used: ChecklistUsed, shares: _Shares, all_good: bool) -> str:
    rule = used.judgement
    if shares.lowest >= rule.lowest_share:
        return used.grades[-1]
    if all_good and shares.top >= rule.outstanding_share:
        return used.grades[0]
    if shares.good >= rule.good_share:
        return used.good[-1]
    return _below_good(used)


def _below_good(used: ChecklistUsed) -> str:
    """The best grade that is not good; the lowest grade of a scale of two."""
    return next((grade for grade in used.grades if grade not in used.good), used.grades[-1])


def _holding_below_good(used: ChecklistUsed, asked: Sequence[Answer]) -> list[Answer]:
    """Critical criteria that are below good, or could not be evidenced on file."""
    return [answer for answer in asked if answer.critical != "none" and _holds(answer, used)]


def _holds(answer: Answer, used: ChecklistUsed) -> bool:
    if answer.state == "insufficient-evidence":
        return True
    good = used.good if answer.kind == "grade" else GOOD_OF_KIND.get(answer.kind, (answer.grade,))
    return answer.state == "graded" and answer.grade not in good


def _held_below_good(used: ChecklistUsed, holding: list[Answer]) -> Suggestion:
    grade = _below_good(used)
    sentence = f"Held at {_spoken(grade)} by {_named(holding)}: below good, or not evidenced on file."
    return Suggestion(grade, sentence, _ids(holding))


def _explanation(used: ChecklistUsed, shares: _Shares, suggested: str) -> str:
    rule, name = used.judgement, _spoken(suggested)
    if suggested == used.grades[-1] and shares.lowest >= rule.lowest_share:
        enough = _percent(rule.lowest_share)
        return f"{_percent(shares.lowest)} of the grades, by weight, are {name}; {enough} is enough for it."
    if suggested == used.grades[0] and len(used.good) > 1:
        return f"{_percent(shares.top)} of the grades, by weight, are {name} and none is below good."
    asked = _percent(rule.good_share)
    return f"{_percent(shares.good)} of the grades, by weight, are good or better; good asks for {asked}."


def _percent(share: float) -> str:
    """Return whole percent, rounded down: a share just short of what is asked must not look like it."""
    return f"{floor(share * 100 + 1e-9)} %"


def _named(answers: list[Answer]) -> str:
    return ", ".join(f"{answer.criterion} (critical: {answer.critical})" for answer in answers)


def _ids(answers: list[Answer]) -> tuple[str, ...]:
    return tuple(answer.criterion for answer in answers)


def _spoken(grade: str) -> str:
    return grade.replace("-", " ")
