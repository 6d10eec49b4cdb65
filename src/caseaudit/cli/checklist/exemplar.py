"""`caseaudit checklist exemplar`: one situation recorded at every grade, to read and to grade together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk import exemplars
from caseaudit.domain.exemplar import Exemplar, ExemplarAnswer, as_audit
from caseaudit.domain.exemplar_change import Line, compared
from caseaudit.domain.judgement import suggest
from caseaudit.domain.rubric import Rubric
from caseaudit.exports import exemplar_json
from caseaudit.problems import DONE, bad_input

_INDENT = "  "


@click.command()
@click.argument("checklist")
@click.argument("grade", required=False)
@click.option("--without-answers", "blind", is_flag=True, help="Nothing that tells a grade: for grading it blind.")
@click.option("--changes", is_flag=True, help="Mark what changes from each extract to the next, one grade lower.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def exemplar(meant: Meant, checklist: str, grade: str | None, blind: bool, changes: bool, as_json: bool) -> int:
    """Show the exemplar of CHECKLIST at GRADE: a fictional extract, the expert's grades and reasons.

    GRADE is a grade, its place on the scale, or the letter of an extract. Without it every extract is
    shown: best first, or without answers by letter, an order that says nothing of the grades.

    With --changes, + stands before a new line and ~ before a rewritten one, with its new words in {+ +}.
    """
    if changes and (grade or blind):
        raise bad_input("--changes", "needs all extracts with their answers", "Leave out GRADE and --without-answers")
    page = _Page(exemplars.rubric(meant_library(meant), checklist))
    chosen = page.chosen(grade, blind=blind)
    if as_json:
        say.document(exemplar_json.document(page.found, chosen, page.checklist, blind=blind))
        return DONE
    say.lines(page.lines(chosen, blind=blind, changes=changes))
    return DONE


class _Page:
    """A set of exemplars with the checklist that it is graded by, as lines to read."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric, self.found, self.checklist, self.scale = rubric, rubric.found, rubric.checklist, rubric.scale

    def chosen(self, grade: str | None, *, blind: bool) -> tuple[Exemplar, ...]:
        """Return one extract, or all of them in an order that does not tell their grades to the blind."""
        if grade:
            return (self.found.named(grade, self.scale),)
        return tuple(self.found.lettered.values()) if blind else self.found.exemplars

    def lines(self, chosen: Iterable[Exemplar], *, blind: bool, changes: bool = False) -> Iterator[str]:
        """Yield the situation, then each extract; with `changes`, held against the one before it."""
        yield from wrapped(f"{self.checklist.title} {self.checklist.version}: {self.found.kind}")
        yield ""
        yield "The situation"
        yield from wrapped(self.found.situation, _INDENT)
        before: Exemplar | None = None
        for exemplar in chosen:
            yield from self._extract(exemplar, before)
            yield from self._questions(exemplar) if blind else self._answers(exemplar, before)
            before = exemplar if changes else None

    def _extract(self, exemplar: Exemplar, before: Exemplar | None) -> Iterator[str]:
        yield from ("", "")
        yield from wrapped(f"Extract {self.found.letter(exemplar)}: {exemplar.title}")
        yield from wrapped(self.found.fictional)
        yield ""
        if before is None:
            yield from wrapped(exemplar.text, _INDENT)
        else:
            for line in compared(before.text, exemplar.text):
                first, *others = wrapped(_marked(line), _INDENT)
                yield from (f"{line.sign}{first[1:]}".rstrip(), *others)
        yield ""

    def _questions(self, exemplar: Exemplar) -> Iterator[str]:
        yield "To grade, each with a reason"
        for answer in exemplar.answers:
            yield from wrapped(self._question(answer), _INDENT)
        yield "What each grade looks like for them"
        yield f"{_INDENT}caseaudit checklist show {self.checklist.id}"

    def _answers(self, exemplar: Exemplar, before: Exemplar | None) -> Iterator[str]:
        yield f"The expert's grade: {self._label(exemplar.grade)}"
        yield from wrapped(suggest(as_audit(exemplar, self.checklist, self.scale)).explanation, _INDENT)
        for answer in exemplar.answers:
            yield ""
            yield from wrapped(self._question(answer))
            label = self.rubric.label(answer.criterion, answer.grade) + self._was(answer, before)
            yield from wrapped(f"{label}. {answer.reason}", _INDENT)
        yield ""
        yield self.rubric.lifted(exemplar)
        yield from wrapped(exemplar.lift, _INDENT)

    def _question(self, answer: ExemplarAnswer) -> str:
        return f"{answer.criterion}: {self.rubric.criterion(answer.criterion).question}"

    def _was(self, answer: ExemplarAnswer, before: Exemplar | None) -> str:
        """Return what the grade was in the extract before, where it moved."""
        given = (each.grade for each in (before.answers if before else ()) if each.criterion == answer.criterion)
        was = next(given, answer.grade)
        return "" if was == answer.grade else f" (was {self.rubric.label(answer.criterion, was)})"

    def _label(self, grade: str) -> str:
        known = self.scale.grade(grade)
        return known.label if known else grade


def _marked(line: Line) -> str:
    """Return a line; what is new in a rewritten one stands in braces."""
    return "".join(
        f"{{+{part.text}+}}" if part.new and line.sign == "~" and part.text.strip() else part.text
        for part in line.parts
    )
