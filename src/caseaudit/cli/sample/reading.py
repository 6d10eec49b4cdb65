"""`caseaudit sample list`, `show` and `cases`: what was drawn, and which file is which."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.columns import aligned
from caseaudit.cli.meant import reads_workspace
from caseaudit.desk import sampling_looking
from caseaudit.desk.sampling_looking import Kept, Traced
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import DONE, SOMETHING_TO_REPORT

_HEADINGS = ("ID", "DRAWN", "CASES", "OF", "METHOD", "BY", "STATE")
_TRACED = ("REFERENCE", "IDENTIFIER", "ROW", "TEAM", "WORKER", "IN")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with everything that each holds.")
@reads_workspace
def list_samples(workspace: Workspace, as_json: bool) -> int:
    """List the samples, newest first. One that was changed after it was drawn says so, and the exit code is then 1."""
    found, problems = sampling_looking.listed(workspace)
    if as_json:
        from caseaudit.exports import sample_json

        say.document([sample_json.document(kept.sample, intact=kept.intact) for kept in found])
    else:
        say.lines(aligned(_HEADINGS, [_row(kept) for kept in found]))
    return say.reported(problems)


def _row(kept: Kept) -> tuple[str, ...]:
    sample = kept.sample
    state = "as drawn" if kept.intact else "changed by hand"
    method = f"{sample.method}{f' ({sample.by})' if sample.by else ''}"
    return (
        sample.id,
        sample.drawn_at[:10],
        f"{sample.size} of {sample.eligible}",
        sample.frame.title,
        method,
        sample.drawn_by,
        state,
    )


@click.command()
@click.argument("sample")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema sample` describes it.")
@reads_workspace
def show(workspace: Workspace, sample: str, as_json: bool) -> int:
    """Show SAMPLE: the list, what was left out, the method, the seed, and each case with the reason for it."""
    found, problems = sampling_looking.find(workspace, sample)
    if as_json:
        from caseaudit.exports import sample_json

        say.document(sample_json.document(found, intact=not problems))
    else:
        from caseaudit.cli.sample import text

        say.lines(text.page(found))
    return say.reported(problems)


@click.command()
@click.argument("sample")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@reads_workspace
def cases(workspace: Workspace, sample: str, file: Path, as_json: bool) -> int:
    """Say which child each reference of SAMPLE stands for, from the list in FILE that it was drawn from.

    The answer is printed and kept nowhere. It needs the secret of whoever drew the sample: `caseaudit where` says
    where yours is.
    """
    traced, problems = sampling_looking.trace(workspace, sample, file)
    if as_json:
        say.document([_document(one) for one in traced])
    else:
        say.lines(aligned(_TRACED, [_traced(one) for one in traced]))
    lost = [one for one in traced if not one.identifier]
    if lost:
        say.note(f"{len(lost)} of {len(traced)} are not in this list.")
    say.problems(problems)
    return SOMETHING_TO_REPORT if lost or problems else DONE


def _traced(one: Traced) -> tuple[str, ...]:
    row = str(one.row) if one.row else ""
    where = "reserve" if one.reserve else "sample"
    return one.case.reference, one.identifier or "not found", row, one.case.team, one.case.worker, where


def _document(one: Traced) -> dict[str, object]:
    return {
        "reference": one.case.reference,
        "identifier": one.identifier or None,
        "row": one.row or None,
        "reserve": one.reserve,
    }
