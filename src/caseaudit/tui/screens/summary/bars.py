"""Shares as textures, which differ without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from caseaudit.domain.checklist import Grade
from caseaudit.domain.intervals import LEAST, Interval
from caseaudit.tui.widgets.lines import Piece

BAR = 20
LEGEND = "█ outstanding ▓ good ▒ requires improvement ░ inadequate"
BANDS = ((75, "█", "good"), (50, "▓", "weak"), (25, "▒", "failing"), (0, "░", "failing"))
"""From which percentage on a share of good or better has which texture and tone."""
_TEXTURES = {
    "outstanding": ("█", "good"),
    "good": ("▓", "good"),
    "requires-improvement": ("▒", "weak"),
    "inadequate": ("░", "failing"),
}


def bar(grades: Mapping[str, int], order: Sequence[Grade], width: int = BAR) -> list[Piece]:
    """Return the share of each grade as a bar, best first."""
    total = sum(grades.values())
    pieces, filled, seen = [], 0, 0
    for grade in order:
        if not grades.get(grade.id):
            continue
        seen += grades[grade.id]
        cells = round(width * seen / total) - filled
        filled += cells
        texture, tone = _TEXTURES.get(grade.id, ("▓", "good") if grade.good else ("░", "failing"))
        pieces.append(Piece(texture * cells, tone))
    return [*pieces, Piece(" " * (width - filled))]


def band(share: Interval) -> tuple[str, str]:
    """Return texture and tone of a share; none of either where fewer than `LEAST` are graded."""
    if share.share is None or share.of < LEAST:
        return " ", "muted"
    return next((texture, tone) for least, texture, tone in BANDS if 100 * share.share >= least)
