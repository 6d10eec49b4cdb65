"""A seal kept elsewhere tells what nothing in the workspace can: what is gone, cut off, or written anew."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from caseaudit.desk import auditing, sealing, verifying
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import seal as seals
from caseaudit.domain.audit import Audit
from caseaudit.domain.seal import Seal
from caseaudit.problems import BadInput
from caseaudit.store import records
from conftest import HEADER, NOON

SHAPE = re.compile(r"caseaudit seal 2026-11-20T12:00:00Z: 3 audits, 8 revisions, sha256 [0-9a-f]{64}")


@pytest.fixture(params=["json", "toml"])
def sealed(workspace: Workspace, request: pytest.FixtureRequest) -> Sealed:
    """Three audits, one of them signed off, and the seal of them; the records in both formats."""
    (workspace.places.settings).write_text(f'format = 1\nrecord_format = "{request.param}"\n', encoding="utf-8")
    audits = [auditing.begin(workspace, "handover", HEADER) for _ in range(3)]
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(workspace, audits[0].id, criterion, verdict, reason="Seen on file.")
    auditing.sign_off(workspace, audits[0].id, "good")
    auditing.answer(workspace, audits[1].id, "HND-01", "good", reason="A secret of the family.")
    return Sealed(workspace, audits, sealing.seal(workspace, wait=lambda: None).seal)


class Sealed:
    """A workspace, its audits and the seal of them."""

    def __init__(self, workspace: Workspace, audits: list[Audit], seal: Seal) -> None:
        self.workspace, self.audits, self.seal = workspace, audits, seal
        self.register = workspace.register

    def told(self) -> tuple[list[str], list[str]]:
        """Return what the long seal and the short line tell that is not as it was, in words."""
        return self._told(self.seal), self._told(self.seal._replace(heads=None))

    def _told(self, seal: Seal) -> list[str]:
        found = verifying.verify(self.workspace, seal=seals.read(written(seal), "the seal")).found
        return [finding.problem.what for finding in found if finding.kind == "seal"]

    def cut(self, audit: Audit, number: int) -> None:
        """Take an audit back to an earlier revision, its readable file too, as if the later ones had never been."""
        history = self.register.history(audit.id)
        for later in history.numbers()[number:]:
            history.path(later).unlink()
        then = history.audit(number)
        self.register.path(then).write_bytes(records.encode(then, self.register.ending))


def written(seal: Seal) -> str:
    """Return a seal as it is written: the short line, or the lines of the file."""
    return seals.long(seal) if seal.heads else seals.short(seal)


def test_a_seal_holds_and_says_how_much_is_newer(sealed: Sealed) -> None:
    """What is saved on top of it later is no difference, and counts as newer."""
    assert SHAPE.fullmatch(seals.short(sealed.seal))
    later = Workspace(sealed.workspace.places, "B. Auditor", clock=lambda: NOON.replace(hour=15))
    auditing.answer(later, sealed.audits[1].id, "HND-02", "yes")
    auditing.begin(later, "handover", HEADER)

    assert sealed.told() == ([], [])
    assert verifying.verify(later, seal=sealed.seal).newer == 2


def test_it_names_no_case_and_no_word_of_one(sealed: Sealed) -> None:
    """Only ids, numbers and digests: it can be sent to anybody."""
    text = seals.long(sealed.seal)
    lines = text.splitlines()

    assert SHAPE.fullmatch(lines[0])
    assert all(re.fullmatch(r"2026112[0-9]-[a-z0-9]{6} \d [0-9a-f]{64}", line) for line in lines[1:])
    assert not {"EB-1042", "Auditor", "North", "handover", "secret"} & set(re.split(r"\W", text))


def test_anybody_can_recompute_the_root_without_this_program(sealed: Sealed) -> None:
    """It is the SHA-256 of the lines, and each line holds that of a file: `tail -n +2 FILE | sha256sum`."""
    _, _, below = seals.long(sealed.seal).partition("\n")
    assert sha256(below.encode()).hexdigest() == sealed.seal.root
    for line in below.splitlines():
        audit, number, digest = line.split()
        file = sealed.workspace.places.history / audit / f"{int(number):08d}.json"
        assert sha256(file.read_bytes()).hexdigest() == digest


def test_an_audit_that_is_gone_is_named(sealed: Sealed) -> None:
    """The long form says which; the line, that there is one less."""
    gone = sealed.audits[1]
    sealed.register.path(gone).unlink()
    shutil.rmtree(sealed.register.history(gone.id).folder)

    long, short = sealed.told()

    assert long == ["was sealed with revision 2, and its history is gone"]
    assert short == ["1 audit of those sealed is gone"]


def test_an_end_that_was_cut_off_is_named(sealed: Sealed) -> None:
    """Nothing in the workspace tells: the readable file was taken back, too."""
    sealed.cut(sealed.audits[0], 3)

    long, short = sealed.told()

    assert verifying.verify(sealed.workspace).found == []
    assert long == ["was sealed with revision 5, and its history ends at revision 3"]
    assert short == ["2 revisions of those sealed are gone"]


def test_an_audit_that_was_written_anew_is_named(sealed: Sealed) -> None:
    """Cut off, and saved again to as many revisions: every chain is whole, and yet it is not what was sealed."""
    sealed.cut(sealed.audits[1], 1)
    auditing.answer(sealed.workspace, sealed.audits[1].id, "HND-01", "inadequate", reason="Not what it said.")

    long, short = sealed.told()

    assert verifying.verify(sealed.workspace).found == []
    assert long == ["was written anew: revision 2 is not the one that was sealed"]
    assert short == ["something that was sealed was written anew"]


def test_revisions_slipped_in_with_an_earlier_date_are_told_by_the_line(sealed: Sealed) -> None:
    """A clock that is behind, or somebody who turned it back: the line cannot tell which; the long form holds."""
    early = Workspace(sealed.workspace.places, "B. Auditor", clock=lambda: NOON.replace(hour=9))
    auditing.answer(early, sealed.audits[1].id, "HND-02", "yes")

    long, (short,) = sealed.told()

    assert long == []
    assert short.startswith("1 revision more says to have been saved by 2026-11-20T12:00:00Z than were sealed")


def test_first_revisions_removed_with_a_made_up_record_of_copying_in_are_counted(sealed: Sealed) -> None:
    """Whoever forges the note that an audit was copied in, to hide that its beginning is gone, meets the count."""
    history = sealed.register.history(sealed.audits[0].id)
    content = history.read(4)
    for number in (1, 2, 3, 4):
        history.path(number).unlink()
    history.adopt(4, content, "A. Auditor", "2026-11-20T12:00:00Z")
    assert history.broken() is None

    long, short = sealed.told()

    assert long == short == ["3 revisions of those sealed are gone"]


@pytest.mark.parametrize(
    "mangle",
    [
        lambda line: line,
        lambda line: f"> Dear Jo,\n> \n> {line[:70]}\n  {line[70:100]}\n  {line[100:]}\n> Regards".replace("> ", ""),
        lambda line: line.replace("sha256 ", "sha256\r\n"),
        lambda line: f"Minutes of 20 November. {line}. Agreed.",
        lambda line: line[:-64] + " ".join(re.findall("........", line[-64:].upper())),
    ],
    ids=["as it is", "wrapped in an email", "on two lines", "in the minutes", "typed in groups"],
)
def test_a_line_that_was_printed_or_mailed_is_still_read(sealed: Sealed, mangle: object) -> None:
    """Line breaks, blanks, capitals and whatever stands round it do no harm."""
    text = mangle(seals.short(sealed.seal))  # type: ignore[operator]
    assert seals.read(text, "the minutes") == sealed.seal._replace(heads=None)


@pytest.mark.parametrize("text", ["", "nothing", "caseaudit seal", "caseaudit seal 2026: 1 audit", "\x00\x1b[31m"])
def test_what_holds_no_seal_is_refused(text: str, sealed: Sealed) -> None:
    """A line that lost letters, or none at all."""
    short = seals.short(sealed.seal)
    for given in (text, short[:-1], f"{short}0"):
        with pytest.raises(BadInput, match="holds no seal"):
            seals.read(given, "the minutes")


def test_a_seal_that_was_altered_itself_is_refused(sealed: Sealed) -> None:
    """Its lines must give its first line: one left out, one changed."""
    lines = seals.long(sealed.seal).splitlines()
    changed = lines[1][:-1] + ("0" if lines[1][-1] != "0" else "1")
    for altered in ([*lines[:1], *lines[2:]], [lines[0], changed, *lines[2:]], [*lines, lines[1].replace("-", "-z")]):
        with pytest.raises(BadInput):
            seals.read("\n".join(altered), "seal.txt")


def test_the_file_is_private_and_never_written_over(sealed: Sealed, tmp_path: Path) -> None:
    """One seal a month, each in a file of its own; in the workspace itself it proves little, and that is said."""
    file = tmp_path / "seal-november.txt"
    assert not sealing.write(sealed.workspace, sealed.seal, file)
    assert sealing.given(str(file)) == sealed.seal
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput, match="exists already"):
        sealing.write(sealed.workspace, sealed.seal, file)
    assert sealing.write(sealed.workspace, sealed.seal, sealed.workspace.places.workspace / "seal.txt")
