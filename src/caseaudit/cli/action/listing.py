"""`caseaudit action list`."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import acting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import STATUSES, Listed

_HEADINGS = ("AUDIT", "ACTION", "STATUS", "DUE", "OVERDUE", "AGE", "OWNER", "CASE", "TEAM", "CRITERION", "WHAT")
_LONGEST = 60


@click.command("list")
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort")
@click.option("--status", type=OneOf(("all", *STATUSES)), metavar="STATUS",
              help=f"Only these: all, {', '.join(STATUSES)}; open and done, if left out.")  # fmt: skip
@click.option("--owner", default="", metavar="NAME", help="Only what this person has to do.")
@click.option("--overdue", is_flag=True, help="Only what is open and past its date.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@reads_workspace
def list_actions(
    workspace: Workspace, wanted: Wanted, status: str | None, owner: str, overdue: bool, as_json: bool
) -> int:
    """List the actions across audits, the longest overdue first.

    OVERDUE and AGE are in days: past the due date, and since the action was agreed.
    """
    found = acting.listed(workspace, wanted, status=status or "", owner=owner, overdue=overdue)
    if as_json:
        say.document([plain(each) for each in found])
    elif found:
        say.lines(aligned(_HEADINGS, [_row(each) for each in found]))
    return 0 if found else _nothing(workspace, wanted, as_json=as_json)


def _nothing(workspace: Workspace, wanted: Wanted, *, as_json: bool) -> int:
    """Say why there is no action, where the filters are why; return the exit code."""
    from caseaudit.desk import choosing

    unmatched = choosing.unmatched(workspace.index, wanted, choosing.PRACTICE)
    if not (unmatched or as_json):
        say.note("No actions of that kind.")
    return say.reported(unmatched)


def _row(each: Listed) -> tuple[str, ...]:
    action = each.action
    return (
        *(each.audit, action.id, action.status, action.due, str(each.overdue or ""), str(each.age), action.owner),
        *(each.case, each.team, action.criterion, _short(action.what)),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def plain(each: Listed) -> dict[str, object]:
    """Return one action as JSON has it."""
    fields = {name: getattr(each.action, name) for name in each.action.__struct_fields__}
    about = {name: getattr(each, name) for name in ("audit", "case", "team", "worker", "checklist")}
    return {**about, **fields, "age_days": each.age, "overdue_days": each.overdue}
