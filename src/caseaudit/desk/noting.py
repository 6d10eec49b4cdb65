"""Note the facts of a case that its checklist asks for beside the criteria."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain import facts
from caseaudit.domain.audit import Audit
from caseaudit.domain.facts import Fact
from caseaudit.plaintext import one_line
from caseaudit.problems import BadInput, CaseauditError, Problem

Given = Mapping[str, tuple[str | None, str | None]]
"""What was typed, by the id of the fact: what the file says, what the case system says; None leaves it as it is."""


def hints(workspace: Workspace, audit: Audit) -> dict[str, str]:
    """Return where each fact stands or how it is counted, as the library says it today; nothing where it does not."""
    try:
        asked = workspace.library.get(audit.checklist.id).facts
    except CaseauditError:
        return {}
    labels = {fact.id: fact.label for fact in audit.facts}
    return {fact.id: fact.hint for fact in asked if fact.hint and labels.get(fact.id) == fact.label}


def how(fact: Fact) -> str:
    """Return what may be typed, in a few words."""
    if fact.kind == "choice":
        return ", ".join(f"{place} {choice}" for place, choice in enumerate(fact.choices, 1))
    words = {
        "number": "a whole number",
        "date": "YYYY-MM-DD",
        "yes-no": "yes or no",
        "dates": "YYYY-MM-DD, several with spaces between",
    }
    return words[fact.kind]


def noted(workspace: Workspace, audit: Audit, given: Given) -> Audit:
    """Return the audit with some facts noted, not saved.

    Raises `BadInput` with everything that is wrong, `NotReady` if it is signed off.
    """
    today = date.fromisoformat(workspace.today())
    problems: list[Problem] = []
    for fact_id, (value, system) in given.items():
        try:
            fact = facts.found(audit.facts, fact_id, audit.id)
            audit = steps.fact_noted(audit, facts.noted(fact, _typed(value), _typed(system), today))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(*problems)
    return audit


def note(workspace: Workspace, audit_id: str, fact_id: str, value: str | None, system: str | None = None) -> Fact:
    """Note one fact and save; return it."""
    opened = auditing.open_for_a_step(workspace, audit_id, fact_id)
    working = noted(workspace, opened.working, {fact_id: (value, system)})
    auditing.save(workspace, working, opened.saved, f"fact {fact_id}")
    return facts.found(working.facts, fact_id, audit_id)


def still_empty(audit: Audit) -> tuple[Fact, ...]:
    """Return the facts that nobody has noted yet."""
    return tuple(fact for fact in audit.facts if not fact.value)


def _typed(text: str | None) -> str | None:
    return None if text is None else one_line(text).strip()
