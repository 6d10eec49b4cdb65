"""A summary month by month, as plain text: what varies as it always does, and what is a signal."""

from __future__ import annotations

from collections.abc import Iterator

from caseaudit.cli.summary_text import table
from caseaudit.domain.intervals import whole_percent
from caseaudit.domain.report import Report
from caseaudit.domain.trend import ENOUGH, LONG, Chart, Mark, Signal, drawn
from caseaudit.domain.trend_words import assured
from caseaudit.domain.withheld import SUPPRESSED, is_said


def trend(report: Report) -> Iterator[str]:
    """Yield each month with audits, all checklists together, then the mean and what is to be expected."""
    found = report.trend(report.months[0])
    yield ""
    yield "Trend: answers good or better, month by month"
    yield from table(
        ("MONTH", "ANSWERS GOOD OR BETTER", "SHARE", "SIGNAL"),
        [_month(mark) for mark in found.marks if is_said(mark.of)],
    )
    yield from _expected(found)
    if not found.limits:
        yield f"Limits and signals need {ENOUGH} months with audits; there are {len(found.audited)}."


def _month(mark: Mark) -> tuple[str, ...]:
    if mark.value is None:
        return mark.month, SUPPRESSED, SUPPRESSED, ""
    return mark.month, f"{mark.n} of {mark.of}", f"{whole_percent(mark.n, mark.of)} %", _signal(mark)


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
    if found.mean is not None:
        yield f"Mean of the months: {whole_percent(found.mean, 100)} %."
    if found.limits:
        low, high = (whole_percent(limit, 100) for limit in drawn(found.limits))
        yield f"By chance alone: {low} to {high} % (XmR chart, rules of NHS England)."
    if found.target is not None:
        told = assured(found) or f"the target of {found.target:g} % cannot be told from chance yet"
        yield f"{told[:1].upper()}{told[1:]}."
