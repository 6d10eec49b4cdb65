"""Open the app, if there is a terminal to open it in."""

from __future__ import annotations

import os
import sys

import click

from caseaudit.cli.meant import Meant, may_open_app, unseen
from caseaudit.problems import bad_input

_NO_SCREEN = {"dumb", "unknown"}


_LINE_BY_LINE = "Run `caseaudit audit fill ID` to audit line by line, or `caseaudit --help` for the rest"


def open_app(meant: Meant, audit: str = "", tab: str = "audits", otherwise: str = _LINE_BY_LINE) -> int:
    """Open the app, on one audit if it is named, else on a tab, and return its exit code.

    Raises `BadInput` without a terminal, with what to do `otherwise`, or where the workspace or the audit that is named
    does not exist.
    """
    refuse_without_terminal(otherwise)
    if meant.workspace or audit:
        workspace = meant.open()
        if audit:
            workspace.register.load(audit)
    from caseaudit.tui.start import run

    return run(meant.workspace or None, audit, meant.by, unseen, tab)


@click.command("open")
@click.argument("audit")
@may_open_app
def open_audit(meant: Meant, audit: str) -> int:
    """Open AUDIT in the app."""
    return open_app(meant, audit)


@click.command("open")
@may_open_app
def open_training(meant: Meant) -> int:
    """Open the app on its training: extracts beside their rubric, and sessions in which a group grades blind.

    `caseaudit train` alone does the same.
    """
    remedy = "Run `caseaudit train list` for the extracts, or `caseaudit train --help` for the rest"
    return open_app(meant, tab="training", otherwise=remedy)


def refuse_without_terminal(remedy: str) -> None:
    """Raise `BadInput` with the remedy where the app cannot be shown."""
    if not _is_terminal():
        raise bad_input("the app", "needs a terminal, and this is not one", remedy)
    if os.environ.get("TERM", "") in _NO_SCREEN:
        raise bad_input("the app", "needs a terminal that can draw, and this one says it cannot", remedy)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
