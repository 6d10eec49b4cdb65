"""`caseaudit retention list`: what is due, when, by which rule, and what is held."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.wording import Day
from caseaudit.desk import retaining
from caseaudit.desk.retaining import Found
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.retention import Due
from caseaudit.problems import DONE, SOMETHING_TO_REPORT
from caseaudit.store.retention import Hold

_HEADINGS = ("DUE", "WHAT", "ID", "CHECKLIST", "COUNTED FROM", "RULE", "STAYS FOR NOW")
_HELD = ("HELD", "SINCE", "BY", "REASON")


@click.command("list")
@click.option("--on", type=Day(), metavar="DATE", help="What will be due on this day; today, if left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the rule and the holds.")
@reads_workspace
def list_due(workspace: Workspace, on: str | None, as_json: bool) -> int:
    """List what is due to be removed, the longest due first, then the audits under hold. Nothing is removed.

    How long things are kept stands in `caseaudit.toml`, under [retention]. The exit code is 1 where anything is due.
    """
    found, holds = retaining.look(workspace, on or ""), retaining.holds(workspace)
    if as_json:
        say.document(_document(found, holds))
    else:
        say.lines(_page(found, holds))
        _narrate(found)
    say.problems(found.problems)
    return SOMETHING_TO_REPORT if found.due or found.problems or found.unfinished else DONE


def _page(found: Found, holds: dict[str, Hold]) -> Iterator[str]:
    if found.due:
        yield from aligned(_HEADINGS, [row(one) for one in found.due])
    if holds:
        yield from ["", *aligned(_HELD, [(one.audit, one.at[:10], one.by, one.reason) for one in holds.values()])]


def row(one: Due) -> tuple[str, ...]:
    """Return one line of what is due."""
    what = f"{one.kind} and second grade" if one.second_grades else one.kind
    return one.due, what, one.id, one.about, one.counted_from, one.rule, one.kept_by()


def _narrate(found: Found) -> None:
    if not found.due:
        say.note("Nothing is due.")
    if found.unfinished:
        say.note("A removal was interrupted. `caseaudit retention apply` finishes it.")
    if found.rule.suspended:
        say.note("Removal is suspended (`suspended` in caseaudit.toml).")
    for key, what in (
        ("audits_months", "audits"),
        ("samples_months", "samples"),
        ("training_months", "sessions of training"),
    ):
        if not getattr(found.rule, key):
            say.note(f"No `{key}` is set, so {what} are kept for good.")


def _document(found: Found, holds: dict[str, Hold]) -> dict[str, object]:
    return {
        "rule": {name: getattr(found.rule, name) for name in found.rule.__struct_fields__},
        "unfinished": found.unfinished,
        "due": [{**one._asdict(), "stays": one.kept_by() or None} for one in found.due],
        "holds": [{"audit": one.audit, "at": one.at, "by": one.by, "reason": one.reason} for one in holds.values()],
    }
