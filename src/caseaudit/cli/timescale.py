"""`caseaudit timescale list` and `show`: the clocks of law, guidance and local rule, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.wrapped import wrapped
from caseaudit.domain.timescales import CHECK_FIRST, Timescale, caution, counted, sentence, span
from caseaudit.exports import timescale_json
from caseaudit.problems import Problem

_HEADINGS = ("ID", "WITHIN", "STANDING", "CONFIDENCE")
_INDENT = "  "


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with everything that each clock says.")
@may_read_workspace
def list_timescales(meant: Meant, as_json: bool) -> int:
    """List the clocks: those that come with caseaudit, and the workspace's own.

    Each with how long it is, whether law, national guidance or a local rule sets it, and below that its title,
    its source and the source's date. Confidence says how the text was read: A at the source, B second-hand,
    C not at all; check such a clock before relying on it.
    """
    clocks = meant_library(meant).clocks
    found = list(clocks.timescales.values())
    if as_json:
        say.document([timescale_json.document(clock) for clock in found])
    else:
        say.lines(_table(found))
    return _answered(clocks.problems)


@click.command()
@click.argument("timescale")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def show(meant: Meant, timescale: str, as_json: bool) -> int:
    """Show the clock TIMESCALE: what starts it, what ends it, how it is counted, and who says so."""
    library = meant_library(meant)
    clock = library.timescale(timescale)
    if as_json:
        say.document(timescale_json.document(clock))
    else:
        say.lines(_page(clock))
    return _answered(library.clocks.problems)


def _answered(problems: list[Problem]) -> int:
    return say.reported(problems)


def _table(found: Sequence[Timescale]) -> Iterator[str]:
    """Yield one row a clock, and indented below it what is too long for a column."""
    headings, *rows = aligned(_HEADINGS, [_row(clock) for clock in found])
    yield headings
    for clock, row in zip(found, rows, strict=True):
        yield row
        yield from wrapped(_below(clock), _INDENT)


def _row(clock: Timescale) -> tuple[str, ...]:
    return (clock.id, "set your own" if clock.usual else span(clock), clock.standing, clock.confidence)


def _below(clock: Timescale) -> str:
    usual = f", often {clock.usual}" if clock.usual else ""
    return " ".join(filter(None, (f"{clock.title}{usual}.", f"{clock.source}; {clock.dated}.", caution(clock))))


def _page(clock: Timescale) -> Iterator[str]:
    yield from wrapped(sentence(clock))
    yield ""
    for label, words in _said(clock):
        if words:
            yield from wrapped(f"{label}: {words}")


def _said(clock: Timescale) -> Iterator[tuple[str, str]]:
    yield "Id", clock.id
    yield "From", clock.begins
    yield "Until", clock.until
    yield "Within", span(clock)
    yield "Counted", counted(clock)
    yield "In time, too, if", "it was done before the start" if clock.or_before else ""
    yield "Starts anew with", clock.resets
    yield "Applies when", clock.applies_when
    yield "Standing", clock.standing
    yield "Source", clock.source
    yield "Dated", clock.dated
    yield "Confidence", f"C: {CHECK_FIRST}" if clock.confidence == "C" else clock.confidence
    yield "Note", clock.note
