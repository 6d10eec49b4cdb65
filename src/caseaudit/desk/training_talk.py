"""What a group gave, as a talk on a projector: where it parts, then what the expert says, then what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseaudit.desk.exemplars import Slide
from caseaudit.desk.training import Shown
from caseaudit.domain import agreement_words, calibration_words
from caseaudit.domain.agreement import Agreement
from caseaudit.domain.calibration import Session, Spread
from caseaudit.domain.intervals import said
from caseaudit.domain.rubric import scale_said
from caseaudit.plaintext import one_line

_MANY = 20
"""Marks on a line, at the most; the number stands beside them."""


def called(session: Session, *, named: bool) -> dict[str, str]:
    """Return what everybody is called on a wall: by name if the group wants it, else by a letter."""
    return {name: one_line(name) if named else f"Person {letter}" for name, letter in session.lettered.items()}


def slides(shown: Shown, *, named: bool) -> Iterator[Slide]:
    """Yield a revealed session as a talk: criterion by criterion, the widest spread first, then what came of it.

    Unless `named`, nobody's name is in it and nobody's words.
    """
    people, session = called(shown.session, named=named), shown.session
    yield Slide(session.title, _opening(shown))
    for place, spread in enumerate(shown.result.spreads, 1):
        yield from _criterion(shown, spread, f"{place} of {len(shown.result.spreads)}", people if named else None)
    yield Slide("What divides us", calibration_words.dividing(shown.result))
    yield Slide("Beside the expert", "\n".join(beside_the_expert(shown, people)))
    yield Slide("Beside the expert: the ends", calibration_words.ends(shown.result, people))
    for found in shown.result.among:
        yield Slide("Beside each other", "\n".join(beside_each_other(shown, found)))


def _opening(shown: Shown) -> str:
    return f"{calibration_words.graded(shown.session)}\n\nWhat divides us most comes first."


def _criterion(shown: Shown, spread: Spread, place: str, people: Mapping[str, str] | None) -> Iterator[Slide]:
    question = f"{shown.where(spread.about)}\n\n{shown.question(spread.about)}"
    heading = f"{place}: {calibration_words.parted(spread)}"
    yield Slide(heading, "\n".join([question, "", *scale(shown, spread, people)]))
    reasons = [f"{people[name]}: {mark.reason}" for name, mark in spread.given if mark.reason] if people else []
    if reasons:
        yield Slide(f"{place}: our reasons", "\n\n".join(reasons))
    yield Slide(f"{place}: the expert", shown.expert(spread, named=people is not None))


def scale(shown: Shown, spread: Spread, people: Mapping[str, str] | None) -> Iterator[str]:
    """Yield the scale, best first: each grade, how many gave it, and a mark or (with `people`) a name for each."""
    rows = [(shown.label(spread.about, grade), names) for grade, names in calibration_words.standing(spread)]
    width = max(len(label) for label, _ in rows)
    for label, names in rows:
        marks = ", ".join(people[name] for name in names) if people else " ".join("●" * min(len(names), _MANY))
        yield f"{label.ljust(width)}  {len(names) or '–'}  {marks}".rstrip()


def beside_the_expert(shown: Shown, people: Mapping[str, str]) -> Iterator[str]:
    """Yield everybody beside the expert, the highest grades first."""
    for person in shown.result.people:
        steps = calibration_words.steps(person)
        average = f", on average {steps}" if steps else ""
        yield f"{people[person.name]}: {said(person.exact)} as the expert{average}"


def beside_each_other(shown: Shown, found: Agreement) -> Iterator[str]:
    """Yield how far the group agrees with itself on one scale."""
    scale = scale_said((each.rubric for each in shown.graded), found.scale)
    yield f"On the scale {scale}: {calibration_words.criteria(found.units)}."
    yield f"Same grade: {said(found.exact)}"
    if len(found.scale) > 2:
        yield f"Within one grade: {said(found.within_one)}"
    for each in found.coefficients:
        if each.value is not None:
            yield f"{agreement_words.name(each)}: {each.value:.2f}"
    yield from agreement_words.missing(found.coefficients)
    yield agreement_words.COEFFICIENTS
