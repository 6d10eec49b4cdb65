"""`caseaudit merge`: one summary of the counts of several services, in every form that a summary has."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from caseaudit.cli import say
from caseaudit.cli.meant import Meant
from caseaudit.cli.sharing import bare, shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf
from caseaudit.desk import federating
from caseaudit.desk.federating import DIMENSIONS, Regional
from caseaudit.domain.federation import Counts, Source
from caseaudit.domain.report import Report
from caseaudit.plaintext import one_line
from caseaudit.problems import DONE, SOMETHING_TO_REPORT, bad_input

FORMS = ("counts", "html", "markdown", "docx", "xlsx")
_BINARY = ("docx", "xlsx")


class _Asked(NamedTuple):
    """What is to become of merged counts."""

    dimension: str | None
    trend: bool
    share: int | None
    """Counts from 1 to below this are hidden."""
    as_json: bool
    form: str | None
    output: str | None
    name: str
    force: bool

    @property
    def is_report(self) -> bool:
        """Whether it is a report to hand over."""
        return self.form not in (None, "counts")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--by", "dimension", type=OneOf(DIMENSIONS), metavar="WHAT", help=f"Group by group: {', '.join(DIMENSIONS)}."
)
@click.option("--trend", is_flag=True, help="Month by month, with what is a signal and what is chance.")
@shares
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON; `caseaudit schema summary` describes it.")
@click.option("--to", "form", type=OneOf(FORMS), metavar="FORM", help=f"What to write: {', '.join(FORMS)}.")
@click.option("-o", "--output", metavar="FILE", help="The file to write: merged counts, if --to is left out.")
@click.option("--name", default="", metavar="NAME", help="What the services are together, for the head of a report.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@whole_or_nothing("output")
def merge(files: tuple[str, ...], **options: Any) -> int:
    """Summarise the counts of several services together, as `caseaudit export counts` wrote them.

    Prints the same summary that a service has; with --output it writes the merged counts, which can be
    merged again, and with --to a report. The order of the files does not matter. What cannot be added is
    refused: the same audits twice, other words for a criterion, counts that contradict themselves.
    """
    asked = _Asked(**options)
    _refuse(asked)
    merged = federating.merge([Path(file) for file in files])
    if not asked.is_report and (asked.output or asked.form):
        _put(federating.encode(merged), asked)
        say.note(f"Merged: {_counted(merged)}.")
        return DONE
    found = federating.summarise(merged, [asked.dimension] if asked.dimension else [])
    shown = _shared(found, asked.share) if asked.share else found
    if asked.is_report:
        _report(shown, merged, asked)
    else:
        _print(shown.report, merged.services, asked)
    if asked.share and _is_bare(shown):
        say.note(bare(asked.dimension))
    say.problems([*found.report.unreadable, *found.report.copies])
    return SOMETHING_TO_REPORT if found.report.partial else DONE


def _refuse(asked: _Asked) -> None:
    """Refuse what does not go together."""
    writes_counts = not asked.is_report and bool(asked.form or asked.output)
    for option, given in (("--by", asked.dimension), ("--trend", asked.trend), ("--json", asked.as_json)):
        if given and (writes_counts or (asked.is_report and option != "--by")):
            raise bad_input(option, "is for a summary on the screen", "Leave it out, or leave out --output and --to")
    if asked.share and writes_counts:
        what, remedy = "is for what is read, and counts must be whole to be merged again", "Leave one of the two out"
        raise bad_input("--share", what, remedy)
    if asked.form in _BINARY and not asked.output and sys.stdout.isatty():
        raise bad_input("--output", "is missing, and the file is nothing to show here", "Name the file to write")


def _shared(found: Regional, threshold: int) -> Regional:
    from caseaudit.desk import regional

    return regional.shared(found, threshold)


def _is_bare(found: Regional) -> bool:
    from caseaudit.domain.disclosure import is_bare

    return is_bare(found.report)


def _report(found: Regional, merged: Counts, asked: _Asked) -> None:
    from caseaudit.desk import regional

    person = (click.get_current_context().find_object(Meant) or Meant()).by
    _put(regional.document(found, str(asked.form), regional.made(merged, asked.name, person)), asked)
    say.note(f"Report of {_counted(merged)}.")


def _put(content: bytes, asked: _Asked) -> None:
    if asked.output:
        federating.write(content, Path(asked.output), force=asked.force)
    else:
        say.content(content)


def _counted(merged: Counts) -> str:
    names, audits = len(merged.names), sum(source.audits for source in merged.services)
    return f"{names} service{'' if names == 1 else 's'}, {audits} signed-off audit{'' if audits == 1 else 's'}"


# ── on the screen ────────────────────────────────────────────────────────────


def _print(report: Report, services: Sequence[Source], asked: _Asked) -> None:
    if asked.as_json:
        from caseaudit.exports import summary_json

        say.document(summary_json.document(report))
        return
    from caseaudit.cli import summary

    say.lines(summary.lines(report, asked.dimension, trend=asked.trend))
    say.lines(_names(services) if asked.share else _services(services))


def _services(services: Sequence[Source]) -> Iterator[str]:
    """Yield whose counts these are, and what each said of its export."""
    from caseaudit.cli.summary_text import table

    rows = [(one_line(each.service), str(each.audits), each.day, _months(each)) for each in services]
    yield from ("", "Services")
    yield from table(("SERVICE", "AUDITS", "EXPORTED", "MONTHS"), rows)


def _names(services: Sequence[Source]) -> Iterator[str]:
    """Yield whose counts these are, and neither how many audits one has nor in which months: it may have few."""
    yield from ("", "Services")
    yield from dict.fromkeys(one_line(each.service) for each in services)


def _months(source: Source) -> str:
    return " to ".join(dict.fromkeys(filter(None, (source.first, source.last))))
