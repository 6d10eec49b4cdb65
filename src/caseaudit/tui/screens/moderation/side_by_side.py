"""What stands on the screen on which two people agree: the list of criteria, and one of them as both graded it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist import Grade
from caseaudit.domain.moderating import Sides, apart_in_words
from caseaudit.domain.moderation import Outcome
from caseaudit.tui.show import line, paragraphs, text
from caseaudit.tui.widgets.lines import Piece, column

JUDGEMENT = "judgement"
"""What stands in place of a criterion on the last line, where the checklist gives an overall grade."""
_STATES = {
    "not-applicable": "Not applicable",
    "insufficient-evidence": "Not enough evidence on file",
    "not-assessed": "Not answered",
}


class SidesLines:
    """The criteria, disagreement first, then the judgement: a line each."""

    def __init__(self, case: Case, sides: list[Sides], labels: Mapping[str, Grade]) -> None:
        self.case, self.sides, self.labels = case, sides, labels

    def __len__(self) -> int:
        return len(self.sides) + bool(self.case.first.checklist.judgement.roll_up)

    def name(self, index: int) -> str:
        """Return the criterion on a line, or that it is the judgement's."""
        return self.sides[index].criterion if index < len(self.sides) else JUDGEMENT

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: a mark, the criterion, and both grades in short."""
        if index == len(self.sides):
            return [Piece(f" {self._judged()} ", "strong"), Piece(column("Judgement", width - 3), "strong")]
        sides = self.sides[index]
        mark, tone = ("✓", "good") if sides.outcome else ("≠", "weak") if sides.differ else ("=", "muted")
        both = self._short(sides.first)
        if sides.differ:
            both = f"{both} / {self._short(sides.second)}"
        name = f"{sides.criterion} "
        return [Piece(f" {mark} ", tone), Piece(name, "strong"), Piece(column(both, width - 3 - len(name)), tone)]

    def _judged(self) -> str:
        return "✓" if self.case.first.moderation and self.case.first.moderation.judgement else "·"

    def _short(self, answer: Answer) -> str:
        if answer.state != "graded":
            return {"not-applicable": "n/a", "insufficient-evidence": "no evid."}.get(answer.state, "—")
        grade = self.labels.get(answer.grade)
        return str(answer.count) if answer.count is not None else grade.short if grade else answer.grade


def given(answer: Answer | Outcome, labels: Mapping[str, Grade]) -> str:
    """Return the grade, the number or the state in words."""
    if answer.state != "graded":
        return _STATES.get(answer.state, answer.state)
    grade = labels.get(answer.grade)
    return str(answer.count) if answer.count is not None else grade.label if grade else answer.grade


def heading(sides: Sides, place: str) -> Content:
    """Return the question, how far the two are apart, and where in the list it stands."""
    apart = apart_in_words(sides) or "both graded alike"
    tags = Content.assemble((sides.criterion, "bold $text-primary"), (f"  {place}  ", "$text-muted"))
    tone = "bold $text-warning" if sides.differ else "$text-muted"
    return Content.assemble(tags, (apart, tone), "\n", text(sides.first.question, "bold"))


def side(who: str, by: str, answer: Answer, labels: Mapping[str, Grade]) -> Content:
    """Return what one of the two gave, and why."""
    words = paragraphs(("Reason", answer.reason), ("Evidence", answer.evidence), ("Difference", answer.impact))
    name = Content.assemble((f"{who}: ", "$text-muted"), line(by))
    return Content("\n").join([name, line(given(answer, labels), "bold"), words])


def judged(who: str, audit: Audit, labels: Mapping[str, Grade]) -> Content:
    """Return the judgement of one of the two, and why."""
    name = Content.assemble((f"{who}: ", "$text-muted"), line(audit.auditor))
    if audit.judgement is None:
        return Content("\n").join([name, line("No judgement")])
    found = audit.judgement
    words = paragraphs(("By the rule", found.explanation), ("Reason", found.reason))
    return Content("\n").join([name, line(_label(found.grade, labels), "bold"), words])


def agreed(outcome: Outcome | None, differ: bool, labels: Mapping[str, Grade]) -> Content:
    """Return what was agreed on a criterion."""
    if outcome is None:
        return Content("Nothing is agreed yet." if differ else "Nothing to agree on.")
    return paragraphs(("Agreed", f"{given(outcome, labels)}. {outcome.reason}"))


def judgement_agreed(case: Case, labels: Mapping[str, Grade]) -> Content:
    """Return the agreed judgement, and what the rule makes of the agreed grades."""
    moderation, found = case.first.moderation, moderating.suggested(case.first)
    decided = "Nothing yet: the auditor's stands unless you agree on another."
    if moderation and moderation.judgement:
        decided = f"{_label(moderation.judgement, labels)}. {moderation.judgement_reason}"
    return paragraphs(
        ("Agreed", decided), ("The agreed grades suggest", f"{_label(found.grade, labels)}. {found.explanation}")
    )


def closing(case: Case) -> Content:
    """Return the comment, when it was returned, and the reply."""
    moderation = case.first.moderation
    if moderation is None:
        return Content("")
    returned = f"by {moderation.by}, {moderation.at[:10]}" if moderation.at else ""
    read = f"by {moderation.acknowledged_by}, {moderation.acknowledged_at[:10]}. " if moderation.acknowledged_at else ""
    return paragraphs(
        ("Comment", moderation.comment), ("Returned", returned), ("Acknowledged", f"{read}{moderation.reply}".strip())
    )


def _label(grade: str, labels: Mapping[str, Grade]) -> str:
    found = labels.get(grade)
    return found.label if found else grade.replace("-", " ").capitalize() or "Nothing"
