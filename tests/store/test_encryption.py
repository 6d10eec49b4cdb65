"""The gate between records and disk: what is written encrypted, what is read from either name, what is refused."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

pytest.importorskip("pyrage", reason="Encryption was not tested: pip install 'caseaudit[encrypt]'")

from caseaudit.desk import auditing, encrypting
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, NotReady, StorageTrouble
from caseaudit.store import encryption, encryption_keys, encryption_settings, filesystem, records
from caseaudit.store.encryption import DECRYPTING, ENCRYPTING, RE_ENCRYPTING, Policy
from caseaudit.store.history import digest
from caseaudit.store.index import Wanted
from caseaudit.store.register import Register, Stamp
from encrypted import encrypt, files, key_in
from made_up import begun as made_up_audit

STAMP = Stamp("A. Auditor", "2026-11-20T12:00:00Z", "because")
WORDS = "CANARY [Child A] =1+1 \x1b[31m 😀"


def answer(workspace: Workspace, audit: Audit, words: str = WORDS) -> None:
    """Write some words into an audit."""
    auditing.answer(workspace, audit.id, "HND-01", "good", reason=words)


# ── what lies on disk ────────────────────────────────────────────────────────


def test_every_file_is_encrypted_and_its_name_says_so(workspace: Workspace, begun: Audit) -> None:
    """Those that were there, and those that come: the record, its revisions, the draft."""
    answer(workspace, begun)
    encrypt(workspace)
    answer(workspace, begun, "CANARY again")
    auditing.keep_draft(workspace, workspace.register.load(begun.id))
    found = files(workspace.places)
    assert len(found) == 5
    assert all(path.name.endswith(".json.age") for path in found)
    assert not [path for path in found if b"CANARY" in path.read_bytes() or b"EB-1042" in path.read_bytes()]
    assert workspace.register.load(begun.id).answer("HND-01").reason == "CANARY again"


def test_the_age_tool_opens_a_file_without_this_program(workspace: Workspace, begun: Audit) -> None:
    """With the recovery key alone, and it gives what the plain file would hold."""
    age = shutil.which("age") or shutil.which("rage")
    if not age:
        pytest.skip("The age tool is not here: apt install age")
    keys = encrypt(workspace)
    path = workspace.register.find(begun.id)
    told = subprocess.run([age, "--decrypt", "-i", keys.sheet, str(path)], capture_output=True, timeout=30)
    assert (told.returncode, told.stdout) == (0, records.encode(begun))


def test_the_chain_of_digests_is_over_what_the_revisions_say(workspace: Workspace, begun: Audit) -> None:
    """So it holds however often they are encrypted anew, and after they are decrypted."""
    answer(workspace, begun)
    keys = encrypt(workspace)
    third = key_in(keys.sheet.with_name("third.txt"))
    answer(workspace, begun, "Later")
    encrypting.add(workspace.places, [third])
    history = workspace.register.history(begun.id)
    assert history.numbers() == [1, 2, 3]
    assert [history.audit(number + 1).revision.previous for number in (1, 2)] == [
        digest(history.read(number)) for number in (1, 2)
    ]
    assert history.broken() is None
    encrypting.turn_off(workspace.places)
    assert history.broken() is None
    assert history.numbers() == [1, 2, 3]


@pytest.mark.parametrize("record_format", ["json", "toml"])
def test_a_record_of_any_size_and_format(record_format: str, tmp_path: Path) -> None:
    """One over a block of the format, one just below the largest, one in TOML: each is there, in the list, too."""
    places = make(str(tmp_path / "sizes"), record_format=record_format)
    workspace = Workspace(places, "A. Auditor")
    encrypt(workspace)
    spent = {"20261120-small0": 10, "20261120-blocks": 200_000} | (
        {"20261120-utmost": records.LIMIT - 5_000} if record_format == "json" else {}
    )
    for name, size in spent.items():
        workspace.register.save(made_up_audit(name, worker="x" * size), STAMP)
    index = workspace.look()
    assert (sorted(line.id for line in index.headlines(Wanted())), index.unreadable()) == (sorted(spent), [])
    assert [len(workspace.register.load(name).worker) for name in spent] == list(spent.values())
    assert {path.suffixes[0] for path in places.audits.rglob("*.age")} == {f".{record_format}"}


# ── the index ────────────────────────────────────────────────────────────────


def test_the_index_is_kept_and_is_encrypted(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second look reads no record again; what lies in the cache tells nothing; a damaged one is made anew."""
    encrypt(workspace)
    for room in ("index", "taking_in"):  # as if everything had been written long ago
        monkeypatch.setattr(f"caseaudit.store.{room}.RACY", -(10**12))
    lines = workspace.look().headlines(Wanted())
    kept = workspace.places.index_file.with_name(f"{workspace.places.index_file.name}.age")
    assert not workspace.places.index_file.exists()
    assert b"EB-1042" not in kept.read_bytes()
    read: list[int] = []
    again = Workspace(workspace.places, watch=lambda _: lambda done, total: read.append(total))
    assert (again.look().headlines(Wanted()), [line.id for line in lines]) == (lines, [begun.id])
    assert (read, [path.name for path in Path.cwd().iterdir() if not path.name.startswith(".")]) == ([], [])
    kept.write_bytes(b"age-encryption.org/v1\nrubbish")
    assert Workspace(workspace.places).look().headlines(Wanted()) == lines
    assert kept.stat().st_size > 1000


def test_an_open_index_is_left_when_encryption_is_turned_on(workspace: Workspace, begun: Audit) -> None:
    """The app may be open meanwhile: nothing of it stays readable in the cache."""
    before = workspace.look().headlines(Wanted())
    assert workspace.places.index_file.exists()
    encrypt(workspace)
    assert workspace.look().headlines(Wanted()) == before
    assert not list(workspace.places.index_file.parent.glob("*.sqlite"))


# ── two names ────────────────────────────────────────────────────────────────


def test_a_number_is_published_once_under_either_name(workspace: Workspace, begun: Audit) -> None:
    """Whoever still thinks that the workspace is plain cannot publish beside an encrypted revision, and back."""
    history = workspace.register.history(begun.id)
    root = workspace.places.workspace
    encrypt(workspace)
    assert not history.publish(1, b"{}")
    encryption_settings.write(workspace.places.settings, Policy(encryption.policy(root).recipients, DECRYPTING))
    assert not history.publish(1, b"{}")
    assert [path.name for path in history.folder.iterdir()] == ["00000001.json.age"]


def test_of_two_who_publish_under_both_names_at_once_never_both_win(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one comes exactly between looking and publishing: this one gives way."""
    folder = workspace.places.history / "x"
    folder.mkdir(parents=True)
    mine, real = folder / "00000001.json", filesystem.publish_new

    def late(path: Path, content: bytes) -> bool:
        (folder / "00000001.json.age").write_bytes(b"theirs")
        return real(path, content)

    monkeypatch.setattr(filesystem, "publish_new", late)
    assert not encryption.publish_new(workspace.places.workspace, mine, b"{}")
    assert [path.name for path in folder.iterdir()] == ["00000001.json.age"]


def test_what_was_written_later_counts(workspace: Workspace, begun: Audit) -> None:
    """A stopped save or conversion can leave both names; the older one never comes back."""
    path = workspace.places.plans / "plan.json"
    path.parent.mkdir()
    encrypt(workspace)
    later = encryption.put(workspace.places.workspace, path, b"later")
    path.write_bytes(b"earlier")
    os.utime(path, (1, 1))
    assert (encryption.found(path), encryption.read(path, 100)) == (later, b"later")
    os.utime(later, (0, 0))
    assert encryption.read(path, 100) == b"earlier"


def test_nothing_is_written_in_plain_by_mistake(workspace: Workspace, begun: Audit) -> None:
    """Somebody took the recipients out of the settings by hand, or damaged them: the save is refused, in one line."""
    encrypt(workspace)
    settings = workspace.places.settings
    before = settings.read_bytes()
    audit = workspace.register.load(begun.id)
    settings.write_bytes(before.split(b"[encryption]", maxsplit=1)[0])
    with pytest.raises(BadInput, match=r"does not say to whom .*, and they are. Copy \[encryption\] back"):
        answer(workspace, begun, "CANARY")
    with pytest.raises(BadInput):
        auditing.keep_draft(workspace, audit)
    with pytest.raises(BadInput):
        Workspace.open(str(workspace.places.workspace))
    for damaged in (before.replace(b"recipients", b"recipient"), before.replace(b"[encryption]", b"[encryption")):
        settings.write_bytes(damaged)
        with pytest.raises(BadInput):
            answer(workspace, begun, "CANARY")
    settings.unlink()
    with pytest.raises(StorageTrouble):
        answer(workspace, begun, "CANARY")
    assert not [path for path in files(workspace.places) if b"CANARY" in path.read_bytes()]


def test_whoever_reads_the_settings_while_it_is_turned_on_is_not_told_that_they_are_damaged(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a look at the settings and one at the copy, another program writes both."""
    real = filesystem.read_regular
    turned: list[Path] = []

    def overtaken(path: Path, limit: int) -> bytes:
        before = real(path, limit)
        if not turned:
            turned.append(path)
            encrypt(workspace)
        return before

    monkeypatch.setattr(filesystem, "read_regular", overtaken)
    assert encryption_settings.read(workspace.places.settings).recipients


def test_the_rest_of_the_settings_stays_as_somebody_wrote_it(workspace: Workspace, begun: Audit) -> None:
    """Comments, order and blank lines; on and off again gives the same file."""
    settings = workspace.places.settings
    settings.write_text('format = 1  # ours\nname = "x"\n\n[retention]\naudits_months = 12 # schedule 4.2\n', "utf-8")
    before = settings.read_bytes()
    encrypt(workspace)
    assert settings.read_bytes().startswith(before)
    encrypting.turn_off(workspace.places)
    assert settings.read_bytes() == before


# ── wrong keys, damaged files ────────────────────────────────────────────────


def test_a_damaged_file_is_named_and_counted(workspace: Workspace, begun: Audit) -> None:
    """Cut short, altered, emptied, or meant for others: one line each, and the others are in the list."""
    other = workspace.register.save(made_up_audit("20261101-aaaaaa", date="2026-11-01"), STAMP)
    encrypt(workspace)
    path = workspace.register.find(begun.id)
    assert path is not None
    whole, strangers = path.read_bytes(), encryption_keys.made()
    for content, what in {
        whole[:-1]: "is damaged",
        whole[:40]: "is damaged",
        whole[:-9] + b"X" + whole[-8:]: "is damaged",
        b"": "is damaged",
        records.encode(begun): "is damaged: it does not begin as an encrypted file does",
        encryption_keys.encrypted(b"{}", [strangers.public]): "is encrypted, but not to your key",
    }.items():
        path.write_bytes(content)
        index = Workspace(workspace.places).look()
        assert [line.id for line in index.headlines(Wanted())] == [other.id]
        (problem,) = index.unreadable()
        assert (problem.where, problem.what[: len(what)]) == (str(path), what)


shares = st.floats(0, 1)


@how(max_examples=150)
@given(st.data())
def test_no_bytes_bring_the_program_down(data: st.DataObject) -> None:
    """Whatever an encrypted file is altered to, it is refused in one line, or says what it said."""
    key = encryption_keys.made()
    whole = encryption_keys.encrypted(b"words" * 40, [key.public])
    start, end = sorted(data.draw(st.tuples(shares, shares)))
    at = 22 + round(start * (len(whole) - 22))
    altered = whole[:at] + data.draw(st.binary(max_size=5)) + whole[22 + round(end * (len(whole) - 22)) :]
    told = ""
    try:
        said = encryption_keys.opened(altered, "x.json.age", [key])
    except BadInput as error:
        said, told = b"", str(error)
    assert said == b"words" * 40 or (told.startswith("x.json.age: is ") and "\n" not in told)


def test_whoever_is_taken_away_reads_nothing_new(workspace: Workspace, begun: Audit) -> None:
    """And whoever is added reads everything, what was there before too."""
    keys = encrypt(workspace)
    sheet = keys.sheet.with_name("third.txt")
    third = key_in(sheet)
    encrypting.add(workspace.places, [third])
    tried = encrypting.try_key(workspace.places, sheet)
    assert (tried.opened, tried.problems, tried.newest) == (2, [], begun.id)
    encrypting.take_away(workspace.places, [third])
    answer(workspace, begun)
    tried = encrypting.try_key(workspace.places, sheet)
    assert (tried.opened, len(tried.problems), tried.newest) == (0, 3, "")


def test_the_second_recipient_alone_brings_everything_back(
    workspace: Workspace, begun: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first key is lost: with the sheet from the safe the workspace is opened, and decrypted."""
    answer(workspace, begun)
    saved = workspace.register.load(begun.id)
    keys = encrypt(workspace)
    monkeypatch.setenv("CASEAUDIT_IDENTITY", str(keys.sheet))
    opened = Workspace.open(str(workspace.places.workspace))
    assert opened.register.load(begun.id) == saved
    assert encrypting.turn_off(workspace.places).problems == []
    monkeypatch.setenv("CASEAUDIT_IDENTITY", str(keys.sheet.with_name("none")))
    assert Workspace.open(str(workspace.places.workspace)).register.load(begun.id) == saved


# ── turned while something ends it ───────────────────────────────────────────


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a copy of this process that kills itself at its nth step on the disk; return whether it did."""
    child = os.fork()
    if not child:
        left = [step]
        for name in ("replace", "unlink", "fsync", "link"):
            setattr(os, name, _deadly(getattr(os, name), left))
        try:
            work()
        except NotReady:  # what a killed run left was all done
            os._exit(0)
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status != 0


def _deadly(real: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def sometimes(*given: object, **more: object) -> object:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **more)

    return sometimes


def on(workspace: Workspace) -> None:
    """Encrypt, or go on with it."""
    encrypting.resume(workspace.places)


def off(workspace: Workspace) -> None:
    """Decrypt, or go on with it."""
    encrypting.turn_off(workspace.places)


def anew(workspace: Workspace) -> None:
    """Encrypt anew."""
    encrypting.resume(workspace.places)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process can be copied on Unix alone")
@pytest.mark.parametrize(
    ("turn", "doing"), [(on, ENCRYPTING), (off, DECRYPTING), (anew, RE_ENCRYPTING)], ids=("on", "off", "anew")
)
def test_a_kill_at_any_step_leaves_everything_readable(
    turn: Callable[[Workspace], None], doing: str, workspace: Workspace, begun: Audit
) -> None:
    """Killed at its first step, at its second, and so on until it gets through: each time all is there, and once."""
    answer(workspace, begun)
    auditing.keep_draft(workspace, workspace.register.load(begun.id))
    keys = encrypt(workspace)
    before = workspace.register.load(begun.id)
    if doing == ENCRYPTING:
        encrypting.turn_off(workspace.places)
    encryption_settings.write(workspace.places.settings, Policy(keys[:2], doing))
    for step in range(1, 100):
        was_killed = killed_at(step, lambda: turn(workspace))
        now = Workspace(workspace.places, "A. Auditor")
        assert now.register.load(begun.id) == before
        assert now.register.history(begun.id).broken() is None
        assert now.drafts.ids() == [begun.id]
        assert now.drafts.find(begun.id) is not None
        assert [line.id for line in now.look().headlines(Wanted())] == [begun.id]
        assert now.look().unreadable() == []
        if not was_killed:
            break
        if step == 5:
            answer(now, begun, "While it stood half done")
            before = now.register.load(begun.id)
            auditing.keep_draft(now, before)
    assert step > 4
    assert encrypting.status(workspace.places).is_whole
    assert now.register.load(begun.id) == before


def test_what_cannot_be_turned_is_named_and_the_rest_is_done(workspace: Workspace, begun: Audit) -> None:
    """A file for other keys stops no decryption; nothing is said to be finished until it is away."""
    encrypt(workspace)
    stranger = encryption_keys.encrypted(b"{}", [encryption_keys.made().public])
    odd = workspace.places.audits / "2026-11" / "copied-in.json.age"
    odd.write_bytes(stranger)
    made = encrypting.turn_off(workspace.places)
    assert [problem.where for problem in made.problems] == [str(odd)]
    assert not encrypting.status(workspace.places).is_whole
    odd.unlink()
    assert encrypting.resume(workspace.places).problems == []
    now = encrypting.status(workspace.places)
    assert (now.policy, now.encrypted, len(now.plain)) == (encryption.PLAIN, 0, len(files(workspace.places)))


@pytest.mark.parametrize(
    "place",
    ["holds/x.json", "set-aside/2026-11-20/audits/x.json", "history/x/00000001.1234abcd.cut", "drafts/a/x.json"],
)
def test_what_lies_beside_the_records_is_encrypted_too(place: str, workspace: Workspace) -> None:
    """Holds with their reasons, copies that the doctor set aside, revisions that were cut short."""
    path = workspace.places.workspace / ".caseaudit" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b'{"reason": "CANARY')
    encrypt(workspace)
    assert not path.exists()
    assert encryption.read(path, 100) == b'{"reason": "CANARY'
    assert b"CANARY" not in encryption.found(path).read_bytes()
    encrypting.turn_off(workspace.places)
    assert path.read_bytes() == b'{"reason": "CANARY'


def test_a_revision_that_two_computers_saved_is_never_thrown_away(workspace: Workspace, begun: Audit) -> None:
    """A sync program brought both, under both names: they are named, and stay until somebody has compared them."""
    encrypt(workspace)
    path = workspace.places.history / begun.id / "00000001.json"
    theirs = records.encode(begun).replace(b"W. Worker", b"N. Newcomer")
    path.write_bytes(theirs)
    with pytest.raises(NotReady):
        encrypting.turn_on(workspace.places, encryption.policy(workspace.places.workspace).recipients)
    (problem,) = encrypting.resume(workspace.places).problems
    assert (problem.where, problem.what) == (str(path), "is there as 00000001.json.age, too, and the two differ")
    assert path.read_bytes() == theirs
    assert encryption.encrypted(path).exists()
    path.unlink()
    assert encrypting.status(workspace.places).is_whole


def test_what_others_wrote_by_their_own_programs_is_left(workspace: Workspace, begun: Audit) -> None:
    """A document among the records is nobody's audit: it is named, and not touched."""
    note = workspace.places.audits / "minutes.docx"
    note.write_bytes(b"not ours")
    hidden = workspace.places.audits / f".{begun.id}.json.swp"
    hidden.write_bytes(b"an editor's")
    encrypt(workspace)
    assert encrypting.status(workspace.places).others == [hidden, note]
    assert note.read_bytes() == b"not ours"


def test_copies_of_sync_programs_are_encrypted_and_counted_once(workspace: Workspace, begun: Audit) -> None:
    """Whether they were made before or after, with their mark before either ending."""
    path = workspace.register.find(begun.id)
    assert path is not None
    path.with_name(f"{begun.id}-LAPTOP.json").write_bytes(path.read_bytes())
    encrypt(workspace)
    locked = workspace.register.find(begun.id)
    assert locked is not None
    for name in (f"{begun.id}.json.sync-conflict-20261120-101500-ABCDEF.age", f"{begun.id} (A's copy).json.age"):
        locked.with_name(name).write_bytes(locked.read_bytes())
    index = workspace.look()
    assert ([line.id for line in index.headlines(Wanted())], len(index.copies())) == ([begun.id], 3)
    assert not [path for path in files(workspace.places) if not path.name.endswith(".age")]


def test_an_edit_outside_is_taken_in(workspace: Workspace, begun: Audit) -> None:
    """Somebody decrypts a record with the age tool, edits it, and encrypts it again, or puts it beside it in plain."""
    keys = encrypt(workspace)
    path = workspace.register.find(begun.id)
    assert path is not None
    edited = encryption.read(path, records.LIMIT).replace(b"W. Worker", b"N. Newcomer")
    path.write_bytes(encryption_keys.encrypted(edited, keys[:2]))
    assert workspace.register.load(begun.id).worker == "N. Newcomer"
    assert Register(workspace.places).history(begun.id).numbers() == [1, 2]
