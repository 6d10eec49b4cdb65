"""Passphrases, typed unseen."""

from __future__ import annotations

import warnings
from getpass import GetPassWarning, getpass

from caseaudit.cli import say
from caseaudit.plaintext import one_line
from caseaudit.problems import bad_input
from caseaudit.store.encryption_keys import SHORTEST_PASSPHRASE


def typed_unseen(prompt: str) -> str:
    """Ask for a passphrase on the terminal. Raises `BadInput` where there is none, or nothing is typed."""
    say.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)  # it would show what is typed
        try:
            typed = getpass(f"{one_line(prompt)} ")
        except (GetPassWarning, EOFError, OSError):
            raise bad_input("passphrase", "cannot be asked for: there is no terminal", "Run it in a terminal") from None
    if not typed:
        raise bad_input("passphrase", "was not typed", "Try again")
    return typed


def chosen() -> str:
    """Ask twice for a new passphrase. Raises `BadInput` for one that is too short, or typed differently."""
    typed = typed_unseen("New passphrase:")
    if len(typed) < SHORTEST_PASSPHRASE:
        raise bad_input("passphrase", f"is shorter than {SHORTEST_PASSPHRASE} letters", "Use four or five words")
    if typed_unseen("The same again:") != typed:
        raise bad_input("passphrase", "was typed differently the second time", "Try again")
    return typed
