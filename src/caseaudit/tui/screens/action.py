"""Add an action: what, who, by when."""

from __future__ import annotations

from datetime import date, timedelta

from textual.widget import Widget

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Action, Audit, next_action_id
from caseaudit.domain.days import as_iso
from caseaudit.problems import BadInput, Problem, nearest
from caseaudit.tui.screens.form import Form, words

DEFAULT_DAYS = 28


class ActionForm(Form[Action]):
    """Add an action to an audit."""

    heading = "Action"

    def __init__(self, desk: Workspace, audit: Audit, criterion: str = "", lift: dict[str, str] | None = None) -> None:
        super().__init__()
        self.desk, self.audit, self.criterion = desk, audit, criterion
        self.lift = list((lift or {}).values())

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the fields; the due date is four weeks on unless changed."""
        due = (date.fromisoformat(self.desk.today()) + timedelta(days=DEFAULT_DAYS)).isoformat()
        return [
            ("What", words("what", suggestions=self.lift, hint="what will be done, so that anyone can see it is done")),
            ("Owner", words("owner", suggestions=self.desk.index.distinct("worker"), hint="a person, not a team")),
            ("Due", words("due", due, hint="YYYY-MM-DD")),
            ("For criterion", words("criterion", self.criterion)),
        ]

    def result(self) -> Action:
        """Return the action. Raises `BadInput` with everything that is wrong."""
        problems = [Problem(field, "is empty", "Fill it in") for field in ("what", "owner") if not self.value(field)]
        if not _is_date(as_iso(self.value("due"))):
            problems.append(Problem("due", "is not a date", "Write it as YYYY-MM-DD"))
        what, owner, due, criterion = (self.value(field) for field in ("what", "owner", "due", "criterion"))
        due = as_iso(due)
        if criterion and criterion not in self.audit.criteria:
            problems.append(Problem("criterion", "is not asked by this audit", nearest(criterion, self.audit.criteria)))
        if problems:
            raise BadInput(*problems)
        return Action(next_action_id(self.audit), what, owner, due, criterion, raised=self.desk.today())


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
