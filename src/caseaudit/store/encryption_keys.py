"""A person's own keys, and what they lock and open: the age format, X25519, by the library pyrage.

The secret key lies in the person's own folder of settings, never in a workspace. It may be protected by a passphrase;
then it is asked for once, by whoever can ask, and the key stays in the memory of this program alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from caseaudit.problems import BadInput, NotReady, Problem, bad_input
from caseaudit.store import encryption, filesystem, places

LIMIT = 1 << 16
SHORTEST_PASSPHRASE = 12
_END_OF_KEYS = b"\n--- "
"""Before it, an encrypted file says which keys open it."""
_SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")
_EXTRA = "Run `pip install 'caseaudit[encrypt]'`"

Ask = Callable[[str], str]
"""Takes what is asked for, and returns what was typed unseen."""


class Key(NamedTuple):
    """A pair of keys."""

    secret: str
    public: str
    opens: Any
    """The secret key as the library wants it."""


_held: tuple[tuple[str, int, int], tuple[Key, ...]] | None = None
"""What was read last, and from which state of which file."""


def library() -> Any:
    """Return the library. Raises `BadInput` where it is not installed."""
    try:
        import pyrage
    except ImportError:
        raise bad_input("encryption", "needs a library that is not installed", _EXTRA) from None
    return pyrage


# ── keys ─────────────────────────────────────────────────────────────────────


def made() -> Key:
    """Return a new pair of keys, kept nowhere."""
    return _pair(library().x25519.Identity.generate())


def _pair(identity: Any) -> Key:
    return Key(str(identity), str(identity.to_public()), identity)


def keep(key: Key, at: str, passphrase: str = "") -> Path:
    """Write a pair of keys where this person's key lies; return the file. `at` is the time now.

    Raises `NotReady` if there is one already, which is never written over; `StorageTrouble`.
    """
    path = places.identity()
    content = f"# created: {at}\n# public key: {key.public}\n{key.secret}\n".encode()
    if passphrase:
        content = library().passphrase.encrypt(content, passphrase)
    filesystem.make_folder(path.parent)
    if not filesystem.publish_new(path, content):
        remedy = "Show its public key: caseaudit encryption key show. Or name another file in CASEAUDIT_IDENTITY"
        raise NotReady(Problem(str(path), "holds a key already, and a lost key is a lost audit", remedy))
    return path


def held(ask: Ask | None = None) -> tuple[Key, ...]:
    """Return this person's keys; none where there is no file of them. Read once.

    Raises `BadInput` for a file that holds no key, and for a wrong passphrase or nobody to `ask` for it.
    """
    global _held
    path = places.identity()
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise filesystem.trouble(path, error) from None
    state = str(path), status.st_ino, status.st_mtime_ns
    if _held is None or _held[0] != state:
        _held = state, read(path, ask)
    return _held[1]


def read(path: Path, ask: Ask | None = None) -> tuple[Key, ...]:
    """Return the keys in a file. Raises `BadInput`, `StorageTrouble`."""
    content = filesystem.read_regular(path, LIMIT)
    if encryption.is_encrypted(content):
        content = _unprotected(content, path, ask)
    secrets = _SECRET.findall(content.decode("ascii", "replace"))
    identity, broken = library().x25519.Identity, library().IdentityError
    try:
        keys = tuple(_pair(identity.from_str(secret)) for secret in secrets)
    except broken:
        keys = ()
    if not keys:
        raise bad_input(str(path), "holds no key that can be read", "Put the line there that begins AGE-SECRET-KEY-1")
    return keys


def _unprotected(content: bytes, path: Path, ask: Ask | None) -> bytes:
    if ask is None:
        remedy = "Start caseaudit in a terminal and name the workspace: caseaudit --workspace DIR"
        raise bad_input(str(path), "is protected by a passphrase, which cannot be asked for here", remedy)
    wrong = library().DecryptError
    try:
        return bytes(library().passphrase.decrypt(content, ask(f"Passphrase of {path}:")))
    except wrong:
        raise bad_input(str(path), "was not opened by that passphrase", "Try again") from None


def require(workspace: Path, ask: Ask | None = None) -> None:
    """Raise `BadInput` unless this person has a key that an encrypted workspace is encrypted to."""
    recipients = encryption.policy(workspace).recipients
    if not recipients:
        return
    ours = held(ask)
    if not ours:
        remedy = (
            "Name your key's file in CASEAUDIT_IDENTITY; without one, run `caseaudit encryption key new` and ask a "
            "colleague who has a key to add yours"
        )
        raise bad_input(str(workspace), f"is encrypted, and your key is missing: {places.identity()}", remedy)
    if not any(key.public in recipients for key in ours):
        remedy = f"Ask a colleague who has a key to run `caseaudit encryption recipients add {ours[0].public}`"
        raise bad_input(str(workspace), "is encrypted, but not to your key", remedy)


def checked(recipients: Iterable[str]) -> tuple[str, ...]:
    """Return public keys without repeats. Raises `BadInput` for all that are none."""
    given = tuple(dict.fromkeys(text.strip() for text in recipients))
    library()
    wrong = [_not_a_key(text) for text in given if not _is_public(text)]
    if wrong:
        raise BadInput(*wrong)
    return given


def _not_a_key(text: str) -> Problem:
    if _SECRET.search(text.upper()):
        remedy = "Whoever saw it can read your audits: make a new one. Public keys begin age1"
        return Problem("recipient", "is a secret key, which belongs nowhere but in its own file", remedy)
    shown = text if len(text) <= 80 else f"{text[:77]}..."
    return Problem(shown, "is not a public key", "It begins age1 and comes from `caseaudit encryption key show`")


def _is_public(text: str) -> bool:
    try:
        _recipient(text)
    except library().RecipientError:
        return False
    return True


@lru_cache(256)
def _recipient(public: str) -> Any:
    return library().x25519.Recipient.from_str(public)


# ── locking and opening ──────────────────────────────────────────────────────


def encrypted(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return the bytes that only these recipients' keys open. Raises `BadInput` for what is not a public key."""
    try:
        return bytes(library().encrypt(content, [_recipient(public) for public in recipients]))
    except library().RecipientError:
        raise BadInput(*[_not_a_key(text) for text in recipients if not _is_public(text)]) from None


def opened(content: bytes, where: str, keys: Sequence[Key] | None = None) -> bytes:
    """Return what encrypted bytes say, by this person's keys or those given. Raises `BadInput`."""
    ours = held() if keys is None else keys
    if not ours:
        remedy = "Name your key's file in CASEAUDIT_IDENTITY"
        raise bad_input(where, f"is encrypted, and your key is missing: {places.identity()}", remedy)
    locked_out = library().DecryptError
    try:
        return bytes(library().decrypt(content, [key.opens for key in ours]))
    except locked_out as error:
        if "No matching keys" in str(error) and _END_OF_KEYS in content:
            what, remedy = "is encrypted, but not to your key", "Ask a colleague whose key opens it"
        else:
            what, remedy = (
                "is damaged, so that no key opens it",
                "Restore it from its history or a backup",
            )
        raise bad_input(where, what, remedy) from None
