"""`caseaudit encryption status` and `restore-test`: how it stands, and whether a key would bring everything back."""

from __future__ import annotations

from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.meant import Meant, may_read_workspace, unseen
from caseaudit.desk import encrypting
from caseaudit.desk.encrypting import Status
from caseaudit.domain.how_many import how_many
from caseaudit.problems import DONE, SOMETHING_TO_REPORT
from caseaudit.store.places import find_workspace

_MOST_NAMED = 5


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@may_read_workspace
def status(meant: Meant, as_json: bool) -> int:
    """Say whether the workspace is encrypted, to whose keys, and whether every file is.

    Needs no key. The exit code is 1 where something is unfinished, or a file is not as the rest.
    """
    found = encrypting.status(find_workspace(meant.workspace or None))
    if as_json:
        say.document(_document(found))
    else:
        _say(found)
    return DONE if found.is_whole else SOMETHING_TO_REPORT


def _document(found: Status) -> dict[str, object]:
    return {
        "encrypted": bool(found.policy.recipients),
        "unfinished": found.policy.doing,
        "recipients": [{"key": key, "yours": key in found.mine} for key in found.policy.recipients],
        "files_encrypted": found.encrypted,
        "files_plain": len(found.plain),
        "other_files": [str(path) for path in found.others],
    }


def _say(found: Status) -> None:
    policy = found.policy
    if policy.recipients:
        say.out(f"Encrypted to {how_many(len(policy.recipients), 'key')}:")
        for key in policy.recipients:
            say.out(f"  {key}{'  (yours)' if key in found.mine else ''}")
    else:
        say.out("Not encrypted.")
    say.out(f"{how_many(found.encrypted, 'file')} encrypted, {len(found.plain)} not.")
    if policy.recipients and not found.is_whole:
        say.note(_unfinished(found))
    if found.others:
        say.note(f"{how_many(len(found.others), 'file')} among the records, not written by caseaudit, left as found:")
        for path in found.others[:_MOST_NAMED]:
            say.note(f"  {path}")


def _unfinished(found: Status) -> str:
    what = f"{found.policy.doing} was stopped" if found.policy.doing else "some files are not encrypted"
    return f"{what[:1].upper()}{what[1:]}. Everything can be read; go on with `caseaudit encryption resume`."


@click.command("restore-test")
@click.option("--identity", required=True, metavar="FILE", help="The file with the secret key to try.")
@may_read_workspace
def restore_test(meant: Meant, identity: str) -> int:
    """Try whether a key opens every file: the recovery key above all. Nothing is changed.

    The exit code is 1 where it does not open some of them.
    """
    tried = encrypting.try_key(find_workspace(meant.workspace or None), Path(identity), meant.watch(), unseen)
    total = tried.opened + len(tried.problems)
    say.out(f"This key opens {tried.opened} of {how_many(total, 'encrypted file')}.")
    if tried.newest:
        say.out(f"The newest audit can be read: {tried.newest}, revision {tried.revision}.")
    say.problems(tried.problems[:_MOST_NAMED])
    if tried.problems:
        say.note(f"{how_many(len(tried.problems), 'file')} would be lost if this were the only key.")
        return SOMETHING_TO_REPORT
    say.note("Remove the file with the key again, and lock the sheet away.")
    return DONE
