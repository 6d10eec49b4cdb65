"""What caseaudit.toml says about encryption: to whom, and what was begun and is not finished.

A copy of it lies in `.caseaudit`: where somebody took it out of caseaudit.toml by hand, or put an older file back,
nothing is written until it is clear what is meant. Nothing is ever written in plain by mistake.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, TypeGuard

from caseaudit.problems import BadInput, bad_input
from caseaudit.store import encryption, filesystem
from caseaudit.store.encryption import BEGUN, Policy

KEY = "encryption"
FEWEST = 2
"""Recipients: whoever has the only key takes every audit along when it is lost."""
_LIMIT = 1_048_576
_TABLE = re.compile(r"^[ \t]*\[encryption\].*?(?=^[ \t]*\[|\Z)", re.MULTILINE | re.DOTALL)
_REMEDY = "Restore caseaudit.toml from a backup, or see docs/encryption.md"


def read(settings: Path) -> Policy:
    """Return what a settings file says. Raises `BadInput`: nothing must be written in plain by mistake."""
    before = None
    while (content := filesystem.read_regular(settings, _LIMIT)) != before:  # Somebody may turn it on meanwhile.
        found = _policy(settings, _parsed(settings, content).get(KEY)) if KEY.encode() in content else encryption.PLAIN
        if found.recipients or not os.path.lexists(copy_of(settings)):
            return found
        before = content
    what = "does not say to whom the files are encrypted, and they are"
    raise bad_input(str(settings), what, f"Copy [{KEY}] back into it from {copy_of(settings)}", KEY)


def copy_of(settings: Path) -> Path:
    """Return where the copy lies."""
    return settings.with_name(".caseaudit") / "encryption.toml"


def _parsed(settings: Path, content: bytes) -> dict[str, Any]:
    from caseaudit.store.toml_text import parse

    return parse(content, str(settings))


def _policy(settings: Path, table: Any) -> Policy:
    if table is None or table == {}:
        return encryption.PLAIN
    said = table if isinstance(table, dict) else {}
    recipients, doing = said.get("recipients"), said.get("doing", "")
    if not _are_several(recipients) or doing not in BEGUN:
        raise bad_input(
            str(settings), f"does not say to whom: {FEWEST} or more different public keys", _REMEDY, f"{KEY}.recipients"
        )
    return Policy(tuple(recipients), doing)


def _are_several(recipients: Any) -> TypeGuard[list[str]]:
    if not isinstance(recipients, list) or not all(isinstance(each, str) for each in recipients):
        return False
    return len(set(recipients)) >= FEWEST


def write(settings: Path, policy: Policy) -> None:
    """Have a settings file say this about encryption, and leave the rest of it as somebody wrote it.

    Raises `BadInput` for a file that cannot be changed without harm, `StorageTrouble`.
    """
    before = filesystem.read_regular(settings, _LIMIT)
    rest = _TABLE.sub("", before.decode("utf-8")).rstrip()
    content = f"{rest}\n{_written(policy)}".encode()
    _refuse_harm(settings, before, content, policy)
    if policy.recipients:
        filesystem.put(settings, content)
        filesystem.make_folder(copy_of(settings).parent)
        filesystem.put(copy_of(settings), _written(policy).lstrip().encode())
    else:
        filesystem.remove(copy_of(settings))
        filesystem.put(settings, content)


def _written(policy: Policy) -> str:
    if not policy.recipients:
        return ""
    keys = "".join(f'  "{public}",\n' for public in policy.recipients)
    doing = f'doing = "{policy.doing}"\n' if policy.doing else ""
    return f"\n[{KEY}]\nrecipients = [\n{keys}]\n{doing}"


def _refuse_harm(settings: Path, before: bytes, after: bytes, policy: Policy) -> None:
    try:
        old, new = _parsed(settings, before), _parsed(settings, after)
        kept = {**old, KEY: None} == {**new, KEY: None} and _policy(settings, new.get(KEY)) == policy
    except BadInput:
        kept = False
    if not kept:
        remedy = f"Write it as a table of its own at the end: [{KEY}], then recipients = [...]"
        raise bad_input(str(settings), "cannot be changed without harm", remedy, KEY)
