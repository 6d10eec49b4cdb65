"""Every command there is, in the order in which people meet them. Nothing here imports a command."""

from __future__ import annotations

import os

import click

from caseaudit.cli.lazy import LazyGroup, Listed
from caseaudit.cli.meant import Meant

_WIDEST = 100


def _width() -> int:
    """Return how wide help may be, in cells, without the modules that click would load to find out."""
    try:
        columns = os.get_terminal_size().columns
    except OSError:
        columns = 80
    return max(50, min(columns, _WIDEST) - 2)


_AUDIT = LazyGroup(
    name="audit",
    short_help="Audit a case file: begin, answer, sign off, look back",
    help="Audit a case file: begin an audit, answer its criteria, sign it off, and look back at it.",
    listed={
        "new": Listed("Begin an audit and print its id", "audit.new", "new"),
        "open": Listed("Open an audit in the app", "opening", "open_audit"),
        "fill": Listed("Answer the criteria one by one, as plain questions", "audit.fill", "fill"),
        "answer": Listed("Answer one criterion", "audit.steps", "answer"),
        "dates": Listed("Type dates, and let the clock say what they mean", "audit.dates", "dates"),
        "fact": Listed("Note a fact of the case, or list those that are asked", "audit.facts", "note"),
        "escalate": Listed("Say whether the child is safe now, and who was told", "audit.escalating", "escalate"),
        "section": Listed("Say whether an optional section applies", "audit.steps", "section"),
        "action": Listed("Add an action with an owner and a date", "audit.steps", "action"),
        "sign-off": Listed("Sign an audit off", "audit.signing", "sign_off"),
        "reopen": Listed("Reopen a signed-off audit, with a reason", "audit.signing", "reopen"),
        "re-audit": Listed("Begin the audit of the same case again", "audit.again", "again"),
        "list": Listed("List audits, newest first", "audit.listing", "list_audits"),
        "show": Listed("Show one audit in full", "audit.show", "show"),
        "history": Listed("Show who changed what, and when", "audit.history", "history"),
    },
)

_CHECKLIST = LazyGroup(
    name="checklist",
    short_help="Read, check, write and compare checklists",
    help="Read the practice library, check a checklist you wrote, begin one, compare two versions.",
    listed={
        "list": Listed("List the checklists", "checklist.reading", "list_checklists"),
        "show": Listed("Show a checklist with every descriptor", "checklist.reading", "show"),
        "exemplar": Listed("Show a fictional extract at each grade", "checklist.exemplar", "exemplar"),
        "check": Listed("Name everything that is wrong in a checklist", "checklist.writing", "check"),
        "new": Listed("Write a checklist to start from", "checklist.writing", "new"),
        "diff": Listed("Say what changed between two versions", "checklist.writing", "diff"),
        "to-xlsx": Listed("Write a checklist as a workbook to edit", "checklist.spreadsheet", "to_xlsx"),
        "from-xlsx": Listed("Bring a checklist back from a workbook", "checklist.spreadsheet", "from_xlsx"),
    },
)

_TIMESCALE = LazyGroup(
    name="timescale",
    short_help="Read the clocks: visits, reviews, plans and who sets their limits",
    help="Read the clocks of law, national guidance and local rule: how long, how counted, who says so, how sure.",
    listed={
        "list": Listed("List the clocks", "timescale", "list_timescales"),
        "show": Listed("Show one clock and how it is counted", "timescale", "show"),
    },
)

_PACK = LazyGroup(
    name="pack",
    short_help="Read the sets of checklists that one case needs",
    help="Read the packs: named sets of checklists for one case. `audit new --pack ID` begins all of one.",
    listed={
        "list": Listed("List the packs", "pack", "list_packs"),
        "show": Listed("Show the checklists of a pack, in reading order", "pack", "show"),
    },
)

_SAMPLE = LazyGroup(
    name="sample",
    short_help="Draw cases from a list, and defend the choice",
    help="Draw cases from an Annex A workbook or another list: at random, group by group, or by rules that look for "
    "worry. What was drawn, from what and why is kept; whose case it is, is not.",
    listed={
        "check": Listed("Say what of a list can be read", "sample.sizing", "check"),
        "size": Listed("Say how many cases are enough", "sample.sizing", "size"),
        "rules": Listed("List the rules that pick cases", "sample.sizing", "rules"),
        "draw": Listed("Draw a sample", "sample.drawing", "draw"),
        "list": Listed("List the samples", "sample.reading", "list_samples"),
        "show": Listed("Show one sample and how it was drawn", "sample.reading", "show"),
        "cases": Listed("Say which child each reference stands for", "sample.reading", "cases"),
    },
)

_PLAN = LazyGroup(
    name="plan",
    short_help="Share a sample out among auditors, and see how far they are",
    help="Plan: share the cases of a sample out among auditors with due dates, begin what is planned, see who is how "
    "far.",
    listed={
        "make": Listed("Share the cases of a sample out", "plan.making", "make"),
        "list": Listed("List the plans and how far they are", "plan.reading", "list_plans"),
        "show": Listed("Show a plan, case by case", "plan.reading", "show"),
        "mine": Listed("List what you still have to audit", "plan.reading", "mine"),
        "begin": Listed("Begin the audits of a planned case", "plan.making", "begin"),
        "reassign": Listed("Give a case to somebody else", "plan.making", "reassign"),
    },
)

_ACTION = LazyGroup(
    name="action",
    short_help="Follow up what was agreed: due, done, and did it help",
    help="Follow up the actions of all audits: who has to do what by when, what shows that it was done, what shows "
    "that it made a difference.",
    listed={
        "list": Listed("List actions, the longest overdue first", "action.listing", "list_actions"),
        "update": Listed("Say what became of an action", "action.updating", "update"),
    },
)

_MODERATE = LazyGroup(
    name="moderate",
    short_help="Grade a second time, compare, agree, return",
    help="Moderate: somebody else grades a case a second time, blind; the two are laid side by side, what both agree "
    "on is put on record, and the audit goes back to its auditor.",
    listed={
        "draw": Listed("Choose audits to grade a second time", "moderate.beginning", "draw"),
        "begin": Listed("Begin the second grade of an audit", "moderate.beginning", "begin"),
        "list": Listed("Say who has to do what next", "moderate.beginning", "list_moderations"),
        "compare": Listed("Show both grades side by side", "moderate.agreeing", "compare"),
        "agree": Listed("Put on record what both agree on", "moderate.agreeing", "agree"),
        "return": Listed("Return an audit to its auditor", "moderate.agreeing", "hand_back"),
        "acknowledge": Listed("Say that you have read what was agreed", "moderate.agreeing", "acknowledge"),
    },
)

_MAKE = LazyGroup(
    name="make",
    short_help="Make an exemplar of one of your own audits",
    help="Make an exemplar of one of your own signed-off audits: names replaced by a word list, dates moved, the "
    "extract written by you, all of it read and confirmed by a second person.",
    listed={
        "begin": Listed("Begin with a signed-off audit", "train.make.beginning", "begin"),
        "list": Listed("List the exemplars in the making", "train.make.beginning", "list_makings"),
        "show": Listed("Show how it reads, and what is left to do", "train.make.beginning", "show"),
        "text": Listed("Write the extract or another text", "train.make.deciding", "text"),
        "choose": Listed("Choose what it is graded on", "train.make.deciding", "choose"),
        "replace": Listed("Replace names wherever they stand", "train.make.deciding", "replace"),
        "keep": Listed("Keep words that only look like names", "train.make.deciding", "keep"),
        "confirm": Listed("Confirm, as somebody else, what you read", "train.make.finishing", "confirm"),
        "finish": Listed("Write it into your own library", "train.make.finishing", "finish"),
        "discard": Listed("Remove it and all that it holds", "train.make.finishing", "discard"),
    },
)

_TRAIN = LazyGroup(
    name="train",
    short_help="Grade fictional extracts together, blind, and see where you part",
    help="Train: a group grades the same fictional extracts blind; then everybody's grades are laid beside each other "
    "and beside the expert's. What happens here never counts as practice. Alone it opens the training in the app.",
    alone="open",
    listed={
        "open": Listed("Open the training in the app", "opening", "open_training"),
        "look-up": Listed("Find what good looks like by word", "train.looking", "look_up"),
        "list": Listed("List the extracts there are to grade", "train.beginning", "list_exemplars"),
        "begin": Listed("Begin a session on some extracts", "train.beginning", "begin"),
        "sessions": Listed("List the sessions", "train.beginning", "list_sessions"),
        "grade": Listed("Grade blind, as plain questions", "train.grading", "grade"),
        "hand-out": Listed("Write a session to take to another machine", "train.sharing", "hand_out"),
        "gather": Listed("Take in the files that came back", "train.sharing", "gather"),
        "reveal": Listed("Reveal the grades; nobody grades afterwards", "train.sharing", "reveal"),
        "result": Listed("Show everybody's grades, the expert's, and why", "train.result", "result"),
        "paper": Listed("Write a hand-out: rubric, extract or result", "train.paper", "paper"),
        "make": _MAKE,
    },
)

_EXPORT = LazyGroup(
    name="export",
    short_help="Hand over what is signed off, as a file",
    help="Hand over what is signed off. Training audits are never exported.",
    listed={
        "csv": Listed("One row an answer, for a spreadsheet", "export", "csv"),
        "xlsx": Listed("A workbook: summary, charts and every answer", "export_workbook", "xlsx"),
        "json": Listed("Complete records, for another program", "export", "json"),
        "counts": Listed("Counts alone, for a region to merge", "export_counts", "counts"),
        "actions": Listed("Actions, one row each, for a spreadsheet", "export_actions", "actions"),
        "facts": Listed("Facts of the cases, one row each", "export", "facts"),
        "calendar": Listed("Actions with their due dates, for a calendar", "export_actions", "calendar"),
        "parquet": Listed("Tables by year, for DuckDB and Spark", "export_parquet", "parquet"),
        "docx": Listed("The report to the board, or of one case, in Word", "export_word", "docx"),
        "html": Listed("The report as one page, to read and print", "export_page", "html"),
        "markdown": Listed("The report as text, for an email", "export_page", "markdown"),
    },
)

_SCHEMA = LazyGroup(
    name="schema",
    short_help="Print the JSON Schema of a format",
    help="Print the JSON Schema of a format, for editors and for programs that read or write it.",
    listed={
        "record": Listed("The record of one audit", "schema", "record"),
        "checklist": Listed("A checklist, as TOML is read", "schema", "checklist"),
        "summary": Listed("What `summary --json` prints", "schema", "summary"),
        "counts": Listed("A file of counts, as `export counts` writes it", "schema", "counts"),
        "agreement": Listed("What `agreement --json` prints", "schema", "agreement"),
        "sample": Listed("What `sample show --json` prints", "schema", "sample"),
        "session": Listed("The file of a session of calibration", "schema", "session"),
        "themes": Listed("What `themes --json` prints", "schema", "themes"),
    },
)

_RETENTION = LazyGroup(
    name="retention",
    short_help="Keep audits no longer than your schedule says",
    help="Keep audits, samples and sessions no longer than your retention schedule says: what is due, what is held, "
    "and the removal, with a certificate.",
    listed={
        "list": Listed("List what is due, and what is held", "retention.listing", "list_due"),
        "hold": Listed("Keep named audits whatever the rule says", "retention.holding", "hold"),
        "release": Listed("Let the rule decide again", "retention.holding", "release"),
        "apply": Listed("Remove for good what is due", "retention.applying", "apply"),
    },
)

_ENCRYPTION = LazyGroup(
    name="encryption",
    short_help="Encrypt the files, so that only named keys open them",
    help="Encrypt the files of a workspace, so that only the keys that you name open them: yours, a colleague's, one "
    "on paper. Every other command works as before. A lost key is a lost audit.",
    listed={
        "status": Listed("Say whether the workspace is encrypted, and to whom", "encryption.standing", "status"),
        "key": LazyGroup(
            name="key",
            short_help="Make your key, or a recovery key on paper",
            help="Make your key, or a recovery key on paper.",
            listed={
                "new": Listed("Make a key", "encryption.keys", "new"),
                "show": Listed("Print your public key", "encryption.keys", "show"),
            },
        ),
        "on": Listed("Encrypt the workspace", "encryption.turning", "on"),
        "restore-test": Listed("Try whether a key opens everything", "encryption.standing", "restore_test"),
        "recipients": LazyGroup(
            name="recipients",
            short_help="Change who can read the workspace",
            help="Change who can read the workspace. `encryption status` lists them.",
            listed={
                "add": Listed("Let somebody else read it", "encryption.turning", "add"),
                "remove": Listed("Take somebody's key away", "encryption.turning", "remove"),
            },
        ),
        "resume": Listed("Go on with what was stopped", "encryption.turning", "resume"),
        "off": Listed("Decrypt the workspace", "encryption.turning", "off"),
    },
)

_COMMANDS: dict[str, Listed | LazyGroup] = {
    "demo": Listed("Look round in a workspace of fictional audits", "demo", "demo"),
    "init": Listed("Make a new workspace", "workspaces", "init"),
    "where": Listed("Say where everything is", "workspaces", "where"),
    "audit": _AUDIT,
    "checklist": _CHECKLIST,
    "pack": _PACK,
    "timescale": _TIMESCALE,
    "sample": _SAMPLE,
    "plan": _PLAN,
    "moderate": _MODERATE,
    "action": _ACTION,
    "summary": Listed("Say what the signed-off audits show, criterion by criterion", "summary", "summary"),
    "themes": Listed("Say what audits, added up, say of the service itself", "themes", "themes"),
    "agreement": Listed("Say how far people agree who graded the same", "agreement", "agreement"),
    "train": _TRAIN,
    "export": _EXPORT,
    "merge": Listed("Summarise the counts of several services together", "merge", "merge"),
    "retention": _RETENTION,
    "doctor": Listed("Look at everything here, explain, and mend it if asked", "doctor", "doctor"),
    "verify": Listed("Say whether every save is still as it was saved", "verify", "verify"),
    "seal": Listed("Print one line that stands for all of it, to keep elsewhere", "seal", "seal"),
    "encryption": _ENCRYPTION,
    "schema": _SCHEMA,
}


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from caseaudit import __version__
    from caseaudit.cli import say

    say.out(f"caseaudit {__version__}")
    context.exit()


@click.command(
    name="caseaudit",
    cls=LazyGroup,
    listed=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": _width()},
    epilog="Exit codes: 0 done, 1 something to report, 2 bad input or usage, 3 somebody else changed it too, "
    "4 storage trouble.",
)
@click.option("--workspace", metavar="DIR", help="The workspace: the folder that holds the audits.")
@click.option("--by", metavar="NAME", help="Who is working, as it will stand on audits.")
@click.option("--quiet", is_flag=True, help="Do not show how far long work is.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def caseaudit(context: click.Context, workspace: str | None, by: str | None, quiet: bool) -> int | None:
    """Audit practice in children's social care, case file by case file.

    Without a command the app opens. Every job of the app has a command too, for scripts and for people
    who use a screen reader.

    Managers start with `audit new` and `audit fill`; quality assurance leads with `summary` and `export`;
    trainers with `train list` and `train begin`.
    """
    context.obj = Meant(workspace or "", by or "", quiet)
    if context.invoked_subcommand is not None:
        return None
    from caseaudit.cli.opening import open_app

    return open_app(context.obj)
