"""The figures of a report in words. A report that is shared is made smaller before it comes here, never in here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from caseaudit.domain.change import Period
from caseaudit.domain.intervals import Interval, said, whole_percent
from caseaudit.domain.report import Report, Row
from caseaudit.domain.trend_words import month_said
from caseaudit.domain.withheld import NOT_AVAILABLE, is_said
from caseaudit.exports.made import day_said
from caseaudit.plaintext import one_line
from caseaudit.problems import Problem

NOTHING = "–"
_DATED = re.compile(r"dated ([0-9]{4}-[0-9]{2}-[0-9]{2}) or (after|before)")
NOT_RECORDED = "not recorded"
ANSWERS = "Answers good or better"
"""What heads a share of answers; beside it there are shares of audits."""
SHARED = "What was done to share these figures"
NOT_DRAWN = "Only checklists of which every judgement can be shown are drawn; the table has the others."


def share(interval: Interval) -> str:
    """Return `7 of 12 (32–81 %)`, kept on one line where there is room."""
    return said(interval).replace(" %", "\N{NO-BREAK SPACE}%")


def stacked(interval: Interval) -> str:
    """Return the same for a narrow column: the range below the count."""
    return share(interval).replace(" (", "\n(")


def judged(interval: Interval) -> str:
    """Return the same, or a dash where no audit is judged."""
    return share(interval) if interval.of or interval.symbol else NOTHING


def part(interval: Interval) -> str:
    """Return `7 of 12`, or a dash for a part of nothing, or the symbol that stands in its place."""
    return f"{interval.n} of {interval.of}" if interval.of else interval.symbol or NOTHING


def is_any(interval: Interval) -> bool:
    """Return whether there is anything to say: a part of something, or the symbol of what is not shown."""
    return bool(interval.of or interval.symbol)


def percent(share_of: float) -> str:
    """Return `28 %` for 0.28."""
    return f"{whole_percent(share_of)}\N{NO-BREAK SPACE}%"


def points(difference: float) -> str:
    """Return a difference of two shares in points of a percentage: `+16`, `−7` or `0`."""
    found = whole_percent(difference)
    return f"{found:+}".replace("-", "\N{MINUS SIGN}") if found else "0"


def days(period: Period) -> str:
    """Return `3 May 2026 to 9 June 2026`, or the one day; `May 2026 to June 2026` of months."""
    return " to ".join(dict.fromkeys(map(_when, period)))


def _when(iso: str) -> str:
    return month_said(iso) if len(iso) == len("2026-05") else day_said(iso)


def listed(parts: Iterable[str]) -> str:
    """Return `one, two and three`."""
    *before, last = list(parts) or [""]
    return f"{', '.join(before)} and {last}" if before else last


def grade(report: Report, grade_id: str) -> str:
    """Return the label of a grade."""
    known = report.grade(grade_id)
    return known.label if known else grade_id.replace("-", " ").capitalize()


def grades(report: Report, given: Mapping[str, int]) -> list[str]:
    """Return how often each grade was given, best first: `5 Good`."""
    return [f"{n} {grade(report, grade_id)}" for grade_id, n in given.items()]


def ungraded(row: Row) -> list[str]:
    """Return the answers of a criterion that have no grade, each state on its own: `3 not applicable`."""
    states = {
        "numbers": row.numbers,
        "not applicable": row.not_applicable,
        "insufficient evidence": row.insufficient_evidence,
        "not assessed": row.not_assessed,
    }
    return [f"{n} {state}" for state, n in states.items() if is_said(n)]


def only(report: Report) -> str:
    """Return the filters as a board reads them: checklists by their titles, days in words."""
    names = titles(report)
    return one_line("; ".join(_filter(each, names, report) for each in report.only))


def _filter(words: str, names: Mapping[str, str], report: Report) -> str:
    """Return one filter; of merged counts it may stand behind the name of its service."""
    service, behind, what = words.rpartition(": ") if report.in_months else ("", "", words)
    if what.startswith("checklist ") and what.removeprefix("checklist ") in names:
        what = f"checklist {names[what.removeprefix('checklist ')]}"
    elif dated := _DATED.fullmatch(what):
        what = f"dated {day_said(dated[1])} or {dated[2]}"
    return f"{service}{behind}{what}"


def oldest(report: Report) -> str:
    """Return the day on which the open action that waits longest was due; a dash where there is none."""
    if report.disclosure:
        return NOT_AVAILABLE
    return day_said(report.actions.oldest) if report.actions.oldest else NOTHING


def titles(report: Report) -> dict[str, str]:
    """Return the title of every checklist, by its id."""
    return {each.checklist: one_line(each.title) for each in report.judgements}


def named(row: Row) -> str:
    """Return a criterion with its question: `Is the chronology up to date? (CHR-01)`."""
    return f"{one_line(row.question)} ({row.criterion})" if row.question else row.criterion


def group(name: str) -> str:
    """Return the name of a group, or that none was recorded."""
    return one_line(name) or NOT_RECORDED


def problem(found: Problem) -> str:
    """Return a file that was left out and why, by its name alone: a path may name a person."""
    return one_line(str(found._replace(where=re.split(r"[\\/]", found.where)[-1])))
