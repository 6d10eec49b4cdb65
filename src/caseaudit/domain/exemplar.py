"""Exemplars: one fictional situation recorded at every grade, with the expert's grades and reasons.

A trainer shows with them what good looks like; a group grades them blind. Each extract has a letter
that says nothing of its grade, so that a group can be handed "extract C".
"""

from __future__ import annotations

import re
from hashlib import sha256
from string import ascii_uppercase

from msgspec import Struct
from msgspec.structs import replace

from caseaudit.domain.audit import Audit, Header, answered, begin
from caseaudit.domain.checklist import Checklist, Scale
from caseaudit.problems import bad_input, nearest


class ExemplarAnswer(Struct, frozen=True, omit_defaults=True):
    """The expert's grade for one criterion, and why it is neither the one above nor the one below."""

    criterion: str
    grade: str
    reason: str


class Exemplar(Struct, frozen=True, omit_defaults=True):
    """One extract of a record, at one grade."""

    grade: str
    title: str
    """Short, and silent about the grade."""
    text: str
    lift: str
    """What would lift the extract by one grade; at the top grade, what keeps it there."""
    answers: tuple[ExemplarAnswer, ...]


class ExemplarSet(Struct, frozen=True, omit_defaults=True):
    """One situation at every grade of the scale, best first; at most 26 extracts."""

    checklist: str
    """Id of the checklist that the extracts are graded by."""
    version: str
    """The version of that checklist."""
    fictional: str
    """The sentence that says that nobody in the extracts exists; shown with each."""
    situation: str
    kind: str
    """What sort of record the extracts come from."""
    exemplars: tuple[Exemplar, ...]
    from_practice: bool = False
    """Whether it was made from an audit of our own: then it need not hold every grade."""
    name: str = ""
    """The name of its file; the checklist's id, or that and a name of its own after a full stop."""

    @property
    def id(self) -> str:
        """What the set is called where one is named: `supervision`, `supervision.practice-1`."""
        return self.name or self.checklist

    @property
    def criteria(self) -> tuple[str, ...]:
        """The ids of the criteria that every extract is graded on, in the checklist's order."""
        return tuple(answer.criterion for answer in self.exemplars[0].answers)

    @property
    def lettered(self) -> dict[str, Exemplar]:
        """The extracts by letter. The order comes from the words alone, the same on every machine."""
        mixed = sorted(self.exemplars, key=lambda exemplar: sha256(exemplar.text.encode()).digest())
        return dict(zip(ascii_uppercase, mixed, strict=False))

    def letter(self, exemplar: Exemplar) -> str:
        """Return the letter of one of these extracts."""
        return next(letter for letter, lettered in self.lettered.items() if lettered is exemplar)

    def named(self, text: str, scale: Scale) -> Exemplar:
        """Return the extract that a person means by its letter, or by its grade as `Scale.named` takes it.

        Raises `BadInput` if there is none.
        """
        if lettered := self.lettered.get(text.strip().upper()):
            return lettered
        if re.fullmatch("[A-Za-z]", text.strip()):
            raise bad_input("extract", "does not exist", nearest("", self.lettered))
        wanted = scale.named(text).id
        for exemplar in self.exemplars:
            if exemplar.grade == wanted:
                return exemplar
        raise bad_input("grade", "has no extract", nearest(wanted, [exemplar.grade for exemplar in self.exemplars]))


def as_audit(exemplar: Exemplar, checklist: Checklist, scale: Scale) -> Audit:
    """Return a training audit that gives exactly the expert's answers, and asks nothing else.

    Raises `BadInput` if the checklist does not ask one of them.
    """
    expert = Header(case="", team="", worker="", auditor="", date="", role="training")
    audit = begin("exemplar", expert, checklist, scale, "")
    for answer in exemplar.answers:
        audit = answered(audit, answer.criterion, state="graded", grade=answer.grade, reason=answer.reason)
    return replace(audit, answers=tuple(answer for answer in audit.answers if answer.state == "graded"))
