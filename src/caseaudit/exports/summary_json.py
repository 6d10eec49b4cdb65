"""A summary as JSON: every figure of the report, and what could not be counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caseaudit.domain.breakdown import Group
from caseaudit.domain.method import METHOD
from caseaudit.domain.report import Report, Row
from caseaudit.plaintext import one_line
from caseaudit.problems import Problem

Table = dict[str, Any]


def document(report: Report) -> Table:
    """Return the summary as plain tables, in the shape of `summary_schema`; a file not counted is a line of text."""
    return {
        "audits": report.signed_off,
        "in_progress": report.in_progress,
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
        "actions": plain(report.actions),
        "breakdowns": [{"by": each.by, "groups": [_group(group) for group in each.groups]}
                       for each in report.breakdowns],
        "months": plain(report.months),
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Return named tuples as tables, by their fields, and sequences as lists."""
    if hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def _lines(problems: Iterable[Problem]) -> list[str]:
    return [one_line(str(problem)) for problem in problems]


def _name(row: Row) -> Table:
    return {"checklist": row.checklist, "criterion": row.criterion}


def _row(row: Row) -> Table:
    rates = {
        "asked": row.asked,
        "not_applicable_rate": plain(row.not_applicable_rate),
        "insufficient_evidence_rate": plain(row.insufficient_evidence_rate),
    }
    return {**plain(row), **rates}


def _group(group: Group) -> Table:
    return {**plain(group), "gap": plain(group.gap), "compliance_leads": group.compliance_leads}
