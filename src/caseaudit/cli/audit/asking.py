"""One criterion as a plain question: what is shown, and what may be typed."""

from __future__ import annotations

from collections.abc import Iterator

from caseaudit.cli import say
from caseaudit.cli.audit.text import Words
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import Criterion
from caseaudit.problems import BadInput

_LETTERS = {"n": "not-applicable", "i": "insufficient-evidence"}
_LETTERS_SAID = {"n": "not applicable", "i": "insufficient evidence"}


class Stopped(Exception):
    """The person stopped, or the input ended."""


def line(prompt: str) -> str:
    """Ask for one line, without the spaces round it. Raises `Stopped` at `q` and at the end of the input."""
    typed = say.ask(prompt)
    if typed is None or typed.strip().lower() == "q":
        raise Stopped
    return typed.strip()


class Question:
    """One criterion of an audit, ready to be asked."""

    def __init__(self, workspace: Workspace, audit: Audit, criterion: str) -> None:
        self.workspace = workspace
        self.audit = audit
        self.given = audit.answer(criterion)
        self.criterion = _criterion(workspace, audit, criterion)
        self.words = Words(workspace, audit)

    def everything(self, place: str) -> Iterator[str]:
        """Yield the question, where to look, what good and weak look like, and the grades. `place`: `3 of 9`."""
        given = self.given
        critical = "" if given.critical == "none" else f", critical: {given.critical}"
        yield ""
        yield f"{given.criterion}, {place}. {self.audit.section(given.section).title}. {given.focus}{critical}"
        yield given.question
        if criterion := self.criterion:
            yield f"Look for: {criterion.look_for}"
            yield f"Good looks like: {criterion.good_looks_like}"
            yield f"Weak looks like: {criterion.weak_looks_like}"
        else:
            yield "The library does not ask this in these words any more; the words here are the audit's own."
        yield from self.grades()
        if given.state != "not-assessed":
            yield f"So far: {self.words.verdict(given)}"
        for name, text in (("Reason", given.reason), ("Where in the file", given.evidence)):
            if text:
                yield f"{name} so far: {text}"

    def grades(self) -> Iterator[str]:
        """Yield every grade with its place on the scale, and what it means for this criterion."""
        if self.given.kind == "count":
            return
        descriptors = self.criterion.descriptors if self.criterion else {}
        scale = auditing.scale_of(self.workspace, self.given, self.audit)
        for place, grade in enumerate(scale.grades, 1):
            yield f"{place} {grade.label}: {descriptors.get(grade.id, grade.meaning)}"

    def reply(self) -> str:
        """Ask until there is a verdict, `s` or `b`; empty where what is there stays. Raises `Stopped`."""
        while True:
            typed = line(self._prompt())
            if typed.lower() == "d":
                say.lines(self.grades())
            elif typed.lower() in ("s", "b") or (not typed and self.given.state != "not-assessed"):
                return typed.lower()
            elif verdict := self._verdict(_LETTERS.get(typed.lower(), typed)):
                return verdict

    def _keys(self) -> list[str]:
        """Return what answers the criterion: the grades by their places, and the letters that it allows."""
        allowed = [f"{letter} {said}" for letter, said in _LETTERS_SAID.items()
                   if _LETTERS[letter] not in self.given.refuses]  # fmt: skip
        graded = "A number" if self.given.kind == "count" else f"Grade 1-{len(list(self.grades()))}"
        return [graded, *allowed]

    def _prompt(self) -> str:
        again = [] if self.given.kind == "count" else ["d descriptors"]
        return f"{', '.join([*self._keys(), 's skip', 'b back', *again, 'q stop'])}: "

    def _verdict(self, typed: str) -> str:
        """Return what was typed if it answers this criterion; else say what would, and return nothing."""
        try:
            changes = auditing.verdict_of(self.workspace, self.given, typed, self.audit)
            steps.answered(self.audit, self.given.criterion, **changes)
        except BadInput as error:
            for problem in error.problems:
                keys = ", ".join(self._keys())
                remedy = f"Type one of these: {keys[0].lower()}{keys[1:]}" if problem.key == "grade" else problem.remedy
                say.out(f"{problem.what.capitalize()}. {remedy}.")
            return ""
        return typed

    def texts(self, verdict: str) -> tuple[str | None, str | None, bool]:
        """Ask for the reason and the evidence: each None to keep what is there; True if the input ended."""
        changes = auditing.verdict_of(self.workspace, self.given, verdict, self.audit)
        chosen = steps.answered(self.audit, self.given.criterion, **changes).answer(self.given.criterion)
        reason = say.ask(f"{self.words.verdict(chosen)}. Reason{_kept(self.given.reason)}: ")
        evidence = None if reason is None else say.ask(f"Where in the file{_kept(self.given.evidence)}: ")
        return reason or None, evidence or None, evidence is None


def _kept(text: str) -> str:
    return " (Enter keeps what is there)" if text else ""


def _criterion(workspace: Workspace, audit: Audit, criterion: str) -> Criterion | None:
    """Return the criterion as the library has it, if it still asks what this audit asks."""
    try:
        found = workspace.library.get(audit.checklist.id).criterion(criterion)
    except BadInput:
        return None
    return found if found and _same(found, audit.answer(criterion)) else None


def _same(criterion: Criterion, given: Answer) -> bool:
    return criterion.wording == given.wording
