"""A summary month by month, as plain text: what varies as it always does, and what is a signal."""

from __future__ import annotations

from collections.abc import Iterator

from caseaudit.cli.summary_text import table
from caseaudit.domain.breakdown import Months
from caseaudit.domain.trend import ENOUGH, LONG, Chart, Mark, Signal, chart, drawn


def trend(months: Months) -> Iterator[str]:
    """Yield each month with audits, then the mean and what is to be expected."""
    found = chart(months.points)
    yield ""
    yield "Trend: good or better, month by month"
    yield from table(("MONTH", "GOOD OR BETTER", "SHARE", "SIGNAL"), [_month(mark) for mark in found.audited])
    yield from _expected(found)
    if len(months.points) < ENOUGH:
        yield f"Limits and signals need {ENOUGH} months with audits; there are {len(months.points)}."


def _month(mark: Mark) -> tuple[str, ...]:
    return mark.month, f"{mark.n} of {mark.of}", f"{mark.value:.0f} %", _signal(mark)


def _signal(mark: Mark) -> str:
    told = ", ".join(_told(signal) for signal in mark.signals)
    return f"{mark.cause}: {told}" if told else ""


def _told(signal: Signal) -> str:
    words = {
        "outside": ("above the upper limit", "below the lower limit"),
        "trend": (f"{LONG} or more rising", f"{LONG} or more falling"),
        "near": ("near the upper limit", "near the lower limit"),
        "run": (f"{LONG} or more above the mean", f"{LONG} or more below the mean"),
    }
    above, below = words[signal.rule]
    return above if signal.upward else below


def _expected(found: Chart) -> Iterator[str]:
    yield f"Mean of the months: {found.mean:.0f} %."
    if found.limits:
        low, high = drawn(found.limits)
        yield f"By chance alone: {low:.0f} to {high:.0f} % (XmR chart, rules of NHS England)."
