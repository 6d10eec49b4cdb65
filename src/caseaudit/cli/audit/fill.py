"""`caseaudit audit fill`: the questions one by one, as plain lines.

For a screen reader, a slow connection or a pipe: it writes whole lines, reads whole lines, and never
moves the cursor.
"""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.audit import escalating, facts
from caseaudit.cli.audit.asking import Question, Stopped, line
from caseaudit.cli.audit.text import Words
from caseaudit.cli.meant import works_in_workspace
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit, SectionUsed, missing, progress
from caseaudit.problems import NotReady, Problem

_ON, _BACK = 1, -1


@click.command()
@click.argument("audit")
@click.option("--unanswered/--all", default=True, show_default=True, help="Only what is not answered, or everything.")
@click.option("--facts/--no-facts", "with_facts", default=True, show_default=True, help="Ask for the facts at the end.")
@works_in_workspace
def fill(workspace: Workspace, audit: str, unanswered: bool, with_facts: bool) -> int:
    """Answer the criteria of AUDIT one by one, as plain questions on stdin and stdout.

    Each question takes three lines: the grade, the reason, and where in the file the evidence stands.
    An empty line keeps what is there. Instead of a grade: n not applicable, i insufficient evidence,
    s skip, b back, d the descriptors again, q stop. The facts that the checklist asks for come last,
    and any can be left out. Every answer is saved before the next question;
    when the input ends, everything answered is saved.
    """
    saved = auditing.take_up(workspace, audit).working
    if saved.signed_off:
        raise NotReady(Problem(audit, "is signed off and cannot change", "Reopen it with a reason first"))
    round_ = _Round(workspace, saved, unanswered)
    try:
        round_.walk()
        if with_facts:
            round_.audit = facts.ask(workspace, round_.audit)
    except Stopped:
        say.out()
    say.lines(closing(workspace, round_.audit))
    return 0


class _Round:
    """One walk through the questions of an audit."""

    def __init__(self, workspace: Workspace, audit: Audit, unanswered: bool) -> None:
        self.workspace = workspace
        self.audit = audit
        self.unanswered = unanswered
        self.steps = [step for section in audit.sections for step in self._steps(section)]

    def _steps(self, section: SectionUsed) -> list[SectionUsed | str]:
        """The section itself if it is optional and open, then the ids of its criteria."""
        optional = bool(section.applies_when) and not (section.on and self.unanswered)
        criteria = [
            answer.criterion
            for answer in self.audit.answers
            if answer.section == section.id and not (self.unanswered and answer.state != "not-assessed")
        ]
        return [*([section] if optional and criteria else []), *criteria]

    def walk(self) -> None:
        """Ask every step, forward, or back where the person says so. Raises `Stopped`."""
        at, direction = 0, _ON
        while at < len(self.steps):
            if at < 0:
                say.out("This is the first question.")
                at, direction = 0, _ON
            direction = self._take(self.steps[at], direction)
            at += direction

    def _take(self, step: SectionUsed | str, direction: int) -> int:
        if isinstance(step, SectionUsed):
            return self._ask_section(step)
        if not self.audit.section(self.audit.answer(step).section).on:
            return direction
        return self._ask_criterion(step)

    def _ask_section(self, section: SectionUsed) -> int:
        say.out()
        say.out(f"Section: {section.title}")
        while True:
            reply = line(f"Does this apply: {section.applies_when}? y yes, n no, b back, q stop: ").lower()
            if reply == "b":
                return _BACK
            if reply in ("y", "yes", "n", "no"):
                self._switch(section, on=reply.startswith("y"))
                return _ON
            say.out("Type y, n, b or q.")

    def _switch(self, section: SectionUsed, *, on: bool) -> None:
        if self.audit.section(section.id).on != on:
            self.audit = auditing.switch(self.workspace, self.audit.id, section.id, on=on)

    def _ask_criterion(self, criterion: str) -> int:
        question = Question(self.workspace, self.audit, criterion)
        say.lines(question.everything(self._place(criterion)))
        reply = question.reply()
        if reply in ("s", "b"):
            return _BACK if reply == "b" else _ON
        if reply:
            self._save(criterion, reply, question.texts(reply))
        return _ON

    def _place(self, criterion: str) -> str:
        asked = [answer.criterion for answer in self.audit.asked]
        return f"{asked.index(criterion) + 1} of {len(asked)}"

    def _save(self, criterion: str, verdict: str, texts: tuple[str | None, str | None, bool]) -> None:
        reason, evidence, ended = texts
        auditing.answer(self.workspace, self.audit.id, criterion, verdict, reason=reason, evidence=evidence)
        self.audit = self.workspace.register.load(self.audit.id)
        answered, asked = progress(self.audit)
        say.out(f"Saved. {answered} of {asked} answered.")
        if not ended:
            self.audit = escalating.ask(self.workspace, self.audit)
        if ended:
            raise Stopped


def closing(workspace: Workspace, audit: Audit) -> list[str]:
    """Return what a person needs to know at the end: what is missing for sign-off, and the judgement so far."""
    gaps = missing(auditing.decided(audit))
    told = [f"Missing for sign-off: {gap.key or 'the audit'} {gap.what}." for gap in gaps]
    return [
        *(told or ["Nothing is missing for sign-off."]),
        *Words(workspace, audit).suggestion(),
        f"Next: caseaudit audit {'fill' if told else 'sign-off'} {audit.id}",
    ]
