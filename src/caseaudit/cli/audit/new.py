"""`caseaudit audit new`: begin an audit."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Day, OneOf
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import PURPOSES, ROLES, Header, Purpose, Role
from caseaudit.domain.checklist import COHORTS


@click.command(
    epilog='Example: caseaudit audit new --case EB-1042 --checklist chronology --team North --worker "W. Worker"'
)
@click.option("--case", required=True, metavar="REF", help="The case reference; never a name.")
@click.option("--checklist", required=True, metavar="ID", help="The checklist, by its id.")
@click.option("--team", required=True, metavar="TEAM", help="The team that works the case.")
@click.option("--worker", required=True, metavar="WORKER", help="The worker, as your service refers to them.")
@click.option("--auditor", metavar="NAME", help="Who audits; you, if left out.")
@click.option(
    "--cohort", type=OneOf(COHORTS), metavar="COHORT", help=f"Which group the case belongs to: {', '.join(COHORTS)}."
)
@click.option("--date", type=Day(), metavar="DATE", help="The day of the audit; today, if left out.")
@click.option(
    "--purpose",
    type=OneOf(PURPOSES),
    default="routine",
    metavar="PURPOSE",
    help=f"Why it is audited: {', '.join(PURPOSES)}; routine, if left out.",
)
@click.option(
    "--role",
    type=OneOf(ROLES),
    default="audit",
    metavar="ROLE",
    help=f"In which role: {', '.join(ROLES)}; audit, if left out.",
)
@click.option("--follows", metavar="AUDIT", help="The audit that this one moderates or repeats, by its id.")
@click.option("--with-worker/--without-worker", default=None, help="Whether it is done together with the worker.")
@click.option("--child-view/--no-child-view", default=None, help="Whether the child's view was sought for it.")
@click.option("--family-view/--no-family-view", default=None, help="Whether the family's view was sought for it.")
@works_in_workspace
def new(
    workspace: Workspace,
    case: str,
    checklist: str,
    team: str,
    worker: str,
    auditor: str | None,
    cohort: str | None,
    date: str | None,
    purpose: Purpose,
    role: Role,
    follows: str | None,
    with_worker: bool | None,
    child_view: bool | None,
    family_view: bool | None,
) -> int:
    """Begin an audit of one case against one checklist, and print the new audit's id."""
    header = Header(
        case=case,
        team=team,
        worker=worker,
        auditor=workspace.person if auditor is None else auditor,
        date=date or workspace.today(),
        cohort=cohort or "",
        role=role,
        purpose=purpose,
        follows=workspace.register.load(follows).id if follows else "",
        with_worker=with_worker,
        child_view=child_view,
        family_view=family_view,
    )
    say.out(auditing.begin(workspace, checklist, header).id)
    return 0
