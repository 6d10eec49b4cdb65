"""What came of a session as plain text: no line wider than the terminal, readable aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseaudit.cli.columns import aligned
from caseaudit.cli.summary_text import table
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk.training import Shown, Turn
from caseaudit.domain import agreement_words, calibration_words
from caseaudit.domain.agreement import Agreement
from caseaudit.domain.calibration import Person, Spread
from caseaudit.domain.intervals import said
from caseaudit.domain.rubric import scale_said
from caseaudit.plaintext import one_line

_INDENT = "  "


def page(shown: Shown) -> Iterator[str]:
    """Yield what a group gave, where it parted, and what the expert said."""
    session = shown.session
    yield from wrapped(f"{session.title}: {session.id}, trainer {session.trainer}, begun {session.begun_at[:10]}")
    expert = f" The expert: {session.expert}." if session.expert else ""
    yield from wrapped(f"{calibration_words.graded(session)}{expert}")
    yield from wrapped(calibration_words.dividing(shown.result))
    for spread in shown.result.spreads:
        yield ""
        yield from _spread(shown, spread)
    yield from _titled("Beside the expert, the highest grades first", _people(shown.result.people))
    yield from wrapped(calibration_words.ends(shown.result))
    for found in shown.result.among:
        yield from _titled("Beside each other", _among(shown, found))


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from lines


def _spread(shown: Shown, spread: Spread) -> Iterator[str]:
    checklist, letter, criterion = spread.about
    yield from wrapped(f"{criterion} ({checklist}, extract {letter}): {calibration_words.parted(spread)}")
    yield from wrapped(shown.question(spread.about), _INDENT)
    rows = [
        (_INDENT + shown.label(spread.about, grade), ", ".join(names))
        for grade, names in calibration_words.standing(spread)
    ]
    width = max(len(label) for label, _ in rows)
    for (label, names), (grade, _) in zip(rows, calibration_words.standing(spread), strict=True):
        expert = "  <- the expert" if grade == spread.expert else ""
        yield from wrapped(f"{label.ljust(width)}  {names or '-'}{expert}")
    yield from wrapped(shown.expert(spread), _INDENT)
    for name, mark in spread.given:
        if mark.reason:
            yield from wrapped(f"{name}: {mark.reason}", _INDENT)


def _people(people: Sequence[Person]) -> Iterator[str]:
    rows = [(said(person.exact), calibration_words.steps(person), one_line(person.name)) for person in people]
    yield from table(("AS THE EXPERT (95 %)", "ON AVERAGE", "NAME"), rows)


def _among(shown: Shown, found: Agreement) -> Iterator[str]:
    scale = scale_said((each.rubric for each in shown.graded), found.scale)
    yield from wrapped(f"On the scale {scale}: {calibration_words.criteria(found.units)}.")
    yield f"Same grade        {said(found.exact)}"
    if len(found.scale) > 2:
        yield f"Within one grade  {said(found.within_one)}"
    rows = [(agreement_words.name(each), "" if each.value is None else f"{each.value:.2f}")
            for each in found.coefficients]  # fmt: skip
    yield from aligned(("BEYOND CHANCE", "VALUE"), rows)
    for sentence in agreement_words.missing(found.coefficients):
        yield from wrapped(sentence)
    yield from wrapped(agreement_words.COEFFICIENTS)


def over_time(turns: Sequence[Turn]) -> Iterator[str]:
    """Yield one person's calibration, a line a session, oldest first."""
    if not turns:
        yield "Nothing that was graded is revealed yet."
        return
    rows = [(turn.session.begun_at[:10], turn.session.id, said(turn.person.exact), calibration_words.steps(turn.person))
            for turn in turns]  # fmt: skip
    yield from aligned(("BEGUN", "SESSION", "AS THE EXPERT (95 %)", "ON AVERAGE"), rows)
    yield from wrapped(calibration_words.STEPS)
