"""The list of an audit's criteria, with what each was answered."""

from __future__ import annotations

from collections.abc import Mapping

from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import Scale
from caseaudit.tui.widgets.lines import LineList, Piece, column


class CriteriaLines:
    """A line for every section and every criterion."""

    def __init__(self, audit: Audit, scales: Mapping[str, Scale]) -> None:
        self.audit = audit
        self.labels = {grade.id: grade for scale in scales.values() for grade in scale.grades}
        self._rows: list[tuple[str, str]] = []
        for section in audit.sections:
            self._rows.append(("section", section.id))
            self._rows += [("criterion", a.criterion) for a in audit.answers if a.section == section.id]

    def __len__(self) -> int:
        return len(self._rows)

    def place(self, criterion: str) -> int:
        """Return the line of a criterion."""
        return self._rows.index(("criterion", criterion))

    def criterion(self, index: int) -> str:
        """Return the criterion on a line, or nothing on the line of a section."""
        kind, name = self._rows[index]
        return name if kind == "criterion" else ""

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        kind, name = self._rows[index]
        if kind == "section":
            section = self.audit.section(name)
            off = "" if section.on else " (off)"
            return [Piece(" "), Piece(column(f"{section.title}{off}", width - 1), "muted")]
        answer = self.audit.answer(name)
        mark, outcome, tone = self._outcome(answer)
        critical = "!" if answer.critical != "none" else " "
        return [
            Piece(f"  {mark} ", tone),
            Piece(f"{name}{critical} ", "strong"),
            Piece(column(outcome, width - 6 - len(name)), tone),
        ]

    def _outcome(self, answer: Answer) -> tuple[str, str, str]:
        """Return mark, words and tone."""
        if answer.state == "not-applicable":
            return "–", "not applicable", "muted"
        if answer.state == "insufficient-evidence":
            return "?", "no evidence", "weak"
        if answer.state == "not-assessed":
            return "·", "", "muted"
        if answer.kind == "count":
            return "#", str(answer.count), ""
        grade = self.labels.get(answer.grade)
        if grade is None:
            return "✓", answer.grade, ""
        reason = "" if answer.reason.strip() else " · why?"
        lowest = answer.grade in ("inadequate", "not-met", "no", "not-done")
        return grade.mark, f"{grade.short}{reason}", "good" if grade.good else "failing" if lowest else "weak"


class CriteriaList(LineList, can_focus=False):
    """The list of an audit's criteria; the keys stay with the rubric."""

    _lines: CriteriaLines | None = None

    def show(self, audit: Audit, scales: Mapping[str, Scale], at: str) -> None:
        """Show the criteria of an audit, with the mark on one of them."""
        self._lines = CriteriaLines(audit, scales)
        self.set_source(self._lines, self._lines.place(at))

    def redraw(self, audit: Audit, at: str) -> None:
        """Show a changed audit: one line, or all where a section was switched."""
        if self._lines:
            before, self._lines.audit = self._lines.audit, audit
            if before.sections == audit.sections:
                self.refresh_line(self._lines.place(at))
            else:
                self.refresh()

    def go_to(self, criterion: str) -> None:
        """Put the mark on a criterion."""
        if self._lines:
            self.cursor = self._lines.place(criterion)

    def criterion(self, index: int) -> str:
        """Return the criterion on a line, or nothing on the line of a section."""
        return self._lines.criterion(index) if self._lines else ""
