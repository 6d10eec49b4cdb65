"""A case reference: what stands for a child's identifier wherever audits are kept.

It is a keyed hash (HMAC-SHA256) of the identifier. Without the secret nobody can tell whose it is, nor try
identifiers one after the other; with it the same child has the same reference in every sample.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256

_USUAL, _LONGER = 2, 3
"""How many groups of four characters: forty bits, and sixty where two children of one list shared the forty."""
_USUAL_BYTES = 5
_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""From the alphabet of base 32 to one without I, L, O and U, which are misread for 1, 0 and V."""
_START = "C-"
_GROUP = 4


class References:
    """The references of the children of one list: `C-7K3M-9XQ2`, a group longer for those that would share it."""

    def __init__(self, secret: bytes, identifiers: Iterable[str]) -> None:
        hashed = _hashing(secret)
        self._hashed = {identifier: hashed(identifier) for identifier in identifiers}
        starts = [hashed[:_USUAL_BYTES] for hashed in self._hashed.values()]
        alone = len(set(starts)) == len(starts)
        self._shared = set() if alone else {start for start, times in Counter(starts).items() if times > 1}

    def __getitem__(self, identifier: str) -> str:
        """Return the reference of an identifier of the list."""
        hashed = self._hashed[identifier]
        return _written(hashed, _LONGER if hashed[:_USUAL_BYTES] in self._shared else _USUAL)

    def owners(self) -> dict[str, str]:
        """Return the identifier of each reference, in its usual form too where that has one owner alone."""
        usual = {_written(hashed, _USUAL): identifier for identifier, hashed in self._hashed.items()}
        shared = {_written(start, _USUAL) for start in self._shared}
        found = {reference: identifier for reference, identifier in usual.items() if reference not in shared}
        return found | {self[identifier]: identifier for identifier in self._hashed}


def short(reference: str) -> str:
    """Return the usual form of a reference: what another list would call the same child."""
    return reference[: len(_START) + _USUAL * (_GROUP + 1) - 1]


def mark(secret: bytes) -> str:
    """Return eight hex digits by which a secret is recognised and from which it cannot be found."""
    return hmac.digest(secret, b"which secret this is", "sha256").hex()[:8]


def ordered(seed: int, identifier: str) -> bytes:
    """Return the place of a case in the draw of a seed: the SHA-256 of both.

    The secret has no part in it, so whoever holds the list and the seed draws the same cases, with any version
    of Python, in whatever order the rows stand.
    """
    return sha256(f"caseaudit sample\n{seed}\n{identifier}".encode("utf-8", "surrogatepass")).digest()


def _hashing(secret: bytes) -> Callable[[str], bytes]:
    """Return what hashes with a secret: HMAC-SHA256 (RFC 2104), its two keyed beginnings made once for a whole list."""
    padded = secret.ljust(sha256().block_size, b"\0")
    inner, outer = (sha256(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))

    def hashed(identifier: str) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(identifier.encode("utf-8", "surrogatepass"))
        around.update(within.digest())
        return around.digest()

    return hashed


def _written(hashed: bytes, groups: int) -> str:
    letters = b32encode(hashed[: 2 * _USUAL_BYTES]).translate(_LETTERS).decode()
    return _START + "-".join(letters[at * _GROUP : (at + 1) * _GROUP] for at in range(groups))
