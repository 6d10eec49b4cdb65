"""The extracts of one situation beside the checklist that they are graded by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from caseaudit.domain.checklist import Checklist, Criterion, Scale
from caseaudit.domain.exemplar import Exemplar, ExemplarSet
from caseaudit.problems import bad_input


class Rubric(NamedTuple):
    """The extracts of one situation with everything that they are graded by."""

    found: ExemplarSet
    checklist: Checklist
    scales: Mapping[str, Scale]

    @property
    def title(self) -> str:
        """The checklist's title; of a further set, with its own name: `Supervision (practice-1)`."""
        own = self.found.id.partition(".")[2]
        return f"{self.checklist.title} ({own})" if own else self.checklist.title

    @property
    def scale(self) -> Scale:
        """The scale of a whole extract."""
        return self.scales[self.checklist.scale]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What every extract is graded on, in the checklist's order."""
        return tuple(filter(None, map(self.checklist.criterion, self.found.criteria)))

    def criterion(self, criterion: str) -> Criterion:
        """Return a criterion of the checklist. Raises `BadInput` if it asks no such thing."""
        asked = self.checklist.criterion(criterion)
        if asked is None:
            raise bad_input(self.checklist.id, "does not ask this criterion", "Check the id", criterion)
        return asked

    def scale_of(self, criterion: str) -> Scale:
        """Return the scale on which a criterion is graded."""
        return self.scales[self.checklist.scale_of(self.criterion(criterion))]

    def label(self, criterion: str, grade: str) -> str:
        """Return what a grade of a criterion is called."""
        known = self.scale_of(criterion).grade(grade)
        return known.label if known else grade.replace("-", " ").capitalize()

    def descriptors(self, criterion: str) -> Iterator[tuple[str, str]]:
        """Yield each grade's label and what it looks like, best first."""
        asked = self.criterion(criterion)
        for grade in self.scale_of(criterion).grades:
            yield grade.label, asked.descriptors.get(grade.id, grade.meaning)

    def lifted(self, exemplar: Exemplar) -> str:
        """Return the heading of what would lift an extract: to which grade."""
        rank = self.scale.rank(exemplar.grade)
        if rank == 0:
            return f"What keeps it at {self.scale.top.label}, and would be lost first"
        return f"What would lift it to {self.scale.grades[rank - 1].label}"


def scale_said(rubrics: Iterable[Rubric], grades: tuple[str, ...]) -> str:
    """Return what the grades of a scale are called, best first, as the rubrics know it; their ids where none does."""
    scales = (scale for rubric in rubrics for scale in rubric.scales.values())
    same = next((scale for scale in scales if tuple(grade.id for grade in scale.grades) == grades), None)
    return ", ".join(grade.label for grade in same.grades) if same else ", ".join(grades)
