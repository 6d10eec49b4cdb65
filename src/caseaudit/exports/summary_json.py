"""A summary as JSON: every figure of the report, and what could not be counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caseaudit.domain.breakdown import Group, Months
from caseaudit.domain.intervals import Interval
from caseaudit.domain.method import METHOD
from caseaudit.domain.report import Disclosure, Report, Row
from caseaudit.domain.trend import Chart, Mark
from caseaudit.domain.withheld import SUPPRESSED, SYMBOLS, Withheld
from caseaudit.plaintext import one_line
from caseaudit.problems import Problem

Table = dict[str, Any]


def document(report: Report) -> Table:
    """Return the summary as plain tables, in the shape of `summary_schema`; a file not counted is a line of text.

    Of a report that is shared, a figure that is suppressed is None, and so is all that would rest on it.
    """
    return {
        "disclosure": _disclosure(report.disclosure),
        "audits": report.signed_off,
        "in_progress": plain(report.in_progress) if report.knows_in_progress else None,
        "unreadable": _lines(report.unreadable),
        "copies": _lines(report.copies),
        "only": list(report.only),
        "period": plain(report.period),
        "method": list(METHOD),
        "overall": _group(report.overall),
        "judgements": plain(report.judgements),
        "rows": [_row(row) for row in report.rows],
        "weakest": [_name(row) for row in report.weakest],
        "strongest": [_name(row) for row in report.strongest],
        "limiting": [{**_name(row), "capped": plain(row.capped)} for row in report.limiting],
        "changes": plain(report.changes),
        "repeats": plain(report.repeats),
        "actions": _actions(report),
        "breakdowns": [{"by": each.by, "groups": [_group(group) for group in each.groups]}
                       for each in report.breakdowns],
        "months": plain(report.months),
        "target": _share(report.target),
        "trend": [_trend(months, report) for months in report.months],
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Return named tuples as tables, by their fields, and sequences as lists; what is suppressed as None."""
    if isinstance(value, Withheld):
        return None
    if isinstance(value, Interval):
        return _interval(value)
    if isinstance(value, dict) or hasattr(value, "_asdict"):
        parts = value if isinstance(value, dict) else value._asdict()
        return {name: plain(part) for name, part in parts.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def _interval(found: Interval) -> Table:
    bounds = found._asdict()
    symbol = bounds.pop("symbol")
    return dict.fromkeys(bounds) if symbol == SUPPRESSED else bounds


def _disclosure(found: Disclosure | None) -> Table | None:
    return {**plain(found), "symbols": dict(SYMBOLS)} if found else None


def _actions(report: Report) -> Table:
    """Return the actions; when shared, without the day of a single one."""
    return {**plain(report.actions), **({"oldest": None} if report.disclosure else {})}


def _lines(problems: Iterable[Problem]) -> list[str]:
    return [one_line(str(problem)) for problem in problems]


def _name(row: Row) -> Table:
    return {"checklist": row.checklist, "criterion": row.criterion}


def _row(row: Row) -> Table:
    rates = {
        "asked": plain(row.asked),
        "not_applicable_rate": plain(row.not_applicable_rate),
        "insufficient_evidence_rate": plain(row.insufficient_evidence_rate),
    }
    return {**plain(row), **rates}


def _trend(months: Months, report: Report) -> Table:
    chart = report.trend(months)
    return {
        "checklist": months.checklist,
        "mean": _share(chart.mean),
        "limits": _limits(chart),
        "assurance": chart.assurance,
        "marks": [_mark(mark) for mark in chart.marks],
    }


def _limits(chart: Chart) -> Table | None:
    return {name: _share(value) for name, value in chart.limits._asdict().items()} if chart.limits else None


def _mark(mark: Mark) -> Table:
    return {
        "month": mark.month,
        "n": plain(mark.n),
        "of": plain(mark.of),
        "share": _share(mark.value),
        "moving_range": _share(mark.moving_range),
        "signals": plain(mark.signals),
        "cause": mark.cause,
    }


def _share(percent: float | None) -> float | None:
    """Return a percentage as every share of a summary is given: from 0 to 1."""
    return None if percent is None else percent / 100


def _group(group: Group) -> Table:
    gap, leads = plain(group.gap), group.compliance_leads
    if SUPPRESSED in (group.compliance.symbol, group.quality.symbol):
        return {**plain(group), "gap": dict.fromkeys(gap), "compliance_leads": None}
    return {**plain(group), "gap": gap, "compliance_leads": leads}
