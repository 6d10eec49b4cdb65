"""`caseaudit audit escalate`, and the same three questions where `audit fill` comes to them."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.audit.asking import Stopped, line
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import OneOf
from caseaudit.desk import escalating
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.escalation import SAFE, SAFE_IN_WORDS, Escalation, Safe, unasked
from caseaudit.problems import NotReady

_MEANT: dict[str, Safe] = {"y": "safe", "yes": "safe", "n": "not-safe", "no": "not-safe", "k": "not-known"}


@click.command(epilog='Example: caseaudit audit escalate 20261120-k7m3x9 CPP-04 safe --told "Team manager, North"')
@click.argument("audit")
@click.argument("criterion")
@click.argument("safe", metavar="|".join(SAFE), type=OneOf(SAFE))
@click.option("--told", default="", metavar="NAME", help="Who was told. Needed unless the child is safe.")
@click.option("--note", default="", metavar="TEXT", help="What was done at once.")
@works_in_workspace
def escalate(workspace: Workspace, audit: str, criterion: str, safe: Safe, told: str, note: str) -> int:
    """Say whether the child of AUDIT is safe now, and who was told, about CRITERION.

    Asked wherever a critical criterion is graded at the foot of its scale, and needed before sign-off. It can be said
    again at any time, after sign-off too: every word stays on record.
    """
    said = escalating.escalate(workspace, audit, criterion, safe, told, note).escalations[-1]
    say.note(f"{criterion}: the child is {SAFE_IN_WORDS[said.safe]}. Kept on record.")
    return 0


def in_words(said: Escalation) -> str:
    """Return what was said, in a sentence."""
    told = f"; told: {said.told}" if said.told else ""
    note = f". {said.note}" if said.note else ""
    return f"the child is {SAFE_IN_WORDS[said.safe]}{told}, by {said.by}, {said.at}{note}"


def reminder(audit: Audit) -> list[str]:
    """Return a line for each criterion about which nobody has said yet whether the child is safe."""
    return [
        f"{answer.criterion} is critical. Is the child safe now? "
        f"Say so: caseaudit audit escalate {audit.id} {answer.criterion} {'|'.join(SAFE)} --told NAME"
        for answer in unasked(audit)
    ]


def ask(workspace: Workspace, audit: Audit) -> Audit:
    """Ask about every criterion that cannot wait, save what is said, and return the audit. Raises `Stopped`."""
    for answer in unasked(audit):
        say.out(f"{answer.criterion} is critical. Before anything else:")
        audit = _asked(workspace, audit, answer.criterion)
        say.out("Kept on record.")
    return audit


def _asked(workspace: Workspace, audit: Audit, criterion: str) -> Audit:
    while True:
        typed = line("Is the child safe now? y yes, n no, k not known, q stop: ").lower()
        if typed not in _MEANT:
            say.out("Type y, n, k or q.")
            continue
        told, note = _text("Who was told: "), _text("What was done at once: ")
        try:
            return escalating.escalate(workspace, audit.id, criterion, _MEANT[typed], told, note)
        except NotReady as error:
            say.out(f"{error.problems[0].what.capitalize()}. {error.problems[0].remedy}.")


def _text(prompt: str) -> str:
    typed = say.ask(prompt)
    if typed is None:
        raise Stopped
    return typed
