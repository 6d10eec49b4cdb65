"""What a training hand-out holds, part by part: the rubric, an extract with or without answers, a session's result.

Nothing here is made fit to show: each format puts every text through its own gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from caseaudit.domain import agreement_words, calibration_words
from caseaudit.domain.agreement import Agreement
from caseaudit.domain.calibration import About, Person, Result, Session, Spread
from caseaudit.domain.checklist import Checklist, Criterion, Scale
from caseaudit.domain.exemplar import Exemplar, ExemplarAnswer
from caseaudit.domain.intervals import said
from caseaudit.domain.rubric import Rubric, scale_said
from caseaudit.exports.report_parts import Part, Table
from caseaudit.exports.word.front_page import Point

CLOSING = "Everybody in the extracts is made up."
_TO_FILL = "Your grade, and the words of the extract that show it:"
ROOM = " ".join(["…" * 40] * 3)
"""Three lines to write on."""


def rubric(checklist: Checklist, scales: Mapping[str, Scale]) -> Iterator[Part]:
    """Yield what each grade looks like, criterion by criterion."""
    yield Part("about", "What this judges", words=_lines(checklist.about))
    for section in checklist.sections:
        yield Part(f"section-{section.id}", section.title, words=_lines(section.about))
        for criterion in section.criteria:
            scale = None if criterion.kind == "count" else scales[checklist.scale_of(criterion)]
            yield _criterion(criterion, scale)


def _criterion(criterion: Criterion, scale: Scale | None) -> Part:
    words = (criterion.question, f"Look for: {criterion.look_for}")
    return Part(criterion.id.lower(), criterion.id, 3, words, _grades(criterion, scale))


def _grades(criterion: Criterion, scale: Scale | None) -> tuple[Point, ...]:
    grades = scale.grades if scale else ()
    return tuple(Point(f"{grade.label}.", criterion.descriptors.get(grade.id, grade.meaning)) for grade in grades)


# ── an extract ───────────────────────────────────────────────────────────────


def extract(found: Rubric, exemplar: Exemplar, *, answers: bool) -> Iterator[Part]:
    """Yield an extract and its questions: with the expert's answers, or with room for one's own and no word of them."""
    letter = found.found.letter(exemplar)
    yield Part("situation", "The situation", words=(found.found.fictional, *_lines(found.found.situation)))
    yield Part("extract", f"Extract {letter}: {exemplar.title}", words=_lines(exemplar.text))
    yield Part("questions", "Grade each, with a reason" if not answers else "The expert's grades")
    for answer in exemplar.answers:
        yield _question(found, answer, answers=answers)
    if answers:
        grade = found.scale.grade(exemplar.grade)
        words = (f"{grade.label if grade else exemplar.grade}.",)
        yield Part("whole", "The whole extract", words=words)
        yield Part("lift", found.lifted(exemplar), words=_lines(exemplar.lift))


def _question(found: Rubric, answer: ExemplarAnswer, *, answers: bool) -> Part:
    criterion = found.criterion(answer.criterion)
    words: tuple[str, ...] = (criterion.question,)
    if answers:
        words = (*words, f"The expert: {found.label(answer.criterion, answer.grade)}. {answer.reason}")
    room = () if answers else (Point(_TO_FILL, ROOM),)
    grades = _grades(criterion, found.scale_of(answer.criterion))
    return Part(criterion.id.lower(), criterion.id, 3, words, (*grades, *room))


# ── a session ────────────────────────────────────────────────────────────────


def session(
    shown: Session, came_of_it: Result, reasons: Mapping[About, str], rubrics: Mapping[str, Rubric]
) -> Iterator[Part]:
    """Yield what came of a session: the criteria that divide the group first. `rubrics` by checklist, where known."""
    trainer = (f"Trainer: {shown.trainer}",) if shown.trainer else ()
    expert = (f"The expert: {shown.expert}",) if shown.expert else ()
    yield Part("session", "The session", words=(calibration_words.graded(shown), *trainer, *expert))
    yield Part("criteria", "Where we part, the widest first")
    for number, spread in enumerate(came_of_it.spreads, 1):
        yield _spread(number, spread, reasons.get(spread.about, ""), rubrics.get(spread.about[0]))
    yield Part(
        "people", "Beside the expert", words=(calibration_words.ends(came_of_it),), tables=(_people(came_of_it.people),)
    )
    for number, found in enumerate(came_of_it.among, 1):
        yield _among(number, found, scale_said(rubrics.values(), found.scale))


def _spread(number: int, spread: Spread, reason: str, rubric: Rubric | None) -> Part:
    checklist, letter, criterion = spread.about
    label = (lambda grade: rubric.label(criterion, grade)) if rubric else str
    question = rubric.criterion(criterion).question if rubric else criterion
    rows = tuple(
        (label(grade), ", ".join(names) or "–", "the expert" if grade == spread.expert else "")
        for grade, names in calibration_words.standing(spread)
    )
    table = Table(f"Who gave which grade to {criterion}", ("Grade", "Given by", "Expert"), rows)
    title = f"{criterion}, {checklist}, extract {letter}: {calibration_words.parted(spread)}"
    words = (question, f"The expert: {reason}" if reason else "The expert's key is not in this library any more.")
    points = tuple(Point(f"{name}:", mark.reason) for name, mark in spread.given if mark.reason)
    return Part(f"spread-{number}", title, 3, words, points, tables=(table,))


def _people(people: Sequence[Person]) -> Table:
    rows = tuple((each.name, said(each.exact), calibration_words.steps(each) or "–") for each in people)
    return Table("The highest grades first", ("Name", "As the expert (95 %)", "On average"), rows)


def _among(number: int, found: Agreement, scale: str) -> Part:
    rows = [("Same grade", said(found.exact))]
    if len(found.scale) > 2:
        rows.append(("Within one grade", said(found.within_one)))
    rows += [(agreement_words.name(each), "–" if each.value is None else f"{each.value:.2f}")
             for each in found.coefficients]  # fmt: skip
    table = Table(calibration_words.criteria(found.units), ("Measure", "Figure"), tuple(rows))
    words = (
        f"On the scale {scale}.",
        agreement_words.IN_ONE_LINE,
        agreement_words.COEFFICIENTS,
        *agreement_words.missing(found.coefficients),
    )
    return Part(f"among-{number}", "Beside each other", words=words, tables=(table,))


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that have words."""
    return tuple(line for line in text.split("\n") if line.strip())
