"""Where everything is. The only reader of the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from caseaudit.problems import bad_input

WORKSPACE_FILE = "caseaudit.toml"
WORKSPACE_VARIABLE = "CASEAUDIT_WORKSPACE"
AUDITOR_VARIABLE = "CASEAUDIT_AUDITOR"
CASE_KEY_VARIABLE = "CASEAUDIT_CASE_KEY"
IDENTITY_VARIABLE = "CASEAUDIT_IDENTITY"
_SHIPPED_IN_WHEEL = Path(__file__).resolve().parents[1] / "checklists"
_SHIPPED_IN_CHECKOUT = Path(__file__).resolve().parents[3] / "checklists"


class Places(NamedTuple):
    """The folders of one workspace, and those of the person."""

    workspace: Path

    @property
    def settings(self) -> Path:
        """The file that makes a folder a workspace."""
        return self.workspace / WORKSPACE_FILE

    @property
    def audits(self) -> Path:
        """The records that people see, a folder a month."""
        return self.workspace / "audits"

    @property
    def checklists(self) -> Path:
        """The workspace's own checklists."""
        return self.workspace / "checklists"

    @property
    def samples(self) -> Path:
        """The samples that were drawn, a file each."""
        return self.workspace / "samples"

    @property
    def plans(self) -> Path:
        """Who audits which sampled case by when, a file for each sample."""
        return self.workspace / "plans"

    @property
    def training(self) -> Path:
        """The sessions of calibration, a file each; never among the audits."""
        return self.workspace / "training"

    @property
    def making(self) -> Path:
        """The exemplars in the making, a file each."""
        return self.training / "making"

    @property
    def hidden(self) -> Path:
        """What the program keeps beside the records, for itself."""
        return self.workspace / ".caseaudit"

    @property
    def history(self) -> Path:
        """Every revision of every record, a folder an audit."""
        return self.hidden / "history"

    @property
    def drafts(self) -> Path:
        """What is being typed, a folder an auditor."""
        return self.hidden / "drafts"

    @property
    def holds(self) -> Path:
        """Why some audits are kept whatever the rule says, a file each."""
        return self.hidden / "holds"

    @property
    def removed(self) -> Path:
        """What is remembered as removed because something else still names it, a file each."""
        return self.hidden / "removed"

    @property
    def set_aside(self) -> Path:
        """What `caseaudit doctor` took away, a folder a day; nothing reads it."""
        return self.hidden / "set-aside"

    @property
    def encryption(self) -> Path:
        """The copy of what the settings say about encryption; none in a plain workspace."""
        return self.hidden / "encryption.toml"

    @property
    def index_file(self) -> Path:
        """The disposable index, in the person's cache folder, never on a share."""
        return cache_folder() / f"{_workspace_key(self.workspace)}.sqlite"


def shipped_checklists() -> Path:
    """The practice library that came with this program."""
    return _SHIPPED_IN_WHEEL if _SHIPPED_IN_WHEEL.is_dir() else _SHIPPED_IN_CHECKOUT


def find_workspace(given: str | None) -> Places:
    """Return the workspace: the one given, or of the environment, or above here, or the person's own.

    Raises `BadInput` if it is not one yet.
    """
    named = given or os.environ.get(WORKSPACE_VARIABLE)
    folder = Path(named) if named else _above(Path.cwd()) or default_workspace()
    places = Places(folder.absolute())
    if not places.settings.is_file():
        remedy = "Run `caseaudit init` to make one there, or `caseaudit demo` to look round first"
        raise bad_input(str(folder), "is not a workspace yet", remedy)
    return places


def _above(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if (place / WORKSPACE_FILE).is_file()), None)


def default_workspace() -> Path:
    """The person's own data folder."""
    from platformdirs import user_data_path

    return user_data_path("caseaudit", appauthor=False)


def cache_folder() -> Path:
    """The person's cache folder: anything in it can be deleted at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("caseaudit", appauthor=False)


def personal_settings() -> Path:
    """The person's own settings: name, theme, keys."""
    from platformdirs import user_config_path

    return user_config_path("caseaudit", appauthor=False) / "settings.toml"


def case_key() -> Path:
    """The secret that turns identifiers into case references: never in a workspace, where the references are."""
    from platformdirs import user_config_path

    named = os.environ.get(CASE_KEY_VARIABLE)
    return Path(named) if named else user_config_path("caseaudit", appauthor=False) / "case-key"


def identity() -> Path:
    """The person's secret key for encrypted workspaces: never in a workspace, where what it opens is."""
    from platformdirs import user_config_path

    named = os.environ.get(IDENTITY_VARIABLE)
    return Path(named) if named else user_config_path("caseaudit", appauthor=False) / "identity.txt"


def log_folder() -> Path:
    """Where a crash is noted, without any text of a record."""
    from platformdirs import user_log_path

    return user_log_path("caseaudit", appauthor=False)


def named_auditor() -> str:
    """The auditor's name as the environment gives it, or nothing. Claimed, not proved."""
    return os.environ.get(AUDITOR_VARIABLE, "")


def account() -> str:
    """The name of the account on this machine."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"


def editor() -> str:
    """The person's editor, as a command."""
    default = "notepad" if os.name == "nt" else "nano"
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or default


def java() -> str:
    """The command that runs Java."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def _workspace_key(workspace: Path) -> str:
    """Two checksums of its path: a clash only makes the index slow, and a digest costs a list its time."""
    from zlib import crc32

    path = str(workspace.resolve()).encode("utf-8", "surrogateescape")
    return f"{crc32(path):08x}{crc32(path[::-1]):08x}"
