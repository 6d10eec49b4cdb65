"""Note the facts of a case that its checklist asks for; none of them is needed, and none is graded."""

from __future__ import annotations

from textual.widget import Widget

from caseaudit.desk import noting
from caseaudit.desk.noting import Given
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.facts import YES_OR_NO, Fact
from caseaudit.plaintext import one_line, visible
from caseaudit.problems import Problem
from caseaudit.tui.screens.form import Form, choice, words

_SYSTEM = "system-"


class FactsForm(Form[Audit]):
    """Every fact that is asked, as it is noted so far; gives the audit with them, not saved."""

    heading = "Facts of the case"
    help_text = (
        "Note what the file says; leave out what it does not. Nothing here is graded: added up over audits, facts "
        "answer what one case cannot. Tab and Shift+Tab move between fields. F2 accepts, Escape leaves."
    )

    def __init__(self, desk: Workspace, audit: Audit) -> None:
        super().__init__()
        self.desk, self.audit = desk, audit

    def fields(self) -> list[tuple[str, Widget]]:
        """Return a field for each fact, and one below it where the case system is asked too."""
        hints = noting.hints(self.desk, self.audit)
        found: list[tuple[str, Widget]] = []
        for fact in self.audit.facts:
            found.append((_called(fact, hints.get(fact.id, "")), _field(fact, _name(fact), fact.value)))
            if fact.asks_system:
                found.append(("… as the case system has it", _field(fact, _name(fact, _SYSTEM), fact.system)))
        return found

    def field_of(self, problem: Problem) -> str:
        """Return the field of the fact that a problem is about."""
        asked = {name: field for fact in self.audit.facts for name, field in _places(fact)}
        return asked.get(problem.where, "")

    def result(self) -> Audit:
        """Return the audit with what was noted. Raises `CaseauditError` with everything that is wrong."""
        given: Given = {fact.id: (self._said(fact), self._said_by_system(fact)) for fact in self.audit.facts}
        return noting.noted(self.desk, self.audit, given)

    def _said(self, fact: Fact) -> str:
        return self.value(_name(fact))

    def _said_by_system(self, fact: Fact) -> str | None:
        return self.value(_name(fact, _SYSTEM)) if fact.asks_system else None


def _name(fact: Fact, kind: str = "") -> str:
    """Return the id of a fact's field, which may not begin with a digit."""
    return f"fact-{kind}{fact.id}"


def _places(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Return what a fact is called where it is wrong, with its field: what the file says, what the system says."""
    return (fact.id, _name(fact)), (f"{fact.id}, system", _name(fact, _SYSTEM))


def _called(fact: Fact, hint: str) -> str:
    """Return what is asked and where it stands; both may be anybody's words."""
    return visible(f"{one_line(fact.label)}\n{one_line(hint)}".strip())


def _field(fact: Fact, name: str, before: str) -> Widget:
    if fact.kind in ("yes-no", "choice"):
        options = YES_OR_NO if fact.kind == "yes-no" else fact.choices
        return choice(name, [(option, option) for option in options], before)
    return words(name, before, hint=noting.how(fact))
