"""What came of a session of calibration, in words that a group can talk about."""

from __future__ import annotations

from caseaudit.domain.calibration import Person, Result, Spread

STEPS = (
    "Steps lower: how many grades lower than the expert somebody grades on average, on scales of more than two grades; "
    "below 0 they are more generous, above 0 more severe. A few criteria say little about anybody."
)


def parted(spread: Spread) -> str:
    """Return how far a group is apart."""
    if not spread.given:
        return "nobody graded it"
    if len(spread.given) == 1:
        return "one person graded it"
    if not spread.steps:
        return "all agree"
    return f"{spread.steps} {'step' if spread.steps == 1 else 'steps'} apart"


def standing(spread: Spread) -> list[tuple[str, list[str]]]:
    """Return each grade, best first, with the names of those who gave it."""
    return [(grade, [name for name, mark in spread.given if mark.grade == grade]) for grade in spread.grades]


def steps(person: Person) -> str:
    """Return `+0.67`; nothing where somebody graded on no scale of more than two grades."""
    return "" if person.mean_steps is None else f"{person.mean_steps:+.2f}"


def ends(result: Result) -> str:
    """Return who is at either end, and what the figures mean."""
    if result.most_generous and result.most_severe:
        return f"Most generous: {result.most_generous.name}. Most severe: {result.most_severe.name}. {STEPS}"
    return STEPS


def criteria(number: int) -> str:
    """Return `1 criterion` or `6 criteria`."""
    return f"{number} criteri{'on' if number == 1 else 'a'}"
