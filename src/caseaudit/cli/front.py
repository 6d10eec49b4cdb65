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
        "escalate": Listed("Say whether the child is safe now, and who was told", "audit.escalating", "escalate"),
        "section": Listed("Say whether an optional section applies", "audit.steps", "section"),
        "action": Listed("Add an action with an owner and a date", "audit.steps", "action"),
        "sign-off": Listed("Sign an audit off", "audit.signing", "sign_off"),
        "reopen": Listed("Reopen a signed-off audit, with a reason", "audit.signing", "reopen"),
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

_EXPORT = LazyGroup(
    name="export",
    short_help="Hand over what is signed off, as a file",
    help="Hand over what is signed off. Training audits are never exported.",
    listed={
        "csv": Listed("One row an answer, for a spreadsheet", "export", "csv"),
        "xlsx": Listed("A workbook: summary, charts and every answer", "export_workbook", "xlsx"),
        "json": Listed("Complete records, for another program", "export", "json"),
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
    "summary": Listed("Say what the signed-off audits show, criterion by criterion", "summary", "summary"),
    "export": _EXPORT,
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
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def caseaudit(context: click.Context, workspace: str | None, by: str | None) -> int | None:
    """Audit practice in children's social care, case file by case file.

    Without a command the app opens. Every job of the app has a command too, for scripts and for people
    who use a screen reader.

    Managers start with `audit new` and `audit fill`; quality assurance leads with `summary` and `export`;
    trainers with `demo` and `checklist show`.
    """
    context.obj = Meant(workspace or "", by or "")
    if context.invoked_subcommand is not None:
        return None
    from caseaudit.cli.opening import open_app

    return open_app(context.obj)
