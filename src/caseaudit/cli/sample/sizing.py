"""`caseaudit sample size`, `rules` and `check`: before a sample is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.checklist.library import meant_library
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.sample.options import names_list
from caseaudit.cli.wording import Number
from caseaudit.cli.wrapped import wrapped
from caseaudit.domain.how_many import how_many
from caseaudit.domain.intervals import whole_percent
from caseaudit.domain.sampling_rules import RULES, Rule
from caseaudit.domain.sampling_size import margin_of, sample_size
from caseaudit.problems import DONE, SOMETHING_TO_REPORT
from caseaudit.store.library import Library

_INDENT = "  "
_PERCENT = 100


@click.command()
@click.option("--population", type=Number(1), required=True, metavar="N", help="How many cases the list has.")
@click.option(
    "--margin", type=Number(1, 99), default=10, show_default=True, metavar="POINTS", help="How far off is near enough."
)
@click.option("--confidence", type=Number(50, 99), default=95, show_default=True, metavar="PERCENT", help="How sure.")
@click.option(
    "--share",
    type=Number(1, 99),
    default=50,
    show_default=True,
    metavar="PERCENT",
    help="The share expected; 50 asks for most.",
)
@click.option("--size", type=Number(1), metavar="N", help="Say instead how far off a share of so many cases may be.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def size(population: int, margin: int, confidence: int, share: int, size: int | None, as_json: bool) -> int:
    """Say how many cases a simple random sample needs, or with --size how much a sample can say.

    By Cochran's formula with the correction for a finite population. It holds for one share of all the cases; for the
    same precision in each team, each team needs as many.
    """
    sure, expected = confidence / _PERCENT, share / _PERCENT
    needed = size or sample_size(population, margin / _PERCENT, sure, expected)
    points = margin_of(population, needed, sure, expected) * _PERCENT
    if as_json:
        say.document({"population": population, "size": needed, "margin": round(points, 2), "confidence": confidence})
        return DONE
    say.lines(wrapped(_precision(needed, population, points, confidence)))
    return DONE


def _precision(needed: int, population: int, points: float, confidence: int) -> str:
    if needed == population:
        return f"{needed} of {population} cases: all of them, so the share is known and not estimated."
    off = (
        f"within {whole_percent(points, 100)} points of the true one"
        if points >= 1
        else "within a point of the true one"
    )
    times = f"{confidence} times of 100"
    return f"{needed} of {population} cases: a share found in a simple random sample of them lies {off}, {times}."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with each clock in full.")
@may_read_workspace
def rules(meant: Meant, as_json: bool) -> int:
    """List the rules that pick cases: what each looks for, which list and columns it reads, and by which clocks.

    `caseaudit timescale show CLOCK` says who sets a clock, how it is counted, and how sure that is.
    """
    library = meant_library(meant)
    if as_json:
        say.document([_document(rule, library) for rule in RULES.values()])
        return DONE
    say.lines(_listed(list(RULES.values())))
    return DONE


def _listed(found: Sequence[Rule]) -> Iterator[str]:
    headings, *rows = aligned(("RULE", "LIST", "COLUMNS"), [_row(rule) for rule in found])
    yield headings
    for rule, row in zip(found, rows, strict=True):
        yield row
        clocks = f" Clocks: {', '.join(rule.clocks)}." if rule.clocks else ""
        yield from wrapped(f"{rule.title}. {rule.why}{clocks}", _INDENT)


def _row(rule: Rule) -> tuple[str, ...]:
    return rule.id, str(rule.number), ", ".join(rule.columns)


def _document(rule: Rule, library: Library) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "list": rule.number,
        "columns": list(rule.columns),
        "may_use": list(rule.may_use),
        "why": rule.why,
        "clocks": [{"id": clock, "sentence": library.clock_in_words(clock)} for clock in rule.clocks],
    }


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@names_list
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def check(
    file: Path, number: int | None, sheet: str, columns: tuple[tuple[str, str], ...], on: str | None, as_json: bool
) -> int:
    """Say what of FILE can be read: its lists, their rows and columns, and every problem with sheet, row and column.

    Without --list every list of Annex A that the file holds is looked at. Nothing is kept.
    """
    from caseaudit.desk import sampling_looking
    from caseaudit.store.frames.headings import Asked

    asked = Asked(number or 0, sheet, dict(columns))
    found = sampling_looking.check(file, asked, date.fromisoformat(on) if on else date.today())
    if as_json:
        say.document([_looked(one) for one in found])
    else:
        for one in found:
            say.lines(_lines(one))
    for one in found:
        say.problems(one.problems)
    return SOMETHING_TO_REPORT if any(one.problems for one in found) else DONE


def _lines(one: Any) -> Iterator[str]:
    number = f"List {one.number}, " if one.number else ""
    sheet = f" (sheet {one.sheet})" if one.sheet else ""
    if not one.columns:
        yield from wrapped(f"{number}{one.title}: cannot be read.")
        return
    yield from wrapped(
        f"{number}{one.title}{sheet}: {how_many(one.rows, 'row')}, {how_many(one.cases, 'case')}, {one.open} open."
    )
    yield from wrapped(f"Columns: {', '.join(column.key for column in one.columns)}.", _INDENT)
    if one.missing:
        yield from wrapped(f"Not there: {', '.join(column.heading for column in one.missing)}.", _INDENT)


def _looked(one: Any) -> dict[str, Any]:
    return {
        "list": one.number or None,
        "title": one.title,
        "sheet": one.sheet,
        "rows": one.rows,
        "cases": one.cases,
        "open": one.open,
        "columns": {column.key: column.heading for column in one.columns},
        "missing": [column.heading for column in one.missing],
        "problems": [str(problem) for problem in one.problems],
    }
