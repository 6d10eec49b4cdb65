"""`caseaudit themes`: what the audits, added up, say of the service."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import Meant, may_read_workspace
from caseaudit.cli.sharing import shares
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf, chooses_audits
from caseaudit.desk import choosing, theming
from caseaudit.desk.listing import Wanted
from caseaudit.domain.themes_figures import Answers
from caseaudit.domain.themes_table import BY_ID


@click.command()
@click.option(
    "--theme", "only", multiple=True, type=OneOf(tuple(BY_ID)), metavar="ID", help="Only this theme: T12. Repeatable."
)
@chooses_audits("case", "team", "worker", "auditor", "checklist", "cohort", "role", "purpose", words=False)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON; `caseaudit schema themes` describes it.")
@shares
@whole_or_nothing()
@may_read_workspace
def themes(meant: Meant, only: tuple[str, ...], wanted: Wanted, as_json: bool, share: int | None) -> int:
    """Say what the signed-off audits answer of the questions that no single case does, and what they cannot yet.

    Each theme rests on paragraphs of inspection documents; docs/themes.md says what each of them needs. Facts of a case
    that was audited again count once, as its last audit has them.
    """
    workspace = meant.open()
    found = theming.answered(workspace, wanted, share)
    answers = _only(found.answers, only)
    unmatched = choosing.unmatched(workspace.index, wanted, choosing.PRACTICE)
    if as_json:
        from caseaudit.exports import themes_json

        say.document(themes_json.document(answers))
    elif not unmatched:
        from caseaudit.cli import themes_text

        documents = {name: document.short for name, document in workspace.library.documents.items()}
        say.lines(themes_text.page(answers, documents))
    return say.reported([*found.problems, *unmatched])


def _only(found: Answers, only: tuple[str, ...]) -> Answers:
    from msgspec.structs import replace

    kept = (answer for answer in found.themes if not only or answer.theme in only)
    return replace(found, themes=tuple(kept))
