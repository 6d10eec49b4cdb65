"""`caseaudit doctor`: look at everything on this workspace, explain what is found, and mend it if asked to."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.stopping import whole_or_nothing
from caseaudit.cli.wording import OneOf
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk import doctoring
from caseaudit.desk.doctoring import Examined, Finding
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.plaintext import one_line
from caseaudit.problems import DONE, SOMETHING_TO_REPORT, CaseauditError, bad_input


@click.command()
@click.option("--fix", is_flag=True, help="Offer to mend what can be mended, one finding after the other.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask, mend everything that can be mended.")
@click.option(
    "--only",
    multiple=True,
    type=OneOf(doctoring.NAMES),
    metavar="CHECK",
    help="Only what this check finds; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@whole_or_nothing()
@works_in_workspace
def doctor(workspace: Workspace, fix: bool, yes: bool, only: tuple[str, ...], as_json: bool) -> int:
    """Look at everything on this workspace, and explain what is not as it should be.

    Nothing is changed without --fix; with it each mend is asked for. What a mend takes away is moved to
    `.caseaudit/set-aside`, never deleted. No finding holds a word of any case. The exit code is 1 if anything is left.
    """
    if yes and not fix:
        raise bad_input("--yes", "belongs to --fix", "Add --fix, or leave it out")
    if as_json and fix and not yes:
        raise bad_input("--json", "cannot ask", "Add --yes, or leave out --json or --fix")
    examined = doctoring.examine(workspace, only)
    if as_json:
        return _document(examined, fix=fix)
    left = sum(not _told(finding, fix=fix, yes=yes) for finding in examined.found)
    say.lines(_in_short(examined, left, fix=fix))
    return SOMETHING_TO_REPORT if left else DONE


def _told(finding: Finding, *, fix: bool, yes: bool) -> bool:
    """Tell a finding, mend it if that is wanted, and return whether it is mended."""
    say.lines(lines(finding, fix=fix))
    if not (finding.fix and fix):
        return False
    if not yes and say.yes_or_no("   Do it? y yes, n no: ") != "yes":
        say.out("   Left as it is.\n")
        return False
    try:
        said = doctoring.mended(finding)
    except CaseauditError as error:
        say.problems(error.problems)
        return False
    say.lines(wrapped(f"Done: {one_line(said)}.", "   "))
    say.out()
    return True


def lines(finding: Finding, *, fix: bool) -> Iterator[str]:
    """Yield a finding: where, what, why it matters, what to do, and what the mend would do."""
    yield f"{finding.check}: {one_line(finding.where)}"
    yield from wrapped(f"{_capital(one_line(finding.what))}.", "   ")
    yield from wrapped(f"Why it matters: {one_line(finding.why)}.", "   ")
    yield from wrapped(f"What to do: {one_line(finding.remedy)}.", "   ")
    if finding.fix and not fix:
        command = f"caseaudit doctor --fix --only {finding.check}"
        yield from wrapped(f"Or: {command} would, after asking, {one_line(finding.fix.would)}.", "   ")
    elif finding.fix:
        yield from wrapped(f"The mend: {one_line(finding.fix.would)}.", "   ")
    if not (finding.fix and fix):
        yield ""


def _in_short(examined: Examined, left: int, *, fix: bool) -> Iterator[str]:
    looked_at = f"{how_many(examined.audits, 'audit')}, {how_many(examined.revisions, 'revision')} looked at"
    if not examined.found:
        yield f"Nothing found. {looked_at}."
        return
    mendable = sum(bool(finding.fix) for finding in examined.found)
    found = how_many(len(examined.found), "finding")
    if fix:
        yield f"{found}, {len(examined.found) - left} mended, {left} left. {looked_at}."
    else:
        yield f"{found}; --fix can mend {mendable}, after asking. {looked_at}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _document(examined: Examined, *, fix: bool) -> int:
    found, left = [], 0
    for finding in examined.found:
        done, refused = _mended(finding) if fix else ("", "")
        left += not done
        would = finding.fix.would if finding.fix else None
        said = {"would": would, "done": done or None, "refused": refused or None}
        found.append({**{key: value for key, value in finding._asdict().items() if key != "fix"}, **said})
    say.document({"audits": examined.audits, "revisions": examined.revisions, "found": found})
    return SOMETHING_TO_REPORT if left else DONE


def _mended(finding: Finding) -> tuple[str, str]:
    """Return what was done, and what kept it from being done."""
    try:
        return doctoring.mended(finding), ""
    except CaseauditError as error:
        return "", str(error)
