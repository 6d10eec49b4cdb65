"""`caseaudit audit fact`, and the same questions at the end of `audit fill`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.audit.asking import line
from caseaudit.cli.meant import works_in_workspace
from caseaudit.desk import noting
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.facts import Fact
from caseaudit.domain.how_many import how_many
from caseaudit.problems import BadInput, bad_input


@click.command(
    epilog="Examples: caseaudit audit fact 20261120-k7m3x9 placement-moves 2; "
    "caseaudit audit fact 20261120-k7m3x9 plan-date 2026-05-04 --system 2026-04-30"
)
@click.argument("audit")
@click.argument("fact", required=False)
@click.argument("value", required=False)
@click.option("--system", metavar="VALUE", help="What the case system says of it, if you looked.")
@works_in_workspace
def note(workspace: Workspace, audit: str, fact: str | None, value: str | None, system: str | None) -> int:
    """Note a FACT of the case, or list those that the checklist of AUDIT asks for.

    Facts are never graded and never needed. Added up, they answer what one case cannot: `caseaudit themes`. A VALUE of
    `-` takes away what was noted.
    """
    if fact is None:
        return _list(workspace, workspace.register.load(audit))
    if value is None and system is None:
        raise bad_input("value", "is missing", "Give the value, or --system", fact)
    found = noting.note(workspace, audit, fact, value, system)
    say.note(f"{found.label}: {said(found)}.")
    return 0


def _list(workspace: Workspace, audit: Audit) -> int:
    say.lines(lines(audit, noting.hints(workspace, audit)))
    if not audit.facts:
        say.note("The checklist of this audit asks for no facts.")
    return 0


def lines(audit: Audit, hints: dict[str, str]) -> Iterator[str]:
    """Yield the facts of an audit with what is noted and how each is found."""
    for fact in audit.facts:
        yield f"{fact.id}: {fact.label}"
        yield f"    {said(fact)}"
        yield f"    Takes: {noting.how(fact)}{'; also what the case system says' if fact.asks_system else ''}"
        if hint := hints.get(fact.id):
            yield f"    {hint}"


def said(fact: Fact) -> str:
    """Return what is noted: by the file and, where somebody looked, by the case system."""
    value = fact.value or "not noted"
    if not fact.system:
        return value
    differs = ", which is not the same" if fact.differs else ""
    return f"{value}; the case system says {fact.system}{differs}"


def ask(workspace: Workspace, audit: Audit) -> Audit:
    """Ask for every fact that is not noted yet, saving each; return the audit. Raises `Stopped`."""
    waiting = noting.still_empty(audit)
    if waiting:
        say.out()
        say.out(f"{how_many(len(waiting), 'fact')} of the case, never graded. Enter leaves one out, q stops.")
    hints = noting.hints(workspace, audit)
    for place, fact in enumerate(waiting, 1):
        say.out()
        say.out(f"{place} of {len(waiting)}. {fact.label}")
        if hint := hints.get(fact.id):
            say.out(hint)
        _ask_one(workspace, audit.id, fact)
    return workspace.register.load(audit.id) if waiting else audit


def _ask_one(workspace: Workspace, audit_id: str, fact: Fact) -> None:
    value = _until_it_fits(workspace, audit_id, fact, f"{_capital(noting.how(fact))}: ", of_system=False)
    if value and fact.asks_system:
        _until_it_fits(workspace, audit_id, fact, "What the case system says, if you looked: ", of_system=True)


def _until_it_fits(workspace: Workspace, audit_id: str, fact: Fact, prompt: str, *, of_system: bool) -> str:
    """Ask until what is typed can be noted, and note it; empty where the person leaves it out."""
    while typed := line(prompt):
        try:
            value, system = (None, typed) if of_system else (typed, None)
            found = noting.note(workspace, audit_id, fact.id, value, system)
        except BadInput as error:
            for problem in error.problems:
                say.out(f"{_capital(problem.what)}. {problem.remedy}.")
        else:
            say.out(f"Saved: {said(found)}.")
            return typed
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
