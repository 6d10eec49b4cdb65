"""The secret behind case references: made once, private, and never in a workspace."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from caseaudit.problems import BadInput
from caseaudit.store import case_key, places


def test_it_is_made_once_and_read_again(home_of_its_own: Path) -> None:
    """32 bytes from the system, in a file that its owner alone may read, with the person's settings."""
    first = case_key.secret()

    assert (len(first), case_key.secret(), case_key.known_secret()) == (32, first, first)
    assert places.case_key().is_relative_to(home_of_its_own)
    assert os.name == "nt" or stat.S_IMODE(places.case_key().stat().st_mode) == 0o600


def test_looking_a_case_up_makes_none() -> None:
    """A new secret would fit no reference."""
    with pytest.raises(BadInput, match="does not exist"):
        case_key.known_secret()
    assert not places.case_key().exists()


def test_a_team_that_draws_together_can_share_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable names a file in a folder of theirs."""
    monkeypatch.setenv("CASEAUDIT_CASE_KEY", str(tmp_path / "ours" / "key"))

    assert case_key.secret() == bytes.fromhex((tmp_path / "ours" / "key").read_text())


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64, b"z" * 64, b"0" * 4097])
def test_a_file_that_holds_something_else_is_not_replaced(content: bytes) -> None:
    """It may be the only copy of another secret."""
    places.case_key().parent.mkdir(parents=True, exist_ok=True)
    places.case_key().write_bytes(content)

    with pytest.raises(BadInput):
        case_key.secret()
    assert places.case_key().read_bytes() == content
