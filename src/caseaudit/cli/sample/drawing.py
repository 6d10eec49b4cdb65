"""`caseaudit sample draw`: draw cases from a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from caseaudit.cli import say
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.sample.options import Pair, names_list
from caseaudit.cli.wording import Number, OneOf
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.sampling import METHODS
from caseaudit.domain.sampling_rules import RULES
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import DONE


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@names_list
@click.option(
    "--size", type=Number(1), metavar="N", help="How many cases. Without it: every worker, or all that meet a rule."
)
@click.option("--method", type=OneOf(METHODS), metavar="METHOD", help=f"One of {', '.join(METHODS)}.")
@click.option(
    "--by", "group", default="", metavar="COLUMN", help="Draw group by group: team, worker, status or any other column."
)
@click.option(
    "--rule", "rules", type=OneOf(RULES), multiple=True, metavar="RULE", help="Pick cases that meet this rule."
)
@click.option(
    "--seed", type=Number(0), metavar="N", help="Draws the same cases again; made up and printed, if left out."
)
@click.option(
    "--reserve", type=Number(0, 100), default=2, show_default=True, metavar="N", help="How many more to name, a group."
)
@click.option(
    "--where",
    type=Pair("--where status=Child"),
    multiple=True,
    metavar="COLUMN=WORDS",
    help="Only rows whose cell begins so.",
)
@click.option("--exclude", multiple=True, metavar="REF", help="Leave out this case reference.")
@click.option(
    "--exclude-sample", "exclude_samples", multiple=True, metavar="SAMPLE", help="Leave out what that sample drew."
)
@click.option(
    "--not-audited-within",
    type=Number(1, 1200),
    default=None,
    metavar="MONTHS",
    help="Leave out cases audited since then.",
)
@click.option("--include-closed", is_flag=True, help="Draw from closed cases too.")
@click.option(
    "--leave-out-faulty", is_flag=True, help="Leave out rows that cannot be read, instead of drawing nothing."
)
@click.option("--keep", multiple=True, metavar="COLUMN", help="Keep this column of the cases too; `age-band` is made.")
@click.option("--dry-run", is_flag=True, help="Show what would be drawn, and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema sample` describes it.")
@reads_workspace
def draw(workspace: Workspace, file: Path, dry_run: bool, as_json: bool, **wished: Any) -> int:
    """Draw cases from the list in FILE, and keep what is needed to defend the choice.

    FILE is an Annex A workbook (name the list with --list), another workbook, or CSV. Only the columns that the draw
    needs are read. Children's identifiers become case references; dates of birth, postcodes, ethnicity and names do
    not enter the workspace. `caseaudit sample cases` tells you alone which reference is which child.
    """
    from caseaudit.desk import sampling

    drawn = sampling.draw_sample(workspace, _wish(workspace, file, wished))
    sample = drawn.sample if dry_run else sampling.keep(workspace, drawn.sample)
    if as_json:
        from caseaudit.exports import sample_json

        say.document(sample_json.document(sample, intact=True, kept=not dry_run))
    else:
        from caseaudit.cli.sample import text

        say.lines(text.page(sample, file if not dry_run else None))
    say.problems(drawn.notes)
    if dry_run:
        say.note("Nothing was kept. Leave --dry-run out, and give this seed, to keep exactly this sample.")
    return DONE


def _wish(workspace: Workspace, file: Path, wished: dict[str, Any]) -> Any:
    from caseaudit.desk.sampling_wish import Wish

    wished["on"] = date.fromisoformat(wished["on"] or workspace.today())
    wished["columns"] = dict(wished["columns"])
    wished |= {name: wished[name] or 0 for name in ("number", "not_audited_within")}
    wished["method"] = wished["method"] or ""
    wished["by"] = one_line(clean(wished.pop("group")))
    wished["keep"] = tuple(
        one_line(clean(name)) for given in wished["keep"] for name in given.split(",") if name.strip()
    )
    wished["exclude"] = tuple(reference.strip().upper() for reference in wished["exclude"])
    return Wish(path=file, **wished)
