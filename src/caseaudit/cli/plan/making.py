"""`caseaudit plan make`, `reassign` and `begin`."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Day, Number
from caseaudit.desk import planning
from caseaudit.desk.planning import Wish
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.planning import Auditor


@click.command(
    epilog='Example: caseaudit plan make SAMPLE --checklist chronology --due 2026-12-18 --auditor "M. Oduya=North"'
)
@click.argument("sample")
@click.option(
    "--auditor", "auditors", multiple=True, metavar="NAME=TEAM", help="Who audits, and their own team. Again for each."
)
@click.option("--due", required=True, type=Day(), metavar="DATE", help="By when everything is audited.")
@click.option("--spread", is_flag=True, help="Spread due dates over the working days until then.")
@click.option("--checklist", "checklists", multiple=True, metavar="ID", help="With which checklist. Again for each.")
@click.option("--pack", default="", metavar="ID", help="With the checklists of a pack.")
@click.option(
    "--seed", type=Number(0), default=1, show_default=True, metavar="N", help="The same seed makes the same plan."
)
@click.option("--own-teams", is_flag=True, help="Let people audit their own team, never their own case.")
@works_in_workspace
def make(
    workspace: Workspace, sample: str, auditors: tuple[str, ...], due: str, spread: bool, checklists: tuple[str, ...],
    pack: str, seed: int, own_teams: bool,
) -> int:  # fmt: skip
    """Share the cases of SAMPLE out among auditors, with due dates.

    Loads are as even as can be. Nobody is given their own case, nor one of their own team.
    """
    named = tuple(_auditor(given) for given in auditors)
    made = planning.make(workspace, Wish(sample, named, due, checklists, pack, spread, seed, own_teams))
    for each in planning.standings(workspace, made):
        say.out(f"{each.auditor}: {each.cases} {'case' if each.cases == 1 else 'cases'}")
    return 0


def _auditor(given: str) -> Auditor:
    name, _, team = given.partition("=")
    return Auditor(name.strip(), team.strip())


@click.command()
@click.argument("sample")
@click.argument("case")
@click.option("--to", required=True, metavar="NAME=TEAM", help="Who audits it now, and their own team.")
@click.option("--due", type=Day(), metavar="DATE", help="By when, if not as before.")
@works_in_workspace
def reassign(workspace: Workspace, sample: str, case: str, to: str, due: str | None) -> int:
    """Give CASE of the plan of SAMPLE to somebody else."""
    planning.reassign(workspace, sample, case, _auditor(to), due or "")
    say.note(f"{case} is {_auditor(to).name}'s now.")
    return 0


@click.command()
@click.argument("sample")
@click.argument("case")
@works_in_workspace
def begin(workspace: Workspace, sample: str, case: str) -> int:
    """Begin the audits of CASE that the plan of SAMPLE has, and print their ids.

    Case, team, worker, cohort and auditor come from the plan.
    """
    for audit in planning.begin(workspace, sample, case):
        say.out(audit.id)
    return 0
