"""What an XmR chart says, in the words of a board."""

from __future__ import annotations

from caseaudit.domain.intervals import whole_percent
from caseaudit.domain.trend import ENOUGH, LONG, Cause, Chart, Mark, Rule, Signal
from caseaudit.domain.withheld import is_withheld

AS_CHANCE = "as chance has it"
"""What a month without a signal shows."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DESCRIBED: dict[Rule, tuple[str, str]] = {
    "outside": ("below the lower limit", "above the upper limit"),
    "trend": (f"in a fall over {LONG} months or more", f"in a rise over {LONG} months or more"),
    "near": (
        "close to or below the lower limit, with another of three months",
        "close to or above the upper limit, with another of three months",
    ),
    "run": (f"in a run of {LONG} months or more below the mean", f"in a run of {LONG} months or more above the mean"),
}


def month_said(month: str) -> str:
    """Return `May 2026` for `2026-05`."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def cause_said(cause: Cause | None) -> str:
    """Return what a month shows, in words that everybody knows; nothing where nothing can be said."""
    return AS_CHANCE if cause == "common cause" else cause or ""


def described(signal: Signal) -> str:
    """Return where a point with that signal lies: `above the upper limit`."""
    return _DESCRIBED[signal.rule][signal.upward]


def sentence(chart: Chart, what: str = "good or better") -> str:
    """Return in one sentence what the latest month shows, what that says of the target, and what was left out.

    `what` names what the share counts, as it stands inside a sentence.
    """
    parts = _change(chart, what), assured(chart), _gaps(chart), _withheld(chart)
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."


def _change(chart: Chart, what: str) -> str:
    if chart.limits is None:
        return _too_few(len(chart.audited), what)
    signalled = [mark for mark in chart.audited if mark.signals]
    latest = chart.audited[-1]
    if not signalled:
        months, mean = len(chart.audited), whole_percent(chart.mean or 0.0, 100)
        return f"{what} varies {AS_CHANCE} around its mean of {mean} %, in all {months} months"
    last = signalled[-1]
    if last is latest:
        return f"{_shown(chart.audited, latest.signals[0], what)}: {latest.cause}"
    past = f"the last signal was in {month_said(last.month)}, {described(last.signals[0])}: {last.cause}"
    return f"{what} is {AS_CHANCE} in {month_said(latest.month)}; {past}"


def _too_few(months: int, what: str) -> str:
    counted = "1 month" if months == 1 else f"{months or 'no'} months"
    return f"with {counted} of audits a change in {what} cannot be told from chance yet: {ENOUGH} are needed"


def _shown(audited: tuple[Mark, ...], signal: Signal, what: str) -> str:
    """Return what the signal of the latest month is, and since when."""
    latest, spell = month_said(audited[-1].month), _spell(audited, signal)
    since, months = month_said(spell[0].month), len(spell)
    side, limit = ("above", "upper") if signal.upward else ("below", "lower")
    if signal.rule == "outside":
        return f"in {latest} {what} is {side} its {limit} limit"
    if signal.rule == "near":
        return f"in two or more of the last three months, to {latest}, {what} is close to or {side} its {limit} limit"
    if signal.rule == "trend":
        return f"since {since} {what} {'rises' if signal.upward else 'falls'} without a break for {months} months"
    return f"since {since} {what} runs {side} its mean for {months} months"


def _spell(audited: tuple[Mark, ...], signal: Signal) -> list[Mark]:
    """Return the months, up to the latest, that share its signal without a break."""
    spell = [audited[-1]]
    for earlier in reversed(audited[:-1]):
        if signal not in earlier.signals or (signal.rule == "trend" and not _leads(earlier, spell[0], signal)):
            break
        spell.insert(0, earlier)
    return spell


def _leads(earlier: Mark, later: Mark, signal: Signal) -> bool:
    """Return whether the step between two months goes the way of the signal; two trends may stand side by side."""
    step = later.n * earlier.of - earlier.n * later.of
    return step > 0 if signal.upward else step < 0


def assured(chart: Chart) -> str:
    """Return whether the target is met consistently, never, or by chance; nothing without one, or without limits."""
    target = f"the target of {chart.target:g} %" if chart.target is not None else ""
    if chart.assurance == "hits":
        return f"every month within the limits meets {target}, so it is consistently hit"
    if chart.assurance == "misses":
        return f"no month within the limits meets {target}, so it is consistently missed until something changes"
    return f"{target} is inside the limits, so it may or may not be met by chance" if chart.assurance else ""


def _gaps(chart: Chart) -> str:
    gaps = chart.gaps
    if not gaps:
        return ""
    if len(gaps) == 1:
        return f"{month_said(gaps[0])}, without any audit, is left out"
    return f"{len(gaps)} months without any audit are left out"


def _withheld(chart: Chart) -> str:
    months = sum(is_withheld(mark.of) for mark in chart.marks)
    if not months:
        return ""
    return "1 month is suppressed" if months == 1 else f"{months} months are suppressed"
