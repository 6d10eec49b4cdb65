"""One exemplar in the making as it stands: what it is graded by, what is left to do, whether it is confirmed."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from caseaudit.domain import making as steps
from caseaudit.domain.checklist import Checklist
from caseaudit.domain.exemplar_reading import Marking
from caseaudit.domain.how_many import how_many
from caseaudit.domain.making import Making
from caseaudit.domain.making_left import Left, left
from caseaudit.problems import Problem


class View(NamedTuple):
    """One exemplar in the making, with what it is graded by and what is left to do."""

    making: Making
    marking: Marking
    left: Left
    confirmed: bool
    """Whether somebody confirmed what it says now."""
    refused: bool
    """Whether somebody said of what it says now that somebody can be recognised."""

    @classmethod
    def of(cls, making: Making, marking: Marking, small: Collection[str]) -> View:
        """Return how it stands; `small` are the words that are written without a capital."""
        standing = steps.is_confirmed(making, marking), steps.is_refused(making, marking)
        return cls(making, marking, left(making, marking, small), *standing)

    @property
    def checklist(self) -> Checklist:
        """The checklist that it is graded by."""
        return self.marking.checklist

    @property
    def next(self) -> str:
        """What comes next, in a few words."""
        if self.left:
            return "to decide and write"
        if self.refused:
            return "to be changed"
        return "to finish" if self.confirmed else "to be confirmed"

    @property
    def refusal(self) -> str:
        """Who said that somebody can be recognised, in a sentence; nothing where nobody did."""
        if not self.making.refused:
            return ""
        then = "" if self.refused else " before it was changed"
        return f"{self.making.refused.by} said{then}: somebody in it can be recognised."

    def shown(self, place: str) -> steps.Shown:
        """Return a text as the exemplar has it."""
        return steps.shown(self.making, self.making.text(place))

    def grade_of(self, criterion: str, grade: str) -> str:
        """Return what a grade of a criterion is called."""
        known = self.checklist.criterion(criterion)
        scale = self.marking.scales[self.checklist.scale_of(known)] if known else self.marking.scale
        label = scale.grade(grade)
        return label.label if label else grade

    @property
    def grade(self) -> str:
        """What the grade of the whole extract is called; nothing where no answer weighs."""
        found = steps.grade(self.making, self.marking)
        label = self.marking.scale.grade(found)
        return label.label if label else found

    @property
    def problems(self) -> list[Problem]:
        """Everything that is left to do, as problems."""
        making = self.making.id
        fixes = [Problem(making, each.what, each.remedy, each.place) for each in self.left.fixes]
        if not self.left.doubts:
            return fixes
        what = f"has {how_many(len(self.left.doubts), 'word')} that may be a name or a date"
        return [*fixes, Problem(making, what, "Replace each or keep it")]
