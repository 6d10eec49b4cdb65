"""`caseaudit verify`: recompute every history, and name the first revision that is not as it was saved."""

from __future__ import annotations

import click

from caseaudit.cli import say
from caseaudit.cli.meant import reads_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.desk import sealing, verifying
from caseaudit.desk.verifying import Verified
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.plaintext import one_line
from caseaudit.problems import DONE, SOMETHING_TO_REPORT


@click.command()
@click.argument("audits", metavar="[AUDIT]...", nargs=-1)
@click.option(
    "--seal", "seal", metavar="FILE|LINE", help="Hold it against a seal too: the file, or the line in quotes."
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@whole_or_nothing()
@reads_workspace
def verify(workspace: Workspace, audits: tuple[str, ...], seal: str | None, as_json: bool) -> int:
    """Say whether every save of every audit, or of each AUDIT, is still as it was saved.

    One line for each thing that is not: the file, what is wrong, what to do. An edit outside the program is named as
    one. The exit code is 1 if there is anything to report. Nothing is changed.
    """
    verified = verifying.verify(workspace, audits, sealing.given(seal) if seal else None)
    if as_json:
        say.document(_document(verified))
    else:
        for finding in verified.found:
            say.out(one_line(str(finding.problem)))
        say.lines(_in_short(verified))
    return SOMETHING_TO_REPORT if verified.found else DONE


def _in_short(verified: Verified) -> list[str]:
    looked_at = f"{how_many(verified.audits, 'audit')}, {how_many(verified.revisions, 'revision')}"
    others = [finding for finding in verified.found if finding.kind != "seal"]
    lines = [f"{looked_at}: {how_many(len(others), 'thing')} to look into." if others else f"{looked_at}: all whole."]
    if verified.seal:
        holds = len(others) == len(verified.found)
        since = f"{how_many(verified.newer, 'revision')} saved since"
        lines.append(f"The seal of {verified.seal.at} {f'holds; {since}' if holds else 'does not hold'}.")
    return lines


def _document(verified: Verified) -> dict[str, object]:
    found = [{"kind": each.kind, "audit": each.audit, **each.problem._asdict()} for each in verified.found]
    sealed = {
        "at": verified.seal.at,
        "holds": not any(each.kind == "seal" for each in verified.found),
        "newer": verified.newer,
    } if verified.seal else None  # fmt: skip
    numbers = {"audits": verified.audits, "revisions": verified.revisions, "bytes": verified.size}
    return {**numbers, "whole": not found, "seal": sealed, "found": found}
