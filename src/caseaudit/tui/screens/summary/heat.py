"""Criterion by team: where practice is weak, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping

from caseaudit.domain.intervals import LEAST, Interval, said, whole_percent, wilson
from caseaudit.domain.report import Row
from caseaudit.tui.screens.summary.bars import band
from caseaudit.tui.widgets.grid import CELL
from caseaudit.tui.widgets.lines import Piece, column

ALL = "All"
LEGEND = f"% good or better, and answers: █ 75+ ▓ 50+ ▒ 25+ ░ less; no mark: under {LEAST}"
_THOUSAND = 1000


class HeatCells:
    """The cells of a heat map: every team together, then each; where there is one team only, that one."""

    def __init__(self, rows: list[Row], by_team: Mapping[str, tuple[Row, ...]]) -> None:
        self.rows = rows
        teams = sorted(by_team, key=lambda team: (not team, team.casefold(), team))
        self._teams = (*teams,) if len(teams) == 1 else (None, *teams)
        self.columns = tuple(ALL if team is None else team or "not recorded" for team in self._teams)
        self._found = {
            (team, row.checklist, row.criterion): row.good_or_better for team, rows in by_team.items() for row in rows
        }

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return a row in words."""
        cells = [self.cell(index, place) for place in range(len(self.columns))]
        return [Piece(column(self.rows[index].criterion, min(width, 9)), "strong"), *cells]

    def label(self, index: int) -> Piece:
        """Return the id of a criterion."""
        return Piece(self.rows[index].criterion)

    def share(self, index: int, place: int) -> Interval:
        """Return what a cell shows."""
        row, team = self.rows[index], self._teams[place]
        if team is None:
            return row.good_or_better
        return self._found.get((team, row.checklist, row.criterion), wilson(0, 0))

    def cell(self, index: int, place: int) -> Piece:
        """Return texture, share in percent, and of how many."""
        share = self.share(index, place)
        if share.share is None:
            return Piece("     –    ", "muted")
        texture, tone = band(share)
        of = f"{share.of}" if share.of < _THOUSAND else f"{share.of // _THOUSAND}k"
        return Piece(f"{texture}{whole_percent(share.n, share.of):>3} %{of:>4}"[: CELL - 1], tone)

    def team(self, place: int) -> str | None:
        """Return the team of a column; None for all of them."""
        return self._teams[place]

    def described(self, index: int, place: int) -> str:
        """Return a cell in words."""
        row, team = self.rows[index], "all teams" if self._teams[place] is None else self.columns[place]
        return f"{row.criterion} · {team}: {said(self.share(index, place))}. {row.question}"
