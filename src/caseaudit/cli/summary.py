"""`caseaudit summary`: what the signed-off audits show, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import engines, say
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import lakes, summarising
from caseaudit.desk.listing import Wanted
from caseaudit.domain.breakdown import DIMENSIONS
from caseaudit.domain.report import Report
from caseaudit.problems import DONE, SOMETHING_TO_REPORT


@click.command()
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")
@click.option(
    "--by", "dimension", type=OneOf(DIMENSIONS), metavar="WHAT", help=f"Group by group: {', '.join(DIMENSIONS)}."
)
@click.option("--trend", is_flag=True, help="Month by month, with what is a signal and what is chance.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema summary` describes it.")
@engines.chooses_engine
@may_read_workspace
def summary(meant: Meant, wanted: Wanted, dimension: str | None, trend: bool, as_json: bool, **counting: str) -> int:
    """Say what the signed-off audits show: how often each grade was given, what is weak, and what changed.

    Training never counts. Not applicable leaves every denominator; insufficient evidence is counted on
    its own. Files that cannot be read are named and counted on stderr; the exit code is then 1.
    """
    source, by = engines.source(**counting), [dimension] if dimension else []
    report = lakes.summarise(source, wanted, by) if source else summarising.summarise(meant.open(), wanted, by)
    if as_json:
        from caseaudit.exports import summary_json

        say.document(summary_json.document(report))
    else:
        for line in _lines(report, dimension, trend=trend):
            say.out(line)
    say.problems([*report.unreadable, *report.copies])
    if report.partial and not source:
        say.note(f"Not counted: {len(report.unreadable)} unreadable, {len(report.copies)} copies.")
    return SOMETHING_TO_REPORT if report.partial else DONE


def _lines(report: Report, dimension: str | None, *, trend: bool) -> Iterator[str]:
    from caseaudit.cli import summary_text, summary_trend

    yield from summary_text.head(report)
    if not report.rows:
        return
    if dimension:
        yield from summary_text.groups(report, dimension)
    if trend and report.months:
        yield from summary_trend.trend(report.months[0])
    if not dimension and not trend:
        yield from summary_text.whole(report)
