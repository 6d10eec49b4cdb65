"""Encryption at rest: keys made, a workspace encrypted and decrypted, recipients changed, a recovery key tried.

Every step first writes into caseaudit.toml what it is about to do, so that what others save meanwhile is right, then
turns file after file. If it is stopped, `resume` goes on; meanwhile everything can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk.watching import Watch, unwatched
from caseaudit.problems import BadInput, CaseauditError, NotReady, Problem, bad_input
from caseaudit.store import encryption, encryption_converting, encryption_index, encryption_keys, encryption_settings
from caseaudit.store import places as store_places
from caseaudit.store.encryption import DECRYPTING, ENCRYPTING, PLAIN, RE_ENCRYPTING, Policy
from caseaudit.store.encryption_converting import Converted
from caseaudit.store.encryption_keys import Ask, Key
from caseaudit.store.encryption_settings import FEWEST
from caseaudit.store.places import Places

_PASSES = 3
_TEST = b"What is encrypted here can be decrypted here.\n"
_DOING = {ENCRYPTING: "Encrypting files", DECRYPTING: "Decrypting files", RE_ENCRYPTING: "Encrypting files anew"}


# ── keys ─────────────────────────────────────────────────────────────────────


def new_key(at: str, passphrase: str = "") -> tuple[Key, Path]:
    """Make this person's key and keep it in their own folder of settings; return it and its file.

    Raises `NotReady` if there is one already: a lost key is a lost audit.
    """
    key = encryption_keys.made()
    return key, encryption_keys.keep(key, at, passphrase)


def paper_key() -> Key:
    """Make a key that is kept nowhere but on paper."""
    return encryption_keys.made()


def own_keys(ask: Ask | None = None) -> tuple[Key, ...]:
    """Return this person's keys. Raises `BadInput` if there is none."""
    if keys := encryption_keys.held(ask):
        return keys
    where = str(store_places.identity())
    raise bad_input(where, "is not there: you have no key yet", "Run `caseaudit encryption key new`")


# ── how it stands ────────────────────────────────────────────────────────────


class Status(NamedTuple):
    """How a workspace stands."""

    policy: Policy
    encrypted: int
    """Files."""
    plain: list[Path]
    """Files that hold words of people and are not encrypted."""
    others: list[Path]
    """Files among them that this program did not write and does not touch."""
    mine: tuple[str, ...]
    """This person's public keys; none where they cannot be read without asking."""

    @property
    def is_whole(self) -> bool:
        """Whether every file is as the settings say."""
        if self.policy.doing:
            return False
        return not (self.plain if self.policy.recipients else self.encrypted)


def status(places: Places) -> Status:
    """Return how a workspace stands. Raises `BadInput` for settings that cannot be read."""
    policy = encryption.policy(places.workspace)
    files = encryption_converting.standing(places)
    return Status(policy, len(files.encrypted), files.plain, files.others, _mine())


def _mine() -> tuple[str, ...]:
    try:
        return tuple(key.public for key in encryption_keys.held())
    except CaseauditError:
        return ()


# ── on, off, and what is in between ──────────────────────────────────────────


def turn_on(places: Places, recipients: Sequence[str], watch: Watch = unwatched, ask: Ask | None = None) -> Converted:
    """Encrypt a workspace to these public keys, of which one is this person's own.

    Raises `BadInput` for fewer than two keys, for what is no key, and where the person could not read it afterwards;
    `NotReady` where it is encrypted already; `StorageTrouble`.
    """
    keys = encryption_keys.checked(recipients)
    now = encryption.policy(places.workspace)
    if now.recipients and (now.doing != ENCRYPTING or set(keys) != set(now.recipients)):
        remedy = "See `caseaudit encryption status`; `recipients add` and `recipients remove` change who can read it"
        raise NotReady(Problem(str(places.workspace), "is encrypted already", remedy))
    _refuse_too_few(keys)
    _prove_that_i_can_read(keys, ask)
    return _begin(places, Policy(keys, ENCRYPTING), watch)


def turn_off(places: Places, watch: Watch = unwatched, ask: Ask | None = None) -> Converted:
    """Decrypt a workspace. Raises `NotReady` where it is not encrypted, `BadInput` without a key."""
    return _begin(places, Policy(_encrypted(places, ask).recipients, DECRYPTING), watch)


def add(places: Places, recipients: Sequence[str], watch: Watch = unwatched, ask: Ask | None = None) -> Converted:
    """Let more people read a workspace: everything is encrypted anew, to them too. Raises as `turn_off`."""
    keys, now = encryption_keys.checked(recipients), _encrypted(places, ask).recipients
    if not set(keys) - set(now):
        raise NotReady(Problem("recipient", "is one already", "See `caseaudit encryption status`"))
    return _begin(places, Policy(tuple(dict.fromkeys((*now, *keys))), RE_ENCRYPTING), watch)


def take_away(places: Places, recipients: Sequence[str], watch: Watch = unwatched, ask: Ask | None = None) -> Converted:
    """Let some people read nothing that is written from now on; everything is encrypted anew, without them.

    Raises as `turn_off`, and `BadInput` where too few would stay, or not this person.
    """
    now = _encrypted(places, ask).recipients
    if unknown := [public for public in recipients if public not in now]:
        raise BadInput(
            *(Problem(each[:80], "is not a recipient", "See `caseaudit encryption status`") for each in unknown)
        )
    staying = tuple(public for public in now if public not in recipients)
    _refuse_too_few(staying)
    _prove_that_i_can_read(staying, ask)
    return _begin(places, Policy(staying, RE_ENCRYPTING), watch)


def resume(places: Places, watch: Watch = unwatched, ask: Ask | None = None) -> Converted:
    """Go on with what was stopped, and take in what is still as it was. Raises `NotReady` if nothing is left to do."""
    now = _encrypted(places, ask)
    if not now.doing and not encryption_converting.standing(places).plain:
        raise NotReady(Problem(str(places.workspace), "has every file encrypted", "Nothing is left to do"))
    return _convert(places, now if now.doing else Policy(now.recipients, ENCRYPTING), watch)


def _encrypted(places: Places, ask: Ask | None) -> Policy:
    """Return the policy of an encrypted workspace that this person can read."""
    now = encryption.policy(places.workspace)
    if not now.recipients:
        remedy = "Run `caseaudit encryption on --recipient age1... --recipient age1...` to encrypt it"
        raise NotReady(Problem(str(places.workspace), "is not encrypted", remedy))
    encryption_keys.require(places.workspace, ask)
    return now


def _refuse_too_few(keys: Sequence[str]) -> None:
    if len(keys) < FEWEST:
        remedy = "Add a colleague's key or a recovery key on paper (`key new --paper`): a lost key is a lost audit"
        raise bad_input("recipients", f"are fewer than {FEWEST} different public keys", remedy)


def _prove_that_i_can_read(keys: Sequence[str], ask: Ask | None) -> None:
    """Encrypt and decrypt a test. Raises `BadInput` if this person's key is not among the recipients."""
    mine = own_keys(ask)
    if not any(key.public in keys for key in mine):
        remedy = f"Add it, or you could not read your own audits: --recipient {mine[0].public}"
        raise bad_input("recipients", "do not hold your own public key", remedy)
    if encryption_keys.opened(encryption_keys.encrypted(_TEST, keys), "test", mine) != _TEST:
        raise bad_input("test", "did not come back as it was", "Nothing was changed. Have this computer checked")


def _begin(places: Places, policy: Policy, watch: Watch) -> Converted:
    encryption_settings.write(places.settings, policy)
    return _convert(places, policy, watch)


def _convert(places: Places, policy: Policy, watch: Watch) -> Converted:
    """Turn every file, and again what others wrote meanwhile; note that it is done if it is."""
    told, done = watch(_DOING[policy.doing]), 0
    for _ in range(_PASSES):
        made = encryption_converting.convert(places, policy, told)
        done += made.files
        if made.problems or not _is_left(places, policy):
            break
    _forget_indexes(places)
    problems = made.problems or _is_left(places, policy)
    if not problems:
        encryption_settings.write(places.settings, PLAIN if policy.doing == DECRYPTING else Policy(policy.recipients))
    return Converted(done, problems)


def _is_left(places: Places, policy: Policy) -> list[Problem]:
    """Return what is to be said where others wrote files the old way meanwhile."""
    found = encryption_converting.standing(places)
    remedy = "Run `caseaudit encryption resume` when nobody is at work in it"
    left = found.encrypted if policy.doing == DECRYPTING else found.plain
    return [Problem(str(path), "was written while the others were converted", remedy) for path in left]


def _forget_indexes(places: Places) -> None:
    from caseaudit.store import filesystem

    encryption_index.forget_plain(places)
    filesystem.remove(encryption_index.encrypted_file(places))


# ── can it be restored? ──────────────────────────────────────────────────────


class Tried(NamedTuple):
    """What a key opened."""

    opened: int
    problems: list[Problem]
    """What it did not open."""
    newest: str
    """The id of the audit that was changed last, and opened; empty where there is none."""
    revision: int


def try_key(places: Places, identity: Path, watch: Watch = unwatched, ask: Ask | None = None) -> Tried:
    """Open every file of an encrypted workspace with the keys in a file, and read the newest audit.

    Raises `NotReady` where nothing is encrypted, `BadInput` for a file without a key.
    """
    if not encryption.policy(places.workspace).recipients:
        raise NotReady(Problem(str(places.workspace), "is not encrypted", "There is nothing to test"))
    keys = encryption_keys.read(identity, ask)
    problems: list[Problem] = []
    files = encryption_converting.standing(places).encrypted
    told = watch("Opening files")
    opened = 0
    for number, path in enumerate(files, 1):
        opened += _opens(path, keys, problems)
        told(number, len(files))
    return Tried(opened, problems, *_newest(places, files, keys))


def _opens(path: Path, keys: Sequence[Key], problems: list[Problem]) -> bool:
    try:
        encryption_converting.content(path, keys)
    except CaseauditError as error:
        problems += error.problems
        return False
    return True


def _newest(places: Places, files: Sequence[Path], keys: Sequence[Key]) -> tuple[str, int]:
    from caseaudit.store import records

    audits = [path for path in files if path.is_relative_to(places.audits)]
    for path in sorted(audits, key=lambda path: path.lstat().st_mtime_ns, reverse=True)[:1]:
        try:
            audit = records.decode(encryption_converting.content(path, keys), str(path))
        except CaseauditError:
            break
        return audit.id, audit.revision.number
    return "", 0
