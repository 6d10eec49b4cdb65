"""Revisions are numbered, immutable, and each carries the digest of the one before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.store.history import History, digest

REVISIONS = 6


@pytest.fixture
def history(workspace: Workspace, begun: Audit) -> History:
    """The history of an audit that was saved six times."""
    for grade in ("good", "inadequate", "outstanding", "requires-improvement", "good"):
        auditing.answer(workspace, begun.id, "HND-01", grade, reason=f"It is {grade}.")
    return workspace.register.history(begun.id)


def test_every_save_is_a_revision_with_who_when_and_what(workspace: Workspace, history: History, begun: Audit) -> None:
    """The past of an audit can be told line by line, oldest first."""
    told, broken = auditing.past(workspace, begun.id)
    assert [past.number for past in told] == [1, 2, 3, 4, 5, 6]
    assert {(past.by, past.at) for past in told} == {("A. Auditor", "2026-11-20T12:00:00Z")}
    assert [past.changed for past in told] == [["begun"], *[["HND-01"]] * 5]
    assert broken is None


def test_each_revision_names_the_digest_of_the_one_before(history: History) -> None:
    """The first names none; the others the SHA-256 of the bytes before them."""
    assert history.audit(1).revision.previous == ""
    for number in range(2, REVISIONS + 1):
        assert history.audit(number).revision.previous == digest(history.read(number - 1))


def test_order_is_by_number_never_by_clock(history: History) -> None:
    """Times of change that run backwards, as after a restored backup, change nothing."""
    for number in history.numbers():
        os.utime(history.path(number), (10_000 - number, 10_000 - number))
    head = history.head()
    assert head is not None
    assert head.number == REVISIONS
    assert history.broken() is None


def test_other_files_in_the_folder_are_no_revisions(history: History) -> None:
    """Copies, temporary files and digits of other scripts are not taken for a revision."""
    for name in ("7.json", "00000007.json.tmp", "00000007 (copy).json", "0000000７.json", "00000007.toml"):
        (history.folder / name).write_bytes(b"{}")
    assert history.numbers() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("number", range(1, REVISIONS))
def test_any_byte_altered_before_the_last_is_found(history: History, number: int) -> None:
    """Wherever one bit flips in a revision, that revision is named."""
    path = history.path(number)
    content = path.read_bytes()
    places = {*range(0, len(content), 97), content.index(b"reason") + 12 if b"reason" in content else 0}
    for place in places:
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        problem = history.broken()
        assert problem is not None
        assert problem.where.startswith(str(path))
    path.write_bytes(content)
    assert history.broken() is None


def swapped(one: Path, other: Path) -> None:
    """Give two files each other's name."""
    aside = one.with_suffix(".aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def reworded(history: History, number: int, old: bytes, new: bytes, source: int = 0) -> None:
    """Write a revision (of its own or another's words) with some words changed."""
    history.path(number).write_bytes(history.read(source or number).replace(old, new))


def a_folder_instead(path: Path) -> None:
    """Put a folder where a revision was."""
    path.unlink()
    path.mkdir()


TAMPERING: list[tuple[str, Callable[[History], object], int, str]] = [
    ("reworded", lambda h: reworded(h, 3, b"inadequate", b"good"), 3, "was altered after revision 4 was saved on it"),
    (
        "reworded last but one",
        lambda h: reworded(h, 5, b"improvement.", b"it."),
        5,
        "does not fit revision 6, which is the newest",
    ),
    ("taken out", lambda h: h.path(3).unlink(), 4, "revision 3 is missing before it"),
    ("two taken out", lambda h: [h.path(n).unlink() for n in (3, 4)], 5, "revision 3 is missing before it"),
    ("swapped", lambda h: swapped(h.path(2), h.path(4)), 2, "says that it is revision 4"),
    ("copied over", lambda h: h.path(4).write_bytes(h.read(3)), 4, "says that it is revision 3"),
    ("renumbered", lambda h: reworded(h, 4, b'number": 3', b'number": 4', 3), 4, "was altered: it fits neither"),
    (
        "another's",
        lambda h: reworded(h, 4, h.folder.name.encode(), b"20261120-abcdef"),
        4,
        "a revision of another audit",
    ),
    (
        "the first taken out",
        lambda h: h.path(1).unlink(),
        2,
        "revision 1 is missing before it, and it is not on record",
    ),
    ("three taken out", lambda h: [h.path(n).unlink() for n in (1, 2, 3)], 4, "revisions 1 to 3 are missing before it"),
    ("emptied", lambda h: h.path(3).write_bytes(b""), 3, "is empty"),
    ("cut short", lambda h: h.path(3).write_bytes(h.read(3)[:100]), 3, "ends in the middle"),
    ("a folder instead", lambda h: a_folder_instead(h.path(3)), 3, "is a folder, not a file"),
    ("a later one first", lambda h: reworded(h, 1, b'number": 2', b'number": 1', 2), 1, "and names one before it"),
]


@pytest.mark.parametrize(
    ("tamper", "number", "says"), [row[1:] for row in TAMPERING], ids=[name for name, *_ in TAMPERING]
)
def test_the_first_revision_that_was_tampered_with_is_named(
    history: History, tamper: Callable[[History], object], number: int, says: str
) -> None:
    """Edited, deleted, reordered, damaged: the first place where the chain breaks is named, without any text."""
    tamper(history)
    problem = history.broken()
    assert problem is not None
    assert problem.where.startswith(str(history.path(number)))
    assert says in problem.what
    assert "It is" not in str(problem)


def test_an_altered_last_revision_does_not_win(workspace: Workspace, history: History, begun: Audit) -> None:
    """Nothing follows the last revision, so the chain cannot tell; the readable file still says what was saved."""
    history.path(REVISIONS).write_bytes(history.read(REVISIONS).replace(b"It is good.", b"It is fine."))
    loaded = workspace.register.load(begun.id)
    assert loaded.answer("HND-01").reason == "It is good."
    assert loaded.revision.number == REVISIONS + 1
    assert loaded.events[-1].what == "edited-outside"


def test_last_revisions_cut_off_do_not_take_the_words_along(
    workspace: Workspace, history: History, begun: Audit
) -> None:
    """With the newest revisions deleted the readable file is taken in again, on record."""
    for number in (5, 6):
        history.path(number).unlink()
    loaded = workspace.register.load(begun.id)
    assert loaded.answer("HND-01").reason == "It is good."
    assert loaded.events[-1].what == "edited-outside"
    assert history.broken() is None
