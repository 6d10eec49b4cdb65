"""The sheets of single cases: every answer with the columns of the CSV export, and every action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from caseaudit.domain.audit import Action, Audit
from caseaudit.exports import csv_rows
from caseaudit.exports.workbook.gate import Gate
from caseaudit.exports.workbook.looks import Styles
from caseaudit.exports.workbook.model import Written
from caseaudit.exports.workbook.rows import Kind, Sheets, Value, day

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_WIDE = {"question": 50, "reason": 60, "evidence": 36, "impact": 36, "judgement_explanation": 50,
         "judgement_reason": 40, "agreed_reason": 40, "moderation_reason": 40, "moderation_comment": 40,
         "acknowledged_reply": 40, "safe_note": 40, "wording": 14, "checklist_digest": 14, "audit": 18}  # fmt: skip
_WIDE_IN_ACTIONS = {"audit": 18, "id": 6, "what": 44, "owner": 14, "evidence": 28, "effect": 28, "checklist": 14,
                    "worker": 14}  # fmt: skip
_NARROWEST = 11

ACTION_COLUMNS: Mapping[str, Callable[[Audit, Action], str]] = {
    "audit": lambda audit, _: audit.id,
    "id": lambda _, action: action.id,
    "what": lambda _, action: action.what,
    "owner": lambda _, action: action.owner,
    "due": lambda _, action: action.due,
    "status": lambda _, action: action.status,
    "criterion": lambda _, action: action.criterion,
    "evidence": lambda _, action: action.evidence,
    "effect": lambda _, action: action.effect,
    "case": lambda audit, _: audit.case,
    "team": lambda audit, _: audit.team,
    "worker": lambda audit, _: audit.worker,
    "checklist": lambda audit, _: audit.checklist.id,
    "date": lambda audit, _: audit.date,
}
"""The columns of an action, without whether it is overdue, which depends on the day."""
_DAYS = ("date", "due")


def _widths(names: Iterable[str], wide: Mapping[str, int]) -> dict[str, int]:
    return {name: wide.get(name, max(_NARROWEST, len(name) + 4)) for name in names}


ANSWERS = Kind("Answers", _widths(csv_rows.COLUMNS, _WIDE))
_SPLIT = list(ACTION_COLUMNS).index("status") + 1
_OF_ACTIONS = [*list(ACTION_COLUMNS)[:_SPLIT], "overdue", *list(ACTION_COLUMNS)[_SPLIT:]]
ACTIONS = Kind("Actions", _widths(_OF_ACTIONS, _WIDE_IN_ACTIONS), wrapped=True)


class Cases:
    """The sheets of actions and those of answers, filled audit by audit."""

    def __init__(self, book: Workbook, styles: Styles, gate: Gate, head: str, today: str, limit: int) -> None:
        """Begin both; `today` is the day against which an action is overdue, `limit` how many rows a sheet has."""
        self._today = today
        self._audits = self._changed = 0
        self.actions = Sheets(book, ACTIONS, styles, gate, head, limit)
        self.answers = Sheets(book, ANSWERS, styles, gate, head, limit)

    def add(self, audit: Audit) -> None:
        """Write one audit."""
        whose = f"the audit {audit.id}"
        rows = csv_rows.rows(audit)
        self.answers.add(map(answer, rows), whose)
        self.actions.add((self._action(audit, action) for action in audit.actions), whose)
        self._audits += 1
        self._changed += any(row.changed for row in rows[:1])

    def finish(self, gate: Gate) -> Written:
        """Finish the sheets, and return what they hold."""
        self.actions.finish()
        self.answers.finish()
        answers, actions = (sum(rows for _, rows in sheets.filled) for sheets in (self.answers, self.actions))
        return Written(self._audits, answers, actions, self._changed, gate.cut)

    def _action(self, audit: Audit, action: Action) -> list[Value]:
        texts = [(name, read(audit, action)) for name, read in ACTION_COLUMNS.items()]
        values: list[Value] = [day(text) if name in _DAYS else text for name, text in texts]
        values.insert(_SPLIT, "yes" if action.status == "open" and "" < action.due < self._today else "no")
        return values


_READ = tuple(csv_rows.COLUMNS.values())
_DATE = list(csv_rows.COLUMNS).index("date")


def answer(row: csv_rows.Row) -> list[Value]:
    """Return an answer with the columns of the CSV export, its date as a day."""
    values: list[Value] = [_plain(read(row)) for read in _READ]
    values[_DATE] = day(row.audit.date)
    return values


def _plain(value: csv_rows.Value) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
