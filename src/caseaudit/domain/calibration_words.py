"""What came of a session of calibration, in words that a group can talk about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from caseaudit.domain.audit import UNGRADED
from caseaudit.domain.calibration import Person, Result, Session, Spread, unmarked
from caseaudit.domain.how_many import how_many

STEPS = (
    "The averages are grades lower or higher than the expert, on scales of more than two grades. "
    "A few criteria say little about anybody: nobody is a severe or a generous auditor on the strength of one session."
)
APART = "Not applicable and insufficient evidence stand on no scale: they are shown, and count in no figure."


def graded(session: Session) -> str:
    """Return how many graded what: `3 people graded chronology (extracts A and C), supervision (extract B).`."""
    return f"{graders(session)} graded {extracts(session)}."


def graders(session: Session) -> str:
    """Return `3 people`: those who gave any grade."""
    return how_many(sum(bool(each.marks) for each in session.participants), "person", "people")


def extracts(session: Session) -> str:
    """Return what a group grades: `chronology (extracts A and C), supervision (extract B)`."""
    letters: dict[str, list[str]] = {}
    for each in session.extracts:
        letters.setdefault(each.checklist, []).append(each.letter)
    return ", ".join(
        f"{checklist} (extract{'s' if len(found) > 1 else ''} {_and(found)})" for checklist, found in letters.items()
    )


def _and(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def progress(session: Session) -> list[str]:
    """Return how far everybody is, without a word of what they gave."""
    asked = len(session.asked)
    return [f"{each.name}: {asked - len(unmarked(session, each.name))} of {asked} graded"
            for each in session.participants]  # fmt: skip


def parted(spread: Spread) -> str:
    """Return how far a group is apart."""
    if not spread.given:
        return "nobody graded it"
    if len(spread.given) == 1:
        return "one person graded it"
    if not spread.divides:
        return "all agree"
    apart = [f"{spread.steps} {'step' if spread.steps == 1 else 'steps'} apart"] if spread.steps else []
    without = [f"{spread.ungraded} without a grade"] if spread.ungraded else []
    return ", ".join([*apart, *without])


def standing(spread: Spread) -> list[tuple[str, list[str]]]:
    """Return each grade, best first, with the names of those who gave it; then what stands on no scale, where given."""
    given = {mark.grade for _, mark in spread.given}
    shown = (*spread.grades, *(state for state in UNGRADED if state in given))
    return [(grade, [name for name, mark in spread.given if mark.grade == grade]) for grade in shown]


def furthest(spread: Spread) -> str:
    """Return who stands at either end of a criterion that divides the group: `Highest: Anna, Bo. Lowest: Eve.`."""
    given = [names for grade, names in standing(spread) if names and grade in spread.grades]
    return f"Highest: {', '.join(given[0])}. Lowest: {', '.join(given[-1])}." if spread.steps else ""


def steps(person: Person) -> str:
    """Return `0.7 lower` or `the same`, beside the expert; nothing without a scale of more than two grades."""
    if person.mean_steps is None:
        return ""
    far = f"{abs(person.mean_steps):.1f}"
    return "the same" if far == "0.0" else f"{far} {'lower' if person.mean_steps > 0 else 'higher'}"


def ends(result: Result, called: Mapping[str, str] | None = None) -> str:
    """Return who is at either end, and what the figures mean; `called` says what to call people, if not by name."""
    said = f"{STEPS} {APART}" if any(spread.ungraded for spread in result.spreads) else STEPS
    if result.most_generous and result.most_severe:
        most = [(called or {}).get(each.name, each.name) for each in (result.most_generous, result.most_severe)]
        return f"On average {most[0]} graded highest, {most[1]} lowest. {said}"
    return said


def dividing(result: Result) -> str:
    """Return the criteria that divide the group, the widest first, or that none does."""
    names = [f"{spread.about[2]} ({spread.about[0]}:{spread.about[1]})" for spread in result.spreads if spread.divides]
    return f"What divides the group: {', '.join(names)}." if names else "Nothing divides the group."


def criteria(number: int) -> str:
    """Return `1 criterion` or `6 criteria`."""
    return f"{number} criteri{'on' if number == 1 else 'a'}"
