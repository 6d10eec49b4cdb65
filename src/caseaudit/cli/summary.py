"""`caseaudit summary`: what the signed-off audits show, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.wording import chooses_audits
from caseaudit.desk import summarising
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.checklist import Grade
from caseaudit.domain.summary import Row, Summary, said
from caseaudit.problems import DONE, SOMETHING_TO_REPORT

_UNGRADED = ("N/A", "NO EVIDENCE", "NOT ANSWERED", "GOOD OR BETTER (95 %)")


@click.command()
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema summary` describes it.")
@reads_workspace
def summary(workspace: Workspace, wanted: Wanted, as_json: bool) -> int:
    """Say what the signed-off audits show: for each criterion how often each grade was given.

    Training never counts. Not applicable leaves every denominator; insufficient evidence has its own
    column. Files that cannot be read are named and counted on stderr; the exit code is then 1.
    """
    report = summarising.summarise(workspace, wanted)
    if as_json:
        from caseaudit.exports import summary_json

        say.document(summary_json.document(report.summary, report.unreadable, report.copies))
    else:
        for line in _lines(workspace, report.summary):
            say.out(line)
    problems = [*report.unreadable, *report.copies]
    say.problems(problems)
    if problems:
        say.note(f"Not counted: {len(report.unreadable)} unreadable, {len(report.copies)} copies.")
    return SOMETHING_TO_REPORT if problems else DONE


def _lines(workspace: Workspace, found: Summary) -> Iterator[str]:
    yield f"{found.audits} signed off; {found.in_progress} in progress and not counted."
    grades = [grade for scale in workspace.library.scales.values() for grade in scale.grades]
    for checklist, rows in summarising.by_checklist(found).items():
        yield ""
        yield checklist
        yield from _table(rows, grades)


def _table(rows: list[Row], known: list[Grade]) -> Iterator[str]:
    given = {grade for row in rows for grade in row.grades}
    shorts = {grade.id: grade.short for grade in known if grade.id in given} | {
        grade: grade for grade in sorted(given - {grade.id for grade in known})
    }
    headings = ("CRITERION", *(short.upper() for short in shorts.values()), *_UNGRADED)
    yield from aligned(headings, [_cells(row, list(shorts)) for row in rows])


def _cells(row: Row, grades: list[str]) -> tuple[str, ...]:
    counts = (str(row.grades[grade]) if grade in row.grades else "" for grade in grades)
    others = (row.not_applicable, row.insufficient_evidence, row.not_assessed)
    return (row.criterion, *counts, *map(str, others), said(row.good_or_better))
