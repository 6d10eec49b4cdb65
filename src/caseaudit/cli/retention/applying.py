"""`caseaudit retention apply`: remove for good what is due."""

from __future__ import annotations

from collections import Counter

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.retention.listing import row
from caseaudit.desk import retaining
from caseaudit.desk.retaining import Found, Going
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT

_HEADINGS = ("DUE", "WHAT", "ID", "CHECKLIST", "COUNTED FROM", "RULE")
_WORD = "remove"


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--even-with-open-actions", is_flag=True, help="Also audits with actions that nobody has closed.")
@works_in_workspace
def apply(workspace: Workspace, yes: bool, even_with_open_actions: bool) -> int:
    """Remove for good what is due: records, every revision, drafts, copies. Prints the certificate's file.

    What is under hold stays, and so does an audit with actions that nobody has closed. Exports, backups and what a sync
    service keeps are not reached: see to those yourself. A removal that was interrupted is finished.
    """
    found = retaining.look(workspace, even_with_open_actions=even_with_open_actions)
    chosen = retaining.going(found, even_with_open_actions=even_with_open_actions)
    say.problems(found.problems)
    if not chosen.going and not found.unfinished:
        say.note(f"Nothing to remove.{_staying(chosen)}")
        return SOMETHING_TO_REPORT if found.problems else DONE
    if not (yes or _agreed(found, chosen)):
        say.note("Nothing was removed.")
        return SOMETHING_TO_REPORT
    for path in retaining.apply(workspace, found, chosen, even_with_open_actions=even_with_open_actions):
        say.out(str(path))
    say.note(f"Removed for good: {_counted(chosen)}.{_staying(chosen)}")
    say.note("Exports, backups and the version history of a sync service are not reached: remove them there.")
    say.note("A seal from before no longer holds; make a new one: `caseaudit seal`.")
    return SOMETHING_TO_REPORT if found.problems else DONE


def _agreed(found: Found, chosen: Going) -> bool:
    """Show what goes, and ask for a word that nobody types by chance."""
    for line in aligned(_HEADINGS, [row(one)[: len(_HEADINGS)] for one in chosen.going]):
        say.note(line)
    if found.unfinished:
        say.note("Also what is left of a removal that was interrupted.")
    answer = say.ask(f"This cannot be undone. Type {_WORD} to go on: ")
    return (answer or "").strip().lower() == _WORD


def _counted(chosen: Going) -> str:
    kinds = Counter(one.kind for one in chosen.going)
    seconds = sum(len(one.second_grades) for one in chosen.going)
    parts = [how_many(number, kind) for kind, number in kinds.items()]
    parts += [how_many(seconds, "second grade")] if seconds else []
    return ", ".join(parts) or "what was left of an earlier removal"


def _staying(chosen: Going) -> str:
    if not chosen.staying:
        return ""
    number = len(chosen.staying)
    more = "1 more is due and stays" if number == 1 else f"{number} more are due and stay"
    return f" {more} for now; `caseaudit retention list` says why."
