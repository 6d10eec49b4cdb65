"""`caseaudit plan list`, `show` and `mine`."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace, works_in_workspace
from caseaudit.desk import planning
from caseaudit.desk.planning import Task
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.planning import Standing

_PLANS = ("SAMPLE", "MADE", "BY", "CASES", "TO BEGIN", "IN PROGRESS", "SIGNED OFF", "OVERDUE")
_TASKS = ("SAMPLE", "CASE", "AUDITOR", "DUE", "STATE", "TEAM", "WORKER", "AUDITS")
_AUDITORS = ("AUDITOR", "CASES", "TO BEGIN", "IN PROGRESS", "SIGNED OFF", "OVERDUE")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@reads_workspace
def list_plans(workspace: Workspace, as_json: bool) -> int:
    """List the plans, newest first, and how far they are. One that cannot be read is named, and the exit code is 1."""
    found, problems = planning.every(workspace)
    rows = [(plan, planning.standings(workspace, plan)) for plan in found]
    if as_json:
        say.document([{"sample": plan.sample, "auditors": [each._asdict() for each in far]} for plan, far in rows])
    elif not rows and not problems:
        say.note("No plans. Draw a sample first (`caseaudit sample draw`), then `caseaudit plan make`.")
    elif rows:
        table = [
            (
                plan.sample,
                plan.made_at[:10],
                plan.made_by,
                *(str(sum(column)) for column in zip(*_numbers(far), strict=True)),
            )
            for plan, far in rows
        ]
        say.lines(aligned(_PLANS, table))
    return say.reported(problems)


def _numbers(far: list[Standing]) -> list[tuple[int, ...]]:
    return [each[1:] for each in far]


@click.command()
@click.argument("sample")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with everything that the plan holds.")
@reads_workspace
def show(workspace: Workspace, sample: str, as_json: bool) -> int:
    """Show the plan of SAMPLE: how far each auditor is, then every case, the most pressing first."""
    made = planning.find(workspace, sample)
    found = planning.tasks(workspace, [made])
    if as_json:
        say.document({"sample": made.sample, "checklists": made.checklists, "cases": [plain(task) for task in found]})
        return 0
    far = planning.standings(workspace, made, found)
    say.lines(aligned(_AUDITORS, [(each.auditor, *map(str, each[1:])) for each in far]))
    say.out()
    say.lines(aligned(_TASKS, [_row(task) for task in found]))
    return 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@works_in_workspace
def mine(workspace: Workspace, as_json: bool) -> int:
    """List what you still have to audit, the most pressing first."""
    found = planning.mine(workspace)
    if as_json:
        say.document([plain(task) for task in found])
    elif not found:
        say.note(f"Nothing is planned for {workspace.person}.")
    else:
        say.lines(aligned(_TASKS, [_row(task) for task in found]))
    return 0


def _row(task: Task) -> tuple[str, ...]:
    each = task.assignment
    state = f"{task.progress}, overdue" if task.overdue else task.progress
    audits = " ".join(line.id for line in task.audits)
    return (task.plan.sample, each.case, each.auditor, each.due, state, each.team, each.worker, audits)


def plain(task: Task) -> dict[str, object]:
    """Return one planned case as JSON has it."""
    each = task.assignment
    return {
        "sample": task.plan.sample,
        **{name: getattr(each, name) for name in each.__struct_fields__},
        "state": task.progress,
        "overdue": task.overdue,
        "audits": [line.id for line in task.audits],
    }
