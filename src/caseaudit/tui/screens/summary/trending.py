"""What the trend says: its sentence, and the month under the cursor."""

from __future__ import annotations

from textual.content import Content

from caseaudit.domain.intervals import whole_percent
from caseaudit.domain.trend import Chart, Mark
from caseaudit.domain.trend_words import AS_CHANCE, month_said, sentence
from caseaudit.domain.trend_words import described as signal_described
from caseaudit.tui.show import line

__all__ = ["LEGEND", "described", "month_said"]

LEGEND = f"▲ improvement ▼ concern ● {AS_CHANCE} ○ too few months to tell"


def described(chart: Chart, mark: Mark | None) -> Content:
    """Return the sentence of a chart, and below it what one month shows."""
    parts = [line(sentence(chart), "bold")]
    return Content("\n").join([*parts, line(_month(mark))]) if mark else parts[0]


def _month(mark: Mark) -> str:
    if mark.value is None:
        return f"{month_said(mark.month)}: no audit"
    counted = f"{month_said(mark.month)}: {mark.n} of {mark.of} answers, {whole_percent(mark.n, mark.of)} %"
    told = ", ".join(map(signal_described, mark.signals))
    return f"{counted}. {(mark.cause or '').capitalize()}: {told}" if told else counted
