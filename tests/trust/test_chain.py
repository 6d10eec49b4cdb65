"""Nobody can quietly alter what was saved: every edit of a history is tried, byte by byte, and every one is told.

What tells it: the chain for all but the newest revision; the readable file for the newest; a seal for the newest ones
cut off, for a whole audit that is gone, and for a chain that was written anew from end to end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain import seal as seals
from caseaudit.domain.audit import Audit
from caseaudit.domain.seal import Saved, Seal
from caseaudit.store import chains, records
from caseaudit.store.chains import Found
from caseaudit.store.chains_readable import compared
from caseaudit.store.history import digest
from conftest import HEADER
from trust.conftest import Figures

LATER = "2026-11-30T09:00:00Z"


class Kept(NamedTuple):
    """An audit as it lies on disk."""

    id: str
    revisions: tuple[bytes, ...]
    readable: bytes

    def without(self, *places: int) -> Kept:
        """Return it with some revisions taken out, and the others where they were: see `found`."""
        return self._replace(revisions=tuple(b"" if at in places else each for at, each in enumerate(self.revisions)))

    def found(self) -> Iterator[Found]:
        """Yield the revisions; an empty one is not there."""
        for number, content in enumerate(self.revisions, 1):
            if content:
                yield Found(number, f"{number:08d}.json", content)


def chain_tells(kept: Kept) -> bool:
    """Whether the chain alone tells that something is wrong."""
    return chains.checked(kept.id, kept.found()).problem is not None


def told(kept: Kept) -> bool:
    """Whether the chain or the readable file tells that something is wrong, without any seal."""
    chain = chains.checked(kept.id, kept.found())
    return chain.problem is not None or compared(kept.id, chain, "x.json", kept.readable).standing != "same"


def sealed(*all_kept: Kept) -> Seal:
    """Return the seal of some audits."""
    return seals.sealed(register(*all_kept), LATER)


def register(*all_kept: Kept) -> dict[str, tuple[Saved, ...]]:
    """Return what a seal is held against."""
    found = {kept.id: chains.checked(kept.id, kept.found()).links for kept in all_kept}
    return {audit: tuple(Saved(link.number, link.digest, link.at) for link in links) for audit, links in found.items()}


def seal_tells(seal: Seal, *now: Kept) -> bool:
    """Whether a seal, long and short alike, tells that something is wrong."""
    long, short = (seals.differences(each, register(*now)) for each in (seal, seal._replace(heads=None)))
    assert bool(long) == bool(short)
    return bool(long)


@pytest.fixture
def signed_and_reopened(workspace: Workspace) -> Kept:
    """An audit that was begun, answered, signed off, given an action, reopened: five revisions."""
    audit = auditing.begin(workspace, "handover", HEADER)
    answered = audit
    for criterion, fields in (("HND-01", {"grade": "good"}), ("HND-02", {"grade": "yes"}), ("HND-03", {"count": 2})):
        answered = steps.answered(answered, criterion, state="graded", reason="Seen on file.", **fields)
    saved = auditing.save(workspace, auditing.decided(answered, "good", "All of it."), audit)
    auditing.sign_off(workspace, saved.id)
    auditing.add_action(workspace, saved.id, "Say who comes next", "W. Worker", "2026-12-01")
    auditing.reopen(workspace, saved.id, "One date was wrong.")
    return kept(workspace, saved)


@pytest.fixture
def being_written(workspace: Workspace) -> Kept:
    """An audit that was saved three times and is open."""
    audit = auditing.begin(workspace, "handover", HEADER)
    for grade in ("good", "outstanding"):
        auditing.answer(workspace, audit.id, "HND-01", grade, reason=f"It is {grade}.")
    return kept(workspace, audit)


def kept(workspace: Workspace, audit: Audit) -> Kept:
    """Return an audit as it lies on disk."""
    history = workspace.register.history(audit.id)
    revisions = tuple(history.read(number) for number in history.numbers())
    return Kept(audit.id, revisions, workspace.register.path(audit).read_bytes())


def flipped(content: bytes) -> Iterator[bytes]:
    """Yield every version of a file with one byte changed: each byte once, the bits in turn."""
    for place in range(len(content)):
        yield content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]


def edits(whole: Kept) -> Iterator[Kept]:
    """Yield the audit with one byte of one revision changed, for every byte of every revision."""
    for place, content in enumerate(whole.revisions):
        for altered in flipped(content):
            yield whole._replace(revisions=(*whole.revisions[:place], altered, *whole.revisions[place + 1 :]))


# ── what is told without a seal ──────────────────────────────────────────────


def test_what_was_saved_is_whole(signed_and_reopened: Kept, being_written: Kept) -> None:
    """Nothing is told of audits that nobody touched; they are large enough to be worth it."""
    for whole in (signed_and_reopened, being_written):
        assert not told(whole)
    assert [len(whole.revisions) for whole in (signed_and_reopened, being_written)] == [5, 3]


def test_every_single_byte_edit_of_every_revision_is_told(
    signed_and_reopened: Kept, being_written: Kept, figure: Figures
) -> None:
    """Also where a blank only becomes a tab, and also in the newest revision: the readable file is there."""
    tried = 0
    for whole in (signed_and_reopened, being_written):
        for altered in edits(whole):
            assert told(altered)
            tried += 1
    figure.at_least("Single-byte edits of a history, each of them told", tried)


def test_before_the_newest_revision_the_chain_alone_tells(being_written: Kept) -> None:
    """Without the readable file, or with one that was altered in the same way."""
    last = being_written.revisions[-1]
    for altered in edits(being_written):
        if altered.revisions[-1] == last:
            assert chain_tells(altered)


def test_in_a_signed_newest_revision_the_signature_tells_what_was_signed(signed_and_reopened: Kept) -> None:
    """Whoever changes a signed answer in the newest revision and in the readable file alike meets the signature."""
    signed = signed_and_reopened._replace(revisions=signed_and_reopened.revisions[:4])
    for words, others in ((b"Seen on file.", b"Not on file."), (b"EB-1042", b"EB-1043"), (b"North", b"South")):
        content = signed.revisions[-1].replace(words, others)
        assert content != signed.revisions[-1]
        altered = signed._replace(revisions=(*signed.revisions[:3], content), readable=content)
        assert told(altered)


def test_every_deletion_is_told(signed_and_reopened: Kept, figure: Figures) -> None:
    """Any revisions taken out, from one to all of them: the chain tells of a gap, the readable file of a cut end."""
    number = len(signed_and_reopened.revisions)
    tried = 0
    for size in range(1, number):
        for places in combinations(range(number), size):
            less = signed_and_reopened.without(*places)
            is_tail = places == tuple(range(number - size, number))
            assert chain_tells(less) != is_tail
            assert told(less)
            tried += 1
    gone = compared(
        signed_and_reopened.id, chains.checked(signed_and_reopened.id, ()), "x.json", signed_and_reopened.readable
    )
    assert gone.standing == "no-history"
    figure("Sets of revisions deleted, each of them told", tried + 1)


def test_every_reordering_is_told_by_the_chain_alone(signed_and_reopened: Kept, figure: Figures) -> None:
    """Every order of the five but the right one; and every revision in the place of every other."""
    whole = signed_and_reopened.revisions
    orders = [order for order in permutations(whole) if order != whole]
    copies = [(*whole[:to], content, *whole[to + 1 :]) for to in range(5) for content in whole if content != whole[to]]
    for revisions in (*orders, *copies):
        assert chain_tells(signed_and_reopened._replace(revisions=revisions))
    figure("Reorderings of five revisions, each of them told", len(orders) + len(copies))


def test_every_insertion_is_told_by_the_chain_alone(signed_and_reopened: Kept, being_written: Kept) -> None:
    """A revision slipped in anywhere before the end, its own or another audit's, renumbered to fit or not."""
    whole = signed_and_reopened.revisions
    for place in range(len(whole)):
        for content in (*whole, *being_written.revisions):
            for slipped in (content, renumbered(content, place + 1, whole[place - 1] if place else b"")):
                revisions = (*whole[:place], slipped, *whole[place:])
                assert chain_tells(signed_and_reopened._replace(revisions=revisions))


def renumbered(content: bytes, number: int, before: bytes) -> bytes:
    """Return a revision that claims to be another one, and to follow from the one before it."""
    audit = records.decode(content, "revision.json", by_hand=False)
    revision = replace(audit.revision, number=number, previous=digest(before) if before else "")
    return records.encode(replace(audit, revision=revision))


# ── what only a seal tells ───────────────────────────────────────────────────


def written_anew(whole: Kept, old: bytes, new: bytes) -> Kept:
    """Return an audit with other words from end to end, every digest, number and signature made to fit."""
    made: list[bytes] = []
    for content in whole.revisions:
        audit = records.decode(content.replace(old, new), "revision.json", by_hand=False)
        if audit.sign_off:
            audit = replace(audit, sign_off=replace(audit.sign_off, digest=steps.content_digest(audit)))
        made.append(renumbered(records.encode(audit), len(made) + 1, made[-1] if made else b""))
    return Kept(whole.id, tuple(made), made[-1])


def cut_short(whole: Kept, by: int) -> Kept:
    """Return an audit without its newest revisions, its readable file as it was then."""
    revisions = whole.revisions[:-by]
    return Kept(whole.id, revisions, revisions[-1])


def test_a_chain_written_anew_is_told_by_a_seal_alone(signed_and_reopened: Kept, being_written: Kept) -> None:
    """Whoever may write every file of an audit can make it fit again: nothing but a seal kept elsewhere tells."""
    seal = sealed(signed_and_reopened, being_written)
    anew = written_anew(signed_and_reopened, b"Seen on file.", b"Seen by me.")
    assert anew.revisions != signed_and_reopened.revisions
    assert not told(anew)
    assert seal_tells(seal, anew, being_written)


def test_a_cut_end_is_told_by_a_seal(signed_and_reopened: Kept, being_written: Kept) -> None:
    """With the readable file taken back as well, and however many revisions went."""
    seal = sealed(signed_and_reopened, being_written)
    for by in range(1, 5):
        less = cut_short(signed_and_reopened, by)
        assert not told(less)
        assert seal_tells(seal, less, being_written)


def test_a_whole_audit_that_is_gone_is_told_by_a_seal(signed_and_reopened: Kept, being_written: Kept) -> None:
    """Its history and its readable file: nothing else in the register knows of it."""
    seal = sealed(signed_and_reopened, being_written)
    assert seal_tells(seal, being_written)
    assert seal_tells(seal, signed_and_reopened)


def test_every_single_byte_edit_is_told_by_a_seal(being_written: Kept, figure: Figures) -> None:
    """Whatever became of the readable file: with the chain, a seal leaves no byte of what it sealed unseen."""
    seal = sealed(being_written)
    tried = 0
    for altered in edits(being_written):
        assert chain_tells(altered) or seal_tells(seal, altered)
        tried += 1
    figure.at_least("Single-byte edits told by chain and seal, without the readable file", tried)


def test_what_is_saved_on_top_of_a_seal_is_no_difference(signed_and_reopened: Kept, being_written: Kept) -> None:
    """Later revisions of sealed audits, and audits that were begun later, are merely newer."""
    for sealed_then in range(1, 6):
        seal = sealed(cut_short(signed_and_reopened, 5 - sealed_then) if sealed_then < 5 else signed_and_reopened)
        later = replace_times(signed_and_reopened, sealed_then)
        assert not seal_tells(seal._replace(at="2026-11-25T00:00:00Z"), later, replace_times(being_written, 0))


def replace_times(whole: Kept, since: int) -> Kept:
    """Return an audit whose revisions after the first few were saved on 28 November."""
    made = list(whole.revisions[:since])
    for content in whole.revisions[since:]:
        audit = records.decode(content, "revision.json", by_hand=False)
        late = replace(audit, revision=replace(audit.revision, at="2026-11-28T10:00:00Z"))
        made.append(renumbered(records.encode(late), len(made) + 1, made[-1] if made else b""))
    return Kept(whole.id, tuple(made), made[-1])
