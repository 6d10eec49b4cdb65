"""Actions as a calendar (iCalendar, RFC 5545): one task each, due on its day, for the calendar that people look at.

A calendar travels: it names the audit, the case reference and the owner, what is to be done and nothing of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from caseaudit.domain.actions import Listed
from caseaudit.plaintext import one_line, visible

if TYPE_CHECKING:
    from icalendar import Todo

STATUS = {"open": "NEEDS-ACTION", "done": "COMPLETED", "closed": "COMPLETED", "cancelled": "CANCELLED"}
"""What RFC 5545, 3.8.1.11 calls each status of an action."""


def write(actions: Iterable[Listed], made: str, program: str) -> bytes:
    """Return the file; `made` is UTC: `2026-11-22T14:02:09Z`. What went into a re-audit stands there alone.

    Raises `ImportError` where the library for calendars is not installed.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{program}//EN")
    calendar.add("version", "2.0")
    stamp = datetime.fromisoformat(made).astimezone(UTC)
    for each in actions:
        if each.action.status in STATUS:
            calendar.add_component(_task(each, stamp))
    return bytes(calendar.to_ical())


def _task(each: Listed, stamp: datetime) -> Todo:
    from icalendar import Todo

    action, task = each.action, Todo()
    task.add("uid", f"{each.audit}-{action.id}@caseaudit")
    task.add("dtstamp", stamp)
    task.add("summary", one_line(f"{each.case} {action.criterion}: {action.what}"))
    task.add("description", visible(f"Owner: {action.owner}\nTeam: {each.team}\nAudit: {each.audit} {each.checklist}"))
    task.add("status", STATUS[action.status])
    if action.due:
        task.add("due", date.fromisoformat(action.due))
    if action.done_on:
        task.add("completed", datetime.combine(date.fromisoformat(action.done_on), datetime.min.time(), UTC))
    return task
