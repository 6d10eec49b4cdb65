"""A sample as text: what was drawn, from what, how, and why each case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from caseaudit.cli.columns import aligned
from caseaudit.cli.wrapped import wrapped
from caseaudit.domain.sampling import METHODS, Sample, SampledCase

_HEADINGS = ("REFERENCE", "TEAM", "WORKER")
_WHY = "WHY"
_INDENT = "  "


def page(sample: Sample, file: Path | None = None) -> Iterator[str]:
    """Yield the whole of a sample; `file` is the list, for the command that finds its cases."""
    yield from wrapped(title(sample))
    yield from wrapped(f"Method: {sample.method}{f' by {sample.by}' if sample.by else ''}: {METHODS[sample.method]}.")
    yield from wrapped(f"Seed {sample.seed}. The same list and seed draw the same cases.")
    yield from wrapped(funnel(sample))
    if sample.strata:
        groups = ", ".join(f"{one.name} {one.drawn} of {one.cases}" for one in sample.strata if one.drawn)
        yield from wrapped(f"Groups: {groups}.")
    for rule in sample.rules:
        yield from wrapped(f"Rule {rule.id}: {rule.met} of {sample.eligible} meet it.")
    yield ""
    yield from cases(sample.cases)
    if sample.reserve:
        yield ""
        yield "Reserve"
        yield from cases(sample.reserve)
    if sample.id:
        yield ""
        yield f"Find the files: caseaudit sample cases {sample.id} {quote(str(file)) if file else 'FILE'}"


def title(sample: Sample) -> str:
    """Return who drew what, and when."""
    frame = sample.frame
    of = f"{frame.title} (list {frame.number})" if frame.number else "a list of cases"
    cases_drawn = f"{sample.size} case{_s(sample.size)}"
    drawn = f"{cases_drawn} of {of}, drawn by {sample.drawn_by} on {sample.drawn_at[:10]}"
    return f"{sample.id or 'Not kept'}: {drawn}"


def funnel(sample: Sample) -> str:
    """Return how many rows the list has, what was left out and why, and how many cases could be drawn."""
    out = "; ".join(f"{one.rows} {one.why}" for one in sample.left_out)
    left = f" Left out: {out}." if out else ""
    return (
        f"The list has {sample.frame.rows} row{_s(sample.frame.rows)}, as of {sample.on}.{left} "
        f"{sample.eligible} case{_s(sample.eligible)} could be drawn."
    )


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def cases(drawn: Sequence[SampledCase]) -> Iterator[str]:
    """Yield one row a case, and why it was drawn: at the end of the row if that fits, else below it."""
    kept = list(drawn[0].kept) if drawn else []
    headings = (*_HEADINGS, *(key.upper() for key in kept), _WHY)
    yield from aligned(headings, [_row(case, kept) for case in drawn])


def _row(case: SampledCase, kept: Sequence[str]) -> tuple[str, ...]:
    return (case.reference, case.team, case.worker, *(case.kept.get(key, "") for key in kept), case.why)
