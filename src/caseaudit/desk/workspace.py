"""The workspace on the desk: where it is, who works in it, and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from caseaudit.desk.watching import READING, Told, Watch, unheard, unwatched
from caseaudit.problems import BadInput, bad_input
from caseaudit.store import places
from caseaudit.store.places import Places

if TYPE_CHECKING:
    from caseaudit.store.drafts import Drafts
    from caseaudit.store.encryption_keys import Ask
    from caseaudit.store.index import Index
    from caseaudit.store.library import Library
    from caseaudit.store.register import Register


_ENCRYPTION = b"encryption"
_PATIENCE = 0.1  # seconds of waiting before it is asked whether the work is still wanted


def now_utc() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


class Workspace:
    """One workspace, opened by one person. Parts are loaded when first used."""

    def __init__(
        self, folder: Places, person: str = "", clock: Callable[[], datetime] = now_utc, watch: Watch = unwatched
    ) -> None:
        """`watch` is told how far long work is."""
        self.places = folder
        self._person = person
        self._clock = clock
        self.watch = watch
        self._one_at_a_time = Lock()
        self._was_encrypted = False

    @classmethod
    def open(
        cls, given: str | None = None, person: str = "", watch: Watch = unwatched, ask: Ask | None = None
    ) -> Workspace:
        """Open the workspace given, or the one found; `ask` asks for the passphrase of a key where one is needed.

        Raises `BadInput` if there is none yet, or it is encrypted and the person's key does not open it.
        """
        opened = cls(places.find_workspace(given), person, watch=watch)
        if opened.is_encrypted:
            from caseaudit.store import encryption_keys

            encryption_keys.require(opened.places.workspace, ask)
        return opened

    @property
    def is_encrypted(self) -> bool:
        """Whether what people write here is encrypted; asked often, for somebody may turn it on meanwhile."""
        with suppress(OSError):
            says = _ENCRYPTION in self.places.settings.read_bytes() or self.places.encryption.exists()
            self._was_encrypted = says and self._says_to_whom()
        return self._was_encrypted

    def _says_to_whom(self) -> bool:
        from caseaudit.store import encryption

        return bool(encryption.policy(self.places.workspace).recipients)

    @cached_property
    def person(self) -> str:
        """Who is working: as given, else the environment's word, else the settings', else the account's."""
        from caseaudit.plaintext import one_line
        from caseaudit.store import settings

        return one_line(
            self._person or places.named_auditor() or settings.personal_settings()["auditor"] or places.account()
        )

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The workspace's settings. Raises `BadInput`."""
        from caseaudit.store import settings

        return settings.workspace_settings(self.places)

    def once_more(self, watch: Watch = unwatched) -> Workspace:
        """Return the same workspace for another thread, with an index of its own and somebody else who watches."""
        again = Workspace(self.places, self.person, self._clock, watch)
        again.library = self.library  # nothing changes it, and it was read already
        again._one_at_a_time = self._one_at_a_time
        return again

    @property
    def name(self) -> str:
        """What the workspace is called on screen."""
        return self.settings["name"] or self.places.workspace.name

    @property
    def target(self) -> float | None:
        """How many percent of a month's graded answers are to be good or better, if that is settled."""
        if b"target" not in self.places.settings.read_bytes():
            return None  # A summary need not load what reads settings.
        return float(self.settings["target"]) or None

    @property
    def library_folders(self) -> tuple[str, ...]:
        """Where the checklists are, those that ship first."""
        return str(places.shipped_checklists()), str(self.places.checklists)

    @cached_property
    def library(self) -> Library:
        """The shipped checklists, and the workspace's own over them."""
        return library_of(self.places)

    @cached_property
    def register(self) -> Register:
        """The audits."""
        from caseaudit.store.register import Register

        return Register(self.places, self.settings["record_format"])

    @cached_property
    def drafts(self) -> Drafts:
        """What this person is typing."""
        from caseaudit.store.drafts import Drafts

        return Drafts(self.places.drafts, self.person)

    @cached_property
    def index(self) -> Index:
        """The index of the audits; call `look` before asking it."""
        if self.is_encrypted:
            from caseaudit.store.encryption_index import EncryptedIndex

            return EncryptedIndex(self.places)
        from caseaudit.store.index import Index

        return Index(self.places)

    def _forget_plain_index(self) -> None:
        """Somebody may have turned encryption on or off since the index was opened."""
        if "index" in self.__dict__ and self.is_encrypted != self.index.is_encrypted:
            self.index.close()
            del self.index

    def look(self, *, quick: bool = False, patient: bool = True) -> Index:
        """Return the index after it took in what changed on disk, or (`quick`) what folders say that changed.

        One thread looks at a time: another waits, or, where it is not to be `patient`, leaves the index as it is.
        Raises `StorageTrouble` if the folder of audits is gone.
        """
        if patient or not self._one_at_a_time.locked():
            told = self.watch(READING)
            with self.looking(told):
                self._forget_plain_index()
                self.index.refresh(quick=quick, told=told)
        return self.index

    @contextmanager
    def looking(self, told: Told = unheard) -> Iterator[None]:
        """Keep every other thread from looking meanwhile; whoever is `told` may stop the wait for one that does."""
        while not self._one_at_a_time.acquire(timeout=_PATIENCE):
            told(0, 0)
        try:
            yield
        finally:
            self._one_at_a_time.release()

    def now(self) -> str:
        """Return the time now, UTC, to the second: `2026-11-22T14:02:09Z`."""
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def today(self) -> str:
        """Return today's date here, as ISO."""
        return self._clock().astimezone().date().isoformat()


def library_of(folder: Places | None) -> Library:
    """Return the shipped library, with a workspace's own checklists over it if one is given."""
    from caseaudit.store.library import Library

    own = (folder.checklists,) if folder else ()
    return Library(places.shipped_checklists(), *own)


def default_folder() -> Path:
    """Return where a new workspace goes unless somebody says otherwise."""
    return places.default_workspace()


def make(folder: str | None, name: str = "", record_format: str = "json") -> Places:
    """Make a new workspace and return it. Raises `BadInput` if the folder is one already."""
    from caseaudit.store import settings

    made = Places((Path(folder) if folder else places.default_workspace()).absolute())
    if made.settings.exists():
        raise bad_input(str(made.workspace), "is a workspace already", "Open it, or choose another folder")
    settings.make_workspace(made, name=name or made.workspace.name, record_format=record_format)
    return made


def there_is_one() -> bool:
    """Whether a workspace is found without being named, whether or not it can be opened."""
    try:
        places.find_workspace(None)
    except BadInput:
        return False
    return True


def personal_settings() -> dict[str, Any]:
    """Return the person's settings: name, theme, keys. Raises `BadInput`."""
    from caseaudit.store import settings

    return settings.personal_settings()


def last_workspace() -> str:
    """Return the folder that was open last in the app, if it still is a workspace; or nothing."""
    last = str(personal_settings()["last_workspace"])
    return last if last and Places(Path(last)).settings.is_file() else ""


def remember(**changes: str) -> None:
    """Keep some of the person's settings for the next time. Raises `StorageTrouble`."""
    from caseaudit.store import settings

    settings.update_personal(changes)


def whereabouts(workspace: Workspace) -> dict[str, str]:
    """Return where everything of this workspace and this person is."""
    folder = workspace.places
    return {
        "workspace": str(folder.workspace),
        "audits": str(folder.audits),
        "history": str(folder.history),
        "drafts": str(folder.drafts),
        "own checklists": str(folder.checklists),
        "shipped checklists": str(places.shipped_checklists()),
        "samples": str(folder.samples),
        "training sessions": str(folder.training),
        "secret of case references": str(places.case_key()),
        "key of encrypted workspaces": str(places.identity()),
        "index (disposable)": f"{folder.index_file}{'.age' if workspace.is_encrypted else ''}",
        "personal settings": str(places.personal_settings()),
        "crash notes": str(places.log_folder()),
        "auditor": workspace.person,
    }
