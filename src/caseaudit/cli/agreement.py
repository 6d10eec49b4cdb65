"""`caseaudit agreement`: how far people agree who graded the same, and which way they differ."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import agreeing, agreement_tables, choosing
from caseaudit.desk.agreeing import Moderated
from caseaudit.desk.listing import Wanted
from caseaudit.domain.agreement import USUAL
from caseaudit.domain.agreement import agreement as agreement_of
from caseaudit.domain.agreement_coefficient import MEASURES, WEIGHTS, Measure, Weights
from caseaudit.problems import DONE, bad_input, nearest


@click.command()
@click.option(
    "--from",
    "place",
    metavar="FILE",
    help="Grades as CSV, one row a unit, one column a person: in place of the audits.",
)
@click.option(
    "--unit", default="", metavar="COLUMN", help="With --from: the heading of the column that names the units."
)
@click.option(
    "--scale",
    default="",
    metavar="GRADES",
    help="With --from: the grades with commas, best first, or the id of a scale; if left out, what occurs. Without: "
    "only the answers on the scale with this id.",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    type=OneOf(MEASURES),
    metavar="NAME",
    help=f"{', '.join(MEASURES)}; as often as needed. The first three, if left out.",
)
@click.option(
    "--weights",
    type=OneOf(WEIGHTS),
    default="linear",
    metavar="NAME",
    help="How much a near miss counts: none, linear (if left out) or quadratic.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema agreement` describes it.")
@chooses_audits("team", "auditor", "checklist", "cohort", words=False)
@may_read_workspace
def agreement(
    meant: Meant,
    place: str | None,
    unit: str,
    scale: str,
    measures: tuple[Measure, ...],
    weights: Weights,
    as_json: bool,
    wanted: Wanted,
) -> int:
    """Say how far people agree who graded the same, whether that is more than chance, and who is the stricter.

    The audits of the workspace that were graded a second time, each auditor's own grades against the moderator's; or,
    with --from, any table: two people or more, with blanks where somebody did not grade. The first column of two is
    the one that the second is compared with: an auditor, then a moderator.
    """
    if place is not None:
        _refuse_filters(wanted)
        return _of_a_table(meant, Path(place), unit, scale, measures or USUAL, weights, as_json)
    if unit:
        raise bad_input("--unit", "names a column of a table", "Give the table with --from, or leave it out")
    workspace = meant.open()
    found = agreeing.agreement(workspace, wanted, measures or USUAL, weights)
    unmatched = [] if found.signed_off else choosing.unmatched(workspace.index, wanted, choosing.PRACTICE)
    if as_json or not unmatched:
        _say(_only(found, scale), wanted, as_json)
    return say.reported([*found.problems, *unmatched])


def _refuse_filters(wanted: Wanted) -> None:
    if wanted != Wanted():
        raise bad_input("--from", "names a table, which has no audits to choose from", "Leave out the filters")


def _of_a_table(
    meant: Meant, place: Path, unit: str, scale: str, measures: tuple[Measure, ...], weights: Weights, as_json: bool
) -> int:
    opened = agreement_tables.open_table(meant_library(meant), place, unit, scale)
    found = agreement_of(opened.table, measures, weights)
    if as_json:
        from caseaudit.exports import agreement_json

        say.document(agreement_json.document(found))
    else:
        from caseaudit.cli import agreement_text

        say.lines(agreement_text.page(found))
    if opened.caution:
        say.note(opened.caution)
    return DONE


def _only(found: Moderated, scale: str) -> Moderated:
    """Return what was found on one scale alone, if one is named. Raises `BadInput` for one that is not there."""
    names = [each.name for each in found.scales]
    if scale and names and scale not in names:
        raise bad_input("--scale", "is no scale that anybody graded on twice", nearest(scale, names))
    return found._replace(scales=tuple(each for each in found.scales if not scale or each.name == scale))


def _say(found: Moderated, wanted: Wanted, as_json: bool) -> None:
    if as_json:
        from caseaudit.exports import agreement_json

        rate = {"signed_off": found.signed_off, "moderated": found.moderated, "waiting": found.waiting}
        scales = [{"name": each.name, **agreement_json.report(each.report)} for each in found.scales]
        say.document({**rate, "median_days": found.median_days, "scales": scales})
        return
    from caseaudit.cli import moderated_text

    say.lines(moderated_text.page(found, filtered=wanted != Wanted()))
