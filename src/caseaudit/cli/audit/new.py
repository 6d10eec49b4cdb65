"""`caseaudit audit new`: begin an audit."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Day, OneOf
from caseaudit.desk import auditing, packs
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import PURPOSES, ROLES, Audit, Header, Purpose, Role
from caseaudit.domain.checklist import COHORTS
from caseaudit.problems import bad_input


@click.command(
    epilog='Example: caseaudit audit new --case EB-1042 --checklist chronology --team North --worker "W. Worker"'
)
@click.option("--case", required=True, metavar="REF", help="The case reference; never a name.")
@click.option("--checklist", metavar="ID", help="The checklist, by its id. This or --pack.")
@click.option("--pack", metavar="ID", help="A pack, by its id: one audit for each of its checklists.")
@click.option("--with", "wanted", multiple=True, metavar="CHECKLIST", help="Of the pack, one that applies here too.")
@click.option("--without", "unwanted", multiple=True, metavar="CHECKLIST", help="Of the pack, one to leave out.")
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
    checklist: str | None,
    pack: str | None,
    wanted: tuple[str, ...],
    unwanted: tuple[str, ...],
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
    """Begin an audit of one case against one checklist, and print the new audit's id.

    With --pack one audit is begun for each checklist of the pack, and their ids are printed one a line, in the
    order in which the file is read. Checklists that only sometimes apply need --with; `caseaudit pack show ID`
    says when. A question that two of them ask in the same words is answered once.
    """
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
    for audit in _begun(workspace, auditing.checked(header, auditing.NEEDED), checklist, pack, wanted, unwanted):
        say.out(audit.id)
    return 0


def _begun(
    workspace: Workspace, header: Header, checklist: str | None, pack: str | None, wanted: tuple[str, ...],
    unwanted: tuple[str, ...],
) -> list[Audit]:  # fmt: skip
    if (checklist is None) == (pack is None):
        raise bad_input("audit new", "needs --checklist or --pack, one of the two", "Give one checklist, or a pack")
    if pack is not None:
        return packs.begin(workspace, pack, header, wanted, unwanted)
    if wanted or unwanted:
        raise bad_input("audit new", "takes --with and --without for a pack only", "Give --pack, or leave them out")
    return [auditing.begin(workspace, checklist or "", header)]
