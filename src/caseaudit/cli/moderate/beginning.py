"""`caseaudit moderate begin`, `draw` and `list`."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.wording import Number, OneOf, chooses_audits
from caseaudit.desk import moderating
from caseaudit.desk.listing import Wanted
from caseaudit.desk.moderating import SHARED_OUT, STEPS, By, Case
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import progress
from caseaudit.domain.moderating import days_to_moderation, unsettled
from caseaudit.problems import DONE

_HEADINGS = ("AUDIT", "SECOND GRADE", "CASE", "AUDITOR", "MODERATOR", "STEP", "DONE", "DIFFER", "DAYS")


@click.command()
@click.argument("audit")
@click.option("--moderator", default="", metavar="NAME", help="Who grades it a second time; you, if left out.")
@works_in_workspace
def begin(workspace: Workspace, audit: str, moderator: str) -> int:
    """Begin the second grade of the signed-off AUDIT, and print its id.

    It asks the same questions in the same words and holds nothing of what the first auditor wrote. Nobody moderates
    their own audit. Grade it like any other audit and sign it off; then agree.
    """
    say.out(moderating.begin(workspace, audit, moderator).id)
    return DONE


@click.command()
@chooses_audits("team", "auditor", "checklist", "cohort")
@click.option(
    "--share", type=Number(1, 100), default=20, show_default=True, metavar="PERCENT", help="How many of each group."
)
@click.option("--of-each", "group", type=OneOf(SHARED_OUT), default="all", show_default=True, metavar="GROUP",
              help="The share is of all, of each judgement, or of each auditor's audits.")  # fmt: skip
@click.option(
    "--seed", type=Number(0), default=1, show_default=True, metavar="N", help="The same seed chooses the same."
)
@click.option("--moderator", metavar="NAME", help="Also begin the second grades, for this person.")
@works_in_workspace
def draw(workspace: Workspace, wanted: Wanted, share: int, group: By, seed: int, moderator: str | None) -> int:
    """Choose signed-off audits to grade a second time, and print their ids.

    At least one of each group is chosen. Audits that have a second grade already count towards the share. With
    --moderator the second grades are begun and theirs are the ids that are printed; audits of the moderator's own
    are never chosen then.
    """
    who = "" if moderator is None else moderator or workspace.person
    lines = moderating.chosen(workspace, wanted, share, group, seed, who)
    for line in lines:
        say.out(moderating.begin(workspace, line.id, who).id if who else line.id)
    if not lines:
        say.note("Nothing more to moderate: the share is reached.")
    return DONE


@click.command("list")
@click.option("--step", type=OneOf(STEPS), metavar="STEP", help=f"Only those at this step: {', '.join(STEPS)}.")
@click.option("--mine", is_flag=True, help="Only what waits for you.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@works_in_workspace
def list_moderations(workspace: Workspace, step: str | None, mine: bool, as_json: bool) -> int:
    """List the audits that have a second grade: who has to do what next; what waits for you stands first.

    DONE is how much of the second grade is answered; DIFFER on how many criteria the two differ and have not agreed
    yet; DAYS how many days lie between the auditor's signature and the agreement, or today while there is none.
    """
    everything = moderating.cases(workspace)
    found = [case for case in moderating.in_order(everything.cases, workspace.person) if step in (None, case.step)]
    found = [case for case in found if not mine or moderating.waits_for(case, workspace.person)]
    if as_json:
        say.document([_plain(case, workspace.today()) for case in found])
    elif found:
        say.lines(aligned(_HEADINGS, [_row(case, workspace.today()) for case in found]))
    else:
        say.note(
            "Nothing of that kind." if step or mine else "Nothing is being moderated. Choose: caseaudit moderate draw"
        )
    return say.reported(everything.problems)


def _row(case: Case, today: str) -> tuple[str, ...]:
    first, second, days = case.first, case.second, days_to_moderation(case.first, today)
    differ = len(unsettled(first, second)) if second.signed_off else None
    answered, asked = progress(second)
    return (
        *(first.id, second.id, first.case, first.auditor, second.auditor, case.step, f"{answered}/{asked}"),
        *("" if number is None else str(number) for number in (differ, days)),
    )


def _plain(case: Case, today: str) -> dict[str, object]:
    first, second = case.first, case.second
    answered, asked = progress(second)
    return {
        "audit": first.id,
        "second_grade": second.id,
        "case": first.case,
        "checklist": first.checklist.id,
        "auditor": first.auditor,
        "moderator": second.auditor,
        "step": case.step,
        "answered": answered,
        "asked": asked,
        "differ": [each.criterion for each in unsettled(first, second)] if second.signed_off else None,
        "days": days_to_moderation(first, today),
    }
