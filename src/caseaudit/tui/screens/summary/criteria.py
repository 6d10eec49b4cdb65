"""The criteria, a line each: how they were graded, and how many good or better."""

from __future__ import annotations

from collections.abc import Iterable

from caseaudit.domain.intervals import said
from caseaudit.domain.report import Report, Row
from caseaudit.tui.screens.summary.bars import BAR, bar
from caseaudit.tui.widgets.lines import Piece, column


class CriteriaLines:
    """Criteria in some order."""

    def __init__(self, rows: list[Row], report: Report) -> None:
        self.rows, self.report = rows, report

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: criterion, bar, good or better, question."""
        row = self.rows[index]
        pieces = [Piece(" "), Piece(column(row.criterion, 8), "strong"), *bar(row.grades, self.report.grades)]
        pieces += [Piece(" "), Piece(column(said(row.good_or_better), 22))]
        return [*pieces, Piece(column(row.question, width - 9 - BAR - 1 - 22), "muted")]


def ordered(report: Report, *, weakest_first: bool) -> list[Row]:
    """Return the rows as they are read, or with the lowest upper bound first: what is surely weak."""
    if not weakest_first:
        return list(report.rows)
    return sorted(report.rows, key=lambda row: (row.good_or_better.high, row.good_or_better.low))


def described(row: Row, title: str) -> str:
    """Return all that is known of a criterion."""
    ungraded = (
        (row.numbers, "with a number"),
        (row.not_applicable, "not applicable"),
        (row.insufficient_evidence, "without enough on file"),
        (row.not_assessed, "not assessed"),
    )
    others = ", ".join(_counted(ungraded))
    critical = f" · critical: {row.critical}" if row.critical != "none" else ""
    return f"{title} · {row.focus}{critical}{f' · {others}' if others else ''}. {row.question}"


def _counted(counts: Iterable[tuple[int, str]]) -> list[str]:
    return [f"{number} {what}" for number, what in counts if number]
