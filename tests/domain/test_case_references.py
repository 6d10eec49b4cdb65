"""Case references: short, readable, the same for the same child, and nobody's without the secret."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain import case_references
from caseaudit.domain.case_references import References, mark, ordered, short
from caseaudit.domain.identifiers import found

SECRET = bytes(range(32))
FORM = re.compile(r"C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=40))
def test_it_is_the_hmac_of_the_identifier(secret: bytes, identifier: str) -> None:
    """HMAC-SHA256 as the standard library counts it, forty bits of it, in an alphabet without I, L, O and U."""
    hashed = hmac.new(secret, identifier.encode("utf-8", "surrogatepass"), "sha256").digest()
    plain = b32encode(hashed[:5]).decode()
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    reference = References(secret, [identifier])[identifier]

    assert reference.removeprefix("C-").replace("-", "") == plain.translate(letters)
    assert FORM.fullmatch(reference)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 10**9).map(str))
def test_no_reference_looks_like_an_identifier(secret: bytes, identifier: str) -> None:
    """The hints before sign-off never take one for a postcode, a phone number or an NHS number."""
    assert found(References(secret, [identifier])[identifier]) == []


def test_the_same_child_has_the_same_reference_in_every_list() -> None:
    """Whoever else is in it: so a later sample knows whom an earlier one drew."""
    first, second = References(SECRET, ["17", "18"]), References(SECRET, ["17", "99", "4"])

    assert first["17"] == second["17"]
    assert References(b"x" * 32, ["17"])["17"] != first["17"]


def test_children_who_would_share_a_reference_get_longer_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collision of forty bits is made here by hashing four children to the same beginning."""
    monkeypatch.setattr(case_references, "_hashing", lambda _: lambda name: b"\0" * 5 + name[1:].encode() * 5)

    shared = References(SECRET, ["aa", "ab", "ac", "ad"])

    assert len({shared[name] for name in ("aa", "ab", "ac", "ad")}) == 4
    assert {short(shared[name]) for name in ("aa", "ab", "ac", "ad")} == {"C-0000-0000"}
    assert len(shared["aa"]) == len("C-0000-0000-0000")
    assert shared.owners() == {shared[name]: name for name in ("aa", "ab", "ac", "ad")}


def test_a_hundred_thousand_children_keep_apart() -> None:
    """Numbers in a row, as case systems give them."""
    named = References(SECRET, map(str, range(100_000)))

    assert len({named[str(number)] for number in range(100_000)}) == 100_000


def test_the_mark_tells_secrets_apart_and_is_no_reference() -> None:
    """Eight hex digits."""
    assert mark(SECRET) != mark(b"x" * 32)
    assert re.fullmatch("[0-9a-f]{8}", mark(SECRET))


def test_the_order_of_the_draw_needs_no_secret() -> None:
    """SHA-256 of the seed and the identifier: anybody who has the list can draw the same sample."""
    assert ordered(7, "1007").hex().startswith(ORDER_OF_1007)
    assert ordered(7, "1007") != ordered(8, "1007")


ORDER_OF_1007 = "22246d46969c7ded"
