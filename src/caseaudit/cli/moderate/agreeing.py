"""`caseaudit moderate compare`, `agree`, `return` and `acknowledge`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseaudit.cli import say
from caseaudit.cli.audit.text import Words
from caseaudit.cli.meant import reads_workspace, works_in_workspace
from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.moderating import Sides, apart_in_words, side_by_side, unsettled
from caseaudit.domain.moderation import Outcome
from caseaudit.problems import DONE


@click.command()
@click.argument("audit")
@click.option("--all", "everything", is_flag=True, help="Also the criteria on which both agree.")
@reads_workspace
def compare(workspace: Workspace, audit: str, everything: bool) -> int:
    """Show AUDIT and its second grade side by side, disagreement first.

    Nothing is shown before the second grade is signed off: it is given blind.
    """
    case = moderating.compared(workspace, audit)
    say.lines(_compared(workspace, case, everything))
    return DONE


def _compared(workspace: Workspace, case: Case, everything: bool) -> Iterator[str]:
    words, sides = Words(workspace, case.first), side_by_side(case.first, case.second)
    apart = [each for each in sides if each.differ]
    yield f"{case.first.checklist.title}, case {case.first.case}"
    yield f"{len(sides) - len(apart)} of {len(sides)} criteria graded alike."
    for each in apart + [each for each in sides if everything and not each.differ]:
        yield ""
        yield from _side_by_side(words, case, each)
    yield ""
    yield from _judgements(words, case)
    yield from _returned(case.first)


def _side_by_side(words: Words, case: Case, sides: Sides) -> Iterator[str]:
    apart = apart_in_words(sides)
    yield from _indented(f"{sides.criterion}{f' ({apart})' if apart else ''}: {sides.first.question}", "")
    for by, answer in ((case.first.auditor, sides.first), (case.second.auditor, sides.second)):
        yield from _side(words, by, answer)
    if sides.outcome:
        yield from _indented(f"Agreed: {_verdict(words, sides.outcome)}. {sides.outcome.reason}", "  ")
    elif sides.differ:
        yield "  Nothing is agreed yet."


def _verdict(words: Words, outcome: Outcome) -> str:
    if outcome.count is not None:
        return str(outcome.count)
    return words.grade(outcome.grade) if outcome.grade else outcome.state.replace("-", " ").capitalize()


def _side(words: Words, by: str, answer: Answer) -> Iterator[str]:
    yield f"  {by}: {words.verdict(answer)}"
    for name, text in (("Reason", answer.reason), ("Evidence", answer.evidence)):
        if text:
            yield from _indented(f"{name}: {text}", "    ")


def _indented(text: str, by: str) -> Iterator[str]:
    """Yield a text of several lines with every line but the first further in: none can pass for a line of ours."""
    first, *others = text.split("\n")
    yield f"{by}{first}"
    for line in others:
        yield f"{by}  {line}"


def _judgements(words: Words, case: Case) -> Iterator[str]:
    for audit in (case.first, case.second):
        if audit.judgement:
            yield f"Judgement of {audit.auditor}: {words.grade(audit.judgement.grade)}"
    moderation = case.first.moderation
    if moderation and moderation.judgement:
        agreed = f"Agreed judgement: {words.grade(moderation.judgement)}. {moderation.judgement_reason}"
        yield from _indented(agreed.rstrip(), "")


def _returned(first: Audit) -> Iterator[str]:
    moderation = first.moderation
    if moderation is None or not moderation.at:
        return
    yield from _indented(f"Returned by {moderation.by}, {moderation.at}. {moderation.comment}".rstrip(), "")
    if moderation.acknowledged_at:
        who = f"{moderation.acknowledged_by}, {moderation.acknowledged_at}"
        yield from _indented(f"Acknowledged by {who}. {moderation.reply}".rstrip(), "")


@click.command(
    epilog='Example: caseaudit moderate agree 20261120-k7m3x9 CHR-03 good --reason "Both events are on file."'
)
@click.argument("audit")
@click.argument("criterion")
@click.argument("grade")
@click.option("--reason", required=True, metavar="TEXT", help="Why this is agreed.")
@works_in_workspace
def agree(workspace: Workspace, audit: str, criterion: str, grade: str, reason: str) -> int:
    """Put on record that CRITERION of AUDIT is agreed to be GRADE, or `not-applicable`, or `insufficient-evidence`.

    Of a criterion that counts something GRADE is the number. Said again, it takes the place of what was said. Both
    grades are kept. What is agreed counts once the audit is returned to its auditor.
    """
    first = moderating.settle(workspace, audit, criterion, grade, reason)
    left = len(unsettled(*moderating.case_of(workspace, first.id)))
    say.note(f"{criterion}: agreed. {left} still open." if left else f"{criterion}: agreed. Nothing is open.")
    return DONE


@click.command("return")
@click.argument("audit")
@click.option("--judgement", default="", metavar="GRADE", help="The agreed judgement, if it is not the auditor's.")
@click.option("--reason", default="", metavar="TEXT", help="Why the agreed judgement differs.")
@click.option("--comment", default="", metavar="TEXT", help="What the auditor should read.")
@works_in_workspace
def hand_back(workspace: Workspace, audit: str, judgement: str, reason: str, comment: str) -> int:
    """Return AUDIT, moderated, to its auditor.

    Everything on which nothing is agreed yet is named, one line each, and nothing is returned then.
    """
    first = moderating.hand_back(workspace, audit, judgement, reason, comment)
    say.note(f"{first.id} is returned to {first.auditor}.")
    _say_what_the_rule_suggests(workspace, first)
    return DONE


def _say_what_the_rule_suggests(workspace: Workspace, first: Audit) -> None:
    """Point out a judgement that the agreed grades do not bear out."""
    found, moderation, words = moderating.suggested(first), first.moderation, Words(workspace, first)
    if moderation and found.grade and moderation.judgement != found.grade:
        stands = words.grade(moderation.judgement)
        say.note(f"By the rule the agreed grades suggest {words.grade(found.grade)}; the judgement is {stands}.")


@click.command()
@click.argument("audit")
@click.option("--reply", default="", metavar="TEXT", help="What you answer.")
@works_in_workspace
def acknowledge(workspace: Workspace, audit: str, reply: str) -> int:
    """Say, as the auditor of AUDIT, that you have read what was agreed."""
    first = moderating.acknowledge(workspace, audit, reply)
    say.note(f"{first.id}: acknowledged.")
    return DONE
