"""`caseaudit summary`: what the signed-off audits show, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import engines, say
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.sharing import bare, shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import Number, OneOf, chooses_audits
from caseaudit.desk import summarising
from caseaudit.desk.listing import Wanted
from caseaudit.desk.sources import Source
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.domain.report import Report
from caseaudit.problems import DONE, SOMETHING_TO_REPORT, NothingFound, Problem, bad_input


@click.command()
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")
@click.option(
    "--by", "dimension", type=OneOf(DIMENSIONS), metavar="WHAT", help=f"Group by group: {', '.join(DIMENSIONS)}."
)
@click.option("--trend", is_flag=True, help="Month by month, with what is a signal and what is chance.")
@click.option(
    "--target",
    type=Number(0, 100),
    metavar="PERCENT",
    help="What share of a month's graded answers is to be good or better, in place of what `caseaudit.toml` says.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema summary` describes it.")
@shares
@engines.chooses_engine
@whole_or_nothing()
@may_read_workspace
def summary(
    meant: Meant,
    wanted: Wanted,
    dimension: str | None,
    trend: bool,
    target: int | None,
    as_json: bool,
    share: int | None,
    **counting: str,
) -> int:
    """Say what the signed-off audits show: how often each grade was given, what is weak, and what changed.

    Neither training nor second grades count. Not applicable leaves every denominator; insufficient
    evidence is counted on its own. Files that cannot be read are named and counted on stderr; the exit code is then 1.
    """
    if target is not None and not (trend or as_json):
        raise bad_input("--target", "belongs to the months", "Add --trend, or --json")
    source, by = engines.source(**counting), [dimension] if dimension else []
    report, unmatched = _of_export(source, wanted, by) if source else _of_workspace(meant.open(), wanted, by)
    if unmatched and (share or not as_json):
        raise NothingFound(*report.unreadable, *report.copies, *unmatched)
    if target is not None:
        report = report._replace(target=float(target) or None)
    shown = _shared(report, share) if share else report
    if as_json:
        from caseaudit.exports import summary_json

        say.document(summary_json.document(shown))
    else:
        say.lines(lines(shown, dimension, trend=trend))
    if share and _is_bare(shown):
        say.note(bare(dimension))
    say.problems([*report.unreadable, *report.copies, *unmatched])
    if report.partial and not source:
        say.note(f"Not counted: {len(report.unreadable)} unreadable, {len(report.copies)} copies.")
    return SOMETHING_TO_REPORT if report.partial or unmatched else DONE


def _of_workspace(workspace: Workspace, wanted: Wanted, by: list[str]) -> tuple[Report, list[Problem]]:
    """Return the report, and why it is empty where the filters are why."""
    report = summarising.summarise(workspace, wanted, by)
    if report.signed_off or report.in_progress:
        return report, []
    from caseaudit.desk import choosing

    return report, choosing.unmatched(workspace.index, wanted, choosing.PRACTICE)


def _of_export(source: Source, wanted: Wanted, by: list[str]) -> tuple[Report, list[Problem]]:
    """As `_of_workspace`, of what was exported before."""
    from caseaudit.desk import lakes

    report = lakes.summarise(source, wanted, by)
    return report, [] if report.signed_off else lakes.unmatched(source, wanted)


def _shared(report: Report, threshold: int) -> Report:
    from caseaudit.domain.disclosure import shared

    return shared(report, threshold=threshold).report


def _is_bare(report: Report) -> bool:
    from caseaudit.domain.disclosure import is_bare

    return is_bare(report)


def lines(report: Report, dimension: str | None, *, trend: bool) -> Iterator[str]:
    """Yield a summary as text: the whole, or one dimension of it, or its months."""
    from caseaudit.cli import summary_text

    yield from summary_text.head(report)
    if not report.rows:
        return
    if dimension:
        yield from summary_text.groups(report, dimension)
    if trend and report.months:
        from caseaudit.cli import summary_trend

        yield from summary_trend.trend(report)
    if not dimension and not trend:
        yield from summary_text.whole(report)
    yield from summary_text.disclosure(report)
