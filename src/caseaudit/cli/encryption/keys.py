"""`caseaudit encryption key`: a person's own key, and a recovery key on paper."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from caseaudit.cli import say
from caseaudit.cli.meant import unseen
from caseaudit.desk import encrypting
from caseaudit.problems import DONE, bad_input

_SHEET = """\
RECOVERY KEY for encrypted audits (caseaudit, age format)
Made on {day}. It is kept nowhere but on this sheet.

Public key, to give to whoever turns encryption on:
{public}

SECRET key: whoever has it can read every audit that is encrypted to it.
{secret}

Print this sheet twice, lock each copy away in a different place, and close this window.
To use it: type the line that begins AGE-SECRET-KEY-1 into a file, say recovery.txt, and then
  caseaudit encryption restore-test --identity recovery.txt     tries it on every file
  age --decrypt -i recovery.txt FILE.json.age                   opens one file without caseaudit
To go on working with it, name the file in CASEAUDIT_IDENTITY. Remove the file afterwards."""


@click.command()
@click.option("--passphrase", is_flag=True, help="Protect it with a passphrase, asked for each time it is needed.")
@click.option("--paper", is_flag=True, help="Print a recovery key to lock away, and keep it nowhere.")
def new(passphrase: bool, paper: bool) -> int:
    """Make your key, and print its public half, which others may know.

    The secret half goes into your own folder of settings, never into a workspace. A key that is there is never
    replaced: a lost key is a lost audit.
    """
    if passphrase and paper:
        raise bad_input("--passphrase", "does not go with --paper", "Lock the sheet away instead")
    if paper:
        key = encrypting.paper_key()
        say.out(_SHEET.format(day=datetime.now(UTC).date().isoformat(), public=key.public, secret=key.secret))
        return DONE
    words = _chosen() if passphrase else ""
    key, path = encrypting.new_key(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), words)
    say.out(key.public)
    say.note(f"Your secret key is in {path}. Copy it to a safe place: a lost key is a lost audit.")
    return DONE


def _chosen() -> str:
    from caseaudit.cli.passphrases import chosen

    return chosen()


@click.command()
def show() -> int:
    """Print your public key, to give to whoever encrypts a workspace."""
    for key in encrypting.own_keys(unseen):
        say.out(key.public)
    return DONE
