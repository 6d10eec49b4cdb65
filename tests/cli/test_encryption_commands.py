"""Encryption on the command line: the keys, the way there and back, and what is said when a key is missing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

pytest.importorskip("pyrage", reason="Encryption was not tested: pip install 'caseaudit[encrypt]'")

from caseaudit.desk.workspace import Workspace
from caseaudit.store import filesystem
from cli.running import Run
from encrypted import encrypt, files, key_in, keys_in

PUBLIC = re.compile(r"^age1[0-9a-z]{58}$", re.MULTILINE)
SECRET = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]{58}$", re.MULTILINE)
PAGE = Path(__file__).parents[2] / "docs" / "encryption.md"


def public(text: str) -> str:
    """Return the public key in what was printed."""
    found = PUBLIC.search(text)
    assert found
    return found[0]


def test_from_plain_to_encrypted_and_back(here: Workspace, answered: str, run: Run, tmp_path: Path) -> None:
    """As the page says: a key, a sheet, on, the restore test, and off again. No step says more than it has to."""
    shown = run("audit", "show", answered).out
    mine, sheet = public(run("encryption", "key", "new").out), run("encryption", "key", "new", "--paper").out
    typed = tmp_path / "recovery.txt"
    typed.write_text(SECRET.findall(sheet)[0])
    assert run("encryption", "key", "show").out == f"{mine}\n"
    on = run("encryption", "on", "--recipient", mine, "--recipient", public(sheet))
    assert (on.code, on.out) == (0, "5 files encrypted to 2 keys.\n")
    assert "A lost key is a lost audit." in on.err
    assert run("audit", "show", answered).out == shown
    status = run("encryption", "status")
    assert (status.code, status.lines[1], status.lines[3]) == (0, f"  {mine}  (yours)", "5 files encrypted, 0 not.")
    tested = run("encryption", "restore-test", "--identity", str(typed))
    assert tested.lines == [
        "This key opens 5 of 5 encrypted files.",
        f"The newest audit can be read: {answered}, revision 4.",
    ]
    off = run("encryption", "off")
    assert (off.code, off.out) == (0, "5 files decrypted.\n")
    assert run("encryption", "status").out == "Not encrypted.\n0 files encrypted, 5 not.\n"
    assert run("audit", "show", answered).out == shown


def test_the_key_is_private_and_is_never_replaced(run: Run, home_of_its_own: Path) -> None:
    """It lies among the person's own settings, with its public half in a comment."""
    printed = run("encryption", "key", "new")
    (path,) = (home_of_its_own / ".config" / "caseaudit").iterdir()
    before = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert SECRET.search(before)
    assert f"# public key: {printed.out}" in before
    assert "AGE-SECRET" not in printed.out + printed.err
    again = run("encryption", "key", "new")
    assert (again.code, again.out, path.read_text()) == (1, "", before)
    assert "holds a key already, and a lost key is a lost audit" in again.err


def test_a_sheet_is_printed_and_kept_nowhere(run: Run, home_of_its_own: Path) -> None:
    """It says what it is for, and how it is used with caseaudit and without."""
    sheet = run("encryption", "key", "new", "--paper")
    (secret,) = SECRET.findall(sheet.out)
    assert "age --decrypt -i recovery.txt" in sheet.out
    assert not [path for path in home_of_its_own.rglob("*") if path.is_file() and secret in path.read_text("latin-1")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "recipients: are fewer than 2 different public keys. Add a colleague's key or a recovery key on paper"),
        (("MINE",), "recipients: are fewer than 2 different public keys."),
        (("MINE", "MINE"), "recipients: are fewer than 2 different public keys."),
        (("MINE", "age1zzz"), "age1zzz: is not a public key. It begins age1 and comes from"),
        (("MINE", "SECRET"), "recipient: is a secret key, which belongs nowhere but in its own file."),
        (("OTHER", "THIRD"), "recipients: do not hold your own public key. Add it, or you could not read your own"),
    ],
)
def test_what_would_lock_people_out_is_refused(
    given: tuple[str, ...], said: str, here: Workspace, answered: str, run: Run, tmp_path: Path
) -> None:
    """In one line, with nothing changed, and without showing a secret that was given by mistake."""
    words = {"MINE": public(run("encryption", "key", "new").out), "age1zzz": "age1zzz"}
    words |= {name: key_in(tmp_path / name) for name in ("OTHER", "THIRD")}
    words["SECRET"] = (tmp_path / "OTHER").read_text().strip()
    told = run("encryption", "on", *(word for name in given for word in ("--recipient", words[name])))
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert told.err.startswith(f"caseaudit: {said}")
    assert words["SECRET"] not in told.err
    assert run("encryption", "status").out == "Not encrypted.\n0 files encrypted, 5 not.\n"


COMMANDS = ["audit list", "summary", "action list", "train sessions", "export csv", "verify", "encryption off", "where"]


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_key_every_command_says_which_is_missing(
    command: str, here: Workspace, answered: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it should be, and what to do; never an empty list. With another key: whose key that is."""
    encrypt(here)
    monkeypatch.setenv("CASEAUDIT_IDENTITY", str(tmp_path / "nowhere.txt"))
    told = run(*command.split())
    assert (told.code, told.out) == (2, "")
    root = here.places.workspace
    remedy = "Name your key's file in CASEAUDIT_IDENTITY; without one, run `caseaudit encryption key new` and ask a"
    begins = f"caseaudit: {root}: is encrypted, and your key is missing: {tmp_path / 'nowhere.txt'}. {remedy}"
    assert told.err.startswith(begins)
    stranger = key_in(tmp_path / "stranger.txt")
    monkeypatch.setenv("CASEAUDIT_IDENTITY", str(tmp_path / "stranger.txt"))
    told = run(*command.split())
    remedy = f"Ask a colleague who has a key to run `caseaudit encryption recipients add {stranger}`"
    assert (told.code, told.out) == (2, "")
    assert told.err == f"caseaudit: {root}: is encrypted, but not to your key. {remedy}.\n"


def test_a_file_that_cannot_be_opened_is_counted(here: Workspace, answered: str, run: Run) -> None:
    """It is named and left out, and the summary says that there is one."""
    encrypt(here)
    path = here.register.find(answered)
    assert path is not None
    path.write_bytes(path.read_bytes()[:-1])
    listed = run("audit", "list")
    assert (listed.code, answered in listed.out) == (1, False)
    assert listed.err.endswith(
        f"caseaudit: {path}: is damaged, so that no key opens it. Restore it from its history or a backup.\n"
    )
    assert "Not counted: 1 unreadable, 0 copies." in run("summary").err


def test_status_as_json_and_what_was_copied_in(here: Workspace, answered: str, run: Run) -> None:
    """A plain file among encrypted ones is told, and `resume` encrypts it."""
    keys = encrypt(here)
    path = here.register.find(answered)
    assert path is not None
    (path.parent / "20261101-copied.json").write_text("{}")
    told = run("encryption", "status", "--json")
    assert told.code == 1
    assert json.loads(told.out) == {
        "encrypted": True,
        "unfinished": "",
        "recipients": [{"key": keys.mine, "yours": True}, {"key": keys.recovery, "yours": False}],
        "files_encrypted": 5,
        "files_plain": 1,
        "other_files": [],
    }
    assert run("encryption", "resume").out == "1 file converted.\n"
    assert run("encryption", "status").code == 0
    nothing = run("encryption", "resume")
    assert (nothing.code, nothing.err.endswith("has every file encrypted. Nothing is left to do.\n")) == (1, True)


def test_ctrl_c_half_way_says_what_to_do(
    here: Workspace, answered: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third file is not written any more; all is there, and one command goes on."""
    keys, shown, real, written = keys_in(tmp_path), run("audit", "show", answered).out, filesystem.put, list[Path]()

    def interrupted(path: Path, content: bytes) -> None:
        written.append(path)
        if len(written) == 5:
            raise KeyboardInterrupt
        real(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(filesystem, "put", interrupted)
        told = run("encryption", "on", "--recipient", keys.mine, "--recipient", keys.recovery)
    assert (told.code, told.out) == (130, "")
    assert told.err.strip() == "Stopped half way. Everything can be read; go on with `caseaudit encryption resume`."
    status = run("encryption", "status")
    assert (status.code, status.lines[-1]) == (1, "2 files encrypted, 3 not.")
    assert status.err.startswith("Encrypting was stopped. Everything can be read")
    assert run("audit", "show", answered).out == shown
    assert run("encryption", "resume").out == "3 files converted.\n"
    assert run("encryption", "status").code == 0


def test_recipients_come_and_go(here: Workspace, answered: str, run: Run, tmp_path: Path) -> None:
    """Two must stay, and one of them is the person who asks."""
    keys, third = encrypt(here), key_in(tmp_path / "third.txt")
    assert run("encryption", "recipients", "add", third).out == "5 files encrypted anew.\n"
    assert run("encryption", "recipients", "add", third).err == (
        "caseaudit: recipient: is one already. See `caseaudit encryption status`.\n"
    )
    assert "do not hold your own public key" in run("encryption", "recipients", "remove", keys.mine).err
    away = run("encryption", "recipients", "remove", third)
    assert (away.code, "can still read the copies they have" in away.err) == (0, True)
    assert "are fewer than 2" in run("encryption", "recipients", "remove", keys.recovery).err
    assert run("encryption", "recipients", "remove", third).code == 2
    tried = run("encryption", "restore-test", "--identity", str(tmp_path / "third.txt"))
    assert (tried.code, tried.lines[0]) == (1, "This key opens 0 of 5 encrypted files.")


def test_what_is_handed_over_is_said_to_be_plain(here: Workspace, answered: str, run: Run) -> None:
    """On stderr; the export itself is the same."""
    before = run("export", "csv")
    encrypt(here)
    after = run("export", "csv")
    assert (after.out, "is encrypted" in before.err) == (before.out, False)
    assert "The workspace is encrypted; what you hand over is not." in after.err


def test_without_this_program_by_the_lines_of_the_page(here: Workspace, answered: str, run: Run) -> None:
    """The age tool and a shell give a plain workspace, as `docs/encryption.md` says."""
    if not shutil.which("age"):
        pytest.skip("The age tool is not here: apt install age")
    shown, keys, root = run("audit", "show", answered).out, encrypt(here), here.places.workspace
    (line,) = re.findall(r"^find .*$", PAGE.read_text("utf-8"), re.MULTILINE)
    shutil.copy(keys.sheet, root / "key.txt")
    subprocess.run(["bash", "-c", line], cwd=root, check=True, timeout=30)
    for path in files(here.places):
        if path.name.endswith(".age"):
            path.unlink()
    here.places.encryption.unlink()
    settings = here.places.settings.read_text("utf-8")
    here.places.settings.write_text(settings.partition("[encryption]")[0], "utf-8")
    assert run("audit", "show", answered).out == shown
    assert run("encryption", "status").lines[0] == "Not encrypted."


def test_a_key_behind_a_passphrase(here: Workspace, answered: str, tmp_path: Path) -> None:
    """In a real terminal: chosen twice, asked for once a command, never shown; a wrong one is one line."""
    words = "four plain words here"
    made = caseaudit("encryption", "key", "new", "--passphrase")
    for _ in range(2):
        made.expect(":")
        made.sendline(words)
    made.expect(r"(age1[0-9a-z]{58})")
    mine = made.match.group(1)
    made.expect(pexpect.EOF)
    on = caseaudit("encryption", "on", "--recipient", mine, "--recipient", key_in(tmp_path / "sheet"))
    on.expect("identity.txt:")
    on.sendline(words)
    on.expect("5 files encrypted to 2 keys")
    on.expect(pexpect.EOF)
    wrong = caseaudit("audit", "list")
    wrong.expect("identity.txt:")
    wrong.sendline("five other words to try")
    wrong.expect(r"was not opened by that passphrase\. Try again\.")
    wrong.expect(pexpect.EOF)
    assert words not in str(made.before) + str(on.before)
    nobody = subprocess.run(
        [sys.executable, "-m", "caseaudit", "audit", "list"], capture_output=True, stdin=subprocess.DEVNULL,
        start_new_session=True, timeout=60, text=True,
    )  # fmt: skip
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert nobody.stderr == "caseaudit: passphrase: cannot be asked for: there is no terminal. Run it in a terminal.\n"


def caseaudit(*arguments: str) -> pexpect.spawn:
    """Start the program in a terminal."""
    return pexpect.spawn(sys.executable, ["-m", "caseaudit", *arguments], encoding="utf-8", timeout=60)
