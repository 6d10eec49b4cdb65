"""`caseaudit encryption on`, `off`, `resume` and `recipients`: every file is turned, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

import click

from caseaudit.cli import say
from caseaudit.cli.meant import Meant, may_read_workspace, unseen
from caseaudit.desk import encrypting
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT
from caseaudit.store import encryption
from caseaudit.store.encryption_converting import Converted
from caseaudit.store.places import Places, find_workspace

_LOST = "A lost key is a lost audit. Try the recovery key now: caseaudit encryption restore-test --identity FILE"
_ELSEWHERE = "Backups, exports and what a sync service keeps are as they were: see to those yourself."
_OLD_COPIES = "Whoever was taken away can still read the copies they have, and older backups."

_recipients = click.option(
    "--recipient", "recipients", multiple=True, metavar="age1...", help="A public key; give it twice or more often."
)


@click.command()
@_recipients
@may_read_workspace
def on(meant: Meant, recipients: tuple[str, ...]) -> int:
    """Encrypt the workspace to two public keys or more: yours, and a colleague's or one on paper.

    Nobody else should be at work in it meanwhile. If it is stopped, `resume` goes on.
    """
    made = _turned(meant, lambda places: encrypting.turn_on(places, recipients, meant.watch(), unseen))
    return _told(made, f"encrypted to {how_many(len(set(recipients)), 'key')}", _LOST, _ELSEWHERE)


@click.command()
@may_read_workspace
def off(meant: Meant) -> int:
    """Decrypt the workspace: every file is plain again."""
    made = _turned(meant, lambda places: encrypting.turn_off(places, meant.watch(), unseen))
    return _told(made, "decrypted", "Anybody who can open the folder can read them now.")


@click.command()
@may_read_workspace
def resume(meant: Meant) -> int:
    """Go on with what was stopped, and encrypt what was copied in since."""
    made = _turned(meant, lambda places: encrypting.resume(places, meant.watch(), unseen))
    return _told(made, "converted")


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@may_read_workspace
def add(meant: Meant, keys: tuple[str, ...]) -> int:
    """Let the holder of each public KEY read the workspace: every file is encrypted anew."""
    made = _turned(meant, lambda places: encrypting.add(places, keys, meant.watch(), unseen))
    return _told(made, "encrypted anew")


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@may_read_workspace
def remove(meant: Meant, keys: tuple[str, ...]) -> int:
    """Take each public KEY away: every file is encrypted anew, without it. Two keys must stay, one of them yours."""
    made = _turned(meant, lambda places: encrypting.take_away(places, keys, meant.watch(), unseen))
    return _told(made, "encrypted anew", _OLD_COPIES)


def _turned(meant: Meant, turn: Callable[[Places], Converted]) -> Converted:
    """Turn the files of the workspace that is meant; where somebody stops it, say what to do next."""
    places = find_workspace(meant.workspace or None)
    try:
        return turn(places)
    except KeyboardInterrupt:
        if encryption.policy(places.workspace).doing:
            say.note("Stopped half way. Everything can be read; go on with `caseaudit encryption resume`.")
        raise


def _told(made: Converted, became: str, *notes: str) -> int:
    """Say what became of the files, or which of them are as they were."""
    say.out(f"{how_many(made.files, 'file')} {became}.")
    say.problems(made.problems)
    if made.problems:
        left = how_many(len(made.problems), "file")
        say.note(
            f"Not finished: {left} as before. Mend or move what is named above, then `caseaudit encryption resume`."
        )
        return SOMETHING_TO_REPORT
    for note in notes:
        say.note(note)
    return DONE
