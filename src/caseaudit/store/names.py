"""Which names files may have, on every system that a workspace may be carried to."""

from __future__ import annotations

import os
import re

from caseaudit.problems import bad_input

ENCRYPTED_ENDING = ".age"
"""Added to the name of a file that is encrypted."""
RECORD_ENDINGS = (".json", ".toml", ENCRYPTED_ENDING)
"""A copy made by a sync program may have its mark before the last ending alone."""
FILE_ENDINGS = (".json", ".toml", f".json{ENCRYPTED_ENDING}", f".toml{ENCRYPTED_ENDING}")
"""What follows an audit's id in the name of its own file."""
TOML_ENDINGS = (".toml", f".toml{ENCRYPTED_ENDING}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_AUDIT_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_RESERVED = {
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
}
_SIGNS = re.compile(r'[<>:"|?*\x00-\x1f]')
LONGEST_WORKSPACE = 150
"""Characters of a workspace's path, at most, so that the files in it stay under the 260 that Windows opens."""


def is_audit_id(text: str) -> bool:
    """Return whether text can be an audit's id, and so a file's name, on every system."""
    return _AUDIT_ID.fullmatch(text) is not None and not is_reserved(text)


def is_reserved(name: str) -> bool:
    """Return whether some system keeps a name for a device, whatever its ending."""
    return name.partition(".")[0].rstrip(" ").lower() in _RESERVED


def refused_by_windows(name: str) -> str:
    """Return why Windows does not take a name for a file, or silently takes it for another; or nothing."""
    if is_reserved(name):
        return "has the name of a device, which Windows would write to"
    if name != name.rstrip(". "):
        return "ends in a dot or a space, which Windows leaves out"
    if _SIGNS.search(name):
        return "has a sign in its name that Windows does not take"
    return ""


def checked_id(audit_id: str) -> str:
    """Return an audit's id, fit to be a file's name. Raises `BadInput` for what is not one."""
    if is_audit_id(audit_id):
        return audit_id
    remedy = "Ids are lower-case letters, digits and hyphens; `caseaudit audit list` shows them"
    raise bad_input("audit id", "is not formed like an id", remedy)


def is_record_name(name: str) -> bool:
    """Return whether a file name is one that a record can have; temporary and system files are not."""
    return name.endswith(RECORD_ENDINGS) and not name.startswith((".", "~"))


def unguessable(length: int) -> str:
    """Return letters and digits that nothing can be read from; the alphabet has 32, so each is as likely."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(length))
