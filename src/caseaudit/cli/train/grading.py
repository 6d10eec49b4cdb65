"""`caseaudit train grade`: the extracts and their questions one by one, blind, as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.audit.asking import Stopped, line
from caseaudit.cli.checklist.library import meant_workspace
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk import grading, training
from caseaudit.desk.training import Graded
from caseaudit.desk.workspace import library_of
from caseaudit.domain.calibration import About, Mark, Session, unmarked
from caseaudit.problems import BadInput, NotReady, Problem, bad_input
from caseaudit.store import sessions

_INDENT = "  "
_ON, _BACK = 1, -1


@click.command()
@click.argument("session")
@click.option("--as", "name", metavar="NAME", help="Who grades: a name or a pseudonym, always the same.")
@click.option("--all", "again", is_flag=True, help="Everything, not only what is not graded yet.")
@may_read_workspace
def grade(meant: Meant, session: str, name: str | None, again: bool) -> int:
    """Grade the extracts of SESSION blind, as plain questions on stdin and stdout.

    SESSION is an id, or a file that the trainer handed out; grades are then kept in that file. The extract
    comes first, then each criterion with what each grade looks like. Each takes two lines: the grade and the
    reason. Where the checklist allows it, 0 is not applicable and i insufficient evidence; neither counts in
    a figure. Instead of a grade: s skip, b back, d the grades again, t the extract again, q stop. Every grade
    is saved before the next question. Nothing tells what anybody else gave.
    """
    if not (name or "").strip():
        raise bad_input("--as", "is missing", "Say who grades: --as NAME")
    workspace = meant_workspace(meant)
    path = training.place(workspace, session)
    round_ = _Round(path, training.graded(library_of(workspace.places if workspace else None), sessions.intact(path)),
                    str(name), again=again)  # fmt: skip
    try:
        round_.walk()
    except Stopped:
        say.out()
    say.lines(round_.closing())
    return 0


class _Round:
    """One person's walk through the extracts of a session."""

    def __init__(self, path: Path, extracts: tuple[Graded, ...], name: str, *, again: bool) -> None:
        self.path, self.name = path, name
        self.session: Session = sessions.intact(path)
        if self.session.revealed_at:
            raise NotReady(Problem(self.session.id, "is revealed", "Begin another session to grade again"))
        self.extracts = {(each.extract.checklist, each.extract.letter): each for each in extracts}
        left = unmarked(self.session, name)
        self.steps: list[About] = list(self.session.asked) if again else left
        self._read: tuple[str, str] | None = None

    def walk(self) -> None:
        """Ask every step, forward, or back where the person says so. Raises `Stopped`."""
        at = 0
        while at < len(self.steps):
            if at < 0:
                say.out("This is the first question.")
                at = 0
            at += self._ask(self.steps[at])

    def _ask(self, about: About) -> int:
        graded = self.extracts[about[0], about[1]]
        if self._read != about[:2]:
            self._read = (about[0], about[1])
            say.lines(self._extract(graded))
        say.lines(self._question(graded, about))
        reply = self._reply(graded, about)
        if reply in ("s", "b"):
            return _BACK if reply == "b" else _ON
        self._keep(graded, about, reply)
        return _ON

    # ── what is shown ────────────────────────────────────────────────────────

    def _extract(self, graded: Graded) -> Iterator[str]:
        found, extract = graded.rubric.found, graded.extract
        yield from ("", "")
        yield from wrapped(f"{graded.rubric.checklist.title} {extract.version}: {found.kind}")
        yield from wrapped(found.fictional)
        yield ""
        yield "The situation"
        yield from wrapped(found.situation, _INDENT)
        yield ""
        yield from wrapped(f"Extract {extract.letter}: {graded.exemplar.title}")
        yield ""
        yield from wrapped(graded.exemplar.text, _INDENT)

    def _question(self, graded: Graded, about: About) -> Iterator[str]:
        asked = list(self.session.asked)
        yield ""
        yield f"{about[2]}, {asked.index(about) + 1} of {len(asked)}. Extract {about[1]}"
        yield from wrapped(graded.rubric.criterion(about[2]).question)
        yield from self._grades(graded, about)
        before = self._given(about)
        if before:
            yield f"So far: {graded.rubric.label(about[2], before.grade)}"

    def _grades(self, graded: Graded, about: About) -> Iterator[str]:
        for place, (label, looks_like) in enumerate(graded.rubric.descriptors(about[2]), 1):
            yield from wrapped(f"{place} {label}: {looks_like}")
        others = grading.without_a_grade(graded.rubric.criterion(about[2]))
        if others:
            yield ", ".join(f"{key} {state.replace('-', ' ')}" for key, state in others.items())

    def _given(self, about: About) -> Mark | None:
        person = self.session.participant(self.name)
        return next((mark for mark in (person.marks if person else ()) if mark.about == about), None)

    # ── what is typed ────────────────────────────────────────────────────────

    def _reply(self, graded: Graded, about: About) -> str:
        """Ask until there is a grade, `s` or `b`. Raises `Stopped`."""
        keys = "".join(f"/{key}" for key in grading.without_a_grade(graded.rubric.criterion(about[2])))
        prompt = f"Grade 1-{len(self.session.asked[about])}{keys}, s skip, b back, d grades, t extract, q stop: "
        while True:
            typed = line(prompt)
            if typed.lower() == "d":
                say.lines(self._grades(graded, about))
            elif typed.lower() == "t":
                say.lines(self._extract(graded))
            elif typed.lower() in ("s", "b") or (not typed and self._given(about)):
                return typed.lower() or "s"
            elif grade := self._named(graded, about, typed):
                return grade

    def _named(self, graded: Graded, about: About, typed: str) -> str:
        """Return the grade that was typed; else say what would be one, and return nothing."""
        if other := grading.without_a_grade(graded.rubric.criterion(about[2])).get(typed.lower()):
            return other
        try:
            return graded.rubric.scale_of(about[2]).named(typed).id
        except BadInput as error:
            for problem in error.problems:
                say.out(f"{problem.what.capitalize()}. {problem.remedy}.")
            return ""

    def _keep(self, graded: Graded, about: About, grade: str) -> None:
        before = self._given(about)
        label = graded.rubric.label(about[2], grade)
        kept = " (Enter keeps what is there)" if before and before.reason else ""
        reason = say.ask(f"{label}. Reason, with the words of the extract that show it{kept}: ")
        words = reason or (before.reason if before else "")
        self.session = training.mark(self.path, self.name, Mark(*about, grade, words))
        left = len(unmarked(self.session, self.name))
        say.out(f"Saved. {len(self.session.asked) - left} of {len(self.session.asked)} graded.")
        if reason is None:
            raise Stopped

    def closing(self) -> Iterator[str]:
        """Yield what is left to do."""
        left = unmarked(self.session, self.name)
        if left:
            yield f"{len(left)} still to grade; the same command goes on there."
        elif not self.steps:
            yield "Everything is graded. With --all you go through it again."
        else:
            yield "Everything is graded. The trainer reveals it once everybody has."
