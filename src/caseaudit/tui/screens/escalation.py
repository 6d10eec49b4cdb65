"""Before anything else: is the child safe now, and who was told?"""

from __future__ import annotations

from textual.widget import Widget

from caseaudit.desk import escalating
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import escalation
from caseaudit.domain.audit import Audit
from caseaudit.domain.escalation import SAFE, Escalation, Safe
from caseaudit.problems import BadInput, Problem
from caseaudit.tui.screens.form import Form, choice, words

_LABELS = {"safe": "yes", "not-safe": "no", "not-known": "not known"}


class IsTheChildSafe(Form[Escalation]):
    """Ask about one criterion."""

    def __init__(self, desk: Workspace, audit: Audit, criterion: str) -> None:
        super().__init__()
        self.desk, self.audit, self.criterion = desk, audit, criterion
        self.heading = f"{criterion} is critical. Is the child safe now?"

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the three questions."""
        before = escalation.latest(self.audit).get(self.criterion)
        return [
            ("Safe now", choice("safe", [(_LABELS[safe], safe) for safe in SAFE], before.safe if before else "")),
            (
                "Who was told",
                words("told", before.told if before else "", hint="the responsible manager, by name or role"),
            ),
            ("Done at once", words("note", hint="what happened next, if anything had to")),
        ]

    def field_of(self, problem: Problem) -> str:
        """Return the field that a problem is about; what is wrong with the criterion is that nobody was told."""
        return "told" if problem.key == self.criterion else super().field_of(problem)

    def result(self) -> Escalation:
        """Return what was said. Raises `BadInput` or `NotReady` with what is missing."""
        safe: dict[str, Safe] = {name: name for name in SAFE}
        chosen = safe.get(self.value("safe"))
        if chosen is None:
            raise BadInput(
                Problem("safe now", "is not answered", "Choose yes, no or not known (Enter opens the choice)")
            )
        said = escalating.said(self.desk, self.criterion, chosen, self.value("told"), self.value("note"))
        escalation.escalated(self.audit, said)
        return said
