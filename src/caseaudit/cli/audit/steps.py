"""`caseaudit audit answer`, `section` and `action`: one change, saved at once."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.audit.escalating import reminder
from caseaudit.cli.audit.text import Words
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Day, OneOf
from caseaudit.desk import auditing, carrying
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit, progress
from caseaudit.problems import StorageTrouble


@click.command(epilog='Example: caseaudit audit answer 20261120-k7m3x9 CHR-03 good --reason "Seen on file."')
@click.argument("audit")
@click.argument("criterion")
@click.argument("grade")
@click.option("--reason", metavar="TEXT", help="Why: what the file shows. Needed before sign-off.")
@click.option("--evidence", metavar="TEXT", help="Where in the file it stands.")
@click.option("--impact", metavar="TEXT", help="What difference the work made for the child.")
@works_in_workspace
def answer(
    workspace: Workspace, audit: str, criterion: str, grade: str, reason: str | None, evidence: str | None,
    impact: str | None,
) -> int:  # fmt: skip
    """Answer CRITERION of AUDIT with GRADE, and save.

    GRADE is a grade's id, its label or its place on the scale (1 is the best); a number where the
    criterion asks for one; `not-applicable`, `insufficient-evidence`, or `not-assessed` to clear the
    answer. What is left out stays as it was.
    """
    texts = {"reason": reason, "evidence": evidence, "impact": impact}
    given = auditing.answer(workspace, audit, criterion, grade, **texts)
    try:
        saved = workspace.register.load(audit)
    except StorageTrouble as error:
        from caseaudit.store.standing import also

        raise also(error, "Your answer is saved") from None
    say.note(f"{given.criterion}: {Words(workspace, saved).verdict(given)}. {said_progress(saved)}")
    for told in reminder(saved):
        say.note(told)
    if holders := carrying.holders(workspace, saved, criterion):
        say.note(f"Carried to {', '.join(holders)}, begun together with this one.")
    return 0


def said_progress(audit: Audit) -> str:
    """Return `3 of 9 answered.`"""
    answered, asked = progress(audit)
    return f"{answered} of {asked} answered."


@click.command()
@click.argument("audit")
@click.argument("section")
@click.argument("switch", metavar="on|off", type=OneOf(("on", "off")))
@works_in_workspace
def section(workspace: Workspace, audit: str, section: str, switch: str) -> int:
    """Say whether the optional SECTION of AUDIT applies to this case.

    Criteria of a section that is off are not asked and not counted; answers to them are kept.
    """
    saved = auditing.switch(workspace, audit, section, on=switch == "on")
    say.note(f"Section {section} is {switch}. {said_progress(saved)}")
    return 0


@click.command()
@click.argument("audit")
@click.option("--what", required=True, metavar="TEXT", help="What will be done.")
@click.option("--owner", required=True, metavar="NAME", help="Who will do it.")
@click.option("--due", required=True, type=Day(), metavar="DATE", help="By when.")
@click.option("--criterion", default="", metavar="CRITERION", help="The criterion that it comes from.")
@works_in_workspace
def action(workspace: Workspace, audit: str, what: str, owner: str, due: str, criterion: str) -> int:
    """Add an action to AUDIT and print the action's id. Actions can be added after sign-off too."""
    say.out(auditing.add_action(workspace, audit, what, owner, due, criterion).id)
    return 0
